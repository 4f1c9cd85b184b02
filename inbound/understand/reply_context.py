"""What is known around a reply, for whoever reads its words."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.lifecycle import AT_GATE
from app.domain.people import Person, Reseller, Vendor
from app.domain.redemption_permissions import CORRECT_PERMISSIONS
from app.service.queries.points import rewards_of
from inbound.mail import Mail
from inbound.understand.letter_context import Topic, lead_of_ref
from inbound.wishes.model import Context

BELIEVED_CLOCK_ERROR = timedelta(days=7)


def context_of(session: Session, topic: Topic, person: Person, mail: Mail, received_at: datetime) -> Context:
    """Return what the answered letter was about, and who answers it from where."""
    sent_at = mail.date
    if sent_at is None or abs(sent_at - received_at) > BELIEVED_CLOCK_ERROR:
        sent_at = received_at
    vendor = topic.lead.vendor if topic.lead else _first_vendor(person)
    lead = topic.lead if topic.lead is not None and topic.lead.state in AT_GATE else None
    products = tuple(str(product) for product in vendor.programme.get("products", ())) if vendor else ()
    return Context(
        sent_at=sent_at, zone=person.zone, country=_country(session, person, vendor), language=person.language,
        items=topic.refs, allowed=topic.allowed, status=topic.lead.status if topic.lead else None, products=products,
        people=_colleagues(topic, person),
        missing=tuple(lead.missing(lead.vendor.rules.mandatory)) if lead else (),
        gaps=_gaps(session, topic, person),
        rewards=tuple(dict.fromkeys(reward.title for _, reward in rewards_of(person))),
        corrects=any(role.active and role.name in CORRECT_PERMISSIONS for role in person.roles),
    )  # fmt: skip


def _gaps(session: Session, topic: Topic, person: Person) -> dict[str, tuple[str, ...]]:
    """Return what the leads of a list lack that wait at the gate, by their codes."""
    if topic.lead is not None or len(topic.refs) < 2:
        return {}
    vendors = {role.vendor_id for role in person.roles if role.active}
    leads = (session.get(Lead, lead_id) for ref in topic.refs if (lead_id := lead_of_ref(ref)) is not None)
    return {
        lead.ref: missing
        for lead in leads
        if lead is not None and lead.vendor_id in vendors and lead.state in AT_GATE
        and (missing := tuple(lead.missing(lead.vendor.rules.mandatory)))
    }  # fmt: skip


def _colleagues(topic: Topic, person: Person) -> frozenset[str]:
    """Return the names of those at the holder's company whom the person could hand the lead on to, word by word."""
    company = topic.lead.holder if topic.lead else None
    if company is None or person not in company.people:
        return frozenset()
    return frozenset(word for one in company.people for word in one.name.casefold().split())


def _first_vendor(person: Person) -> Vendor | None:
    return next((role.vendor for role in person.roles if role.active), None)


def _country(session: Session, person: Person, vendor: Vendor | None) -> str:
    company_id = next((role.reseller_id for role in person.roles if role.active and role.reseller_id), None)
    company = session.get(Reseller, company_id) if company_id is not None else None
    return company.country if company else vendor.country if vendor else "DE"
