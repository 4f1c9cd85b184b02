"""Dates that start with a number: ``24/3/26``, ``9 march``, ``2 weeks``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from inbound.wishes import date_words as words
from inbound.wishes.calendar_days import Calendar, When
from inbound.wishes.clock_times import time_at
from inbound.wishes.tokens import Token, skipped, text_at

Found = tuple[When, int]
"""What was read, and how many tokens it took."""

_LONGEST_MONTH = 31
_FAR_DAYS, _NEAR_DAYS = 120, 45
_ORDINAL_ENDS = (".", "st", "nd", "rd", "th")
_AFTER_A_LEAD = ("-", "–", ":", ")")
_EARLIEST_YEAR, _LATEST_YEAR = 2020, 2038


def year_at(tokens: Sequence[Token], at: int) -> tuple[int, str]:
    """Return a year at a token, maybe after a comma, and where to go on; an empty one if there is none."""
    following = skipped(tokens, at, (",",))
    text, after = text_at(tokens, following), text_at(tokens, following + 1)
    named = text_at(tokens, following - 1) == "." and after in _AFTER_A_LEAD  # *11 March. 2027 - nothing new*
    return (following + 1, text) if is_year(text) and not named else (at, "")


def is_year(text: str) -> bool:
    """Say whether digits are a year that people write of."""
    return text.isdigit() and len(text) == 4 and _EARLIEST_YEAR <= int(text) <= _LATEST_YEAR


def written_date(calendar: Calendar, country: str, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``12.12.``, ``12.12.2026``, ``2026-12-12`` and ``12/12``, month first where ``country`` writes so."""
    text = tokens[at].text
    if text.count("-") == 2:
        first, month, last = text.split("-")
        return _taken(calendar.dated(*((first, month, last) if len(first) == 4 else (last, month, first))), 1)
    if "." in text:
        return _dotted(calendar, tokens, at)
    parts = text.split("/")
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return None
    month_first = country == "US" and int(parts[0]) <= 12 or int(parts[1]) > 12
    day, month = (parts[1], parts[0]) if month_first else (parts[0], parts[1])
    year = parts[2] if len(parts) == 3 else ""
    found, turned = calendar.dated(year, month, day), calendar.dated(year, day, month)
    if found and turned and found != turned:
        found = replace(found, other=turned.first)
    return _taken(found, 1)


def settled(calendar: Calendar, when: When, number: int | None = None) -> When:
    """Return a day that may be meant the other way round (*3/12*) as the one that falls on a weekday that was named;
    without one both stay where the usual one is months away and the other is near.
    """
    if when.other is None:
        return when
    if number is not None and when.first.weekday() != when.other.weekday():
        day = when.other if when.other.weekday() == number else when.first
        return replace(when, first=day, last=day, other=None)
    far = when.first > calendar.today + timedelta(days=_FAR_DAYS) or when.first < calendar.today
    near = calendar.today <= when.other <= calendar.today + timedelta(days=_NEAR_DAYS)
    return when if far and near else replace(when, other=None)


def _taken(when: When | None, count: int) -> Found | None:
    return (when, count) if when else None


def _dotted(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``12.3.2026`` and ``12.3.``; ``12.3`` only where a word leads up to a date: it may be a sum."""
    parts = tokens[at].text.split(".")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return None
    if len(parts) == 3:
        return _taken(calendar.dated(parts[2], parts[1], parts[0]), 1)
    if max(map(len, parts)) > 2:
        return None
    closed = text_at(tokens, at + 1) == "." and tokens[at + 1].start == tokens[at].end
    before = text_at(tokens, at - 1)
    led = before in words.LEADING or before in words.WEEKDAYS or before in words.SHORT_WEEKDAYS or before in (".", ",")
    if not closed and (not led or time_at(tokens, at) is not None):
        return None
    return _taken(calendar.dated("", parts[1], parts[0]), 2 if closed else 1)


def day_and_month(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``9. März``, ``9 march``, ``12th of March 2027``."""
    if not tokens[at].text.isdigit():
        return None
    after = skipped(tokens, at + 1, (*_ORDINAL_ENDS, "of"))
    month = words.MONTHS.get(text_at(tokens, after))
    if month is None:
        return None
    after, year = year_at(tokens, skipped(tokens, after + 1, (".",)))
    return _taken(calendar.dated(year, str(month), tokens[at].text), after - at)


def day_of_a_month(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``am 11.``, ``Mittwoch den 11.`` and ``the 18th``: the next such day."""
    text, after = tokens[at].text, text_at(tokens, at + 1)
    if (
        not text.isdigit()
        or not 1 <= int(text) <= _LONGEST_MONTH
        or tokens[at + 1 : at + 2]
        and tokens[at + 1].start != tokens[at].end
    ):
        return None
    named = text_at(tokens, at - 1) == "den" and text_at(tokens, at - 2) in words.WEEKDAYS
    if not (after in _ORDINAL_ENDS[1:] or after == "." and (text_at(tokens, at - 1) in ("am", "zum") or named)):
        return None
    today = calendar.today
    months = (today.month, today.month % 12 + 1) if int(text) < today.day else (today.month,)
    year = today.year + (months[-1] < today.month)
    return _taken(calendar.dated(str(year), str(months[-1]), text), 2)


def month_and_day(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``march 9th``, ``June 3, 2027``; not ``june 2 weeks``."""
    month = words.MONTHS.get(tokens[at].text)
    day_at = skipped(tokens, at + 1, (".",))
    day = text_at(tokens, day_at)
    if month is None or not day.isdigit() or len(day) > 2 or tokens[day_at].start - tokens[at].end > 2:
        return None
    if text_at(tokens, day_at + 1) in words.UNITS:
        return None
    if text_at(tokens, day_at - 1) == "." and text_at(tokens, day_at + 1) in (":", ")"):
        return None  # *will erst im Mai. 3: zurück*
    if tokens[at].text in words.GERMAN_MONTHS and text_at(tokens, day_at + 1) == ".":
        return None  # *2. im Mai 3. kein Interesse*
    after, year = year_at(tokens, skipped(tokens, day_at + 1, _ORDINAL_ENDS[1:]))
    return _taken(calendar.dated(year, str(month), day), after - at)


def counted_units(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``2 weeks``, ``5 more days``, ``14 Tage`` and ``3 days ago``."""
    text = tokens[at].text
    unit_at = skipped(tokens, at + 1, words.MORE)
    unit = words.UNITS.get(text_at(tokens, unit_at))
    if not text.isdigit() or unit is None or len(text) > 3:
        return None
    ago = text_at(tokens, unit_at + 1) == "ago"
    back = ago or text_at(tokens, at - 1) in words.SINCE
    return _taken(calendar.shifted(unit, -int(text) if back else int(text)), unit_at + 1 + ago - at)


def numbered_quarter(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``2. Quartal`` and ``3rd quarter``."""
    after = skipped(tokens, at + 1, _ORDINAL_ENDS)
    if tokens[at].text in ("1", "2", "3", "4") and words.UNITS.get(text_at(tokens, after)) == "quarter":
        return calendar.quarter(int(tokens[at].text)), after + 1 - at
    return None


def bare_year(tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``in 2027``, ``erst 2027``: a year that a word leads up to."""
    if not is_year(tokens[at].text) or text_at(tokens, at - 1) not in words.BEFORE_A_YEAR:
        return None
    return whole_year(tokens[at].text), 1


def whole_year(text: str) -> When:
    """Return the days of a year."""
    return When(date(int(text), 1, 1), date(int(text), 12, 31))
