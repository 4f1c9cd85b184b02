"""Law 9: a vendor is a tenant, and before the pick nobody learns who the customer is. Rulebook 4.3, 9.1, 9.4."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.lifecycle import Status
from app.domain.people import Vendor
from app.domain.permissions import LEAD_PERMISSIONS
from app.domain.time_commands import DeclineEntry
from app.domain.wishes import Answers, command_of
from app.service.outcome import Origin
from app.service.queries.needing import leads_needing
from app.service.queries.programme import programme_text
from app.service.queries.scope import Scope
from app.service.queries.week import Week
from app.service.queries.wish_page import LOOKING
from app.store import raw_mail
from app.tokens import WISHES
from app.web import create_app
from tests.databases import a_tabled_database
from tests.rules.programmes import suedwind
from tests.rules.town import CARLA, Town, a_town

pytestmark = [pytest.mark.rule("9.4"), pytest.mark.slow]

FOREIGNERS = ("eve", "erik", "emil")
LEAD_WISHES = sorted({wish for _, wish in LEAD_PERMISSIONS})
LINKED_WISHES = [wish for wish in LEAD_WISHES if wish in WISHES]
HERS = ("Carla", "Muster", "metallbau", "carla@", "12345678", "Lindenstraße", "80331")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Two vendors, each with a lead on offer, and Rolf a partner of both."""
    found = a_town(a_tabled_database(tmp_path))
    found.load(suedwind())
    return found


def _command(town: Town, name: str, wish: str, lead_id: int) -> do.Command:
    if wish == "decline_entry":  # a calendar's answer, which comes by mail only
        return DeclineEntry(by=town.person_id(name), lead_id=lead_id)
    options = {
        "feedback": "contacted",
        "assign": str(town.reseller_id("rita-systems")),
        "remind": "3",
        "merge": "1",
        "undo_files": "1",
    }
    option = (options | {"hand_over": str(town.person_id("ruth"))}).get(wish, "")
    answers = Answers(reason="capacity", note="words", fields={"need": "mine now"})
    return command_of(wish, town.person_id(name), lead_id, option, answers)


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("wish", LEAD_WISHES)
def test_another_vendors_people_can_wish_nothing_of_a_lead_and_learn_nothing(town: Town, wish: str) -> None:
    offered, taken = town.offered_lead(), town.taken_lead()

    for lead_id in (offered, taken):
        before = town.everything_of(lead_id)
        for name in FOREIGNERS:
            outcome = town.do(_command(town, name, wish, lead_id))
            assert (outcome.code, outcome.facts) == ("unknown", {})
        assert town.everything_of(lead_id) == before


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("wish", [*LINKED_WISHES, LOOKING])
def test_a_link_of_another_vendors_person_shows_the_page_of_no_lead_at_all(town: Town, wish: str) -> None:
    """Such a link is never sent; were one made, it would answer to the byte as if the lead did not exist."""
    lead_id = town.taken_lead()
    client = create_app(town.parts).test_client()
    option = {"feedback": "contacted", "assign": "1", "remind": "3", "extend": "5", "hand_over": "1", "merge": "1"}.get(
        wish, ""
    )

    def page(name: str, object_id: int) -> tuple[int, str]:
        answer = client.get(f"/a/{town.token(name, wish, object_id, option)}")
        return answer.status_code, re.sub('nonce="[^"]+"', "", answer.text)

    for name in FOREIGNERS:
        assert page(name, lead_id) == page(name, 987_654)
        assert page(name, lead_id)[0] == 404


READ_MODELS: dict[str, Callable[[Week], object]] = {
    "leads": lambda week: [lead.id for lead in week.leads],
    "figures": lambda week: week.figures.leads_in,
    "waiting": lambda week: leads_needing(week.session, week.scope, week.now, 10),
    "partners": lambda week: week.partners(),
    "pipeline": lambda week: week.pipeline_cents(),
    "by week": lambda week: [count for _, count in week.leads_by_week(4) if count],
}


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("model", READ_MODELS)
def test_no_read_model_of_the_week_counts_another_vendors_leads(town: Town, model: str) -> None:
    """Everything happens at one vendor; whoever reads for the other sees exactly what they saw before."""

    def seen() -> list[object]:
        with town.looking() as session:
            people = [town.person(name) for name in FOREIGNERS]
            scopes = [scope for person in people for scope in Scope.scopes_of(session.merge(person, load=False))]
            return [READ_MODELS[model](Week(session, scope, now)) for scope in scopes]

    now = town.clock.now() + timedelta(days=40)
    before = seen()
    town.received_lead()
    town.offered_lead()
    town.taken_lead()
    won = town.taken_lead(by="rita")
    town.reports("rita", won, Status.WON, amount_cents=100_000)

    assert len(before) == len(FOREIGNERS)
    assert seen() == before


@pytest.mark.rule("9.4")
def test_what_a_vendor_shows_of_its_programme_is_its_own(town: Town) -> None:
    with town.looking() as session:
        shown = {vendor.slug: programme_text(session, vendor) for vendor in session.scalars(select(Vendor))}

    assert "suedwind" not in shown["nordlicht"]
    assert "emil-edv" not in shown["nordlicht"]
    assert "vera@" not in shown["suedwind"]


@pytest.mark.rule("9.4")
def test_a_lead_cannot_be_assigned_to_another_vendors_company(town: Town) -> None:
    lead_id = town.offered_lead()
    command = do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=town.reseller_id("emil-edv"))

    assert town.do(command).code == "unknown"


@pytest.mark.rule("4.3")
def test_no_letter_to_anybody_who_has_not_taken_it_names_the_customer(town: Town) -> None:
    """The lead goes through everything that can happen to it, and all letters to resellers without it are read."""
    need = "Carla Muster of Metallbau Muster, Lindenstraße 5, 80331, +498912345678, carla@metallbau-muster.example"
    lead_id = town.offered_lead(temperature="hot", need=f"We need arms. {need}", remarks=need)
    for name in ("rolf", "rita"):
        assert town.picks(name, lead_id).code == "picked"
        for other in ("sam", "tina", "rita", "rolf"):
            town.picks(other, lead_id)
        town.reports(name, lead_id, Status.NOT_REACHED)
        town.gives_back(name, lead_id)
    town.declines("sam", lead_id)
    town.do(do.WidenOffer(by=town.person_id("vera"), lead_id=lead_id))
    town.days_pass("2026-03-16 10:00", timedelta(hours=12))

    letters = [post for name in ("sam", "tina", "ruth", "fred") for post in town.posts_to(name)]
    letters += [post for name in ("rolf", "rita") for post in town.posts_to(name) if post.kind == "lead_offer"]
    assert {post.kind for post in letters} >= {"lead_offer", "week_reseller"}
    for post in letters:
        _assert_veiled(json.dumps(post.context, ensure_ascii=False), post.kind)


@pytest.mark.rule("4.3")
@pytest.mark.rule("5.2")
def test_no_answer_by_mail_to_the_one_who_was_late_names_the_customer(town: Town) -> None:
    lead_id = town.taken_lead()
    wishes: list[do.Command] = [
        do.PickLead(by=town.person_id("rita"), lead_id=lead_id),
        do.DeclineOffer(by=town.person_id("rita"), lead_id=lead_id, reason="capacity"),
        do.AskBack(by=town.person_id("rita"), words="What?", lead_id=lead_id),
        do.HoldWish(
            person_id=town.person_id("rita"), raw_mail_id=1, asked_for="pick", words="take", from_address="x@y.example",
            lead_id=lead_id,
        ),
    ]  # fmt: skip
    _a_raw_mail(town)

    for number, wish in enumerate(wishes):
        town.parts.door.handle(wish, Origin("mail", f"late {number}"))

    answers = town.posts_to("rita")
    assert {post.kind for post in answers} >= {"lead_gone", "confirm_wish"}
    for post in answers:
        _assert_veiled(json.dumps(post.context, ensure_ascii=False), post.kind)


def _a_raw_mail(town: Town) -> None:
    with town.parts.new_work() as work:
        raw_mail.store(work.session, b"x", mailbox="smtp", now=town.clock.now(), recipients=[])
        work.commit()


@pytest.mark.rule("4.3")
@pytest.mark.parametrize("wish", ["pick", "decline", LOOKING])
def test_no_page_before_the_pick_names_the_customer(town: Town, wish: str) -> None:
    lead_id = town.offered_lead()
    client = create_app(town.parts).test_client()

    before = client.get(f"/a/{town.token('rolf', wish, lead_id)}").text
    town.picks("rita", lead_id)
    after = client.get(f"/a/{town.token('rolf', wish, lead_id)}").text

    for page in (before, after):
        _assert_veiled(page, wish)


def _assert_veiled(text: str, where: str) -> None:
    for word in HERS:
        assert word.lower() not in text.lower(), f"{where} tells {word!r}"


def test_the_words_looked_for_are_hers() -> None:
    told = json.dumps(CARLA, ensure_ascii=False).lower()

    assert all(word.lower() in told for word in HERS)
