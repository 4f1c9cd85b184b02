"""Dates that start with a word: ``am Dienstag``, ``morgen``, ``KW 50``, ``in two weeks``, ``nach Ostern``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from inbound.wishes import date_words as words
from inbound.wishes.calendar_days import Calendar, on, part_of
from inbound.wishes.clock_times import time_at
from inbound.wishes.feasts import day_after_feast, day_before_feast
from inbound.wishes.numeric_dates import (
    Found,
    day_and_month,
    day_of_a_month,
    is_year,
    month_and_day,
    numbered_quarter,
    settled,
    whole_year,
    written_date,
    year_at,
)
from inbound.wishes.tokens import Token, skipped, text_at

_AHEAD = words.NEXT | words.COMING
_LEADS_TO_A_MONTH = words.LEADING | _AHEAD | words.THIS | words.PARTS.keys() | {"not", "decision"}
_LEADS_TO_A_DAY = frozenset("am on bis ab until till by vom naechsten kommenden".split())
_IN = ("in",)
_FURTHER = ("noch", "weitere", "more")
_LONGER = ("mehr", "laenger", "more", "longer")
_ONE = frozenset("a an ein eine einen einem einer one".split())
_BEYOND = {("after", "tomorrow"): 2, ("before", "yesterday"): -2}
_COUNTED_FROM_NOW = words.SINCE | frozenset("in nach um by after for fuer within".split())


def from_today(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``heute``, ``morgen früh``, ``tomorrow``; not the *Guten Morgen* of a greeting."""
    word = tokens[at].text
    if word == "day" and (beyond := _BEYOND.get((text_at(tokens, at + 1), text_at(tokens, at + 2)))):
        return on(calendar.today + timedelta(days=beyond)), 3
    if word not in words.DAYS_FROM_TODAY or word == "morgen" and text_at(tokens, at - 1) in words.GREETED:
        return None
    day = calendar.today + timedelta(days=words.DAYS_FROM_TODAY[word])
    following = text_at(tokens, at + 1)
    in_the_morning = following == "morgen" and word != "morgen"
    return on(day), 1 + (in_the_morning or following in words.TIMES_OF_DAY)


def counted(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``in zwei Wochen``, ``in a week``, ``vor 3 Tagen``, ``in a couple of weeks``."""
    number_at = at + (tokens[at].text in _COUNTED_FROM_NOW)
    text = text_at(tokens, number_at)
    count = words.NUMBERS.get(text) or (int(text) if text.isdigit() and len(text) <= 3 else None)
    longer = text_at(tokens, number_at + 2) in _LONGER
    another = text == "another" or text in _ONE and (text_at(tokens, at - 1) in _FURTHER or longer)
    if text == "another":
        count = 1
    if count is None or number_at == at and text in _ONE and not another:
        return None
    if text_at(tokens, number_at + 1) == "couple":
        count = 2
    unit_at = skipped(tokens, number_at + 1, ("of", "couple"))
    unit = words.UNITS.get(text_at(tokens, unit_at))
    if unit is None:
        return None
    ago = text_at(tokens, unit_at + 1) == "ago"
    back = ago or tokens[at].text in words.SINCE
    when = calendar.shifted(unit, -count if back else count)
    return (when, unit_at + 1 + ago - at) if when else None


def weekday(calendar: Calendar, country: str, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``am Dienstag``, ``Do 14 Uhr``, ``next friday``, ``Dienstag nächster Woche``, ``Mi, 11.3.``."""
    modifier = tokens[at].text if tokens[at].text in _AHEAD | words.THIS | words.LAST else ""
    day_at = at + bool(modifier)
    number = _weekday_number(text_at(tokens, day_at))
    doubtful = text_at(tokens, day_at) in words.DOUBTFUL_WEEKDAYS
    if number is None or doubtful and not modifier and not _is_surely_weekday(tokens, day_at):
        return None
    after = skipped(tokens, day_at + 1, (".", ",", "den", "der", "the"))
    if after < len(tokens) and tokens[after].kind == "number":
        dated = (
            written_date(calendar, country, tokens, after)
            or day_and_month(calendar, tokens, after)
            or day_of_a_month(calendar, tokens, after)
        )
        if dated:
            return settled(calendar, dated[0], number), dated[1] + after - at
    if text_at(tokens, after) in words.WEEK_WORDS and (named := week_number(calendar, tokens, after)):
        return on(named[0].first + timedelta(days=number)), named[1] + after - at
    in_next_week = calendar.monday(1) + timedelta(days=number)
    following = skipped(tokens, day_at + 1, ("in", "of", "der"))
    if text_at(tokens, following) in _AHEAD and words.UNITS.get(text_at(tokens, following + 1)) == "week":
        return on(in_next_week), following + 2 - at
    coming = calendar.weekday(number)
    if (
        text_at(tokens, day_at + 1) == "week"
        or text_at(tokens, day_at + 1) in _IN
        and text_at(tokens, day_at + 2) in _ONE
        and text_at(tokens, day_at + 3) in ("week", "woche")
    ):
        return on(coming + timedelta(days=7)), (2 if text_at(tokens, day_at + 1) == "week" else 4) + day_at - at
    if modifier in words.LAST:
        return on(coming - timedelta(days=7)), 2
    other = in_next_week if modifier in words.NEXT and in_next_week != coming else None
    return replace(on(coming), other=other), day_at + 1 - at


def _weekday_number(word: str) -> int | None:
    return words.WEEKDAYS.get(word, words.SHORT_WEEKDAYS.get(word))


def _is_surely_weekday(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a short word is a day: after *am* and the like, or before a time or a date."""
    if text_at(tokens, at - 1) in _LEADS_TO_A_DAY:
        return True
    after = skipped(tokens, at + 1, (".", ",", "um", "at", "ab", "gegen"))
    if after >= len(tokens) or tokens[after].kind != "number":
        return False
    led = after > at + 1 and tokens[at + 1].text in ("um", "at")
    numbered = text_at(tokens, after + 1) in ("st", "nd", "rd", "th") or text_at(tokens, after + 1) in words.MONTHS
    return led or numbered or "." in tokens[after].text or time_at(tokens, after) is not None


def week_number(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``KW 12``, ``KW12``, ``week 12``."""
    word = tokens[at].text
    number_at = skipped(tokens, at + 1, (".",))
    number = text_at(tokens, number_at)
    if word not in words.WEEK_WORDS or not number.isdigit() or len(number) > 2:
        return None
    week = calendar.numbered_week(int(number))
    day_at = skipped(tokens, number_at + 1, (",", "am"))
    day = words.WEEKDAYS.get(text_at(tokens, day_at))
    if week is None or day is None:
        return (week, number_at + 1 - at) if week else None
    return on(week.first + timedelta(days=day)), day_at + 1 - at


def quarter(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``Q3``, ``Q3 2027``, ``zweites Quartal``."""
    word, following = tokens[at].text, text_at(tokens, at + 1)
    if word == "q" and following in ("1", "2", "3", "4"):
        after, year = year_at(tokens, at + 2)
        return calendar.quarter(int(following), year), after - at
    if word in words.ORDINALS and words.UNITS.get(following) == "quarter":
        return calendar.quarter(words.ORDINALS[word]), 2
    return None


def month(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``Juni``, ``June 2027``, ``march 9th``; *may* and *march* only where a word leads up to a month."""
    word = tokens[at].text
    number = words.MONTHS.get(word)
    if number is None or text_at(tokens, at - 1) in ("seit", "since"):
        return None
    if dated := month_and_day(calendar, tokens, at):
        return dated
    if word in words.AMBIGUOUS_MONTHS and text_at(tokens, at - 1) not in _LEADS_TO_A_MONTH:
        return None
    if at and tokens[at - 1].kind == "number" and len(tokens[at - 1].text) <= 2:
        return None  # 30 February: no such day, so no month either
    after, year = year_at(tokens, skipped(tokens, at + 1, (".",)))
    return calendar.month(number, year), after - at if year else 1


def part(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``Ende Mai``, ``beginning of April``, ``Mitte Q2``, ``mid June``, ``Jahresende``, ``end of the month``."""
    word = tokens[at].text
    if word in words.YEAR_ENDS and text_at(tokens, at - 1) not in words.WISHED:
        when = calendar.end_of(words.YEAR_ENDS[word])
        return (when, 1) if when else None
    if word not in words.PARTS:
        return None
    after = skipped(tokens, at + 1, ("of", "des", "der", "the", "im", "in", "vom"))
    unit = _unit(text_at(tokens, after))
    if unit in ("month", "year", "week", "quarter"):
        when = calendar.end_of(unit) if words.PARTS[word] == "end" else None
        return (when, after + 1 - at) if when else None
    whole = _span(calendar, tokens, after)
    if whole is None or whole[0].exact:
        return None
    return part_of(whole[0], words.PARTS[word]), after - at + whole[1]


def _unit(word: str) -> str | None:
    return words.UNITS.get(word) or words.GENITIVES.get(word)


def _span(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read what can have a start and an end: a year, a month, a quarter, *next month*."""
    if at >= len(tokens):
        return None
    word = tokens[at].text
    if is_year(word):
        return whole_year(word), 1
    if number := words.MONTHS.get(word):
        after, year = year_at(tokens, at + 1)
        return calendar.month(number, year), after - at
    return period(calendar, tokens, at) or quarter(calendar, tokens, at) or numbered_quarter(calendar, tokens, at)


def period(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``nächste Woche``, ``next month``, ``this quarter``, ``nächsten Juni``, ``next week tuesday``."""
    word, following = tokens[at].text, text_at(tokens, at + 1)
    if word not in _AHEAD | words.THIS:
        return None
    if number := words.MONTHS.get(following):
        return calendar.month(number), 2
    unit = _unit(following)
    when = calendar.period(unit, word in _AHEAD) if unit else None
    if when is None or unit != "week":
        return (when, 2) if when else None
    day_at = skipped(tokens, at + 2, ("am", "on", ","))
    number = _weekday_number(text_at(tokens, day_at))
    return (when, 2) if number is None else (on(when.first + timedelta(days=number)), day_at + 1 - at)


def season(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``im Herbst``, ``after the summer``; *fall* and *spring* only where a word leads up to them."""
    word, before = tokens[at].text, text_at(tokens, at - 1)
    if word not in words.SEASONS or word in ("fall", "spring") and before not in words.LEADING | _AHEAD | words.THIS:
        return None
    after = any(token.text in ("nach", "after") for token in tokens[max(0, at - 2) : at])
    return calendar.season(words.SEASONS[word], after=after), 1


def feast(calendar: Calendar, tokens: Sequence[Token], at: int) -> Found | None:
    """Read ``nach Ostern`` as the first working day after the feast, ``vor Weihnachten`` as the last before it."""
    word, named = tokens[at].text, text_at(tokens, at + 1)
    if named not in words.FEASTS:
        return None
    if word in ("nach", "after"):
        return on(day_after_feast(named, calendar.today)), 2
    return (on(day_before_feast(named, calendar.today)), 2) if word in words.BEFORE_A_FEAST else None


def worded_date(calendar: Calendar, country: str, tokens: Sequence[Token], at: int) -> Found | None:
    """Return the date that a word starts, as the first of this module's readers that can reads it, or None."""
    for reader in (from_today, counted, part):
        if found := reader(calendar, tokens, at):
            return found
    if found := weekday(calendar, country, tokens, at):
        return found
    readers = (week_number, quarter, month, period, season, feast)
    return next((found for reader in readers if (found := reader(calendar, tokens, at))), None)
