"""Files come to a lead at any time, by reply or page; a vendor can ask for one. Rulebook 3.4, 6.1."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select, update

from app.domain import commands as do
from app.domain.deal_commands import RegisterDeal
from app.domain.file_commands import AddFiles, UndoFiles
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.service.programme_file import read_programme
from app.store.outbox import Post
from tests.edges.house import House
from tests.edges.incoming import CARLA, PROGRAMME, Incoming, a_mail, reply_to
from tests.edges.visitor import Page, Visitor

pytestmark = pytest.mark.slow

VERA, ROLF = "vera@nordlicht.example", "rolf@rolf-it.example"
PLAN = ("plan.pdf", "application/pdf", b"%PDF-1.4 plan")


def wants_files(incoming: Incoming) -> None:
    """Let the vendor ask for a file of every lead."""
    settings = "settings: {mandatory: [company, attachments]}\npeople:"
    programme = read_programme(PROGRAMME.replace("people:", settings, 1), "programme.yaml")
    incoming.do(do.LoadProgramme(programme=programme, files={}))


def answers(incoming: Incoming, sender: str, name: str, kind: str, words: str, *files: tuple[str, str, bytes]) -> None:
    """Have somebody answer the latest letter of a kind with files."""
    mail = a_mail(sender, words, subject="Re: L-1")
    for filename, content_type, content in files:
        main, _, sub = content_type.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    incoming.arrives(mail, reply_to(incoming.key_of(name, kind)))


def kept(incoming: Incoming) -> list[str]:
    with incoming.looking() as session:
        return list(session.scalars(select(Attachment.filename).order_by(Attachment.id)))


@pytest.mark.rule("3.4")
@pytest.mark.parametrize("words", ["siehe Anhang", "anbei", "See attached."])
def test_a_file_that_must_be_there_is_sent_in_answer_to_what_is_missing(incoming: Incoming, words: str) -> None:
    wants_files(incoming)
    vera = incoming.person_id("vera")
    incoming.do(do.SubmitLead(by=vera, vendor_id=1, fields=CARLA))
    assert incoming.letters_to("vera")[-1].context["missing"] == ["attachments"]
    assert incoming.do(do.ReleaseLead(by=vera, lead_id=1)).facts["missing"] == ["attachments"]

    answers(incoming, VERA, "vera", "lead_received", words, PLAN)

    assert incoming.wishes() == [("add_files", "files_added")]
    shown = incoming.letters_to("vera")[-1].context
    assert (shown["missing"], shown["complete"]) == ([], True)
    assert {row["name"]: row["value"] for row in shown["fields"]}["attachments"] == "plan.pdf"
    assert not incoming.do(do.ReleaseLead(by=vera, lead_id=1)).refused


@pytest.mark.rule("3.4")
def test_a_lead_that_came_with_a_file_lacks_none(incoming: Incoming) -> None:
    wants_files(incoming)
    incoming.do(do.SubmitLead(by=incoming.person_id("vera"), vendor_id=1, fields=CARLA, attachments=(PLAN,)))

    assert incoming.letters_to("vera")[-1].context["missing"] == []


@pytest.mark.rule("2", "6.1")
def test_a_partners_quote_comes_with_its_file_and_the_owner_gets_it(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()
    image, card = ("image001.png", "image/png", b"logo"), ("rolf.vcf", "text/vcard", b"BEGIN:VCARD")

    answers(incoming, ROLF, "rolf", "lead_picked", "Angebot 12.500 EUR", ("angebot.pdf", *PLAN[1:]), image, card)

    assert incoming.wishes() == [("add_files", "files_added"), ("feedback", "feedback")]
    assert incoming.lead(lead_id).amount_cents == 1_250_000
    assert kept(incoming) == ["angebot.pdf"], "what signatures bring along is nobody's file"
    told = next(post for post in incoming.letters_to("vera") if post.context.get("code") == "partner_files")
    assert [part["kind"] for part in told.attachments] == ["lead_attachment"]


@pytest.mark.rule("6.1")
def test_the_vendors_file_goes_to_the_partner_who_works_the_lead(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()

    assert incoming.do(AddFiles(by=incoming.person_id("vera"), lead_id=lead_id, files=(PLAN,))).code == "files_added"
    again = incoming.do(AddFiles(by=incoming.person_id("vera"), lead_id=lead_id, files=(PLAN,)))

    assert again.code == "already_done"
    assert [post.context.get("code") for post in incoming.letters_to("rolf")][-1] == "owner_files"
    assert kept(incoming) == ["plan.pdf"]


@pytest.mark.rule("6.1")
@pytest.mark.parametrize(
    ("name", "kind"),
    [("C:\\\\Pläne\\\\plan.pdf", "application/pdf"), ("plan.pdf\r\nBcc: eve@eve.example", "text/html\r\nX: y"),
     ("\x00", ""), ("p" * 300 + ".pdf", "pdf")],
)  # fmt: skip
def test_a_file_with_an_odd_name_or_type_reaches_the_other_side(incoming: Incoming, name: str, kind: str) -> None:
    """Neither may stand in a mail's header as it is; the letter would never have gone out."""
    lead_id = incoming.taken_lead()

    added = incoming.do(AddFiles(by=incoming.person_id("vera"), lead_id=lead_id, files=((name, kind, b"x"),)))

    assert added.code == "files_added"
    with incoming.parts.new_work() as work:
        post = work.session.scalars(select(Post).where(Post.to_person_id == incoming.person_id("rolf"))).all()[-1]
        mail = message_from_bytes(incoming.parts.composer.compose(work.session, post).content, policy=default)
    assert mail["Bcc"] is None
    (part,) = mail.iter_attachments()
    assert part.get_content_type() in ("application/pdf", "application/octet-stream")
    assert part.get_filename() in ("plan.pdf", "plan.pdfBcc: eve@eve.example", "file", "p" * 116 + ".pdf")


@pytest.mark.rule("2")
def test_what_is_not_understood_is_asked_back_and_its_file_kept(incoming: Incoming) -> None:
    incoming.taken_lead()

    answers(incoming, ROLF, "rolf", "lead_picked", "Der Chef sagt blau oder grün", PLAN)

    assert incoming.wishes() == [("add_files", "files_added"), ("ask", "asked_back")]


@pytest.mark.rule("4.3")
def test_nobody_adds_files_to_a_lead_that_is_not_theirs(incoming: Incoming) -> None:
    lead_id = incoming.offered_lead()

    answers(incoming, ROLF, "rolf", "lead_offer", "nein, keine Kapazität", PLAN)

    assert incoming.wishes() == [("decline", "declined")], "and no refusal for a file that came along"
    refused = incoming.do(AddFiles(by=incoming.person_id("rita"), lead_id=lead_id, files=(PLAN,)))
    assert refused.code == "not_permitted"
    assert kept(incoming) == []


@pytest.mark.rule("2", "6.1")
@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("L-1 Angebot 5.000 EUR, L-2 verloren Preis", ["L-1", "L-2"]),
        ("1 Angebot 5.000 EUR, 2 verloren Preis", ["L-1", "L-2"]),
        ("L-2 Angebot 5.000 EUR", None),
        ("anbei", ["L-1", "L-2"]),
    ],
)
def test_files_of_a_reply_about_several_leads_are_asked_about(
    incoming: Incoming, words: str, asked: list[str] | None
) -> None:
    """As it was: only the words were understood, and nobody was told that the files were gone."""
    for number in (1, 2):
        incoming.taken_lead(company=f"Muster {number}", contact_email=f"carla@muster{number}.example")
    incoming.delivers_until(incoming.clock.now() + timedelta(days=7))

    answers(incoming, ROLF, "rolf", "feedback_due", words, PLAN)

    assert kept(incoming) == ([] if asked else ["plan.pdf"])
    questions = [post.context for post in incoming.letters_to("rolf") if post.kind == "not_understood"]
    assert [one["files"] for one in questions] == ([["plan.pdf"]] if asked else [])
    for one in questions:
        assert [action["argument"]["item"] for action in one["actions"]] == asked


@pytest.mark.rule("2", "7.1")
def test_files_for_a_registration_are_not_dropped_without_a_word(incoming: Incoming) -> None:
    fields = {"company": "Halle Nord GmbH", "postcode": "80331", "country": "DE", "product": "arm"}
    incoming.do(RegisterDeal(by=incoming.person_id("rolf"), vendor_id=1, fields=fields))
    kind = incoming.kinds_to("rolf")[-1]

    answers(incoming, ROLF, "rolf", kind, "anbei", PLAN)

    told = incoming.letters_to("rolf")[-1]
    assert (told.kind, told.context["files"], told.context["actions"]) == ("not_understood", ["plan.pdf"], [])


@pytest.mark.rule("2", "5.5", "6.1")
def test_a_partner_takes_files_back_by_one_word_and_the_owner_never_gets_them(incoming: Incoming) -> None:
    incoming.taken_lead()
    answers(incoming, ROLF, "rolf", "lead_picked", "anbei", PLAN, ("falsch.pdf", *PLAN[1:]))

    incoming.arrives(a_mail(ROLF, "undo", subject="Re: L-1"), reply_to(incoming.key_of("rolf", "done")))

    assert incoming.wishes()[-1] == ("undo_files", "files_taken_back")
    assert kept(incoming) == []
    told = {
        post.context.get("code"): post.state for post in (*incoming.letters_to("rolf"), *incoming.letters_to("vera"))
    }
    assert (told["files_taken_back"], told["partner_files"]) == ("waiting", "cancelled")
    assert "files_gone" not in told

    incoming.arrives(a_mail(ROLF, "Undo.", subject="Re: L-1"), reply_to(first_receipt(incoming)))
    assert incoming.wishes()[-1] == ("undo_files", "already_done")


@pytest.mark.rule("2", "5.5", "6.1")
def test_whoever_has_the_files_already_is_asked_to_delete_them(incoming: Incoming) -> None:
    lead_id, vera = incoming.taken_lead(), incoming.person_id("vera")
    incoming.do(AddFiles(by=vera, lead_id=lead_id, files=(PLAN,)))
    incoming.delivers_until(incoming.clock.now() + timedelta(minutes=5))
    with incoming.parts.new_work() as work:
        work.session.execute(update(Post).values(state="sent"))
        work.commit()

    assert incoming.do(UndoFiles(by=vera, lead_id=lead_id, file_id=1)).code == "files_taken_back"
    assert incoming.letters_to("rolf")[-1].context["code"] == "files_gone"


@pytest.mark.rule("5.5")
def test_files_can_be_taken_back_until_the_minutes_are_over_and_by_nobody_else(incoming: Incoming) -> None:
    lead_id, rolf = incoming.taken_lead(), incoming.person_id("rolf")
    undo = UndoFiles(by=rolf, lead_id=lead_id, file_id=1)
    incoming.do(AddFiles(by=rolf, lead_id=lead_id, files=(PLAN,)))

    assert incoming.do(replace(undo, by=incoming.person_id("vera"))).code == "unknown", "they are not hers"
    assert incoming.do(replace(undo, by=incoming.person_id("rita"))).code == "not_permitted"
    incoming.clock.advance(timedelta(minutes=15, seconds=1))
    assert incoming.do(undo).code == "files_stay"
    incoming.clock.advance(timedelta(seconds=-1))
    assert incoming.do(undo).code == "files_taken_back"


@pytest.mark.rule("3.4")
def test_at_the_gate_a_file_taken_back_is_missing_again(incoming: Incoming) -> None:
    wants_files(incoming)
    vera = incoming.person_id("vera")
    incoming.do(do.SubmitLead(by=vera, vendor_id=1, fields=CARLA))
    answers(incoming, VERA, "vera", "lead_received", "anbei", PLAN)

    incoming.arrives(a_mail(VERA, "rückgängig", subject="Re: L-1"), reply_to(incoming.key_of("vera", "lead_received")))

    assert incoming.wishes()[-1] == ("undo_files", "files_taken_back")
    assert incoming.letters_to("vera")[-1].context["missing"] == ["attachments"]


def first_receipt(incoming: Incoming) -> str:
    """Return the reply key of the letter that told Rolf that his files are kept."""
    post = next(post for post in incoming.letters_to("rolf") if post.context.get("code") == "files_added")
    return incoming.parts.tokens.reply_key(post.id)


def _upload(vera: Visitor, page: Page, *files: tuple[str, bytes]) -> Page:
    form = page.form("Dateien anhängen")
    data: dict[str, Any] = dict(form.form_values())
    data["files"] = [(BytesIO(content), name) for name, content in files]
    answer = vera.client.post(form.action, data=data, content_type="multipart/form-data")
    return vera.go(answer.location) if answer.status_code == 303 else Page(answer)


@pytest.mark.rule("2", "3.4", "6.1")
def test_vera_adds_a_file_on_a_page_that_the_form_leads_to(house: House) -> None:
    lead_id, vera = house.received_lead(), Visitor(house, "vera")
    form = vera.open("edit", lead_id)

    page = vera.go(form.link("Dateien anhängen"))
    assert _upload(vera, page).status == 422
    added = _upload(vera, page, ("plan.pdf", b"%PDF-1.4 plan"))

    assert added.code == "files_added"
    assert added.form("Dateien zurücknehmen") is not None
    with house.looking() as session:
        assert [file.filename for file in session.get_one(Lead, lead_id).attachments] == ["plan.pdf"]
    assert _upload(vera, page, ("plan.pdf", b"%PDF-1.4 plan")).code == "files_added", (
        "one press, however often it comes"
    )
    assert Visitor(house, "rita").open("add_files", lead_id).status == 404
