"""Mails as people's own programs write them: a new one, an answer above its quote, a forward."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, getaddresses, make_msgid
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_datetime as format_local

from app.mail.words import words_in
from app.web.mailroom.opened import OpenedMail

_PREFIX = re.compile(r"^\s*(?:re|aw|fwd?|wg)\s*:\s*", re.IGNORECASE)
_HEADER_WORDS = {"de": ("Von", "Date", "Subject", "To"), "en": ("From", "Date", "Subject", "To")}
_WROTE = {"de": "Am {day} um {time} Uhr schrieb {who}:", "en": "On {day} at {time}, {who} wrote:"}
_DAY = {"de": "EEE, d. MMM y", "en": "EEE, d MMM y"}


class NoRecipient(ValueError):
    """No address to send to can be read."""


@dataclass(frozen=True)
class Writer:
    """Who writes, in which language and zone their program dates a quote."""

    name: str
    address: str
    language: str
    zone: str


@dataclass(frozen=True)
class Draft:
    """What was typed. answers, forwards: the mail this one is about, at most one of them. files: name and bytes."""

    to: str
    subject: str
    words: str
    answers: OpenedMail | None = None
    forwards: OpenedMail | None = None
    files: Sequence[tuple[str, bytes]] = ()


def answer_subject(subject: str) -> str:
    """Return the subject of an answer, with one ``Re:``."""
    return f"Re: {_PREFIX.sub('', subject)}"


def forward_subject(subject: str) -> str:
    """Return the subject of a forward, with one ``Fwd:``."""
    return f"Fwd: {_PREFIX.sub('', subject)}"


def recipients(to: str) -> list[str]:
    """Return the addresses of a typed To line. Raises: NoRecipient."""
    found = [address for _, address in getaddresses([to]) if re.fullmatch(r"[^@\s]+@[^@\s]+", address)]
    if not found:
        raise NoRecipient(to)
    return found


def written(draft: Draft, writer: Writer, now: datetime) -> EmailMessage:
    """Return the mail as it goes out: text and HTML, the quote below the new words, a forward's files with it.

    Raises: NoRecipient. ValueError: a header would hold a line end.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((writer.name, writer.address))
    mail["To"] = ", ".join(recipients(draft.to))
    mail["Subject"] = " ".join(draft.subject.split())
    mail["Date"] = format_datetime(now.astimezone(ZoneInfo(writer.zone)))
    mail["Message-ID"] = make_msgid(domain=writer.address.rpartition("@")[2])
    below_text, below_html = _below(draft, writer)
    if draft.answers is not None:
        answered = draft.answers.header("Message-ID").strip()
        if answered:
            mail["In-Reply-To"] = answered
            mail["References"] = " ".join([*draft.answers.header("References").split(), answered])
    words = draft.words.replace("\r\n", "\n").rstrip()
    mail.set_content(f"{words}\n\n{below_text}" if below_text else f"{words}\n")
    paragraphs = "<br>".join(escape(line) for line in words.split("\n"))
    mail.add_alternative(f'<div dir="ltr">{paragraphs}</div>{below_html}', subtype="html")
    for filename, content in [*draft.files, *_forwarded_files(draft)]:
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return mail


def _below(draft: Draft, writer: Writer) -> tuple[str, str]:
    if draft.answers is not None:
        return _quote(draft.answers, writer)
    return _forwarded(draft.forwards, writer) if draft.forwards is not None else ("", "")


def _quote(mail: OpenedMail, writer: Writer) -> tuple[str, str]:
    day, time = _local(mail, writer)
    name, address = mail.sender
    wrote = _WROTE[_language(writer)].format(day=day, time=time, who=f"{name} <{address}>" if name else address)
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.rstrip().split("\n"))
    html = (
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{escape(wrote)}<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);'
        f'padding-left:1ex">{_inside(mail)}</blockquote></div>'
    )
    return f"{wrote}\n\n{quoted}\n", html


def _forwarded(mail: OpenedMail, writer: Writer) -> tuple[str, str]:
    day, time = _local(mail, writer)
    name, address = mail.sender
    values = (f"{name} <{address}>" if name else address, f"{day}, {time}", mail.subject, mail.header("To"))
    rows = [f"{word}: {value}" for word, value in zip(_HEADER_WORDS[_language(writer)], values, strict=True)]
    line = "---------- Forwarded message ---------"
    head = "<br>".join(escape(row) for row in (line, *rows))
    html = (
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{head}<br></div><br><br>{_inside(mail)}</div>'
    )
    return "\n".join([line, *rows, "", "", mail.text.rstrip(), ""]), html


def _inside(mail: OpenedMail) -> str:
    """Return a mail's content as a program puts it into another: the body without its page."""
    if not mail.html:
        return escape(mail.text).replace("\n", "<br>\n")
    found = re.search(r"<body[^>]*>(.*)</body>", mail.html, re.IGNORECASE | re.DOTALL)
    return found[1] if found else mail.html


def _forwarded_files(draft: Draft) -> list[tuple[str, bytes]]:
    mail = draft.forwards
    return [] if mail is None else [(file.filename, mail.part(file.number)[2]) for file in mail.files]


def _local(mail: OpenedMail, writer: Writer) -> tuple[str, str]:
    local = mail.arrived_at.astimezone(ZoneInfo(writer.zone))
    locale = words_in(writer.language).locale
    pattern = _DAY[_language(writer)]
    return format_local(local, pattern, locale=locale), format_local(local, "HH:mm", locale=locale)


def _language(writer: Writer) -> str:
    return words_in(writer.language).language
