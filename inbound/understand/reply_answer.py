"""A reply with everything that is known around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.people import Person, Reseller
from app.store.outbox import Post
from inbound.understand.letter_context import Topic, lead_of_ref
from inbound.wishes.decide import NOTE_WORDS
from inbound.wishes.model import Reading

LONGEST_NOTE = 10_000
_OPENS_A_NOTE = re.compile(rf"\A\s*(?:{'|'.join(sorted(NOTE_WORDS))})\s*:\s*", re.IGNORECASE)


class NotClear(Exception):
    """A reading lacks what its command needs, or nothing can be done about it yet: ask back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: who wrote which words about what, in answer to which letter."""

    session: Session
    person: Person
    topic: Topic
    post: Post | None
    words: str
    received_at: datetime

    @property
    def lead_id(self) -> int | None:
        """The one lead it is about."""
        return self.topic.lead.id if self.topic.lead else None

    def lead_of(self, reading: Reading) -> int:
        """Return which lead a reading means. Raises: NotClear: it cannot be told."""
        lead_id = lead_of_ref(reading.item) if reading.item else self.lead_id
        if lead_id is None:
            raise NotClear
        return lead_id

    def undone_in(self, reading: Reading) -> int:
        """Return the lead that an *undo* is about: after a merge, the letter is about the one that is left.

        Raises: NotClear.
        """
        offered = {action.object_id for action in self.topic.actions if action.wish == "undo"}
        return offered.pop() if len(offered) == 1 and not reading.item else self.lead_of(reading)

    def step_of(self, lead_id: int) -> str:
        """Return the step that the answered letter offers to undo; empty for whatever was last."""
        offered = (action for action in self.topic.actions if (action.wish, action.object_id) == ("undo", lead_id))
        return next((action.option for action in offered), "")

    def offered(self, wish: str) -> int:
        """Return the object of the one action of this kind that the letter offered. Raises: NotClear."""
        objects = {action.object_id for action in self.topic.actions if action.wish == wish}
        if len(objects) != 1:
            raise NotClear
        return objects.pop()

    def known_lead(self, reading: Reading) -> Lead:
        """Return the lead that a reading means, of a vendor that the person works with. Raises: NotClear."""
        lead_id = self.lead_of(reading)
        if self.topic.lead is not None and self.topic.lead.id == lead_id:
            return self.topic.lead
        lead = self.session.get(Lead, lead_id)
        if lead is None or not any(role.active and role.vendor_id == lead.vendor_id for role in self.person.roles):
            raise NotClear
        return lead

    def option_offered(self, wish: str, object_id: int) -> str:
        """Return the option of the one action of this kind that the letter offered there. Raises: NotClear."""
        options = {one.option for one in self.topic.actions if (one.wish, one.object_id) == (wish, object_id)}
        if len(options) != 1:
            raise NotClear
        return options.pop()

    def at(self, when: date | datetime | None) -> datetime | None:
        """Return an instant; a day without a time begins at the person's own midnight."""
        if when is None:
            return None
        zone = ZoneInfo(self.person.zone)
        if isinstance(when, datetime):
            return when if when.tzinfo else when.replace(tzinfo=zone)
        return datetime.combine(when, time(), zone)


def noted(words: str) -> str:
    """Return what is to be kept of a note: its words without the *note:* that opens it."""
    return _OPENS_A_NOTE.sub("", words)


def partners_called(wanted: str, companies: Iterable[Reseller]) -> list[Reseller]:
    """Return the companies with this name or short name; where none has it, those whose name begins with it."""
    wanted, known = wanted.strip().casefold(), list(companies)
    named = [one for one in known if wanted in (one.slug.casefold(), one.name.casefold())]
    return named or [one for one in known if _is_short_for(wanted, one.name.casefold())]


def _is_short_for(wanted: str, name: str) -> bool:
    """Whether words begin a name, maybe without some of its words, such as the *IT* that is an English word too."""
    first, *others = wanted.split()
    return name.startswith(wanted) or (name.split()[0] == first and set(others) <= set(name.split()))
