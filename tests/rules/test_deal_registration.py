"""A partner registers its own prospect, and learns at once whether it is free, never by whom. Rulebook 7.1 to 7.3."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.deal import DealStep
from app.domain.deal_lifecycle import DealState
from tests.rules.deals import Registry
from tests.rules.town import MINUTE, Town, berlin

ELSEWHERE: dict[str, Any] = {"website": "", "contact_email": "", "postcode": "20095", "city": "Hamburg"}


@pytest.mark.rule("7.1")
def test_rolf_registers_and_both_sides_have_a_mail_at_once(town: Town, registry: Registry) -> None:
    outcome = registry.registers("rolf")

    assert outcome.code == "registered_free"
    assert [post.kind for post in town.posts_to("rolf")] == ["deal_registered"]
    assert [post.kind for post in town.posts_to("vera")] == ["deal_review"]


@pytest.mark.rule("7.1")
def test_a_registration_without_a_customer_is_refused_and_nothing_is_kept(town: Town, registry: Registry) -> None:
    outcome = registry.registers("rolf", company="  ")

    assert outcome.code == "no_customer"
    assert registry.count() == 0
    assert town.posts_to("vera") == []


@pytest.mark.rule("7.1")
@pytest.mark.parametrize("name", ["vera", "max", "dora", "quentin"])
def test_only_partners_register(registry: Registry, name: str) -> None:
    assert registry.registers(name).code == "not_permitted"
    assert registry.count() == 0


@pytest.mark.rule("7.2")
def test_a_customer_protected_for_rolf_is_taken_for_rita_and_she_does_not_learn_by_whom(
    town: Town, registry: Registry
) -> None:
    registry.protected("rolf")

    outcome = registry.registers("rita", company="Muster Metallbau", city="Munich")

    assert outcome.code == "registered_taken"
    assert "rolf" not in str(outcome.facts).casefold()
    assert "rolf" not in str(town.post_to("rita", "deal_registered").context).casefold()
    assert "Rolf IT GmbH" in str(town.post_to("vera", "deal_review").context["conflicts"])


@pytest.mark.rule("7.2")
def test_a_lead_that_rita_works_makes_the_customer_taken_for_rolf_and_in_review_for_herself(
    town: Town, registry: Registry
) -> None:
    town.taken_lead("rita")

    assert registry.registers("rolf").code == "registered_taken"
    assert registry.registers("rita").code == "registered_in_review"


@pytest.mark.rule("7.2")
@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"company": "Other", "website": "www.metallbau-muster.example/kontakt"}, "registered_taken"),
        ({"company": "Other", "website": "", "contact_email": "x@Metallbau-Muster.example"}, "registered_taken"),
        ({"company": "Other", "website": "", "contact_phone": "089 12345678"}, "registered_taken"),
        ({"company": "METALLBAU MUSTER", "website": ""}, "registered_taken"),
        ({"company": "Metallbau Muster AG", **ELSEWHERE}, "registered_in_review"),
        ({"company": "Metallbau Mustermann GmbH", "website": ""}, "registered_in_review"),
        ({"company": "Metallbau Mustermann GmbH", **ELSEWHERE}, "registered_free"),
        ({"company": "Bäckerei Huber", "website": ""}, "registered_free"),
    ],
)
def test_what_is_the_same_customer_and_what_may_be(
    town: Town, registry: Registry, fields: dict[str, Any], answer: str
) -> None:
    town.taken_lead("rita")

    assert registry.registers("rolf", **fields).code == answer


@pytest.mark.rule("7.2")
def test_two_customers_at_one_mail_provider_are_two(town: Town, registry: Registry) -> None:
    town.taken_lead("rita", contact_email="carla@gmx.de", contact_phone="", website="")

    fields = {"company": "Huber", "website": "", "contact_email": "huber@gmx.de"}
    assert registry.registers("rolf", **fields).code == "registered_free"


@pytest.mark.rule("7.3")
def test_vera_approves_and_a_second_time_changes_nothing(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()

    first, second = registry.approves("vera", deal_id), registry.approves("vera", deal_id)

    assert (first.code, second.code) == ("approved", "already_done")
    assert len(town.posts_to("rolf", "deal_approved")) == 1


@pytest.mark.rule("7.3")
@pytest.mark.parametrize("name", ["rita", "dora", "quentin", "rolf", "nina"])
def test_nobody_else_decides(registry: Registry, name: str) -> None:
    deal_id = registry.registered()

    assert registry.approves(name, deal_id).code in ("unknown", "not_permitted")
    assert registry.deal(deal_id).state == DealState.REVIEW


@pytest.mark.rule("7.3")
def test_a_rejection_needs_a_reason_and_tells_rolf(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()

    assert registry.rejects("vera", deal_id, None).code == "needs_reason"
    assert registry.rejects("vera", deal_id).code == "rejected"

    assert town.post_to("rolf", "deal_answered").context["reason"] == "existing_customer"
    assert registry.approves("vera", deal_id).code == "deal_over"


@pytest.mark.rule("7.3")
def test_a_question_goes_to_rolf_and_his_answer_starts_veras_time_anew(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()
    town.at("2026-03-04 10:00")
    registry.asks_more("vera", deal_id)

    town.at("2026-03-09 10:00")
    registry.supplies("rolf", deal_id)

    assert town.post_to("rolf", "deal_answered").context["note"] == "Who decides there?"
    assert town.post_to("vera", "deal_review").context["occasion"] == "supplied"
    assert registry.deal(deal_id).answer_by == berlin("2026-03-11 17:00")


@pytest.mark.rule("7.3")
def test_what_rolf_adds_may_not_take_the_customers_name_away(registry: Registry) -> None:
    deal_id = registry.registered()

    assert registry.supplies("rolf", deal_id, company="").code == "no_customer"
    assert registry.deal(deal_id).fields["company"] == "Metallbau Muster GmbH"


@pytest.mark.rule("7.3")
def test_two_working_days_without_an_answer_remind_vera_not_a_minute_sooner(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()  # on a Tuesday at ten
    due = berlin("2026-03-05 17:00")
    assert registry.deal(deal_id).answer_by == due

    town.time_passes(due - MINUTE)
    assert len(town.posts_to("vera", "deal_review")) == 1

    town.time_passes(due)
    assert town.post_to("vera", "deal_review").context["occasion"] == "reminder"


@pytest.mark.rule("7.3")
def test_two_more_days_and_max_hears_of_it_and_decides(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()
    town.time_passes("2026-03-05 17:00")

    town.time_passes(berlin("2026-03-09 17:00") - MINUTE)
    assert town.posts_to("max", "deal_review") == []
    town.time_passes("2026-03-09 17:00")

    assert town.post_to("max", "deal_review").context["occasion"] == "escalated"
    assert registry.approves("max", deal_id).code == "approved"


@pytest.mark.rule("7.3")
def test_a_decided_registration_reminds_nobody(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()
    registry.rejects("vera", deal_id)

    town.time_passes(town.clock.now() + timedelta(days=30))

    assert len(town.posts_to("vera", "deal_review")) == 1
    assert registry.deal(deal_id).step is None


@pytest.mark.rule("7.3")
def test_an_open_registration_always_has_a_next_step(town: Town, registry: Registry) -> None:
    deal_id = registry.registered()
    assert registry.deal(deal_id).step == DealStep.REMIND_REVIEWER
    registry.asks_more("vera", deal_id)
    assert registry.deal(deal_id).step == DealStep.REMIND_REGISTRANT

    town.time_passes("2026-03-10 09:00")

    assert len(town.posts_to("rolf", "deal_answered")) == 2
    assert registry.deal(deal_id).step == DealStep.REMIND_REGISTRANT


@pytest.mark.rule("7.1", "8.3")
@pytest.mark.parametrize("name", ["rolf", "ruth"])
def test_a_partners_week_leads_to_the_form(town: Town, name: str) -> None:
    town.time_passes("2026-03-09 08:00")

    links = [one for one in town.post_to(name, "week_reseller").context["actions"] if one["wish"] == "register"]
    assert [one["object_id"] for one in links] == [1]
