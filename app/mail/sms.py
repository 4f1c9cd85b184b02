"""The operator's gateway for text messages: a webhook, or mails to an address made of the number."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from http.client import HTTPException
from typing import IO, Any, Protocol

from app.mail.transport import Outcome, Sendable, Transport

TIMEOUT_S = 10
MOST_ANSWERED_BYTES = 10_000
LONGEST_TEXT = 320  # two parts of an SMS


class Gateway(Protocol):
    """Takes one text at a time."""

    def send(self, text_id: int, number: str, words: str) -> str | None:
        """Hand over a text. Returns: None, or what went wrong; it never raises and never waits longer than 10 s."""
        ...


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """Follow none: the operator named one address."""
        return


@dataclass(frozen=True)
class Webhook:
    """Posts ``{"id", "to", "text"}`` as JSON; the id stays the same when a text is tried again."""

    url: str

    def send(self, text_id: int, number: str, words: str) -> str | None:
        body = json.dumps({"id": f"pickpost-{text_id}", "to": number, "text": words}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"}, method="POST")
        opener = urllib.request.build_opener(_NoRedirects())
        try:
            with opener.open(request, timeout=TIMEOUT_S) as answer:
                answer.read(MOST_ANSWERED_BYTES)
        except urllib.error.HTTPError as error:
            return f"the gateway answered {error.code}"
        except (OSError, HTTPException, ValueError) as error:
            return f"{type(error).__name__}: {error}"
        return None


@dataclass(frozen=True)
class MailGateway:
    """Mails each text to the number's address. pattern: such as ``{number}@sms.example``, without the plus."""

    pattern: str
    sender: str
    transport: Transport

    def send(self, text_id: int, number: str, words: str) -> str | None:
        address = self.pattern.replace("{number}", number.removeprefix("+"))
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = self.sender, address, ""
        mail["Message-ID"] = f"<text-{text_id}.{self.sender}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(words)
        [result] = self.transport.send([Sendable(text_id, self.sender, address, mail.as_bytes())])
        return None if result.outcome is Outcome.SENT else f"{result.code} {result.text}"


def gateway_of(url: str, sender: str, transport: Transport) -> Gateway:
    """Return the gateway that a setting names: ``https://…``, or ``mailto:{number}@…``."""
    if url.startswith("mailto:"):
        return MailGateway(url.removeprefix("mailto:"), sender, transport)
    return Webhook(url)
