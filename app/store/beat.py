"""Signs of life: when each recurring part last did its round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.entity import Entity


class Beat(Entity):
    """The latest round of one part, such as ``tick`` or ``imap``."""

    __tablename__ = "beats"

    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def beat(session: Session, part: str, now: datetime) -> None:
    """Note that a part has just done its round."""
    session.merge(Beat(part=part, at=now))


def last_beat(session: Session, part: str) -> datetime | None:
    """Return when a part last did its round; None if never."""
    found = session.get(Beat, part)
    return found.at if found else None
