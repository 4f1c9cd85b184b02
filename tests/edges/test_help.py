"""Whoever asks for help by mail, or sends an empty one, reads what they can do here; strangers read nothing."""

from __future__ import annotations

import pytest

from tests.edges.incoming import MAIL_DOMAIN, Incoming, a_mail, reply_to

pytestmark = pytest.mark.rule("2")

VERA, ROLF = "Vera Vogt <vera@nordlicht.example>", "rolf@rolf-it.example"
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


def test_help_that_names_a_lead_is_about_the_lead(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()

    incoming.arrives(a_mail(VERA, f"Was ist mit L-{lead_id}?", subject="Frage", to=HELP), HELP)

    assert "help" not in incoming.kinds_to("vera")
