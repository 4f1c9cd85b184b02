"""Mails leave the mailroom: to our own receiver over SMTP, to anybody else straight into their mailbox here."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

from app.bootstrap import Parts
from app.settings import Settings
from app.store.mailroom import keep
from app.web.mailroom.writing import recipients

TIMEOUT_S = 10


class NotTaken(Exception):
    """The receiver is off, away, or refused the mail; the text says which."""


def send(parts: Parts, mail: EmailMessage, sender: str) -> None:
    """Send a mail, and keep a copy in its writer's mailbox.

    The mailroom plays the mail server that has checked the sender, so it says so at the top of what it hands over.
    Raises: NotTaken: nothing was sent.
    """
    to = recipients(str(mail["To"]))
    ours = [address for address in to if address.lower().endswith(f"@{parts.settings.mail_domain}")]
    theirs = [address for address in to if address not in ours]
    content = mail.as_bytes()
    if ours:
        _hand_over(parts.settings, sender, ours, f"{vouching(parts.settings, sender)}\r\n".encode("ascii") + content)
    with parts.new_work() as work:
        for address in dict.fromkeys([*theirs, sender]):
            keep(work.session, address, content, parts.clock.now())
        work.commit()


def vouching(settings: Settings, sender: str) -> str:
    """Return the header by which the mailroom vouches for a sender. Source: RFC 8601."""
    domain = sender.rpartition("@")[2].encode("idna").decode("ascii")
    return f"Authentication-Results: {settings.believed_authserv_id}; dmarc=pass header.from={domain}"


def _hand_over(settings: Settings, sender: str, to: list[str], content: bytes) -> None:
    place = urlsplit(settings.receive)
    if place.scheme not in ("smtp", "lmtp") or place.port is None:
        raise NotTaken("PICKPOST_RECEIVE is off: switch the receiver on to send mail from here")
    connect = smtplib.LMTP if place.scheme == "lmtp" else smtplib.SMTP
    try:
        with connect(place.hostname or "127.0.0.1", place.port, timeout=TIMEOUT_S) as server:
            refused = server.sendmail(sender, to, content)
    except smtplib.SMTPRecipientsRefused as error:
        raise NotTaken(_words_of(error.recipients)) from error
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{error.smtp_code} {_text(error.smtp_error)}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(f"{place.hostname}:{place.port}: {error}") from error
    if refused:
        raise NotTaken(_words_of(refused))


def _words_of(refused: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{address}: {code} {_text(text)}" for address, (code, text) in refused.items())


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
