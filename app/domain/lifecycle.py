"""The table of a lead's life: which wish leads from which state to which."""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import AlreadyDone, Gone, Merged, NotOnOffer, WrongState


class State(StrEnum):
    """Where a lead is."""

    RECEIVED = "received"
    QUALIFYING = "qualifying"
    OFFERED = "offered"
    ESCALATED = "escalated"
    PICKED = "picked"
    WORKING = "working"
    WON = "won"
    LOST = "lost"
    BAD = "bad"
    TAKEN_OVER = "taken_over"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    MERGED = "merged"


class Step(StrEnum):
    """What the clock does next to a lead; no open lead is without one. Source: rulebook 4.5."""

    NUDGE_OWNER = "nudge_owner"
    REMIND_AGENCY = "remind_agency"
    ESCALATE_AGENCY = "escalate_agency"
    WIDEN = "widen"
    ESCALATE = "escalate"
    MISS = "miss"
    RETURN = "return"
    ESCALATE_WORK = "escalate_work"


class Status(StrEnum):
    """What a holder may say of a lead. Source: rulebook 6.1; giving back is a wish of its own."""

    NOT_REACHED = "not_reached"
    CONTACTED = "contacted"
    APPOINTMENT = "appointment"
    QUOTED = "quoted"
    POSTPONED = "postponed"
    WON = "won"
    LOST = "lost"
    BAD_LEAD = "bad_lead"


AT_GATE = frozenset({State.RECEIVED, State.QUALIFYING})
ON_OFFER = frozenset({State.OFFERED, State.ESCALATED})
HELD = frozenset({State.PICKED, State.WORKING})
WORKED = HELD | {State.TAKEN_OVER}  # by a partner, or by the vendor itself
PUT_AWAY = frozenset({State.WITHDRAWN, State.DISCARDED})
CLOSED = frozenset({State.WON, State.LOST, State.BAD, State.WITHDRAWN, State.DISCARDED, State.MERGED})
OPEN = frozenset(State) - CLOSED

_OUTCOMES = (State.WON, State.LOST, State.BAD)
_AFTER_FEEDBACK = {Status.WON: State.WON, Status.LOST: State.LOST, Status.BAD_LEAD: State.BAD}


def feedback_wish(status: str, by_vendor: bool = False) -> str:
    """Return the row's name of a feedback with this status, by the holder or of what the vendor works itself."""
    return f"feedback:{status}:vendor" if by_vendor else f"feedback:{status}"


_AT_THE_GATE = {
    (State.RECEIVED, "edit"): State.RECEIVED,
    (State.RECEIVED, "release"): State.OFFERED,
    (State.RECEIVED, "discard"): State.DISCARDED,
    (State.RECEIVED, "nudge_owner"): State.RECEIVED,
    (State.RECEIVED, "to_agency"): State.QUALIFYING,
    (State.RECEIVED, "merge"): State.MERGED,
    (State.RECEIVED, "keep_both"): State.RECEIVED,
    (State.RECEIVED, "assign"): State.PICKED,  # to the partner that has registered the customer, nobody else
    (State.MERGED, "undo"): State.RECEIVED,
    (State.QUALIFYING, "to_agency"): State.QUALIFYING,
    (State.QUALIFYING, "edit"): State.QUALIFYING,
    (State.QUALIFYING, "qualify"): State.RECEIVED,
    (State.QUALIFYING, "no_lead"): State.DISCARDED,
    (State.QUALIFYING, "later"): State.QUALIFYING,
    (State.QUALIFYING, "remind_agency"): State.QUALIFYING,
    (State.QUALIFYING, "escalate_agency"): State.QUALIFYING,
    (State.QUALIFYING, "release"): State.OFFERED,
    (State.QUALIFYING, "discard"): State.DISCARDED,
    (State.DISCARDED, "undo"): State.RECEIVED,
}


def _rows() -> dict[tuple[State, str], State]:
    rows = {
        **_AT_THE_GATE,
        (State.WITHDRAWN, "undo"): State.RECEIVED,
        (State.PICKED, "undo"): State.OFFERED,
        (State.PICKED, "return"): State.OFFERED,
    }
    for state in ON_OFFER:
        rows |= {
            (state, "pick"): State.PICKED,
            (state, "decline"): state,
            (state, "undo"): state,
            (state, "assign"): State.PICKED,
            (state, "widen"): State.OFFERED,
            (state, "escalate"): State.ESCALATED,
            (state, "requalify"): State.RECEIVED,
            (state, "withdraw"): State.WITHDRAWN,
            (state, "merge"): State.MERGED,
            (state, "keep_both"): state,
        }
    for state in HELD:
        rows |= {
            (state, "give_back"): State.OFFERED,
            (state, "miss"): state,
            (state, "extend"): state,
            (state, "ask_time"): state,
            (state, "grant_time"): state,
            (state, "refuse_time"): state,
            (state, "decline_entry"): state,
            (state, "nudge"): state,
            (state, "remind"): state,
            (state, "recall"): State.OFFERED,
            (state, "take_over"): State.TAKEN_OVER,
            (state, "assign"): State.PICKED,
            (state, "hand_over"): state,
            (state, "escalate_work"): state,
        }
    rows |= {(state, "erase"): State.WITHDRAWN for state in OPEN}
    return rows | _feedback_rows() | _rows_of_the_vendors_own()


def _feedback_rows() -> dict[tuple[State, str], State]:
    """An outcome may be corrected, and every feedback undone, also after the lead is closed by it."""
    rows = {(state, "undo"): State.WORKING for state in (State.WORKING, *_OUTCOMES)}
    for state in (*HELD, *_OUTCOMES):
        rows |= {(state, feedback_wish(status)): _AFTER_FEEDBACK.get(status, State.WORKING) for status in Status}
    return rows


def _rows_of_the_vendors_own() -> dict[tuple[State, str], State]:
    """What the vendor may do with a lead that it has taken over: report on it, or hand it on. Rulebook 6.3."""
    own = State.TAKEN_OVER
    rows = {(own, "undo"): own, (own, "remind"): own, (own, "assign"): State.PICKED}
    for state in (own, *_OUTCOMES):
        for status in Status:
            rows[state, feedback_wish(status, by_vendor=True)] = _AFTER_FEEDBACK.get(status, own)
    return rows


TRANSITIONS: dict[tuple[State, str], State] = _rows()

# Wishes that touch no lead's state, each with the reason; every other wish has a row above.
WITHOUT_STATE: dict[str, str] = {
    "submit": "makes the lead",
    "import": "brings a list; each of its rows is a submit",
    "start_import": "lets the rows of a list come in; each is a submit",
    "release_list": "each lead of the list that is complete is a release",
    "undo_list": "each lead that it takes back is a requalify",
    "report_import": "tells of a list; no lead changes",
    "register": "makes the registration",
    "download": "asks for a file; no lead changes",
    "fetch": "sends a file; no lead changes",
    "redeem": "makes the request for a reward",
    "correct_points": "is about a ledger",
    "undo_correction": "is about a ledger",
    "record_events": "is about what a customer did",
    "push_events": "tells of it",
    "echo": "the customer's answer goes to the owner; no lead changes",
    "add_files": "files may be added at any time (rulebook 6.1)",
    "undo_files": "files leave as they came; no lead changes",
    "note": "a note may be added at any time (rulebook 6.1)",
    "hold": "asks whether a mail was its sender's; no lead changes",
    "confirm": "carries another wish, whose own row decides",
    "remind_of": "one mail a person and day about all due leads; no lead changes",
    "digest": "reports; no lead changes",
    "absence": "is about the person",
    "prefer": "is about the person",
    "prefer_all": "is about the person",
    "prefer_undo": "is about the person",
    "collected": "one mail with what was held back for a person; no lead changes",
    "unsubscribe": "is about the person",
    "resubscribe": "is about the person",
    "trust_device": "is about the person",
    "own_browser": "is about the person",
    "lend": "sends a colleague a link; what it wishes has its own row",
    "reachable": "is about the person's address",
    "bounce": "is about the person's address",
    "load_programme": "is about the vendor",
    "retain": "is about what is over its time; no lead moves",
    "report_quarantine": "is about the installation",
    "help": "tells what can be done; no lead changes",
    "ask": "asks back what a mail meant; no lead changes",
}


def next_state(state: State, wish: str) -> State:
    """Return where a wish leads.

    Raises: WrongState: the table has no such row; one of its kinds where a reason can be named.
    Source: design law 2.
    """
    found = TRANSITIONS.get((state, wish))
    if found is not None:
        return found
    if state is State.MERGED and wish not in ("pick", "decline"):
        raise Merged()
    if wish in ("pick", "decline"):
        raise Gone() if state in HELD | {State.WON, State.LOST, State.BAD} else NotOnOffer()
    if (wish, state) in {("release", State.OFFERED), ("discard", State.DISCARDED), ("withdraw", State.WITHDRAWN)}:
        raise AlreadyDone()
    raise WrongState(state=state.value)
