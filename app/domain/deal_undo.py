"""The way back from the last step of a registration, for a short while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState, next_deal_state, undo_wish
from app.domain.errors import AlreadyDone, NotPermitted, PassedOn, Superseded, UndoExpired

_VALUES = ("state", "decided_by", "reason", "note", "extension_reason", "status", "amount_cents", "currency", "step")
_INSTANTS = ("decided_at", "protected_until", "ask_standing_at", "status_at", "closed_at", "step_at")


def as_it_is(deal: Deal) -> dict[str, Any]:
    """Return what a step may change, in JSON."""
    instants = {name: getattr(deal, name) for name in _INSTANTS}
    values = {name: getattr(deal, name) for name in _VALUES}
    return values | {name: at.astimezone(UTC).isoformat() if at else None for name, at in instants.items()}


def let_undo(deal: Deal, step: str, by_vendor: bool, before: dict[str, Any] | None, until: datetime) -> None:
    """Note that the side that took a step may take it back. The next step of anybody ends that.

    Args: step: the wish that was carried out. before: the registration as it was, see ``as_it_is``; None: what was
        done went straight to a person, and cannot be called back.
    """
    deal.undo = {"step": step, "by_vendor": by_vendor, "before": before, "until": until.isoformat()}


def require_undoable(deal: Deal, step: str, by_vendor: bool, now: datetime) -> str:
    """Make sure that a side may take the last step back.

    Args: step: what is to be undone; empty for whatever was last.
    Returns: the wish that is undone.
    Raises: Superseded: the same side has done something since. AlreadyDone: the other side has, or it was undone
        before. NotPermitted: it was the other side's. PassedOn: it cannot be called back. UndoExpired.
    """
    last = deal.undo
    if last is None or (by_vendor and last["before"] is None):
        raise AlreadyDone()
    if step not in ("", last["step"]):
        raise Superseded(latest=last["step"], option=last["step"]) if by_vendor == last["by_vendor"] else AlreadyDone()
    if by_vendor != last["by_vendor"]:
        raise NotPermitted()
    if last["before"] is None:
        raise PassedOn()
    if now > datetime.fromisoformat(last["until"]):
        raise UndoExpired(until=last["until"])
    next_deal_state(DealState(deal.state), undo_wish(last["before"]["state"]))
    return str(last["step"])


def undo_last(deal: Deal, step: str, by_vendor: bool, now: datetime) -> str:
    """Put a registration back as it was before the last step; return that step. Raises: see ``require_undoable``."""
    undone = require_undoable(deal, step, by_vendor, now)
    assert deal.undo is not None
    before = deal.undo["before"]
    for name in _VALUES:
        setattr(deal, name, before[name])
    for name in _INSTANTS:
        setattr(deal, name, datetime.fromisoformat(before[name]) if before[name] else None)
    deal.undo = None
    return undone
