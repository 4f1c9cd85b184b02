"""Days and spans of days counted from the day a reply was sent."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta

RECENT_DAYS = 31
"""A day without a year that lies this little in the past is taken for the past, not for next year."""

_MOST_UNITS = 400


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a span of days such as *nächste Woche*; ``first`` and ``last`` are the same for a day.

    ``at`` is the time of day, if one was said; ``other`` is the second meaning of words such as *nächsten Freitag*.
    """

    first: date
    last: date
    at: time | None = None
    other: date | None = None

    @property
    def exact(self) -> bool:
        """Whether it names one day."""
        return self.first == self.last


def on(day: date) -> When:
    """Return one day."""
    return When(day, day)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar as seen from ``today``; without a year the next such day or span is meant."""

    today: date

    def upcoming(self, month: int, day: int) -> date:
        """Return a day without a year: the next one, or the last if it is no longer ago than `RECENT_DAYS`.

        Raises: ValueError: there is no such day.
        """
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            try:
                value = date(year, month, day)
            except ValueError:
                if (month, day) != (2, 29):
                    raise
                continue
            if value >= self.today - timedelta(days=RECENT_DAYS):
                return value
        raise ValueError(f"no {day}.{month}. near {self.today}")

    def dated(self, year: str, month: str, day: str) -> When | None:
        """Return the day of digits, ``year`` of two or four or empty; None if there is no such day."""
        try:
            if not year:
                return on(self.upcoming(int(month), int(day)))
            return on(date(int(year) + 2000 if len(year) == 2 else int(year), int(month), int(day)))
        except ValueError:
            return None

    def monday(self, weeks: int) -> date:
        """Return the Monday of this week or of one some weeks later."""
        return self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=weeks)

    def weekday(self, number: int) -> date:
        """Return the next such day of the week (0 is Monday), never today."""
        return self.today + timedelta(days=(number - self.today.weekday() - 1) % 7 + 1)

    def week(self, ahead: int) -> When:
        """Return the working days of a week."""
        return When(self.monday(ahead), self.monday(ahead) + timedelta(days=4))

    def numbered_week(self, number: int) -> When | None:
        """Return the working days of an ISO week that is not over."""
        for year in (self.today.year, self.today.year + 1):
            try:
                monday = date.fromisocalendar(year, number, 1)
            except ValueError:
                continue
            if monday + timedelta(days=6) >= self.today:
                return When(monday, monday + timedelta(days=4))
        return None

    def month(self, month: int, year: str = "") -> When:
        """Return a month that is not over, or that of a year."""
        first = date(int(year) if year else self.today.year, month, 1)
        if not year and first.month < self.today.month:
            first = first.replace(year=first.year + 1)
        return When(first, first.replace(day=monthrange(first.year, first.month)[1]))

    def quarter(self, number: int, year: str = "") -> When:
        """Return a quarter that is not over, or that of a year."""
        first = date(int(year) if year else self.today.year, number * 3 - 2, 1)
        if not year and months_later(first, 3) <= self.today:
            first = first.replace(year=first.year + 1)
        return When(first, months_later(first, 3) - timedelta(days=1))

    def season(self, month: int, *, after: bool) -> When:
        """Return the three months that start with ``month`` and are not over, or the three after them."""
        first = date(self.today.year, month, 1)
        if months_later(first, 3) <= self.today:
            first = first.replace(year=first.year + 1)
        first = months_later(first, 3) if after else first
        return When(first, months_later(first, 3) - timedelta(days=1))

    def period(self, unit: str, ahead: int) -> When | None:
        """Return this (0) or the next (1) week, month, quarter or year; None for other units."""
        if unit == "week":
            return self.week(ahead)
        months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
        if months is None:
            return None
        start = {"month": self.today.month, "quarter": (self.today.month - 1) // 3 * 3 + 1, "year": 1}[unit]
        first = months_later(self.today.replace(month=start, day=1), months * ahead)
        return When(first, months_later(first, months) - timedelta(days=1))

    def end_of(self, unit: str) -> When | None:
        """Return the last day of this period: Friday of a week, Saturday for a weekend."""
        if unit == "weekend":
            return on(self.monday(0) + timedelta(days=5))
        period = self.period(unit, 0)
        return on(period.last) if period else None

    def shifted(self, unit: str, count: int) -> When | None:
        """Return the day ``count`` units from today, before it when negative; None beyond `_MOST_UNITS`."""
        if abs(count) > _MOST_UNITS:
            return None
        if unit in ("month", "quarter", "year"):
            return on(months_later(self.today, count * {"month": 1, "quarter": 3, "year": 12}[unit]))
        if unit == "workday":
            return on(self._workdays_later(count))
        return on(self.today + timedelta(days=count * {"hour": 0, "day": 1, "week": 7, "fortnight": 14}[unit]))

    def _workdays_later(self, count: int) -> date:
        day, step = self.today, timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            count -= step.days * (day.weekday() < 5)
        return day


def part_of(whole: When, part: str) -> When:
    """Return the ``start``, ``middle``, ``late`` part or the ``end`` of a span."""
    days = (whole.last - whole.first).days + 1
    if part == "late":
        return When(whole.first + timedelta(days=days * 2 // 3), whole.last)
    if part == "start":
        return When(whole.first, whole.first + timedelta(days=9 if days > 20 else 1))
    return on(whole.last if part == "end" else whole.first + timedelta(days=days // 2 - 1))
