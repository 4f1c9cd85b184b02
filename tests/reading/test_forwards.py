"""A forwarded mail gives its first sender, its words and the forwarder's note, whichever program sent it."""

from __future__ import annotations

import pytest

from inbound.forward import is_forward_subject, unwrap
from inbound.forward.subject import without_prefixes
from inbound.mail import Mail
from tests.reading.mails import mail

CARLA = "carla@kunde.example"
# mail -> note, sender's name, recipients, subject, first and last words of the text
FORWARDS = {
    "gmail_german_forward_inline": (
        "heiß! #fair", "Carla Kunde", ("info@nordlicht.example",), "Anfrage Roboterarm", "Guten Tag,", "Carla Kunde",
    ),
    "outlook_german_forward_inline": (
        "bitte schnell, warm", "Kunde, Carla", ("info@nordlicht.example", "max@nordlicht.example"),
        "Anfrage Roboterarm",
        "Bitte um Rückruf", "089 555 0199.",
    ),
    "apple_mail_german_forward_quoted": (
        "cold", "Carla Kunde", ("info@nordlicht.example",), "Anfrage", "Was kostet der Arm?", "Carla",
    ),
    "thunderbird_english_forward_html_table": (
        "warm, product: arm", "Carla Kunde", ("info@nordlicht.example",), "Robot arm", "We need", "June.",
    ),
    "forward_as_attachment": (
        "heiß, bitte heute noch", "Carla Kühn", ("info@nordlicht.example",), "Anfrage für Montage", "Grüße", "Anlage.",
    ),
    "outlook_mac_forward_with_wrote_line": ("warm", "Carla Kunde", (), "Robot arm", "How much", "Carla"),
    "yahoo_forward_with_glued_headers": (
        "warm", "Carla Kunde", ("info@nordlicht.example",), "Robot arm", "How much is it?", "How much is it?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORWARDS)
def test_carla_is_the_sender_of_what_vera_forwards(name: str) -> None:
    note, from_name, to, subject, begins, ends = FORWARDS[name]

    forwarded = unwrap(mail(name))

    assert forwarded is not None
    assert (forwarded.from_address, forwarded.from_name) == (CARLA, from_name)
    assert (forwarded.note, forwarded.to, forwarded.subject) == (note, to, subject)
    assert "2026" in forwarded.date
    assert forwarded.body.startswith(begins)
    assert forwarded.body.endswith(ends)


def test_the_attachments_of_an_attached_mail_are_the_leads() -> None:
    forwarded = unwrap(mail("forward_as_attachment"))

    assert forwarded is not None
    assert forwarded.original is not None
    assert forwarded.cc == ("einkauf@kunde.example",)
    assert [(file.filename, file.content_type, file.content) for file in forwarded.attachments] == [
        ("plan.pdf", "application/pdf", b"%PDF-1.4\n")
    ]


def test_a_mail_forwarded_twice_keeps_both_forwarders() -> None:
    forwarded = unwrap(mail("gmail_forwarded_twice"))

    assert forwarded is not None
    assert forwarded.from_address == "max@nordlicht.example"
    assert forwarded.inner is not None
    assert (forwarded.inner.note, forwarded.inner.from_address) == ("yours?", CARLA)
    assert forwarded.inner.body == "How much is it?"


def test_a_forwarded_web_form_is_not_taken_for_printed_headers() -> None:
    """Seen failing when the form's lines went on with the headers: its *Von: Kontaktformular* became the sender."""
    forwarded = unwrap(mail("outlook_forward_of_a_web_form_with_mail_labels"))

    assert forwarded is not None
    assert forwarded.from_address == "noreply@nordlicht.example"
    assert forwarded.body.startswith("Von: Kontaktformular\nAn: Vertrieb\n")
    assert forwarded.inner is None


@pytest.mark.parametrize(
    "name",
    ["customer_mail_with_labels_is_no_forward", "outlook_german_reply_above_quote", "gmail_german_reply_above_quote",
     "outlook_express_english_original_message", "lotus_german_reply", "web_form_notice_auto_submitted"],
)  # fmt: skip
def test_a_reply_and_a_form_are_no_forwards(name: str) -> None:
    assert unwrap(mail(name)) is None


def test_text_below_a_quoted_forward_is_not_carlas() -> None:
    text = (
        "hot\n\nBegin forwarded message:\n\n> From: Carla <carla@kunde.example>\n> Subject: arm\n>\n> How much?\n\n"
        "Vera, HRB 7"
    )

    forwarded = unwrap(Mail(subject="Fwd: arm", text=text))

    assert forwarded is not None
    assert forwarded.body == "How much?"


FORWARD_PREFIXES = """
Fwd|FW|WG|Fw|TR|RV|I|ENC|PD|Doorst|VB|VS|VL|Videresend|Továbbítás|Redir.|İLT|YML|Переслать|转发|転送|WG[2]|[Fwd
"""


@pytest.mark.parametrize("prefix", FORWARD_PREFIXES.strip().split("|"))
def test_a_forwards_subject_is_known_in_many_languages(prefix: str) -> None:
    assert is_forward_subject(f"{prefix}: arm")


@pytest.mark.parametrize(
    "subject", ["arm", "Re: arm", "AW: arm", "Angebot: arm", "Frage: WG-Zimmer", "12:30 Termin", ""]
)
def test_other_subjects_are_no_forwards(subject: str) -> None:
    assert not is_forward_subject(subject)


def test_prefixes_come_off_the_subject_however_many() -> None:
    assert without_prefixes("WG: AW: Re: Fwd: Angebot: arm") == "Angebot: arm"
