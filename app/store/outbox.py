"""The outbox: letters that wait to be sent, claimed by leases and kept until they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, func, insert, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from app.domain.entity import Entity
from app.domain.letters import Letter, to_json
from app.domain.people import Person
from app.store.locks import locked

# After these pauses a letter is tried again; after the last one it is given up and the owner is told.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))


class PostState(StrEnum):
    """Where a letter is on its way out.

    ``held``: it waits for its reader's next collected mail. ``folded``: what it says stood there.
    """

    WAITING = "waiting"
    HELD = "held"
    FOLDED = "folded"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Post(Entity):
    """A letter in the outbox: its kind and context; rendered outside the transaction that wrote it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "send_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_outbox_thread", "to_person_id", "thread"),
        Index("ix_outbox_cleared", "to_person_id", "cleared_at"),
        Index(
            "ix_outbox_held", "send_at", sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    to_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    vendor_id: Mapped[int | None]
    lead_id: Mapped[int | None] = mapped_column(index=True)
    context: Mapped[dict[str, Any]]
    attachments: Mapped[list[dict[str, Any]]]
    thread: Mapped[str]
    asked_for: Mapped[bool]
    in_reply_to: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=PostState.WAITING)
    written_at: Mapped[datetime]
    send_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    message_id: Mapped[str | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    to: Mapped[Person] = relationship()


class PostBytes(Entity):
    """The rendered mail, apart from its row so that marking a letter does not rewrite its bytes."""

    __tablename__ = "outbox_bytes"

    post_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def post_of(letter: Letter, now: datetime, send_at: datetime, in_reply_to: str | None = None) -> dict[str, Any]:
    """Return a letter as a row of the outbox."""
    return {
        "kind": letter.kind, "to_person_id": letter.to, "vendor_id": letter.vendor_id, "lead_id": letter.lead_id,
        "context": to_json(letter.context), "thread": letter.thread, "asked_for": letter.asked_for,
        "attachments": [{"kind": part.kind, "object_id": part.object_id} for part in letter.attachments],
        "in_reply_to": in_reply_to, "written_at": now, "send_at": max(now, send_at),
    }  # fmt: skip


def put(session: Session, posts: Sequence[dict[str, Any]]) -> None:
    """Write the letters of one change into the outbox, by one statement in the caller's transaction."""
    if posts:
        session.execute(insert(Post), posts)


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> list[Post]:
    """Lease the letters that are due, the oldest first, so that no other worker takes them meanwhile.

    Returns: at most ``limit`` letters, leased until ``now + lease``; a worker that dies gives them back by that.
    """
    due = (
        select(Post.id)
        .where(
            Post.state == PostState.WAITING,
            Post.send_at <= now,
            or_(Post.leased_until.is_(None), Post.leased_until < now),
        )
        .order_by(Post.send_at, Post.id)
        .limit(limit)
    )
    ids = list(session.scalars(locked(due, skip=True)))
    if not ids:
        return []
    session.execute(
        update(Post)
        .where(Post.id.in_(ids))
        .values(leased_until=now + lease)
        .execution_options(synchronize_session=False)
    )
    return list(session.scalars(select(Post).where(Post.id.in_(ids)).order_by(Post.send_at, Post.id)))


def mark_sent(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Note that letters left; their bytes are not needed any more."""
    if not ids:
        return
    session.execute(update(Post).where(Post.id.in_(ids)).values(state=PostState.SENT, sent_at=now, leased_until=None))
    session.execute(PostBytes.__table__.delete().where(PostBytes.post_id.in_(ids)))  # type: ignore[attr-defined]  # a mapped class's table is typed as FromClause


def mark_retry(session: Session, post_id: int, now: datetime, error: str) -> bool:
    """Plan the next try. Returns: False when there is none left and the letter has failed."""
    post = session.get_one(Post, post_id)
    post.attempts += 1
    post.last_error, post.leased_until = error[:500], None
    if post.attempts > len(BACKOFF):
        post.state = PostState.FAILED
        return False
    post.send_at = now + BACKOFF[post.attempts - 1]
    return True


def mark_failed(session: Session, post_id: int, error: str) -> None:
    """Note that a letter can never be delivered."""
    post = session.get_one(Post, post_id)
    post.attempts += 1
    post.state, post.last_error, post.leased_until = PostState.FAILED, error[:500], None


def retry_now(session: Session, now: datetime, ids: Sequence[int] = ()) -> int:
    """Let letters be tried again at once: those named, or all that failed. Returns: how many."""
    wanted = Post.id.in_(ids) if ids else Post.state == PostState.FAILED
    posts = list(session.scalars(select(Post).where(wanted, Post.state.in_((PostState.FAILED, PostState.WAITING)))))
    for post in posts:
        post.state, post.attempts, post.send_at, post.leased_until = PostState.WAITING, 0, now, None
    return len(posts)


def held_for(session: Session, person_id: int, now: datetime, most: int) -> list[Post]:
    """Return what is held back for a person until now, locked, the oldest first."""
    rows = select(Post).where(Post.to_person_id == person_id, Post.state == PostState.HELD, Post.send_at <= now)
    return list(session.scalars(locked(rows.order_by(Post.id).limit(most), of=Post)))


def cancel_waiting(session: Session, kind: str, lead_id: int, to: Sequence[int] | None = None) -> int:
    """Hold back letters that time has overtaken, such as offers of a lead that is gone; return how many."""
    rows = update(Post).where(Post.state == PostState.WAITING, Post.kind == kind, Post.lead_id == lead_id)
    if to is not None:
        rows = rows.where(Post.to_person_id.in_(to))
    # A leased letter may be on the wire this moment: it is left to the worker that has it.
    held_back = rows.where(Post.leased_until.is_(None)).values(state=PostState.CANCELLED).returning(Post.id)
    return len(session.scalars(held_back, execution_options={"synchronize_session": False}).all())


def oldest_waiting(session: Session, now: datetime) -> datetime | None:
    """Return since when the oldest due letter waits; None when nothing is due."""
    return session.scalar(select(func.min(Post.send_at)).where(Post.state == PostState.WAITING, Post.send_at <= now))


def sent_in_thread(session: Session, person_id: int, thread: str) -> list[str]:
    """Return the Message-IDs of a thread's mails that were really sent to a person, the oldest first, at most ten."""
    if not thread:
        return []
    ids = session.scalars(
        select(Post.message_id)
        .where(
            Post.to_person_id == person_id,
            Post.thread == thread,
            Post.state == PostState.SENT,
            Post.message_id.is_not(None),
        )
        .order_by(Post.sent_at)
        .limit(10)
    )
    return [message_id for message_id in ids if message_id]
