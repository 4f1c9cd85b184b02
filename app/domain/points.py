"""The ledger of points, and what a company's work is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger, Connection, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column

from app.domain.entity import Entity
from app.domain.feedback import Feedback
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.programme import PointRules

RANKED_OVER = timedelta(days=365)
_CENTS_PER_1000 = 100_000


class Reason(StrEnum):
    """Why points were booked; the first eight are also the names of the programme's settings. Source: rulebook 6.6."""

    FAST_PICK = "fast_pick"
    IN_TIME = "in_time"
    APPOINTMENT = "appointment"
    QUOTED = "quoted"
    WON = "won"
    MISSED = "missed"
    SILENT_RETURN = "silent_return"
    REDEEMED = "redeemed"
    BY_HAND = "by_hand"


# Points for being quick; whoever leaves a lead again does not keep them.
SPEED = (Reason.FAST_PICK, Reason.IN_TIME)
WORK = (Reason.IN_TIME, Reason.APPOINTMENT, Reason.QUOTED, Reason.WON)


class PointEntry(Entity):
    """One line of a company's ledger; it is never changed or deleted, a later line corrects it.

    lead_id, deal_id, redemption_id: what it is about. amount_cents: of a win. deadline_at: the one that was missed.
    corrects_id: the line whose points this one adds to or takes back. person_id: by whose wish; None: the clock's.
    """

    __tablename__ = "point_entries"
    __table_args__ = (
        Index("ix_point_entries_account", "reseller_id", "booked_at"),
        Index("ix_point_entries_vendor", "vendor_id", "booked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    reseller_id: Mapped[int] = mapped_column(ForeignKey("resellers.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id"), index=True)
    redemption_id: Mapped[int | None] = mapped_column(ForeignKey("redemptions.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    points: Mapped[int]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    deadline_at: Mapped[datetime | None]
    note: Mapped[str | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("point_entries.id"))
    booked_at: Mapped[datetime]


class LedgerIsAppendOnly(RuntimeError):
    """A line of the ledger was about to be changed or deleted: book a correction instead."""


@event.listens_for(PointEntry, "before_update")
@event.listens_for(PointEntry, "before_delete")
def _keep_as_it_is(mapper: Mapper[PointEntry], connection: Connection, entry: PointEntry) -> None:
    raise LedgerIsAppendOnly(f"line {entry.id}")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statements(state: ORMExecuteState) -> None:
    """Statements never reach the events of the mapper."""
    if (state.is_update or state.is_delete) and state.bind_mapper is PointEntry.__mapper__:
        raise LedgerIsAppendOnly("a statement")


def worth(reason: Reason, rules: PointRules, temperature: str = "hot", amount_cents: int = 0) -> int:
    """Return what a reason brings: a gain times the lead's temperature, a loss as it is.

    Args: temperature: of the lead; a registered deal has none and counts once. amount_cents: of a win.
    Source: rulebook 6.6.
    """
    points = int(getattr(rules, reason))
    if reason is Reason.WON:
        points += rules.won_per_1000 * (amount_cents // _CENTS_PER_1000)
    return points * rules.multiplier.get(temperature, 1) if points > 0 else points


def earned(lead: Lead, feedbacks: Iterable[Feedback]) -> Mapping[Reason, int]:
    """Return for what its holder has points from a lead now, each once, with the amount of a win in cents, else 0.

    Args: feedbacks: everything that the holder ever said of this lead, the oldest first.
    """
    stands = [one for one in feedbacks if one.undone_at is None]
    found: dict[Reason, int] = {}
    first = next((one for one in stands if lead.picked_at is not None and one.given_at >= lead.picked_at), None)
    if first is not None and not is_late(first):
        found[Reason.IN_TIME] = 0
    for reason in (Reason.APPOINTMENT, Reason.QUOTED):
        if any(one.status == reason for one in stands):
            found[reason] = 0
    if lead.state == State.WON:
        found[Reason.WON] = lead.amount_cents or 0
    return found


def is_late(feedback: Feedback) -> bool:
    """Whether a feedback came after the deadline that it answered."""
    deadline = answered_deadline(feedback)
    return deadline is not None and feedback.given_at > deadline


def answered_deadline(feedback: Feedback) -> datetime | None:
    """Return the deadline that a feedback answered, in UTC."""
    due_at = feedback.before.get("due_at")
    return datetime.fromisoformat(due_at).astimezone(UTC) if due_at else None


def difference(booked: Sequence[PointEntry], points: int | None, amount_cents: int = 0) -> int:
    """Return what to add to the lines about one thing, so that they say what is true now.

    Args: booked: the lines so far, the oldest first. points: what it brings by today's rules; None: nothing any more.
        amount_cents: of a win.
    Returns: 0 where the lines are true; what was earned stays as the rules of that day had it.
    """
    so_far = sum(entry.points for entry in booked)
    if points is None:
        return -so_far
    is_booked = so_far != 0 and (booked[-1].amount_cents or 0) == amount_cents
    return 0 if is_booked else points - so_far
