"""Everything that a person can do with a lead now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.domain.errors import NotPermitted
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import CLOSED, TRANSITIONS, State, Status
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.domain.permissions import role_for
from app.domain.wishes import EXTEND_DAYS

BEFORE_THE_PICK = frozenset({"pick", "decline"})
MOST_COLLEAGUES = 8
_STEPS = (
    *(Action(wish, 0) for wish in ("pick", "decline", "release", "qualify", "edit", "to_agency", "no_lead", "later")),
    Action("discard", 0),
    *(Action("feedback", 0, status) for status in Status),
    *(Action(wish, 0) for wish in ("give_back", "ask_time", "nudge")),
    Action("extend", 0, str(EXTEND_DAYS)),
    *(Action(wish, 0) for wish in ("recall", "take_over", "widen", "requalify", "withdraw")),
)


def steps_of(person: Person, lead: Lead, offer: Offer | None, partners: Iterable[Action] = ()) -> tuple[Action, ...]:
    """Return everything a person can do with a lead now, by the tables of its life and of who may what.

    Args: partners: to whom its owner could give it.
    """
    offered = offer is not None and offer.state == OfferState.OPEN
    steps = tuple(
        replace(step, object_id=lead.id)
        for step in (*time_asked(lead), *_STEPS, *partners, *_colleagues(person, lead))
        if (State(lead.state), row_of(step.wish, step.option, lead)) in TRANSITIONS
        and (offered or step.wish not in BEFORE_THE_PICK)
        and may_wish(person, step.wish, lead)
    )
    adds = State(lead.state) not in CLOSED and may_wish(person, "add_files", lead)
    return (*steps, Action("add_files", lead.id)) if adds else steps


def day_meant(lead: Lead, at: datetime) -> str:
    """Return how a link names the deadline that it is about."""
    return f"{lead.calendar.local_day(at):%Y%m%d}"


def time_asked(lead: Lead) -> tuple[Action, ...]:
    """Return the two answers to a holder who has asked for more time; none where nobody has."""
    if lead.asked_until is None:
        return ()
    day = day_meant(lead, lead.asked_until)
    return (Action("grant_time", lead.id, day), Action("refuse_time", lead.id, day))


def _colleagues(person: Person, lead: Lead) -> list[Action]:
    """Return to whom at the holder's company the lead could be handed on."""
    people = lead.holder.people if lead.holder is not None else []
    others = [one for one in people if one.id not in (person.id, lead.picked_by)]
    return [
        Action("hand_over", lead.id, str(one.id), argument={"person": one.name}) for one in others[:MOST_COLLEAGUES]
    ]


def row_of(wish: str, option: str, lead: Lead) -> str:
    """Return the row of the table of a lead's life that a wish stands for."""
    return lead.feedback_row(option) if wish == "feedback" else wish


def may_wish(person: Person, wish: str, lead: Lead) -> bool:
    """Whether any role of a person allows a wish."""
    try:
        role_for(person, wish, lead)
    except NotPermitted:
        return False
    return True
