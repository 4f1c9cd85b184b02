"""Whose mail is it? A wish by mail counts only with the letter's secret, the right sender, and proof of the sender."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.store.pending import PendingWish
from inbound.sandbox import Sandbox
from tests.edges.incoming import LEADS, MAIL_DOMAIN, OUR_SERVER, Incoming, a_mail, an_installation, reply_to

pytestmark = [pytest.mark.rule("9.2"), pytest.mark.slow]

ROLF, RITA, RUTH = "rolf@rolf-it.example", "rita@rita-systems.example", "ruth@rolf-it.example"
VERA, EVE = "vera@nordlicht.example", "eve@evil.example"


def test_rolf_takes_a_lead_by_a_word(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()

    incoming.arrives(a_mail(ROLF, "nehme"), reply_to(incoming.key_of("rolf", "lead_offer")))

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")
    assert incoming.kinds_to("rolf")[-1] == "lead_picked"


def test_a_mail_in_rolfs_name_without_proof_only_asks_rolf(incoming: Incoming) -> None:
    """Anybody can write Rolf's address into From. With the key and the address alone, as a first version had it, the
    lead was Rolf's."""
    lead_id = incoming.offered_lead()

    mail = incoming.arrives(a_mail(ROLF, "nehme", proof="dmarc=fail"), reply_to(incoming.key_of("rolf", "lead_offer")))

    assert incoming.lead(lead_id).picked_by is None
    assert mail.state == "done"
    letter = incoming.letters_to("rolf")[-1]
    assert letter.kind == "confirm_wish"
    assert (letter.context["wish"], letter.context["words"]) == ("pick", "nehme")


def test_when_rolf_says_that_it_was_him_the_wish_happens_once(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()
    mail = a_mail(ROLF, "nehme", proof=None)
    raw = incoming.arrives(mail, reply_to(incoming.key_of("rolf", "lead_offer")))
    (pending_id,) = _pending(incoming)

    assert incoming.do(do.ConfirmWish(by=incoming.person_id("rolf"), pending_id=pending_id)).code == "confirmed"
    incoming.intake.run_once()
    incoming.intake.run_once()

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")
    assert incoming.wishes() == [("hold", "held"), ("pick", "picked")]
    assert incoming.raw(raw.id).state == "done"


def test_the_question_can_be_answered_by_mail(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()
    incoming.arrives(a_mail(ROLF, "nehme", proof=None), reply_to(incoming.key_of("rolf", "lead_offer")))

    incoming.arrives(a_mail(ROLF, "ja"), reply_to(incoming.key_of("rolf", "confirm_wish")))
    incoming.intake.run_once()

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")


def test_until_it_is_confirmed_nothing_happens_however_often_it_is_read(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()
    raw = incoming.arrives(a_mail(ROLF, "nehme", proof=None), reply_to(incoming.key_of("rolf", "lead_offer")))

    incoming.read_again(raw.id)

    assert incoming.lead(lead_id).picked_by is None
    assert incoming.kinds_to("rolf").count("confirm_wish") == 1


def test_rolfs_private_address_is_asked_about_at_his_known_one(incoming: Incoming) -> None:
    incoming.offered_lead()

    incoming.arrives(a_mail("rolf.rieger@privat.example", "nehme"), reply_to(incoming.key_of("rolf", "lead_offer")))

    letter = incoming.letters_to("rolf")[-1]
    assert (letter.kind, letter.context["from_address"]) == ("confirm_wish", "rolf.rieger@privat.example")


def test_a_colleague_answers_in_her_own_name(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()

    incoming.arrives(a_mail(RUTH, "nehme"), reply_to(incoming.key_of("rolf", "lead_offer")))

    assert incoming.lead(lead_id).picked_by == incoming.person_id("ruth")


def test_the_key_of_a_rivals_letter_is_worth_nothing(incoming: Incoming) -> None:
    """Rita got hold of Rolf's offer and answers it from her own, proven address. A version that asked only whether key
    and proof are good did what she wrote in Rolf's place."""
    lead_id = incoming.taken_lead("rolf")

    incoming.arrives(a_mail(RITA, "give back: no capacity"), reply_to(incoming.key_of("rolf", "lead_picked")))

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")
    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"
    assert "confirm_wish" not in incoming.kinds_to("rita")


def test_a_wish_without_any_key_is_asked_about(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead("rolf")

    incoming.arrives(a_mail(ROLF, f"L-{lead_id} gewonnen 48k"), f"help@{MAIL_DOMAIN}")

    assert incoming.lead(lead_id).state == "picked"
    assert incoming.letters_to("rolf")[-1].context["lead_ref"] == f"L-{lead_id}"
    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"


def test_an_altered_key_is_no_key(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()
    key = incoming.key_of("rolf", "lead_offer")
    altered = ("b" if key[0] == "a" else "a") + key[1:]

    incoming.arrives(a_mail(ROLF, "nehme"), reply_to(altered))

    assert incoming.lead(lead_id).picked_by is None


@pytest.mark.parametrize("address", [f"reply@{MAIL_DOMAIN}", f"pickpost@{MAIL_DOMAIN}"])
def test_where_a_server_strips_the_plus_the_key_is_found_in_the_references(incoming: Incoming, address: str) -> None:
    lead_id = incoming.offered_lead()
    ours = f"<{incoming.key_of('rolf', 'lead_offer')}@{MAIL_DOMAIN}>"

    incoming.arrives(a_mail(ROLF, "nehme", References=f"<older@x.example> {ours}", In_Reply_To=ours), address)

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")


def test_upper_case_does_not_spoil_a_key(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()

    incoming.arrives(a_mail(ROLF, "nehme"), reply_to(incoming.key_of("rolf", "lead_offer")).upper())

    assert incoming.lead(lead_id).picked_by == incoming.person_id("rolf")


def test_nobody_can_flood_rolf_with_questions(incoming: Incoming) -> None:
    """Without the cap each of eight forged mails wrote to Rolf."""
    incoming.offered_lead()
    to = reply_to(incoming.key_of("rolf", "lead_offer"))
    forged = [incoming.arrives(a_mail(ROLF, f"nehme {number}", proof=None), to) for number in range(8)]

    assert incoming.kinds_to("rolf").count("confirm_wish") == 5
    assert [mail.state for mail in forged[5:]] == ["quarantined"] * 3

    incoming.clock.advance(timedelta(days=1, minutes=1))
    incoming.arrives(a_mail(ROLF, "nehme morgen", proof=None), to)
    assert incoming.kinds_to("rolf").count("confirm_wish") == 6


def test_a_forged_lead_waits_for_vera(incoming: Incoming) -> None:
    raw = incoming.arrives(a_mail(VERA, "Firma: Muster GmbH, 80331 München", proof="dmarc=fail"))

    assert incoming.leads() == []
    assert incoming.letters_to("vera")[-1].context["wish"] == "submit"

    (pending_id,) = _pending(incoming)
    incoming.do(do.ConfirmWish(by=incoming.person_id("vera"), pending_id=pending_id))
    incoming.intake.run_once()

    (lead,) = incoming.leads()
    assert (lead.raw_mail_id, lead.submitted_by) == (raw.id, incoming.person_id("vera"))


def test_mail_from_somebody_unknown_is_kept_and_never_answered(incoming: Incoming) -> None:
    raw = incoming.arrives(a_mail(EVE, "Please send me all leads", subject="Hello"))

    assert (raw.state, raw.reason, raw.subject) == ("quarantined", "the sender is unknown", "Hello")
    assert incoming.leads() == []
    assert incoming.kinds_to("operator") == ["quarantine_report"]
    assert {kind for name in ("vera", "max", "rolf", "rita") for kind in incoming.kinds_to(name)} == set()


def test_whose_role_has_ended_is_a_stranger(incoming: Incoming) -> None:
    incoming.offered_lead()
    key = incoming.key_of("rita", "lead_offer")
    with incoming.parts.new_work() as work:
        for role in work.session.get_one(type(incoming.person("rita")), incoming.person_id("rita")).roles:
            role.active = False
        work.commit()

    assert incoming.arrives(a_mail(RITA, "hello there"), f"help@{MAIL_DOMAIN}").state == "quarantined"
    incoming.arrives(a_mail(RITA, "pick"), reply_to(key))
    assert incoming.leads()[0].picked_by is None


@pytest.mark.parametrize(
    ("senders", "reason"),
    [
        ([f"From: {ROLF}", f"From: {EVE}"], "several"),
        ([f"From: {EVE}", f"From: {ROLF}"], "several"),
        ([f"From: {ROLF}, {EVE}"], "several"),
        ([], "no From"),
        (["From: Rolf"], "no From"),
    ],
)
def test_a_mail_without_exactly_one_sender_is_put_aside(incoming: Incoming, senders: list[str], reason: str) -> None:
    """A reader that takes the first From and a mail server that judges the last disagree about who wrote: taking the
    first, this mail was Rolf's."""
    lead_id = incoming.offered_lead()
    lines = [f"Authentication-Results: {OUR_SERVER}; dmarc=pass", *senders, "Subject: Re: x", "", "nehme", ""]

    raw = incoming.arrives("\r\n".join(lines).encode(), reply_to(incoming.key_of("rolf", "lead_offer")))

    assert raw.state == "quarantined"
    assert reason in (raw.reason or "")
    assert incoming.lead(lead_id).picked_by is None


@pytest.mark.parametrize(
    "sender",
    [f'"{ROLF}" <{EVE}>', f"{ROLF} <{EVE}>", f"=?utf-8?q?rolf=40rolf-it.example?= <{EVE}>", f"<{EVE}> ({ROLF})"],
)
def test_an_address_shown_as_a_name_is_not_the_sender(incoming: Incoming, sender: str) -> None:
    lead_id = incoming.offered_lead()
    lines = [
        f"Authentication-Results: {OUR_SERVER}; dmarc=pass header.from=evil.example",
        f"From: {sender}",
        "",
        "nehme",
    ]

    incoming.arrives("\r\n".join(lines).encode(), reply_to(incoming.key_of("rolf", "lead_offer")))

    assert incoming.lead(lead_id).picked_by is None


def test_a_stranger_at_our_receiver_cannot_write_our_servers_results(incoming: Incoming) -> None:
    """The peer is no relay of ours: with every peer believed, the lead was Rolf's."""
    lead_id = incoming.offered_lead()
    incoming.intake = incoming.intake_with(lambda name, kind, within_s: [])
    to = reply_to(incoming.key_of("rolf", "lead_offer"))

    incoming.arrives(a_mail(ROLF, "nehme"), to, peer="203.0.113.9", peer_trusted=False)

    assert incoming.lead(lead_id).picked_by is None
    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"


def test_the_mailrooms_own_mails_are_believed_from_this_machine_only(tmp_path: Path, reader: Sandbox) -> None:
    incoming = an_installation(tmp_path, reader, authserv_id=None, mailroom=True, resolver=lambda *_, **__: [])
    lines = [f"Authentication-Results: mailroom.{MAIL_DOMAIN}; dmarc=pass", f"From: {VERA}", "", "Firma: Muster GmbH"]
    mail = "\r\n".join(lines).encode()

    incoming.arrives(mail)
    incoming.arrives(mail + b"\r\n", LEADS, peer="203.0.113.9", peer_trusted=False)
    incoming.arrives(mail + b"\r\n\r\n", LEADS, peer="", mailbox="imap:INBOX")

    assert len(incoming.leads()) == 1
    incoming.parts.database.dispose()


def _pending(incoming: Incoming) -> list[int]:
    with incoming.looking() as session:
        return list(session.scalars(select(PendingWish.id)))
