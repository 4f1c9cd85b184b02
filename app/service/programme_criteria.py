"""The criteria of a programme file, with what each match needs and whether anybody can ever meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yaml.nodes import ScalarNode

from app.domain.criteria import (
    KINDS,
    LEAD_FIELDS,
    MATCHES,
    Criterion,
    Element,
    folded,
    grade,
    listed,
    number,
    partner_elements,
)
from app.domain.matching import LANGUAGES, OWN_ATTRIBUTES, PAST_CONVERSION, Candidate
from app.domain.preferences import LANGUAGES as LANGUAGE_CODES
from app.domain.programme import TEMPERATURES, Programme, ResellerEntry
from app.domain.widening import ONLY_COUNTS
from app.service.placed_yaml import Spot, optional

_COMPARES_WITH_LEAD = ("prefix", "in", "overlap", "range", "distance")
_NUMBERS_OF_LEADS = ("expected_volume", "expected_volume_cents", "company_size")
_WORKED_OUT = (PAST_CONVERSION, LANGUAGES)
_MOST_WARNINGS = 20


def read_criterion(spot: Spot) -> Criterion:
    """Read one criterion.

    Raises: ProgrammeError: a key, match, kind or field that is not known, or one that this match needs is missing.
    Source: design 4, rulebook 4.1.
    """
    readers: dict[str, Callable[[Spot], Any]] = {
        "name": Spot.text,
        "kind": lambda place: place.choice(KINDS),
        "match": lambda place: place.choice(MATCHES),
        "partner": Spot.text,
        "lead": optional(lambda place: place.choice(LEAD_FIELDS, what="a field of a lead such as postcode or product")),
        "weight": lambda place: place.whole(0, 1000),
        "order": lambda place: place.each(Spot.text),
        "least": optional(Spot.plain),
        "km": optional(lambda place: place.decimal(1, 20_000)),
        "title": _title,
    }
    criterion = Criterion(**spot.fields(readers, required=("name", "kind", "match", "partner")))
    missing = next((key for key, is_missing in _needs(criterion).items() if is_missing), None)
    if missing and missing in spot.entries():
        raise spot.entries()[missing].wrong(f"more: {_why(criterion, missing)}")
    if missing:
        raise spot.error(f"the key {missing!r} is missing; {_why(criterion, missing)}")
    _check_field(criterion, spot)
    if criterion.match == "rank" and criterion.least is not None and criterion.least not in criterion.order:
        raise spot.entries()["least"].wrong(f"one of {', '.join(criterion.order)}", among=criterion.order)
    return criterion


def _title(spot: Spot) -> dict[str, str]:
    """Read what people read of a criterion: one text for all, or one for each language."""
    if spot.is_mapping:
        return spot.fields(dict.fromkeys(LANGUAGE_CODES, Spot.text))
    if isinstance(spot.node, ScalarNode):
        return dict.fromkeys(LANGUAGE_CODES, spot.text())
    raise spot.wrong("a text, or one for each language such as {de: Produkt, en: Product}")


def _needs(criterion: Criterion) -> dict[str, bool]:
    """Return the keys that this match needs, and whether each is missing."""
    return {
        "lead": criterion.match in _COMPARES_WITH_LEAD and criterion.lead is None,
        "order": criterion.match == "rank" and not criterion.order,
        "km": criterion.match == "distance" and criterion.km is None,
        "least": criterion.match == "at_least" and criterion.lead is None and criterion.least is None,
        "weight": criterion.kind == "counts" and criterion.weight == 0,
    }


def _why(criterion: Criterion, key: str) -> str:
    if key == "weight":
        return "a criterion that counts needs its full points, from 1 to 1000"
    return f"the match {criterion.match!r} needs it"


def _check_field(criterion: Criterion, spot: Spot) -> None:
    """Make sure that the lead's field can hold what this match reads. Raises: ProgrammeError."""
    if criterion.match == "distance" and criterion.lead != "postcode":
        raise spot.entries()["lead"].wrong("postcode, the only field of a lead whose place is known")
    if criterion.match in ("range", "at_least") and criterion.lead not in (None, *_NUMBERS_OF_LEADS):
        raise spot.entries()["lead"].wrong(f"a field that holds a number: {', '.join(_NUMBERS_OF_LEADS)}")


def check_criteria(spot: Spot, programme: Programme) -> None:
    """Make sure that every criterion can be met by somebody, as soon as there are resellers.

    Raises: ProgrammeError: no reseller has the attribute, none has a value that the match can read, or none is enough.
    """
    if not programme.resellers:
        return
    for place, criterion in zip(spot.items(), programme.criteria, strict=True):
        told = {name for reseller in programme.resellers for name in reseller.attributes}
        is_worked_out = criterion.partner in _WORKED_OUT and criterion.partner not in told
        if is_worked_out or any(_can_meet(criterion, one) for one in programme.resellers):
            continue
        known = told | set(OWN_ATTRIBUTES)
        partner = place.entries()["partner"]
        if criterion.partner not in known:
            raise partner.wrong("an attribute that some reseller of this file has", among=known)
        if any(_elements(criterion, reseller) for reseller in programme.resellers):
            raise partner.error(
                f"no reseller's {criterion.partner!r} is {_enough(criterion)}, so nobody can ever meet this"
            )
        raise partner.error(
            f"no reseller has a {criterion.partner!r} that {criterion.match} can read, so nobody can ever meet this"
        )


def _enough(criterion: Criterion) -> str:
    if criterion.lead == "temperature":
        return f"one of {', '.join(TEMPERATURES)}"
    return f"{criterion.least!r} or more" if criterion.least is not None else "one that a lead could have"


def _can_meet(criterion: Criterion, reseller: ResellerEntry) -> bool:
    """Whether some lead could make a reseller meet this; where it asks for no field of the lead, any lead."""
    elements = _elements(criterion, reseller)
    if criterion.lead == "temperature":
        return bool(set(TEMPERATURES) & {str(element) for element in elements})
    if criterion.lead is None:
        return any(grade(criterion, None, element).parts for element in elements)
    return bool(elements)


def _elements(criterion: Criterion, reseller: ResellerEntry) -> tuple[Element, ...]:
    candidate = Candidate(0, reseller.name, reseller.country, reseller.level, reseller.postcode, reseller.attributes)
    elements = partner_elements(criterion, candidate.attribute(criterion.partner), reseller.country)
    if criterion.match == "rank":
        order = {folded(level) for level in criterion.order}
        return tuple(element for element in elements if element in order)
    if criterion.match == "range":
        return tuple(ends for ends in elements if not _is_reversed(ends))
    return elements


def _is_reversed(ends: tuple[float | None, float | None]) -> bool:
    low, high = ends
    return low is not None and high is not None and low > high


def odd_criteria(criteria: Spot, resellers: Spot, programme: Programme) -> list[str]:
    """Return a sentence for each thing that is allowed and hardly meant, with its place: at most 20."""
    warnings = [*_of_newcomers(criteria, programme), *_of_ranges(resellers, programme)]
    more = [f"{criteria.source}: and {len(warnings) - _MOST_WARNINGS} more such warnings"]
    return warnings[:_MOST_WARNINGS] + (more if len(warnings) > _MOST_WARNINGS else [])


def _of_newcomers(criteria: Spot, programme: Programme) -> Iterator[str]:
    for place, criterion in zip(criteria.items(), programme.criteria, strict=True):
        if criterion.partner == PAST_CONVERSION and criterion.kind == "must":
            yield place.remark(
                "a partner that has never taken a lead has none yet and is never asked; let it count instead"
            )


def _of_ranges(resellers: Spot, programme: Programme) -> Iterator[str]:
    ranges = [criterion.partner for criterion in programme.criteria if criterion.match == "range"]
    for place, reseller in zip(resellers.items(), programme.resellers, strict=True):
        for name in ranges:
            ends = listed(reseller.attributes.get(name))
            if len(ends) == 2 and _is_reversed((number(ends[0]), number(ends[1]))):
                attribute = place.entries()["attributes"].entries()[name]
                yield attribute.remark(f"from {ends[0]} to {ends[1]} fits no lead, the smaller number comes first")


# --- widening


def read_widening(spot: Spot) -> dict[str, Any]:
    """Read how one later round asks: criteria by name. Their fit to the criteria is checked by ``check_widening``."""
    return {name: _wider(place) for name, place in spot.entries().items()}


def _wider(spot: Spot) -> Any:
    if spot.is_mapping:
        readers: dict[str, Callable[[Spot], Any]] = {
            "km": lambda place: place.decimal(1, 20_000),
            "least": Spot.plain,
        }
        return spot.fields(readers)
    return spot.choice((ONLY_COUNTS,), what="counts, or a mapping with km or least")


def check_widening(spot: Spot, programme: Programme) -> None:
    """Make sure that later rounds name criteria of this file, and something that each of them has.

    Raises: ProgrammeError: an unknown criterion, a radius for one that is no distance, a level out of its order.
    Source: rulebook 4.5.
    """
    criteria = {criterion.name: criterion for criterion in programme.criteria}
    for place in spot.items():
        for name, wider in place.entries().items():
            if name not in criteria:
                raise wider.wrong("the name of a criterion of this file", found=repr(name), among=criteria)
            _check_wider(wider, criteria[name])


def _check_wider(wider: Spot, criterion: Criterion) -> None:
    entries = wider.entries() if wider.is_mapping else {}
    for key, matches in (("km", ("distance",)), ("least", ("rank", "at_least"))):
        if key in entries and criterion.match not in matches:
            raise entries[key].error(f"{criterion.name!r} is matched by {criterion.match}, which has no {key!r}")
    if "km" in entries and (criterion.km or 0) >= entries["km"].decimal():
        raise entries["km"].wrong(f"more than the {criterion.km:g} km of the first round")
    if "least" in entries and criterion.match == "rank" and entries["least"].text() not in criterion.order:
        raise entries["least"].wrong(f"one of {', '.join(criterion.order)}", among=criterion.order)
    if not entries and criterion.kind != "must":
        raise wider.error(f"{criterion.name!r} only counts already")
