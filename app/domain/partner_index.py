"""Matching for many partners: criteria as bit masks, one bit a partner, with the same answer as the plain loop."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice
from typing import Any

from app.domain.criteria import Criterion, Element, Lead, grade, judges, lead_value, near, partner_elements, points
from app.domain.matching import Candidate, Ranked, judge_all

_REMEMBERED_VALUES = 512
Levels = tuple[tuple[int, int], ...]


@dataclass
class _Masks:
    """The partners of one criterion by what they have: ``holders`` maps each element to the bits of who has it."""

    criterion: Criterion
    holders: dict[Element, int]
    remembered: OrderedDict[Any, Levels] = field(default_factory=OrderedDict)

    def levels(self, lead: Lead) -> Levels:
        """Return who meets it by points, the most first, a partner maybe twice; nothing where nobody is judged."""
        wanted = lead_value(self.criterion, lead)
        if not judges(self.criterion, wanted):
            return ()
        if wanted not in self.remembered:
            if len(self.remembered) >= _REMEMBERED_VALUES:
                self.remembered.popitem(last=False)
            self.remembered[wanted] = self._graded(wanted)
        return self.remembered[wanted]

    def _graded(self, wanted: Any) -> Levels:
        by_points: dict[int, int] = {}
        for element in near(self.criterion, wanted, self.holders):
            graded = grade(self.criterion, wanted, element)
            if graded.parts:
                reached = points(self.criterion, graded)
                by_points[reached] = by_points.get(reached, 0) | self.holders[element]
        return tuple(sorted(by_points.items(), reverse=True))


class PartnerIndex:
    """The partners of one vendor, prepared for ranking; build it anew when partners, criteria or waiting times change.

    Args: partners: in any order. criteria: as in ``rank``.
    """

    def __init__(self, partners: Sequence[Candidate], criteria: Sequence[Criterion]) -> None:
        # Bit 0 is whoever has waited longest, so that reading bits upwards breaks ties fairly.
        self._partners = sorted(partners, key=lambda partner: partner.waiting_since)
        self._criteria = tuple(criteria)
        self._everybody = (1 << len(self._partners)) - 1
        self._masks = [_Masks(criterion, self._holders(criterion)) for criterion in criteria]

    def best(self, lead: Lead, count: int) -> list[Ranked]:
        """Return the first ``count`` of what ``rank`` would return, each with its explanation."""
        chosen = (self._partners[position] for position in islice(self._in_order(lead), count))
        return list(judge_all(lead, chosen, self._criteria))

    def _holders(self, criterion: Criterion) -> dict[Element, int]:
        bits: dict[Element, bytearray] = {}
        for position, partner in enumerate(self._partners):
            for element in partner_elements(criterion, partner.attribute(criterion.partner), partner.country):
                mask = bits.setdefault(element, bytearray(len(self._partners) // 8 + 1))
                mask[position // 8] |= 1 << position % 8
        return {element: int.from_bytes(mask, "little") for element, mask in bits.items()}

    def _in_order(self, lead: Lead) -> Iterator[int]:
        """Yield positions by points and, within the same points, by waiting time.

        Groups of partners are split criterion by criterion, always the group that can still reach the most points.
        """
        matching, scales = self._everybody, []
        for masks in self._masks:
            levels = masks.levels(lead)
            if masks.criterion.kind == "must" and judges(masks.criterion, lead_value(masks.criterion, lead)):
                met = 0
                for _, mask in levels:
                    met |= mask
                matching &= met
            scales.append([level for level in levels if level[0]])
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
            yield from _positions(done)


def _positions(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
