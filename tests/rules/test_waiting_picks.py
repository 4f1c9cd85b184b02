"""A pick that was refused for want of answers goes through by itself once they are there: rulebook 5.6."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.lifecycle import State, Status
from tests.rules.town import Town


def _full(town: Town) -> tuple[int, int, int]:
    """Return two leads that Rolf holds unworked, which is his cap, and a third that he wants."""
    first, second, third = (town.offered_lead() for _ in range(3))
    town.picks("rolf", first)
    town.picks("rolf", second)
    assert town.picks("rolf", third).code == "full"
    return first, second, third


@pytest.mark.rule("5.6")
def test_rolfs_refused_pick_goes_through_with_his_answer(town_on_both: Town) -> None:
    town = town_on_both
    first, second, third = _full(town)

    outcome = town.reports("rolf", first, Status.CONTACTED)

    assert outcome.facts["also_picked"] == [f"L-{third}"]
    assert town.lead(third).state == State.PICKED
    assert [post.lead_id for post in town.posts_to("rolf", "lead_picked")] == [first, second, third]


@pytest.mark.rule("5.6")
def test_it_does_not_when_rita_was_faster(town: Town) -> None:
    first, _, third = _full(town)
    town.picks("rita", third)

    assert town.reports("rolf", first, Status.CONTACTED).facts["also_picked"] == []
    assert town.lead(third).picked_by == town.person_id("rita")


@pytest.mark.rule("5.6")
def test_it_does_not_when_rolf_has_declined_since(town: Town) -> None:
    first, _, third = _full(town)
    town.declines("rolf", third)

    assert town.reports("rolf", first, Status.CONTACTED).facts["also_picked"] == []


@pytest.mark.rule("5.6")
def test_yesterdays_wish_is_not_todays(town: Town) -> None:
    first, _, third = _full(town)

    town.clock.advance(timedelta(days=1, minutes=1))

    assert town.reports("rolf", first, Status.CONTACTED).facts["also_picked"] == []
    assert town.lead(third).state == State.OFFERED


@pytest.mark.rule("5.6")
def test_one_answer_lets_one_pick_through(town: Town) -> None:
    first, _, third = _full(town)
    fourth = town.offered_lead()
    assert town.picks("rolf", fourth).code == "full"

    outcome = town.reports("rolf", first, Status.NOT_REACHED)

    assert outcome.facts["also_picked"] == [f"L-{third}"]
    assert town.lead(fourth).state == State.OFFERED
