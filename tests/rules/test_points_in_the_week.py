"""A partner's week shows its points, its rank and what brought them, and names nobody else. Rulebook 6.6, 9.4."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from app.domain.lifecycle import Status
from tests.rules.conftest import Settle
from tests.rules.points import Ledger, with_rewards
from tests.rules.programmes import suedwind
from tests.rules.town import Town

MONDAY = "2026-03-09 07:30"


@pytest.fixture
def town(settle: Settle) -> Town:
    """The usual town with a catalogue."""
    return settle(with_rewards())


def week_of(town: Town, name: str) -> dict[str, Any]:
    return town.post_to(name, "week_reseller").context


@pytest.mark.rule("6.6", "8.3")
def test_the_week_shows_balance_rank_and_what_brought_points(town: Town) -> None:
    lead_id = town.offered_lead(temperature="hot")
    town.picks("rolf", lead_id)
    town.reports("rolf", lead_id, Status.QUOTED, amount_cents=100)
    Ledger(town).given(50, "rita-systems")

    town.time_passes(MONDAY)

    (rolfs,), (ritas,) = week_of(town, "rolf")["standings"], week_of(town, "rita")["standings"]
    assert (rolfs["points"], rolfs["rank"], rolfs["of_partners"]) == (20, 2, 5)
    assert rolfs["earned"] == [
        {"cause": cause, "points": points} for cause, points in (("quoted", 10), ("fast_pick", 5), ("in_time", 5))
    ]
    assert (ritas["points"], ritas["rank"]) == (50, 1)


@pytest.mark.rule("6.6")
def test_who_has_as_many_points_shares_the_rank(town: Town) -> None:
    for slug in ("rita-systems", "sam-solo"):
        Ledger(town).given(50, slug)

    town.time_passes(MONDAY)

    ranks = [week_of(town, name)["standings"][0]["rank"] for name in ("rita", "sam", "rolf", "tina")]
    assert ranks == [1, 1, 3, 3]


@pytest.mark.rule("6.6")
def test_redeeming_costs_points_and_no_rank(town: Town) -> None:
    ledger = Ledger(town)
    ledger.given(400)
    ledger.given(100, "rita-systems")
    ledger.asked()

    town.time_passes(MONDAY)

    (rolfs,) = week_of(town, "rolf")["standings"]
    assert (rolfs["points"], rolfs["rank"]) == (0, 1)
    assert rolfs["earned"] == [{"cause": "by_hand", "points": 400}]


@pytest.mark.rule("6.6")
def test_points_of_more_than_a_year_ago_count_in_the_balance_and_not_in_the_rank(town: Town) -> None:
    Ledger(town).given(400)
    town.at(town.clock.now() + timedelta(days=366))
    Ledger(town).given(5, "rita-systems")
    town.time_passes("2027-03-08 07:30")

    (rolfs,) = week_of(town, "rolf")["standings"]
    assert (rolfs["points"], rolfs["rank"]) == (400, 2)


@pytest.mark.rule("6.6")
def test_rewards_in_reach_are_offered_to_the_manager_only(town: Town) -> None:
    Ledger(town).given(300)

    town.time_passes(MONDAY)

    offered = {
        name: [one["argument"]["reward"] for one in week_of(town, name)["actions"] if one["wish"] == "redeem"]
        for name in ("rolf", "ruth")
    }
    assert offered["rolf"] == ["Demo arm", "Training"]
    assert not any(offered["ruth"])


@pytest.mark.rule("9.4")
def test_no_week_names_another_partner(town: Town) -> None:
    for number, slug in enumerate(("rolf-it", "rita-systems", "sam-solo")):
        Ledger(town).given(10 + number, slug)

    town.time_passes(MONDAY)

    told = json.dumps(week_of(town, "rolf"))
    assert not any(name in told for name in ("Rita", "Sam", "Tina", "Far Away"))


@pytest.mark.rule("6.6", "9.4")
def test_a_partner_of_two_vendors_reads_both_standings_each_by_its_own_rules(town: Town) -> None:
    Ledger(town).given(50)
    town.load(suedwind())

    town.time_passes(MONDAY)

    standings = week_of(town, "rolf")["standings"]
    assert [(one["vendor"], one["points"], one["of_partners"]) for one in standings] == [
        ("Nordlicht Robotics GmbH", 50, 5), ("Suedwind Vision AG", 0, 2),
    ]  # fmt: skip


@pytest.mark.rule("6.6")
def test_a_vendor_that_gives_no_points_shows_none(settle: Settle) -> None:
    nothing = ("fast_pick", "in_time", "appointment", "quoted", "won", "won_per_1000", "missed", "silent_return")
    town = settle(with_rewards(points=dict.fromkeys(nothing, 0)))

    town.time_passes(MONDAY)

    assert week_of(town, "rolf")["standings"] == []
