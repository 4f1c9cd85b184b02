"""A lead goes into other hands: the vendor's own, another partner's, a colleague's. Rulebook 6.3 and 1."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State, Status
from app.service.outcome import Outcome
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin


def taken_over(town: Town) -> int:
    """Return a lead that Vera has taken from Rolf on Tuesday, 3 March, at 10:00; it is warm."""
    lead_id = town.taken_lead()
    assert town.do(do.TakeOverLead(by=town.person_id("vera"), lead_id=lead_id)).code == "taken_over"
    return lead_id


def assigns(town: Town, lead_id: int, slug: str, by: str = "vera") -> Outcome:
    command = do.AssignLead(by=town.person_id(by), lead_id=lead_id, reseller_id=town.reseller_id(slug))
    return town.do(command)


def hands_over(town: Town, lead_id: int, to: str, by: str = "rolf") -> Outcome:
    return town.do(do.HandOverLead(by=town.person_id(by), lead_id=lead_id, person_id=town.person_id(to)))


@pytest.mark.rule("6.3")
def test_a_lead_that_vera_takes_over_is_nobodys_but_hers(town_on_both: Town) -> None:
    """Seen failing when the company stayed written on the lead: Rolf's numbers and locks still counted it."""
    town = town_on_both
    lead_id = taken_over(town)

    lead = town.lead(lead_id)
    assert (lead.state, lead.holder_id, lead.owner_id) == (State.TAKEN_OVER, None, town.person_id("vera"))
    assert town.offers(lead_id)["rolf-it"] == "barred"
    assert town.reports("rolf", lead_id).code == "not_permitted"
    assert town.picks("rita", lead_id).code == "not_on_offer"


@pytest.mark.rule("6.3")
def test_vera_reports_herself_up_to_the_win(town: Town) -> None:
    lead_id = taken_over(town)

    assert town.reports("vera", lead_id, Status.CONTACTED).code == "feedback"
    assert town.reports("vera", lead_id, Status.QUOTED, amount_cents=1_250_000).code == "feedback"
    assert town.lead(lead_id).state == State.TAKEN_OVER
    assert town.reports("vera", lead_id, Status.WON, amount_cents=1_200_000).code == "feedback"

    lead = town.lead(lead_id)
    assert (lead.state, lead.amount_cents, lead.step_at) == (State.WON, 1_200_000, None)
    assert [feedback.reseller_id for feedback in town.feedbacks(lead_id)] == [None] * 3
    assert town.posts_to("vera", "feedback_receipt") == [], "nobody needs a receipt of their own words"


@pytest.mark.rule("6.3")
def test_the_owner_reads_what_somebody_else_of_the_vendor_reports(town: Town) -> None:
    lead_id = taken_over(town)

    assert town.reports("max", lead_id, Status.CONTACTED).code == "feedback"

    assert town.post_to("vera", "feedback_receipt").context["reseller"] == "Nordlicht Robotics GmbH"


@pytest.mark.rule("6.3")
def test_vera_undoes_her_own_word_and_the_lead_is_still_hers(town: Town) -> None:
    lead_id = taken_over(town)
    before = town.everything_of(lead_id)
    town.reports("vera", lead_id, Status.LOST, reason="price")

    assert town.undoes("vera", lead_id).code == "undone"

    assert town.everything_of(lead_id) == before
    assert town.undoes("vera", lead_id).code == "already_done"


@pytest.mark.rule("4.5")
@pytest.mark.rule("6.3")
def test_what_vera_took_over_does_not_lie_still_but_locks_nobody(town: Town) -> None:
    """Warm: a first word within three working days, so she is reminded from the morning before, Thursday, on."""
    lead_id = taken_over(town)
    assert town.lead(lead_id).due_at == berlin("2026-03-06 17:00")

    town.time_passes(berlin("2026-03-05 09:00") - MINUTE)
    assert town.posts_to("vera", "feedback_due") == []
    town.time_passes("2026-03-05 09:00")
    assert len(town.posts_to("vera", "feedback_due")) == 1
    town.days_pass("2026-03-09 09:01")
    assert len(town.posts_to("vera", "feedback_due")) == 3
    assert town.post_to("vera", "feedback_due").context["locked"] is False

    assert town.picks("rolf", town.offered_lead()).code == "picked"


@pytest.mark.rule("6.3")
def test_nothing_is_taken_over_twice(town: Town) -> None:
    lead_id = taken_over(town)

    assert town.do(do.TakeOverLead(by=town.person_id("max"), lead_id=lead_id)).code == "wrong_state"


@pytest.mark.rule("6.3")
@pytest.mark.parametrize("worked", [False, True])
def test_vera_gives_rolfs_lead_to_rita_and_both_are_told(town_on_both: Town, worked: bool) -> None:
    town = town_on_both
    lead_id = town.taken_lead()
    if worked:
        town.reports("rolf", lead_id, Status.QUOTED, amount_cents=100_000)
    town.clock.advance(timedelta(hours=1))

    assert assigns(town, lead_id, "rita-systems").code == "assigned"

    lead = town.lead(lead_id)
    assert (lead.state, lead.holder_id) == (State.PICKED, town.reseller_id("rita-systems"))
    assert (lead.amount_cents, lead.status, lead.picked_at) == (None, None, town.clock.now())
    assert town.offers(lead_id) == {"rolf-it": "barred", "rita-systems": "picked"}
    assert town.post_to("rolf", "done").context["code"] == "lead_left"
    assert town.post_to("rita", "lead_picked").context["assigned_by"] == "Vera Vogt"
    assert town.reports("rolf", lead_id).refused


@pytest.mark.rule("6.3")
def test_what_rita_gives_back_then_is_not_offered_to_rolf_again(town: Town) -> None:
    lead_id = town.taken_lead()
    assigns(town, lead_id, "rita-systems")

    town.gives_back("rita", lead_id)

    assert "rolf-it" not in town.asked(lead_id)
    assert "rita-systems" not in town.asked(lead_id)


@pytest.mark.rule("6.3")
def test_vera_hands_on_what_she_had_taken_over(town: Town) -> None:
    lead_id = taken_over(town)

    assert assigns(town, lead_id, "rita-systems").code == "assigned"

    assert town.lead(lead_id).holder_id == town.reseller_id("rita-systems")
    assert town.reports("vera", lead_id).code == "not_permitted"


@pytest.mark.rule("6.3")
def test_giving_a_lead_to_who_has_it_changes_nothing(town: Town) -> None:
    lead_id = town.taken_lead()
    before = town.everything_of(lead_id)

    assert assigns(town, lead_id, "rolf-it").code == "already_done"
    assert town.everything_of(lead_id) == before


@pytest.mark.rule("6.3")
@pytest.mark.parametrize("by", ["rolf", "nina", "dora"])
def test_nobody_but_the_owners_side_gives_a_lead_to_another_partner(town: Town, by: str) -> None:
    lead_id = town.taken_lead()

    assert assigns(town, lead_id, "rita-systems", by=by).code == "not_permitted"


@pytest.mark.rule("6.3")
def test_a_closed_lead_is_given_to_nobody(town: Town) -> None:
    lead_id = town.taken_lead()
    town.reports("rolf", lead_id, Status.WON, amount_cents=100_000)

    assert assigns(town, lead_id, "rita-systems").code == "wrong_state"


@pytest.mark.rule("6.3")
def test_the_letter_about_silence_offers_to_give_the_lead_to_the_best_of_the_others(town: Town) -> None:
    lead_id = town.taken_lead()
    town.reports("rolf", lead_id)

    town.time_passes("2026-03-31 17:00")

    offered = town.post_to("vera", "holder_silent").context["candidates"]
    assert [row["reseller"] for row in offered] == ["Rita Systems Ltd", "Sam Solo", "Tina Tec AG"]


@pytest.mark.rule("5.4")
def test_the_customer_reads_only_of_the_partner_who_will_call(settle: Settle) -> None:
    town = settle(nordlicht(customer_mail=True))
    lead_id = town.taken_lead(consent=True, contact_email="carla@metallbau-muster.example")

    assigns(town, lead_id, "rita-systems")

    waiting = [post.context["person"] for post in town.posts_to("carla", "customer_intro")]
    assert waiting == ["Rita Reed"]


@pytest.mark.rule("1")
def test_rolf_hands_a_lead_on_to_ruth_and_its_deadline_stays(town: Town) -> None:
    lead_id = town.taken_lead()
    due_at = town.lead(lead_id).due_at

    assert hands_over(town, lead_id, "ruth").code == "handed_over"

    lead = town.lead(lead_id)
    assert (lead.picked_by, lead.holder_id) == (town.person_id("ruth"), town.reseller_id("rolf-it"))
    assert (lead.state, lead.due_at) == (State.PICKED, due_at)
    letter = town.post_to("ruth", "lead_picked").context
    assert (letter["assigned_by"], letter["contact_phone"]) == ("Rolf Rieger", "+49 89 12345678")
    assert town.post_to("vera", "done").context["code"] == "handed_over"
    assert town.reports("ruth", lead_id).code == "feedback"


@pytest.mark.rule("5.3")
def test_the_customer_reads_of_the_colleague_who_will_call(settle: Settle) -> None:
    """Seen failing: Carla read that Rolf would call, and her answers went to him, though Ruth had the lead."""
    town = settle(nordlicht(customer_mail=True))
    lead_id = town.taken_lead(consent=True)

    hands_over(town, lead_id, "ruth")

    (letter,) = town.posts_to("carla", "customer_intro")
    assert (letter.context["person"], letter.context["answers_to"]) == ("Ruth Rau", "ruth@rolf-it.example")
    assert letter.send_at == town.lead(lead_id).undo_until


@pytest.mark.rule("1")
def test_a_lead_is_handed_on_inside_the_company_only(town: Town) -> None:
    lead_id = town.taken_lead()

    assert hands_over(town, lead_id, "rita").code == "unknown"
    assert hands_over(town, lead_id, "vera").code == "unknown"
    assert hands_over(town, lead_id, "rolf").code == "already_done"
    assert hands_over(town, lead_id, "ruth", by="ruth").code == "not_permitted"
    assert town.lead(lead_id).picked_by == town.person_id("rolf")
