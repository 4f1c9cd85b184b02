"""Who of a company would read the offer of a lead: nobody gets a mail that they said they do not want."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.people import Person, Reseller
from app.domain.preferences import Cadence
from app.service.deputies import stand_in


def offer_readers(session: Session, lead: Lead, company: Reseller, at: datetime) -> list[Person]:
    """Return the people of a company who would read an offer that goes out at an instant.

    A company without one is not asked: its time to pick would pass unheard.
    Source: rulebook 4.6.
    """
    return [person for person in company.people if _would_read(session, lead, person, at)]


def _would_read(session: Session, lead: Lead, person: Person, at: datetime) -> bool:
    wants = person.cadence != Cadence.NEVER and person.prefers.want(lead.fields, lead.temperature, lead.vendor.country)
    if not (wants and person.is_reachable):
        return False
    return not person.is_absent(at) or stand_in(session, person, at, lead.vendor_id) is not None
