"""An approved customer is protected: the vendor neither offers nor works it. Rulebook 7.4 and 3.6."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State
from app.service.outcome import Outcome
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin

# Approved on Tuesday 3 March: ninety days later is Monday 1 June.
LAST_MINUTE = berlin("2026-06-01 23:59")


@pytest.mark.rule("7.4")
def test_the_protection_lasts_ninety_days_to_their_last_minute(registry: Registry) -> None:
    assert registry.until(registry.protected()) == LAST_MINUTE


@pytest.mark.rule("7.4")
def test_the_days_are_the_vendors_setting(settle: Settle) -> None:
    registry = Registry(settle(nordlicht(protection_days=30)))

    assert registry.until(registry.protected()) == berlin("2026-04-02 23:59")


@pytest.mark.rule("3.6", "7.4")
def test_vera_cannot_release_a_lead_of_a_protected_customer_until_the_last_minute_has_passed(
    town: Town, registry: Registry
) -> None:
    registry.protected("rolf")
    lead_id = town.received_lead()

    town.at(LAST_MINUTE)
    refused = town.releases("vera", lead_id)
    town.at(LAST_MINUTE + MINUTE)
    released = town.releases("vera", lead_id)

    assert refused.code == "protected"
    assert refused.facts["until"] == LAST_MINUTE.astimezone(town.clock.now().tzinfo).isoformat()
    assert released.code == "released"


@pytest.mark.rule("7.4")
def test_a_complete_lead_of_a_protected_customer_is_not_released_by_itself(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    Registry(town).protected("rolf")

    lead_id = town.received_lead()

    assert town.lead(lead_id).state == State.RECEIVED
    assert town.offers(lead_id) == {}


@pytest.mark.rule("7.4")
def test_what_is_on_offer_is_taken_off_the_market_and_nobody_can_pick_it(town: Town, registry: Registry) -> None:
    lead_id = town.offered_lead()

    registry.protected("rolf")

    assert town.lead(lead_id).state == State.RECEIVED
    assert town.asked(lead_id) == []
    assert town.picks("rita", lead_id).refused
    assert town.post_to("vera", "lead_received").lead_id == lead_id


@pytest.mark.rule("7.4")
def test_another_customers_offers_stay(town: Town, registry: Registry) -> None:
    huber = {"company": "Huber GmbH", "contact_email": "h@huber.example", "contact_phone": "", "postcode": "80333"}
    lead_id = town.offered_lead(**huber)

    registry.protected("rolf")

    assert town.lead(lead_id).state == State.OFFERED


@pytest.mark.rule("7.4")
def test_vera_cannot_protect_for_rolf_what_rita_works(town: Town, registry: Registry) -> None:
    town.taken_lead("rita")
    deal_id = registry.registered("rolf")

    assert registry.approves("vera", deal_id).code == "protected"


@pytest.mark.rule("7.4")
def test_vera_protects_for_rolf_what_rolf_works_and_cannot_take_it_over_or_recall_it(
    town: Town, registry: Registry
) -> None:
    lead_id = town.taken_lead("rolf")
    registry.protected("rolf")
    vera = town.person_id("vera")

    assert town.do(do.TakeOverLead(by=vera, lead_id=lead_id)).code == "protected"
    assert town.do(do.RecallLead(by=vera, lead_id=lead_id)).code == "protected"


@pytest.mark.rule("7.4")
def test_a_lead_that_rolf_gives_back_waits_for_vera_and_is_offered_to_nobody(town: Town, registry: Registry) -> None:
    lead_id = town.taken_lead("rolf")
    registry.protected("rolf")

    town.gives_back("rolf", lead_id)

    assert town.lead(lead_id).state == State.RECEIVED
    assert town.asked(lead_id) == []


@pytest.mark.rule("7.4")
def test_two_rivals_wait_and_only_one_is_protected(registry: Registry) -> None:
    rolfs, ritas = registry.registered("rolf"), registry.registered("rita")

    assert registry.approves("vera", rolfs).code == "approved"
    assert registry.approves("vera", ritas).code == "protected"


@pytest.mark.rule("7.4")
def test_two_rivals_approved_in_the_same_moment_are_never_both_protected(town_on_both: Town) -> None:
    """Seen failing: without the lock on the vendor's row, on PostgreSQL, both were approved."""
    registry = Registry(town_on_both)
    for number in range(5):
        names = {"company": f"Firma {number} GmbH", "website": f"firma{number}.example"}
        deals = [registry.registered("rolf", **names), registry.registered("rita", **names)]
        start, outcomes = Barrier(2), list[Outcome]()

        def approve(deal_id: int, start: Barrier = start, outcomes: list[Outcome] = outcomes) -> None:
            start.wait()
            outcomes.append(registry.approves("vera", deal_id))

        threads = [Thread(target=approve, args=(deal_id,)) for deal_id in deals]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(outcome.code for outcome in outcomes) == ["approved", "protected"]


@pytest.mark.rule("7.4")
def test_the_same_approval_arriving_twice_happens_once(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()

    assert registry.approves("vera", deal_id).code == "already_done"
    assert registry.until(deal_id) == LAST_MINUTE
