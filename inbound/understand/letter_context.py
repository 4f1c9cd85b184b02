"""What the answered letter was about: its leads, and what could be wished there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.deal import Deal
from app.domain.lead import Lead
from app.domain.letters import Action, LetterContext, NotALetter, WeekManager, from_json, numbered_refs
from app.domain.lifecycle import TRANSITIONS, State
from app.domain.people import Person
from app.domain.permissions import LEAD_PERMISSIONS
from app.domain.redemption import Redemption
from app.service.lead_steps import may_wish, time_asked
from app.service.queries.registrations import steps_of_deal
from app.store.outbox import Post

# The words in which replies are read, for the wishes that have none of their own.
VERB_OF_WISH = {
    "deal_report": "feedback", "supply": "note", "ask_extension": "extend", "grant_extension": "approve",
    "refuse_extension": "reject", "ask_time": "extend", "grant_time": "approve", "refuse_time": "reject",
    "resubscribe": "resume", "hand_over": "assign", "to_agency": "requalify",
    "prefer_undo": "undo", "undo_deal": "undo", "undo_files": "undo",
    "approve_redemption": "approve", "reject_redemption": "reject", "withdraw_redemption": "undo",
    "undo_correction": "undo",
}  # fmt: skip
# What a plain yes or no answers: it is meant only of the letter that asked.
_ONLY_WHERE_OFFERED = frozenset({"grant_time", "refuse_time"})
_REF = re.compile(r"\bL-(\d{1,9})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a mail answers.

    lead, deal, redemption: what it is about, if it is about one of them. refs: the numbered leads of a list,
    ``L-2041``, in order. actions: what the letter offered. allowed: every wish the person may have there now.
    """

    lead: Lead | None
    deal: Deal | None
    refs: tuple[str, ...]
    actions: tuple[Action, ...]
    allowed: frozenset[str]
    redemption: Redemption | None = None


def topic_of(session: Session, post: Post | None, person: Person, subject: str, words: str) -> Topic:
    """Return what a mail of a person is about, by the letter it answers, else by the lead it names itself."""
    context = _context(post)
    actions = tuple(_actions_in(context))
    refs = numbered_refs(context) if context is not None else ()
    lead_id = post.lead_id if post is not None else None
    if lead_id is None and len(refs) == 1:
        lead_id = lead_of_ref(refs[0])
    deal = _deal(session, post, person)
    redemption = _redemption(session, post, person)
    if lead_id is None and not refs and deal is None and redemption is None:
        lead_id = _named(subject) or _named(words)
    lead = _known_lead(session, lead_id, person)
    other = _known_lead(session, _named(words), person) if deal is None and redemption is None else None
    if isinstance(context, WeekManager):  # it leads to the pages of its leads: what is asked for there is answered here
        actions += tuple(_asked_there(person, _leads(session, refs, person)))
    offered = frozenset(action.wish for action in actions)
    if other is not None and other is not lead:  # what somebody names in their own words counts, whatever they answer
        lead = other
        actions = actions if other.ref in refs else tuple(one for one in actions if one.object_id == other.id)
    allowed = offered | (possible(person, lead) if lead else frozenset())
    if isinstance(context, WeekManager):
        allowed = allowed.union(*(possible(person, one) for one in _leads(session, refs, person)))
    return Topic(lead, deal, refs, actions, _verbs(allowed), redemption)


def topic_of_code(session: Session, person: Person, code: str, now: datetime) -> Topic | None:
    """Return what a code that somebody wrote stands for, with all that they may wish there now, as its own letters do.

    Args: code: ``D-3`` a registration, ``R-2`` a request for a reward, ``L-2041`` a lead.
    Returns: None where there is none that they know of.
    """
    kind, number = code[:1], int(code[2:])
    if kind == "L":
        topic = topic_of(session, None, person, code, "")
        return topic if topic.lead is not None else None
    thing: Deal | Redemption | None = session.get(Deal, number) if kind == "D" else session.get(Redemption, number)
    if thing is None or not _is_known(person, thing):
        return None
    own = {(role.vendor_id, role.reseller_id) for role in person.roles if role.active}
    is_partner = (thing.vendor_id, None) not in own
    if isinstance(thing, Redemption):
        wishes = ("withdraw_redemption",) if is_partner else ("approve_redemption", "reject_redemption")
        actions = tuple(Action(wish, thing.id, argument={"item": code}) for wish in wishes)
        return Topic(None, None, (), actions, _verbs(wishes), thing)
    steps = tuple(replace(step, argument={"item": code}) for step in steps_of_deal(person, thing, now))
    # Of what is decided already too, a decision is understood, and refused with the reason.
    usual = {"deal_report"} if is_partner else {"approve", "reject"}
    return Topic(None, thing, (), steps, _verbs({step.wish for step in steps} | usual))


def _verbs(wishes: Iterable[str]) -> frozenset[str]:
    return frozenset(VERB_OF_WISH.get(wish, wish) for wish in wishes)


def _known_lead(session: Session, lead_id: int | None, person: Person) -> Lead | None:
    """Return a lead of a vendor that the person works with; any other is none."""
    lead = session.get(Lead, lead_id) if lead_id is not None else None
    is_known = lead is not None and any(role.vendor_id == lead.vendor_id for role in person.roles if role.active)
    return lead if is_known else None


def _asked_there(person: Person, leads: Iterable[Lead]) -> Iterator[Action]:
    """Yield the answers to partners who ask for more time for a lead."""
    steps = ((lead, step) for lead in leads for step in time_asked(lead))
    return (step for lead, step in steps if may_wish(person, step.wish, lead))


def _leads(session: Session, refs: Iterable[str], person: Person) -> Iterator[Lead]:
    found = (_known_lead(session, lead_of_ref(ref), person) for ref in refs)
    return (lead for lead in found if lead is not None)


def _deal(session: Session, post: Post | None, person: Person) -> Deal | None:
    """Return the registration that the answered letter is about; a rival's is nobody's to answer."""
    number = _number_in(post, "deal")
    deal = session.get(Deal, number) if number is not None else None
    return deal if deal and _is_known(person, deal) else None


def _redemption(session: Session, post: Post | None, person: Person) -> Redemption | None:
    """Return the request for a reward that the answered letter is about; a rival's is nobody's to answer."""
    number = _number_in(post, "redemption")
    redemption = session.get(Redemption, number) if number is not None else None
    return redemption if redemption and _is_known(person, redemption) else None


def _number_in(post: Post | None, kind: str) -> int | None:
    """Return the number in the name of a letter's thread, if the thread is of this kind."""
    found, _, number = post.thread.partition(":") if post is not None else ("", "", "")
    return int(number) if found == kind and number.isdigit() else None


def _is_known(person: Person, thing: Deal | Redemption) -> bool:
    known = {(role.vendor_id, role.reseller_id) for role in person.roles if role.active}
    return bool({(thing.vendor_id, None), (thing.vendor_id, thing.reseller_id)} & known)


def lead_of_ref(ref: str) -> int | None:
    """Return the id behind ``L-2041``."""
    match = _REF.fullmatch(ref.strip())
    return int(match[1]) if match else None


def _named(text: str) -> int | None:
    """Return the lead that a text names, if it names exactly one."""
    ids = {int(found) for found in _REF.findall(text[:2_000])}
    return ids.pop() if len(ids) == 1 else None


def _context(post: Post | None) -> LetterContext | None:
    try:
        return from_json(post.kind, dict(post.context)) if post is not None else None
    except NotALetter:  # written by an earlier release; the lead is still known
        return None


def _actions_in(value: Any) -> Iterator[Action]:
    if isinstance(value, Action):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _actions_in(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _actions_in(getattr(value, each.name))


def possible(person: Person, lead: Lead) -> frozenset[str]:
    """Return what the person may wish of the lead in its present state, whatever the letter offered then."""
    permitted = {
        wish
        for role in person.roles
        if role.active and role.vendor_id == lead.vendor_id
        for (name, wish), rule in LEAD_PERMISSIONS.items()
        if name == role.name and rule(role, lead)
    }
    permitted -= _ONLY_WHERE_OFFERED
    reachable = {wish.partition(":")[0] for state, wish in TRANSITIONS if state == State(lead.state)}
    return frozenset(permitted & (reachable | {"note"}))
