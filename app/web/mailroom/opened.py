"""A kept mail, opened for the eye: its headers, its text, its HTML made harmless, its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape, unescape
from urllib.parse import parse_qsl, unquote, urlencode

from markupsafe import Markup

from app.store.mailroom import MailroomMail

_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_MAILTO = re.compile(r'href="mailto:([^"]*)"', re.IGNORECASE)
_CID = re.compile(r'src="cid:([^"]*)"', re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")


@dataclass(frozen=True)
class File:
    """A part that can be saved; ``number`` names it in its address."""

    number: int
    filename: str
    content_type: str
    size: int

    @property
    def kilobytes(self) -> str:
        """The size in kB, with one decimal."""
        return f"{self.size / 1024:.1f}"


class OpenedMail:
    """One mail of a mailbox."""

    def __init__(self, mail: MailroomMail) -> None:
        self.id, self.address, self.arrived_at = mail.id, mail.address, mail.arrived_at
        self.subject, self.content = mail.subject, mail.content
        message = message_from_bytes(mail.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.message = message

    def header(self, name: str) -> str:
        """Return a header as text; empty when it is missing."""
        return str(self.message.get(name, ""))

    @property
    def sender(self) -> tuple[str, str]:
        """Return name and address of the From."""
        return parseaddr(self.header("From"))

    @property
    def answers_to(self) -> str:
        """Return where an answer goes."""
        return parseaddr(self.header("Reply-To") or self.header("From"))[1]

    def answered_by(self, address: str) -> str:
        """Return where this person's answer goes: to a mail of their own, where that one went."""
        return self.header("To") if address.lower() == self.sender[1].lower() else self.answers_to

    @property
    def text(self) -> str:
        """Return the plain text, empty when there is none."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """Return the HTML as it came, empty when there is none."""
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""

    @property
    def files(self) -> list[File]:
        """Return the attachments."""
        return [
            File(number, part.get_filename() or f"{number}", part.get_content_type(), len(self.part(number)[2]))
            for number, part in enumerate(self.message.walk())
            if part.get_content_disposition() == "attachment"
        ]

    def part(self, number: int) -> tuple[str, str, bytes]:
        """Return filename, type and bytes of a part. Raises: IndexError: there is none."""
        part = list(self.message.walk())[number]
        payload = part.get_payload(decode=True)
        # A mail within a mail has no payload of its own.
        content = payload if isinstance(payload, bytes) else b"".join(bytes(inner) for inner in _inner(part))
        return part.get_filename() or f"part-{number}", part.get_content_type(), content

    def framed_html(self) -> str:
        """Return the HTML for the frame: links open beside it, answers by mail open the mailroom's own form."""
        page = _MAILTO.sub(lambda found: f'href="{escape(self._compose_url(unescape(found[1])))}"', self.html)
        page = _CID.sub(lambda found: f'src="{self._cid_url(unescape(found[1]))}"', page)
        target = '<base target="_blank">'
        return _HEAD.sub(lambda found: found[0] + target, page, count=1) if _HEAD.search(page) else target + page

    def _compose_url(self, mailto: str) -> str:
        encoded, _, query = mailto.partition("?")
        address = unquote(encoded)
        given = {name.lower(): value for name, value in parse_qsl(query.replace("+", "%2B"))}
        wanted = {"from": self.address, "to": address}
        if address.lower() == self.answers_to.lower():
            wanted["answers"] = str(self.id)
        wanted |= {name: given[name] for name in ("subject", "body") if name in given}
        return f"/mailroom/write?{urlencode(wanted)}"

    def _cid_url(self, content_id: str) -> str:
        for number, part in enumerate(self.message.walk()):
            if str(part.get("Content-ID", "")).strip("<>") == content_id:
                return f"/mailroom/mail/{self.id}/part/{number}"
        return ""

    def linked_text(self) -> Markup:
        """Return the plain text with its links made links."""
        pieces, last = [], 0
        for found in _URL.finditer(self.text):
            url = escape(found[0])
            pieces += [
                escape(self.text[last : found.start()]),
                f'<a href="{url}" target="_blank" rel="noreferrer">{url}</a>',
            ]
            last = found.end()
        return Markup("".join([*pieces, escape(self.text[last:])]))


def _inner(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, EmailMessage)] if isinstance(payload, list) else []
