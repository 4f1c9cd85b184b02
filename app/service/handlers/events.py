"""What customers did reaches whoever holds them, at most one mail a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain import deal_commands as do
from app.domain import letters
from app.domain.conflicts import EXACT, Customer
from app.domain.customer_event import CustomerEvent
from app.domain.customer_key import Record
from app.domain.errors import AlreadyDone, NoEvents, NotPermitted, Unknown
from app.domain.lead import Lead
from app.domain.letters import EventRow, FactRow
from app.domain.lifecycle import HELD
from app.domain.people import Person, Vendor
from app.domain.permissions import SUBMIT_PERMISSIONS
from app.domain.work_calendar import WorkCalendar
from app.service.customer_index import in_batches, remember, same_customer
from app.service.protection import protection_of
from app.service.scene import Handled, Scene
from app.store.locks import locked

LONGEST_WHAT = 300
MOST_SHOWN = 40
OLDEST = FARTHEST = timedelta(days=366)


def record(scene: Scene, command: do.RecordEvents) -> Handled:
    """Keep what customers did; who holds one is told, at most once a day.

    Raises: Unknown: no such vendor or person. NotPermitted: not one of the vendor's people. NoEvents: none is in it.
    Source: rulebook 7.5.
    """
    vendor = scene.session.get(Vendor, command.vendor_id)
    if vendor is None:
        raise Unknown()
    person = scene.person(command.by)
    roles = [role for role in person.roles if role.active and role.vendor_id == vendor.id]
    if not any(role.name in SUBMIT_PERMISSIONS for role in roles):
        raise NotPermitted()
    if not command.events:
        raise NoEvents()
    events: list[CustomerEvent] = []
    told = 0
    for entry in command.events:
        event = CustomerEvent(
            vendor_id=vendor.id, fields=dict(entry.fields), what=entry.what.strip()[:LONGEST_WHAT],
            happened_at=_plausible(entry.happened_at, scene.now), recorded_at=scene.now,
            raw_mail_id=command.raw_mail_id,
        )  # fmt: skip
        scene.session.add(event)
        events.append(event)
        holder = _holder_of(scene, vendor, event)
        if holder is not None:
            _address(scene, event, holder)
            told += 1
    scene.session.flush()
    remember(scene.session, vendor, Record.EVENT, {event.id: event.fields for event in events}, new=True)
    facts = {"events": len(command.events), "told": told}
    if scene.origin.is_mail:
        context = letters.Done("events_recorded", facts=_left_out(command.left_out))
        scene.write(letters.Letter(person.id, context, None, vendor.id, asked_for=True))
    return Handled("events_recorded", facts, None, vendor.id)


def _left_out(rows: tuple[int, ...]) -> tuple[FactRow, ...]:
    """Return which rows of a list were not recorded, because they name no customer or no event."""
    numbers = ", ".join(str(number) for number in rows[:MOST_SHOWN])
    more = ", …" if len(rows) > MOST_SHOWN else ""
    return (FactRow("rows_left_out", numbers + more),) if rows else ()


def _plausible(at: datetime | None, now: datetime) -> datetime:
    return at if at is not None and now - OLDEST <= at <= now + FARTHEST else now


def _holder_of(scene: Scene, vendor: Vendor, event: CustomerEvent) -> Person | None:
    """Return who holds the customer: by a registration first, else by a lead."""
    deal = protection_of(scene, vendor, event.fields)
    if deal is not None:
        return deal.registrant
    wanted = Customer.of(event.fields, vendor.country)
    rows = select(Lead).where(Lead.state.in_(HELD)).order_by(Lead.id)
    for ids in in_batches(same_customer(scene.session, vendor, Record.LEAD, wanted)):
        for lead in scene.session.scalars(rows.where(Lead.id.in_(ids))):
            if Customer.of(lead.fields, vendor.country).likeness(wanted) in EXACT:
                return scene.person(lead.picked_by)
    return None


def hand_over_past(scene: Scene, vendor: Vendor, customer: Customer, holder: Person) -> None:
    """Give whoever has just got a customer what it did before. Source: rulebook 7.5, "past and future"."""
    rows = select(CustomerEvent).where(CustomerEvent.to_person_id.is_(None)).order_by(CustomerEvent.id)
    for ids in in_batches(same_customer(scene.session, vendor, Record.EVENT, customer)):
        for event in scene.session.scalars(rows.where(CustomerEvent.id.in_(ids))).all():
            if Customer.of(event.fields, vendor.country).likeness(customer) in EXACT:
                _address(scene, event, holder)


def _address(scene: Scene, event: CustomerEvent, holder: Person) -> None:
    event.to_person_id, event.push_at = holder.id, _next_push(scene, holder)


def _next_push(scene: Scene, holder: Person) -> datetime:
    """Return the holder's next working moment of a day on which no such mail went out yet."""
    calendar = WorkCalendar(holder.zone, "DE")
    last = scene.session.scalar(
        select(func.max(CustomerEvent.pushed_at)).where(CustomerEvent.to_person_id == holder.id)
    )
    at = calendar.next_working(scene.now)
    if last is not None and calendar.local_day(last) == calendar.local_day(at):
        return calendar.opening(calendar.local_day(at) + timedelta(days=1))
    return at


def push(scene: Scene, command: do.PushEvents) -> Handled:
    """Send one mail with everything that waits for a person. Source: rulebook 7.5."""
    person = scene.person(command.person_id)
    rows = select(CustomerEvent).where(CustomerEvent.to_person_id == person.id, CustomerEvent.push_at <= scene.now)
    rows = rows.order_by(CustomerEvent.happened_at, CustomerEvent.id)
    events = list(scene.session.scalars(locked(rows)))
    if not events:
        raise AlreadyDone()
    for event in events:
        event.push_at, event.pushed_at = None, scene.now
    shown = tuple(EventRow(str(one.fields.get("company") or ""), one.what, one.happened_at) for one in events)
    for vendor_id in sorted({event.vendor_id for event in events}):
        own = tuple(row for row, event in zip(shown, events, strict=True) if event.vendor_id == vendor_id)
        context = letters.CustomerEvents(own[:MOST_SHOWN], len(own))
        scene.write(letters.Letter(person.id, context, None, vendor_id, thread=f"events:{person.id}"))
    return Handled("events_pushed", {"events": len(events)})
