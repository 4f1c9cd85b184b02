"""Everything that can be wished of points and rewards, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.commands import Command
from app.domain.errors import Implausible, NeedsReason

MOST_POINTS = 1_000_000  # of one correction


@dataclass(frozen=True, kw_only=True)
class RedeemPoints(Command):
    """Ask for a reward of the vendor's catalogue; ``reward`` is its key. Source: rulebook 6.6."""

    wish: ClassVar[str] = "redeem"
    reseller_id: int
    reward: int


@dataclass(frozen=True, kw_only=True)
class RedemptionCommand(Command):
    """A wish about one request for a reward."""

    redemption_id: int


@dataclass(frozen=True, kw_only=True)
class ApproveRedemption(RedemptionCommand):
    """Grant the reward. Source: rulebook 6.6."""

    wish: ClassVar[str] = "approve_redemption"


@dataclass(frozen=True, kw_only=True)
class RejectRedemption(RedemptionCommand):
    """Turn a request for a reward down, with a reason; its points come back. Source: rulebook 6.6."""

    wish: ClassVar[str] = "reject_redemption"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawRedemption(RedemptionCommand):
    """Take a request for a reward back while it waits; its points come back. Source: rulebook 2."""

    wish: ClassVar[str] = "withdraw_redemption"


@dataclass(frozen=True, kw_only=True)
class RemindRedemption(RedemptionCommand):
    """Remind the vendor's person of a request without an answer. Source: rulebook 6.6."""

    wish: ClassVar[str] = "remind_redemption"


@dataclass(frozen=True, kw_only=True)
class EscalateRedemption(RedemptionCommand):
    """Tell the vendor's management of a request without an answer. Source: rulebook 6.6."""

    wish: ClassVar[str] = "escalate_redemption"


@dataclass(frozen=True, kw_only=True)
class CorrectPoints(Command):
    """Add a line to a partner's ledger by hand, with its reason. Source: rulebook 6.6."""

    wish: ClassVar[str] = "correct_points"
    reseller_id: int
    points: int
    reason: str

    def check(self) -> None:
        """Make sure that the line can be meant. Raises: Implausible, NeedsReason."""
        if not 0 < abs(self.points) <= MOST_POINTS:
            raise Implausible(field="points", value=self.points, expected=f"-{MOST_POINTS} to {MOST_POINTS}, not 0")
        if not self.reason.strip():
            raise NeedsReason(reasons=[])


@dataclass(frozen=True, kw_only=True)
class UndoCorrection(Command):
    """Take a line that was added by hand back, by one more line. Source: rulebook 6.6."""

    wish: ClassVar[str] = "undo_correction"
    entry_id: int
