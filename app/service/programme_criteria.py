"""The criteria of a programme file, with what each match needs and whether anybody can ever meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.criteria import KINDS, LEAD_FIELDS, MATCHES, Criterion, folded, partner_elements
from app.domain.matching import Candidate
from app.domain.programme import Programme, ResellerEntry
from app.service.placed_yaml import Spot, optional

_COMPARES_WITH_LEAD = ("prefix", "in", "overlap", "range", "distance")
_OWN_ATTRIBUTES = ("name", "level", "country", "postcode")


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
    }
    criterion = Criterion(**spot.fields(readers, required=("name", "kind", "match", "partner")))
    missing = next((key for key, is_missing in _needs(criterion).items() if is_missing), None)
    if missing:
        raise spot.error(f"the key {missing!r} is missing; {_why(criterion, missing)}")
    if criterion.match == "rank" and criterion.least is not None and criterion.least not in criterion.order:
        raise spot.entries()["least"].wrong(f"one of {', '.join(criterion.order)}", among=criterion.order)
    return criterion


def check_criteria(spot: Spot, programme: Programme) -> None:
    """Make sure that every criterion can be met by somebody, as soon as there are resellers.

    Raises: ProgrammeError: no reseller has the attribute, or none has a value that the match can read.
    """
    if not programme.resellers:
        return
    for place, criterion in zip(spot.items(), programme.criteria, strict=True):
        if not any(_can_meet(criterion, reseller) for reseller in programme.resellers):
            known = {name for reseller in programme.resellers for name in reseller.attributes} | set(_OWN_ATTRIBUTES)
            partner = place.entries()["partner"]
            if criterion.partner not in known:
                raise partner.wrong("an attribute that some reseller of this file has", among=known)
            raise partner.error(
                f"no reseller has a {criterion.partner!r} that {criterion.match} can read, so nobody can ever meet this"
            )


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


def _can_meet(criterion: Criterion, reseller: ResellerEntry) -> bool:
    candidate = Candidate(0, reseller.name, reseller.country, reseller.level, reseller.postcode, reseller.attributes)
    elements = partner_elements(criterion, candidate.attribute(criterion.partner), reseller.country)
    if criterion.match == "rank":
        return bool({folded(level) for level in criterion.order} & set(elements))
    return bool(elements)
