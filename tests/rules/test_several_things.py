"""One answer about several things: what is clear acts, as in a reply to each thing's own letter. Rulebook 2, 8.3."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.deal_lifecycle import DealState
from app.domain.lifecycle import State, Status
from app.domain.time_commands import AskTime
from app.store.journal import JournalEntry
from app.store.outbox import Post
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.points import Ledger, with_rewards
from tests.rules.post_office import PostOffice
from tests.rules.town import Town, berlin

pytestmark = [pytest.mark.rule("2"), pytest.mark.slow]
VERA, ROLF = "vera@nordlicht.example", "rolf@rolf-it.example"


@pytest.fixture
def town(settle: Settle) -> Town:
    """The usual town with a catalogue of rewards."""
    return settle(with_rewards())


def the_week(town: Town, name: str) -> Post:
    """Return the digest of somebody's week, as of now."""
    assert town.do(do.SendDigest(person_id=town.person_id(name))).code == "digest_sent"
    return town.post_to(name, f"week_{'manager' if name == 'vera' else 'reseller'}")


def mailed(town: Town) -> list[tuple[str, str]]:
    """Return what was wished by mail, and what came of it."""
    with town.looking() as session:
        rows = select(JournalEntry).where(JournalEntry.channel == "mail").order_by(JournalEntry.id)
        return [(entry.wish, entry.code) for entry in session.scalars(rows)]


def asked_about(town: Town, name: str) -> list[tuple[str, list[str]]]:
    """Return each question that asked back: the words, and the wishes on its buttons."""
    posts = [post.context for post in town.posts_to(name, "not_understood")]
    return [(one["words"], [action["wish"] for action in one["actions"]]) for one in posts]


@pytest.fixture
def week(town: Town) -> Post:
    """Vera's week: D-1 and D-2 wait for her, and R-1; L-1 and L-2 were not released yet."""
    town.at("2026-03-09 07:30")
    registry, ledger = Registry(town), Ledger(town)
    registry.registered("rolf")
    registry.registered("rita", company="Probe KG", website="probe.example")
    ledger.given(400)
    ledger.asked()
    for company in ("Eins", "Zwei"):
        town.received_lead(company=company, contact_email=f"a@{company.lower()}.example")
    return the_week(town, "vera")


def test_vera_answers_her_week_with_one_mail(town: Town, post_office: PostOffice, week: Post) -> None:
    post_office.writes(VERA, "D-1 genehmigt, D-2 abgelehnt, ist schon unser Kunde\nR-1 ok, 2 freigeben", answering=week)

    registry = Registry(town)
    assert mailed(town) == [
        ("release", "released"), ("approve", "approved"), ("reject", "rejected"),
        ("approve_redemption", "redemption_approved"),
    ]  # fmt: skip
    assert registry.deal(2).note == "abgelehnt, ist schon unser Kunde"
    assert [town.lead(number).state for number in (1, 2)] == [State.RECEIVED, State.OFFERED]
    assert asked_about(town, "vera") == []


def test_what_is_not_clear_is_asked_about_with_its_own_buttons_and_the_others_act(
    town: Town, post_office: PostOffice, week: Post
) -> None:
    post_office.writes(VERA, "Hallo,\nD-1 approved, D-2 hm, D-99 ok, 7 freigeben", answering=week)

    assert Registry(town).deal(1).state == DealState.PROTECTED
    assert Registry(town).deal(2).state == DealState.REVIEW
    assert asked_about(town, "vera") == [
        ("D-2 hm", ["approve", "ask_more", "reject"]), ("D-99 ok", []), ("7 freigeben", ["release", "release"]),
    ]  # fmt: skip
    first = town.posts_to("vera", "not_understood")[0]
    assert first.context["actions"][0]["argument"]["lead_of_button"] == "D-2"


def test_a_rival_and_a_partner_decide_nothing_and_a_decision_is_not_made_twice(
    town: Town, post_office: PostOffice, week: Post
) -> None:
    post_office.writes(ROLF, "D-1 genehmigt, D-2 genehmigt, R-1 ok", answering=the_week(town, "rolf"))
    assert {Registry(town).deal(number).state for number in (1, 2)} == {DealState.REVIEW}
    assert Ledger(town).requests()[0].state == "asked_for"

    for words in ("D-1 genehmigt", "D-1 approved"):
        post_office.writes(VERA, words, answering=week)
    assert mailed(town)[-2:] == [("approve", "approved"), ("approve", "already_done")]


def test_a_number_beyond_the_list_is_asked_about_and_the_others_act(town: Town, post_office: PostOffice) -> None:
    """Seen failing where one wrong number left the whole answer undone."""
    for company in ("Eins", "Zwei"):
        town.picks("rolf", town.offered_lead(company=company, contact_email=f"a@{company.lower()}.example"))
    third = town.offered_lead(company="Drei", contact_email="a@drei.example")
    town.at("2026-03-09 07:30")

    post_office.writes(ROLF, f"1 kontaktiert, 9 gewonnen 8k, L-{third} nehme ich", answering=the_week(town, "rolf"))

    assert [town.lead(number).status for number in (1, 2)] == [Status.CONTACTED, None]
    (question,) = town.posts_to("rolf", "not_understood")
    assert question.context["words"] == "9 gewonnen 8k"
    assert (question.context["hint"], question.context["about"]) == ("no_such_number", "9")
    assert [(one["object_id"], one["option"]) for one in question.context["actions"]] == [(2, "won")]
    assert mailed(town)[-1] == ("pick", "locked")  # as a press of its button would have been refused


def test_a_day_that_no_calendar_has_is_asked_back_and_said_to_be_none(town: Town, post_office: PostOffice) -> None:
    lead_id = town.taken_lead()

    post_office.writes(ROLF, "Termin am 31.2. um 10 Uhr", answering=town.post_to("rolf", "lead_picked"))

    question = town.post_to("rolf", "not_understood").context
    assert (question["hint"], question["about"]) == ("no_such_day", "31.2.")
    assert ("feedback", "appointment") in [(one["wish"], one["option"]) for one in question["actions"]]
    assert town.lead(lead_id).status is None


def test_a_value_for_all_of_a_list_is_told_how_to_be_said(town: Town, post_office: PostOffice) -> None:
    for company in ("Eins", "Zwei"):
        town.received_lead(company=company, contact_email=f"a@{company.lower()}.example", temperature="")
    town.at("2026-03-09 07:30")

    post_office.writes(VERA, "alle warm", answering=the_week(town, "vera"))

    assert town.post_to("vera", "not_understood").context["hint"] == "each_number"


def test_vera_grants_in_her_week_the_time_that_rolf_asked_for(town: Town, post_office: PostOffice) -> None:
    for company in ("Eins", "Zwei"):
        town.picks("rolf", town.offered_lead(company=company, contact_email=f"a@{company.lower()}.example"))
    until = {lead_id: berlin(f"2026-03-2{lead_id} 17:00") for lead_id in (1, 2)}
    for lead_id, at in until.items():
        assert town.do(AskTime(by=town.person_id("rolf"), lead_id=lead_id, until=at)).code == "time_asked"
    town.at("2026-03-09 07:30")

    post_office.writes(VERA, "2 genehmigt", answering=the_week(town, "vera"))

    assert mailed(town) == [("grant_time", "time_granted")]
    assert [town.lead(lead_id).asked_until is None for lead_id in until] == [False, True]
