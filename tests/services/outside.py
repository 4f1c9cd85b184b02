"""The people around an installation as they are in the world: they write and read mails, open links, press buttons."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid
from types import MappingProxyType
from typing import cast
from urllib.parse import urlencode, urlsplit

from lxml import html

from tests.services.servers.installation import MAIL_DOMAIN, Installation
from tests.services.servers.smtp_sink import SmtpSink

OUR_SERVER = "mx.test"
PATIENCE_S = 60.0


@dataclass
class Letter:
    """A mail of ours as its reader sees it."""

    mail: EmailMessage

    @classmethod
    def of(cls, raw: bytes) -> Letter:
        """Read the bytes that came over the wire."""
        read = message_from_bytes(raw, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return cls(read)

    @property
    def kind(self) -> str:
        """What Feedback-ID calls it."""
        return str(self.mail["Feedback-ID"]).partition(":")[0]

    @property
    def text(self) -> str:
        """The text twin."""
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def html(self) -> str:
        """The HTML."""
        part = self.mail.get_body(("html",))
        assert part is not None
        return str(part.get_content())

    @property
    def reply_to(self) -> str:
        """Where an answer goes."""
        [(_, address)] = getaddresses([str(self.mail["Reply-To"])])
        return address

    @property
    def sender(self) -> str:
        """The From address."""
        [(_, address)] = getaddresses([str(self.mail["From"])])
        return address

    def links(self) -> dict[str, str]:
        """Return the path of every action link of ours by its words."""
        found: dict[str, str] = {}
        for anchor in _tree(self.html).iter("a"):
            parts = urlsplit(str(anchor.get("href")))
            if parts.path.startswith("/a/"):
                found.setdefault(" ".join("".join(str(text) for text in anchor.itertext()).split()), parts.path)
        return found

    def link(self, words: str) -> str:
        """Return the path of the link whose words begin like this."""
        found = [path for label, path in self.links().items() if label.lower().startswith(words.lower())]
        assert found, f"no link {words!r} among {list(self.links())}"
        return found[0]


@dataclass
class Page:
    """A page of a link."""

    status: int
    content: str

    @property
    def code(self) -> str:
        """What was done, or why not."""
        main = _tree(self.content).find(".//main")
        assert main is not None
        return str(main.get("data-code"))

    @property
    def text(self) -> str:
        """What a person reads."""
        return " ".join("".join(str(text) for text in _tree(self.content).itertext()).split())


def _tree(content: str) -> html.HtmlElement:
    return cast(html.HtmlElement, html.fromstring(content))


class Outside:
    """Everybody and everything beyond the installation. What they got before is forgotten."""

    def __init__(self, product: Installation, sink: SmtpSink) -> None:
        self._product, self._sink = product, sink
        self._before = len(sink.mails)

    def letters_to(self, address: str, kind: str = "") -> list[Letter]:
        """Return what somebody has got, all of it or one kind."""
        mails = [Letter.of(mail.raw) for mail in self._sink.mails[self._before :] if mail.rcpt_to == (address,)]
        return [letter for letter in mails if kind in ("", letter.kind)]

    def letter_to(self, address: str, kind: str, number: int = 1) -> Letter:
        """Wait for the so-many-th letter of a kind to somebody, and return it."""
        deadline = time.monotonic() + PATIENCE_S
        while len(found := self.letters_to(address, kind)) < number:
            got = [letter.kind for letter in self.letters_to(address)]
            assert time.monotonic() < deadline, f"{address} waits for {kind} number {number} and has {got}"
            time.sleep(0.1)
        return found[number - 1]

    def writes(
        self, sender: str, to: str, text: str, *, subject: str = "", answering: Letter | None = None,
        results: str | None = "dmarc=pass", server: str = OUR_SERVER, files: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """Send a mail, as the mail server in front hands it over.

        Args: sender: the From. results: what that server says of it in Authentication-Results; None: nothing. server:
            under which name it says so. files: what is attached, by name.
        """
        mail = EmailMessage()
        _, address = getaddresses([sender])[0]
        if results is not None:
            mail["Authentication-Results"] = f"{server}; {results} header.from={address.partition('@')[2]}"
        mail["From"], mail["To"], mail["Date"] = sender, to, format_datetime(datetime.now(UTC))
        mail["Message-ID"] = make_msgid(domain="mail.example")
        if answering is not None:
            mail["Subject"] = f"Re: {answering.mail['Subject']}"
            mail["In-Reply-To"] = str(answering.mail["Message-ID"])
            quoted = "\n".join(f"> {line}" for line in answering.text.splitlines())
            text = f"{text}\n\nOn Tue, Mar 3, 2026 at 10:00 AM Westlicht <{answering.sender}> wrote:\n\n{quoted}\n"
        else:
            mail["Subject"] = subject
        mail.set_content(text)
        for name, content in files.items():
            mail.add_attachment(content, maintype="text", subtype=name.rpartition(".")[2], filename=name)
        self._product.receive(mail.as_bytes(policy=policy.SMTP), to, sender=address)

    def forwards(self, sender: str, vendor: str, note: str, text: str) -> None:
        """Forward a customer's mail to the vendor's lead address."""
        self.writes(sender, f"leads+{vendor}@{MAIL_DOMAIN}", f"{note}\n\n{text}", subject="Fwd: Request")

    def opens(self, path: str, method: str = "GET") -> Page:
        """Open a link and look."""
        return self._ask(method, path, None)

    def presses(self, path: str, **typed: str) -> Page:
        """Open a link, press its one button, and read the page that follows."""
        page = self.opens(path)
        forms = _tree(page.content).forms
        assert forms, f"nothing to press: {page.code} {page.text}"
        return self._ask("POST", forms[0].action or path, dict(forms[0].form_values()) | typed)

    def _ask(self, method: str, path: str, form: dict[str, str] | None) -> Page:
        line = http.client.HTTPConnection(urlsplit(self._product.url).netloc, timeout=60)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        line.request(method, urlsplit(path).path if form is not None else path, urlencode(form or {}), kind)
        answer = line.getresponse()
        content = answer.read().decode()
        place = answer.headers.get("Location", "")
        line.close()
        return self._ask("GET", place, None) if answer.status == 303 else Page(answer.status, content)
