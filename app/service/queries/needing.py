"""What waits for one reader at a vendor: leads, registrations and requests that only they can move on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.errors import Unknown
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, State
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import VENDOR_ROLES, RoleName
from app.domain.redemption import Redemption, RedemptionState
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS
from app.domain.views import View, reach_of
from app.service.queries.scope import Scope

NEEDING = "needing"
PART = 30
STUCK_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Decisions:
    """What partners have asked for and nobody has answered, the longest waiting first. Source: rulebook 6.6, 7.3."""

    deals: tuple[Deal, ...]
    redemptions: tuple[Redemption, ...]


@dataclass(frozen=True)
class Needing:
    """A part of the leads that need somebody, each with why, of ``found`` in all; and every decision."""

    vendor: Vendor
    leads: tuple[tuple[Lead, str], ...]
    found: int
    decisions: Decisions


def needing_of(session: Session, now: datetime, person: Person, vendor_id: int, *, start: int = 0) -> Needing:
    """Return what needs somebody at one vendor, by all of their roles there.

    Raises: Unknown: nothing there is theirs to look after.
    Source: rulebook 8.3.
    """
    roles = _roles(person, vendor_id)
    wanted = or_(*(_waits(Scope(role, View.NEEDING), now) for role in roles))
    found = session.scalar(select(func.count()).select_from(Lead).where(wanted)) or 0
    leads = _leads(session, wanted, now, start, PART)
    decisions = [decisions_of(session, role) for role in roles]
    return Needing(
        roles[0].vendor, leads, found,
        Decisions(
            tuple({deal.id: deal for one in decisions for deal in one.deals}.values()),
            tuple({asked.id: asked for one in decisions for asked in one.redemptions}.values()),
        ),
    )  # fmt: skip


def vendor_of_needing(person: Person, vendor_id: int) -> Vendor:
    """Return the vendor of a link to the page. Raises: Unknown: nothing there is theirs to look after."""
    return _roles(person, vendor_id)[0].vendor


def leads_needing(session: Session, scope: Scope, now: datetime, most: int) -> tuple[tuple[tuple[Lead, str], ...], int]:
    """Return the leads of one scope that need its reader, each with why, the longest waiting first, and how many."""
    wanted = _waits(scope, now)
    found = session.scalar(select(func.count()).select_from(Lead).where(wanted)) or 0
    return _leads(session, wanted, now, 0, most), found


def decisions_of(session: Session, role: Role) -> Decisions:
    """Return the registrations and the requests for rewards that wait for somebody's role."""
    if role.name not in VENDOR_ROLES:
        return Decisions((), ())
    asks = or_(Deal.state == DealState.REVIEW, _asks_for_time())
    deals = select(Deal).where(Scope(role, View.REGISTRATION).deals(), asks).order_by(Deal.registered_at, Deal.id)
    asked = select(Redemption).where(
        Redemption.vendor_id == role.vendor_id, Redemption.state == RedemptionState.ASKED
    )  # fmt: skip
    may_answer = REDEMPTION_PERMISSIONS[RoleName(role.name), "approve_redemption"]
    rows = session.scalars(asked.options(joinedload(Redemption.reseller)).order_by(Redemption.asked_at, Redemption.id))
    return Decisions(
        tuple(session.scalars(deals.options(joinedload(Deal.reseller), joinedload(Deal.vendor)))),
        tuple(one for one in rows if may_answer(role, one)),
    )


def days_waiting(lead: Lead, why: str, now: datetime) -> int:
    """Return for how many days a lead has needed its owner; a partner's request for time has no day of its own."""
    if why == "time_asked":
        return 0
    return max(0, lead.calendar.days_since(lead.due_at or lead.submitted_at, now))


def _asks_for_time() -> ColumnElement[bool]:
    return and_(Deal.state == DealState.PROTECTED, Deal.extension_reason.is_not(None))


def _roles(person: Person, vendor_id: int) -> list[Role]:
    roles = [role for role in person.roles if role.active and role.vendor_id == vendor_id]
    seeing = [role for role in roles if reach_of(role, View.NEEDING)]
    if not seeing:
        raise Unknown()
    return seeing


def _waits(scope: Scope, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a lead waits for its owner; a distributor only hears of those that are stuck."""
    held = Lead.state.in_(HELD)
    asks = and_(held, Lead.asked_until.is_not(None)) if scope.role.name in VENDOR_ROLES else Lead.id.is_(None)
    stuck = and_(held, Lead.due_at < now - STUCK_AFTER)
    return scope.leads() & or_(Lead.state.in_((State.ESCALATED, State.RECEIVED)), asks, stuck)


def _leads(
    session: Session, wanted: ColumnElement[bool], now: datetime, start: int, most: int
) -> tuple[tuple[Lead, str], ...]:
    since = func.coalesce(Lead.due_at, Lead.submitted_at)
    rows = select(Lead).where(wanted).options(joinedload(Lead.vendor)).order_by(since, Lead.id)
    return tuple((lead, _why(lead)) for lead in session.scalars(rows.offset(start).limit(most)))


def _why(lead: Lead) -> str:
    if lead.state == State.ESCALATED:
        return "nobody_picked"
    if lead.state == State.RECEIVED:
        return "incomplete" if lead.missing(lead.vendor.rules.mandatory) else "unreleased"
    return "time_asked" if lead.asked_until is not None else "stuck"
