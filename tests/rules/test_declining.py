"""Saying no costs nothing; silence is what escalates. Rulebook 4.7."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.feedback import DECLINE_REASONS
from app.domain.lifecycle import State
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import START, Town


@pytest.mark.rule("4.7")
@pytest.mark.parametrize("reason", DECLINE_REASONS)
def test_rolf_says_no_and_why(town: Town, reason: str) -> None:
    lead_id = town.offered_lead()

    outcome = town.declines("rolf", lead_id, reason)

    assert outcome.code == "declined"
    assert town.offer(lead_id, "rolf-it").declined_reason == reason
    assert town.asked(lead_id) == ["rita-systems"]


@pytest.mark.rule("4.7")
@pytest.mark.parametrize("reason", [None, "", "because"])
def test_without_one_of_the_reasons_nothing_is_declined(town: Town, reason: str | None) -> None:
    lead_id = town.offered_lead()

    outcome = town.declines("rolf", lead_id, reason)

    assert (outcome.code, outcome.refused) == ("needs_reason", True)
    assert outcome.facts["reasons"] == list(DECLINE_REASONS)
    assert "rolf-it" in town.asked(lead_id)


@pytest.mark.rule("4.7")
def test_no_costs_nothing_so_rolf_may_still_change_his_mind(town: Town) -> None:
    lead_id = town.offered_lead()
    town.declines("rolf", lead_id)

    assert town.picks("rolf", lead_id).code == "picked"


@pytest.mark.rule("4.7")
def test_rolf_takes_his_no_back_and_is_asked_as_before(town: Town) -> None:
    lead_id = town.offered_lead()
    town.declines("rolf", lead_id)

    assert town.undoes("rolf", lead_id).code == "undone"

    assert set(town.asked(lead_id)) == {"rolf-it", "rita-systems"}
    assert town.post_to("rolf", "lead_offer").context["others_count"] == 1


@pytest.mark.rule("4.7")
def test_who_has_said_no_hears_nothing_more_of_that_lead(town: Town) -> None:
    lead_id = town.offered_lead()
    town.declines("rolf", lead_id)
    town.picks("rita", lead_id)
    since = town.clock.advance(timedelta(hours=1))

    town.gives_back("rita", lead_id)
    town.days_pass("2026-03-16 10:00", timedelta(hours=12))

    assert [kind for kind in town.kinds_to(["rolf"], since)["rolf"] if kind == "lead_offer"] == []
    assert town.offers(lead_id)["rolf-it"] == "declined"


@pytest.mark.rule("4.7")
def test_when_the_last_of_a_round_says_no_the_next_are_asked_at_once(town: Town) -> None:
    lead_id = town.offered_lead()

    town.declines("rolf", lead_id)
    assert town.asked(lead_id) == ["rita-systems"]
    town.declines("rita", lead_id)

    assert town.asked(lead_id) == ["sam-solo", "tina-tec"]
    assert town.post_to("sam", "lead_offer").written_at == START


@pytest.mark.rule("4.7")
def test_when_everybody_said_no_the_owner_reads_the_reasons(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    lead_id = town.offered_lead()

    for name, reason in (("rolf", "capacity"), ("rita", "capacity"), ("sam", "region"), ("tina", "other")):
        town.declines(name, lead_id, reason)

    assert town.lead(lead_id).state == State.ESCALATED
    reasons = town.post_to("vera", "nobody_picked").context["declined_reasons"]
    assert {row["reason"]: row["count"] for row in reasons} == {"capacity": 2, "region": 1, "other": 1}


@pytest.mark.rule("4.7")
def test_saying_no_to_what_is_gone_says_so(town: Town) -> None:
    lead_id = town.offered_lead()
    town.picks("rita", lead_id)

    assert town.declines("rolf", lead_id).code == "gone"
