"""A partner's request for a reward of the vendor's catalogue, and the rules of its life."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.entity import Entity
from app.domain.errors import NeedsReason, RedemptionOver
from app.domain.people import Person, Reseller, Vendor

_SHORTEST_REASON = 3


class RedemptionState(StrEnum):
    """Where a request is; while it is asked for, its points are held. Source: rulebook 6.6."""

    ASKED = "asked_for"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RedemptionStep(StrEnum):
    """What the clock does next to a request; no waiting one is without."""

    REMIND = "remind_redemption"
    ESCALATE = "escalate_redemption"


# (state, wish) -> state. What is not here is refused.
REDEMPTION_TRANSITIONS: dict[tuple[RedemptionState, str], RedemptionState] = {
    (RedemptionState.ASKED, "approve_redemption"): RedemptionState.APPROVED,
    (RedemptionState.ASKED, "reject_redemption"): RedemptionState.REJECTED,
    (RedemptionState.ASKED, "withdraw_redemption"): RedemptionState.WITHDRAWN,
    (RedemptionState.ASKED, "remind_redemption"): RedemptionState.ASKED,
    (RedemptionState.ASKED, "escalate_redemption"): RedemptionState.ASKED,
}


class Redemption(Entity):
    """A request to redeem points; title and points are those of the catalogue when it was made."""

    __tablename__ = "redemptions"
    __table_args__ = (
        Index(
            "ix_redemptions_step_due",
            "step_at",
            sqlite_where=text("step_at IS NOT NULL"),
            postgresql_where=text("step_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    reseller_id: Mapped[int] = mapped_column(ForeignKey("resellers.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(default=RedemptionState.ASKED)
    title: Mapped[str]
    points: Mapped[int]
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    step: Mapped[str | None]
    step_at: Mapped[datetime | None]

    vendor: Mapped[Vendor] = relationship()
    reseller: Mapped[Reseller] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        """What people call the request: ``R-3``."""
        return f"R-{self.id}"

    def _move(self, wish: str) -> None:
        self.state = next_redemption_state(RedemptionState(self.state), wish)
        if self.state != RedemptionState.ASKED:
            self.step = self.step_at = None

    def plan(self, step: RedemptionStep, at: datetime) -> None:
        """Set what the clock does next."""
        self.step, self.step_at = step, at

    def approve(self, by: int, now: datetime) -> None:
        """Grant the reward. Raises: RedemptionOver: it was decided before."""
        self._move("approve_redemption")
        self.decided_by, self.decided_at = by, now

    def reject(self, by: int, now: datetime, reason: str | None) -> None:
        """Turn the request down. Raises: RedemptionOver. NeedsReason: no words say why."""
        next_redemption_state(RedemptionState(self.state), "reject_redemption")
        if len((reason or "").strip()) < _SHORTEST_REASON:
            raise NeedsReason(reasons=[])
        self._move("reject_redemption")
        self.decided_by, self.decided_at, self.reason = by, now, reason

    def withdraw(self, by: int, now: datetime) -> None:
        """Take the request back. Raises: RedemptionOver: it was decided before."""
        self._move("withdraw_redemption")
        self.decided_by, self.decided_at = by, now

    def remind(self, then_at: datetime) -> None:
        """Note that the vendor's person was reminded; at ``then_at`` somebody else hears of it."""
        self._move("remind_redemption")
        self.plan(RedemptionStep.ESCALATE, then_at)

    def escalate(self, again_at: datetime) -> None:
        """Note that the vendor's management was told."""
        self._move("escalate_redemption")
        self.plan(RedemptionStep.ESCALATE, again_at)


def next_redemption_state(state: RedemptionState, wish: str) -> RedemptionState:
    """Return where a wish leads.

    Raises: RedemptionOver: the table has no such row.
    Source: design law 2.
    """
    found = REDEMPTION_TRANSITIONS.get((state, wish))
    if found is None:
        raise RedemptionOver(state=state.value)
    return found
