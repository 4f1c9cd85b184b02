"""Dates with their times in a reply, counted from the day it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from inbound.wishes import numeric_dates as numeric
from inbound.wishes.calendar_days import Calendar, When
from inbound.wishes.clock_times import time_at
from inbound.wishes.numeric_dates import Found
from inbound.wishes.tokens import Token, skipped
from inbound.wishes.worded_dates import worded_date

__all__ = ["Reader", "When"]

_BETWEEN_DAY_AND_TIME = frozenset([",", "um", "at", "ab", "gegen", "around", "from", "-", "/", "@", "so", "ca"])
_MOST_BETWEEN = 3
_QUARTERS = ("00", "15", "30", "45")
_FARTHEST_DAY = 5
"""Tokens from a time to the day that follows it (*at 2 pm on 6 March*)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads dates off tokens; ``today`` is the mail's day in the person's zone, ``country`` decides what 3/4 is."""

    today: date
    country: str

    def read(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Return the date that starts at a token with the number of tokens it took, or None."""
        calendar = Calendar(self.today)
        if tokens[at].kind == "number":
            found = self._numeric(calendar, tokens, at) or self._time_first(tokens, at)
        else:
            found = self._time_first(tokens, at) or worded_date(calendar, self.country, tokens, at)
        return _with_time(tokens, at, found) if found else None

    def _numeric(self, calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
        if written := numeric.written_date(calendar, self.country, tokens, at):
            return numeric.settled(calendar, written[0]), written[1]
        return (
            numeric.day_and_month(calendar, tokens, at)
            or numeric.counted_units(calendar, tokens, at)
            or numeric.numbered_quarter(calendar, tokens, at)
            or numeric.bare_year(tokens, at)
            or numeric.day_of_a_month(calendar, tokens, at)
        )

    def _time_first(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``14 Uhr morgen`` and ``2pm on Thursday``: a time whose day follows."""
        timed = time_at(tokens, at)
        if timed is None:
            return None
        after = skipped(tokens, at + timed[1], (",", "am", "on", "den", "der"))
        found = self.read(tokens, after) if after < len(tokens) and after - at <= _FARTHEST_DAY else None
        if found and found[0].exact and found[0].at is None:
            return replace(found[0], at=timed[0]), after - at + found[1]
        return None


def _dotted_time(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Read the ``10.30`` and the ``1030`` right after a day."""
    text = tokens[at].text
    hour, _, minute = text.partition(".") if "." in text else (text[:-2], "", text[-2:] if len(text) == 4 else "")
    if minute not in _QUARTERS or not hour.isdigit() or int(hour) > 20:
        return None
    return time(int(hour), int(minute)), 1


def _with_time(tokens: Sequence[Token], at: int, found: Found) -> Found:
    """Return a day with the time that follows it, maybe after *um* or a comma."""
    when, taken = found
    if not when.exact or when.at is not None:
        return found
    for following in range(at + taken, min(at + taken + _MOST_BETWEEN, len(tokens))):
        if timed := time_at(tokens, following) or _dotted_time(tokens, following):
            return replace(when, at=timed[0]), following + timed[1] - at
        if tokens[following].text not in _BETWEEN_DAY_AND_TIME:
            break
    return found
