"""The table of a deal registration's life: which wish leads from which state to which."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import DealOver
from app.domain.lifecycle import Status


class DealState(StrEnum):
    """Where a registration is. Source: rulebook 7."""

    REVIEW = "review"
    ASKED = "asked"
    PROTECTED = "protected"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WON = "won"
    LOST = "lost"


OPEN_DEALS = frozenset({DealState.REVIEW, DealState.ASKED, DealState.PROTECTED})
UNDECIDED = frozenset({DealState.REVIEW, DealState.ASKED})
# What may be said of a registered deal: as of a lead, but the partner brought it and so it cannot be a bad one.
DEAL_STATUSES = tuple(status for status in Status if status not in (Status.BAD_LEAD, Status.NOT_REACHED))
_AFTER_REPORT = {Status.WON: DealState.WON, Status.LOST: DealState.LOST}


def report_wish(status: str) -> str:
    """Return the row's name of a report with this status."""
    return f"deal_report:{status}"


def undo_wish(state: str) -> str:
    """Return the row's name of an undo that leads back to this state."""
    return f"undo_deal:{state}"


def _undo_rows() -> dict[tuple[DealState, str], DealState]:
    """What the last step led to, and whence: only that way is there one back. Source: rulebook 2."""
    steps = {
        DealState.ASKED: UNDECIDED,
        DealState.REJECTED: UNDECIDED,
        DealState.PROTECTED: OPEN_DEALS,
        DealState.LOST: {DealState.PROTECTED},
        DealState.WON: {DealState.PROTECTED, DealState.EXPIRED},
    }
    return {(after, undo_wish(before)): before for after, befores in steps.items() for before in befores}


def _rows() -> dict[tuple[DealState, str], DealState]:
    rows = {
        (DealState.REVIEW, "remind_reviewer"): DealState.REVIEW,
        (DealState.REVIEW, "escalate_deal"): DealState.REVIEW,
        (DealState.REVIEW, "ask_more"): DealState.ASKED,
        (DealState.ASKED, "ask_more"): DealState.ASKED,
        (DealState.ASKED, "remind_registrant"): DealState.ASKED,
        (DealState.PROTECTED, "ask_extension"): DealState.PROTECTED,
        (DealState.PROTECTED, "grant_extension"): DealState.PROTECTED,
        (DealState.PROTECTED, "refuse_extension"): DealState.PROTECTED,
        (DealState.PROTECTED, "ask_standing"): DealState.PROTECTED,
        (DealState.PROTECTED, "expire_deal"): DealState.EXPIRED,
    }
    for state in UNDECIDED:
        rows |= {
            (state, "supply"): DealState.REVIEW,
            (state, "approve"): DealState.PROTECTED,
            (state, "reject"): DealState.REJECTED,
        }
    for status in DEAL_STATUSES:
        rows[DealState.PROTECTED, report_wish(status)] = _AFTER_REPORT.get(status, DealState.PROTECTED)
    rows |= {(state, "erase"): DealState.EXPIRED for state in OPEN_DEALS}
    # A win may be reported after the time is over: the partner brought the customer all the same.
    rows[DealState.EXPIRED, report_wish(Status.WON)] = DealState.WON
    return rows | _undo_rows()


DEAL_TRANSITIONS: dict[tuple[DealState, str], DealState] = _rows()


def next_deal_state(state: DealState, wish: str) -> DealState:
    """Return where a wish leads.

    Raises: DealOver: the table has no such row.
    Source: design law 2.
    """
    found = DEAL_TRANSITIONS.get((state, wish))
    if found is None:
        raise DealOver(state=state.value)
    return found
