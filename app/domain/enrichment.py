"""Enrichment: providers suggest what a lead's empty fields may hold, and each filled field says from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

# What can be looked up about a customer. What only the customer or the vendor can know is never filled in: how warm
# the lead is, what is needed and when, what it may cost, whether they may be called. Source: rulebook 3.5.
ENRICHABLE = frozenset(
    "company street postcode city country sector company_size website contact_salutation contact_first_name "
    "contact_last_name contact_position contact_email contact_phone language".split()
)
LONGEST_VALUE = 200


@dataclass(frozen=True)
class Suggestion:
    """A value for a lead's field, and ``read_from``: the fields that it follows from, the weightiest first."""

    field: str
    value: str
    read_from: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        """Whether it is a text of a sensible length for a field that may be looked up."""
        fits = isinstance(self.value, str) and 0 < len(self.value) <= LONGEST_VALUE and self.value.isprintable()
        return fits and self.field in ENRICHABLE


class Enricher(Protocol):
    """A provider that knows more about a customer than the lead says. Source: rulebook 3.7."""

    @property
    def name(self) -> str:
        """What the provider is called: kept with each field that it filled, and shown to people."""

    @property
    def is_far(self) -> bool:
        """Whether it asks anybody beyond this process, and so may be slow: then no transaction is open meanwhile."""

    def suggest(self, fields: Mapping[str, Any]) -> Iterable[Suggestion]:
        """Return what is surely so, and nothing where two answers are possible.

        Args: fields: the lead's, not to be changed. What is not empty keeps its value, whatever is suggested for it.
        """


@dataclass(frozen=True)
class Occasion:
    """Why a lead is enriched: it is new, or some of its fields were filled or corrected.

    said: the fields that somebody filled, corrected or cleared; they stay as they were said. news: these, and those
    that had followed from them and are open again; None where the whole lead is new.
    """

    said: frozenset[str] = frozenset()
    news: frozenset[str] | None = None

    def wants(self, one: Suggestion) -> bool:
        """Whether a suggestion follows from what is new: what somebody cleared earlier is not filled in again."""
        is_new = self.news is None or one.field in self.news or not self.news.isdisjoint(one.read_from)
        return is_new and one.field not in self.said

    def after(self, filled: Iterable[str]) -> Occasion:
        """Return the occasion for the next provider, which may build on what this one filled in."""
        return self if self.news is None else replace(self, news=self.news.union(filled))


def accepted(fields: Mapping[str, Any], suggestions: Iterable[Suggestion], occasion: Occasion) -> dict[str, Suggestion]:
    """Return the suggestions that fill empty fields, by field; two for one field that differ are none."""
    found: dict[str, list[Suggestion]] = defaultdict(list)
    for one in suggestions:
        if one.is_usable and occasion.wants(one) and fields.get(one.field) in (None, ""):
            found[one.field].append(one)
    return {name: ones[0] for name, ones in found.items() if len({one.value for one in ones}) == 1}


def outdated_by(names: Iterable[str], sources: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Return the enriched fields that followed from some others, also by way of each other."""
    changed = set(names)
    known = len(changed)
    while True:
        changed |= {name for name, source in sources.items() if not changed.isdisjoint(source.get("of", ()))}
        if len(changed) == known:
            return frozenset(changed.difference(names))
        known = len(changed)
