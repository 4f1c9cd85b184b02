"""What the operator does with mails that nobody could use: list, show, replay, discard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.store import raw_mail
from app.store.engine import Database
from app.store.raw_mail import RawMail, RawMailState
from app.store.work import NewWork, reading


class NotInQuarantine(LookupError):
    """There is no such mail in quarantine."""


@dataclass(frozen=True, slots=True)
class Held:
    """A mail in quarantine, as the operator's list shows it."""

    number: int
    received_at: datetime
    mailbox: str
    from_address: str
    subject: str
    size: int
    reason: str


class Quarantine:
    """The mails that were put aside; none is lost, each can be read again. Source: rulebook 3.8, 9.6."""

    def __init__(self, database: Database, new_work: NewWork) -> None:
        self._database = database
        self._new_work = new_work

    def list(self, limit: int = 200) -> list[Held]:
        """Return what is there, the newest first."""
        with reading(self._database) as session:
            return [_held(mail) for mail in raw_mail.quarantined(session, limit)]

    def show(self, number: int) -> tuple[Held, bytes]:
        """Return a mail with its bytes as they came. Raises: NotInQuarantine."""
        with reading(self._database) as session:
            return _held(_found(session.get(RawMail, number))), raw_mail.bytes_of(session, number)

    def replay(self, number: int, now: datetime) -> None:
        """Let a mail be read once more, such as after its sender was added to the programme.

        Raises: NotInQuarantine.
        """
        with self._new_work() as work:
            _found(work.session.get(RawMail, number))
            raw_mail.replay(work.session, number, now)
            work.commit()

    def discard(self, number: int) -> None:
        """Take a mail off the list; its bytes stay until retention ends. Raises: NotInQuarantine."""
        with self._new_work() as work:
            _found(work.session.get(RawMail, number))
            raw_mail.discard(work.session, number)
            work.commit()


def _found(mail: RawMail | None) -> RawMail:
    if mail is None or mail.state != RawMailState.QUARANTINED:
        raise NotInQuarantine("there is no such mail in quarantine")
    return mail


def _held(mail: RawMail) -> Held:
    return Held(
        mail.id, mail.received_at, mail.mailbox, mail.mail_from or "", mail.subject or "", mail.size, mail.reason or ""
    )
