"""A vendor's partners as matching sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain.criteria import Criterion
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.matching import LANGUAGES, PAST_CONVERSION, Candidate
from app.domain.people import Person, Reseller, Role, Vendor

LOOK_BACK = timedelta(days=365)


def criteria_of_vendor(vendor: Vendor) -> list[Criterion]:
    """Return a vendor's criteria as its programme has them."""
    return [Criterion.from_json(stored) for stored in vendor.criteria]


def candidates_of(
    session: Session, companies: Sequence[Reseller], criteria: Sequence[Criterion], now: datetime
) -> list[Candidate]:
    """Return companies of one vendor as candidates; what has to be worked out is, where a criterion asks for it.

    Source: rulebook 4.1.
    """
    asked_for = {criterion.partner for criterion in criteria}
    conversions = _conversions(session, companies, now) if PAST_CONVERSION in asked_for else {}
    languages = _languages(session, companies) if LANGUAGES in asked_for else {}
    return [
        Candidate(
            one.id, one.name, one.country, one.level, one.postcode, one.attributes, one.last_offered_at,
            conversions.get(one.id), languages.get(one.id, ()),
        )
        for one in companies
    ]  # fmt: skip


def _conversions(session: Session, companies: Sequence[Reseller], now: datetime) -> dict[int, float]:
    """Return each company's share of leads won of those taken within a year. Source: rulebook 8.1."""
    if not companies:
        return {}
    won = func.sum(case((Lead.state == State.WON, 1), else_=0))
    taken = (Lead.vendor_id == companies[0].vendor_id, Lead.holder_id.is_not(None), Lead.picked_at > now - LOOK_BACK)
    rows = select(Lead.holder_id, won, func.count()).where(*taken).group_by(Lead.holder_id)
    return {holder_id: won / taken for holder_id, won, taken in session.execute(rows) if holder_id is not None}


def _languages(session: Session, companies: Sequence[Reseller]) -> dict[int, tuple[str, ...]]:
    """Return the languages of each company's people."""
    if not companies:
        return {}
    rows = select(Role.reseller_id, Person.language).join(Person, Person.id == Role.person_id)
    rows = rows.where(Role.vendor_id == companies[0].vendor_id, Role.active, Role.reseller_id.is_not(None)).distinct()
    spoken: dict[int, list[str]] = {}
    for reseller_id, language in session.execute(rows.order_by(Person.language)):
        if reseller_id is not None:
            spoken.setdefault(reseller_id, []).append(language)
    return {reseller_id: tuple(languages) for reseller_id, languages in spoken.items()}
