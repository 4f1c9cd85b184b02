"""Text messages that wait for the gateway: claimed by leases and tried again, as letters are."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.entity import Entity
from app.store.locks import locked
from app.store.outbox import PostState

# An offer of a hot lead is worth a text for some hours only; after these pauses it is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class TextMessage(Entity):
    """One text to one person about the offer of one lead; number and words are found when it is sent."""

    __tablename__ = "texts"
    __table_args__ = (
        Index(
            "ix_texts_due",
            "send_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    to_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"))
    state: Mapped[str] = mapped_column(default=PostState.WAITING)
    written_at: Mapped[datetime]
    send_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]


def put(session: Session, person_id: int, lead_id: int, now: datetime, send_at: datetime) -> None:
    """Write a text, in the caller's transaction."""
    session.add(TextMessage(to_person_id=person_id, lead_id=lead_id, written_at=now, send_at=max(now, send_at)))


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[TextMessage]:
    """Lease texts that are due to one worker."""
    free = or_(TextMessage.leased_until.is_(None), TextMessage.leased_until <= now)
    rows = select(TextMessage).where(TextMessage.state == PostState.WAITING, TextMessage.send_at <= now, free)
    due = list(session.scalars(locked(rows.order_by(TextMessage.send_at).limit(limit), skip=True)))
    for one in due:
        one.leased_until = now + lease
    return due


def settle(session: Session, text_id: int, now: datetime, error: str | None) -> None:
    """Note what came of a text: sent, to be tried again, or given up."""
    found = session.get_one(TextMessage, text_id)
    found.leased_until = None
    if error is None:
        found.state = PostState.SENT
        return
    found.attempts += 1
    found.last_error = error[:500]
    if found.attempts > len(BACKOFF):
        found.state = PostState.FAILED
        return
    found.send_at = now + BACKOFF[found.attempts - 1]
