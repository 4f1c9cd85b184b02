"""Everything that is held about one person, known by an address: for their copy of it, and for its erasure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.customer_event import CustomerEvent
from app.domain.deal import Deal
from app.domain.deal_lifecycle import OPEN_DEALS
from app.domain.entity import Entity
from app.domain.feedback import Feedback, Note
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.lifecycle import OPEN
from app.domain.people import Person
from app.domain.personal import contact_name_in, names_in
from app.domain.points import PointEntry
from app.domain.privacy_commands import Named
from app.domain.redemption import Redemption
from app.store import forgetting
from app.store.journal import JournalEntry
from app.store.outbox import Post
from app.store.pending import PendingWish
from app.store.raw_mail import RawMail, RawMailBytes


@dataclass(frozen=True)
class Held:
    """What is held about one address.

    person: who takes part under it, or once got mail. leads, deals, events: whose customer is meant by it. posts:
    letters to them. raw_mail_ids: mails they sent, that bear their address or name, or that wished
    something of such a lead. added_ids: files that they added to leads; unsure_ids: leads to which they
    added files of which nobody knows any more which they are. file_ids, unread: files of others' leads that
    name them, or that they added and nobody can read, and how many others cannot be read, both only after a search.
    vendors: slugs of those with whom they take part.
    """

    address: str
    person: Person | None = None
    leads: tuple[Lead, ...] = ()
    deals: tuple[Deal, ...] = ()
    events: tuple[CustomerEvent, ...] = ()
    posts: tuple[Post, ...] = ()
    raw_mail_ids: tuple[int, ...] = ()
    mailroom_ids: tuple[int, ...] = ()
    vendors: tuple[str, ...] = ()
    added_ids: frozenset[int] = frozenset()
    unsure_ids: tuple[int, ...] = ()
    file_ids: tuple[int, ...] = ()
    unread: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether the address stands nowhere."""
        parts = (self.leads, self.deals, self.events, self.posts, self.raw_mail_ids, self.mailroom_ids, self.file_ids)
        return self.person is None and not any(parts)

    def counts(self) -> dict[str, int]:
        """Return how much there is of each."""
        return {
            "person": int(self.person is not None), "leads": len(self.leads), "registrations": len(self.deals),
            "events": len(self.events), "letters": len(self.posts), "mails": len(self.raw_mail_ids),
            "mailroom": len(self.mailroom_ids), "files": len(self.file_ids), "unread": self.unread,
        }  # fmt: skip

    def with_named(self, named: Named) -> Held:
        """Return it with what else names the person, as reading has shown."""
        mails = tuple(sorted({*self.raw_mail_ids, *named.mails}))
        own = self.added_ids & set(named.unread_files)
        files = tuple(sorted({*named.files, *own}))
        return replace(self, raw_mail_ids=mails, file_ids=files, unread=named.unread - len(own))

    def names(self) -> set[str]:
        """Return the addresses, phone numbers and whole names by which files of others may name the person."""
        found = {self.address, *((self.person.name, self.person.address) if self.person is not None else ())}
        for fields in _all_fields(self.leads, self.deals):
            found |= {contact_name_in(fields), str(fields.get("contact_phone") or "")}
        return {name for name in found if " " in name or "@" in name or name.startswith("+")}


@dataclass(frozen=True)
class Copy:
    """A person's copy: ``facts`` as JSON values, ``mails`` as file name and bytes."""

    facts: dict[str, Any]
    mails: dict[str, bytes] = field(default_factory=dict)


def held_about(session: Session, address: str) -> Held:
    """Return everything that is held about an address. Source: rulebook 9.5."""
    address = address.strip().lower()
    person = session.scalar(select(Person).where(Person.address == address))
    leads = tuple(session.scalars(select(Lead).where(_is_customer(Lead, address)).order_by(Lead.id)))
    deals = tuple(session.scalars(select(Deal).where(_is_customer(Deal, address)).order_by(Deal.id)))
    events = tuple(session.scalars(select(CustomerEvent).where(_is_customer(CustomerEvent, address))))
    to_them = select(Post).where(Post.to_person_id == (person.id if person else None)).order_by(Post.id)
    came_by = [*(lead.raw_mail_id for lead in leads), *(deal.raw_mail_id for deal in deals)]
    came_by += [event.raw_mail_id for event in events]
    came_by += forgetting.raw_mails_about(session, [lead.id for lead in leads])
    names = {name for fields in _all_fields(leads, deals) for name in names_in(fields)}
    read_from = {raw_mail_id for raw_mail_id in came_by if raw_mail_id is not None}
    return Held(
        address, person, leads, deals, events, tuple(session.scalars(to_them)) if person else (),
        tuple(sorted({*forgetting.raw_mails_of(session, address, names), *read_from})),
        tuple(forgetting.mailroom_mails_of(session, address)), _vendors_of(person),
        forgetting.files_added_by(session, person.id) if person else frozenset(),
        forgetting.leads_added_to(session, person.id) if person else (),
    )  # fmt: skip


def _all_fields(leads: tuple[Lead, ...], deals: tuple[Deal, ...]) -> list[dict[str, Any]]:
    return [*(lead.fields for lead in leads), *(deal.fields for deal in deals)]


def _vendors_of(person: Person | None) -> tuple[str, ...]:
    return tuple(sorted({role.vendor.slug for role in person.roles if role.active})) if person else ()


def _is_customer(table: type[Lead] | type[Deal] | type[CustomerEvent], address: str) -> ColumnElement[bool]:
    return func.lower(table.fields["contact_email"].as_string()) == address


def addresses(session: Session) -> set[str]:
    """Return every address that is held, in small letters."""
    found = set(session.scalars(select(Person.address)))
    for table in (Lead, Deal, CustomerEvent):
        email = table.fields["contact_email"].as_string()
        found |= set(session.scalars(select(func.lower(email)).where(email.is_not(None)).distinct()))
    found |= set(
        session.scalars(select(func.lower(RawMail.mail_from)).where(RawMail.mail_from.is_not(None)).distinct())
    )
    return {address for address in found if address}


def copy_of(session: Session, held: Held) -> Copy:
    """Return a person's copy of everything that is held about them."""
    lead_ids = [lead.id for lead in held.leads]
    person_id = held.person.id if held.person else None
    by_them: dict[str, Any] = {}
    if held.person is not None:
        by_them = {
            "roles": [_row(role) for role in held.person.roles],
            "notes": _rows(session, Note, Note.person_id == person_id),
            "feedback": _rows(session, Feedback, Feedback.person_id == person_id),
            "leads_taken": [f"L-{one}" for one in session.scalars(select(Lead.id).where(Lead.picked_by == person_id))],
            "registrations_made": _rows(session, Deal, Deal.registered_by == person_id),
            "points": _rows(session, PointEntry, PointEntry.person_id == person_id),
            "rewards_asked_for": _rows(session, Redemption, Redemption.asked_by == person_id),
            "confirmations": _rows(session, PendingWish, PendingWish.person_id == person_id),
            "journal": _rows(session, JournalEntry, JournalEntry.person_id == person_id),
        }
    facts = {
        "address": held.address,
        "person": _row(held.person) if held.person else None,
        **by_them,
        "as_customer": {
            "leads": [_row(lead) for lead in held.leads],
            "notes": _rows(session, Note, Note.lead_id.in_(lead_ids)),
            "feedback": _rows(session, Feedback, Feedback.lead_id.in_(lead_ids)),
            "registrations": [_row(deal) for deal in held.deals],
            "events": [_row(event) for event in held.events],
        },
        "letters": [_row(post) for post in held.posts],
        "mails": _rows(session, RawMail, RawMail.id.in_(held.raw_mail_ids)),
    }
    return Copy(facts, {**_mails(session, held), **_attachments(session, lead_ids)})


def _mails(session: Session, held: Held) -> dict[str, bytes]:
    rows = select(RawMailBytes).where(RawMailBytes.raw_mail_id.in_(held.raw_mail_ids))
    return {f"mails/received-{mail.raw_mail_id}.eml": mail.content for mail in session.scalars(rows)}


def _attachments(session: Session, lead_ids: list[int]) -> dict[str, bytes]:
    rows = select(Attachment).where(Attachment.lead_id.in_(lead_ids)).order_by(Attachment.id)
    return {f"attachments/L-{one.lead_id}-{one.id}.bin": one.content for one in session.scalars(rows)}


def _rows(session: Session, table: type[Entity], condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    return [_row(one) for one in session.scalars(select(table).where(condition))]


def _row(one: Entity) -> dict[str, Any]:
    """Return a row as JSON values; bytes are left to the files."""
    values = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if not isinstance(value, bytes)
    }


def open_work_of(session: Session, person: Person) -> tuple[list[Lead], list[Deal], list[Lead], list[Deal]]:
    """Return the open leads somebody took and deals they registered, then those they answer for at the vendor."""
    leads = select(Lead).where(Lead.state.in_(OPEN)).order_by(Lead.id)
    deals = select(Deal).where(Deal.state.in_(OPEN_DEALS)).order_by(Deal.id)
    return (
        list(session.scalars(leads.where(Lead.picked_by == person.id))),
        list(session.scalars(deals.where(Deal.registered_by == person.id))),
        list(session.scalars(leads.where(Lead.owner_id == person.id))),
        list(session.scalars(deals.where(Deal.owner_id == person.id))),
    )
