"""The table of who may wish what of a deal registration: one row per role and wish, one rule per row."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.deal import Deal
from app.domain.errors import NotPermitted, Unknown
from app.domain.people import Person, Role
from app.domain.permissions import RESELLER_ROLES, RoleName


def any_registration(role: Role, deal: Deal) -> bool:
    """Every registration at the vendor."""
    return True


def registration_in_own_territory(role: Role, deal: Deal) -> bool:
    """Registrations one owns, those of one's postcodes or partners; without either, every one."""
    if deal.owner_id == role.person_id or not (role.territory or role.partners):
        return True
    return role.looks_after(deal.fields) or deal.reseller.slug in role.partners


def of_own_company(role: Role, deal: Deal) -> bool:
    """Registrations of one's company."""
    return role.reseller_id is not None and deal.reseller_id == role.reseller_id


def registered_by_oneself(role: Role, deal: Deal) -> bool:
    """Registrations that one made oneself."""
    return of_own_company(role, deal) and deal.registered_by == role.person_id


Rule = Callable[[Role, Deal], bool]

_REVIEWER_WISHES = ("approve", "reject", "ask_more", "grant_extension", "refuse_extension", "deal_report", "undo_deal")
_REGISTRANT_WISHES = ("supply", "ask_extension", "deal_report", "undo_deal")

# (role, wish) -> rule. What is not here is refused.
DEAL_PERMISSIONS: dict[tuple[RoleName, str], Rule] = {
    **{(RoleName.MANAGEMENT, wish): any_registration for wish in _REVIEWER_WISHES},
    **{(RoleName.SALES_DIRECTOR, wish): any_registration for wish in _REVIEWER_WISHES},
    **{(RoleName.CHANNEL_MANAGER, wish): registration_in_own_territory for wish in _REVIEWER_WISHES},
    **{(RoleName.SALES_MANAGER, wish): of_own_company for wish in _REGISTRANT_WISHES},
    **{(RoleName.SALES_REP, wish): registered_by_oneself for wish in _REGISTRANT_WISHES},
}

# Roles that may register prospects with their vendor.
REGISTER_PERMISSIONS = RESELLER_ROLES


def deal_role_for(person: Person, wish: str, deal: Deal) -> Role:
    """Return the role by which a person may wish this of a registration.

    Raises: Unknown: the registration is not theirs to know of, as a rival's never is. NotPermitted: they know it, but
        no role of theirs allows the wish.
    Source: rulebook 1, 9.4, design law 2.
    """
    roles = [role for role in person.roles if role.active and role.vendor_id == deal.vendor_id]
    known = [role for role in roles if role.reseller_id in (None, deal.reseller_id)]
    if not known:
        raise Unknown()
    for role in known:
        rule = DEAL_PERMISSIONS.get((RoleName(role.name), wish))
        if rule is not None and rule(role, deal):
            return role
    raise NotPermitted()
