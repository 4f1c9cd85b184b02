"""Raw mail: every mail as it came, stored before it is acknowledged."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, func, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.entity import Entity
from app.store.locks import locked


class RawMailState(StrEnum):
    """Where a mail is on its way in."""

    STORED = "stored"
    DONE = "done"
    QUARANTINED = "quarantined"
    DISCARDED = "discarded"


class RawMail(Entity):
    """What is known of a mail without reading it. ``mailbox`` is the way and address it came by."""

    __tablename__ = "raw_mails"
    __table_args__ = (
        UniqueConstraint("sha256", "mailbox"),
        Index(
            "ix_raw_mails_waiting",
            "received_at",
            sqlite_where=text("state = 'stored'"),
            postgresql_where=text("state = 'stored'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    mailbox: Mapped[str]
    received_at: Mapped[datetime]
    mail_from: Mapped[str | None]
    recipients: Mapped[list[str]]
    peer: Mapped[str | None]
    helo: Mapped[str | None]
    peer_trusted: Mapped[bool]
    size: Mapped[int]
    vendor_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default=RawMailState.STORED)
    reason: Mapped[str | None]
    subject: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    try_at: Mapped[datetime]
    reading: Mapped[dict[str, Any] | None]


class RawMailBytes(Entity):
    """A mail's bytes, in a table of their own."""

    __tablename__ = "raw_mail_bytes"

    raw_mail_id: Mapped[int] = mapped_column(ForeignKey("raw_mails.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def store(
    session: Session, content: bytes, *, mailbox: str, now: datetime, recipients: list[str],
    mail_from: str | None = None, peer: str | None = None, helo: str | None = None, peer_trusted: bool = False,
    reason: str | None = None,
) -> RawMail:  # fmt: skip
    """Keep a mail, once per content and mailbox.

    Args: mailbox: where it came, such as ``smtp`` or ``imap:INBOX``. recipients: envelope addresses. reason: set for
        a mail that is kept unread, straight in quarantine.
    Returns: the stored mail; the earlier one if this very content came to the same mailbox and people before.
    Source: design law 4; the Message-ID is the sender's word and therefore no key.
    """
    place = f"{mailbox} {' '.join(sorted(recipients))}".strip()
    digest = hashlib.sha256(content).hexdigest()
    earlier = session.scalar(select(RawMail).where(RawMail.sha256 == digest, RawMail.mailbox == place))
    if earlier is not None:
        return earlier
    mail = RawMail(
        sha256=digest, mailbox=place, received_at=now, recipients=recipients, mail_from=mail_from, peer=peer, helo=helo,
        peer_trusted=peer_trusted, size=len(content), try_at=now, reason=reason,
        state=RawMailState.QUARANTINED if reason else RawMailState.STORED,
    )  # fmt: skip
    session.add(mail)
    session.flush()
    session.add(RawMailBytes(raw_mail_id=mail.id, content=content))
    return mail


def bytes_of(session: Session, raw_mail_id: int) -> bytes:
    """Return a mail as it came."""
    return session.get_one(RawMailBytes, raw_mail_id).content


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[RawMail]:
    """Lease mails that wait to be read, the oldest first; a reader that dies gives them back when the lease ends."""
    waiting = (
        select(RawMail.id)
        .where(RawMail.state == RawMailState.STORED, RawMail.try_at <= now)
        .where(or_(RawMail.leased_until.is_(None), RawMail.leased_until < now))
        .order_by(RawMail.received_at, RawMail.id)
        .limit(limit)
    )
    ids = list(session.scalars(locked(waiting, skip=True)))
    if not ids:
        return []
    session.execute(
        update(RawMail)
        .where(RawMail.id.in_(ids))
        .values(leased_until=now + lease, attempts=RawMail.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    return list(session.scalars(select(RawMail).where(RawMail.id.in_(ids)).order_by(RawMail.received_at, RawMail.id)))


def mark_done(session: Session, raw_mail_id: int, note: str | None = None) -> None:
    """Note that a mail was read to its end; ``note`` says what came of it."""
    _set(session, raw_mail_id, RawMailState.DONE, note)


def quarantine(session: Session, raw_mail_id: int, reason: str) -> None:
    """Put a mail aside with the reason; nothing of it is lost. Source: rulebook 3.8, 9.6."""
    _set(session, raw_mail_id, RawMailState.QUARANTINED, reason)


def discard(session: Session, raw_mail_id: int) -> None:
    """Note that the operator does not want to see a mail again; its bytes stay until retention ends."""
    _set(session, raw_mail_id, RawMailState.DISCARDED, None)


def replay(session: Session, raw_mail_id: int, now: datetime) -> None:
    """Let a mail be read once more."""
    mail = session.get_one(RawMail, raw_mail_id)
    mail.state, mail.attempts, mail.leased_until, mail.try_at = RawMailState.STORED, 0, None, now


def try_later(session: Session, raw_mail_id: int, at: datetime) -> None:
    """Give a mail back after a passing fault."""
    mail = session.get_one(RawMail, raw_mail_id)
    mail.leased_until, mail.try_at = None, at


def _set(session: Session, raw_mail_id: int, state: RawMailState, reason: str | None) -> None:
    mail = session.get_one(RawMail, raw_mail_id)
    mail.state, mail.leased_until = state, None
    mail.reason = reason[:500] if reason else None


def quarantined(session: Session, limit: int = 200) -> list[RawMail]:
    """Return the mails in quarantine, the newest first."""
    rows = select(RawMail).where(RawMail.state == RawMailState.QUARANTINED).order_by(RawMail.id.desc()).limit(limit)
    return list(session.scalars(rows))


def describe(session: Session, raw_mail_id: int, from_address: str, subject: str, vendor_id: int | None = None) -> None:
    """Note what the operator's list shows of a mail, and whose it is; the envelope's sender, where given, stays."""
    mail = session.get_one(RawMail, raw_mail_id)
    mail.vendor_id = vendor_id or mail.vendor_id
    mail.mail_from = mail.mail_from or from_address[:320] or None
    mail.subject = subject[:200] or mail.subject


def newest_quarantined(session: Session) -> int | None:
    """Return the id of the mail that came last of those in quarantine; None when there is none."""
    return session.scalar(select(func.max(RawMail.id)).where(RawMail.state == RawMailState.QUARANTINED))


def quarantined_count(session: Session) -> int:
    """Return how many mails are in quarantine."""
    return session.scalar(select(func.count()).where(RawMail.state == RawMailState.QUARANTINED)) or 0


def oldest_unread(session: Session, now: datetime) -> datetime | None:
    """Return since when the oldest mail waits to be read; None when none does."""
    return session.scalar(
        select(func.min(RawMail.received_at)).where(RawMail.state == RawMailState.STORED, RawMail.try_at <= now)
    )
