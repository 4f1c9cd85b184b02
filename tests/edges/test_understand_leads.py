"""A mail to the lead address becomes leads: forwarded, attached, as a list, and with the forwarder's remark."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from app.domain import commands as do
from app.domain.files import Attachment
from tests.edges.incoming import MAIL_DOMAIN, Incoming, a_mail

pytestmark = pytest.mark.rule("3.1")

VERA, ROLF = "Vera Vogt <vera@nordlicht.example>", "rolf@rolf-it.example"
CARLAS_MAIL = """Guten Tag,

wir suchen zwei Roboterarme für unsere Fräse.

Mit freundlichen Grüßen
Carla Muster
Metallbau Muster GmbH
Lindenstraße 5
80331 München
Tel. 089 / 123 45 67
"""
FORWARDED = f"""heiß, Produkt: arm

---------- Forwarded message ---------
Von: Carla Muster <carla@metallbau-muster.example>
Date: Di., 3. März 2026 um 08:12 Uhr
Subject: Anfrage Roboterarm
To: <info@nordlicht.example>


{CARLAS_MAIL}"""


def test_a_forwarded_mail_is_a_lead(incoming: Incoming) -> None:
    raw = incoming.arrives(a_mail(VERA, FORWARDED, subject="Fwd: Anfrage Roboterarm"))

    (lead,) = incoming.leads()
    assert raw.state == "done"
    assert (lead.raw_mail_id, lead.submitted_by, lead.state) == (raw.id, incoming.person_id("vera"), "received")
    assert lead.fields["company"] == "Metallbau Muster GmbH"
    assert lead.fields["contact_email"] == "carla@metallbau-muster.example"
    assert lead.fields["postcode"] == "80331"
    assert (lead.fields["temperature"], lead.fields["product"]) == ("hot", "arm")
    assert lead.remarks == "heiß, Produkt: arm"
    assert lead.sources["postcode"]["line"] == "80331 München"
    assert incoming.kinds_to("vera") == ["lead_received"]


def test_what_carla_looks_for_is_read_from_her_own_words(incoming: Incoming) -> None:
    """Seen failing: the offer of her enquiry was called *New enquiry*, though she wrote what she wants."""
    incoming.arrives(a_mail(VERA, FORWARDED.replace(", Produkt: arm", ""), subject="Fwd: Anfrage Roboterarm"))

    (lead,) = incoming.leads()
    assert lead.fields["product"] == "arm"
    assert lead.sources["product"]["confidence"] < 0.62, "Vera is asked to look at it"


@pytest.mark.rule("3.1", "5.3")
def test_the_partner_reads_the_vendors_note_and_nothing_internal(incoming: Incoming) -> None:
    note = "heiß, Produkt: arm, #messe\nSie will noch im März ein Angebot.\nIntern: bis 12 % Rabatt."
    body = FORWARDED.replace("heiß, Produkt: arm", note, 1)
    incoming.arrives(a_mail(VERA, body, subject="Fwd: Anfrage Roboterarm"))
    (lead,) = incoming.leads()
    assert "12 % Rabatt" in incoming.letters_to("vera")[-1].context["remarks"], "the vendor reads all of it"

    assert incoming.do(do.ReleaseLead(by=incoming.person_id("vera"), lead_id=lead.id)).code == "released"
    assert incoming.do(do.PickLead(by=incoming.person_id("rolf"), lead_id=lead.id)).code == "picked"

    told = next(one.context for one in reversed(incoming.letters_to("rolf")) if one.kind == "lead_picked")
    assert told["remarks"] == "Sie will noch im März ein Angebot."


def test_the_answer_stands_in_the_thread_of_the_forwarded_mail(incoming: Incoming) -> None:
    mail = a_mail(VERA, FORWARDED, subject="Fwd: Anfrage")
    incoming.arrives(mail)

    assert incoming.letters_to("vera")[0].in_reply_to == mail["Message-ID"]


@pytest.mark.parametrize("message_id", ["", "<[>", "no brackets", "<ü@x.example>", "<a\tb@x.example>"])
def test_a_message_id_of_any_shape_does_no_harm(incoming: Incoming, message_id: str) -> None:
    head = f"Message-ID: {message_id}\r\n" if message_id else ""
    mail = bytes(a_mail(VERA, FORWARDED, subject="Fwd: x"))
    content = head.encode() + b"\r\n".join(
        line for line in mail.replace(b"\r\n", b"\n").split(b"\n") if not line.lower().startswith(b"message-id:")
    )

    assert incoming.arrives(content).state == "done"

    (letter,) = incoming.letters_to("vera")
    assert letter.in_reply_to is None
    with incoming.parts.new_work() as work:
        incoming.parts.composer.compose(work.session, work.session.get_one(type(letter), letter.id))


def test_a_mail_attached_as_a_whole_is_the_lead(incoming: Incoming) -> None:
    mail = a_mail(VERA, "warm", subject="Messekontakt")
    mail.add_attachment(_carlas())

    incoming.arrives(mail)

    (lead,) = incoming.leads()
    assert lead.fields["contact_email"] == "carla@metallbau-muster.example"
    assert (lead.fields["temperature"], lead.remarks) == ("warm", "warm")


def test_each_of_several_attached_mails_is_a_lead(incoming: Incoming) -> None:
    mail = a_mail(VERA, "cold", subject="Zwei Anfragen")
    mail.add_attachment(_carlas())
    mail.add_attachment(_carlas("conny@holzbau-beispiel.example", "Conny Beispiel"))

    incoming.arrives(mail)

    emails = [lead.fields["contact_email"] for lead in incoming.leads()]
    assert emails == ["carla@metallbau-muster.example", "conny@holzbau-beispiel.example"]
    assert {lead.fields["temperature"] for lead in incoming.leads()} == {"cold"}


def test_files_of_the_customer_come_with_the_lead(incoming: Incoming) -> None:
    mail = a_mail(VERA, FORWARDED, subject="Fwd: Anfrage")
    mail.add_attachment(b"%PDF-1.7 drawing", maintype="application", subtype="pdf", filename="Zeichnung.pdf")

    incoming.arrives(mail)

    assert _attachment_names(incoming) == ["Zeichnung.pdf"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_row_of_a_list_is_a_lead(incoming: Incoming, kind: str) -> None:
    rows = [
        ["Firma", "Nachname", "E-Mail", "PLZ", "Ort"],
        ["Muster GmbH", "Muster", "carla@muster.example", "80331", "München"],
        ["Beispiel AG", "Beispiel", "conny@beispiel.example", "10115", "Berlin"],
        ["Probe KG", "Probe", "chris@probe.example", "20095", "Hamburg"],
    ]
    mail = a_mail(VERA, "cold #fair", subject="Messeliste")
    content = _as_csv(rows) if kind == "csv" else _as_xlsx(rows)
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"messe.{kind}")

    incoming.arrives(mail)

    assert [lead.fields["company"] for lead in incoming.leads()] == ["Muster GmbH", "Beispiel AG", "Probe KG"]
    assert incoming.kinds_to("vera") == ["import_report"]


def test_a_vcard_is_a_lead(incoming: Incoming) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Carla Muster\r\nN:Muster;Carla;;;\r\nORG:Muster GmbH\r\n"
    card += "EMAIL:carla@muster.example\r\nTEL:+49 89 1234567\r\nEND:VCARD\r\n"
    mail = a_mail(VERA, "heiß, vom Messestand", subject="Visitenkarte")
    mail.add_attachment(card.encode(), maintype="text", subtype="vcard", filename="carla.vcf")

    incoming.arrives(mail)

    (lead,) = incoming.leads()
    assert (lead.fields["company"], lead.fields["contact_last_name"]) == ("Muster GmbH", "Muster")


def test_the_vendors_own_people_are_never_the_customer(incoming: Incoming) -> None:
    text = (
        "heiß\n\nBitte Frau Muster anrufen, 089 1234567.\n\n-- \nVera Vogt\nNordlicht Robotics\nvera@nordlicht.example"
    )

    incoming.arrives(a_mail(VERA, text, subject="Anruf"))

    (lead,) = incoming.leads()
    assert "nordlicht.example" not in str(lead.fields)


def test_without_the_plus_the_only_vendor_of_the_sender_is_meant(incoming: Incoming) -> None:
    assert incoming.arrives(a_mail(VERA, FORWARDED, subject="Fwd: x"), f"leads@{MAIL_DOMAIN}").state == "done"
    assert len(incoming.leads()) == 1


def test_a_lead_for_a_vendor_that_is_not_there_is_kept(incoming: Incoming) -> None:
    raw = incoming.arrives(a_mail(VERA, FORWARDED, subject="Fwd: x"), f"leads+suedwind@{MAIL_DOMAIN}")

    assert (raw.state, raw.reason) == ("quarantined", "there is no vendor suedwind")
    assert incoming.kinds_to("operator") == ["quarantine_report"]
    assert incoming.kinds_to("vera") == ["help"]  # it names the right address


def test_a_partner_who_hands_in_a_lead_is_told_that_he_may_not(incoming: Incoming) -> None:
    incoming.arrives(a_mail(ROLF, FORWARDED, subject="Fwd: x"))

    assert incoming.leads() == []
    assert incoming.wishes() == [("submit", "not_permitted")]
    assert incoming.kinds_to("rolf") == ["refused"]


@pytest.mark.parametrize("content", ["", " \n\t\n"])
def test_an_empty_mail_is_no_lead(incoming: Incoming, content: str) -> None:
    assert incoming.arrives(a_mail(VERA, content)).state == "done"

    assert (incoming.leads(), incoming.kinds_to("vera")) == ([], ["help"])


def test_control_characters_of_a_cell_stay_outside(incoming: Incoming) -> None:
    """A sheet's cell may hold a NUL, which PostgreSQL refuses in a text; without the cleaning it stood in the lead."""
    mail = a_mail(VERA, "cold", subject="Liste")
    content = b"Firma;E-Mail\nMu\x00ster\x07 GmbH;carla@muster.example\n"
    mail.add_attachment(content, maintype="text", subtype="csv", filename="liste.csv")

    incoming.arrives(mail)

    (lead,) = incoming.leads()
    assert lead.fields["company"] == "Muster GmbH"
    assert "\x00" not in str(lead.sources)


def _carlas(sender: str = "carla@metallbau-muster.example", name: str = "Carla Muster") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{name} <{sender}>"
    mail["To"] = "info@nordlicht.example"
    mail["Subject"] = "Anfrage Roboterarm"
    mail.set_content(CARLAS_MAIL.replace("Carla Muster", name))
    return mail


def _as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


def _as_xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Messe", 0)
    for row in rows:
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _attachment_names(incoming: Incoming) -> list[str]:
    with incoming.looking() as session:
        return list(session.scalars(select(Attachment.filename)))
