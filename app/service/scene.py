"""What a handler sees: the transaction's session, the instant, and the letters it writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Unknown
from app.domain.lead import Lead
from app.domain.letters import Letter
from app.domain.letters.lists import ALWAYS, list_of
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import role_for
from app.service.outcome import Origin
from app.store import outbox


@dataclass(frozen=True)
class Handled:
    """What a handler did. Facts hold JSON values for page and letter; never contact data."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    lead_id: int | None = None
    vendor_id: int | None = None


class Scene:
    """One command's transaction, instant and letters."""

    def __init__(self, session: Session, now: datetime, origin: Origin) -> None:
        self.session = session
        self.now = now
        self.origin = origin
        self._letters: list[tuple[Letter, datetime]] = []

    def lead(self, lead_id: int) -> Lead:
        """Return a lead, locked against other writers until the transaction ends.

        Raises: Unknown: there is none.
        """
        lead = self.session.scalar(select(Lead).where(Lead.id == lead_id).with_for_update(of=Lead))
        if lead is None:
            raise Unknown()
        return lead

    def lead_for(self, lead_id: int, by: int | None, wish: str) -> tuple[Lead, Role]:
        """Return a lead and the role by which a person may wish this of it.

        Raises: Unknown, NotPermitted.
        """
        person = self.person(by)
        lead = self.lead(lead_id)
        return lead, role_for(person, wish, lead)

    def person(self, person_id: int | None) -> Person:
        """Return a person. Raises: Unknown."""
        person = self.session.get(Person, person_id) if person_id is not None else None
        if person is None:
            raise Unknown()
        return person

    def reseller(self, reseller_id: int, lock: bool = False) -> Reseller:
        """Return a company; locked, so that its cap holds also when two people pick at once. Raises: Unknown."""
        rows = select(Reseller).where(Reseller.id == reseller_id)
        reseller = self.session.scalar(rows.with_for_update() if lock else rows)
        if reseller is None:
            raise Unknown()
        return reseller

    def write(self, letter: Letter, send_at: datetime | None = None, after: timedelta | None = None) -> None:
        """Write a letter; it goes into the outbox in this transaction. ``send_at``: not before this instant."""
        at = send_at or self.now
        self._letters.append((letter, at + after if after else at))

    def post_letters(self) -> None:
        """Put all letters into the outbox; people who cannot be reached get none."""
        with self.session.no_autoflush:  # one INSERT for all letters, not one before each look at a person
            for letter, send_at in self._letters:
                person = self.session.get(Person, letter.to)
                if person is None or not self._wants(person, letter):
                    continue
                reply_to = self.origin.in_reply_to if letter.asked_for else None
                outbox.put(self.session, letter, self.now, send_at, reply_to)
        self._letters.clear()

    def _wants(self, person: Person, letter: Letter) -> bool:
        """Whether somebody can be reached, and has not said that they want no such letter."""
        if not person.is_reachable:
            return False
        if letter.asked_for or letter.kind in ALWAYS:
            return True
        mail_list = list_of(letter.kind)
        is_away = person.is_absent(self.now) and mail_list in ("offers", "reminders")
        return mail_list not in person.muted_lists and not is_away
