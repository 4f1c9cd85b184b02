"""What a handler sees: the transaction's session, the instant, and the letters it writes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from app.domain.errors import Unknown
from app.domain.lead import Lead
from app.domain.letters import Letter
from app.domain.letters.lists import ALWAYS, WITH_DEPUTY, list_of, muted_by
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import role_for
from app.service.deputies import role_or_deputys, stand_in
from app.service.enrichment import NO_ANSWERS, Answers
from app.service.outcome import Origin
from app.service.together import Together, locked_leads
from app.store import outbox
from app.store.locks import locked


@dataclass(frozen=True)
class Handled:
    """What a handler did. Facts hold JSON values for page and letter; never contact data."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    lead_id: int | None = None
    vendor_id: int | None = None


class Scene:
    """One command's transaction, instant and letters."""

    def __init__(self, session: Session, now: datetime, origin: Origin, providers: Answers = NO_ANSWERS) -> None:
        self.session = session
        self.now = now
        self.origin = origin
        self.providers = providers
        self.together: Together | None = None
        self._letters: list[tuple[Letter, datetime]] = []
        self._held_off: set[int] = set()

    def lead(self, lead_id: int) -> Lead:
        """Return a lead, locked against other writers until the transaction ends.

        Raises: Unknown: there is none.
        """
        if self.together is not None and lead_id in self.together.leads:
            return self.together.leads[lead_id]
        found = locked_leads(self.session, [lead_id])
        if not found:
            raise Unknown()
        return found[0]

    def lead_for(self, lead_id: int, by: int | None, wish: str) -> tuple[Lead, Role]:
        """Return a lead and the role by which a person may wish this of it.

        Raises: Unknown, NotPermitted.
        """
        person = self.person(by)
        lead = self.lead(lead_id)
        role, _ = role_or_deputys(self.session, person, self.now, lambda one: role_for(one, wish, lead))
        return lead, role

    def person(self, person_id: int | None) -> Person:
        """Return a person. Raises: Unknown."""
        if person_id is None:
            raise Unknown()
        person = self.session.get(Person, person_id, options=[joinedload(Person.roles)])
        if person is None:
            raise Unknown()
        return person

    def reseller(self, reseller_id: int, lock: bool = False) -> Reseller:
        """Return a company; locked, so that its cap holds also when two people pick at once. Raises: Unknown."""
        rows = select(Reseller).where(Reseller.id == reseller_id)
        reseller = self.session.scalar(locked(rows) if lock else rows)
        if reseller is None:
            raise Unknown()
        return reseller

    def hold_off_decisions(self, vendor_id: int) -> None:
        """Lock a vendor, so that what is found about its customers still holds when the transaction ends."""
        if vendor_id not in self._held_off:
            self.session.execute(locked(select(Vendor.id).where(Vendor.id == vendor_id)))
            self._held_off.add(vendor_id)

    def write(self, letter: Letter, send_at: datetime | None = None, after: timedelta | None = None) -> None:
        """Write a letter; it goes into the outbox in this transaction. ``send_at``: not before this instant."""
        at = send_at or self.now
        self._letters.append((letter, at + after if after else at))

    def post_letters(self) -> None:
        """Put all letters into the outbox; people who cannot be reached get none, and deputies those of the absent."""
        if not self._letters:
            return
        addressed = {letter.to for letter, _ in self._letters}
        rows = select(Person).where(Person.id.in_(addressed)).options(lazyload(Person.roles))
        people = {person.id: person for person in self.session.scalars(rows)}
        posts = []
        for letter, send_at in self._letters:
            reader = self._reader(letter, send_at, people.get(letter.to))
            if reader is not None:
                reply_to = self.origin.in_reply_to if letter.asked_for else None
                posts.append(outbox.post_of(replace(letter, to=reader.id), self.now, send_at, reply_to))
        outbox.put(self.session, posts)
        self._letters.clear()

    def _reader(self, letter: Letter, send_at: datetime, person: Person | None) -> Person | None:
        """Return who reads a letter: nobody whom it cannot reach, or who has said that they want no such letter."""
        if person is None or not person.is_reachable:
            return None
        if letter.asked_for:
            return person
        always = letter.kind in ALWAYS
        if not (always or muted_by(letter.kind, letter.vendor_id).isdisjoint(person.muted_lists)):
            return None
        if not (person.is_absent(send_at) and letter.kind in WITH_DEPUTY):
            return person
        deputy = stand_in(self.session, person, send_at, letter.vendor_id)
        if deputy is None:
            return person if always else None
        return None if self._writes_the_same_to(deputy, letter) else deputy

    def _writes_the_same_to(self, deputy: Person, letter: Letter) -> bool:
        """Whether the deputy gets this offer anyway, as one of the company."""
        mine = (deputy.id, letter.kind, letter.lead_id)
        of_offers = letter.lead_id is not None and list_of(letter.kind) == "offers"
        return of_offers and any((one.to, one.kind, one.lead_id) == mine for one, _ in self._letters)
