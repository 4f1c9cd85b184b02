"""A lead before it is offered: what it lacks, who completes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity
from app.domain.errors import Implausible
from app.domain.feedback import FARTHEST, check_reason
from app.domain.lifecycle import CLOSED, State, Step, next_state

CONTACT_ROUTE = ("contact_email", "contact_phone")
NO_LEAD_REASONS = ("wrong_data", "duplicate", "no_business", "no_need", "other")
# What a mandatory field is satisfied by, where that is not the field of its name.
_SATISFIED_BY = {"contact_route": CONTACT_ROUTE, "expected_volume": ("expected_volume_cents",)}


class GatedLead(Entity):
    """What a lead has at the gate: its fields, its state, and the agency that completes it.

    sources: by field, where its value was read: ``line`` as written, ``confidence`` from 0 to 1, ``by`` whom, ``from``
    which enricher or lead. agency: which completes the lead, or did. qualify_by: until when; None when it is not asked.
    """

    __abstract__ = True

    state: Mapped[str] = mapped_column(default=State.RECEIVED)
    fields: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    remarks: Mapped[str] = mapped_column(default="")
    agency: Mapped[str | None]
    qualify_by: Mapped[datetime | None]
    reason: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    step: Mapped[str | None]
    step_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]

    def plan(self, step: Step, at: datetime) -> None:
        """Set what the clock does next."""
        self.step, self.step_at = step, at

    def _move(self, wish: str) -> None:
        was = self.state
        self.state = next_state(State(self.state), wish)
        if self.state in CLOSED:
            self.step = self.step_at = self.remind_at = None
        if was == State.QUALIFYING and self.state != was:
            self.qualify_by = None

    def missing(self, mandatory: tuple[str, ...]) -> list[str]:
        """Return the mandatory fields that are empty; ``contact_route`` wants an e-mail or a phone number."""
        return [name for name in mandatory if not self._has(name)]

    def _has(self, name: str) -> bool:
        if name == "remarks" and self.remarks:
            return True
        return any(self.fields.get(one) not in (None, "") for one in _SATISFIED_BY.get(name, (name,)))

    def edit(self, fields: dict[str, Any], sources: dict[str, Any]) -> None:
        """Fill or correct fields; an empty value clears one, and its source with it. Raises: WrongState."""
        self._move("edit")
        self.fields = {name: value for name, value in (self.fields | fields).items() if value not in (None, "")}
        told = {name: source for name, source in self.sources.items() if name not in fields} | sources
        self.sources = {name: source for name, source in told.items() if name in self.fields}

    def send_to_agency(self, agency: str, qualify_by: datetime) -> None:
        """Ask an agency to complete the lead, or once more. Raises: WrongState."""
        self._move("to_agency")
        self.agency, self.qualify_by = agency, qualify_by
        self.plan(Step.REMIND_AGENCY, qualify_by)

    def hand_back(self, nudge_at: datetime) -> None:
        """Give the completed lead back to the vendor. Raises: WrongState."""
        self._move("qualify")
        self.plan(Step.NUDGE_OWNER, nudge_at)

    def call_no_lead(self, reason: str | None, now: datetime) -> None:
        """Put the lead away on the agency's word. Raises: WrongState, NeedsReason."""
        next_state(State(self.state), "no_lead")
        check_reason(reason, NO_LEAD_REASONS)
        self._move("no_lead")
        self.reason, self.closed_at = reason, now

    def try_later(self, until: datetime, now: datetime) -> None:
        """Give the agency until an instant, because the customer was not reached. Raises: WrongState, Implausible."""
        next_state(State(self.state), "later")
        if not now < until <= now + FARTHEST:
            raise Implausible(field="date", value=until.date().isoformat(), expected="a day to come")
        self._move("later")
        self.qualify_by = until
        self.plan(Step.REMIND_AGENCY, until)

    def remind_agency(self, then_at: datetime) -> None:
        """Note that the agency was reminded; at ``then_at`` the owner hears of it."""
        self._move("remind_agency")
        self.plan(Step.ESCALATE_AGENCY, then_at)

    def escalate_agency(self, again_at: datetime) -> None:
        """Note that the owner was told that the agency is silent."""
        self._move("escalate_agency")
        self.plan(Step.ESCALATE_AGENCY, again_at)
