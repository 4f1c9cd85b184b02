"""Whether a letter that nobody asked for goes out now: the one place where restraint is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import commands as do
from app.domain.feedback import OUTCOMES
from app.domain.lead import Lead
from app.domain.letters.lists import (
    ALWAYS,
    COLLECTABLE,
    CUSTOMER,
    TOGETHER,
    UNCOUNTED,
    WITH_DEPUTY,
    list_of,
    muted_by,
)
from app.domain.lifecycle import Step
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.domain.preferences import Cadence, Receipts, day_of, next_collection, next_morning_of
from app.service.deputies import stand_in
from app.service.offer_readers import AWAY, MUTED, UNWANTED, offer_readers, why_unread
from app.store.locks import locked
from app.store.outbox import Post, PostState

# After these steps an owner may have something to decide.
OWNERS_STEPS = (Step.NUDGE_OWNER, Step.ESCALATE_AGENCY, Step.WIDEN, Step.ESCALATE, Step.ESCALATE_WORK)
TICK_ENDS_WITHIN = timedelta(minutes=1)
LOOK_AGAIN = timedelta(seconds=5)


class Fate(StrEnum):
    """What becomes of a letter that is due."""

    SEND = "send"
    LATER = "later"
    COLLECT = "collect"
    REDIRECT = "redirect"
    DROP = "drop"


@dataclass(frozen=True)
class Decision:
    """at: when it is looked at again, or collected. to: who reads it instead."""

    fate: Fate
    at: datetime | None = None
    to: Person | None = None


_SEND, _DROP = Decision(Fate.SEND), Decision(Fate.DROP)


def restrain(session: Session, posts: list[Post], now: datetime) -> list[Post]:
    """Decide about each of the letters that are due, and return those that go out now.

    Args: session: of a writing transaction. posts: leased to this worker, in the order in which they are due.
    Those people are locked until the transaction ends, so that two workers do not both send the sixth mail of a day.
    Source: rulebook 4.6.
    """
    undecided = [post for post in posts if post.cleared_at is None]
    readers = sorted({post.to_person_id for post in undecided if not passes(post)})
    if readers:
        rows = locked(select(Person).where(Person.id.in_(readers)).order_by(Person.id), of=Person)
        session.scalars(rows.execution_options(populate_existing=True)).all()
    for post in undecided:
        _carry_out(post, decide(session, post, session.get_one(Person, post.to_person_id), now), now)
    return [post for post in posts if post.cleared_at is not None]


def passes(post: Post) -> bool:
    """Whether a letter is never held back: an answer to one's own wish, or one that proves who somebody is."""
    return post.asked_for or post.kind in UNCOUNTED


def decide(session: Session, post: Post, person: Person, now: datetime) -> Decision:
    """Return what becomes of one letter: first whether it is wanted, then who reads it, then when. Source: ADR 9."""
    if list_of(post.kind) == CUSTOMER and _is_muted(post, person):
        return _DROP
    if passes(post):
        return _SEND
    if (elsewhere := decide_reader(session, post, person, now)) is not None:
        return elsewhere
    if quiet_until := person.prefers.quiet_ends(now, person.zone):
        return Decision(Fate.LATER, quiet_until)
    if (together := _together(session, post, person, now)) is not None:
        return together
    if (pace := _pace(post, person)) and (at := next_collection(pace, now, person.zone)):
        return Decision(Fate.COLLECT, at)
    if budget_left(session, person, now) <= 0 and post.kind in COLLECTABLE:
        return Decision(Fate.COLLECT, next_morning_of(now, person.zone))
    return _SEND


def decide_reader(session: Session, post: Post, person: Person, now: datetime) -> Decision | None:
    """Return what becomes of a letter that its person does not want, or that their deputy reads; else None."""
    if post.kind not in ALWAYS and (_is_muted(post, person) or _is_no_outcome(post, person)):
        return _DROP
    if post.kind == "lead_offer" and _wants_no_such_lead(session, post, person, now):
        return _DROP
    if not (person.is_absent(now) and post.kind in WITH_DEPUTY):
        return None
    reader = stand_in(session, person, now, post.vendor_id)
    if reader is not None:
        return _DROP if _has_the_same(session, reader, post) else Decision(Fate.REDIRECT, now, reader)
    return None if post.kind in ALWAYS else _DROP


def _wants_no_such_lead(session: Session, post: Post, person: Person, now: datetime) -> bool:
    """Whether somebody has said, since the offer was written, that they do not want leads like this one."""
    lead = session.get(Lead, post.lead_id) if post.lead_id else None
    return lead is not None and why_unread(session, lead, person, now) in (MUTED, UNWANTED)


def unheard(session: Session, posts: Iterable[Post], now: datetime) -> Iterator[tuple[do.DeclineOffer, int]]:
    """Yield the no, with the letter's number, of each company in which nobody is left to read an offer not yet sent.

    It costs nothing, like any no, and the lead does not lie still until its time is over. Source: rulebook 4.6, 4.7.
    """
    for post in posts:
        if post.kind != "lead_offer" or post.state != PostState.CANCELLED:
            continue
        person = session.get_one(Person, post.to_person_id)
        companies = [role.reseller_id for role in person.roles if role.active and role.reseller_id]
        lead = session.get_one(Lead, post.lead_id)
        rows = select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id.in_(companies))
        for offer in session.scalars(rows.where(Offer.state == OfferState.OPEN)):
            if not (offer_readers(session, lead, offer.reseller, now) or _was_read(session, offer)):
                reason = "capacity" if why_unread(session, lead, person, now) == AWAY else "not_interested"
                yield do.DeclineOffer(by=person.id, lead_id=lead.id, reason=reason), post.id


def _was_read(session: Session, offer: Offer) -> bool:
    """Whether somebody at the company has had a mail of the offer: it is theirs to answer, whatever they want since."""
    had = select(Post.id).where(
        Post.lead_id == offer.lead_id, Post.kind == "lead_offer", Post.send_at >= offer.offered_at,
        Post.state.in_((PostState.SENT, PostState.FOLDED)),
        Post.to_person_id.in_([person.id for person in offer.reseller.people]),
    )  # fmt: skip
    return session.scalar(had.limit(1)) is not None


def _is_muted(post: Post, person: Person) -> bool:
    return not muted_by(post.kind, post.vendor_id).isdisjoint(person.muted_lists)


def redirect(post: Post, decision: Decision) -> None:
    """Let a deputy read a letter; it is decided about anew for them."""
    assert decision.at is not None
    assert decision.to is not None
    post.to_person_id, post.send_at, post.state = decision.to.id, decision.at, PostState.WAITING


def budget_left(session: Session, person: Person, now: datetime) -> int:
    """Return how many unasked mails a person may still get on their day; of several vendors the strictest counts.

    The day has an end as well: what ``tick --at`` sent ahead of time belongs to its own day. Source: rulebook 4.6.
    """
    most = min((role.vendor.rules.mails_per_day for role in person.roles if role.active), default=None)
    if most is None:
        return 1
    begins, ends = day_of(now, person.zone)
    counted = select(func.count()).where(
        Post.to_person_id == person.id, Post.cleared_at >= begins, Post.cleared_at < ends, Post.asked_for.is_(False),
        Post.kind.not_in(UNCOUNTED),
    )  # fmt: skip
    return most - (session.scalar(counted) or 0)


def _together(session: Session, post: Post, person: Person, now: datetime) -> Decision | None:
    """Return what becomes of a letter that asks an owner to decide: with others that are due it goes out in one mail.

    The first of them waits for what the same tick still writes to them, at most a minute.
    """
    if not asks_owner(post):
        return None
    if now - post.written_at < TICK_ENDS_WITHIN and _more_to_come(session, person, now):
        return Decision(Fate.LATER, now + LOOK_AGAIN)
    rows = select(Post).where(
        Post.to_person_id == person.id, Post.kind.in_(TOGETHER), Post.asked_for.is_(False), Post.cleared_at.is_(None),
        Post.state.in_((PostState.WAITING, PostState.HELD)), Post.send_at <= now,
    )  # fmt: skip
    leads = {each.lead_id for each in session.scalars(rows) if asks_owner(each)}
    return Decision(Fate.COLLECT, now) if len(leads) > 1 else None


def asks_owner(post: Post) -> bool:
    """Whether a letter tells an owner, unasked, of a lead that waits for their decision."""
    return post.kind in TOGETHER and not post.asked_for and bool(post.context.get("actions"))


def _more_to_come(session: Session, person: Person, now: datetime) -> bool:
    rows = select(Lead.id).where(Lead.step_at <= now, Lead.step.in_(OWNERS_STEPS), Lead.owner_id == person.id)
    return session.scalar(rows.limit(1)) is not None


def _is_no_outcome(post: Post, person: Person) -> bool:
    """Whether an owner who reads only outcomes is told of a step on the way there."""
    is_step = post.kind == "feedback_receipt" and post.context.get("status") not in OUTCOMES
    return is_step and person.prefers.receipts == Receipts.OUTCOMES


def _pace(post: Post, person: Person) -> str | None:
    """Return at which cadence a letter is collected; an offer of a hot lead never is: it lapses within hours."""
    if post.kind == "lead_offer" and post.context.get("temperature") != "hot":
        return person.prefers.cadence
    if post.kind == "feedback_receipt" and person.prefers.receipts == Receipts.DAILY:
        return Cadence.DAILY
    return None


def _has_the_same(session: Session, reader: Person, post: Post) -> bool:
    """Whether the deputy gets this very letter anyway: a company's offer goes to all of its people."""
    if post.lead_id is None or post.kind != "lead_offer":
        return False
    same = select(Post.id).where(
        Post.to_person_id == reader.id, Post.kind == post.kind, Post.lead_id == post.lead_id,
        Post.written_at == post.written_at, Post.state != PostState.CANCELLED,
    )  # fmt: skip
    return session.scalar(same.limit(1)) is not None


def _carry_out(post: Post, decision: Decision, now: datetime) -> None:
    if decision.fate is Fate.SEND:
        post.cleared_at = now
        return
    post.leased_until = None
    if decision.fate is Fate.DROP:
        post.state = PostState.CANCELLED
        return
    if decision.fate is Fate.REDIRECT:
        redirect(post, decision)
        return
    assert decision.at is not None
    post.send_at = decision.at
    if decision.fate is Fate.COLLECT:
        post.state = PostState.HELD
