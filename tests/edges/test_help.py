"""Whoever asks for help by mail, or sends an empty one, reads what they can do here; strangers read nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.domain import commands as do
from app.domain.feedback import Note
from app.domain.people import Vendor
from tests.edges.incoming import CARLA, MAIL_DOMAIN, Incoming, a_mail, reply_to

pytestmark = pytest.mark.rule("2")

VERA, ROLF = "Vera Vogt <vera@nordlicht.example>", "rolf@rolf-it.example"
RITA = "rita@rita-systems.example"
HELP, LEADS = f"help@{MAIL_DOMAIN}", f"leads+nordlicht@{MAIL_DOMAIN}"


@pytest.mark.parametrize(("to", "words", "subject"), [
    (HELP, "Wie geht das hier?", "Frage"), (HELP, "Hilfe", ""), (HELP, "", "Hilfe"), (LEADS, "Hilfe!", "Bitte"),
    (LEADS, "help", "x"), (HELP, "", ""),
])  # fmt: skip
def test_vera_reads_what_she_can_do(incoming: Incoming, to: str, words: str, subject: str) -> None:
    raw = incoming.arrives(a_mail(VERA, words, subject=subject, to=to), to)

    (letter,) = incoming.letters_to("vera")
    assert (raw.state, letter.kind) == ("done", "help")
    assert letter.context["sides"] == ["vendor"]
    assert letter.context["lead_addresses"] == [LEADS]
    assert incoming.leads() == []


def test_rolf_reads_a_partners_ways(incoming: Incoming) -> None:
    incoming.offered_lead()

    incoming.arrives(a_mail(ROLF, "Hilfe", subject="Re: L-1"), reply_to(incoming.key_of("rolf", "lead_offer")))

    context = incoming.letters_to("rolf")[-1].context
    assert (context["sides"], context["deal_addresses"]) == (["reseller"], [f"deals+nordlicht@{MAIL_DOMAIN}"])


def test_an_empty_mail_of_veras_is_answered_kindly(incoming: Incoming) -> None:
    """As it was: it went to quarantine without a word."""
    assert incoming.arrives(a_mail(VERA, "", subject=""), LEADS).state == "done"

    (letter,) = incoming.letters_to("vera")
    assert (letter.kind, letter.context["occasion"]) == ("help", "empty")


@pytest.mark.parametrize("words", ["Hilfe", ""])
@pytest.mark.parametrize(("sender", "proof"), [("eve@fremd.example", "dmarc=pass"), (VERA, "dmarc=fail")])
def test_strangers_and_forgers_get_no_answer(incoming: Incoming, sender: str, proof: str, words: str) -> None:
    raw = incoming.arrives(a_mail(sender, words, subject=words, to=HELP, proof=proof), HELP)

    assert raw.state == "quarantined"
    assert incoming.letters_to("vera") == []


@pytest.mark.parametrize(("name", "words"), [
    ("vera", "Was ist mit L-{0}?"), ("vera", "Hilfe zu L-{0}"), ("rolf", "Wie melde ich zu L-{0} etwas?"),
])  # fmt: skip
def test_a_question_about_a_lead_is_answered_at_once_with_the_way_to_its_page(
    incoming: Incoming, name: str, words: str
) -> None:
    """As it was: "was that you?" was asked, although nothing would have changed."""
    lead_id, person = incoming.taken_lead(), {"vera": VERA, "rolf": ROLF}[name]

    incoming.arrives(a_mail(person, words.format(lead_id), subject="Frage", to=HELP), HELP)

    letter = incoming.letters_to(name)[-1]
    assert (letter.kind, letter.context["lead_ref"], letter.lead_id) == ("help", f"L-{lead_id}", lead_id)
    assert letter.context["actions"][0] == {
        "wish": "open", "object_id": lead_id, "option": "", "primary": True, "argument": {},
    }  # fmt: skip
    with incoming.looking() as session:
        assert session.scalars(select(Note)).all() == []


def test_a_rival_who_asks_about_a_lead_reads_nothing_of_it(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()
    incoming.do(do.WithdrawLead(by=incoming.person_id("vera"), lead_id=lead_id))
    other = incoming.do(do.SubmitLead(by=incoming.person_id("vera"), vendor_id=1, fields=CARLA)).lead_id

    incoming.arrives(a_mail(RITA, f"What about L-{other}?", subject="Question", to=HELP), HELP)

    letter = incoming.letters_to("rita")[-1]
    assert (letter.kind, letter.context["lead_ref"], letter.context["title"]) == ("help", "", "")
    assert "open" not in {action["wish"] for action in letter.context["actions"]}


def test_a_wish_in_a_fresh_mail_to_help_still_waits_for_its_sender(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()

    incoming.arrives(a_mail(ROLF, f"L-{lead_id} gewonnen 8k", subject="Gewonnen", to=HELP), HELP)

    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"
    assert incoming.lead(lead_id).state == "picked"


def test_five_answers_a_day_are_enough_for_anybody(incoming: Incoming) -> None:
    states = {incoming.arrives(a_mail(VERA, "Hilfe", subject=str(n), to=HELP), HELP).state for n in range(7)}

    assert (states, incoming.kinds_to("vera").count("help")) == ({"done"}, 5)
    incoming.clock.advance(timedelta(days=1, minutes=1))
    incoming.arrives(a_mail(VERA, "Hilfe", subject="Morgen", to=HELP), HELP)
    assert incoming.kinds_to("vera").count("help") == 6


@pytest.mark.rule("3.8")
@pytest.mark.parametrize("address", ["leads+nordlciht", "lead+nordlicht", "leads-nordlicht", "deals+nord"])
def test_vera_reads_the_right_address_and_her_mail_is_kept(incoming: Incoming, address: str) -> None:
    """As it was: only the operator heard of it, and her lead lay in quarantine."""
    to = f"{address}@{MAIL_DOMAIN}"

    raw = incoming.arrives(a_mail(VERA, "heiß! Zwei Arme für Carla.", subject="Fwd: Anfrage", to=to), to)

    (letter,) = incoming.letters_to("vera")
    assert raw.state == "quarantined"
    assert (letter.kind, letter.context["occasion"], letter.context["wrote_to"]) == ("help", "wrong_address", to)
    assert letter.context["lead_addresses"] == [LEADS]


@pytest.mark.rule("3.8")
@pytest.mark.parametrize(("sender", "proof"), [("eve@fremd.example", "dmarc=pass"), (VERA, "dmarc=fail")])
def test_strangers_and_forgers_read_of_no_right_address(incoming: Incoming, sender: str, proof: str) -> None:
    to = f"leads+nordlciht@{MAIL_DOMAIN}"

    raw = incoming.arrives(a_mail(sender, "Zwei Arme.", subject="Anfrage", to=to, proof=proof), to)

    assert raw.state == "quarantined"
    assert incoming.kinds_to("vera") == []


@pytest.mark.rule("3.8")
def test_a_machine_that_writes_to_a_wrong_address_is_not_answered(incoming: Incoming) -> None:
    to = f"leads+nordlciht@{MAIL_DOMAIN}"
    mail = a_mail(VERA, "Ich bin bis 10.3. nicht da.", subject="Abwesend", to=to, **{"Auto-Submitted": "auto-replied"})

    incoming.arrives(mail, to)

    assert incoming.kinds_to("vera") == []


@pytest.mark.rule("9.6")
def test_her_mail_is_a_lead_when_the_operator_replays_it_after_the_vendor_got_that_name(incoming: Incoming) -> None:
    """The letter about the address must not use up the mail's own wish."""
    to = f"leads+suedwind@{MAIL_DOMAIN}"
    raw = incoming.arrives(a_mail(VERA, "Zwei Arme für Carla.", subject="Fwd: Anfrage", to=to), to)
    with incoming.parts.new_work() as work:
        work.session.execute(update(Vendor).values(slug="suedwind"))
        work.commit()

    assert incoming.read_again(raw.id).state == "done"
    assert len(incoming.leads()) == 1
