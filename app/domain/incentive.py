"""What a vendor owes a partner for a registered deal that was won."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity


class IncentiveDue(Entity):
    """An incentive as it was due on the day of the win; later changes of the programme leave it. Source: rulebook 7.6.

    taken_back_at: when the win was undone; nothing is due by this row since then, and another may follow.

    The commission is in cents of ``currency``, the deal's; the bonus in those of the vendor's own. A discount is no sum
    of its own, only its rate is kept.
    """

    __tablename__ = "incentives_due"
    __table_args__ = (
        Index(
            "uq_incentives_due_deal_id_stands",
            "deal_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    reseller_id: Mapped[int] = mapped_column(ForeignKey("resellers.id"), index=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"))
    commission_percent: Mapped[float] = mapped_column(default=0.0)
    commission_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    discount_percent: Mapped[float] = mapped_column(default=0.0)
    bonus_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str]
    booked_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
