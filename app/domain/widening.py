"""Who is asked in which round, and how a later round asks for less."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from app.domain.criteria import Criterion
from app.domain.matching import Ranked
from app.domain.programme import ProgrammeSettings

GROUPED_ROUNDS = 2  # the best, then the next best; after them come all the rest
ONLY_COUNTS = "counts"

# How one round asks: by the criterion's name a wider ``km``, a lower ``least``, or ``counts`` for a must no more.
Widening = Mapping[str, Any]


def widened(criterion: Criterion, round_number: int, widening: Sequence[Widening] | None = None) -> Criterion:
    """Return the criterion as a round of offers asks it.

    Args: round_number: 1 for the first, which asks as the vendor wrote it. widening: for the second round and each that
        follows, the last one for all further ones; None: the second reaches twice as far and one level lower, the third
        four times and two levels, and so on. What is not named, such as a certificate, stays demanded.
    Source: rulebook 4.5.
    """
    steps = max(0, round_number - 1)
    if widening is None:
        return _farther_and_lower(criterion, steps)
    if not steps or not widening:
        return criterion
    wider = widening[min(steps, len(widening)) - 1].get(criterion.name)
    if wider is None:
        return criterion
    return replace(criterion, kind="counts") if wider == ONLY_COUNTS else replace(criterion, **wider)


def _farther_and_lower(criterion: Criterion, steps: int) -> Criterion:
    if criterion.match == "distance" and criterion.km is not None:
        return replace(criterion, km=criterion.km * 2**steps)
    if criterion.match == "rank" and criterion.least in criterion.order:
        position = criterion.order.index(str(criterion.least))
        return replace(criterion, least=criterion.order[max(0, position - steps)])
    return criterion


def last_round(settings: ProgrammeSettings) -> int:
    """Return the number of the round that asks all the rest; after it the owner decides."""
    return max(GROUPED_ROUNDS, 1 + len(settings.widening or ())) + 1


def criteria_of(criteria: Sequence[Criterion], round_number: int, settings: ProgrammeSettings) -> list[Criterion]:
    """Return all criteria as a round asks them."""
    return [widened(criterion, round_number, settings.widening) for criterion in criteria]


# How the partners not asked yet are ranked by criteria, the best first, as far as it is asked for.
Ranking = Callable[[Sequence[Criterion]], Iterable[Ranked]]
# At most so many of the ranked, for instance those who would read it; all of them where no number is given.
Choose = Callable[[Iterable[Ranked], int | None], list[Ranked]]


def _the_best(ranked: Iterable[Ranked], most: int | None) -> list[Ranked]:
    return list(islice(ranked, most))


def asked_at(now: datetime, place: int) -> datetime:
    """Return since when a partner waits again that was asked as the ``place``-th of its group, from 0.

    A microsecond each keeps the queue: were all of a group asked at one instant, their ids would decide next time, and
    the same ones would always come first.
    """
    return now + place * timedelta(microseconds=1)


def next_round(
    ranking: Ranking, criteria: Sequence[Criterion], settings: ProgrammeSettings, after: int, choose: Choose = _the_best
) -> tuple[int, list[Ranked]]:
    """Return the next round's number with the partners to ask in it, the best first.

    A round that would reach nobody is passed over, so that no window goes by in vain.

    Args: ranking: of the partners that were not asked yet. after: the number of the round before, 0 for none.
    Returns: nobody where everybody who fits was asked.
    Source: rulebook 4.2, 4.5.
    """
    last = last_round(settings)
    for number in range(after + 1, max(after + 1, last) + 1):
        ranked = ranking(criteria_of(criteria, number, settings))
        if group := choose(ranked, settings.group_size if number < last else None):
            return number, group
    return after + 1, []
