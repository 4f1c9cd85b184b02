"""The working time of a place: its zone, its week and its public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from app.domain.postcodes import place

Window = tuple[time, time]
Week = tuple[tuple[Window, ...], ...]

_OFFICE_DAY: tuple[Window, ...] = ((time(9), time(17)),)
OFFICE_WEEK: Week = (_OFFICE_DAY,) * 5 + ((), ())
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_SEARCH_DAYS = 400


@dataclass(frozen=True)
class WorkCalendar:
    """When somebody works.

    Args: zone: IANA name. country: ISO 3166-1. subdivision: state as in ISO 3166-2 without the country; None knows only
        the country's own holidays. week: for Monday to Sunday the windows of local time, in order; an end of 00:00 is
        midnight at the day's end.
    Raises: ValueError: the week is not seven days of forward windows, or has no window at all.
    Source: rulebook 4.4, design law 7.
    """

    zone: str = "Europe/Berlin"
    country: str = "DE"
    subdivision: str | None = None
    week: Week = OFFICE_WEEK

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("a week needs seven days and at least one working window")
        if any(end != time(0) and start >= end for day in self.week for start, end in day):
            raise ValueError("a working window must end after it starts")

    @classmethod
    def of_place(cls, zone: str, country: str, postcode: str | None = None, week: Week = OFFICE_WEEK) -> WorkCalendar:
        """Return the calendar of a place; its postcode, where known, tells the state and with it more holidays."""
        found = place(country, postcode) if postcode else None
        return cls(zone, country, found.state if found else None, week)

    def days_since(self, at: datetime, now: datetime) -> int:
        """Return how many midnights lie between two instants, here: what people call *for three days*."""
        return (self.local_day(now) - self.local_day(at)).days

    def local_day(self, instant: datetime) -> date:
        """Return the date that an instant has here."""
        return _aware(instant).astimezone(ZoneInfo(self.zone)).date()

    def is_working_day(self, day: date) -> bool:
        """Whether this day has a working window and is no public holiday."""
        return bool(_windows(self, day))

    def is_working(self, instant: datetime) -> bool:
        """Whether an instant lies in a working window: its first minute is in, its end is not."""
        return any(start <= instant < end for start, end in _windows(self, self.local_day(instant)))

    def next_working(self, instant: datetime) -> datetime:
        """Return the instant itself, in UTC, when it is worked, else the next opening."""
        start, _ = next(span for span in self._spans(instant))
        return max(start, _aware(instant).astimezone(UTC))

    def opening(self, day: date) -> datetime:
        """Return the start of work on the first working day from ``day`` on, in UTC."""
        return _windows(self, self.working_day_from(day))[0][0]

    def closing(self, day: date) -> datetime:
        """Return the end of work on the first working day from ``day`` on, in UTC."""
        return _windows(self, self.working_day_from(day))[-1][1]

    def working_day_from(self, day: date) -> date:
        """Return the first working day that is not before ``day``."""
        return self._search(day, _DAY)

    def working_day_after(self, day: date, days: int) -> date:
        """Return the n-th working day after ``day``, which itself never counts.

        Raises: ValueError: ``days`` is less than 1.
        """
        if days < 1:
            raise ValueError(f"working days must be at least 1, not {days!r}")
        for _ in range(days):
            day = self.working_day_from(day + _DAY)
        return day

    def working_day_before(self, day: date) -> date:
        """Return the last working day before ``day``."""
        return self._search(day - _DAY, -_DAY)

    def plus_working_hours(self, instant: datetime, hours: float) -> datetime:
        """Return when so many hours of work have passed.

        Args: instant: aware, any zone; outside the working windows the count starts with the next one. hours: > 0.
        Returns: aware UTC, whole minutes, rounded up; at the latest the end of a window, never inside a holiday.
        Raises: ValueError: ``instant`` is naive or ``hours`` is not positive.
        """
        if not hours > 0:
            raise ValueError(f"working hours must be positive, not {hours!r}")
        left = timedelta(hours=hours)
        for start, end in self._spans(instant):
            if left <= end - start:
                return _whole_minutes(start + left)
            left -= end - start
        raise AssertionError("unreachable: the spans never end")

    def plus_working_days(self, instant: datetime, days: int) -> datetime:
        """Return the end of work on the n-th working day after an instant's own day.

        The day of the instant never counts, however early it is: who takes a lead on Monday with two days has the whole
        of Tuesday and Wednesday, and work ends on Wednesday at closing time.

        Args: instant: aware, any zone. days: at least 1.
        Returns: aware UTC, whole minutes.
        Raises: ValueError: ``instant`` is naive or ``days`` is less than 1.
        """
        return self.closing(self.working_day_after(self.local_day(instant), days))

    def working_time_between(self, earlier: datetime, later: datetime) -> timedelta:
        """Return how much work lies between two instants; nothing when ``later`` is not later.

        Raises: ValueError: an instant is naive.
        """
        worked = timedelta()
        for start, end in self._spans(earlier):
            if start >= _aware(later):
                return worked
            worked += min(end, later) - start
        raise AssertionError("unreachable: the spans never end")

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(_SEARCH_DAYS):
            if self.is_working_day(day):
                return day
            day += step
        raise ValueError(f"no working day within {_SEARCH_DAYS} days: every window falls on a holiday")

    def _spans(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is left of the windows from an instant on, for ever."""
        day = self.local_day(instant)
        while True:
            for start, end in _windows(self, day):
                if end > instant:
                    yield max(start, instant.astimezone(UTC)), end
            day = self.working_day_from(day + _DAY)


@lru_cache(maxsize=20_000)
def _windows(calendar: WorkCalendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """Return the day's windows in UTC, where a night's clock change makes some shorter, longer or vanish."""
    if day in _public_holidays(calendar.country, calendar.subdivision, day.year):
        return ()
    zone = ZoneInfo(calendar.zone)
    windows = []
    for start, end in calendar.week[day.weekday()]:
        last_day = day + _DAY if end == time(0) else day
        opens = datetime.combine(day, start, zone).astimezone(UTC)
        closes = datetime.combine(last_day, end, zone).astimezone(UTC)
        if opens < closes:
            windows.append((opens, closes))
    return tuple(windows)


@lru_cache(maxsize=512)
def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Return the holidays of one year; of a country or state that nobody keeps a list of, those that are known."""
    states = holidays.list_supported_countries(include_aliases=False).get(country)
    if states is None:
        return frozenset()
    known = subdivision if subdivision in states else None
    return frozenset(holidays.country_holidays(country, subdiv=known, years=year))


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"an instant must be aware, not {instant!r}")
    return instant


def _whole_minutes(instant: datetime) -> datetime:
    return instant + -timedelta(seconds=instant.second, microseconds=instant.microsecond) % _MINUTE
