"""The figures by which partners and programmes are measured, defined once over plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean, median
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_STALE_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Period:
    """From ``start``, up to but not including ``end``; both aware."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime | None) -> bool:
        return instant is not None and self.start <= instant < self.end

    @classmethod
    def of_days(cls, first: date, last: date, zone: str) -> Period:
        """Return the period from local midnight before ``first`` to that after ``last``, in UTC."""
        local = ZoneInfo(zone)
        return cls(
            datetime.combine(first, time(), local).astimezone(UTC),
            datetime.combine(last + _DAY, time(), local).astimezone(UTC),
        )

    @classmethod
    def of_week(cls, day: date, zone: str) -> Period:
        """Return the local week, Monday to Sunday, that ``day`` is in."""
        monday = day - timedelta(days=day.weekday())
        return cls.of_days(monday, monday + timedelta(days=6), zone)


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """One lead as the figures see it; whose leads these are is the caller's scope.

    ``work_to_pick`` is the working time from offer to pick, ``work_to_feedback`` from pick to first feedback, both by
    the holder's calendar. ``amount_cents``, in the reporting currency, is what was won, else quoted, else expected.
    ``status`` is the latest feedback's; ``due_at`` the open deadline; ``is_open`` whether somebody holds it unfinished.
    """

    received_at: datetime
    offered_at: datetime | None = None
    picked_at: datetime | None = None
    first_feedback_at: datetime | None = None
    returned_at: datetime | None = None
    won_at: datetime | None = None
    work_to_pick: timedelta | None = None
    work_to_feedback: timedelta | None = None
    amount_cents: int | None = None
    status: str | None = None
    due_at: datetime | None = None
    is_open: bool = False
    partner_id: int | None = None


@dataclass(frozen=True)
class Figures:
    """The figures of one scope and period; None where there is nothing to measure. Source: rulebook 8.1.

    Counts are of what happened in the period. ``conversion_rate`` (CR): won, until now, of the leads picked in the
    period, 0 to 1. ``days_to_won`` (ADT) and ``won_amount_cents`` (ADS): means over the leads won in the period.
    ``hours_to_pick`` (TTP): median working hours over the leads picked in the period. ``hours_to_feedback`` (TTF): the
    same over the first feedbacks given in it. ``picked_rate``: picked, until now, of the leads offered in the period.
    """

    leads_in: int
    offered: int
    picked: int
    followed_up: int
    returned: int
    won: int
    conversion_rate: float | None
    days_to_won: float | None
    won_amount_cents: int | None
    hours_to_pick: float | None
    hours_to_feedback: float | None
    picked_rate: float | None = None


def figures(leads: Iterable[LeadFacts], period: Period) -> Figures:
    """Return the figures of these leads in a period. Source: rulebook 8.1."""
    leads = list(leads)
    offered = [lead for lead in leads if lead.offered_at in period]
    picked = [lead for lead in leads if lead.picked_at in period]
    answered = [lead for lead in leads if lead.first_feedback_at in period]
    won = [lead for lead in leads if lead.won_at in period]
    days_to_won = [(lead.won_at - lead.picked_at) / _DAY for lead in won if lead.won_at and lead.picked_at]
    amounts = [lead.amount_cents for lead in won if lead.amount_cents is not None]
    to_pick = [lead.work_to_pick / _HOUR for lead in picked if lead.work_to_pick is not None]
    to_feedback = [lead.work_to_feedback / _HOUR for lead in answered if lead.work_to_feedback is not None]
    return Figures(
        leads_in=sum(lead.received_at in period for lead in leads),
        offered=len(offered),
        picked=len(picked),
        followed_up=len(answered),
        returned=sum(lead.returned_at in period for lead in leads),
        won=len(won),
        conversion_rate=sum(lead.won_at is not None for lead in picked) / len(picked) if picked else None,
        days_to_won=fmean(days_to_won) if days_to_won else None,
        won_amount_cents=round(fmean(amounts)) if amounts else None,
        hours_to_pick=median(to_pick) if to_pick else None,
        hours_to_feedback=median(to_feedback) if to_feedback else None,
        picked_rate=sum(lead.picked_at is not None for lead in offered) / len(offered) if offered else None,
    )


def pipeline_cents(leads: Iterable[LeadFacts], now: datetime, stage_percent: Mapping[str, int]) -> int:
    """Return what the open leads are worth: amount × stage probability × freshness, in cents, rounded half to even.

    Freshness is 1 in time, ½ overdue, 0 when overdue for more than 30 days. A status without a probability, such as
    *not reached*, and a lead without an amount are worth nothing yet.
    Source: rulebook 8.1.
    """
    # Counted in two-hundredths of a cent, so that no rounding error depends on the order of the leads.
    halves = sum(
        (lead.amount_cents or 0) * stage_percent.get(lead.status or "", 0) * _halves_of_freshness(lead.due_at, now)
        for lead in leads
        if lead.is_open
    )
    return round(halves / 200)


def _halves_of_freshness(due_at: datetime | None, now: datetime) -> int:
    if due_at is None or now <= due_at:
        return 2
    return 1 if now - due_at <= _STALE_AFTER else 0


def pipeline_indices(cents_by_partner: Mapping[int, int]) -> dict[int, int | None]:
    """Return each partner's pipeline index (PLI): its pipeline, where the median partner's is 100.

    Returns: whole numbers, or None for everybody where the median partner has no pipeline to be set against.
    Source: rulebook 8.1.
    """
    middle = median(cents_by_partner.values()) if cents_by_partner else 0
    return {partner: round(100 * cents / middle) if middle else None for partner, cents in cents_by_partner.items()}


def by_partner(leads: Iterable[LeadFacts]) -> dict[int, list[LeadFacts]]:
    """Return the leads of each partner who holds or held one."""
    found: dict[int, list[LeadFacts]] = {}
    for lead in leads:
        if lead.partner_id is not None:
            found.setdefault(lead.partner_id, []).append(lead)
    return found
