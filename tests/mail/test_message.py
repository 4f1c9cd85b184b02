"""What a letter looks like on the wire."""

from __future__ import annotations

import dataclasses
import email
import re
from datetime import UTC, datetime
from email import base64mime, policy, quoprimime
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.message import Attachment, InlineImage, OutgoingMail, UnsafeField, build

WITHOUT_CONTROLS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)
STANDARD = policy.SMTP.clone(max_line_length=998)


def an_offer(**changes: Any) -> OutgoingMail:
    """Return the offer that Rolf gets, with all headers, changed where the test says so."""
    offer = OutgoingMail(
        from_name="Nordlicht Robotics über Pickpost",
        from_address="leads+nordlicht@pickpost.example",
        to_name="Rolf Rieger",
        to_address="rolf@rolf-it.example",
        subject="Lead L-2041: Roboterarm, Raum München – bis Mi. 10:00",
        text="20.000 bis 50.000 €, Entscheidung im Juni.\n\nNehmen: antworten Sie mit „nehme“.\n",
        html="<html lang=de><body><p>20.000 bis 50.000&nbsp;€</p>" + "<p>lang</p>" * 200 + "</body></html>",
        message_id="<offer-2041-7@pickpost.example>",
        date=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        references=("<lead-2041@pickpost.example>", "<key.k3jd93hf@pickpost.example>"),
        in_reply_to="<lead-2041@pickpost.example>",
        reply_to="reply+k3jd93hf@pickpost.example",
        list_id="offers.nordlicht.pickpost.example",
        list_unsubscribe_https="https://pickpost.example/a/" + "abcdefgh2345" * 4,
        list_unsubscribe_mailto="mailto:reply+k3jd93hf@pickpost.example?subject=pause",
        feedback_id="lead_offer:nordlicht:offer:pickpost",
        language="de",
        extra_headers=(("X-Pickpost-Letter", "lead_offer"),),
    )
    return dataclasses.replace(offer, **changes)


def the_standard_way(mail: OutgoingMail) -> EmailMessage:
    """Build the same mail with the standard library, as the yardstick."""
    message = EmailMessage(policy=STANDARD)
    message["Date"] = mail.date
    message["From"] = Address(mail.from_name, addr_spec=mail.from_address)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
    message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["In-Reply-To"] = mail.in_reply_to
    message["References"] = " ".join(mail.references)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"<{mail.list_id}>"
    message["List-Unsubscribe"] = f"<{mail.list_unsubscribe_https}>, <{mail.list_unsubscribe_mailto}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Feedback-ID"] = mail.feedback_id
    message["X-Pickpost-Letter"] = "lead_offer"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for image in mail.inline_images:
        maintype, _, subtype = image.content_type.partition("/")
        html = message.get_body(("html",))
        assert isinstance(html, EmailMessage)
        html.add_related(image.content, maintype, subtype, cid=f"<{image.cid}>", filename=image.filename)
    for attachment in mail.attachments:
        maintype, _, subtype = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, maintype, subtype, filename=attachment.filename)
    message["Content-Language"] = mail.language  # last: every wrapping above would carry it down into a part
    return message


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=STANDARD)


def plain_text(raw: bytes) -> str:
    """Return the text part as it arrives, lines ended by LF."""
    body = read(raw).get_body(("plain",))
    assert body is not None
    return content(body).decode().replace("\r\n", "\n")


def content(part: MIMEPart) -> bytes:
    decoded = part.get_payload(decode=True)
    assert isinstance(decoded, bytes)
    return decoded


def file_of(raw: bytes) -> tuple[EmailMessage, str]:
    """Return the only attachment with its name."""
    (part,) = read(raw).iter_attachments()
    assert isinstance(part, EmailMessage)
    return part, part.get_filename() or ""


def recipient(raw: bytes) -> tuple[str, str]:
    """Return name and address in To, by the older parser: the modern one of Python 3.11 adds spaces between words."""
    phrase, address = parseaddr(str(email.message_from_bytes(raw)["To"]))
    return str(make_header(decode_header(phrase))), address


def meaning(message: EmailMessage) -> list[Any]:
    """Return all that a reader sees: headers in name order, then each part's type, name and content."""
    seen: list[Any] = sorted((name, str(value)) for name, value in message.items() if name != "Content-Type")
    for part in message.walk():
        shown = None if part.is_multipart() else part.get_content()
        shown = shown.replace("\r\n", "\n") if isinstance(shown, str) else shown
        seen.append((part.get_content_type(), part.get_filename(), part["Content-ID"], shown))
    return seen


def assert_fit_for_the_wire(raw: bytes) -> None:
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    head, _, body = raw.partition(b"\r\n\r\n")
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
    for word in re.findall(rb"=\?[^ ?]+\?[qb]\?[^ ]*\?=", head):
        assert len(word) <= 75
    for line in head.split(b"\r\n"):
        assert b"=?" not in line or len(line) <= 76


def test_rolfs_offer_means_the_same_as_one_built_by_the_standard_library() -> None:
    offer = an_offer(
        inline_images=(InlineImage("logo@pickpost.example", "image/png", bytes(range(256)), "logo.png"),),
        attachments=(
            Attachment("Preisliste Arm 2026.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9),
            Attachment("Übersicht Größen.xlsx", "application/vnd.ms-excel", b""),
        ),
    )

    ours, standard = read(build(offer)), read(the_standard_way(offer).as_bytes())

    assert meaning(ours) == meaning(standard)
    assert not any(part.defects for part in ours.walk())


def test_rolfs_offer_is_clean_on_the_wire() -> None:
    raw = build(an_offer(html="<p>" + "ä" * 5000 + "</p>", text=".\n..\nFrom here\n" + "x" * 3000 + "  \n\t\nend\t"))

    assert_fit_for_the_wire(raw)
    assert plain_text(raw).splitlines()[:3] == [".", "..", "From here"]


def test_the_same_mail_is_the_same_bytes_and_another_id_gives_other_boundaries() -> None:
    assert build(an_offer()) == build(an_offer())
    boundaries = {read(build(an_offer(message_id=f"<{i}@pickpost.example>"))).get_boundary() for i in range(3)}
    assert len(boundaries) == 3


def test_each_header_stands_once() -> None:
    names = [name.lower() for name in read(build(an_offer()))]
    assert len(names) == len(set(names))
    assert {"date", "message-id", "auto-submitted", "list-id", "feedback-id", "reply-to"} <= set(names)


def test_links_and_ids_are_never_encoded_however_long() -> None:
    """A naive ``EmailMessage`` with the default policy fails here: it writes ``=?utf-8?q?=3Chttps...`` instead."""
    long_link = "https://pickpost.example/a/" + "k" * 200
    references = tuple(f"<{'r' * 90}{i}@pickpost.example>" for i in range(12))

    raw = build(an_offer(list_unsubscribe_https=long_link, references=references, list_id="l" * 90 + ".example"))

    assert f"List-Unsubscribe: <{long_link}>,\r\n <mailto:".encode() in raw
    assert read(raw)["References"].split() == list(references)
    assert not re.search(rb"(?im)^(list-[a-z-]+|references|in-reply-to):.*(\r\n .*)*=\?utf-8", raw)
    assert_fit_for_the_wire(raw)


@given(WITHOUT_CONTROLS)
def test_any_subject_arrives_as_it_was_written(subject: str) -> None:
    raw = build(an_offer(subject=subject))

    assert_fit_for_the_wire(raw)
    assert read(raw)["Subject"] == subject


@given(WITHOUT_CONTROLS)
def test_any_name_arrives_as_it_was_written_but_for_odd_blanks(name: str) -> None:
    raw = build(an_offer(to_name=name))

    assert_fit_for_the_wire(raw)
    assert recipient(raw) == (" ".join(name.split()), "rolf@rolf-it.example")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=600))
def test_any_text_arrives_as_it_was_written_but_for_line_ends(text: str) -> None:
    raw = build(an_offer(text=text))

    assert_fit_for_the_wire(raw)
    arrived = plain_text(raw)
    wanted = re.sub("\r\n|\r", "\n", text)
    assert arrived == wanted if wanted.endswith("\n") else arrived == wanted + "\n"


def test_an_encoded_word_never_splits_a_character() -> None:
    subject = "Größe 漢字😀é́ " * 30
    words = re.findall(rb"=\?utf-8\?([qb])\?([^?]*)\?=", build(an_offer(subject=subject)))

    for kind, word in words:
        octets = quoprimime.header_decode(word.decode()).encode("latin-1") if kind == b"q" else base64mime.decode(word)
        assert octets.decode("utf-8")
    assert len(words) > 5


@pytest.mark.parametrize("evil", ["\r", "\n", "\r\n", "\x00", "\u2028", "\u2029", "\x85", "\x0b", "\x1b", "\ud800"])
@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("subject", "Subject"),
        ("from_name", "From"),
        ("from_address", "From"),
        ("to_name", "To"),
        ("to_address", "To"),
        ("reply_to", "Reply-To"),
        ("message_id", "Message-ID"),
        ("in_reply_to", "In-Reply-To"),
        ("list_id", "List-Id"),
        ("list_unsubscribe_https", "List-Unsubscribe"),
        ("list_unsubscribe_mailto", "List-Unsubscribe"),
        ("feedback_id", "Feedback-ID"),
        ("language", "Content-Language"),
    ],
)
def test_eve_cannot_open_a_second_header_through_any_field(field: str, named: str, evil: str) -> None:
    """Seen failing with the check taken out of ``headers.checked``: 33 of these mails and the next were then built."""
    value = getattr(an_offer(), field)
    with pytest.raises(UnsafeField) as refusal:
        build(an_offer(**{field: f"{value}{evil}Bcc: eve@eve.example"}))
    assert refusal.value.field == named


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"references": ("<a@b.example>\r\nBcc: eve@eve.example",)}, "References"),
        ({"references": ("<[>",)}, "References"),
        ({"attachments": (Attachment("a\r\nX: y.pdf", "application/pdf", b""),)}, "attachments"),
        ({"attachments": (Attachment("a.pdf", "application/pdf\r\nX: y", b""),)}, "attachments"),
        ({"inline_images": (InlineImage("logo@x>\r\nX: y", "image/png", b""),)}, "inline_images"),
        ({"extra_headers": (("X-Note\r\nBcc", "eve@eve.example"),)}, "extra_headers"),
        ({"extra_headers": (("X-Note", "a\nBcc: eve@eve.example"),)}, "X-Note"),
        ({"extra_headers": (("X-Note", "a"), ("x-note", "b"))}, "x-note"),
        ({"extra_headers": (("From", "eve@eve.example"),)}, "From"),
        ({"extra_headers": (("List-Help", "two <words> ä"),)}, "List-Help"),
        ({"text": "half a pair \ud800"}, "text"),
        ({"html": "a\x00b"}, "html"),
        ({"date": an_offer().date.replace(tzinfo=None)}, "Date"),
        ({"to_address": "rolf"}, "To"),
        ({"to_address": "rölf@rolf-it.example"}, "To"),
        ({"to_address": "rolf@-.example"}, "To"),
        ({"to_address": "rolf@mün..chen.example"}, "To"),
        ({"message_id": ""}, "Message-ID"),
        ({"to_address": "rolf@rolf-it.example, eve@eve.example"}, "To"),
        ({"list_unsubscribe_https": "javascript:alert(1)"}, "list_unsubscribe_https"),
        ({"message_id": "no-brackets@pickpost.example"}, "Message-ID"),
    ],
)
def test_what_may_not_stand_in_a_mail_is_refused_by_the_fields_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(UnsafeField) as refusal:
        build(an_offer(**changes))
    assert refusal.value.field == named
    assert str(refusal.value).startswith(f"{named}: ")


def test_a_subject_copied_from_a_forged_mail_stays_one_header() -> None:
    """CVE-2024-6923: ``=?utf-8?q?a=0ABcc:_x?=``, copied from a parsed subject, became a Bcc line of its own."""
    raw = build(an_offer(subject="=?utf-8?q?a=0ABcc:_eve=40eve.example?="))

    assert "Bcc" not in read(raw)
    assert b"=?utf-8?q?a=0A" not in raw


@pytest.mark.parametrize("name", ['Rolf "the \\ fast" <eve@eve.example>, Rieger', '"' * 50, "eve@eve.example"])
def test_a_name_with_quotes_and_an_address_in_it_stays_a_name(name: str) -> None:
    assert recipient(build(an_offer(to_name=name))) == (name, "rolf@rolf-it.example")


def test_an_international_domain_is_written_in_its_wire_form() -> None:
    raw = build(an_offer(to_address="carla@straße.example"))
    assert b"<carla@xn--strae-oqa.example>" in raw


def test_a_mail_without_html_is_one_plain_part() -> None:
    message = read(build(an_offer(html="")))
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()


def test_a_calendar_entry_travels_as_a_published_file() -> None:
    entry = Attachment("frist.ics", "text/calendar; method=PUBLISH; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
    part, _ = file_of(build(an_offer(attachments=(entry,))))
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_content_disposition() == "attachment"
    assert content(part) == entry.content


@pytest.mark.parametrize("content_type", ["message/rfc822", "multipart/mixed", "not a type", "", "text/<b>", "a/b; c"])
def test_a_file_of_doubtful_type_is_sent_as_a_plain_file(content_type: str) -> None:
    part, name = file_of(build(an_offer(attachments=(Attachment("anfrage.eml", content_type, b"x"),))))
    assert (part.get_content_type(), name) == ("application/octet-stream", "anfrage.eml")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300))
def test_any_file_name_arrives_whole_or_shortened_before_its_ending(stem: str) -> None:
    name = (stem.replace(".", "") + ".pdf").strip()
    raw = build(an_offer(attachments=(Attachment(name, "application/pdf", b"x"),)))

    _, arrived = file_of(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert arrived.endswith(".pdf")
    assert name.startswith(arrived[:-4])
    assert arrived == name or len(name.encode()) > 240


@pytest.mark.parametrize(
    ("name", "arrived"),
    [
        ("ä" * 300 + ".pdf", "ä" * 118 + ".pdf"),
        ("ä" * 300, "ä" * 120),
        ("a." + "b" * 300, "a." + "b" * 238),
        ("", "attachment"),
        ("  ", "attachment"),
    ],
)
def test_a_file_name_longer_than_any_disk_takes_is_shortened_and_none_is_made_up(name: str, arrived: str) -> None:
    assert file_of(build(an_offer(attachments=(Attachment(name, "application/pdf", b"x"),))))[1] == arrived
