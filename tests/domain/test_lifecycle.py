"""A lead's life is a table: what is not in it is refused."""

from __future__ import annotations

import pytest

from app.domain.errors import Refused, WrongState
from app.domain.lifecycle import CLOSED, HELD, ON_OFFER, OPEN, TRANSITIONS, State, Status, feedback_wish, next_state

WISHES = sorted({wish for _, wish in TRANSITIONS})


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("wish", WISHES)
def test_every_pair_either_stands_in_the_table_or_is_refused(state: State, wish: str) -> None:
    if (state, wish) in TRANSITIONS:
        assert next_state(state, wish) is TRANSITIONS[state, wish]
    else:
        with pytest.raises(WrongState):
            next_state(state, wish)


def test_a_wish_nobody_knows_is_refused_everywhere() -> None:
    for state in State:
        with pytest.raises(Refused):
            next_state(state, "dance")


def test_a_lead_is_open_or_closed_and_never_both() -> None:
    assert set(State) == OPEN | CLOSED
    assert not OPEN & CLOSED
    assert ON_OFFER <= OPEN
    assert HELD <= OPEN


def test_only_a_lead_on_offer_can_be_taken() -> None:
    assert {state for state, wish in TRANSITIONS if wish == "pick"} == ON_OFFER


def test_every_open_state_leads_on_to_an_end() -> None:
    """From wherever a lead is, some chain of wishes closes it: none can be stuck for ever."""
    for start in OPEN:
        reached, waiting = {start}, [start]
        while waiting:
            state = waiting.pop()
            for (origin, _), target in TRANSITIONS.items():
                if origin is state and target not in reached:
                    reached.add(target)
                    waiting.append(target)
        assert reached & CLOSED, start


def test_what_the_vendor_took_over_is_reported_on_by_the_vendor_alone() -> None:
    """The holder's rows and the vendor's never meet: neither can carry the other's lead on."""
    own = {state for state, wish in TRANSITIONS if wish == feedback_wish(Status.CONTACTED, by_vendor=True)}

    assert State.TAKEN_OVER in own
    assert not own & HELD
    assert next_state(State.WON, feedback_wish(Status.CONTACTED, by_vendor=True)) is State.TAKEN_OVER
    with pytest.raises(WrongState):
        next_state(State.TAKEN_OVER, feedback_wish(Status.CONTACTED))


def test_an_outcome_closes_the_lead_and_everything_else_keeps_it_in_work() -> None:
    closes = {status for status in Status if TRANSITIONS[State.PICKED, feedback_wish(status)] in CLOSED}

    assert closes == {Status.WON, Status.LOST, Status.BAD_LEAD}


def test_a_withdrawn_lead_can_be_had_back_but_not_picked() -> None:
    assert next_state(State.WITHDRAWN, "undo") is State.RECEIVED
    with pytest.raises(Refused):
        next_state(State.WITHDRAWN, "pick")
