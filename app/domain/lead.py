"""A lead and the rules of its life."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.errors import (
    AlreadyDone,
    AlreadyYours,
    Expired,
    Gone,
    Incomplete,
    NotOnOffer,
    UndoExpired,
    WrongState,
)
from app.domain.feedback import GIVE_BACK_REASONS, Feedback, Statement, check_reason
from app.domain.gate import GatedLead
from app.domain.lifecycle import CLOSED, HELD, ON_OFFER, PUT_AWAY, State, Step, feedback_wish, next_state
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.work_calendar import WorkCalendar


class Lead(GatedLead):
    """A prospect on its way from the vendor to a reseller."""

    __tablename__ = "leads"
    __table_args__ = (
        Index(
            "ix_leads_step_due",
            "step_at",
            sqlite_where=text("step_at IS NOT NULL"),
            postgresql_where=text("step_at IS NOT NULL"),
        ),
        Index(
            "ix_leads_remind_due",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
        Index("ix_leads_vendor_state", "vendor_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    raw_mail_id: Mapped[int | None]
    round: Mapped[int] = mapped_column(default=0)

    submitted_at: Mapped[datetime] = mapped_column(index=True)
    released_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("resellers.id"), index=True)
    picked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    picked_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    undo_until: Mapped[datetime | None]
    status: Mapped[str | None]
    status_at: Mapped[datetime | None]
    first_feedback_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    asked_until: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    returned_count: Mapped[int] = mapped_column(default=0)
    forgotten_at: Mapped[datetime | None]
    echo_at: Mapped[datetime | None]
    echo: Mapped[str | None]

    vendor: Mapped[Vendor] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    holder: Mapped[Reseller | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        """What people call the lead: ``L-2041``."""
        return f"L-{self.id}"

    @property
    def temperature(self) -> str:
        """How warm the vendor says it is; a lead that nobody rated counts as cold, never prettier (rulebook 3.5)."""
        return str(self.fields.get("temperature") or "cold")

    @property
    def is_vendors_own(self) -> bool:
        """Whether the vendor has taken the lead over and works it itself. Source: rulebook 6.3."""
        return self.holder_id is None and self.picked_by is not None

    @property
    def calendar(self) -> WorkCalendar:
        """The working week of whoever works the lead: its holder's, else the vendor's."""
        return self.holder.calendar if self.holder is not None else self.vendor.calendar

    def feedback_row(self, status: str) -> str:
        """Return the row of the table of life that a feedback with this status stands for."""
        return feedback_wish(status, by_vendor=self.is_vendors_own)

    def release(self, mandatory: tuple[str, ...], now: datetime) -> None:
        """Put the lead on offer.

        Raises: Incomplete: a mandatory field is empty. WrongState.
        Source: rulebook 3.4.
        """
        next_state(State(self.state), "release")
        if missing := self.missing(mandatory):
            raise Incomplete(missing=missing)
        self._move("release")
        self.released_at = self.released_at or now

    def start_round(self, number: int, now: datetime, answer_by: datetime) -> None:
        """Note that the next companies are asked. Source: rulebook 4.5."""
        self._move("widen")
        self.round, self.answer_by = number, answer_by
        self.offered_at = self.offered_at or now
        self.plan(Step.WIDEN, answer_by)

    def escalate(self, ask_again_at: datetime) -> None:
        """Hand the lead to its owner: everybody was asked. Source: rulebook 4.5."""
        self._move("escalate")
        self.plan(Step.ESCALATE, ask_again_at)

    def requalify(self, nudge_at: datetime) -> None:
        """Take the lead back to be completed."""
        self._move("requalify")
        self.round = 0
        self.plan(Step.NUDGE_OWNER, nudge_at)

    def reopen(self, nudge_at: datetime) -> None:
        """Take back a discard or a withdrawal. Raises: WrongState: it was neither."""
        if self.state not in PUT_AWAY or self.forgotten_at is not None:
            raise WrongState(state=self.state)
        self._move("undo")
        self.closed_at, self.reason, self.round = None, None, 0
        self.plan(Step.NUDGE_OWNER, nudge_at)

    def nudge_owner(self, again_at: datetime) -> None:
        """Note that the waiting lead was shown to its owner again."""
        self._move("nudge_owner")
        self.plan(Step.NUDGE_OWNER, again_at)

    def close(self, wish: str, now: datetime) -> None:
        """Discard or withdraw."""
        self._move(wish)
        self.closed_at = now

    def pick(
        self,
        by: Role,
        now: datetime,
        *,
        undo_until: datetime,
        first_feedback_by: datetime,
        remind_at: datetime,
        wish: str = "pick",
    ) -> None:
        """Give the lead to the company of ``by``.

        Args: by: a role at the picking company. The instants: aware; until when it may be undone, when the first
            feedback is due, when reminding of it begins.
        Raises: Gone: another company has it; ``minutes_late`` is in the facts. AlreadyYours. NotOnOffer. AlreadyDone:
            it is assigned to the company that has it.
        Source: rulebook 5.1, 5.2.
        """
        if self.state not in ON_OFFER and self.holder_id is not None:
            if self.holder_id == by.reseller_id:
                raise AlreadyYours() if wish == "pick" else AlreadyDone()
            if wish == "pick":
                raise Gone(minutes_late=self.minutes_late(now))
        self._move(wish)
        assert by.reseller_id is not None
        self.holder_id, self.picked_by, self.picked_at = by.reseller_id, by.person_id, now
        self.undo_until, self.due_at, self.remind_at = undo_until, first_feedback_by, remind_at
        self.status = self.status_at = self.first_feedback_at = self.missed_at = self.asked_until = None
        self.amount_cents = self.currency = self.reason = None
        self.plan(Step.MISS, first_feedback_by)

    def minutes_late(self, now: datetime, since: datetime | None = None) -> int:
        """Return how long ago the lead was taken, in whole minutes, at least 0; since: no longer than from then on."""
        taken_at = max(self.picked_at, since or self.picked_at) if self.picked_at else now
        return max(0, int((now - taken_at).total_seconds() // 60))

    def pick_can_be_undone(self, now: datetime) -> bool:
        """Whether taking the lead can still be taken back. Source: rulebook 5.5."""
        return self.is_unworked and self.undo_until is not None and now <= self.undo_until

    def undo_pick(self, now: datetime) -> None:
        """Take back a pick.

        Raises: UndoExpired: its minutes are over. WrongState: there is feedback already.
        Source: rulebook 5.5.
        """
        next_state(State(self.state), "undo")
        if self.undo_until is None or now > self.undo_until:
            raise UndoExpired(until=self.undo_until.isoformat() if self.undo_until else None)
        self._leave("undo")

    def give_back(self, reason: str | None) -> dict[str, Any]:
        """Hand the lead back. Returns: what undoing restores. Raises: NeedsReason, WrongState. Source: rulebook 5.5."""
        next_state(State(self.state), "give_back")
        check_reason(reason, GIVE_BACK_REASONS)
        before = self._snapshot(self._HELD, self._HELD_INSTANTS)
        self._leave("give_back")
        return before

    def take_again(self, company: Reseller, before: dict[str, Any]) -> None:
        """Let a company that gave the lead back, and that is still on offer, have it as it had it."""
        self._move("undo")
        self.holder, self.holder_id = company, company.id
        self._restore(before)

    def return_unanswered(self) -> None:
        """Take the lead from a holder who never answered. Source: rulebook 6.3."""
        self.returned_count += 1
        self._leave("return")

    def recall(self) -> None:
        """Take the lead from its holder on the owner's wish. Source: rulebook 6.3."""
        self._leave("recall")

    def take_over(self, by: int, due_at: datetime, remind_at: datetime) -> None:
        """Take the lead from its holder for the vendor, whose person ``by`` reports on it from now on.

        Args: due_at, remind_at: aware; when the vendor's first word is due, and when reminding of it begins.
        Source: rulebook 6.3.
        """
        self._leave("take_over")
        self.owner_id = self.picked_by = by
        self.due_at, self.remind_at = due_at, remind_at
        self.step = self.step_at = None

    def hand_over(self, to: int) -> None:
        """Let a colleague at the holder's company go on with the lead. Raises: AlreadyDone: they do. WrongState."""
        self._move("hand_over")
        if self.picked_by == to:
            raise AlreadyDone()
        self.picked_by = to

    def _leave(self, wish: str) -> None:
        self._move(wish)
        self.holder = None
        self.holder_id = self.picked_by = self.picked_at = self.undo_until = None
        self.status = self.status_at = self.first_feedback_at = self.due_at = self.missed_at = self.remind_at = None
        self.asked_until = None
        self.amount_cents = self.currency = self.reason = None

    def give_feedback(
        self, statement: Statement, by: Role, now: datetime, *, next_due_at: datetime | None, remind_at: datetime | None
    ) -> Feedback:
        """Note how the lead stands.

        Args: next_due_at: when the next feedback is due; None for an outcome, which closes the lead.
        Returns: the row to keep; ``before`` holds what undoing restores.
        Raises: NeedsDate, NeedsAmount, NeedsReason, Implausible, WrongState.
        Source: rulebook 6.1, 6.2.
        """
        next_state(State(self.state), self.feedback_row(statement.status))
        statement.check(now)
        before = self._snapshot()
        self._move(self.feedback_row(statement.status))
        self.status, self.status_at, self.reason = statement.status, statement.at, statement.reason
        if statement.amount_cents is not None:
            self.amount_cents, self.currency = statement.amount_cents, statement.currency
        self.first_feedback_at = self.first_feedback_at or now
        self.due_at, self.remind_at, self.missed_at, self.asked_until = next_due_at, remind_at, None, None
        self.closed_at = now if self.state in CLOSED else None
        if next_due_at is not None and not self.is_vendors_own:
            self.plan(Step.MISS, next_due_at)
        return Feedback(
            lead_id=self.id, reseller_id=by.reseller_id, person_id=by.person_id, given_at=now, before=before,
            status=statement.status, at=statement.at, amount_cents=statement.amount_cents, currency=statement.currency,
            reason=statement.reason, note=statement.note,
        )  # fmt: skip

    _UNDONE = ("state", "status", "amount_cents", "currency", "reason", "step")
    _UNDONE_INSTANTS = ("status_at", "first_feedback_at", "due_at", "missed_at", "closed_at", "step_at", "remind_at")

    _HELD = (*_UNDONE, "picked_by")
    _HELD_INSTANTS = (*_UNDONE_INSTANTS, "picked_at", "undo_until", "asked_until", "answer_by")

    def _snapshot(self, names: Iterable[str] = _UNDONE, instants: Iterable[str] = _UNDONE_INSTANTS) -> dict[str, Any]:
        kept = {name: getattr(self, name) for name in names}
        return kept | {name: at and at.isoformat() for name in instants for at in [getattr(self, name)]}

    def _restore(self, before: dict[str, Any]) -> None:
        for name, value in before.items():
            is_instant = value is not None and name in self._HELD_INSTANTS
            setattr(self, name, datetime.fromisoformat(value) if is_instant else value)

    def undo_feedback(self, feedback: Feedback, now: datetime) -> None:
        """Put the lead back to where it was before its latest feedback.

        Raises: AlreadyDone: it was undone before. WrongState: the lead has left its holder since.
        Source: rulebook 2.
        """
        if feedback.undone_at is not None:
            raise AlreadyDone()
        next_state(State(self.state), "undo")
        if feedback.reseller_id != self.holder_id:
            raise WrongState(state=self.state)
        feedback.undone_at = now
        self._restore(feedback.before)

    def miss(self, now: datetime, then_at: datetime) -> None:
        """Note that the answer is overdue and plan what follows.

        Args: then_at: when a never-answered lead returns, or a worked one is escalated.
        Source: rulebook 6.3.
        """
        was_first = self.state == State.PICKED
        self._move("miss")
        self.missed_at = now
        assert self.due_at is not None
        self.plan(Step.RETURN if was_first else Step.ESCALATE_WORK, then_at)

    def escalate_work(self, ask_again_at: datetime) -> None:
        """Hand a silent holder's lead to its owner to decide. Source: rulebook 6.3."""
        self._move("escalate_work")
        self.plan(Step.ESCALATE_WORK, ask_again_at)

    def extend(self, due_at: datetime, remind_at: datetime) -> None:
        """Give the holder until ``due_at``. Raises: WrongState."""
        self._move("extend")
        self._set_deadline(due_at, remind_at)

    def _set_deadline(self, due_at: datetime, remind_at: datetime) -> None:
        self.due_at, self.remind_at, self.missed_at, self.asked_until = due_at, remind_at, None, None
        self.plan(Step.MISS, due_at)

    def ask_time(self, until: datetime) -> None:
        """Note until when the holder wants the deadline; a newer request replaces an older one.

        Raises: AlreadyDone: exactly this was asked and waits for its answer. WrongState.
        Source: rulebook 5.3.
        """
        self._move("ask_time")
        if self.asked_until == until:
            raise AlreadyDone()
        self.asked_until = until

    def grant_time(self, until: datetime, now: datetime, remind_at: datetime) -> None:
        """Give the holder the time that was asked for.

        Raises: AlreadyDone: the deadline is there already. WrongState: nothing, or something else, is asked by now.
            Expired: the time asked for is over.
        """
        self._move("grant_time")
        if self.asked_until is None and self.due_at == until:
            raise AlreadyDone()
        self._require_asked(until)
        if until <= now:
            raise Expired()
        self._set_deadline(until, remind_at)

    def refuse_time(self, until: datetime) -> None:
        """Leave the deadline as it is. Raises: WrongState: nothing, or something else, is asked by now."""
        self._move("refuse_time")
        self._require_asked(until)
        self.asked_until = None

    def _require_asked(self, until: datetime) -> None:
        if self.asked_until != until:
            raise WrongState(state=self.state)

    def nudge(self) -> None:
        """Make sure that somebody holds the lead who can be reminded. Raises: WrongState."""
        self._move("nudge")

    def remind_later(self, until: datetime) -> None:
        """Send no reminder of this lead before ``until``; the deadline stays."""
        self._move("remind")
        self.remind_at = until

    def is_overdue(self, now: datetime) -> bool:
        """Whether the holder owes an answer, which locks its company."""
        return self.state in HELD and self.due_at is not None and self.due_at < now

    @property
    def is_unworked(self) -> bool:
        """Whether the lead burdens its holder's account: picked, and nothing said yet. Source: rulebook 6.3."""
        return self.state == State.PICKED

    def decline(self) -> None:
        """Note that one company does not want it. Raises: Gone: it is taken. NotOnOffer."""
        self._move("decline")

    def require_on_offer(self) -> None:
        """Raises: NotOnOffer: nobody can take the lead now."""
        if self.state not in ON_OFFER:
            raise NotOnOffer()
