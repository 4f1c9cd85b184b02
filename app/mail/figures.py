"""Key figures in words: a value with its unit, a change with sign and word."""

from __future__ import annotations

from types import SimpleNamespace

from app.domain.letters import Kpi
from app.mail.formats import money, number, percent
from app.mail.vocabulary import N_
from app.mail.words import Words

_UNITS = {"count": "%(n)s", "percent": N_("%(n)s percentage points"), "hours": N_("%(n)s h"), "days": N_("%(n)s days")}
_VERDICTS = {True: N_("better"), False: N_("worse"), None: ""}
_MINUS = "\N{MINUS SIGN}"


def kpi_view(kpi: Kpi, words: Words) -> SimpleNamespace:
    """Return label, definition, value and change of a figure in words.

    Returns: ``change`` is empty where there is nothing to compare, else for example ``+6 percentage points, better``:
        never by colour alone.
    """
    label, definition = words.kpi(kpi.name)
    return SimpleNamespace(label=label, definition=definition, value=_value(kpi, words), change=_change(kpi, words))


def _value(kpi: Kpi, words: Words) -> str:
    if kpi.unit == "money":
        return money(round(kpi.value), kpi.currency, words.locale)
    return percent(kpi.value, words.locale) if kpi.unit == "percent" else _with_unit(kpi, kpi.value, words)


def _change(kpi: Kpi, words: Words) -> str:
    if kpi.change is None:
        return ""
    if kpi.change == 0:
        return words.gettext(N_("unchanged"))
    size = abs(kpi.change)
    amount = money(round(size), kpi.currency, words.locale) if kpi.unit == "money" else _with_unit(kpi, size, words)
    verdict = words.gettext(_VERDICTS[kpi.better])
    moved = f"{'+' if kpi.change > 0 else _MINUS}{amount}"
    return f"{moved}, {verdict}" if verdict else moved


def _with_unit(kpi: Kpi, value: float, words: Words) -> str:
    return words.gettext(_UNITS[kpi.unit]) % {"n": number(value, words.locale)}
