"""Keeps mails as they arrive, whichever way, before anybody is told that they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.store import raw_mail
from app.store.work import NewWork


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail as it came.

    mailbox: the way, ``smtp``, ``lmtp`` or ``imap:INBOX``. recipients: envelope addresses; none by IMAP. peer: the
    address of the machine that handed it over. reason: set for a mail that nobody shall try to read.
    """

    content: bytes
    mailbox: str
    recipients: tuple[str, ...] = ()
    mail_from: str | None = None
    peer: str | None = None
    helo: str | None = None
    peer_trusted: bool = False
    reason: str | None = None


def keep(new_work: NewWork, arrivals: Sequence[Arrival], now: datetime) -> list[int]:
    """Store mails in one transaction; content that the same mailbox had before is not stored twice.

    Returns: the raw mails' ids, in order.
    Raises: sqlalchemy.exc.SQLAlchemyError: the database is away; nothing may be acknowledged.
    Source: design law 4.
    """
    with new_work() as work:
        ids = [
            raw_mail.store(
                work.session, arrival.content, mailbox=arrival.mailbox, now=now,
                recipients=[clean(address) for address in arrival.recipients],
                mail_from=arrival.mail_from and clean(arrival.mail_from), peer=arrival.peer,
                helo=arrival.helo and clean(arrival.helo),
                peer_trusted=arrival.peer_trusted, reason=arrival.reason,
            ).id
            for arrival in arrivals
        ]  # fmt: skip
        work.commit()
    return ids


def clean(text: str) -> str:
    """Return a stranger's word as every database can keep it: without NUL, controls and broken characters."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(character for character in readable if character.isprintable())[:1_000]
