"""What about a partner fits a lead, in values that the partner may be shown before the pick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.criteria import Criterion, Lead, folded, grade, lead_value, listed, partner_elements
from app.domain.matching import PAST_CONVERSION, Candidate, CriterionResult
from app.domain.postcodes import distance_km, place

SHARE = "share"
_MOST_WORDS = 4
_AREA_DIGITS = 2
_NEAREST_KM = 25.0
# Fields that a teaser tells anyway: of these the partner may learn which of its words fitted.
_TOLD = frozenset({"product", "sector", "temperature", "source", "country", "time_frame", "language"})


@dataclass(frozen=True)
class Fit:
    """Why one criterion speaks for a partner.

    match: as the criterion's, or ``share`` for a number that is a share of 1. words: areas by two digits, products, a
    level. low, high: the ends of a range, the number that is enough, or how far away the customer is at most, in km.
    """

    match: str
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fit as JSON values."""
        return asdict(self) | {"words": list(self.words)}


def fit_of(criterion: Criterion, result: CriterionResult, candidate: Candidate, lead: Lead) -> Fit:
    """Return what fits, by the partner's own words.

    Nothing here tells more of the customer than the teaser does: of a postcode two digits, of the distance no less than
    25 km, and of a field that the teaser does not show only what the partner offers anyway.

    Source: rulebook 4.1, 4.3.
    """
    wanted, value = lead_value(criterion, lead), result.partner_value
    fitting = [
        (graded.parts / graded.of, element)
        for element in partner_elements(criterion, value, candidate.country)
        if (graded := grade(criterion, wanted, element)).parts
    ]
    if criterion.match == "prefix":
        return Fit("prefix", _areas(criterion, [element for _, element in fitting], value, candidate.country))
    if criterion.match in ("range", "at_least"):
        return _numbers(criterion, [element for _, element in fitting])
    if criterion.match == "distance":
        rings = max((share for share, _ in fitting), default=1.0)
        return Fit("distance", high=max(_NEAREST_KM, (criterion.km or 0.0) * (1.25 - rings)))
    words = [str(entry) for entry in listed(value) if folded(entry)]
    if criterion.match == "rank" or criterion.lead in _TOLD:
        hits = {element for _, element in fitting}
        words = [word for word in words if folded(word) in hits]
    return Fit(criterion.match, _few(words))


def _areas(criterion: Criterion, elements: list[tuple[str, str]], value: Any, home: str) -> tuple[str, ...]:
    if criterion.lead != "postcode":
        return _few(str(entry) for entry in listed(value))
    shown = (("" if country == home.upper() else f"{country}-", start[:_AREA_DIGITS]) for country, start in elements)
    return _few(f"{country}{start}…" for country, start in shown)


def _numbers(criterion: Criterion, elements: list[Any]) -> Fit:
    if criterion.match == "range":
        return Fit("range", low=elements[0][0], high=elements[0][1]) if elements else Fit("range")
    match = SHARE if criterion.partner == PAST_CONVERSION else "at_least"
    return Fit(match, low=max(elements, default=None))


def _few(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:_MOST_WORDS]


def km_between(lead: Lead, candidate: Candidate, value: Any) -> float | None:
    """Return how far a partner's nearest place is from the customer's; None where one of them is not known."""
    here = place(str(lead.get("country") or ""), str(lead.get("postcode") or ""))
    there = [found for entry in listed(value) if (found := place(candidate.country, str(entry))) is not None]
    return min((distance_km(here, one) for one in there), default=None) if here else None
