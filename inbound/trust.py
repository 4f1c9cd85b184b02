"""Whether a mail is its sender's own, and who that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.letters.lists import CUSTOMER, list_of
from app.domain.people import Person, Role
from app.store.outbox import Post
from app.store.pending import PendingWish
from app.tokens import BadToken, Tokens
from inbound.addresses import Desk, OurAddress
from inbound.authentication import Authentication
from inbound.mail import Mail

MOST_QUESTIONS_A_DAY = 5
_KEY = re.compile(r"[a-z2-7]{20,64}", re.IGNORECASE)


class Level(Enum):
    """How far a mail is believed."""

    TRUSTED = "trusted"
    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a mail is believed, who wrote it, and which letter of ours it answers.

    person_id: the sender; of a known one, whom to ask "was it you?". may_wish: a trusted mail also bears the secret key
    of a letter, or was confirmed; without it, only a lead may be handed in. reason: why it is not trusted.
    """

    level: Level
    person_id: int | None = None
    post_id: int | None = None
    reason: str = ""
    may_wish: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """What trust looks at: the stored mail's id, what was read of it, and the addresses of ours it went to."""

    raw_mail_id: int
    mail: Mail
    targets: tuple[OurAddress, ...]


class Trust:
    """Weighs a mail by its reply key, its sender and what proves the sender. Source: rulebook 9.2."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def answered_post(self, session: Session, parcel: Parcel) -> Post | None:
        """Return the letter of ours whose secret reply key the mail bears, in its address or in its References.

        References count because some servers strip what stands behind the plus sign. Source: mail 2.
        """
        keys = [target.detail for target in parcel.targets if target.desk is Desk.REPLY]
        for message_id in (parcel.mail.in_reply_to, *reversed(parcel.mail.references)):
            keys += _KEY.findall(message_id)
        return next((post for key in keys if (post := self._post(session, key)) is not None), None)

    def _post(self, session: Session, key: str) -> Post | None:
        try:
            return session.get(Post, self._tokens.post_of(key))
        except BadToken:
            return None

    @staticmethod
    def person(session: Session, address: str) -> Person | None:
        """Return who writes from an address; when their last role ended they are a stranger."""
        person = session.scalar(select(Person).where(Person.address == address.lower()))
        return person if person is not None and any(role.active for role in person.roles) else None

    def weigh(
        self, session: Session, parcel: Parcel, post: Post | None, proof: Callable[[], Authentication]
    ) -> Verdict:
        """Say how far a mail is believed.

        Args: post: the letter it answers by its key. proof: asked only about a sender that we know.
        Returns: TRUSTED: the sender is proven, or said "it was me". KNOWN: somebody we know is named, and has to say
            so. UNKNOWN: nobody we know; never answered.
        """
        pending = session.scalar(select(PendingWish).where(PendingWish.raw_mail_id == parcel.raw_mail_id))
        post_id = post.id if post else None
        if pending is not None:
            if pending.confirmed_at is not None:
                return Verdict(Level.TRUSTED, pending.person_id, post_id, may_wish=True)
            return Verdict(Level.KNOWN, pending.person_id, post_id, "waits for the confirmation")
        sender = self.person(session, parcel.mail.from_address)
        if sender is None and post is not None and list_of(post.kind) == CUSTOMER:
            return _of_customer(session, parcel, post, proof)
        if post is None:
            return _without_key(parcel, sender, proof)
        if sender is None or not _may_answer_for(session, sender, post.to_person_id):
            # The key alone proves nothing: letters are forwarded. Its owner says whether it was them.
            return Verdict(Level.KNOWN, post.to_person_id, post_id, "the key is of somebody else")
        proven = proof()
        if not proven.passed:
            return Verdict(Level.KNOWN, sender.id, post_id, proven.by)
        return Verdict(Level.TRUSTED, sender.id, post_id, may_wish=True)


def _without_key(parcel: Parcel, sender: Person | None, proof: Callable[[], Authentication]) -> Verdict:
    if sender is None:
        return Verdict(Level.UNKNOWN, reason="the sender is unknown")
    proven = proof()
    if not proven.passed:
        return Verdict(Level.KNOWN, sender.id, reason=proven.by)
    if any(target.desk is Desk.REPLY for target in parcel.targets):
        return Verdict(Level.KNOWN, sender.id, reason="the reply key does not fit")
    return Verdict(Level.TRUSTED, sender.id)


def _of_customer(session: Session, parcel: Parcel, post: Post, proof: Callable[[], Authentication]) -> Verdict:
    """Believe a customer only from the address that was asked; what is not proven is kept, and never asked about."""
    customer = session.get_one(Person, post.to_person_id)
    if parcel.mail.from_address.lower() != customer.address:
        return Verdict(Level.UNKNOWN, reason="not from the customer who was asked")
    proven = proof()
    if not proven.passed:
        return Verdict(Level.UNKNOWN, reason=f"not proven to be the customer's: {proven.by}")
    return Verdict(Level.TRUSTED, customer.id, post.id, may_wish=True)


def _may_answer_for(session: Session, sender: Person, addressee_id: int) -> bool:
    """Whether somebody may answer a letter: who got it, or a colleague of the same company, in their own name."""
    if sender.id == addressee_id:
        return True
    roles = session.scalars(select(Role).where(Role.person_id == addressee_id, Role.active))
    companies = {role.workplace for role in roles}
    return any(role.active and role.workplace in companies for role in sender.roles)


def may_ask(session: Session, person_id: int, now: datetime) -> bool:
    """Whether a person may be asked once more "was it you?" today: nobody can flood them with forged mails."""
    since = now - timedelta(days=1)
    asked = select(func.count()).where(PendingWish.person_id == person_id, PendingWish.asked_at > since)
    return (session.scalar(asked) or 0) < MOST_QUESTIONS_A_DAY


def senders_problem(senders: Iterable[str]) -> str | None:
    """Return why a mail has no one sender to believe; None when it has exactly one."""
    count = len(tuple(senders))
    if count == 1:
        return None
    return "there is no From line" if count == 0 else "there are several senders in From"
