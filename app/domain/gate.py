"""A lead before it is offered: what it lacks, who completes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.domain.entity import Entity
from app.domain.errors import Implausible, UndoExpired, WrongState
from app.domain.feedback import FARTHEST, check_reason
from app.domain.files import Attachment
from app.domain.lifecycle import CLOSED, State, Step, next_state

CONTACT_ROUTE = ("contact_email", "contact_phone")
NO_LEAD_REASONS = ("wrong_data", "duplicate", "no_business", "no_need", "other")
# What a mandatory field is satisfied by, where that is not the field of its name.
_SATISFIED_BY = {"contact_route": CONTACT_ROUTE, "expected_volume": ("expected_volume_cents",)}


def _knowing_before(source: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the source of a changed value, which still knows in which words the one before it was given."""
    words = [*before.get("was", ()), *filter(None, [before.get("line")])]
    return {**source, "was": words} if words else source


class GatedLead(Entity):
    """What a lead has at the gate: its fields, its state, and the agency that completes it.

    sources: by field, where its value was read: ``line`` as written, ``confidence`` from 0 to 1, ``by`` whom, ``from``
    which enricher ``of`` which fields, which ``lead`` it was merged from, from which lines an earlier one ``was`` read.
    agency: which completes the lead, or did.
    qualify_by: until when; None when it is not asked. merged_into: the lead in which this one lives on. known_twins:
    leads of the same customer that are meant to stay beside this one.
    """

    __abstract__ = True

    state: Mapped[str] = mapped_column(default=State.RECEIVED)
    fields: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    remarks: Mapped[str] = mapped_column(default="")
    agency: Mapped[str | None]
    qualify_by: Mapped[datetime | None]
    merged_into: Mapped[int | None] = mapped_column(index=True)
    merge_undo_until: Mapped[datetime | None]
    known_twins: Mapped[list[int]] = mapped_column(default=list)
    reason: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    step: Mapped[str | None]
    step_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def attachments(cls) -> Mapped[list[Attachment]]:
        """The files that came with it, or were added."""
        return relationship("Attachment", order_by="Attachment.id", viewonly=True)

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
        """Return the mandatory fields that are empty; ``contact_route`` wants an e-mail or a phone number, and
        ``attachments`` a file.
        """
        return [name for name in mandatory if not self._has(name)]

    def _has(self, name: str) -> bool:
        if name == "remarks" and self.remarks:
            return True
        if name == "attachments":
            return bool(self.attachments)
        return any(self.fields.get(one) not in (None, "") for one in _SATISFIED_BY.get(name, (name,)))

    def edit(self, fields: dict[str, Any], sources: dict[str, Any]) -> None:
        """Fill or correct fields; an empty value clears one, and its source with it. Raises: WrongState."""
        self._move("edit")
        self.fields = {name: value for name, value in (self.fields | fields).items() if value not in (None, "")}
        told = {name: source for name, source in self.sources.items() if name not in fields}
        told |= {name: _knowing_before(source, self.sources.get(name, {})) for name, source in sources.items()}
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

    def merge(
        self, survivor: GatedLead, survivor_id: int, own_id: int, now: datetime, undo_until: datetime
    ) -> list[str]:
        """Live on in another lead, which gets the fields that it lacks.

        Returns: the names of the fields that were filled in.
        Raises: WrongState: one of both is not where this can be done. Implausible: a lead cannot be merged with itself.
        Source: rulebook 3.6.
        """
        next_state(State(self.state), "merge")
        if survivor_id == own_id:
            raise Implausible(field="lead", value=own_id, expected="another lead")
        if State(survivor.state) in CLOSED:
            raise WrongState(state=survivor.state)
        filled = [name for name in self.fields if survivor.fields.get(name) in (None, "")]
        survivor.fields = {**survivor.fields, **{name: self.fields[name] for name in filled}}
        told = {name: {**self.sources.get(name, {}), "lead": own_id} for name in filled}
        survivor.sources = {**survivor.sources, **told}
        self._move("merge")
        self.merged_into, self.merge_undo_until, self.closed_at = survivor_id, undo_until, now
        return filled

    def unmerge(self, survivor: GatedLead, own_id: int, now: datetime, nudge_at: datetime) -> None:
        """Take a merge back: the other lead loses what it had only from this one.

        Raises: WrongState: it was not merged. UndoExpired: its minutes are over.
        """
        next_state(State(self.state), "undo")
        if self.merge_undo_until is None or now > self.merge_undo_until:
            raise UndoExpired(until=self.merge_undo_until.isoformat() if self.merge_undo_until else None)
        lent = {name for name, source in survivor.sources.items() if source.get("lead") == own_id}
        survivor.fields = {name: value for name, value in survivor.fields.items() if name not in lent}
        survivor.sources = {name: source for name, source in survivor.sources.items() if name not in lent}
        self._move("undo")
        self.merged_into = self.merge_undo_until = self.closed_at = None
        self.plan(Step.NUDGE_OWNER, nudge_at)

    def keep_beside(self, others: Iterable[int]) -> None:
        """Note that other leads of the same customer are another matter. Raises: WrongState."""
        self._move("keep_both")
        self.know_twins(others)

    def know_twins(self, others: Iterable[int]) -> None:
        """Note leads of the same customer that stay beside this one, wherever this one is. Source: rulebook 3.6."""
        self.known_twins = sorted({*self.known_twins, *others})

    def remind_agency(self, then_at: datetime) -> None:
        """Note that the agency was reminded; at ``then_at`` the owner hears of it."""
        self._move("remind_agency")
        self.plan(Step.ESCALATE_AGENCY, then_at)

    def escalate_agency(self, again_at: datetime) -> None:
        """Note that the owner was told that the agency is silent."""
        self._move("escalate_agency")
        self.plan(Step.ESCALATE_AGENCY, again_at)
