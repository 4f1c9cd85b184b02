"""The built-in mailroom's mails: where letters go while no SMTP server is set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import mktime_tz, parsedate_tz

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from app.domain.entity import Entity


class MailroomMail(Entity):
    """A mail in somebody's mailbox, as its bytes."""

    __tablename__ = "mailroom_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(index=True)
    arrived_at: Mapped[datetime]
    subject: Mapped[str]
    sender: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


def keep(session: Session, address: str, content: bytes, now: datetime) -> None:
    """Put a mail of ours into a mailbox, with the time it was written: a letter of last week belongs to last week."""
    message = message_from_bytes(content)
    date = parsedate_tz(message["Date"] or "")
    written_at = datetime.fromtimestamp(mktime_tz(date), UTC) if date else now
    session.add(
        MailroomMail(
            address=address.lower(), arrived_at=min(now, written_at), content=content,
            subject=str(make_header(decode_header(message["Subject"] or ""))),
            sender=str(make_header(decode_header(message["From"] or ""))),
        )
    )  # fmt: skip


def mailboxes(session: Session) -> Sequence[tuple[str, int]]:
    """Return every address that has mail, with how many."""
    rows = select(MailroomMail.address, func.count()).group_by(MailroomMail.address).order_by(MailroomMail.address)
    return [(address, count) for address, count in session.execute(rows)]


def mails_of(session: Session, address: str, limit: int = 100) -> list[MailroomMail]:
    """Return a mailbox as the mails arrived in it, the latest first, whatever day they say they are of."""
    rows = select(MailroomMail).where(MailroomMail.address == address).order_by(MailroomMail.id.desc()).limit(limit)
    return list(session.scalars(rows))
