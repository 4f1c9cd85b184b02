"""The table of who may wish what of points and rewards."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.errors import NotPermitted, Unknown
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import RoleName
from app.domain.redemption import Redemption
from app.domain.views import looks_after_company, shows_points


def any_request(role: Role, redemption: Redemption) -> bool:
    """Every request at the vendor."""
    return True


def request_of_own_partner(role: Role, redemption: Redemption) -> bool:
    """Requests one is asked to answer, and those of one's partners; without a territory or partners, every one."""
    return redemption.owner_id == role.person_id or looks_after_company(role, redemption.reseller)


def request_of_own_company(role: Role, redemption: Redemption) -> bool:
    """Requests of one's company."""
    return role.reseller_id is not None and redemption.reseller_id == role.reseller_id


Rule = Callable[[Role, Redemption], bool]

_ANSWERS = ("approve_redemption", "reject_redemption")

# (role, wish) -> rule. What is not here is refused.
REDEMPTION_PERMISSIONS: dict[tuple[RoleName, str], Rule] = {
    **{(RoleName.MANAGEMENT, wish): any_request for wish in _ANSWERS},
    **{(RoleName.SALES_DIRECTOR, wish): any_request for wish in _ANSWERS},
    **{(RoleName.CHANNEL_MANAGER, wish): request_of_own_partner for wish in _ANSWERS},
    (RoleName.SALES_MANAGER, "withdraw_redemption"): request_of_own_company,
}

# Points are the company's: its manager redeems them. Only the heads of the vendor correct a ledger by hand.
REDEEM_PERMISSIONS = frozenset({RoleName.SALES_MANAGER})
CORRECT_PERMISSIONS = frozenset({RoleName.MANAGEMENT, RoleName.SALES_DIRECTOR})


def redemption_role_for(person: Person, wish: str, redemption: Redemption) -> Role:
    """Return the role by which a person may wish this of a request for a reward.

    Raises: Unknown: the request is not theirs to know of. NotPermitted: they know it, but no role of theirs allows it.
    Source: rulebook 1, 9.4, design law 2.
    """
    roles = [role for role in person.roles if role.active and role.vendor_id == redemption.vendor_id]
    known = [role for role in roles if role.reseller_id in (None, redemption.reseller_id)]
    if not known:
        raise Unknown()
    for role in known:
        rule = REDEMPTION_PERMISSIONS.get((RoleName(role.name), wish))
        if rule is not None and rule(role, redemption):
            return role
    raise NotPermitted()


def correcting_role_for(person: Person, company: Reseller) -> Role:
    """Return the role by which a person may correct a company's points by hand.

    Raises: Unknown: they are not theirs to know of. NotPermitted: they may only look.
    """
    ledger_role_for(person, company)
    for role in person.roles:
        if role.active and role.vendor_id == company.vendor_id and role.name in CORRECT_PERMISSIONS:
            return role
    raise NotPermitted()


def ledger_role_for(person: Person, company: Reseller) -> Role:
    """Return the role by which a person may see a company's points. Raises: Unknown: they are not theirs to know of."""
    for role in person.roles:
        if role.active and shows_points(role, company):
            return role
    raise Unknown()
