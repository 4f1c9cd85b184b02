"""What machines write about our mails: dead addresses and absences -> commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.commands import Command, ReportBounce, SetAbsence
from app.domain.people import Person
from app.store.outbox import Post
from inbound.absence import auto_reply_deputy
from inbound.reading import Read
from inbound.understand.plan import Plan

LONGEST_ABSENCE = timedelta(days=365)


def plan_bounce(session: Session, read: Read, post: Post | None) -> Plan:
    """Return ``ReportBounce`` for a letter of ours that can never be delivered.

    Args: post: the letter whose secret key the report bears; without it anybody could declare an address dead.
    Source: rulebook 9.3.
    """
    if post is None:
        return Plan(note="a delivery report about no letter of ours")
    person = session.get_one(Person, post.to_person_id)
    commands = tuple(_dead(read, person))
    return Plan(commands, "the address is dead" if commands else "delivery is late, or failed for now")


def _dead(read: Read, person: Person) -> Iterator[Command]:
    for recipient in read.bounced:
        if recipient.hard and recipient.address.lower() == person.address:
            yield ReportBounce(address=person.address, reason=recipient.reason or recipient.status or "")
            return


def plan_absence(read: Read, person: Person, now: datetime) -> Plan:
    """Return ``SetAbsence`` for an out-of-office answer that says until when; never anything else.

    Source: rulebook 2, 9.3.
    """
    if not person.roles:
        return Plan(note="out of office, of a customer")
    if read.away_until is None:
        return Plan(note="out of office, without a day")
    back_at = datetime.combine(read.away_until + timedelta(days=1), time(), ZoneInfo(person.zone))
    if not now < back_at <= now + LONGEST_ABSENCE:
        return Plan(note="out of office, but the day cannot be meant")  # a refusal would answer a machine
    absence = SetAbsence(by=person.id, until=back_at, deputy=auto_reply_deputy(read.mail), is_auto=True)
    return Plan((absence,), "out of office", is_machines=True)


def with_return(plan: Plan, person: Person, now: datetime) -> Plan:
    """Return a person's plan with the end of the absence that a machine set: who writes a mail is back.

    An absence they set themselves stays, and so does what the mail itself says of one.
    Source: rulebook 4.6.
    """
    is_set_by_machine = person.is_absent(now) and person.absence_is_auto
    if not is_set_by_machine or any(isinstance(command, SetAbsence) for command in plan.commands):
        return plan
    return replace(plan, commands=(*plan.commands, SetAbsence(by=person.id, until=None)))
