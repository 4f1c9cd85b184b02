"""What needs Vera: leads, registrations and rewards in her week and on one page, of her own scope. Rulebook 8.3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.time_commands import AskTime
from app.web import create_app
from tests.databases import a_tabled_database
from tests.edges.visitor import Page, Visitor
from tests.rules.deals import Registry
from tests.rules.points import Ledger, with_rewards
from tests.rules.programmes import suedwind
from tests.rules.town import Town, a_town

pytestmark = [pytest.mark.rule("8.3", "1")]

PRESSING = {
    "D-1": "Rolf IT GmbH asks you to approve a registration, waiting for 6 days",
    "D-2": "Rita Systems Ltd asks to protect a registration for longer",
    "R-1": "Rolf IT GmbH asks for a reward, waiting for 6 days",
    "L-1": "Fields are missing, waiting for 6 days",
    "L-2": "Waits for your release, waiting for 6 days",
    "L-3": "The partner asks for more time",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Something of each kind that waits, a week ago, and what waits for nobody; looking changes none of it."""
    folder: Path = tmp_path_factory.mktemp("needing")
    town = a_town(a_tabled_database(folder), with_rewards())
    town.app = create_app(town.parts)
    town.received_lead(postcode="80331", need=None)
    town.submits("max", postcode="80335", company="Kessler Werke", contact_email="k@kessler.example")
    taken = town.taken_lead(by="rita", company="Ast AG", contact_email="a@ast.example", contact_phone="")
    until = town.clock.now() + timedelta(days=20)
    assert not town.do(AskTime(by=town.person_id("rita"), lead_id=taken, until=until)).refused
    registry, ledger = Registry(town), Ledger(town)
    registry.registered("rolf", company="Ofenbau Ost", website="ost.example")
    longer = registry.protected("rita", company="Huber KG", website="huber.example")
    assert not registry.asks_extension("rita", longer).refused
    registry.protected("rolf", company="Ilg KG", website="ilg.example")
    asked_more = registry.registered("rolf", company="Blum KG", website="blum.example")
    registry.asks_more("vera", asked_more)
    ledger.given(900)
    ledger.asked("rolf")
    town.load(suedwind())
    town.submits("max", postcode="20095", company="North AG", contact_email="n@north.example", contact_phone="")
    town.time_passes("2026-03-09 07:30")
    yield town
    town.parts.database.dispose()


def page(town: Town, name: str, vendor_id: int = 1, query: str = "", *, at_home: bool = True) -> Page:
    visitor = Visitor(town, name).on_own_device() if at_home else Visitor(town, name)
    return visitor.go(f"/a/{town.token(name, 'needing', vendor_id)}{query}")


def cards(found: Page) -> dict[str, str]:
    """Return what is said of each thing, by its number."""
    words = [
        [" ".join(part.text_content().split()) for part in card] for card in found.tree.xpath("//li[@class='card']")
    ]
    return {title.partition(":")[0]: why for title, why, *_ in words}


def week(town: Town, name: str) -> dict[str, Any]:
    return town.post_to(name, "week_manager").context


def test_veras_page_has_everything_that_waits_for_her_and_nothing_else(town: Town) -> None:
    """Not there: what is protected, what the partner was asked back about, and the north's lead."""
    assert cards(page(town, "vera")) == PRESSING


def test_max_sees_the_norths_lead_too_and_nina_only_that_one(town: Town) -> None:
    assert set(cards(page(town, "max"))) == {*PRESSING, "L-4"}
    assert set(cards(page(town, "nina"))) == {"L-4"}


def test_veras_week_has_a_section_of_what_partners_asked_and_one_link_to_all(town: Town) -> None:
    context = week(town, "vera")

    assert [(row["ref"], row["asks"], row["days"]) for row in context["decisions"]] == [
        ("D-1", "approval", 6), ("D-2", "more_time", 0), ("R-1", "reward", 6),
    ]  # fmt: skip
    assert (context["decisions_total"], context["needs_you_total"]) == (3, 3)
    assert "needing" in [action["wish"] for action in context["actions"]]


def test_each_row_leads_to_the_page_that_decides_it(town: Town) -> None:
    at_home = Visitor(town, "vera").on_own_device()
    found = page(town, "vera").tree

    for ref, button in (("D-1", "Approve"), ("R-1", "Reject"), ("L-2", "Release"), ("L-3", "Grant more time")):
        (link,) = found.xpath(f"//li[@class='card'][h2[starts-with(., '{ref}:')]]//a/@href")
        assert button in at_home.go(str(link)).text


@pytest.mark.rule("9.1")
def test_a_browser_that_vera_did_not_choose_reads_no_customer_and_no_partner(town: Town) -> None:
    found = page(town, "vera", at_home=False)

    assert set(cards(found)) == set(PRESSING)
    for word in ("Kessler", "Ast AG", "Muster", "Ofenbau", "Huber", "MDF", "Rolf IT", "Rita Systems"):
        assert word not in found.response.text


@pytest.mark.rule("9.4")
def test_who_looks_after_nothing_there_has_no_such_page(town: Town) -> None:
    for name, vendor_id in (("rolf", 1), ("quentin", 1), ("eve", 1), ("vera", 2)):
        assert page(town, name, vendor_id).status == 404
    assert cards(page(town, "dora")) == {}
    assert "Nothing needs you at the moment." in page(town, "eve", 2).text


def test_a_long_list_comes_in_parts_and_what_partners_asked_stands_on_the_first(town: Town) -> None:
    for number in range(31):
        town.submits("eve", vendor_id=2, need=None, company=f"Firm {number}", contact_email=f"a@f{number}.example")

    first, second = page(town, "eve", 2), page(town, "eve", 2, "?from=30")

    assert (len(cards(first)), len(cards(second))) == (30, 1)
    assert "1 to 30 of 31" in first.text
