"""What one criterion of a vendor says about one partner and one lead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.domain.postcodes import KM_PER_DEGREE, Place, area, bare_postcode, distance_km, lies_in, place

LEAD_FIELDS = (
    "company", "street", "postcode", "city", "country", "sector", "company_size", "website", "contact_salutation",
    "contact_first_name", "contact_last_name", "contact_position", "contact_email", "contact_phone", "product", "need",
    "remarks", "source", "campaign", "temperature", "expected_volume", "expected_volume_cents", "currency",
    "time_frame", "language", "consent",
)  # fmt: skip
KINDS = ("must", "counts")
MATCHES = ("prefix", "in", "overlap", "rank", "range", "at_least", "distance")
_RINGS = 4


@dataclass(frozen=True)
class Criterion:
    """One line of a vendor's matching.

    Args: name: what it is called in the programme, and what people read who have no title in their language.
        title: what they read, by language. kind: ``must`` excludes who fails, ``counts`` gives points. match: one of
        ``MATCHES``. partner: the attribute of the partner. lead: the field of the lead, where the match compares with
        one. weight: full points, at least 0. order: for rank, the levels from lowest to highest. least: for at_least
        and rank, what the partner needs where no field of the lead says it. km: for distance, the radius.
    Source: rulebook 4.1, design 4.
    """

    name: str
    kind: str
    match: str
    partner: str
    lead: str | None = None
    weight: int = 0
    order: tuple[str, ...] = ()
    least: float | str | None = None
    km: float | None = None
    title: Mapping[str, str] = field(default_factory=dict, hash=False)

    def title_in(self, language: str) -> str:
        """Return what people of a language read."""
        return self.title.get(language) or self.name

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Criterion:
        """Return the criterion that ``to_json`` wrote."""
        return cls(**{**values, "order": tuple(values.get("order") or ())})

    def to_json(self) -> dict[str, Any]:
        """Return the criterion as JSON values."""
        return asdict(self) | {"order": list(self.order)}


@dataclass(frozen=True, slots=True)
class Grade:
    """How well something fits: ``parts`` of ``of``, both whole numbers; ``of`` is 1 where it fits or does not."""

    parts: int
    of: int = 1


Lead = Mapping[str, Any]
Element = Any
_MISS = Grade(0)
_HIT = Grade(1)


def lead_value(criterion: Criterion, lead: Lead) -> Any | None:
    """Return what a criterion looks at in a lead, normalised for its match and hashable, or None where it is empty.

    A field that is empty or cannot be read for this match, such as a company size of "large" for a range, judges
    nobody: the criterion neither excludes nor gives points, and the explanation says so.
    """
    if criterion.lead is None:
        return None
    value = lead_field(lead, criterion.lead)
    return None if value is None or value == "" else _LEAD_READERS[criterion.match](criterion, value, lead)


def partner_elements(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    """Return a partner's attribute as the elements a lead is compared with, hashable; the best of them counts.

    Args: value: as the programme file has it: a text, a number, a list, or None. country: the partner's.
    """
    if value is None or value == "":
        return ()
    return _PARTNER_READERS[criterion.match](criterion, value, country)


def grade(criterion: Criterion, wanted: Any | None, element: Element) -> Grade:
    """Return how well one element of a partner fits.

    Args: wanted: what ``lead_value`` gave, not None where the criterion names a field of the lead.
    """
    return _GRADES[criterion.match](criterion, wanted, element)


def judges(criterion: Criterion, wanted: Any | None) -> bool:
    """Whether a criterion can say anything about this lead."""
    return criterion.lead is None or wanted is not None


def near(criterion: Criterion, wanted: Any, elements: Collection[Element]) -> Iterable[Element]:
    """Return those of many elements that may fit, without those that surely do not; none that fits is left out."""
    if criterion.match == "prefix":
        country, text = wanted
        starts = [text[:length] for length in range(len(text) + 1)]
        countries = {element[0] for element in elements} if not country else {country, ""}
        return [(place, start) for place in countries for start in starts if (place, start) in elements]
    if criterion.match in ("in", "overlap"):
        return [word for word in wanted if word in elements]
    if criterion.match == "distance":
        degrees = (criterion.km or 0.0) / KM_PER_DEGREE
        return [element for element in elements if abs(element.latitude - wanted.latitude) <= degrees]
    return elements


def points(criterion: Criterion, graded: Grade) -> int:
    """Return a grade in points, rounded to whole ones, half up."""
    return (2 * criterion.weight * graded.parts + graded.of) // (2 * graded.of)


def number(value: Any) -> float | None:
    """Return a number, also from a text that is nothing but one, or None."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def folded(value: Any) -> str:
    """Return a word as it is compared: without regard to case and outer spaces."""
    return str(value).strip().casefold()


def lead_field(lead: Lead, name: str) -> Any:
    """Return a field of a lead; ``expected_volume`` is in whole units of its currency, kept in cents."""
    if name == "expected_volume" and lead.get(name) is None:
        cents = number(lead.get("expected_volume_cents"))
        return None if cents is None else cents / 100
    return lead.get(name)


def listed(value: Any) -> tuple[Any, ...]:
    """Return one value or several as several."""
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


# --- prefix: a lead's postcode (or any text) begins with one of the partner's


def _lead_text(criterion: Criterion, value: Any, lead: Lead) -> Any | None:
    if criterion.lead == "postcode":
        return str(lead.get("country") or "").upper(), bare_postcode(str(value))
    return "", folded(value)


def _prefixes(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    written = (str(entry) for entry in listed(value) if folded(entry))
    if criterion.lead == "postcode":
        return tuple(area(entry, country) for entry in written)
    return tuple(("", folded(entry)) for entry in written)


def _grade_prefix(criterion: Criterion, wanted: Any, element: Element) -> Grade:
    if criterion.lead == "postcode":
        return _HIT if lies_in(wanted[0], wanted[1], element) else _MISS
    return _HIT if wanted[1].startswith(element[1]) else _MISS


# --- in, overlap: a lead's value is one of the partner's; any of a lead's values is


def _lead_words(criterion: Criterion, value: Any, lead: Lead) -> Any | None:
    return tuple(folded(word) for word in listed(value) if word is not None and folded(word)) or None


def _words(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    return tuple(folded(word) for word in listed(value) if folded(word))


def _grade_words(criterion: Criterion, wanted: Any, element: Element) -> Grade:
    return _HIT if element in wanted else _MISS


# --- rank: the higher in the order the better


def _lead_word(criterion: Criterion, value: Any, lead: Lead) -> Any | None:
    return folded(value) or None


def _grade_rank(criterion: Criterion, wanted: Any, element: Element) -> Grade:
    order = [folded(level) for level in criterion.order]
    least = wanted if wanted is not None else folded(criterion.least) if criterion.least is not None else None
    if element not in order or (least in order and order.index(element) < order.index(least)):
        return _MISS
    return Grade(order.index(element) + 1, len(order))


# --- range, at_least: numbers


def _lead_number(criterion: Criterion, value: Any, lead: Lead) -> Any | None:
    return number(value)


def _ranges(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    """Return a partner's range as (low, high); an open end is None."""
    ends = listed(value)
    if len(ends) != 2:
        return ()
    return ((number(ends[0]), number(ends[1])),)


def _grade_range(criterion: Criterion, wanted: Any, element: Element) -> Grade:
    low, high = element
    return _HIT if (low is None or low <= wanted) and (high is None or wanted <= high) else _MISS


def _numbers(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    return tuple(found for entry in listed(value) if (found := number(entry)) is not None)


def _grade_at_least(criterion: Criterion, wanted: Any, element: Element) -> Grade:
    least = wanted if wanted is not None else number(criterion.least)
    return _HIT if least is None or element >= least else _MISS


# --- distance: the nearer the better, in four rings


def _lead_place(criterion: Criterion, value: Any, lead: Lead) -> Any | None:
    return place(str(lead.get("country") or ""), str(value))


def _places(criterion: Criterion, value: Any, country: str) -> tuple[Element, ...]:
    return tuple(found for entry in listed(value) if (found := place(country, str(entry))) is not None)


def _grade_distance(criterion: Criterion, wanted: Place, element: Place) -> Grade:
    """Grade by ring: within a quarter of the radius full, within a half three quarters, and so on."""
    radius = criterion.km or 0.0
    away = distance_km(wanted, element)
    if away > radius:
        return _MISS
    return Grade(_RINGS - min(_RINGS - 1, int(away * _RINGS / radius) if radius else 0), _RINGS)


_LEAD_READERS: dict[str, Callable[[Criterion, Any, Lead], Any | None]] = {
    "prefix": _lead_text, "in": _lead_words, "overlap": _lead_words, "rank": _lead_word, "range": _lead_number,
    "at_least": _lead_number, "distance": _lead_place,
}  # fmt: skip
_PARTNER_READERS: dict[str, Callable[[Criterion, Any, str], tuple[Element, ...]]] = {
    "prefix": _prefixes, "in": _words, "overlap": _words, "rank": _words, "range": _ranges, "at_least": _numbers,
    "distance": _places,
}  # fmt: skip
_GRADES: dict[str, Callable[[Criterion, Any, Element], Grade]] = {
    "prefix": _grade_prefix, "in": _grade_words, "overlap": _grade_words, "rank": _grade_rank, "range": _grade_range,
    "at_least": _grade_at_least, "distance": _grade_distance,
}  # fmt: skip
