"""Taking a lead: who may, who wins, who is told. Rulebook 5.1 to 5.3, 5.6."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State, Status
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import MINUTE, START, Town, berlin


@pytest.mark.rule("5.1")
def test_the_last_place_of_the_cap_is_taken_and_the_next_pick_waits(town_on_both: Town) -> None:
    """The cap is two: Rolf takes two, and the third has to wait until he has answered for one."""
    town = town_on_both
    first, second, third = (town.offered_lead() for _ in range(3))

    assert town.picks("rolf", first).code == "picked"
    assert town.picks("rolf", second).code == "picked"
    outcome = town.picks("rolf", third)

    assert (outcome.code, outcome.refused) == ("full", True)
    assert outcome.facts == {"blocking": [first, second], "cap": 2}
    assert town.lead(third).state == State.OFFERED


@pytest.mark.rule("5.1")
def test_the_cap_is_the_companys_not_the_persons(town: Town) -> None:
    first, second, third = (town.offered_lead() for _ in range(3))
    town.picks("rolf", first)
    town.picks("ruth", second)

    assert town.picks("ruth", third).code == "full"


@pytest.mark.rule("5.1")
def test_the_cap_may_differ_by_level(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50, unworked_cap=1, unworked_cap_by_level={"gold": 2}))
    leads = [town.offered_lead() for _ in range(6)]

    assert [town.picks("rolf", lead_id).code for lead_id in leads[:3]] == ["picked", "picked", "full"]
    assert [town.picks("sam", lead_id).code for lead_id in leads[3:5]] == ["picked", "full"]


@pytest.mark.rule("5.1")
@pytest.mark.rule("6.3")
def test_one_answer_frees_one_place(town: Town) -> None:
    first, second, third = (town.offered_lead() for _ in range(3))
    town.picks("rolf", first)
    town.picks("rolf", second)

    town.reports("rolf", first, Status.NOT_REACHED)

    assert town.picks("rolf", third).code == "picked"


@pytest.mark.rule("5.1")
def test_only_whom_it_is_offered_to_can_take_it(town: Town) -> None:
    lead_id = town.offered_lead()

    for name in ("sam", "fred"):
        assert town.picks(name, lead_id).code == "unknown"
    for name in ("vera", "max", "dora", "quentin"):
        assert town.picks(name, lead_id).code == "not_permitted"
    assert town.lead(lead_id).state == State.OFFERED


@pytest.mark.rule("5.1")
@pytest.mark.parametrize("seen", ["received", "discarded"])
def test_what_is_not_on_offer_cannot_be_taken(town: Town, seen: str) -> None:
    lead_id = town.received_lead()
    if seen == "discarded":
        town.do(do.DiscardLead(by=town.person_id("vera"), lead_id=lead_id))

    assert town.picks("rolf", lead_id).refused
    assert town.lead(lead_id).state == seen


@pytest.mark.rule("5.2")
@pytest.mark.parametrize(("seconds", "minutes_late"), [(0, 0), (59, 0), (60, 1), (4 * 60, 4), (4 * 60 + 59, 4)])
def test_rita_reads_how_late_she_was_when_rolf_was_faster(town: Town, seconds: int, minutes_late: int) -> None:
    lead_id = town.offered_lead()
    town.picks("rolf", lead_id)

    town.clock.advance(timedelta(seconds=seconds))
    outcome = town.picks("rita", lead_id)

    assert (outcome.code, outcome.refused) == ("gone", True)
    assert outcome.facts["minutes_late"] == minutes_late
    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")


@pytest.mark.rule("5.2")
def test_rolfs_colleague_reads_that_the_company_has_it_already(town: Town) -> None:
    lead_id = town.taken_lead()

    assert town.picks("ruth", lead_id).code == "already_yours"
    assert town.lead(lead_id).picked_by == town.person_id("rolf")


@pytest.mark.rule("5.3")
def test_the_owner_and_the_reseller_are_told_and_the_customer_is_not(town_on_both: Town) -> None:
    """The customer's mail is off unless the vendor sets it (5.4)."""
    town = town_on_both
    lead_id = town.offered_lead()
    since = town.clock.advance(MINUTE)

    town.picks("rolf", lead_id)

    told = town.kinds_to(["rolf", "ruth", "vera", "nina", "max", "rita", "sam"], since)
    assert {name: kinds for name, kinds in told.items() if kinds} == {"rolf": ["lead_picked"], "vera": ["lead_taken"]}


@pytest.mark.rule("5.3", "3.2")
def test_a_field_that_the_list_calls_internal_is_not_in_the_partners_letter(town: Town) -> None:
    fields = dict(town.lead(town.received_lead()).fields) | {"remarks": "pays late"}
    for line, told in (("Interne Notiz: pays late", None), ("Notiz: pays late", "pays late")):
        command = do.SubmitLead(
            by=town.person_id("vera"),
            vendor_id=1,
            fields=fields,
            sources={"remarks": {"line": line}},
        )
        lead_id = town.do(command).lead_id or 0
        town.releases("vera", lead_id)
        town.picks("rolf", lead_id)

        facts = {row["name"]: row["value"] for row in town.post_to("rolf", "lead_picked").context["facts"]}
        assert facts.get("remarks") == told


@pytest.mark.rule("5.3")
def test_the_reseller_gets_every_detail_and_one_button_for_each_status(town: Town) -> None:
    outcome = town.do(
        do.SubmitLead(
            by=town.person_id("vera"), vendor_id=1, fields=dict(town.lead(town.received_lead()).fields),
            attachments=(("plan.pdf", "application/pdf", b"%PDF-1.4"),), remarks="Met her at the fair.",
        )
    )  # fmt: skip
    assert outcome.lead_id is not None
    town.releases("vera", outcome.lead_id)

    town.picks("rolf", outcome.lead_id)

    post = town.post_to("rolf", "lead_picked")
    said = post.context
    assert (said["company"], said["contact_name"]) == ("Metallbau Muster GmbH", "Carla Muster")
    assert (said["contact_phone"], said["contact_email"]) == ("+49 89 12345678", "carla@metallbau-muster.example")
    assert {row["name"]: row["value"] for row in said["facts"]}["street"] == "Lindenstraße 5"
    assert (said["need"], said["remarks"]) == ("Two arms for a mill.", "Met her at the fair.")
    assert [part["kind"] for part in post.attachments] == ["vcard", "calendar", "lead_attachment"]
    statuses = {action["option"] for action in said["actions"] if action["wish"] == "feedback"}
    assert statuses == set(Status)


@pytest.mark.rule("5.3")
def test_an_owner_is_the_channel_manager_of_the_leads_postcode(town: Town) -> None:
    """Nina looks after 1 and 2; Max and Vera hand in leads of hers."""
    of_nina = town.submits("max", postcode="20095")
    of_vera = town.submits("max", postcode="80331")
    handed_in_by_vera = town.submits("vera", postcode="20095")
    of_nobody = town.submits("vera", postcode="50667")

    owners = [town.lead(lead_id).owner_id for lead_id in (of_nina, of_vera, handed_in_by_vera, of_nobody)]
    assert owners == [town.person_id(name) for name in ("nina", "vera", "nina", "vera")]


@pytest.mark.rule("5.6")
def test_a_locked_company_still_sees_offers(town: Town) -> None:
    town.taken_lead()
    town.time_passes("2026-03-06 17:01")

    later = town.offered_lead()

    assert "rolf-it" in town.asked(later)
    assert len([post for post in town.posts_to("rolf", "lead_offer") if post.lead_id == later]) == 1


@pytest.mark.rule("5.6")
def test_the_lock_begins_a_minute_after_the_deadline_and_ends_with_the_answer(town_on_both: Town) -> None:
    town = town_on_both
    held = town.taken_lead()
    others = [town.offered_lead() for _ in range(2)]
    deadline = berlin("2026-03-06 17:00")

    town.time_passes(deadline)
    assert town.picks("rolf", others[0]).code == "picked", "to the minute is in time"
    town.time_passes(deadline + MINUTE)
    outcome = town.picks("rolf", others[1])
    assert (outcome.code, outcome.facts["blocking"]) == ("locked", [held])

    town.reports("rolf", held)
    assert town.picks("rolf", others[1]).code == "already_yours", "the pick went through with the answer"


@pytest.mark.rule("5.6")
def test_one_answer_is_not_enough_when_two_are_owed(town: Town) -> None:
    first, second = town.taken_lead(), town.taken_lead()
    wanted = town.offered_lead()
    town.time_passes("2026-03-06 17:01")

    assert town.picks("rolf", wanted).facts["blocking"] == [first, second]
    town.reports("rolf", first)
    assert town.picks("rolf", wanted).facts["blocking"] == [second]
    town.reports("rolf", second, Status.LOST, reason="price")
    assert town.picks("rolf", wanted).code == "already_yours", "the pick went through with the answer"


@pytest.mark.rule("5.6")
def test_ritas_company_is_not_locked_by_what_rolf_owes(town: Town) -> None:
    town.taken_lead()
    wanted = town.offered_lead()
    town.time_passes("2026-03-06 17:01")

    assert town.picks("rita", wanted).code == "picked"


@pytest.mark.rule("5.6")
def test_what_rolf_owes_one_vendor_does_not_lock_him_at_another(town: Town) -> None:
    town.load(suedwind())
    town.taken_lead()
    town.time_passes("2026-03-06 17:01")

    elsewhere = town.submits("eve", vendor_id=2)

    assert town.lead(elsewhere).state == State.OFFERED
    assert town.picks("rolf", elsewhere).code == "picked"


@pytest.mark.rule("4.5")
def test_a_lead_may_be_assigned_to_a_company_that_is_full(town: Town) -> None:
    """The cap is against picking greedily; the owner knows what they do."""
    first, second, third = (town.offered_lead() for _ in range(3))
    town.picks("rolf", first)
    town.picks("rolf", second)

    rolf = town.reseller_id("rolf-it")
    outcome = town.do(do.AssignLead(by=town.person_id("vera"), lead_id=third, reseller_id=rolf))

    assert outcome.code == "assigned"
    assert town.lead(third).picked_at == START
