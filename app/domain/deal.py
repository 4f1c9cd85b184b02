"""A deal registration and the rules of its life."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.conflicts import Customer
from app.domain.deal_lifecycle import OPEN_DEALS, DealState, next_deal_state, report_wish
from app.domain.entity import Entity
from app.domain.errors import AlreadyDone, DealOver, NeedsReason, NoCustomer
from app.domain.feedback import Statement, check_reason
from app.domain.people import Person, Reseller, Vendor
from app.domain.programme import ProgrammeSettings
from app.domain.work_calendar import WorkCalendar

REJECT_REASONS = ("existing_customer", "duplicate", "no_business", "product", "region", "other")
LAST_MINUTE = time(23, 59)


class Answer(StrEnum):
    """What the registering partner learns at once; never by whom. Source: rulebook 7.2."""

    FREE = "free"
    IN_REVIEW = "in_review"
    TAKEN = "taken"


class DealStep(StrEnum):
    """What the clock does next to a registration; no open one is without."""

    REMIND_REVIEWER = "remind_reviewer"
    ESCALATE = "escalate_deal"
    REMIND_REGISTRANT = "remind_registrant"
    ASK_STANDING = "ask_standing"
    EXPIRE = "expire_deal"


class Deal(Entity):
    """A prospect that a partner brings and wants protected."""

    __tablename__ = "deals"
    __table_args__ = (
        Index(
            "ix_deals_step_due",
            "step_at",
            sqlite_where=text("step_at IS NOT NULL"),
            postgresql_where=text("step_at IS NOT NULL"),
        ),
        Index("ix_deals_vendor_state", "vendor_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    reseller_id: Mapped[int] = mapped_column(ForeignKey("resellers.id"), index=True)
    registered_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    raw_mail_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(default=DealState.REVIEW)
    answer: Mapped[str]
    fields: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(default="")
    registered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    protected_until: Mapped[datetime | None]
    ask_standing_at: Mapped[datetime | None]
    extension_reason: Mapped[str | None]
    status: Mapped[str | None]
    status_at: Mapped[datetime | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    step: Mapped[str | None]
    step_at: Mapped[datetime | None]
    undo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    vendor: Mapped[Vendor] = relationship()
    reseller: Mapped[Reseller] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    registrant: Mapped[Person] = relationship(foreign_keys=[registered_by])

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        """What people call the registration: ``D-12``."""
        return f"D-{self.id}"

    @property
    def customer(self) -> Customer:
        """What the customer is recognised by."""
        return Customer.of(self.fields, self.vendor.country)

    def is_protected(self, now: datetime) -> bool:
        """Whether nobody else may work the customer at this instant."""
        return self.state == DealState.PROTECTED and self.protected_until is not None and now <= self.protected_until

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer, or is protected."""
        return self.state in OPEN_DEALS

    def end_without_customer(self, now: datetime) -> None:
        """End it because its customer's data is erased. Source: rulebook 9.5."""
        self._move("erase")
        self.closed_at = now

    def plan(self, step: DealStep | None, at: datetime | None) -> None:
        """Set what the clock does next; None when nothing is left to do."""
        self.step, self.step_at = step, at

    def _move(self, wish: str) -> None:
        self.state, self.undo = next_deal_state(DealState(self.state), wish), None
        if self.state not in OPEN_DEALS:
            self.plan(None, None)

    def wait_for_review(self, answer: Answer, answer_by: datetime) -> None:
        """Note what the conflict check said, and until when the vendor answers. Source: rulebook 7.2, 7.3."""
        self.answer, self.answer_by = answer, answer_by
        self.plan(DealStep.REMIND_REVIEWER, answer_by)

    def remind_reviewer(self, then_at: datetime) -> None:
        """Note that the vendor was reminded; at ``then_at`` somebody else hears of it. Raises: DealOver."""
        self._move("remind_reviewer")
        self.plan(DealStep.ESCALATE, then_at)

    def escalate(self, again_at: datetime) -> None:
        """Note that the vendor's management was told. Raises: DealOver."""
        self._move("escalate_deal")
        self.plan(DealStep.ESCALATE, again_at)

    def ask_more(self, question: str | None, remind_at: datetime) -> None:
        """Ask the partner for more. Raises: DealOver. NeedsReason: there is no question."""
        next_deal_state(DealState(self.state), "ask_more")
        if not (question or "").strip():
            raise NeedsReason(reasons=[])
        self._move("ask_more")
        self.note = question
        self.plan(DealStep.REMIND_REGISTRANT, remind_at)

    def remind_registrant(self, again_at: datetime) -> None:
        """Note that the partner was asked once more. Raises: DealOver."""
        self._move("remind_registrant")
        self.plan(DealStep.REMIND_REGISTRANT, again_at)

    def supply(self, fields: dict[str, Any], sources: dict[str, Any], text_given: str) -> None:
        """Fill in what the vendor asked for; an empty value clears a field.

        Raises: DealOver. NoCustomer: nothing would name the customer any more.
        """
        next_deal_state(DealState(self.state), "supply")
        merged = {name: value for name, value in (self.fields | fields).items() if value not in (None, "")}
        require_customer(merged)
        self._move("supply")
        told = self.sources | sources
        self.fields, self.sources = merged, {name: told[name] for name in merged if name in told}
        self.words = "\n".join(part for part in (self.words, text_given.strip()) if part)

    def approve(self, by: int, now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> None:
        """Protect the customer for the programme's days, counted from the day of the approval.

        Raises: DealOver: it was decided before. AlreadyDone: it was approved before.
        Source: rulebook 7.4.
        """
        self.require_undecided()
        self._move("approve")
        self.decided_by, self.decided_at = by, now
        self.protected_until = end_of_day(now, rules.protection_days, calendar)
        self._ask_again(now, rules, calendar)

    def require_undecided(self) -> None:
        """Raises: AlreadyDone: it was approved before. DealOver: it was decided otherwise, or has ended."""
        if self.state == DealState.PROTECTED:
            raise AlreadyDone()
        next_deal_state(DealState(self.state), "approve")

    def reject(self, by: int, now: datetime, reason: str | None, note: str | None) -> None:
        """Turn the registration down. Raises: DealOver, NeedsReason. Source: rulebook 7.3."""
        next_deal_state(DealState(self.state), "reject")
        check_reason(reason, REJECT_REASONS)
        self._move("reject")
        self.decided_by, self.decided_at, self.closed_at = by, now, now
        self.reason, self.note = reason, note

    def report(self, statement: Statement, now: datetime) -> None:
        """Note where the deal stands; an outcome closes it, anything else moves the next question.

        Raises: DealOver, NeedsDate, NeedsAmount, NeedsReason, Implausible.
        Source: rulebook 7.6.
        """
        wish = report_wish(statement.status)
        next_deal_state(DealState(self.state), wish)
        statement.check(now)
        self._move(wish)
        self.status, self.status_at = statement.status, statement.at
        if statement.amount_cents is not None:
            self.amount_cents, self.currency = statement.amount_cents, statement.currency
        if self.state == DealState.PROTECTED:
            self._ask_again(now, self.vendor.rules, self.vendor.calendar)
            return
        self.reason, self.note, self.closed_at = statement.reason, statement.note, now

    def ask_extension(self, reason: str | None, now: datetime) -> None:
        """Note that the partner wants more time. Raises: DealOver: the time is over. NeedsReason."""
        self._require_time_left("ask_extension", now)
        if not (reason or "").strip():
            raise NeedsReason(reasons=[])
        self.extension_reason, self.undo = reason, None

    def grant_extension(self, now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> None:
        """Add the programme's days of protection to what is left.

        Raises: DealOver: the time is over. AlreadyDone: nothing waits to be granted.
        """
        self._require_time_left("grant_extension", now)
        self._take_up_extension()
        assert self.protected_until is not None
        self.protected_until = end_of_day(self.protected_until, rules.protection_days, calendar)
        self._ask_again(now, rules, calendar)

    def refuse_extension(self, now: datetime) -> None:
        """Leave the end where it is. Raises: DealOver, AlreadyDone."""
        self._require_time_left("refuse_extension", now)
        self._take_up_extension()

    def _require_time_left(self, wish: str, now: datetime) -> None:
        next_deal_state(DealState(self.state), wish)
        if not self.is_protected(now):
            raise DealOver(state=DealState.EXPIRED.value)

    def _take_up_extension(self) -> None:
        if self.extension_reason is None:
            raise AlreadyDone()
        self.extension_reason, self.undo = None, None

    def ask_standing(self, now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> None:
        """Note that both sides were asked, and plan what comes next: question, warning or end."""
        self._move("ask_standing")
        if self.ask_standing_at is not None and self.ask_standing_at <= now:
            self.ask_standing_at = self._question_after(now, rules, calendar)
        self._plan_next(now, rules, calendar)

    def expire(self, now: datetime) -> None:
        """End the protection. Raises: DealOver: it runs on, or ended some other way."""
        if self.protected_until is not None and now <= self.protected_until:
            raise DealOver(state=self.state)
        self._move("expire_deal")
        self.closed_at = now

    def _ask_again(self, now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> None:
        self.ask_standing_at = self._question_after(now, rules, calendar)
        self._plan_next(now, rules, calendar)

    @staticmethod
    def _question_after(now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> datetime:
        return calendar.opening(calendar.local_day(now) + timedelta(weeks=rules.deal_question_weeks))

    def _plan_next(self, now: datetime, rules: ProgrammeSettings, calendar: WorkCalendar) -> None:
        assert self.protected_until is not None
        ends_at = self.protected_until + timedelta(minutes=1)
        warnings = warning_times(self.protected_until, rules.protection_warning_days, calendar)
        questions = [at for at in (self.ask_standing_at, *warnings) if at is not None and now < at < ends_at]
        self.plan(*((DealStep.ASK_STANDING, min(questions)) if questions else (DealStep.EXPIRE, ends_at)))


def end_of_day(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Return the last minute of the day that lies so many calendar days after an instant's own, in the zone given."""
    zone = ZoneInfo(calendar.zone)
    return datetime.combine(calendar.local_day(start) + timedelta(days=days), LAST_MINUTE, zone)


def warning_times(until: datetime, days_before: Iterable[int], calendar: WorkCalendar) -> list[datetime]:
    """Return when to warn of an end: so many calendar days before, at the start of the last working day by then."""
    last_day = calendar.local_day(until)
    wanted = (last_day - timedelta(days=days) for days in days_before)
    return [calendar.opening(calendar.working_day_before(day + timedelta(days=1))) for day in wanted]


def require_customer(fields: dict[str, Any]) -> None:
    """Make sure that a registration names a customer. Raises: NoCustomer. Source: rulebook 7.1."""
    if not str(fields.get("company") or "").strip():
        raise NoCustomer()
