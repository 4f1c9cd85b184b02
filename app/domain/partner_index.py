"""Matching for many partners: criteria as bit masks, one bit a partner, with the same answer as the plain loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from heapq import heappop, heappush
from operator import or_
from types import MappingProxyType
from typing import Any

from app.domain.criteria import Criterion, Element, Lead, grade, near, partner_elements, points
from app.domain.matching import Candidate, CriterionResult, Question, Ranked, questions_of, ranked_by

_REMEMBERED_VALUES = 512
Levels = tuple[tuple[int, int], ...]
Holders = Mapping[Element, int]
# What is true of a partner only today: by the attribute's name, then by the partner's id.
WorkedOut = Mapping[str, Mapping[int, Any]]
NOTHING_WORKED_OUT: WorkedOut = MappingProxyType({})
# Given ids of partners, those of them that are to be ranked, whoever has waited longest first.
InTurn = Callable[[Sequence[int]], Iterable[int]]


class _Masks:
    """The partners of one criterion by what they have: ``holders`` maps each element to the bits of who has it."""

    def __init__(self, criterion: Criterion, holders: Holders) -> None:
        self._criterion = criterion
        self._holders = holders
        self._remembered = lru_cache(_REMEMBERED_VALUES)(self._graded)

    def levels(self, wanted: Any) -> Levels:
        """Return who meets what a lead wants, by points, the most first, a partner maybe twice."""
        return self._remembered(wanted)

    def _graded(self, wanted: Any) -> Levels:
        by_points: dict[int, int] = {}
        for element in near(self._criterion, wanted, self._holders):
            graded = grade(self._criterion, wanted, element)
            if graded.parts:
                reached = points(self._criterion, graded)
                by_points[reached] = by_points.get(reached, 0) | self._holders[element]
        return tuple(sorted(by_points.items(), reverse=True))


class PartnerIndex:
    """The partners of one vendor, prepared for ranking; build it anew when partners change.

    What changes from lead to lead is no part of it: who has waited how long, and what has to be worked out.

    Args: partners: in any order, as the vendor's programme has them.
    """

    def __init__(self, partners: Sequence[Candidate]) -> None:
        self._partners = tuple(partners)
        self._positions = {partner.id: position for position, partner in enumerate(partners)}
        self._everybody = (1 << len(partners)) - 1
        self._bytes = len(partners) // 8 + 1
        self._holders: dict[tuple[str, str, str | None], Holders] = {}
        self._masks: dict[Criterion, _Masks] = {}

    def rank(
        self, lead: Lead, in_turn: InTurn, criteria: Sequence[Criterion], worked_out: WorkedOut = NOTHING_WORKED_OUT
    ) -> Iterator[Ranked]:
        """Yield what ``matching.rank`` returns, each with its explanation, as far as it is asked for.

        Args: in_turn: asked for no more partners than it takes. worked_out: attributes that the partners have only by
            today's figures; an attribute of the vendor's own goes before.
        """
        questions = questions_of(lead, criteria)
        levels = [
            self._masks_of(one.criterion, worked_out).levels(one.wanted) if one.can_judge else () for one in questions
        ]
        answers = [_Answers(*of_criterion, self._bytes) for of_criterion in zip(questions, levels, strict=True)]
        for group in self._groups(questions, levels):
            alike = [self._partners[position].id for position in _positions(group)]
            for position in map(self._positions.__getitem__, in_turn(alike) if alike else ()):
                partner = self._as_of_now(position, worked_out)
                yield ranked_by(partner, tuple(one.about(partner, position) for one in answers))

    def _as_of_now(self, position: int, worked_out: WorkedOut) -> Candidate:
        partner = self._partners[position]
        own = {name: values[partner.id] for name, values in worked_out.items() if partner.id in values}
        return replace(partner, **own) if own else partner

    def _masks_of(self, criterion: Criterion, worked_out: WorkedOut) -> _Masks:
        if criterion.partner in worked_out:
            return _Masks(criterion, self._held(criterion, worked_out))
        if criterion not in self._masks:
            # A wider radius or a lower level in a later round asks for the same things.
            same = (criterion.match, criterion.partner, criterion.lead)
            if same not in self._holders:
                self._holders[same] = self._held(criterion, worked_out)
            self._masks[criterion] = _Masks(criterion, self._holders[same])
        return self._masks[criterion]

    def _held(self, criterion: Criterion, worked_out: WorkedOut) -> Holders:
        bits: dict[Element, list[int]] = {}
        for position in range(len(self._partners)):
            partner = self._as_of_now(position, worked_out)
            for element in partner_elements(criterion, partner.attribute(criterion.partner), partner.country):
                bits.setdefault(element, []).append(position)
        return {element: self._mask(positions) for element, positions in bits.items()}

    def _mask(self, positions: Iterable[int]) -> int:
        mask = bytearray(self._bytes)
        for position in positions:
            mask[position // 8] |= 1 << position % 8
        return int.from_bytes(mask, "little")

    def _groups(self, questions: Sequence[Question], levels: Sequence[Levels]) -> Iterator[int]:
        """Yield the bits of who matches and has the same points, the most points first."""
        matching, scales = self._everybody, []
        for question, reached in zip(questions, levels, strict=True):
            if not question.can_judge:
                continue
            if question.criterion.kind == "must":
                matching &= reduce(or_, (mask for _, mask in reached), 0)
            scales.append([level for level in reached if level[0]])
        return _split(matching, scales)


class _Answers:
    """What one criterion says about each partner, looked up where the ranking has it already."""

    def __init__(self, question: Question, levels: Levels, size: int) -> None:
        self._question = question
        self._levels = [(reached, mask.to_bytes(size, "little")) for reached, mask in levels]

    def about(self, partner: Candidate, position: int) -> CriterionResult:
        byte, bit = position >> 3, 1 << (position & 7)
        for reached, mask in self._levels:  # the most points first
            if mask[byte] & bit:
                return self._question.answered(partner, reached, met=True)
        return self._question.answered(partner, 0, met=False)


def _split(matching: int, scales: list[list[tuple[int, int]]]) -> Iterator[int]:
    """Yield the bits of the partners of the same points together, the most points first.

    Groups of partners are split criterion by criterion, always the group that can still reach the most points.
    """
    scales = sorted((scale for scale in scales if scale), key=lambda scale: -scale[0][0])
    reachable = [sum(scale[0][0] for scale in scales[depth:]) for depth in range(len(scales) + 1)]
    waiting = [(-reachable[0], 0, 0, matching)]
    while waiting:
        bound = waiting[0][0]
        done = 0
        while waiting and waiting[0][0] == bound:
            _, depth, reached, group = heappop(waiting)
            if depth == len(scales):
                done |= group
                continue
            for gained, mask in [*scales[depth], (0, 0)]:
                part = group & mask if mask else group
                group &= ~part  # a partner counts once, with the most points
                if part:
                    best = reached + gained + reachable[depth + 1]
                    heappush(waiting, (-best, depth + 1, reached + gained, part))
        yield done


def _positions(mask: int) -> Iterator[int]:
    bits = f"{mask:b}"[::-1]
    position = bits.find("1")
    while position >= 0:
        yield position
        position = bits.find("1", position + 1)
