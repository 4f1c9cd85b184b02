"""A dead address is told once, its company is passed over, and whoever writes again gets mail again. Rulebook 9.3."""

from __future__ import annotations

import pytest

from app.domain import commands as do
from tests.rules.post_office import PostOffice
from tests.rules.town import Town

RITA = "rita@rita-systems.example"


def bounces(town: Town, name: str, number: int = 0) -> str:
    address = town.person(name).address
    return town.do(do.ReportBounce(address=address, reason=f"550 5.1.1 User unknown {number}")).code


@pytest.mark.rule("9.3")
def test_vera_is_told_once_and_whether_anybody_is_left_at_the_company(town: Town) -> None:
    assert bounces(town, "ruth") == "bounced"
    assert bounces(town, "rita") == "bounced"
    assert bounces(town, "rita", 1) == "already_done"

    told = [post.context for post in town.posts_to("vera", "delivery_failed")]
    assert [(context["person"], context["is_last"]) for context in told] == [("Ruth Rau", False), ("Rita Reed", True)]


@pytest.mark.rule("9.3", "4.2")
def test_a_company_that_nobody_reaches_is_not_asked(town: Town) -> None:
    bounces(town, "rita")

    assert "rita-systems" not in town.asked(town.offered_lead(temperature="hot"))


@pytest.mark.rule("9.3")
def test_whoever_writes_again_gets_mail_again_the_answer_first(town: Town, post_office: PostOffice) -> None:
    lead_id = town.offered_lead(temperature="hot")
    offer = town.post_to("rita", "lead_offer")
    bounces(town, "rita")

    post_office.writes(RITA, "take", answering=offer)

    assert town.person("rita").bounced_at is None
    assert town.lead(lead_id).picked_by == town.person_id("rita")
    assert town.post_to("rita", "lead_picked").lead_id == lead_id
    assert [entry.code for entry in town.journal() if entry.wish == "reachable"] == ["reachable"]


@pytest.mark.rule("9.3", "9.2")
def test_a_forged_mail_brings_no_address_back_to_life(town: Town, post_office: PostOffice) -> None:
    town.offered_lead(temperature="hot")
    offer = town.post_to("rita", "lead_offer")
    bounces(town, "rita")

    post_office.writes(RITA, "take", answering=offer, proof="dmarc=fail")

    assert town.person("rita").bounced_at is not None
