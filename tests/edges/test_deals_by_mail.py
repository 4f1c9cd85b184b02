"""A deal registered, decided and worked by mail alone. Rulebook 7.1 to 7.6 and 2."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from app.domain import deal_commands as of_deals
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.receipt import ReceiptKeys, verified
from app.store.outbox import Post
from scheduler.due import DueWork
from tests.edges.incoming import MAIL_DOMAIN, Incoming, a_mail, reply_to

DEALS = f"deals+nordlicht@{MAIL_DOMAIN}"
ROLF, VERA, EVE = "rolf@rolf-it.example", "vera@nordlicht.example", "eve@fremd.example"
LINE = "Deal: Muster GmbH, 80331 München, Produkt arm, 40k, Q2"


def deal_of(incoming: Incoming) -> Deal | None:
    with incoming.looking() as session:
        return session.scalar(select(Deal).order_by(Deal.id.desc()).limit(1))


def the_deal(incoming: Incoming) -> Deal:
    deal = deal_of(incoming)
    assert deal is not None
    return deal


def rolf_registers(incoming: Incoming, text: str = LINE, subject: str = "Neues Projekt") -> None:
    incoming.arrives(a_mail(ROLF, text, subject=subject), DEALS)


def answers(incoming: Incoming, name: str, kind: str, words: str) -> None:
    address = {"rolf": ROLF, "vera": VERA}[name]
    incoming.arrives(a_mail(address, words, subject="Re: D-1"), reply_to(incoming.key_of(name, kind)))


@pytest.mark.rule("7.1")
@pytest.mark.parametrize(("text", "subject"), [(LINE, "Neues Projekt"), ("Danke!", LINE)])
def test_one_line_registers_a_deal(incoming: Incoming, text: str, subject: str) -> None:
    rolf_registers(incoming, text, subject)

    fields = the_deal(incoming).fields
    assert (fields["company"], fields["postcode"], fields["city"]) == ("Muster GmbH", "80331", "München")
    assert (fields["product"], fields["expected_volume_cents"], fields["time_frame"]) == ("arm", 4_000_000, "Q2")
    assert incoming.kinds_to("rolf") == ["deal_registered"]
    assert incoming.kinds_to("vera") == ["deal_review"]


@pytest.mark.rule("7.1")
def test_a_short_letter_registers_too_and_rolfs_own_firm_is_not_the_customer(incoming: Incoming) -> None:
    rolf_registers(
        incoming,
        "Hallo Vera,\n\nwir möchten die Metallbau Muster GmbH in 80331 München anmelden, zwei Arme.\n\n"
        "Viele Grüße\nRolf Rieger\nRolf IT GmbH",
    )

    assert the_deal(incoming).fields["company"] == "Metallbau Muster GmbH"


@pytest.mark.rule("7.1")
def test_a_mail_without_a_customer_is_answered_with_what_is_missing(incoming: Incoming) -> None:
    rolf_registers(incoming, "Deal: 80331 München, 40k")

    assert deal_of(incoming) is None
    assert incoming.kinds_to("rolf") == ["refused"]
    assert incoming.kinds_to("vera") == []


@pytest.mark.rule("3.8", "7.1")
def test_a_stranger_registers_nothing_and_the_mail_is_kept(incoming: Incoming) -> None:
    incoming.arrives(a_mail(EVE, LINE, subject="Projekt"), DEALS)

    assert deal_of(incoming) is None
    assert incoming.wishes() == []


@pytest.mark.rule("7.1", "7.5")
def test_vera_who_registers_a_deal_reads_what_the_address_takes_from_her(incoming: Incoming) -> None:
    """As it was: only the operator heard of her mail."""
    incoming.arrives(a_mail(VERA, LINE, subject="Projekt"), DEALS)

    assert deal_of(incoming) is None
    (answer,) = incoming.letters_to("vera")
    assert (answer.kind, answer.context["code"]) == ("refused", "no_events")


@pytest.mark.rule("7.1", "7.2")
def test_a_sum_without_a_currency_is_told_in_the_vendors(incoming: Incoming) -> None:
    rolf_registers(incoming)

    for name, kind in (("rolf", "deal_registered"), ("vera", "deal_review")):
        (letter,) = [post for post in incoming.letters_to(name) if post.kind == kind]
        (volume,) = [row for row in letter.context["fields"] if row["name"] == "expected_volume_cents"]
        assert (volume["value"], volume["currency"]) == ("4000000", "EUR")


@pytest.mark.rule("7.3")
def test_vera_approves_by_one_word_and_rolf_gets_a_receipt_that_holds(incoming: Incoming) -> None:
    rolf_registers(incoming)

    answers(incoming, "vera", "deal_review", "genehmigt")

    deal = the_deal(incoming)
    assert deal.state == DealState.PROTECTED
    with incoming.parts.new_work() as work:
        post = work.session.scalars(select(Post).where(Post.kind == "deal_approved")).one()
        mail = message_from_bytes(incoming.parts.composer.compose(work.session, post).content, policy=default)
    assert "/receipts" in str(mail)
    receipt = next(part for part in mail.iter_attachments() if part.get_filename() == "D-1.receipt.json")
    content = receipt.get_payload(decode=True)
    assert isinstance(content, bytes)
    said = verified(content, ReceiptKeys(incoming.parts.settings.secret_keys).public_keys()[:1])
    assert (said["customer"], said["partner"], said["approved_by"]) == ("Muster GmbH", "Rolf IT GmbH", "Vera Vogt")
    assert said["protected_until"] == (deal.protected_until and deal.protected_until.isoformat())
    assert json.loads(content)["signature"]["algorithm"] == "Ed25519"


@pytest.mark.rule("7.2", "7.3")
def test_vera_who_approves_a_customer_twice_reads_whose_it_is_and_what_she_can_do(incoming: Incoming) -> None:
    """As it was: "a partner has this customer", to the one who may know which."""
    rolf_registers(incoming)
    fields = {"company": "Muster GmbH", "postcode": "80331"}
    incoming.do(of_deals.RegisterDeal(by=incoming.person_id("rita"), vendor_id=1, fields=fields))
    assert incoming.do(of_deals.ApproveDeal(by=incoming.person_id("vera"), deal_id=2)).code == "approved"

    vera = incoming.person_id("vera")
    key = next(post for post in incoming.letters_to("vera") if post.context.get("deal_ref") == "D-1")
    answer = a_mail(VERA, "genehmigt", subject="Re: D-1")
    incoming.arrives(answer, reply_to(incoming.parts.tokens.reply_key(key.id)))

    refused = [post for post in incoming.letters_to("vera") if post.kind == "refused"][-1]
    assert (refused.to_person_id, refused.context["code"]) == (vera, "protected")
    assert [(row["name"], row["value"]) for row in refused.context["facts"]] == [("reseller", "Rita Systems Ltd")]
    assert [action["wish"] for action in refused.context["actions"]] == ["reject", "ask_more"]


@pytest.mark.rule("7.3")
@pytest.mark.parametrize(
    ("words", "reason"), [("abgelehnt, Bestandskunde", "existing_customer"), ("abgelehnt, passt nicht zu uns", "other")]
)
def test_vera_rejects_with_her_own_words(incoming: Incoming, words: str, reason: str) -> None:
    rolf_registers(incoming)

    answers(incoming, "vera", "deal_review", words)

    deal = the_deal(incoming)
    assert (deal.state, deal.reason, deal.note) == (DealState.REJECTED, reason, words)


@pytest.mark.rule("7.3")
def test_a_bare_no_is_asked_for_its_reason(incoming: Incoming) -> None:
    rolf_registers(incoming)

    answers(incoming, "vera", "deal_review", "abgelehnt")

    assert the_deal(incoming).state == DealState.REVIEW
    assert incoming.wishes()[-1] == ("reject", "needs_reason")


@pytest.mark.rule("7.3")
def test_vera_asks_rolf_answers_in_his_own_words_and_vera_reads_them(incoming: Incoming) -> None:
    rolf_registers(incoming)
    answers(incoming, "vera", "deal_review", "Brauche mehr Infos: wer entscheidet?")
    assert the_deal(incoming).state == DealState.ASKED

    answers(incoming, "rolf", "deal_answered", "Das macht Herr Huber, wir haben am Freitag einen Termin.")

    deal = the_deal(incoming)
    assert deal.state == DealState.REVIEW
    assert "Herr Huber" in deal.words


@pytest.mark.rule("7.6")
def test_rolf_reports_and_asks_for_more_time_and_vera_grants_it_all_by_mail(incoming: Incoming) -> None:
    rolf_registers(incoming)
    answers(incoming, "vera", "deal_review", "genehmigt")
    before = the_deal(incoming).protected_until

    answers(incoming, "rolf", "deal_approved", "Angebot 12.500 € raus, Entscheidung im Juni")
    assert the_deal(incoming).status == "quoted"
    answers(incoming, "rolf", "deal_approved", "brauche noch vier Wochen, das Budget kommt im Juni")
    answers(incoming, "vera", "extension_asked", "genehmigt")

    deal = the_deal(incoming)
    assert deal.protected_until is not None
    assert before is not None
    assert deal.protected_until > before
    answers(incoming, "rolf", "deal_approved", "gewonnen 48k")
    assert (the_deal(incoming).state, the_deal(incoming).amount_cents) == (DealState.WON, 4_800_000)


@pytest.mark.rule("7.3", "9.2")
def test_rita_cannot_answer_rolfs_letter(incoming: Incoming) -> None:
    rolf_registers(incoming)

    key = incoming.key_of("vera", "deal_review")
    incoming.arrives(a_mail("rita@rita-systems.example", "genehmigt", subject="Re: D-1"), reply_to(key))

    assert the_deal(incoming).state == DealState.REVIEW


@pytest.mark.rule("7.3", "7.6")
def test_an_approval_after_the_end_of_a_registration_is_refused_with_a_letter(incoming: Incoming) -> None:
    """Approved, protected, over: the old letter is answered once more and changes nothing."""
    rolf_registers(incoming)
    answers(incoming, "vera", "deal_review", "genehmigt")
    incoming.clock.advance(timedelta(days=120))
    DueWork(incoming.parts.database, incoming.parts.door, incoming.clock, with_digests=False).run()
    assert the_deal(incoming).state == DealState.EXPIRED

    answers(incoming, "vera", "deal_review", "approved")

    assert the_deal(incoming).state == DealState.EXPIRED
    assert incoming.wishes()[-1] == ("approve", "deal_over")
    assert incoming.kinds_to("vera")[-1] == "refused"


@pytest.mark.rule("2", "7.3", "7.6")
@pytest.mark.parametrize("word", ["undo", "rückgängig", "Rückgängig bitte"])
def test_vera_and_rolf_undo_their_steps_by_one_word(incoming: Incoming, word: str) -> None:
    rolf_registers(incoming)
    answers(incoming, "vera", "deal_review", "Brauche mehr Infos: wer entscheidet?")
    answers(incoming, "vera", "done", word)
    assert (incoming.wishes()[-1], the_deal(incoming).state) == (("undo_deal", "ask_more_undone"), DealState.REVIEW)

    answers(incoming, "vera", "deal_review", "genehmigt")
    answers(incoming, "rolf", "deal_approved", "gewonnen 48k")
    answers(incoming, "rolf", "done", word)

    assert incoming.wishes()[-1] == ("undo_deal", "deal_report_undone")
    assert (the_deal(incoming).state, the_deal(incoming).amount_cents) == (DealState.PROTECTED, None)
