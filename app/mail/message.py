"""A letter's bytes: the MIME message with every header that MAIL 3 asks for, the same bytes at every call."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from app.mail import headers, mime
from app.mail.headers import CRLF, UnsafeField
from app.mail.mime import Attachment, InlineImage

__all__ = ["Attachment", "InlineImage", "OutgoingMail", "UnsafeField", "build"]

_NOT_TO_BE_ADDED = frozenset(
    {
        "date",
        "from",
        "to",
        "subject",
        "message-id",
        "in-reply-to",
        "references",
        "reply-to",
        "auto-submitted",
        "list-id",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "feedback-id",
        "content-language",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "sender",
        "cc",
        "bcc",
        "return-path",
        "received",
        "dkim-signature",
        "authentication-results",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """One rendered letter to one person, with all that its headers need.

    Shapes:
        addresses: ``local@domain``, local part in ASCII; names may be empty.
        message_id, in_reply_to, references: ``<left@right>``; references oldest first, only mails really sent.
        date: aware.
        list_id: bare, ``offers.nordlicht.example``; feedback_id: ``campaign:customer:type:sender``.
        list_unsubscribe_https: the one-click address of RFC 8058; list_unsubscribe_mailto: with its ``mailto:``.
        language: a BCP 47 tag. text, html: any line endings; without html the mail is plain text.
        extra_headers: name and value; none that this class writes itself.
    """

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str = ""
    message_id: str
    date: datetime
    references: tuple[str, ...] = ()
    in_reply_to: str | None = None
    reply_to: str | None = None
    list_id: str | None = None
    list_unsubscribe_https: str | None = None
    list_unsubscribe_mailto: str | None = None
    feedback_id: str | None = None
    language: str | None = None
    attachments: tuple[Attachment, ...] = ()
    inline_images: tuple[InlineImage, ...] = ()
    extra_headers: tuple[tuple[str, str], ...] = ()


def build(mail: OutgoingMail) -> bytes:
    """Return the message as it goes on the wire.

    Shape: CRLF, 7-bit, lines of at most 998 characters, bodies quoted-printable in UTF-8, attachments base64;
        ``multipart/alternative``, wrapped in ``related`` for images and in ``mixed`` for attachments. The boundaries
        come from the message id, so equal mails give equal bytes.
    Raises: UnsafeField: a field holds what may not stand there; names the field.
    Source: mail 3, "headers" and "wire"; rulebook 9.3.
    """
    lines = [
        headers.date("Date", mail.date),
        headers.mailbox("From", mail.from_name, mail.from_address),
        headers.mailbox("To", mail.to_name, mail.to_address),
        *_reply_to(mail),
        headers.unstructured("Subject", mail.subject),
        *_threading(mail),
        "Auto-Submitted: auto-generated",
        *_list_headers(mail),
        *(headers.tokens(name, (value,)) for name, value in _single_tokens(mail)),
        *_extra_headers(mail),
        "MIME-Version: 1.0",
    ]
    return CRLF.join(lines).encode("ascii") + b"\r\n" + _body(mail)


def _reply_to(mail: OutgoingMail) -> list[str]:
    return [headers.mailbox("Reply-To", "", mail.reply_to)] if mail.reply_to else []


def _threading(mail: OutgoingMail) -> list[str]:
    lines = [headers.message_ids("Message-ID", (mail.message_id,))]
    if mail.in_reply_to:
        lines.append(headers.message_ids("In-Reply-To", (mail.in_reply_to,)))
    if mail.references:
        lines.append(headers.message_ids("References", mail.references))
    return lines


def _list_headers(mail: OutgoingMail) -> list[str]:
    lines = [headers.tokens("List-Id", (f"<{mail.list_id}>",))] if mail.list_id else []
    routes = [route for route in (mail.list_unsubscribe_https, mail.list_unsubscribe_mailto) if route]
    if routes:
        _require_scheme("list_unsubscribe_https", mail.list_unsubscribe_https, ("https://", "http://"))
        _require_scheme("list_unsubscribe_mailto", mail.list_unsubscribe_mailto, ("mailto:",))
        lines.append(headers.tokens("List-Unsubscribe", tuple(f"<{route}>" for route in routes), separator=","))
    if mail.list_unsubscribe_https:
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


def _require_scheme(field: str, url: str | None, schemes: tuple[str, ...]) -> None:
    if url and not url.startswith(schemes):
        raise UnsafeField(field, f"must begin with {schemes[0]}")


def _single_tokens(mail: OutgoingMail) -> list[tuple[str, str]]:
    fields = (("Feedback-ID", mail.feedback_id), ("Content-Language", mail.language))
    return [(name, value) for name, value in fields if value]


def _extra_headers(mail: OutgoingMail) -> list[str]:
    taken, lines = _NOT_TO_BE_ADDED, []
    for name, value in mail.extra_headers:
        lines.append(headers.extra(name, value, taken))
        taken |= {name.lower()}
    return lines


def _body(mail: OutgoingMail) -> bytes:
    seed = hashlib.sha256(mail.message_id.encode()).hexdigest()[:24]
    part = mime.text_part("text", "plain", mail.text)
    if mail.html:
        html = mime.text_part("html", "html", mail.html)
        if mail.inline_images:
            images = [mime.image_part(image) for image in mail.inline_images]
            html = mime.multipart('related; type="text/html"', f"=_r{seed}", [html, *images])
        part = mime.multipart("alternative", f"=_a{seed}", [part, html])
    if mail.attachments:
        files = [mime.attachment_part(attachment) for attachment in mail.attachments]
        part = mime.multipart("mixed", f"=_m{seed}", [part, *files])
    return part
