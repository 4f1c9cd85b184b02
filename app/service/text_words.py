"""What a text message about a hot lead says, as things stand when it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.lifecycle import ON_OFFER
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.domain.preferences import quiet_ends
from app.mail.formats import deadline
from app.mail.sms import LONGEST_TEXT
from app.mail.words import words_in
from app.service.wording import veiled_title
from app.tokens import Tokens, Wish

GOOD_FOR = timedelta(days=7)
# Whoever has set no quiet hours of their own is not woken either.
NIGHT = ("21:00", "07:00")


def texted_at(person: Person, at: datetime) -> datetime:
    """Return when a text that is due at an instant goes out: not in quiet hours, and not at night."""
    prefers = person.prefers
    begin, end = (prefers.quiet_from, prefers.quiet_until) if prefers.quiet_from else NIGHT
    return quiet_ends(begin, end, at, person.zone) or at


def text_of(
    session: Session, person_id: int, lead_id: int, now: datetime, tokens: Tokens, base_url: str
) -> tuple[str, str] | None:
    """Return number and words of a text; None where nobody could take the lead any more, or no text is wanted.

    Nothing in it names the customer. Source: rulebook 4.3, 4.6.
    """
    person, lead = session.get_one(Person, person_id), session.get_one(Lead, lead_id)
    companies = [role.reseller_id for role in person.roles if role.active and role.reseller_id]
    rows = select(Offer).where(Offer.lead_id == lead_id, Offer.reseller_id.in_(companies))
    offer = session.scalar(rows.where(Offer.state == OfferState.OPEN))
    number = person.prefers.text_to
    if offer is None or not number or lead.state not in ON_OFFER or person.is_absent(now):
        return None
    words = words_in(person.language)
    link = f"{base_url}/a/{tokens.link(Wish('pick', person_id, lead_id, '', now + GOOD_FOR))}"
    by = deadline(offer.answer_by, now, person.zone, words.locale)
    said = words.gettext("Hot lead %(ref)s: %(title)s. Answer by %(by)s:") % {
        "ref": lead.ref, "title": veiled_title(lead, person.language), "by": by,
    }  # fmt: skip
    return number, f"{said[: LONGEST_TEXT - len(link) - 1]} {link}"
