"""One company's chance at one lead."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.entity import Entity
from app.domain.errors import NotOnOffer, UndoExpired
from app.domain.feedback import DECLINE_REASONS, check_reason
from app.domain.people import Reseller


class OfferState(StrEnum):
    """Where an offer is.

    ``gone``: another company has the lead. ``barred``: the company had it and is not asked again. ``withdrawn``: the
    lead was taken off the market; when it comes back, the company may be asked anew.
    """

    OPEN = "open"
    DECLINED = "declined"
    PICKED = "picked"
    GONE = "gone"
    BARRED = "barred"
    WITHDRAWN = "withdrawn"


class Offer(Entity):
    """A lead offered to a company, with the points that put it there. Source: rulebook 4.

    had: the lead as the company had it when it gave it back, and ``undo_until`` when that can be undone.
    """

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("lead_id", "reseller_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    reseller_id: Mapped[int] = mapped_column(ForeignKey("resellers.id"), index=True)
    state: Mapped[str] = mapped_column(default=OfferState.OPEN)
    round: Mapped[int]
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    points: Mapped[int]
    max_points: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]]
    declined_reason: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    had: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undo_until: Mapped[datetime | None]
    reseller: Mapped[Reseller] = relationship()

    @property
    def can_be_taken(self) -> bool:
        """Whether the company may take the lead while it is free: also after a no, which costs nothing."""
        return self.state in (OfferState.OPEN, OfferState.DECLINED)

    def decline(self, reason: str | None, now: datetime) -> None:
        """Note that the company does not want the lead.

        Raises: NeedsReason: no allowed reason. NotOnOffer: the offer is not open.
        Source: rulebook 4.7.
        """
        check_reason(reason, DECLINE_REASONS)
        if self.state != OfferState.OPEN:
            raise NotOnOffer()
        self.state, self.declined_reason, self.declined_at = OfferState.DECLINED, reason, now

    def require_undoable(self, now: datetime) -> dict[str, Any]:
        """Return what undoing a giving back restores. Raises: UndoExpired. Source: rulebook 2, 5.5."""
        if self.had is None or self.undo_until is None or now > self.undo_until:
            raise UndoExpired(until=self.undo_until.isoformat() if self.undo_until else None)
        return dict(self.had)

    def reopen(self, round_number: int, now: datetime, answer_by: datetime) -> None:
        """Offer once more a lead that was gone and came back."""
        self.state, self.round, self.offered_at, self.answer_by = OfferState.OPEN, round_number, now, answer_by
