"""What was done with the calendar entry of a deadline -> a request for more time, or nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.people import Person
from app.domain.time_commands import AskTime, DeclineEntry
from app.mail.attachments import SHOWN_AS
from app.store.outbox import Post
from inbound.calendar_answer import CalendarAnswer
from inbound.understand.plan import Plan

_SAME = timedelta(minutes=1)  # programs drop seconds


def wishes_by_calendar(answer: CalendarAnswer | None, person: Person, post: Post | None) -> Plan:
    """Return ``AskTime`` for an entry that was moved, ``DeclineEntry`` for one that is not wanted, or nothing.

    Args: person: whose zone a start without one is in. post: the answered letter, with which the entry was sent.
    Source: rulebook 5.3.
    """
    if answer is None or answer.done == "none":
        return Plan(note="an answer to a calendar entry that wishes nothing")
    if answer.done == "declined":
        return Plan((DeclineEntry(by=person.id, lead_id=answer.lead_id),), "a calendar entry was declined")
    entry_at = _sent_start(post)
    # That somebody accepted another time can only be told beside the entry that was sent.
    if answer.start is None or (entry_at is None and answer.done == "answered"):
        return Plan(note="a calendar entry was accepted")
    begins_at = _instant(answer.start, person)
    if entry_at is not None and _is_same(answer.start, begins_at, entry_at, person):
        return Plan(note="a calendar entry that stays where it was")
    return Plan((AskTime(by=person.id, lead_id=answer.lead_id, until=begins_at),), "a calendar entry was moved")


def _sent_start(post: Post | None) -> datetime | None:
    """Return when the entry of the answered letter begins."""
    due_at = post.context.get("first_feedback_by") if post is not None else None
    return datetime.fromisoformat(str(due_at)) - SHOWN_AS if due_at else None


def _is_same(start: date, begins_at: datetime, entry_at: datetime, person: Person) -> bool:
    if not isinstance(start, datetime):
        return start == entry_at.astimezone(ZoneInfo(person.zone)).date()
    return abs(begins_at - entry_at) < _SAME


def _instant(start: date, person: Person) -> datetime:
    """Return an instant; without a zone, the person's own is meant, and a day begins at its midnight."""
    zone = ZoneInfo(person.zone)
    if not isinstance(start, datetime):
        return datetime.combine(start, time(), zone)
    return start if start.tzinfo is not None else start.replace(tzinfo=zone)
