"""What is over its time is emptied, day by day; figures are counted from what stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.domain import commands as do
from app.domain.customer_event import CustomerEvent
from app.domain.customer_key import Record
from app.domain.deal import Deal
from app.domain.errors import AlreadyDone, Unknown
from app.domain.lead import Lead
from app.domain.people import Person, Role, Vendor
from app.domain.personal import forget_deal, forget_lead
from app.service.customer_index import forget
from app.service.scene import Handled, Scene
from app.store import forgetting
from app.store.locks import locked

GOES_ON_AFTER = timedelta(seconds=1)
AT_NIGHT_H = 3


def next_retention_at(vendor: Vendor, now: datetime) -> datetime:
    """Return the vendor's next three o'clock in the morning, in UTC."""
    local = now.astimezone(ZoneInfo(vendor.zone))
    at = local.replace(hour=AT_NIGHT_H, minute=0, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)


def retain(scene: Scene, command: do.ApplyRetention) -> Handled:
    """Delete a vendor's payload that is older than its programme says, a batch at a time. Source: rulebook 9.5."""
    vendor = scene.session.scalar(locked(select(Vendor).where(Vendor.id == command.vendor_id), of=Vendor))
    if vendor is None:
        raise Unknown()
    if vendor.retention_due_at is None or vendor.retention_due_at > scene.now:
        raise AlreadyDone()
    days = vendor.rules.retention_days
    before = {name: scene.now - timedelta(days=count) for name, count in days.items()}
    done = {
        "letters": _posts(scene, vendor, before["outbox"]),
        "mails": _raw_mails(scene, vendor, before["raw_mail"]),
        "leads": _leads(scene, vendor, before["closed_leads"]),
        "registrations": _deals(scene, vendor, before["closed_leads"]),
        "events": _events(scene, vendor, before["closed_leads"]),
        "journal": forgetting.empty_old_journal(scene.session, vendor.id, before["journal"]),
    }
    is_more = any(count >= forgetting.BATCH for count in done.values())
    vendor.retention_due_at = scene.now + GOES_ON_AFTER if is_more else next_retention_at(vendor, scene.now)
    return Handled("retained", {name: count for name, count in done.items() if count}, None, vendor.id)


def _posts(scene: Scene, vendor: Vendor, before: datetime) -> int:
    ids = forgetting.old_posts(scene.session, vendor.id, before)
    ids += forgetting.old_posts(scene.session, None, min(before, _longest(scene, "outbox")))
    forgetting.empty_posts(scene.session, ids)
    return len(ids)


def _raw_mails(scene: Scene, vendor: Vendor, before: datetime) -> int:
    """Empty the vendor's mails; those that are no vendor's, such as in quarantine, after the longest time of any."""
    ids = forgetting.old_raw_mails(scene.session, vendor.id, before)
    ids += forgetting.old_raw_mails(scene.session, None, min(before, _longest(scene, "raw_mail")))
    forgetting.empty_raw_mails(scene.session, ids)
    return len(ids)


def _longest(scene: Scene, kind: str) -> datetime:
    days = max(vendor.rules.retention_days[kind] for vendor in scene.session.scalars(select(Vendor)))
    return scene.now - timedelta(days=days)


def _leads(scene: Scene, vendor: Vendor, before: datetime) -> int:
    rows = select(Lead).where(Lead.vendor_id == vendor.id, Lead.closed_at < before, Lead.forgotten_at.is_(None))
    leads = list(scene.session.scalars(rows.order_by(Lead.id).limit(forgetting.BATCH)))
    addresses = {str(lead.fields.get("contact_email") or "").lower() for lead in leads}
    for lead in leads:
        forget_lead(lead, scene.now)
    scene.session.flush()
    forgetting.empty_leads(scene.session, [lead.id for lead in leads])
    forget(scene.session, Record.LEAD, [lead.id for lead in leads])
    _forget_customers(scene, addresses - {""})
    return len(leads)


def _forget_customers(scene: Scene, addresses: set[str]) -> None:
    """Make customers nameless who were written to once, where no lead names them any more."""
    rows = select(Person).where(
        Person.address.in_(addresses), ~select(Role).where(Role.person_id == Person.id).exists()
    )
    for person in scene.session.scalars(rows):
        named = select(Lead.id).where(func.lower(Lead.fields["contact_email"].as_string()) == person.address)
        if scene.session.scalar(named.limit(1)) is None:
            person.make_nameless(scene.now)


def _deals(scene: Scene, vendor: Vendor, before: datetime) -> int:
    rows = select(Deal).where(Deal.vendor_id == vendor.id, Deal.closed_at < before, Deal.forgotten_at.is_(None))
    deals = list(scene.session.scalars(rows.order_by(Deal.id).limit(forgetting.BATCH)))
    for deal in deals:
        forget_deal(deal, scene.now)
    forget(scene.session, Record.DEAL, [deal.id for deal in deals])
    forgetting.empty_posts(scene.session, forgetting.posts_about_deals(scene.session, [deal.id for deal in deals]))
    return len(deals)


def _events(scene: Scene, vendor: Vendor, before: datetime) -> int:
    rows = select(CustomerEvent.id).where(CustomerEvent.vendor_id == vendor.id, CustomerEvent.recorded_at < before)
    ids = list(scene.session.scalars(rows.order_by(CustomerEvent.id).limit(forgetting.BATCH)))
    forgetting.delete_events(scene.session, ids)
    forget(scene.session, Record.EVENT, ids)
    return len(ids)
