"""The words by which the records of a customer are found without reading all of them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity


class Record(StrEnum):
    """What can be about a customer."""

    LEAD = "lead"
    DEAL = "deal"
    ACCOUNT = "account"
    EVENT = "event"


class CustomerKey(Entity):
    """One word of one record; ``kind``, ``word`` and ``area`` are those of ``app.domain.conflicts.Key``."""

    __tablename__ = "customer_keys"
    __table_args__ = (
        Index("ix_customer_keys_word", "vendor_id", "kind", "word", "area"),
        Index("ix_customer_keys_record", "record_id", "record", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    kind: Mapped[str]
    word: Mapped[str]
    area: Mapped[str]
    record: Mapped[str]
    record_id: Mapped[int]
