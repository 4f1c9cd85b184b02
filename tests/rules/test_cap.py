"""How many unworked leads a company may hold, to the last place: rulebook 5.1, 5.6."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.lifecycle import State, Status
from app.domain.points import PointEntry, Reason
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import Town

CLICKERS = 8


def unworked(town: Town, slug: str) -> int:
    """Return how many leads without feedback a company holds."""
    rows = select(func.count()).where(Lead.holder_id == town.reseller_id(slug), Lead.state == State.PICKED)
    with town.looking() as session:
        return session.scalar(rows) or 0


def picked_until_full(town: Town, name: str) -> int:
    """Have somebody take leads until they are refused as full; return how many they got."""
    for taken in range(9):
        outcome = town.picks(name, town.offered_lead())
        if outcome.code == "full":
            assert outcome.facts["cap"] == taken
            assert len(outcome.facts["blocking"]) == taken
            return taken
    raise AssertionError("never full")


@pytest.mark.rule("5.1")
@pytest.mark.parametrize(
    ("caps", "gold", "silver"),
    [
        ({"gold": 3, "silver": 1}, 3, 1),
        ({"gold": 1}, 1, 2),
        ({"silver": 4}, 2, 4),
        ({"Gold": 3, "SILVER": 1}, 3, 1),
        ({"platinum": 7}, 2, 2),
        ({}, 2, 2),
    ],
)
def test_each_level_has_its_own_cap_and_who_has_none_the_usual_two(
    settle: Settle, caps: dict[str, int], gold: int, silver: int
) -> None:
    """Seen failing with ``Gold``: the criteria know a level in any case, the cap did only in the programme's own."""
    town = settle(nordlicht(group_size=50, unworked_cap_by_level=caps))

    assert (picked_until_full(town, "rolf"), picked_until_full(town, "sam")) == (gold, silver)


@pytest.mark.rule("5.1")
def test_a_cap_below_what_a_company_holds_takes_nothing_away_and_lets_nothing_in(settle: Settle) -> None:
    town = settle(nordlicht(unworked_cap=3))
    held = [town.offered_lead() for _ in range(3)]
    wanted = town.offered_lead()
    for lead_id in held:
        town.picks("rolf", lead_id)

    town.load(nordlicht(unworked_cap=3, unworked_cap_by_level={"gold": 1}))

    assert unworked(town, "rolf-it") == 3
    assert town.picks("rolf", wanted).facts == {"blocking": held, "cap": 1}
    for lead_id in held[:2]:
        assert town.reports("rolf", lead_id).facts["also_picked"] == [], "one unworked lead is still its whole cap"
    assert len(town.reports("rolf", held[2]).facts["also_picked"]) == 1


@pytest.mark.rule("5.1")
def test_what_is_answered_returned_or_undone_is_a_place_again(town: Town) -> None:
    first, second, third = (town.offered_lead() for _ in range(3))
    for lead_id, freed in ((first, town.undoes), (second, town.gives_back), (third, town.reports)):
        assert town.picks("rolf", lead_id).code == "picked"
        assert not freed("rolf", lead_id).refused

    assert unworked(town, "rolf-it") == 0
    assert picked_until_full(town, "rolf") == 2


@pytest.mark.rule("5.1")
@pytest.mark.parametrize("how", ["picks", "answers"])
def test_the_last_place_goes_to_one_of_eight_who_click_at_once(town_on_both: Town, how: str) -> None:
    """Rolf and Ruth take different leads in the same moment; their company has one place left.

    Seen failing without the lock on the company's row: on PostgreSQL all eight got theirs and the company held nine, as
    each had counted before the others were there. With ``answers`` two places become free in the same moment, and
    the refused picks that wait for them must not be let in twice.
    """
    town = town_on_both
    held = [town.taken_lead() for _ in range(2)]
    wanted = [town.offered_lead() for _ in range(CLICKERS)]
    if how == "answers":
        assert {town.picks("rolf", lead_id).code for lead_id in wanted[:4]} == {"full"}
    else:
        town.reports("rolf", held[0])

    outcomes = at_once(town, held if how == "answers" else [], wanted)

    got = Counter(outcome.code for outcome in outcomes)
    assert unworked(town, "rolf-it") == 2
    if how == "picks":
        assert got == {"picked": 1, "full": CLICKERS - 1}
    else:
        assert got["feedback"] == 2
    assert not [outcome for outcome in outcomes if outcome.code not in ("picked", "full", "feedback", "already_yours")]


@pytest.mark.rule("5.1")
@pytest.mark.parametrize("town_on_both", ["postgresql"], indirect=True)
def test_a_pick_does_not_wait_for_whoever_books_points_for_the_same_company(town_on_both: Town) -> None:
    """An answer has booked points and goes on to the leads that wait for it, while somebody picks one of them.

    Seen failing with ``FOR UPDATE`` on the company's row: the pick, holding its lead, waited for the answer, and the
    answer for the lead. PostgreSQL ended one of the two after a second; in eight clicks at once, five times in a row.
    """
    town = town_on_both
    lead_id = town.offered_lead()
    company_id, now = town.reseller_id("rolf-it"), town.clock.now()
    points = PointEntry(vendor_id=1, reseller_id=company_id, reason=Reason.IN_TIME, points=5, booked_at=now)

    with Session(town.parts.database.writer) as answer, ThreadPoolExecutor(1) as rolf:
        answer.add(points)
        answer.flush()
        picked = rolf.submit(town.picks, "rolf", lead_id)
        try:
            assert picked.result(timeout=10).code == "picked"
        finally:
            answer.rollback()


def at_once(town: Town, answered: list[int], wanted: list[int]) -> list[Any]:
    """Have everybody click in the same moment: some answer for a lead they hold, the others each want another lead."""
    together = Barrier(len(answered) + len(wanted))

    def click(name: str, lead_id: int, answers: bool) -> Any:
        together.wait()
        return town.reports(name, lead_id, Status.NOT_REACHED) if answers else town.picks(name, lead_id)

    clicks = [("rolf", lead_id, True) for lead_id in answered]
    clicks += [(("rolf", "ruth")[number % 2], lead_id, False) for number, lead_id in enumerate(wanted)]
    with ThreadPoolExecutor(len(clicks)) as people:
        return list(people.map(lambda one: click(*one), clicks))
