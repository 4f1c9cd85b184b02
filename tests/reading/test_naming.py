"""Whether a mail or a file names somebody is seen by reading it, in whatever it is written. Rulebook 9.5."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from inbound.mail import Attachment
from inbound.naming import named_in_file, named_in_mail
from tests.edges.lists import as_xlsx

CARLA = ("carla@muster.example", "Carla Müster", "+498912345678")


def _zipped(**parts: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", **parts}.items():
            archive.writestr(name, text)
    return sink.getvalue()


WORD = _zipped(**{"word/document.xml": "<w:p><w:t>Frau Carla M</w:t></w:r><w:r><w:t>üster</w:t></w:p><w:p/>"})
CARD = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCster;Carla\r\nEND:VCARD\r\n"
MAIL = EmailMessage()
MAIL["From"] = "otto@huber.example"
MAIL.set_content("Fragen Sie Carla Müster.", cte="base64")


@pytest.mark.rule("9.5")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", "Vorname;Nachname\nCarla;Müster\n".encode("cp1252")),
        ("liste.csv", "Nachname\tVorname\nMüster\tCarla\n".encode("utf-16")),
        ("liste.xlsx", as_xlsx(["Wer"], ["MÜSTER, Carla"])),
        ("telefon.xlsx", as_xlsx(["Telefon"], ["089 / 12 34 56-78"])),
        ("brief.docx", WORD),
        ("karte.vcf", CARD.encode()),
        ("seite.html", b"<html><body><b>Carla</b> M&uuml;ster</body></html>"),
        ("alt.eml", bytes(MAIL)),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" + "an carla@muster.example".encode("utf-16-le")),
        ("Carla Müster.pdf", b"%PDF-1.7 nothing to read"),
    ],
)
def test_a_file_that_names_carla_is_found(name: str, content: bytes) -> None:
    assert named_in_file(Attachment(name, "application/octet-stream", content), CARLA) is True


@pytest.mark.rule("9.5")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", b"Vorname;Nachname\nCarlana;Muester\nerika.carla@muster.example;x\n"),
        ("liste.xlsx", as_xlsx(["Wer", "Telefon"], ["Otto Huber", "089 999999"])),
        ("brief.txt", b"Carla kommt, M\xc3\xbcsterland auch."),
    ],
)
def test_a_file_that_names_others_is_left(name: str, content: bytes) -> None:
    assert named_in_file(Attachment(name, "application/octet-stream", content), CARLA) is False


@pytest.mark.rule("9.5")
@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 a picture", b"%PDF-1.7 \x00\x01", b"PK\x03\x04 half a zip"])
def test_what_nobody_can_read_is_told_as_that(content: bytes) -> None:
    assert named_in_file(Attachment("scan", "application/octet-stream", content), CARLA) is None


@pytest.mark.rule("9.5")
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_mail_that_names_carla_is_found_in_whatever_encoding(encoding: str) -> None:
    """Where only the bytes are searched, as it was, none of these is found."""
    mail = EmailMessage()
    mail["Subject"] = "Besuch"
    mail.set_content("Grüße an Carla\nMüster.", cte=encoding)
    assert all(one.encode() not in bytes(mail) for one in CARLA)

    assert named_in_mail(bytes(mail), CARLA) == (True, 0)
    assert named_in_mail(bytes(mail), ("otto@huber.example", "Otto Huber")) == (False, 0)


@pytest.mark.rule("9.5")
def test_a_mail_says_how_many_of_its_files_cannot_be_read_but_not_those_in_its_text() -> None:
    mail = EmailMessage()
    mail.set_content("Anbei.")
    mail.add_attachment(b"%PDF-1.7 \x00", maintype="application", subtype="pdf", filename="plan.pdf")
    mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", cid="<logo>", disposition="inline")

    assert named_in_mail(bytes(mail), CARLA) == (False, 1)
