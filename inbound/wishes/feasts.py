"""The feasts people count by: working days next to Easter, Whitsun and Christmas."""

from __future__ import annotations

from datetime import date, timedelta


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year.

    Source: the algorithm "for all years" printed in Nature, 20 April 1876, with its own letters.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    lean = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * lean) // 451
    month, day = divmod(h + lean - 7 * m + 114, 31)
    return date(year, month, day + 1)


def day_after_feast(feast: str, today: date) -> date:
    """Return the first working day after the next feast of that name (folded, German or English)."""
    return _next(feast, today)[1]


def day_before_feast(feast: str, today: date) -> date:
    """Return the last working day before the next feast of that name."""
    return _next(feast, today)[0]


def _next(feast: str, today: date) -> tuple[date, date]:
    for year in (today.year, today.year + 1):
        before, after = _working_days_around(feast, year)
        if after > today:
            break
    return before, after


def _working_days_around(feast: str, year: int) -> tuple[date, date]:
    if feast in ("ostern", "easter"):
        first, last = easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)
    elif feast in ("pfingsten", "whitsun", "pentecost"):
        first, last = easter(year) + timedelta(days=49), easter(year) + timedelta(days=50)
    elif feast == "neujahr":
        first, last = date(year, 1, 1), date(year, 1, 1)
    elif feast == "silvester":
        first, last = date(year, 12, 31), date(year + 1, 1, 1)
    else:
        first, last = date(year, 12, 24), date(year, 12, 26)
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    while before.weekday() > 4:
        before -= timedelta(days=1)
    while after.weekday() > 4:
        after += timedelta(days=1)
    return before, after
