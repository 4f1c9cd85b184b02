"""Who of a company would read the offer of a lead: nobody gets a mail that they said they do not want."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.lifecycle import ON_OFFER
from app.domain.offer import Offer, OfferState
from app.domain.people import Person, Reseller
from app.domain.preferences import Cadence
from app.service.deputies import stand_in

# Why somebody would not read an offer.
UNREACHABLE, MUTED, UNWANTED, AWAY = "unreachable", "muted", "unwanted", "away"


def offer_readers(session: Session, lead: Lead, company: Reseller, at: datetime) -> list[Person]:
    """Return the people of a company who would read an offer that goes out at an instant.

    A company without one is not asked: its time to pick would pass unheard.
    Source: rulebook 4.6.
    """
    return [person for person in company.people if not why_unread(session, lead, person, at)]


def offers_wait_until(
    session: Session, lead: Lead, now: datetime, known: Sequence[Offer] | None = None
) -> datetime | None:
    """Return when the first open offer of a lead goes out, where all still wait for working hours. Rulebook 4.4.

    Args: known: its open offers, where they need not be read.
    """
    if lead.state not in ON_OFFER:
        return None
    if known is None:
        rows = select(func.min(Offer.offered_at)).where(Offer.lead_id == lead.id, Offer.state == OfferState.OPEN)
        first = session.scalar(rows)
    else:
        first = min((offer.offered_at for offer in known), default=None)
    return first if first is not None and first > now else None


def why_unread(session: Session, lead: Lead, person: Person, at: datetime) -> str:
    """Return why somebody would not read the offer of a lead, or nothing where they would."""
    if not person.is_reachable:
        return UNREACHABLE
    if person.cadence == Cadence.NEVER:
        return MUTED
    if not person.prefers.want(lead.fields, lead.temperature, lead.vendor.country):
        return UNWANTED
    if person.is_absent(at) and stand_in(session, person, at, lead.vendor_id) is None:
        return AWAY
    return ""
