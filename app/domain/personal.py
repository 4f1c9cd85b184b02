"""What of a lead or a registration is about a person, and what is left when it is forgotten: figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.domain.deal import Deal
from app.domain.lead import Lead

# Fields that figures and scopes are counted by; none of them tells who somebody is.
KEPT_FIELDS = frozenset(
    {"product", "temperature", "source", "campaign", "country", "postcode", "sector", "company_size",
     "expected_volume_cents", "currency", "time_frame", "language"}
)  # fmt: skip
# A last name alone may be another customer's too: it is struck where nobody else has it.
NAME_FIELDS = ("company", "contact_email", "contact_phone", "street", "website")
STRUCK = "…"
_SHORTEST_STRUCK = 4


def without_person(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that figures need."""
    return {name: value for name, value in fields.items() if name in KEPT_FIELDS}


def forget_lead(lead: Lead, now: datetime) -> None:
    """Empty a lead of everything about its customer; its course and its figures stay. Source: rulebook 9.5."""
    lead.fields, lead.sources, lead.remarks, lead.forgotten_at = without_person(lead.fields), {}, "", now


def forget_deal(deal: Deal, now: datetime) -> None:
    """Empty a registration of everything about its customer. Source: rulebook 9.5."""
    deal.fields, deal.sources, deal.words, deal.forgotten_at = without_person(deal.fields), {}, "", now
    deal.note = deal.extension_reason = deal.undo = None


def names_in(fields: Mapping[str, Any]) -> set[str]:
    """Return the texts by which a customer is named elsewhere, in letters and notes."""
    found = {str(fields.get(name) or "").strip() for name in NAME_FIELDS}
    found.add(contact_name_in(fields))
    return {text for text in found if len(text) >= _SHORTEST_STRUCK}


def contact_name_in(fields: Mapping[str, Any]) -> str:
    """Return the customer's first and last name, as far as they are known."""
    names = (str(fields.get(name) or "").strip() for name in ("contact_first_name", "contact_last_name"))
    return " ".join(name for name in names if name)


def last_name_in(name: str) -> str:
    """Return the last word of a whole name that is long enough to be looked for alone; empty where there is none."""
    last = name.split()[-1] if len(name.split()) > 1 else ""
    return last if len(last) >= _SHORTEST_STRUCK else ""


def struck(value: Any, words: Iterable[str], alone: Iterable[str] = ()) -> Any:
    """Return a JSON value with every one of these words struck out of its texts, the longest first.

    A text that is nothing but one of them becomes empty, so that no address is left half. alone: words that are struck
    only where they stand whole, also with an s at their end.
    """
    longest_first = sorted(words, key=len, reverse=True)
    if isinstance(value, str):
        if value in longest_first:
            return "" if "@" in value else STRUCK
        for word in longest_first:
            value = value.replace(word, STRUCK)
        for word in alone:
            value = re.sub(rf"(?<!\w){re.escape(word)}(?:['’]?s)?(?!\w)", STRUCK, value)
        return value
    if isinstance(value, Mapping):
        return {key: struck(inner, longest_first, alone) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [struck(inner, longest_first, alone) for inner in value]
    return value
