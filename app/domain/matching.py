"""Which partners a lead suits, as a ranked list that explains itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.domain.criteria import Criterion, Grade, Lead, grade, judges, lead_field, lead_value, partner_elements, points

_NEVER = datetime.min.replace(tzinfo=UTC)
_OWN_ATTRIBUTES = frozenset({"name", "level", "country", "postcode"})
_MISS = Grade(0)


@dataclass(frozen=True)
class Candidate:
    """A partner as matching sees it; ``attributes`` hold what the vendor made up, ``last_offered_at`` is aware."""

    id: int
    name: str
    country: str
    level: str | None = None
    postcode: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    last_offered_at: datetime | None = None

    def attribute(self, name: str) -> Any:
        """Return a value by the name that criteria use, or None; the vendor's own attributes come first."""
        if name in self.attributes:
            return self.attributes[name]
        return getattr(self, name) if name in _OWN_ATTRIBUTES else None

    @property
    def waiting_since(self) -> tuple[datetime, int]:
        """Sort key of fairness: who never had an offer comes first, then who has waited longest."""
        return (self.last_offered_at or _NEVER, self.id)


@dataclass(frozen=True)
class CriterionResult:
    """What one criterion said: ``points`` of ``of``; ``met`` is None where the lead's field is empty."""

    name: str
    kind: str
    points: int
    of: int
    met: bool | None
    lead_value: Any
    partner_value: Any


@dataclass(frozen=True)
class Ranked:
    """A partner with its points and why; ``matches`` is false where a must is not met."""

    candidate: Candidate
    points: int
    max_points: int
    matches: bool
    reasons: tuple[CriterionResult, ...]

    @property
    def fit_percent(self) -> int:
        """Points in percent of those that this lead lets anybody reach; 100 where nothing counts."""
        return 100 * self.points // self.max_points if self.max_points else 100


def judge(lead: Lead, candidate: Candidate, criteria: Sequence[Criterion]) -> Ranked:
    """Return what every criterion says about one partner.

    A must whose attribute the partner lacks is not met: nobody is asked for what the vendor does not know they can do.
    A criterion whose field the lead lacks judges nobody: it excludes none, gives no points, and its weight is not part
    of ``max_points``, so that a thin lead does not look like a bad fit.

    Args: lead: field names in snake case to values; missing and None are empty.
    Source: rulebook 4.1.
    """
    reasons = tuple(_result(criterion, lead, candidate) for criterion in criteria)
    return Ranked(
        candidate,
        points=sum(reason.points for reason in reasons),
        max_points=sum(reason.of for reason in reasons),
        matches=not any(reason.kind == "must" and reason.met is False for reason in reasons),
        reasons=reasons,
    )


def rank(lead: Lead, partners: Sequence[Candidate], criteria: Sequence[Criterion]) -> list[Ranked]:
    """Return the partners that match, best first; among equals whoever has waited longest for an offer.

    This is the definition; ``PartnerIndex.best`` gives the same answer faster.
    Source: rulebook 4.1.
    """
    judged = (judge(lead, partner, criteria) for partner in partners)
    return sorted((ranked for ranked in judged if ranked.matches), key=_order)


def dry_run(lead: Lead, partners: Sequence[Candidate], criteria: Sequence[Criterion]) -> list[Ranked]:
    """Return every partner, those that match first, for a vendor who asks why somebody was or was not chosen."""
    judged = (judge(lead, partner, criteria) for partner in partners)
    return sorted(judged, key=lambda ranked: (not ranked.matches, *_order(ranked)))


def _order(ranked: Ranked) -> tuple[int, datetime, int]:
    return (-ranked.points, *ranked.candidate.waiting_since)


def _result(criterion: Criterion, lead: Lead, candidate: Candidate) -> CriterionResult:
    wanted = lead_value(criterion, lead)
    value = candidate.attribute(criterion.partner)
    shown = lead_field(lead, criterion.lead) if criterion.lead else None
    if not judges(criterion, wanted):
        return CriterionResult(criterion.name, criterion.kind, 0, 0, None, shown, value)
    best = _best_grade(criterion, wanted, candidate)
    met = best.parts > 0
    return CriterionResult(criterion.name, criterion.kind, points(criterion, best), criterion.weight, met, shown, value)


def _best_grade(criterion: Criterion, wanted: Any, candidate: Candidate) -> Grade:
    elements = partner_elements(criterion, candidate.attribute(criterion.partner), candidate.country)
    return max((grade(criterion, wanted, element) for element in elements), key=_fraction, default=_MISS)


def _fraction(graded: Grade) -> float:
    return graded.parts / graded.of
