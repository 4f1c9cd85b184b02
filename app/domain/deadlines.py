"""Until when somebody must answer, and what time does when nobody did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from app.domain.programme import ProgrammeSettings
from app.domain.work_calendar import WorkCalendar

WorkingHours = float

_CLOSING_STATUSES = frozenset({"won", "lost", "bad_lead", "given_back"})
_DATED_STATUSES = frozenset({"appointment", "postponed"})


def sends_at(temperature: str, now: datetime, settings: ProgrammeSettings, calendar: WorkCalendar) -> datetime:
    """Return when an offer goes out: in the recipient's working hours, a hot one at once where the vendor wants it.

    Args: temperature: hot, warm or cold. now: aware. calendar: the reseller's week and holidays.
    Returns: aware UTC; ``now`` itself while the recipient works.
    Source: rulebook 4.4.
    """
    if temperature == "hot" and settings.hot_at_once:
        return now.astimezone(UTC)
    return calendar.next_working(now)


def answer_by(offered_at: datetime, within: WorkingHours, calendar: WorkCalendar) -> datetime:
    """Return when an offer lapses.

    Args: offered_at: aware, any zone. within: working hours, > 0. calendar: the reseller's week and holidays.
    Returns: aware UTC, whole minutes, rounded up; never inside a holiday.
    Raises: ValueError: ``offered_at`` is naive or ``within`` is not positive.
    Source: rulebook 4.5.
    """
    return calendar.plus_working_hours(offered_at, within)


def undo_until(picked_at: datetime, settings: ProgrammeSettings) -> datetime:
    """Return until when a pick can be taken back, and the customer's mail waits. Source: rulebook 5.4."""
    return picked_at.astimezone(UTC) + timedelta(minutes=settings.undo_minutes)


def first_feedback_by(
    temperature: str, picked_at: datetime, settings: ProgrammeSettings, calendar: WorkCalendar
) -> datetime:
    """Return until when the first feedback is due.

    Args: temperature: hot, warm or cold. picked_at: aware. calendar: the reseller's week and holidays.
    Returns: aware UTC, the end of work of the last day.
    Raises: ValueError: ``picked_at`` is naive. KeyError: no such temperature.
    Source: rulebook 6.2.
    """
    return calendar.plus_working_days(picked_at, settings.first_feedback_days[temperature])


def next_feedback_by(
    status: str,
    given_at: datetime,
    settings: ProgrammeSettings,
    calendar: WorkCalendar,
    on: date | datetime | None = None,
) -> datetime | None:
    """Return until when the next feedback is due after one was given, or None when the lead is closed by it.

    Args: status: as in rulebook 6.1. given_at: aware. on: the appointment, the expected close of a quote or the end of
        a postponement; of an instant its local day counts. A day that has passed asks again on the next working day.
    Returns: aware UTC, the end of work of the last day.
    Raises: ValueError: an instant is naive, or an appointment or postponement has no day. KeyError: no such status.
    Source: rulebook 6.2.
    """
    if status in _CLOSING_STATUSES:
        return None
    if status in _DATED_STATUSES and on is None:
        raise ValueError(f"{status} needs a day")
    soonest = calendar.plus_working_days(given_at, 1)
    if on is None or status not in _DATED_STATUSES | {"quoted"}:
        return calendar.plus_working_days(given_at, settings.feedback_days[status])
    day = calendar.local_day(on) if isinstance(on, datetime) else on
    if status == "appointment":
        return max(soonest, calendar.closing(calendar.working_day_after(day, settings.feedback_days[status])))
    return max(soonest, calendar.closing(day))


def extended_by(due_at: datetime, days: int, now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the new deadline when the owner grants so many working days more, counted from the later of both."""
    return calendar.plus_working_days(max(due_at, now), days)


def first_reminder_at(due_at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the start of work on the working day before a deadline, in UTC. Source: rulebook 6.3."""
    return calendar.opening(calendar.working_day_before(calendar.local_day(due_at)))


def next_reminder_at(due_at: datetime, after: datetime, calendar: WorkCalendar) -> datetime:
    """Return when to remind next: the working day before, on the day, then every working day, at the start of work.

    Args: due_at: aware, the deadline. after: aware; the reminder is later than this. calendar: the reminded one's.
    Returns: aware UTC.
    Raises: ValueError: an instant is naive.
    Source: rulebook 6.3.
    """
    first = first_reminder_at(due_at, calendar)
    if after < first:
        return first
    today = calendar.local_day(after)
    opening = calendar.opening(today)
    return opening if opening > after else calendar.opening(today + timedelta(days=1))


def reminder_times(due_at: datetime, until: datetime, calendar: WorkCalendar) -> Iterator[datetime]:
    """Yield every reminder of a deadline that comes before ``until``, the moment when something else happens."""
    reminder = first_reminder_at(due_at, calendar)
    while reminder < until:
        yield reminder
        reminder = next_reminder_at(due_at, reminder, calendar)


def returns_at(due_at: datetime, settings: ProgrammeSettings, calendar: WorkCalendar) -> datetime:
    """Return when a lead goes back to the others after a missed first feedback. Source: rulebook 6.3."""
    return calendar.plus_working_days(due_at, settings.return_days)


def escalates_at(due_at: datetime, settings: ProgrammeSettings, calendar: WorkCalendar) -> datetime:
    """Return when the owner is told of a missed later deadline. Source: rulebook 6.3."""
    return calendar.plus_working_days(due_at, settings.escalation_days)
