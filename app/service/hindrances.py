"""What stands between a partner and a lead beside the vendor's criteria."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.domain.deadlines import sends_at
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, State
from app.domain.people import Reseller
from app.service.offer_readers import AWAY, MUTED, UNREACHABLE, UNWANTED, why_unread
from app.service.scene import Scene

# What a partner's own state adds to its rank; neither takes an offer away (rulebook 5.6).
LOCKED, FULL = "locked", "full"


def full_or_locked(scene: Scene, lead: Lead, companies: Sequence[Reseller]) -> dict[int, str]:
    """Return which companies owe an answer or hold as many unworked leads as they may, by two questions for all."""
    held = select(Lead.holder_id).where(Lead.vendor_id == lead.vendor_id)
    locked = set(scene.session.scalars(held.where(Lead.state.in_(HELD), Lead.due_at < scene.now).distinct()))
    rows = select(Lead.holder_id, func.count()).where(Lead.vendor_id == lead.vendor_id, Lead.state == State.PICKED)
    unworked: dict[int | None, int] = {}
    for holder_id, count in scene.session.execute(rows.group_by(Lead.holder_id)):
        unworked[holder_id] = count
    found = {}
    for company in companies:
        is_full = unworked.get(company.id, 0) >= lead.vendor.rules.cap(company.level)
        if own := LOCKED if company.id in locked else FULL if is_full else "":
            found[company.id] = own
    return found


def unread_by(scene: Scene, lead: Lead, companies: Sequence[Reseller]) -> dict[int, str]:
    """Return why nobody at a company would read an offer, so that it is passed over, for each of which that is so."""
    rules, found = lead.vendor.rules, {}
    for company in companies:
        at = sends_at(lead.temperature, scene.now, rules, company.calendar)
        whys = [why_unread(scene.session, lead, person, at) for person in company.people] or [UNREACHABLE]
        if "" not in whys:
            found[company.id] = max(whys, key=(UNREACHABLE, MUTED, UNWANTED, AWAY).index)
    return found


def away_until(company: Reseller, now: datetime) -> datetime | None:
    """Return when the first of those who are away is back; None: nobody is."""
    back = [person.absent_until for person in company.people if person.absent_until and person.is_absent(now)]
    return min(back, default=None)
