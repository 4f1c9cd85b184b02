"""Instants, days, sums and spans as people of one language write them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_name
from babel.numbers import format_decimal, format_percent, get_currency_symbol

from app.domain.letters import MoneyRange


class Instant(NamedTuple):
    """One instant in a zone: in full with the zone named, weekday and time, and the day alone."""

    local: str
    short: str
    day: str


class _Patterns(NamedTuple):
    full: str
    short: str
    dated: str
    day: str
    date: str


_PATTERNS = {
    "de": _Patterns("EEEE, d. MMMM, HH:mm 'Uhr'", "EEE HH:mm", "EEE, d. MMM, HH:mm", "EEE, d. MMM", "EEEE, d. MMMM y"),
    "en": _Patterns("EEEE, d MMMM, HH:mm", "EEE HH:mm", "EEE, d MMM, HH:mm", "EEE, d MMM", "EEEE, d MMMM y"),
}


WEEKDAY_SAYS_IT_FOR = 5  # days


@lru_cache(maxsize=4096)
def instant(moment: datetime, zone: str, locale: Locale) -> Instant:
    """Return an instant as read in a zone.

    Args: moment: aware. zone: IANA name.
    Returns: for example ``Mittwoch, 4. März, 10:00 Uhr (MEZ)``, ``Mi. 10:00`` and ``Mi., 4. März``.
    Raises: ValueError: a naive moment. zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"{moment} has no zone")
    local = moment.astimezone(_zone(zone))
    patterns = _PATTERNS[locale.language]
    name = _zone_name(local, locale)
    full, short, day = (
        format_datetime(local, pattern, tzinfo=local.tzinfo, locale=locale)
        for pattern in (patterns.full, patterns.short, patterns.day)
    )
    return Instant(f"{full} ({name})", short, day)


@lru_cache(maxsize=4096)
def deadline(moment: datetime, read_at: datetime | None, zone: str, locale: Locale) -> str:
    """Return a coming instant in few words; from the sixth day on with its date: a weekday alone means the next.

    Args: moment: aware. read_at: when it is read; None where that is not known: then it has its date.
    Returns: for example ``Mi. 10:00``, or ``Mo., 30. Nov., 17:00``.
    """
    at = _zone(zone)
    local = moment.astimezone(at)
    days = (local.date() - read_at.astimezone(at).date()).days if read_at else WEEKDAY_SAYS_IT_FOR + 1
    patterns = _PATTERNS[locale.language]
    pattern = patterns.short if 0 <= days <= WEEKDAY_SAYS_IT_FOR else patterns.dated
    return str(format_datetime(local, pattern, tzinfo=local.tzinfo, locale=locale))


@lru_cache(maxsize=4096)
def day(value: date, locale: Locale) -> Instant:
    """Return a calendar day: in full with its year, and twice short."""
    patterns = _PATTERNS[locale.language]
    short = format_date(value, patterns.day, locale=locale)
    return Instant(format_date(value, patterns.date, locale=locale), short, short)


@lru_cache(maxsize=4096)
def money(cents: int, currency: str, locale: Locale) -> str:
    """Return a sum with its currency, if that is known; without decimals when there are no cents."""
    figure = _figure(cents, locale)
    if not currency:
        return figure
    symbol = get_currency_symbol(currency, locale)
    if not _is_prefix(locale):
        return f"{figure}\N{NO-BREAK SPACE}{symbol}"
    return f"{symbol}\N{NO-BREAK SPACE}{figure}" if symbol[-1].isalpha() else f"{symbol}{figure}"


def _figure(cents: int, locale: Locale) -> str:
    return str(format_decimal(cents / 100, "#,##0" if cents % 100 == 0 else "#,##0.00", locale=locale))


def money_range(sums: MoneyRange, locale: Locale) -> str:
    """Return a range of sums; one that is open upwards ends in ``+``."""
    low = money(sums.from_cents, sums.currency, locale)
    if sums.to_cents is None:
        return f"{low} +"
    high = money(sums.to_cents, sums.currency, locale)
    if _is_prefix(locale):
        return f"{low}–{high}"
    return f"{_figure(sums.from_cents, locale)}–{high}"


@lru_cache(maxsize=4096)
def number(value: float, locale: Locale) -> str:
    """Return a number with the language's separators and at most one decimal."""
    return str(format_decimal(value, "#,##0.#", locale=locale))


@lru_cache(maxsize=1024)
def percent(value: float, locale: Locale) -> str:
    """Return a share of 100 as a whole percentage."""
    return str(format_percent(value / 100, locale=locale))


@lru_cache(maxsize=1024)
def rate(value: float, locale: Locale) -> str:
    """Return a rate in percent with at most one decimal: ``8 %``, ``12,5 %``."""
    return str(
        format_percent(value / 100, format=str(locale.percent_formats[None].pattern).replace("0", "0.#"), locale=locale)
    )


def size(count: int, locale: Locale) -> str:
    """Return the size of a file: ``18 MB``, ``640 kB``."""
    large = count >= 1_000_000
    return f"{number(count / (1_000_000 if large else 1_000), locale)}\N{NO-BREAK SPACE}{'MB' if large else 'kB'}"


def day_in_year(moment: datetime, zone: str, locale: Locale) -> str:
    """Return the local day with its year, for lists that go back far: ``03.03.2026``."""
    return str(format_date(moment.astimezone(ZoneInfo(zone)).date(), "medium", locale=locale))


def span(minutes: int, locale: Locale) -> str:
    """Return a span of working time: ``45 min``, ``1 h 15 min``, ``3 h``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{number(hours, locale)} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


def _zone_name(local: datetime, locale: Locale) -> str:
    name = str(get_timezone_name(local, width="short", locale=locale))
    # Where a language has no abbreviation, CLDR gives "-0400" or "Eastern Daylight Time".
    return name if name.isalpha() and len(name) <= 5 else str(format_datetime(local, "OOOO", local.tzinfo, locale))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _is_prefix(locale: Locale) -> bool:
    return str(locale.currency_formats["standard"].pattern).startswith("¤")
