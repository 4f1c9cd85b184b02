"""The table of who may see what: one row per role and view, with how far it reaches."""

from __future__ import annotations

from enum import StrEnum

from app.domain.deal import Deal
from app.domain.errors import NotPermitted, Unknown
from app.domain.lead import Lead
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import (
    RESELLER_ROLES,
    SUBMIT_PERMISSIONS,
    VENDOR_ROLES,
    RoleName,
    held_by_oneself,
    held_by_own_company,
    in_own_territory,
    qualified_by_own_agency,
)


class View(StrEnum):
    """Something that can be looked at: a page, a digest or an export."""

    LEAD = "lead"
    TEASER = "teaser"
    WEEK = "week"
    REGISTRATION = "registration"
    REGISTER = "register"
    POINTS = "points"
    HAND_IN = "hand in"
    LIST = "list"
    SETTINGS = "settings"
    MATCH = "match"
    NEEDING = "needing"


class Reach(StrEnum):
    """How far a view reaches. Source: rulebook 1."""

    WHOLE_VENDOR = "everything of the vendor"
    TERRITORY = "own territory and partners"
    DISTRIBUTED = "the distributor's resellers, or those assigned"
    COMPANY = "the own company's"
    OWN = "one's own"
    QUALIFIED = "what the own agency completes now"
    ONESELF = "oneself"


_FIGURES = {
    RoleName.MANAGEMENT: Reach.WHOLE_VENDOR,
    RoleName.SALES_DIRECTOR: Reach.WHOLE_VENDOR,
    RoleName.CHANNEL_MANAGER: Reach.TERRITORY,
    RoleName.DISTRIBUTOR_MANAGEMENT: Reach.DISTRIBUTED,
    RoleName.DISTRIBUTOR_SALES: Reach.DISTRIBUTED,
    RoleName.SALES_MANAGER: Reach.COMPANY,
    RoleName.SALES_REP: Reach.OWN,
}

# (role, view) -> how far. What is not here is not shown.
VIEWS: dict[tuple[RoleName, View], Reach] = {
    **{(role, view): reach for role, reach in _FIGURES.items() for view in (View.LEAD, View.WEEK)},
    (RoleName.QUALIFIER, View.LEAD): Reach.QUALIFIED,
    **{
        (role, View.REGISTRATION): reach
        for role, reach in _FIGURES.items()
        if reach is not Reach.DISTRIBUTED  # the customer is the partner's own (rulebook 7.2)
    },
    **{(role, View.POINTS): reach for role, reach in _FIGURES.items() if reach is not Reach.DISTRIBUTED},
    **{(role, view): Reach.COMPANY for role in RESELLER_ROLES for view in (View.TEASER, View.REGISTER)},
    **{(role, View.HAND_IN): Reach.WHOLE_VENDOR for role in SUBMIT_PERMISSIONS},
    **{(role, View.LIST): Reach.OWN for role in SUBMIT_PERMISSIONS},
    **{(role, View.MATCH): _FIGURES[role] for role in VENDOR_ROLES},
    **{(role, View.NEEDING): reach for role, reach in _FIGURES.items() if role not in RESELLER_ROLES},
    **{(role, View.SETTINGS): Reach.ONESELF for role in RoleName},
}

# The view behind each link that is no wish of the tables of permissions.
PAGES: dict[str, View] = {
    "open": View.LEAD,
    "download": View.LEAD,
    "fetch": View.LEAD,
    "match": View.MATCH,
    "needing": View.NEEDING,
    **dict.fromkeys(("registrations", "registration"), View.REGISTRATION),
    "register": View.REGISTER,
    **dict.fromkeys(("points", "redeem", "correct_points", "undo_correction"), View.POINTS),
    **dict.fromkeys(("import", "submit"), View.HAND_IN),
    **dict.fromkeys(("imported", "start_import", "release_list", "undo_list"), View.LIST),
    **dict.fromkeys(
        (
            "preferences",
            "absence",
            "resume",
            "unsubscribe",
            "resubscribe",
            "trust_device",
            "confirm",
            "prefer",
            "prefer_all",
            "prefer_undo",
        ),
        View.SETTINGS,
    ),
}
# Links that only customers get, who have no role: the handler looks whether it is they who were asked.
OF_CUSTOMERS = frozenset({"echo"})
# Names of links that are kept for later; nobody is sent one.
RESERVED = frozenset({"report"})


def reach_of(role: Role, view: View) -> Reach | None:
    """Return how far a role sees; None where it does not."""
    return VIEWS.get((RoleName(role.name), view))


def shows_lead(role: Role, view: View, lead: Lead) -> bool:
    """Whether a role's view holds a lead; the same as ``Scope.leads`` says in SQL. Source: rulebook 1, design law 9."""
    reach = reach_of(role, view)
    if reach is None or role.vendor_id != lead.vendor_id:
        return False
    if reach is Reach.TERRITORY:
        return in_own_territory(role, lead)
    if reach is Reach.DISTRIBUTED:
        return _is_distributed(role, lead)
    if reach is Reach.COMPANY:
        return held_by_own_company(role, lead)
    if reach is Reach.QUALIFIED:
        return qualified_by_own_agency(role, lead)
    return held_by_oneself(role, lead) if reach is Reach.OWN else reach is Reach.WHOLE_VENDOR


def _is_distributed(role: Role, lead: Lead) -> bool:
    holder = lead.holder
    if holder is None or holder.distributor is None or holder.distributor != role.distributor:
        return False
    return not role.partners or holder.slug in role.partners


def shows_deal(role: Role, deal: Deal) -> bool:
    """Whether a role may look at a registration."""
    reach = reach_of(role, View.REGISTRATION)
    if reach is None or role.vendor_id != deal.vendor_id:
        return False
    if reach is Reach.TERRITORY:
        mine = deal.owner_id == role.person_id or not (role.territory or role.partners)
        return mine or role.looks_after(deal.fields) or deal.reseller.slug in role.partners
    if reach in (Reach.COMPANY, Reach.OWN):
        of_company = role.reseller_id is not None and deal.reseller_id == role.reseller_id
        return of_company and (reach is Reach.COMPANY or deal.registered_by == role.person_id)
    return reach is Reach.WHOLE_VENDOR


def shows_points(role: Role, company: Reseller) -> bool:
    """Whether a role may look at a company's points; a representative sees the sum, and the lines of their own."""
    reach = reach_of(role, View.POINTS)
    if reach is None or role.vendor_id != company.vendor_id:
        return False
    if reach is Reach.TERRITORY:
        return looks_after_company(role, company)
    return role.reseller_id == company.id if reach in (Reach.COMPANY, Reach.OWN) else reach is Reach.WHOLE_VENDOR


def looks_after_company(role: Role, company: Reseller) -> bool:
    """Whether a partner is a channel manager's: named, in the territory, or anybody's where neither is set."""
    if not (role.territory or role.partners):
        return True
    place = {"country": company.country, "postcode": company.postcode}
    return company.slug in role.partners or role.looks_after(place)


def role_to_see(person: Person, lead: Lead, view: View = View.LEAD) -> Role:
    """Return the role by which a person may look at a lead, or at another view of it.

    Raises: Unknown: the person has nothing to do with the lead's vendor. NotPermitted: no role of theirs shows it.
    """
    roles = [role for role in person.roles if role.active and role.vendor_id == lead.vendor_id]
    if not roles:
        raise Unknown()
    for role in roles:
        if shows_lead(role, view, lead):
            return role
    raise NotPermitted()


def knows_customer(person: Person, lead: Lead) -> bool:
    """Whether a lead may be called by its customer's name: by one's own view, or because one's company has it.

    Source: rulebook 4.3.
    """
    roles = [role for role in person.roles if role.active and role.vendor_id == lead.vendor_id]
    return any(shows_lead(role, View.LEAD, lead) or held_by_own_company(role, lead) for role in roles)
