"""The list of registrations and the page of each: whose they are, what presses, what the customer did. Rulebook 7."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain import deal_commands as of_deals
from app.domain.deal import Deal
from app.domain.deal_commands import EventEntry
from app.domain.views import View, shows_deal
from app.service.queries.scope import Scope
from app.web import create_app
from tests.edges.visitor import Page, Visitor
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import CARLA, MINUTE, Town


@pytest.fixture
def town(town: Town) -> Town:
    """The usual town with its pages."""
    town.app = create_app(town.parts)
    return town


def listed(town: Town, name: str, query: str = "", vendor_id: int = 1) -> Page:
    return Visitor(town, name).on_own_device().go(f"/a/{town.token(name, 'registrations', vendor_id)}{query}")


def titles(found: Page) -> list[str]:
    return [" ".join(card.text_content().split()) for card in found.tree.xpath("//li[@class='card']/h2")]


def page(town: Town, name: str, deal_id: int) -> Page:
    return Visitor(town, name).on_own_device().open("registration", deal_id)


@pytest.mark.rule("7.3", "1")
def test_each_reads_the_registrations_of_their_own_scope_and_nobody_elses(town: Town) -> None:
    registry = Registry(town)
    registry.registered("rolf", company="South AG", postcode="80331")
    registry.registered("ruth", company="North AG", postcode="20095", website="north.example")
    registry.registered("rita", company="East AG", postcode="80331", website="east.example")
    town.load(suedwind())

    seen = {name: {one.partition(": ")[2] for one in titles(listed(town, name))} for name in ("max", "vera", "nina")}
    own = {name: {one.partition(": ")[2] for one in titles(listed(town, name))} for name in ("rolf", "ruth", "rita")}

    assert seen == {"max": {"South AG", "North AG", "East AG"}, "vera": {"South AG", "East AG"}, "nina": {"North AG"}}
    assert own == {"rolf": {"South AG", "North AG"}, "ruth": {"North AG"}, "rita": {"East AG"}}
    for stranger in ("dora", "quentin", "eve"):
        assert listed(town, stranger).status == 404
        assert page(town, stranger, 1).status == 404
    assert page(town, "rita", 1).status == 404


@pytest.mark.rule("7.3", "9.4")
def test_one_registration_and_the_list_obey_one_table(town: Town) -> None:
    """What Python says of one and SQL of all of them is the same, postcodes in every spelling included."""
    town.load(suedwind())
    registry = Registry(town)
    for number, (postcode, country) in enumerate([("D-80331", "DE"), ("80 331", ""), ("80331", "AT"), ("", "DE")]):
        for name in ("rolf", "ruth", "rita"):
            fields = {"company": f"{name} {number}", "website": f"{name}{number}.example"}
            registry.registered(name, postcode=postcode, country=country, **fields)

    with town.looking() as session:
        every = list(session.scalars(select(Deal)))
        for name in ("max", "vera", "nina", "dora", "quentin", "rolf", "ruth", "rita", "eve"):
            for role in session.merge(town.person(name), load=False).roles:
                found = set(session.scalars(select(Deal.id).where(Scope(role, View.REGISTRATION).deals())))
                assert found == {deal.id for deal in every if shows_deal(role, deal)}, name


@pytest.mark.rule("7.3")
@pytest.mark.parametrize(("minutes", "mark"), [(0, ""), (1, "! ")])
def test_over_the_service_level_to_the_minute_it_stands_on_top_with_its_mark(
    town: Town, minutes: int, mark: str
) -> None:
    registry = Registry(town)
    calm = registry.protected("rita", company="Calm AG", website="calm.example")
    late = registry.registered("rolf")

    town.at(registry.deal(late).answer_by + minutes * MINUTE)

    assert titles(listed(town, "vera")) == [f"{mark}D-{late}: Metallbau Muster GmbH", f"D-{calm}: Calm AG"]
    assert ("1 of them is urgent." in listed(town, "vera").text) is bool(mark)


@pytest.mark.rule("7.3", "7.6")
@pytest.mark.parametrize(("days", "presses"), [(15, False), (14, True)])
def test_fourteen_days_before_its_end_a_protection_is_marked(town: Town, days: int, presses: bool) -> None:
    registry = Registry(town)
    deal_id = registry.protected("rolf")

    town.at(registry.until(deal_id) - timedelta(days=days))

    (title,) = titles(listed(town, "vera"))
    assert title.startswith("! ") is presses
    assert f"protected, {days} days left" in listed(town, "rolf").text


@pytest.mark.rule("7.3", "7.6")
def test_a_request_for_more_time_is_marked_until_it_is_answered(town: Town) -> None:
    registry = Registry(town)
    deal_id = registry.protected("rolf")
    assert not titles(listed(town, "vera"))[0].startswith("!")

    registry.asks_extension("rolf", deal_id)
    assert titles(listed(town, "vera"))[0].startswith("! ")
    assert "more time is asked for" in listed(town, "vera").text

    registry.grants("vera", deal_id)
    assert not titles(listed(town, "vera"))[0].startswith("!")


@pytest.mark.rule("7.3")
def test_decided_ones_are_in_a_list_of_their_own(town: Town) -> None:
    registry = Registry(town)
    registry.rejects("vera", registry.registered("rolf"))

    assert titles(listed(town, "vera")) == []
    assert titles(listed(town, "vera", "?show=over")) == ["D-1: Metallbau Muster GmbH"]


@pytest.mark.rule("7.3")
def test_the_list_comes_in_parts_of_thirty(town: Town) -> None:
    for number in range(31):
        Registry(town).registered("rolf", company=f"Firm {number}", website=f"firm{number}.example")

    first = listed(town, "vera")
    assert len(titles(first)) == 30
    assert len(titles(listed(town, "vera", first.link("Further ones")))) == 1


@pytest.mark.rule("7.3", "8.3")
def test_the_week_of_both_leads_there_by_one_click(town: Town) -> None:
    Registry(town).registered("rolf")
    town.days_pass("2026-03-09 10:00", timedelta(hours=12))

    for name, kind in (("vera", "week_manager"), ("rolf", "week_reseller")):
        actions = town.post_to(name, kind).context["actions"]
        assert ("registrations", 1) in [(one["wish"], one["object_id"]) for one in actions]
    nothing = town.post_to("nina", "week_manager").context["actions"]
    assert "registrations" not in [one["wish"] for one in nothing], "there is none in her territory"


@pytest.mark.rule("7.3")
def test_the_page_of_one_shows_conflicts_and_buttons_to_the_vendor_and_no_conflict_to_the_partner(town: Town) -> None:
    town.received_lead()
    deal_id = Registry(town).registered("rolf")

    veras, rolfs = page(town, "vera", deal_id), page(town, "rolf", deal_id)

    assert "! Lead L-1" in veras.text
    assert {"Approve", "Reject", "Ask for more"} <= {a.text_content().strip() for a in veras.tree.iter("a")}
    assert "L-1" not in rolfs.text
    assert "Approve" not in rolfs.text
    assert "Add something" in rolfs.text


@pytest.mark.rule("3.7", "7.1")
def test_the_page_and_the_form_say_where_each_value_is_from(town: Town) -> None:
    registry = Registry(town)
    deal_id = registry.registered("rolf")
    registry.asks_more("vera", deal_id)
    registry.supplies("rolf", deal_id, words="", city="Garching")

    assert "Garching by Rolf Rieger" in page(town, "vera", deal_id).text
    form = Visitor(town, "rolf").on_own_device().open("supply", deal_id)
    assert "by Rolf Rieger" in form.text


@pytest.mark.rule("7.3", "9.1")
def test_a_browser_that_nobody_chose_is_told_neither_customer_nor_partner(town: Town) -> None:
    deal_id = Registry(town).registered("rolf")
    vera = Visitor(town, "vera")

    for found in (vera.open("registrations", 1), vera.open("registration", deal_id)):
        assert "D-1: arm" in found.text
        for word in ("Metallbau", "Rolf", "80331"):
            assert word not in found.text


def happens(town: Town, what: str, days: int, **fields: str) -> None:
    wanted = {"company": CARLA["company"], "contact_email": CARLA["contact_email"], **fields}
    event = EventEntry(fields=wanted, what=what, happened_at=town.clock.now() + timedelta(days=days))
    command = of_deals.RecordEvents(by=town.person_id("vera"), vendor_id=1, events=(event,))
    assert town.do(command).code == "events_recorded"


@pytest.mark.rule("7.5")
def test_past_and_coming_events_stand_on_the_page_of_the_lead_and_of_the_registration(town: Town) -> None:
    happens(town, "Looked at the price list", -3)
    happens(town, "Booked the webinar", 9)
    happens(town, "Somebody else", -1, company="Huber GmbH", contact_email="otto@huber.example")
    deal_id = Registry(town).registered("rolf")
    lead_id = town.received_lead()

    for found in (page(town, "vera", deal_id), Visitor(town, "vera").on_own_device().open("open", lead_id)):
        assert "What the customer has planned 12 Mar 2026 Booked the webinar" in found.text
        assert "What the customer did 28 Feb 2026 Looked at the price list" in found.text
        assert "Somebody else" not in found.text


@pytest.mark.rule("7.5", "9.4")
def test_events_are_told_to_the_holder_and_the_vendor_not_to_the_agency_nor_before_the_pick(
    settle: Settle,
) -> None:
    town = settle(nordlicht())
    town.app = create_app(town.parts)
    happens(town, "Looked at the price list", -3)
    lead_id = town.offered_lead()

    assert "price list" not in Visitor(town, "rolf").on_own_device().open("open", lead_id).text
    town.picks("rolf", lead_id)
    assert "price list" in Visitor(town, "rolf").on_own_device().open("open", lead_id).text
    assert "price list" not in Visitor(town, "rolf").open("open", lead_id).text, "not in anybody's browser"
