"""A lead of a customer that a partner has registered: nobody else gets it, and that partner can. Rulebook 3.6, 7.4."""

from __future__ import annotations

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State, Status
from app.service.outcome import Outcome
from app.web import create_app
from tests.edges.visitor import Visitor
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.post_office import PostOffice
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town

ADDRESS = "vera@nordlicht.example"


def assigns(town: Town, lead_id: int, slug: str) -> Outcome:
    command = do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=town.reseller_id(slug))
    return town.do(command)


@pytest.mark.rule("3.6", "7.4")
@pytest.mark.parametrize("auto_release", [False, True])
def test_vera_reads_whose_customer_it_is_and_gives_it_to_that_partner(settle: Settle, auto_release: bool) -> None:
    """Seen: the first button was *release*, which was refused until the protection had ended; Rolf never got it."""
    town = settle(nordlicht(auto_release=auto_release))
    Registry(town).protected("rolf")

    lead_id = town.received_lead()

    letter = town.post_to("vera", "lead_received").context
    assert (letter["only_for"], letter["will_release"]) == ("Rolf IT GmbH", False)
    wishes = [action["wish"] for action in letter["actions"]]
    assert (wishes[0], letter["actions"][0]["primary"], "release" in wishes) == ("assign", True, False)
    assert assigns(town, lead_id, "rolf-it").code == "assigned"
    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")
    assert town.post_to("rolf", "lead_picked").context["assigned_by"] == "Vera Vogt"


@pytest.mark.rule("7.4")
def test_only_that_partner_gets_it_and_only_while_the_protection_lasts(town: Town) -> None:
    registry = Registry(town)
    until = registry.until(registry.protected("rolf"))
    lead_id = town.received_lead()

    assert assigns(town, lead_id, "rita-systems").code == "protected"
    town.at(until + MINUTE)
    assert assigns(town, lead_id, "rolf-it").code == "wrong_state", "then it is offered, and the first one takes it"
    assert town.releases("vera", lead_id).code == "released"


@pytest.mark.rule("7.4")
def test_a_lead_that_nobody_has_registered_is_offered_and_not_given(town: Town) -> None:
    lead_id = town.received_lead()

    assert assigns(town, lead_id, "rolf-it").code == "wrong_state"
    assert town.lead(lead_id).state == State.RECEIVED


@pytest.mark.slow
@pytest.mark.rule("7.4", "2")
@pytest.mark.parametrize("words", ["zuteilen an Rolf IT GmbH", "assign to Rolf IT GmbH"])
def test_vera_gives_it_by_the_word_that_the_letters_print(town: Town, post_office: PostOffice, words: str) -> None:
    Registry(town).protected("rolf")
    lead_id = town.received_lead()

    post_office.writes(ADDRESS, "freigeben", answering=town.post_to("vera", "lead_received"))
    refused = town.post_to("vera", "refused")
    assert [action["wish"] for action in refused.context["actions"]] == ["assign"]
    post_office.writes(ADDRESS, words, answering=refused)

    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")


@pytest.mark.slow
@pytest.mark.rule("7.4", "2")
def test_the_old_link_to_release_it_leads_on_to_giving_it(town: Town) -> None:
    town.app = create_app(town.parts)
    Registry(town).protected("rolf")
    lead_id = town.received_lead()
    vera = Visitor(town, "vera")

    page = vera.open("release", lead_id)

    assert (page.code, page.buttons) == ("protected", [])
    answer = vera.press(vera.go(page.link("Rolf IT GmbH")), "Rolf IT GmbH")
    assert answer.code == "assigned"
    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")


@pytest.mark.rule("7.4")
def test_vera_works_no_lead_herself_whose_customer_rolf_has_registered_since(town: Town) -> None:
    """Seen failing: she had taken it over, approved Rolf's registration, and went on reporting on it."""
    lead_id = town.taken_lead("rita")
    town.do(do.TakeOverLead(by=town.person_id("vera"), lead_id=lead_id))
    Registry(town).protected("rolf")

    assert town.reports("vera", lead_id, Status.CONTACTED).code == "protected"
    assert assigns(town, lead_id, "rolf-it").code == "assigned"
