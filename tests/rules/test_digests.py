"""The week, on Monday at half past seven, to everyone of exactly their own scope. Rulebook 8.3."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.letters import from_json
from app.domain.lifecycle import Status
from app.domain.programme import Distributor
from app.mail.answers import answering
from app.mail.preview import BRAND, FOOTER
from app.mail.render import Recipient, Rendered
from app.mail.words import words_in
from tests.mail.letters_seen import the_renderer
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import MINUTE, Town, berlin

MONDAY = berlin("2026-03-09 07:30")
EVERYBODY = ("vera", "nina", "max", "dora", "rolf", "ruth", "rita", "sam", "tina", "fred")


def _week_of(town: Town, name: str) -> dict[str, Any]:
    [post] = [post for post in town.posts_to(name) if post.kind in ("week_manager", "week_reseller")]
    return post.context


def _rendered(week: dict[str, Any], language: str) -> Rendered:
    links = answering(
        lambda action: f"https://p.example/a/{action.wish}", "reply+key@p.example", "", words_in(language)
    )
    reader = Recipient("Vera Vogt", language, "Europe/Berlin")
    return the_renderer().render(from_json("week_manager", week), reader, BRAND, links, FOOTER)


@pytest.mark.rule("8.3")
def test_nobody_gets_it_a_minute_early_and_everybody_gets_one_at_half_past_seven(town_on_both: Town) -> None:
    town = town_on_both
    town.taken_lead()
    town.time_passes(MONDAY - MINUTE)
    weeks = ("week_manager", "week_reseller")
    assert not any(post.kind in weeks for name in EVERYBODY for post in town.posts_to(name))

    town.time_passes(MONDAY)
    town.time_passes(MONDAY + MINUTE)

    for name in EVERYBODY:
        assert sum(post.kind in weeks for post in town.posts_to(name)) == 1, name
    town.time_passes("2026-03-16 07:29")
    assert sum(post.kind in weeks for post in town.posts_to("max")) == 1
    town.time_passes("2026-03-16 07:30")
    assert sum(post.kind in weeks for post in town.posts_to("max")) == 2


@pytest.mark.rule("8.3")
def test_each_manager_sees_the_leads_of_their_own_territory_and_max_all(town: Town) -> None:
    for postcode in ("80331", "80335", "20095"):
        town.received_lead(postcode=postcode)

    town.time_passes(MONDAY)

    assert {name: _week_of(town, name)["leads_in"] for name in ("vera", "nina", "max")} == {
        "vera": 3,  # two of her territory, and the third she handed in herself
        "nina": 1,
        "max": 3,
    }


@pytest.mark.rule("8.3")
def test_a_distributor_sees_what_its_own_resellers_hold(town: Town) -> None:
    """Rolf is Dora's, Rita is not."""
    for name in ("rolf", "rita"):
        town.taken_lead(by=name)
    town.received_lead()

    town.time_passes(MONDAY)

    funnel = {bar["label"]: bar["value"] for bar in _week_of(town, "dora")["funnel"]}
    assert funnel["picked"] == 1


@pytest.mark.rule("8.3")
@pytest.mark.parametrize(
    ("distributors", "heading"), [((), "verteiler"), ((Distributor("verteiler", "Verteiler AG"),), "Verteiler AG")]
)
def test_a_distributors_week_bears_its_name_where_the_programme_tells_one(
    settle: Settle, distributors: tuple[Distributor, ...], heading: str
) -> None:
    town = settle(replace(nordlicht(), distributors=distributors))

    town.time_passes(MONDAY)

    assert _week_of(town, "dora")["scope"] == heading


@pytest.mark.rule("8.3")
def test_a_channel_managers_week_names_their_territory(town: Town) -> None:
    town.time_passes(MONDAY)

    assert _week_of(town, "vera")["scope"] == "Nordlicht Robotics GmbH · postcodes 8, 9"
    assert _week_of(town, "max")["scope"] == "Nordlicht Robotics GmbH"


@pytest.mark.rule("8.3")
def test_a_manager_sees_the_companys_leads_a_rep_their_own(town: Town) -> None:
    of_rolf, of_ruth, of_rita = (town.taken_lead(by=name) for name in ("rolf", "ruth", "rita"))

    town.time_passes(MONDAY)

    rows = {name: {row["lead_id"] for row in _week_of(town, name)["rows"]} for name in ("rolf", "ruth", "rita", "sam")}
    assert rows == {"rolf": {of_rolf, of_ruth}, "ruth": {of_ruth}, "rita": {of_rita}, "sam": set()}


@pytest.mark.rule("8.3")
def test_a_partner_of_two_vendors_gets_one_mail_about_both(town: Town) -> None:
    town.load(suedwind())
    here, there = town.taken_lead(), town.submits("eve", vendor_id=2)
    town.picks("rolf", there)

    town.time_passes(MONDAY)

    assert {row["lead_id"] for row in _week_of(town, "rolf")["rows"]} == {here, there}


@pytest.mark.rule("8.3")
@pytest.mark.rule("9.4")
def test_no_vendor_sees_the_others_leads(town: Town) -> None:
    town.load(suedwind())
    town.submits("eve", vendor_id=2)
    town.received_lead()

    town.time_passes(MONDAY)

    assert _week_of(town, "eve")["leads_in"] == 1
    assert _week_of(town, "max")["leads_in"] == 1
    assert "suedwind" not in str(_week_of(town, "max")).lower()


@pytest.mark.rule("8.3")
def test_what_needs_the_manager_comes_first_and_is_at_most_ten_with_the_number_of_the_others(town: Town) -> None:
    waiting = [town.received_lead(postcode=None) for _ in range(12)]

    town.time_passes(MONDAY)

    week = _week_of(town, "max")
    assert week["needs_you_total"] == 12
    assert [row["lead_ref"] for row in week["needs_you"]] == [f"L-{lead_id}" for lead_id in waiting[:10]]


@pytest.mark.rule("8.1")
def test_rolf_and_vera_read_the_same_rate_of_the_same_weeks_and_all_that_was_won(settle: Settle) -> None:
    """As it was: 0 % beside what was won, for the leads won this week were taken before; and the mean as the sum."""
    town = settle(nordlicht(unworked_cap=9))
    leads = [town.offered_lead(temperature="hot", company=f"Carla {number} GmbH") for number in range(3)]
    for lead_id in leads:
        town.picks("rolf", lead_id)
    town.at("2026-03-10 10:00")
    for lead_id in leads[:2]:
        assert not town.reports("rolf", lead_id, Status.WON, amount_cents=1_000_00).refused
    assert not town.reports("rolf", leads[2]).refused

    town.time_passes("2026-03-16 08:00")

    kpis = {one["name"]: one["value"] for one in _week_of(town, "rolf")["kpis"]}
    assert (kpis["conversion_rate"], kpis["won_amount"]) == (67, 2_000_00)
    assert _week_of(town, "max")["best"] == [{"name": "Rolf IT GmbH", "figure": 67}]


@pytest.mark.rule("8.1")
def test_where_nothing_was_offered_no_share_of_it_is_said(town: Town) -> None:
    """As it was: a lead that only waited at the gate made a subject of *0 % taken*."""
    town.received_lead(postcode=None)
    town.time_passes(MONDAY)

    week = _week_of(town, "max")
    assert week["picked_percent"] is None
    assert "picked_percent" not in [one["name"] for one in week["kpis"]]
    for language, subject in (("en", "Week 10: 1 lead, 1 needs you"), ("de", "KW 10: 1 Lead, 1 braucht Sie")):
        assert _rendered(week, language).subject == subject


@pytest.mark.rule("8.3")
def test_the_week_is_the_last_whole_one_and_sunday_still_counts(town: Town) -> None:
    town.at("2026-03-08 23:59")
    town.received_lead()
    town.at("2026-03-09 00:01")
    town.received_lead()

    town.time_passes(MONDAY)

    assert _week_of(town, "max")["leads_in"] == 1


@pytest.mark.rule("8.3")
def test_a_reseller_sees_open_leads_and_open_offers_without_their_customers(town: Town) -> None:
    lost = town.taken_lead()
    town.reports("rolf", lost, Status.LOST, reason="price")
    offered = town.offered_lead(temperature="cold")

    town.time_passes(MONDAY)

    week = _week_of(town, "rolf")
    assert week["rows"] == []
    assert [row["lead_ref"] for row in week["offers"]] == [f"L-{offered}"]
    assert "Muster" not in str(week["offers"])


@pytest.mark.rule("8.3")
def test_who_left_gets_no_digest(town: Town) -> None:
    town.load(nordlicht(without=("sam-solo",)))

    town.time_passes(MONDAY)

    assert [post.kind for post in town.posts_to("sam")] == []
