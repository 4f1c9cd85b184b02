"""The registrations of one reader's scope, what presses on top, and everything about one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.domain.deal import Deal
from app.domain.deal_lifecycle import DEAL_STATUSES, DEAL_TRANSITIONS, OPEN_DEALS, UNDECIDED, DealState, report_wish
from app.domain.deal_permissions import deal_role_for
from app.domain.errors import NotPermitted, Unknown
from app.domain.letters import Action, ConflictRow
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import VENDOR_ROLES
from app.domain.views import View, reach_of, shows_deal
from app.service.protection import conflicts_of, rows_of
from app.service.queries.customer_events import CustomerActs, acts_of
from app.service.queries.scope import Scope
from app.service.scene import Scene

REGISTRATIONS, REGISTRATION = "registrations", "registration"
PART = 30
_STEPS = (
    *(Action(wish, 0) for wish in ("approve", "reject", "ask_more", "grant_extension", "refuse_extension", "supply")),
    *(Action("deal_report", 0, status) for status in DEAL_STATUSES),
    Action("ask_extension", 0),
)
_ABOUT_TIME = frozenset({"grant_extension", "refuse_extension"})


@dataclass(frozen=True)
class ListedDeal:
    """A registration in the list; presses: it is over its service level, asks for more time, or soon ends."""

    deal: Deal
    presses: bool


@dataclass(frozen=True)
class Registrations:
    """A part of the registrations of one scope. pressing, found: how many there are in all, of those asked for."""

    vendor: Vendor
    rows: tuple[ListedDeal, ...]
    pressing: int
    found: int
    is_partners: bool


@dataclass(frozen=True)
class Dossier:
    """Everything about one registration that its reader may know. conflicts: for the vendor's people only."""

    deal: Deal
    conflicts: tuple[ConflictRow, ...]
    acts: CustomerActs
    steps: tuple[Action, ...]


def registrations_of(
    session: Session, now: datetime, person: Person, vendor_id: int, *, start: int = 0, closed: bool = False
) -> Registrations:
    """Return the registrations of a vendor that somebody may see: the open ones, or those that are over.

    Raises: Unknown: they see none there.
    Source: rulebook 7.3.
    """
    seeing = _seeing(person, vendor_id)
    vendor = seeing[0].vendor
    mine = or_(*(Scope(role, View.REGISTRATION).deals() for role in seeing))
    wanted = mine & (Deal.state.not_in(OPEN_DEALS) if closed else Deal.state.in_(OPEN_DEALS))
    pressing = presses(vendor, now)
    due = case((Deal.state.in_(UNDECIDED), Deal.answer_by), else_=Deal.protected_until)
    order = (Deal.closed_at.desc(),) if closed else (case((pressing, 0), else_=1), due)
    rows = select(Deal, pressing).where(wanted).order_by(*order, Deal.id).offset(start).limit(PART)
    whole = rows.options(joinedload(Deal.reseller), joinedload(Deal.vendor))
    found = tuple(ListedDeal(deal, bool(is_pressing)) for deal, is_pressing in session.execute(whole))
    counted = select(func.count(), func.coalesce(func.sum(case((pressing, 1), else_=0)), 0)).select_from(Deal)
    count, urgent = session.execute(counted.where(wanted)).one()
    return Registrations(vendor, found, int(urgent), int(count), all(role.reseller_id for role in seeing))


def vendor_of_registrations(person: Person, vendor_id: int) -> Vendor:
    """Return the vendor of a link to the list. Raises: Unknown: the person sees no registration there."""
    return _seeing(person, vendor_id)[0].vendor


def _seeing(person: Person, vendor_id: int) -> list[Role]:
    roles = [role for role in person.roles if role.active and role.vendor_id == vendor_id]
    seeing = [role for role in roles if reach_of(role, View.REGISTRATION)]
    if not seeing:
        raise Unknown()
    return seeing


def presses(vendor: Vendor, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a registration needs somebody now. Source: rulebook 7.3, 7.6."""
    soon = now + timedelta(days=max(vendor.rules.protection_warning_days, default=0))
    late = Deal.state.in_(UNDECIDED) & (Deal.answer_by < now)
    asked = Deal.extension_reason.is_not(None)
    return or_(late, and_(Deal.state == DealState.PROTECTED, or_(asked, Deal.protected_until <= soon)))


def dossier_of(scene: Scene, person: Person, deal_id: int) -> Dossier:
    """Return everything about a registration.

    Raises: Unknown: it is not theirs to know of.
    Source: rulebook 7.2, 7.3, 7.5.
    """
    whole = [joinedload(Deal.vendor), joinedload(Deal.reseller), joinedload(Deal.registrant)]
    deal = scene.session.get(Deal, deal_id, options=whole, populate_existing=True)
    if deal is None:
        raise Unknown()
    role = role_to_see_deal(person, deal)
    is_vendors = role.name in VENDOR_ROLES
    undecided = is_vendors and deal.state in UNDECIDED
    conflicts = rows_of(conflicts_of(scene, deal.vendor, deal.fields, deal.id)) if undecided else ()
    acts = acts_of(scene.session, deal.vendor, deal.fields, scene.now)
    return Dossier(deal, conflicts, acts, tuple(steps_of_deal(person, deal, scene.now)))


def role_to_see_deal(person: Person, deal: Deal) -> Role:
    """Return the role by which a person may look at a registration. Raises: Unknown."""
    found = next((role for role in person.roles if role.active and shows_deal(role, deal)), None)
    if found is None:
        raise Unknown()
    return found


def steps_of_deal(person: Person, deal: Deal, now: datetime) -> Iterator[Action]:
    """Yield what somebody can do about a registration as it stands."""
    for step in _STEPS:
        row = report_wish(step.option) if step.wish == "deal_report" else step.wish
        asks_in_vain = step.wish in _ABOUT_TIME and not deal.extension_reason
        is_too_late = step.wish in _ABOUT_TIME | {"ask_extension"} and not deal.is_protected(now)
        is_possible = (DealState(deal.state), row) in DEAL_TRANSITIONS and not (asks_in_vain or is_too_late)
        if is_possible and _may(person, step.wish, deal):
            yield replace(step, object_id=deal.id)


def _may(person: Person, wish: str, deal: Deal) -> bool:
    try:
        deal_role_for(person, wish, deal)
    except (NotPermitted, Unknown):
        return False
    return True


def sees_registrations(session: Session, scope: Scope) -> bool:
    """Whether there is any registration in the scope of somebody's role."""
    own = Scope(scope.role, View.REGISTRATION)
    return session.scalar(select(Deal.id).where(own.deals()).limit(1)) is not None
