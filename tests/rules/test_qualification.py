"""A lead that lacks something is never offered. Rulebook 3.4."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State
from app.domain.programme import MANDATORY
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import Town

BUTTONS_OF_A_WHOLE_LEAD = ["release", "edit", "to_agency", "discard"]

ANOTHER_CUSTOMER: dict[str, Any] = {
    "company": "Huber GmbH", "contact_email": "otto@huber.example", "contact_phone": "+498999999999",
}  # fmt: skip


def _without(name: str) -> dict[str, None]:
    # A country that nobody says would be read from the phone number. Source: rulebook 3.7.
    gone = {"contact_route": ("contact_email", "contact_phone"), "country": ("country", "contact_phone")}
    return dict.fromkeys(gone.get(name, (name,)))


@pytest.mark.rule("3.4")
@pytest.mark.parametrize("name", MANDATORY)
def test_a_lead_that_lacks_one_mandatory_field_is_not_offered(town: Town, name: str) -> None:
    lead_id = town.received_lead(**_without(name))

    outcome = town.releases("vera", lead_id)

    assert (outcome.code, outcome.facts["missing"]) == ("incomplete", [name])
    assert town.lead(lead_id).state == State.RECEIVED
    assert town.offers(lead_id) == {}


@pytest.mark.rule("3.4")
@pytest.mark.parametrize("left", ["contact_email", "contact_phone"])
def test_a_mail_address_or_a_phone_number_is_enough(town: Town, left: str) -> None:
    gone = {"contact_email", "contact_phone"} - {left}
    lead_id = town.received_lead(**dict.fromkeys(gone))

    assert town.releases("vera", lead_id).code == "released"


@pytest.mark.rule("3.4")
def test_the_forwarder_reads_what_was_read_what_is_missing_and_what_can_be_done(town: Town) -> None:
    town.received_lead(postcode=None, temperature=None)
    town.received_lead(**ANOTHER_CUSTOMER)

    lacking, whole = (post.context for post in town.posts_to("vera", "lead_received"))

    assert (lacking["complete"], lacking["missing"]) == (False, ["postcode", "temperature"])
    assert {row["name"]: row["value"] for row in lacking["fields"]}["company"] == "Metallbau Muster GmbH"
    assert [action["wish"] for action in lacking["actions"]] == ["edit", "to_agency", "discard"]
    assert (whole["complete"], whole["missing"]) == (True, [])
    assert [action["wish"] for action in whole["actions"]] == BUTTONS_OF_A_WHOLE_LEAD


@pytest.mark.rule("3.4")
def test_filling_the_gaps_shows_the_lead_again_ready_to_release(town: Town) -> None:
    lead_id = town.received_lead(postcode=None, temperature=None)

    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"postcode": "80331"}))
    assert town.post_to("vera", "lead_received").context["missing"] == ["temperature"]
    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"temperature": "warm"}))

    assert town.post_to("vera", "lead_received").context["complete"] is True
    assert town.releases("vera", lead_id).code == "released"


@pytest.mark.rule("3.4")
@pytest.mark.rule("3.5")
def test_who_does_not_say_how_warm_it_is_cannot_make_it_prettier(settle: Settle) -> None:
    """Where the vendor does not ask for a temperature, an unrated lead is treated as a cold one."""
    town = settle(nordlicht(mandatory=["company"]))
    lead_id = town.received_lead(temperature=None)

    town.releases("vera", lead_id)

    assert town.post_to("rolf", "lead_offer").context["temperature"] in ("", "cold")
    assert town.lead(lead_id).temperature == "cold"


@pytest.mark.rule("3.4")
def test_with_auto_release_a_complete_lead_goes_out_at_once_and_an_incomplete_one_waits(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))

    whole, lacking = town.received_lead(), town.received_lead(need=None, **ANOTHER_CUSTOMER)

    assert town.asked(whole) == ["rolf-it", "rita-systems"]
    assert town.offers(lacking) == {}
    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lacking, fields={"need": "A camera."}))
    assert town.asked(lacking) == ["rolf-it", "rita-systems"]


@pytest.mark.rule("3.4")
@pytest.mark.rule("4.4")
@pytest.mark.parametrize(("temperature", "at"), [("warm", "2026-03-09T08:00:00Z"), ("hot", None)])
def test_on_a_sunday_vera_reads_when_the_offers_go_out(settle: Settle, temperature: str, at: str | None) -> None:
    """The first is Rolf's, at nine on Monday in Berlin; a hot lead waits for nothing."""
    town = settle(nordlicht(auto_release=True))
    town.at("2026-03-08 21:40")

    lead_id = town.received_lead(temperature=temperature)

    told = town.post_to("vera", "lead_received").context
    first = min(post.send_at for name in ("rolf", "rita") for post in town.posts_to(name, "lead_offer"))
    assert (told["will_release"], told["goes_out_at"]) == (True, at)
    assert first == (datetime.fromisoformat(at) if at else town.clock.now())
    assert town.asked(lead_id) == ["rolf-it", "rita-systems"]


@pytest.mark.rule("3.4")
@pytest.mark.rule("4.4")
def test_releasing_on_a_sunday_says_the_same(town: Town) -> None:
    town.at("2026-03-08 21:40")

    released = town.releases("vera", town.received_lead())

    assert released.facts["goes_out_at"] == "2026-03-09T08:00:00+00:00"
    (row,) = town.post_to("vera", "done").context["facts"]
    assert (row["name"], row["value"]) == ("goes_out_at", "2026-03-09T08:00:00+00:00")


@pytest.mark.rule("3.4")
def test_a_discarded_lead_can_be_had_back(town: Town) -> None:
    lead_id = town.received_lead()
    town.do(do.DiscardLead(by=town.person_id("vera"), lead_id=lead_id))
    assert town.releases("vera", lead_id).refused

    assert town.undoes("vera", lead_id).code == "reopened"
    assert town.releases("vera", lead_id).code == "released"


@pytest.mark.rule("3.4")
def test_what_is_on_offer_is_not_edited_behind_the_resellers_backs(town: Town) -> None:
    lead_id = town.offered_lead()

    outcome = town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"product": "vision"}))

    assert (outcome.code, outcome.refused) == ("wrong_state", True)
    assert town.lead(lead_id).fields["product"] == "arm"


@pytest.mark.rule("3.4")
def test_only_the_vendors_people_hand_leads_in(town: Town) -> None:
    before = town.all_rows()["leads"]

    for name in ("rolf", "ruth", "dora"):
        command = do.SubmitLead(by=town.person_id(name), vendor_id=1, fields={"company": "Muster"})
        assert town.do(command).code == "not_permitted"

    assert town.all_rows()["leads"] == before
