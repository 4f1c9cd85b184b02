"""A lead's history, with that of the leads that were merged into it, as its reader may know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.feedback import Feedback, Note
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import VENDOR_ROLES
from app.domain.vendor_note import without_internal
from app.domain.views import Reach, View, reach_of, role_to_see, shows_lead, shows_points
from app.service.queries.customer_events import CustomerActs, acts_of
from app.service.queries.points import keeps_points
from app.service.wording import lives_on_in, title_of
from app.store.journal import JournalEntry

FEEDBACK, NOTE = "feedback", "note"
# What machinery notes, and what has a row of its own below, is no step of the lead.
_NOT_TOLD = frozenset(
    {FEEDBACK, NOTE, "nudge_owner", "remind", "remind_of", "remind_agency", "decline_entry", "ask", "hold", "lend",
     "erase", "confirm", "download"}
)  # fmt: skip


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened to a lead.

    lead_ref: to which of them, where some were merged. step: the wish, or ``feedback`` or ``note``. channel: how it
    came; empty for a note. by, company: whose doing it was; empty for the clock's. about: what the step names: another
    lead, a partner, a reason as a code, an instant. words: what was written. files: that came with it.
    """

    at: datetime
    lead_ref: str
    step: str
    channel: str = ""
    by: str = ""
    company: str = ""
    about: Mapping[str, Any] | None = None
    words: str = ""
    files: tuple[str, ...] = ()
    undone: bool = False


@dataclass(frozen=True)
class Twin:
    """Another lead of the same customer that was kept beside this one."""

    lead_id: int
    ref: str
    title: str


@dataclass(frozen=True)
class LeadStory:
    """What happened to a lead, the latest first. merged: the leads that live on in it. twins: those kept beside it.

    files: id, name and size in bytes of those that came with any of them. acts: what the customer did. ledger: id and
    name of the partner that has it, where the reader is the vendor's and sees its points.
    """

    lines: tuple[HistoryLine, ...]
    merged: tuple[str, ...]
    twins: tuple[Twin, ...]
    files: tuple[tuple[int, str, int], ...]
    acts: CustomerActs
    ledger: tuple[int, str] | None = None


@dataclass(frozen=True)
class _Side:
    """Whose doing somebody's wishes are, at one vendor: the vendor's own or some companies'."""

    name: str
    is_vendors: bool
    companies: frozenset[int]
    agency: str | None
    company: str


def story_of(session: Session, lead: Lead, person: Person, now: datetime) -> LeadStory:
    """Return the history of a lead and of all that live on in it, for somebody who may see it.

    The vendor's people read all of it; a partner reads its own and the vendor's part, never a rival's, and of what the
    clock did only what fell into its own time. An agency reads its own part and the vendor's.
    Raises: Unknown, NotPermitted: it is not theirs to see.
    Source: rulebook 3.6, 6.1, 9.4.
    """
    role = role_to_see(person, lead)
    leads = session.scalars(select(Lead).where(Lead.id.in_(lives_on_in(lead))).order_by(Lead.id)).all()
    teller = _Teller(session, lead, role)
    lines = sorted((line for one in leads for line in teller.lines(one)), key=lambda line: line.at)
    merged = tuple(one.ref for one in leads if one.id != lead.id)
    acts = CustomerActs((), ()) if role.agency else acts_of(session, lead.vendor, lead.fields, now)
    twins, files = tuple(_twins(session, lead, role)), _files(session, lead)
    return LeadStory(tuple(lines[::-1]), merged, twins, files, acts, _ledger(lead, role))


def _ledger(lead: Lead, role: Role) -> tuple[int, str] | None:
    holder = lead.holder
    if holder is None or role.name not in VENDOR_ROLES or not keeps_points(lead.vendor):
        return None
    return (holder.id, holder.name) if shows_points(role, holder) else None


def _twins(session: Session, lead: Lead, role: Role) -> Iterator[Twin]:
    rows = select(Lead).where(Lead.id.in_(lead.known_twins), Lead.vendor_id == lead.vendor_id).order_by(Lead.id)
    for twin in session.scalars(rows):
        if shows_lead(role, View.LEAD, twin):
            yield Twin(twin.id, twin.ref, title_of(twin))


def _files(session: Session, lead: Lead) -> tuple[tuple[int, str, int], ...]:
    rows = select(Attachment.id, Attachment.filename, func.length(Attachment.content))
    rows = rows.where(Attachment.lead_id.in_(lives_on_in(lead))).order_by(Attachment.id)
    return tuple((row[0], row[1], int(row[2])) for row in session.execute(rows))


class _Teller:
    """Tells what one reader may know of the leads that became one."""

    def __init__(self, session: Session, lead: Lead, role: Role) -> None:
        self._session, self._lead, self._role = session, lead, role
        self._sides: dict[int, _Side] = {}
        self._knows_all = role.name in VENDOR_ROLES
        self._own = self._own_companies()

    def lines(self, lead: Lead) -> Iterator[HistoryLine]:
        """Yield everything that happened to one lead."""
        yield from self._steps(lead)
        yield from self._feedback(lead)
        yield from self._notes(lead)

    def _own_companies(self) -> frozenset[int]:
        if self._role.reseller_id is not None:
            return frozenset({self._role.reseller_id})
        holder = self._lead.holder_id
        is_distributor = reach_of(self._role, View.LEAD) is Reach.DISTRIBUTED
        return frozenset({holder}) if is_distributor and holder is not None else frozenset()

    def _steps(self, lead: Lead) -> Iterator[HistoryLine]:
        rows = select(JournalEntry).where(JournalEntry.lead_id == lead.id, ~JournalEntry.refused)
        told = rows.where(JournalEntry.wish.not_in(_NOT_TOLD)).order_by(JournalEntry.id)
        files = tuple(self._session.scalars(select(Attachment.filename).where(Attachment.lead_id == lead.id)))
        for entry in self._session.scalars(told):
            side = self._side(entry.person_id)
            if not self._may_know(side, entry.at):
                continue
            yield HistoryLine(
                entry.at, lead.ref, entry.wish, entry.channel, side.name if side else "", side.company if side else "",
                self._told_of(entry), files=files if entry.wish == "submit" else (),
            )  # fmt: skip

    def _told_of(self, entry: JournalEntry) -> dict[str, Any]:
        """Return what a step names; a partner is named to the vendor only."""
        kept = (
            "survivor_ref",
            "reason",
            "until",
            "answer",
            *(("reseller",) if self._knows_all and entry.wish == "assign" else ()),
        )
        found = {name: entry.facts[name] for name in kept if entry.facts.get(name)}
        if entry.wish == "submit":
            source = {name: self._lead_fields(entry).get(name) for name in ("source", "campaign")}
            found |= {name: value for name, value in source.items() if value}
        return found

    def _lead_fields(self, entry: JournalEntry) -> Mapping[str, Any]:
        lead = self._session.get(Lead, entry.lead_id)
        return lead.fields if lead is not None else {}

    def _feedback(self, lead: Lead) -> Iterator[HistoryLine]:
        rows = select(Feedback).where(Feedback.lead_id == lead.id).order_by(Feedback.id)
        for one in self._session.scalars(rows):
            side = self._side(one.person_id)
            if not self._knows_all and one.reseller_id is not None and one.reseller_id not in self._own:
                continue
            about = {
                "status": one.status, "at": one.at, "amount_cents": one.amount_cents, "currency": one.currency,
                "reason": one.reason,
            }  # fmt: skip
            yield HistoryLine(
                one.given_at, lead.ref, FEEDBACK, "", side.name if side else "", side.company if side else "",
                {name: value for name, value in about.items() if value is not None}, one.note or "",
                undone=one.undone_at is not None,
            )  # fmt: skip

    def _notes(self, lead: Lead) -> Iterator[HistoryLine]:
        asked = select(JournalEntry.person_id, JournalEntry.at).where(
            JournalEntry.lead_id == lead.id, JournalEntry.wish == "ask", JournalEntry.person_id.is_not(None)
        )
        asked_back = {(row[0], row[1]) for row in self._session.execute(asked)}
        for note in self._session.scalars(select(Note).where(Note.lead_id == lead.id).order_by(Note.id)):
            side = self._side(note.person_id)
            if not self._may_know(side, note.written_at):
                continue
            was_asked_back = (note.person_id, note.written_at) in asked_back
            if words := self._words_of(note, side, was_asked_back):
                by, company = (side.name, side.company) if side else ("", "")
                yield HistoryLine(note.written_at, lead.ref, NOTE, "", by, company, words=words)

    def _words_of(self, note: Note, side: _Side | None, was_asked_back: bool) -> str:
        """Return what the reader may know of a note: of the vendor's, nothing internal and nothing said to us."""
        if self._knows_all or side is None or not side.is_vendors:
            return note.text
        return "" if was_asked_back else without_internal(note.text)

    def _side(self, person_id: int | None) -> _Side | None:
        if person_id is None:
            return None
        if person_id not in self._sides:
            self._sides[person_id] = self._looked_up(person_id)
        return self._sides[person_id]

    def _looked_up(self, person_id: int) -> _Side:
        person = self._session.get_one(Person, person_id)
        roles = [role for role in person.roles if role.vendor_id == self._lead.vendor_id]
        companies = frozenset(role.reseller_id for role in roles if role.reseller_id is not None)
        agency = next((role.agency for role in roles if role.agency), None)
        is_vendors = any(role.name in VENDOR_ROLES for role in roles)
        return _Side(person.name, is_vendors, companies, agency, self._company(is_vendors, companies, agency))

    def _company(self, is_vendors: bool, companies: frozenset[int], agency: str | None) -> str:
        if is_vendors:
            return self._lead.vendor.name
        company = self._session.get(Reseller, min(companies)) if companies else None
        return company.name if company is not None else agency or ""

    def _may_know(self, side: _Side | None, at: datetime) -> bool:
        if self._knows_all:
            return True
        if side is None:  # the clock's: about whoever had the lead then
            return bool(self._own) and self._lead.picked_at is not None and at >= self._lead.picked_at
        of_own_agency = side.agency is not None and side.agency == self._role.agency
        return side.is_vendors or of_own_agency or bool(side.companies & self._own)
