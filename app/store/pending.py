"""Wishes that wait for a person to say "it was me"."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity


class PendingWish(Entity):
    """A wish from a mail that could not be proven to be its sender's. Source: rulebook 9.2.

    ``raw_mail_id`` names the mail; confirming reads it again as trusted, so that nothing of it is kept twice.
    """

    __tablename__ = "pending_wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    raw_mail_id: Mapped[int] = mapped_column(ForeignKey("raw_mails.id"), unique=True)
    wish: Mapped[str]
    facts: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
