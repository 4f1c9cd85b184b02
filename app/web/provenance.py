"""The fields of a lead or registration with where each value is from, for pages and forms."""

from __future__ import annotations

from typing import NamedTuple

from app.domain.letters import FieldRow
from app.domain.phone import readable
from app.mail.formats import money
from app.mail.provenance import origin
from app.mail.words import Words


class ToldField(NamedTuple):
    """One field: its label, its value in words, and where that is from; empty where there is nothing to say."""

    label: str
    value: str
    origin: str


def told_fields(rows: tuple[FieldRow, ...], currency: str, words: Words) -> list[ToldField]:
    """Return fields as a page tells them; ``currency``: of sums without their own. Source: rulebook 3.7."""
    own = next((row.value for row in rows if row.name == "currency"), currency)
    return [
        ToldField(words.field(row.name), _value(row, own, words), origin(row, words))
        for row in rows
        if row.name != "currency"
    ]


def _value(row: FieldRow, currency: str, words: Words) -> str:
    if row.name.endswith("_cents") and row.value.isdigit():
        return money(int(row.value), currency, words.locale)
    return readable(row.value) if row.name == "contact_phone" else words.value(row.name, row.value)
