"""The append-only journal: who wished what, when, by which way, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.entity import Entity


class JournalEntry(Entity):
    """One wish and its answer. ``channel`` and ``key`` name how it came: a wish happens once. Source: design law 1."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("channel", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    channel: Mapped[str]
    key: Mapped[str]
    wish: Mapped[str]
    person_id: Mapped[int | None]
    vendor_id: Mapped[int | None]
    lead_id: Mapped[int | None] = mapped_column(index=True)
    code: Mapped[str]
    refused: Mapped[bool]
    facts: Mapped[dict[str, Any]]


def entries_of(session: Session, ways: Sequence[tuple[str, str]]) -> dict[tuple[str, str], JournalEntry]:
    """Return the entries that these ways, each a channel and a key, have made."""
    found: dict[tuple[str, str], JournalEntry] = {}
    for channel in {channel for channel, _ in ways}:
        keys = [key for of, key in ways if of == channel]
        rows = select(JournalEntry).where(JournalEntry.channel == channel, JournalEntry.key.in_(keys))
        found |= {(channel, entry.key): entry for entry in session.scalars(rows)}
    return found


def history_of(session: Session, lead_id: int) -> list[JournalEntry]:
    """Return a lead's entries, the oldest first."""
    return list(session.scalars(select(JournalEntry).where(JournalEntry.lead_id == lead_id).order_by(JournalEntry.id)))
