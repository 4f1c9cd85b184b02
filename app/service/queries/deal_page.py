"""What the page of a link about a registration says before its button is pressed, and after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState, next_deal_state, report_wish
from app.domain.deal_permissions import DEAL_PERMISSIONS, REGISTER_PERMISSIONS, deal_role_for
from app.domain.deal_undo import require_undoable
from app.domain.errors import AlreadyDone, DealOver, NotPermitted, Refused, Unknown
from app.domain.people import Person, Role, Vendor
from app.service.deputies import role_or_deputys
from app.tokens import Wish

DEAL_WISHES = frozenset(wish for _, wish in DEAL_PERMISSIONS)
REGISTER = "register"
_ABOUT_TIME = frozenset({"ask_extension", "grant_extension", "refuse_extension"})


def deal_of(session: Session, person: Person, wish: Wish, now: datetime) -> tuple[Deal, Role | None]:
    """Return the registration that a link is about, and the role by which its person knows it.

    Returns: without a role where the person knows the registration, but may not wish this.
    Raises: Unknown: there is none, or it is not theirs to know of.
    Source: rulebook 9.1, 9.4.
    """
    whole = [joinedload(Deal.vendor), joinedload(Deal.reseller), joinedload(Deal.owner)]
    deal = session.get(Deal, wish.object_id, options=whole, populate_existing=True)
    if deal is None:
        raise Unknown()
    try:
        return deal, role_or_deputys(session, person, now, lambda one: deal_role_for(one, wish.name, deal))[0]
    except NotPermitted:
        return deal, None


def refusal_about(deal: Deal, role: Role | None, wish: Wish, now: datetime) -> Refused | None:
    """Return why the door would refuse the wish as things stand; a conflict is looked for only when it is pressed."""
    if role is None:
        return NotPermitted()
    try:
        if wish.name == "undo_deal":
            require_undoable(deal, wish.option, role.reseller_id is None, now)
            return None
        if wish.name == "approve":
            deal.require_undecided()
        next_deal_state(DealState(deal.state), report_wish(wish.option) if wish.name == "deal_report" else wish.name)
    except Refused as refusal:
        return refusal
    if wish.name in _ABOUT_TIME and not deal.is_protected(now):
        return DealOver(state=DealState.EXPIRED.value)
    if wish.name in _ABOUT_TIME - {"ask_extension"} and deal.extension_reason is None:
        return AlreadyDone()
    return None


def vendor_to_register_with(session: Session, person: Person, vendor_id: int) -> tuple[Vendor, Role]:
    """Return the vendor of a *register* link, and its person's role at a partner of that vendor.

    Raises: Unknown: there is none.
    """
    vendor = session.scalar(select(Vendor).where(Vendor.id == vendor_id))
    roles = (role for role in person.roles if role.active and role.vendor_id == vendor_id)
    role = next((role for role in roles if role.name in REGISTER_PERMISSIONS), None)
    if vendor is None or role is None:
        raise Unknown()
    return vendor, role
