"""What a holder says of a lead, with the data that each status asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity
from app.domain.errors import Implausible, NeedsAmount, NeedsDate, NeedsReason
from app.domain.lifecycle import Status

LOST_REASONS = ("price", "competitor", "no_budget", "no_need", "timing", "other")
BAD_LEAD_REASONS = ("wrong_data", "duplicate", "no_business")
DECLINE_REASONS = ("capacity", "region", "product", "not_interested", "other")
GIVE_BACK_REASONS = ("capacity", "region", "product", "no_contact", "other")
ECHO_REASONS = ("nobody", "no_help")
STATUS_REASONS = {Status.LOST: LOST_REASONS, Status.BAD_LEAD: BAD_LEAD_REASONS}
OUTCOMES = frozenset({Status.WON, Status.LOST, Status.BAD_LEAD})
NEEDS_DATE = frozenset({Status.APPOINTMENT, Status.POSTPONED})
NEEDS_AMOUNT = frozenset({Status.QUOTED, Status.WON})
LARGEST_AMOUNT_CENTS = 10**13
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Statement:
    """One status with its data: ``at`` is the appointment, the expected close or the end of a postponement."""

    status: Status
    at: datetime | None = None
    amount_cents: int | None = None
    currency: str | None = None
    reason: str | None = None
    note: str | None = None

    def check(self, now: datetime) -> None:
        """Make sure that the status has what it needs.

        Raises: NeedsDate, NeedsAmount, NeedsReason: something is missing. Implausible: a value cannot be meant.
        Source: rulebook 6.1.
        """
        if self.status in STATUS_REASONS:
            check_reason(self.reason, STATUS_REASONS[self.status])
        if self.status in NEEDS_DATE and self.at is None:
            raise NeedsDate(status=self.status.value)
        if self.status in NEEDS_AMOUNT and self.amount_cents is None:
            raise NeedsAmount(status=self.status.value)
        if self.amount_cents is not None and not 0 < self.amount_cents <= LARGEST_AMOUNT_CENTS:
            raise Implausible(
                field="amount", value=self.amount_cents / 100, expected="more than 0, at most 100,000,000,000"
            )
        if self.at is not None and not now - timedelta(days=31) <= self.at <= now + FARTHEST:
            raise Implausible(field="date", value=self.at.date().isoformat(), expected="at most three years ahead")
        if self.status is Status.POSTPONED and self.at is not None and self.at <= now:
            raise Implausible(field="date", value=self.at.date().isoformat(), expected="a day to come")


def check_reason(reason: str | None, allowed: tuple[str, ...]) -> None:
    """Make sure that a reason is one of the allowed ones.

    Raises: NeedsReason: it is missing or another; its facts name the allowed ones.
    """
    if reason not in allowed:
        raise NeedsReason(reasons=list(allowed))


class Feedback(Entity):
    """A statement as it was given; rows are kept, an undone one is marked. Without a company it is the vendor's own."""

    __tablename__ = "feedbacks"

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    reseller_id: Mapped[int | None] = mapped_column(ForeignKey("resellers.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    status: Mapped[str]
    given_at: Mapped[datetime]
    at: Mapped[datetime | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    before: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class Note(Entity):
    """Free words kept with a lead."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    written_at: Mapped[datetime]
