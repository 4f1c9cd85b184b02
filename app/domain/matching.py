"""Which partners a lead suits, as a ranked list that explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from app.domain.criteria import Criterion, Grade, Lead, grade, judges, lead_field, lead_value, partner_elements, points

_NEVER = datetime.min.replace(tzinfo=UTC)
PAST_CONVERSION = "past_conversion"
LANGUAGES = "languages"
# What every partner has without the vendor's saying so; the last two are worked out, see ``Candidate``.
OWN_ATTRIBUTES = ("name", "level", "country", "postcode", PAST_CONVERSION, LANGUAGES)
_MISS = Grade(0)


@dataclass(frozen=True)
class Candidate:
    """A partner as matching sees it.

    attributes: what the vendor made up. last_offered_at: aware. past_conversion: leads won of those taken in a year,
    from 0 to 1; None for who has not taken any. languages: of its people.
    """

    id: int
    name: str
    country: str
    level: str | None = None
    postcode: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    last_offered_at: datetime | None = None
    past_conversion: float | None = None
    languages: tuple[str, ...] = ()

    def attribute(self, name: str) -> Any:
        """Return a value by the name that criteria use, or None; the vendor's own attributes come first."""
        if name in self.attributes:
            return self.attributes[name]
        return getattr(self, name) if name in OWN_ATTRIBUTES else None

    @property
    def waiting_since(self) -> tuple[datetime, int]:
        """Sort key of fairness: who never had an offer comes first, then who has waited longest."""
        return (self.last_offered_at or _NEVER, self.id)


class CriterionResult(NamedTuple):
    """What one criterion said: ``points`` of ``of``; ``met`` is None where the lead's field is empty."""

    name: str
    kind: str
    points: int
    of: int
    met: bool | None
    lead_value: Any
    partner_value: Any


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion put to one lead: what it looks for there, what people read there, whether it can say anything."""

    criterion: Criterion
    wanted: Any
    shown: Any
    can_judge: bool

    def answered(self, candidate: Candidate, points: int, met: bool) -> CriterionResult:
        """Return what it says about a partner, in the words of both; nothing where it cannot judge."""
        asked, value = self.criterion, candidate.attribute(self.criterion.partner)
        if not self.can_judge:
            return CriterionResult(asked.name, asked.kind, 0, 0, None, self.shown, value)
        return CriterionResult(asked.name, asked.kind, points, asked.weight, met, self.shown, value)


def judge(lead: Lead, candidate: Candidate, criteria: Sequence[Criterion]) -> Ranked:
    """Return what every criterion says about one partner.

    A must whose attribute the partner lacks is not met: nobody is asked for what the vendor does not know they can do.
    A criterion whose field the lead lacks judges nobody: it excludes none, gives no points, and its weight is not part
    of ``max_points``, so that a thin lead does not look like a bad fit.

    Args: lead: field names in snake case to values; missing and None are empty.
    Source: rulebook 4.1.
    """
    return _judge(candidate, questions_of(lead, criteria))


def judge_all(lead: Lead, candidates: Iterable[Candidate], criteria: Sequence[Criterion]) -> Iterator[Ranked]:
    """Yield what ``judge`` says of each partner, with the lead read once for all."""
    questions = questions_of(lead, criteria)
    return (_judge(candidate, questions) for candidate in candidates)


def rank(lead: Lead, partners: Sequence[Candidate], criteria: Sequence[Criterion]) -> list[Ranked]:
    """Return the partners that match, best first; among equals whoever has waited longest for an offer.

    This is the definition; ``PartnerIndex.rank`` gives the same answer faster.
    Source: rulebook 4.1.
    """
    judged = judge_all(lead, partners, criteria)
    return sorted((ranked for ranked in judged if ranked.matches), key=order_of)


def dry_run(lead: Lead, partners: Sequence[Candidate], criteria: Sequence[Criterion]) -> list[Ranked]:
    """Return every partner, those that match first, for a vendor who asks why somebody was or was not chosen."""
    judged = judge_all(lead, partners, criteria)
    return sorted(judged, key=lambda ranked: (not ranked.matches, *order_of(ranked)))


def order_of(ranked: Ranked) -> tuple[int, datetime, int]:
    """Sort key of a ranking: the most points first, among equals whoever has waited longest for an offer."""
    return (-ranked.points, *ranked.candidate.waiting_since)


def questions_of(lead: Lead, criteria: Sequence[Criterion]) -> list[Question]:
    """Return the criteria as they are put to one lead, which is read once for all partners."""
    questions = []
    for criterion in criteria:
        wanted = lead_value(criterion, lead)
        shown = lead_field(lead, criterion.lead) if criterion.lead else None
        questions.append(Question(criterion, wanted, shown, judges(criterion, wanted)))
    return questions


def ranked_by(candidate: Candidate, reasons: tuple[CriterionResult, ...]) -> Ranked:
    """Return a partner with the sum of what every criterion said."""
    return Ranked(
        candidate,
        points=sum(reason.points for reason in reasons),
        max_points=sum(reason.of for reason in reasons),
        matches=not any(reason.kind == "must" and reason.met is False for reason in reasons),
        reasons=reasons,
    )


def _judge(candidate: Candidate, questions: Sequence[Question]) -> Ranked:
    return ranked_by(candidate, tuple(_result(question, candidate) for question in questions))


def _result(question: Question, candidate: Candidate) -> CriterionResult:
    criterion, best = question.criterion, _MISS
    if not question.can_judge:
        return question.answered(candidate, 0, met=False)
    for element in partner_elements(criterion, candidate.attribute(criterion.partner), candidate.country):
        graded = grade(criterion, question.wanted, element)
        if graded.parts * best.of > best.parts * graded.of:
            best = graded
    return question.answered(candidate, points(criterion, best), met=best.parts > 0)
