"""What a customer did: a web visit, a click in a mailing, a talk at a fair."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity


class CustomerEvent(Entity):
    """One event, kept for whoever holds the customer, now or later. Source: rulebook 7.5.

    to_person_id: who is told; None while nobody holds the customer. push_at: when; None once told, or while nobody is.
    """

    __tablename__ = "customer_events"
    __table_args__ = (
        Index(
            "ix_customer_events_push_due",
            "push_at",
            sqlite_where=text("push_at IS NOT NULL"),
            postgresql_where=text("push_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    fields: Mapped[dict[str, Any]]
    what: Mapped[str]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    raw_mail_id: Mapped[int | None]
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    push_at: Mapped[datetime | None]
    pushed_at: Mapped[datetime | None]
