"""The table of who may wish what: one row per role and wish, one rule per row."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from app.domain.errors import NotPermitted, Unknown
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.people import Person, Role


class RoleName(StrEnum):
    """The parties. Source: rulebook 1."""

    OPERATOR = "operator"
    MANAGEMENT = "management"
    SALES_DIRECTOR = "sales_director"
    CHANNEL_MANAGER = "channel_manager"
    QUALIFIER = "qualifier"
    DISTRIBUTOR_MANAGEMENT = "distributor_management"
    DISTRIBUTOR_SALES = "distributor_sales"
    SALES_MANAGER = "sales_manager"
    SALES_REP = "sales_rep"


VENDOR_ROLES = frozenset({RoleName.MANAGEMENT, RoleName.SALES_DIRECTOR, RoleName.CHANNEL_MANAGER})
RESELLER_ROLES = frozenset({RoleName.SALES_MANAGER, RoleName.SALES_REP})


def anything_of_the_vendor(role: Role, lead: Lead) -> bool:
    """Every lead of the vendor."""
    return True


def in_own_territory(role: Role, lead: Lead) -> bool:
    """Leads one owns or handed in, and those of one's postcodes; without a territory, every lead."""
    if role.person_id in (lead.owner_id, lead.submitted_by) or not (role.territory or role.partners):
        return True
    holder = lead.holder.slug if lead.holder else None
    return role.looks_after(lead.fields) or holder in role.partners


def held_by_own_company(role: Role, lead: Lead) -> bool:
    """Leads that one's company has."""
    return role.reseller_id is not None and lead.holder_id == role.reseller_id


def held_by_oneself(role: Role, lead: Lead) -> bool:
    """Leads that one took oneself."""
    return held_by_own_company(role, lead) and lead.picked_by == role.person_id


def taken_over_in_own_scope(role: Role, lead: Lead) -> bool:
    """Leads that the vendor has taken over, where one may decide about them."""
    return lead.is_vendors_own and (role.name != RoleName.CHANNEL_MANAGER or in_own_territory(role, lead))


def qualified_by_own_agency(role: Role, lead: Lead) -> bool:
    """Leads that one's agency is asked to complete now; what is done is out of its sight."""
    return lead.state == State.QUALIFYING and lead.agency is not None and lead.agency == role.agency


def may_speak_for(role: Role, lead: Lead) -> bool:
    """Whether somebody may say how a lead stands: whoever works it, or their company's manager."""
    rule = LEAD_PERMISSIONS.get((RoleName(role.name), "feedback"))
    return rule is not None and rule(role, lead)


def offered_to_own_company(role: Role, lead: Lead) -> bool:
    """Whether it is really offered is the offer's own rule; here: one works for a reseller at all."""
    return role.reseller_id is not None


def offered_to_own_company_or_held_by_oneself(role: Role, lead: Lead) -> bool:
    """As above, but what the company has, only where one took it oneself."""
    return offered_to_own_company(role, lead) and (not held_by_own_company(role, lead) or held_by_oneself(role, lead))


Rule = Callable[[Role, Lead], bool]

_OWNER_WISHES = (
    "edit", "to_agency", "merge", "keep_both", "release", "discard", "undo", "widen",
    "requalify", "withdraw", "assign", "nudge", "extend", "grant_time", "refuse_time",
    "recall", "take_over", "note", "add_files", "undo_files",
)  # fmt: skip
_AGENCY_WISHES = ("edit", "qualify", "no_lead", "later", "note", "add_files", "undo_files")
_HOLDER_WISHES = ("give_back", "feedback", "remind", "note", "add_files", "undo_files", "ask_time", "decline_entry")

_OF_MANAGEMENT: dict[tuple[RoleName, str], Rule] = {
    (role, wish): anything_of_the_vendor
    for role in (RoleName.MANAGEMENT, RoleName.SALES_DIRECTOR)
    for wish in _OWNER_WISHES
}
_OF_CHANNEL_MANAGERS: dict[tuple[RoleName, str], Rule] = {
    (RoleName.CHANNEL_MANAGER, wish): in_own_territory for wish in _OWNER_WISHES
}
_OF_OWN_WORK: dict[tuple[RoleName, str], Rule] = {
    (role, wish): taken_over_in_own_scope for role in VENDOR_ROLES for wish in ("feedback", "remind")
}
_OF_TAKERS: dict[tuple[RoleName, str], Rule] = {
    **{(role, wish): offered_to_own_company for role in RESELLER_ROLES for wish in ("pick", "decline")},
    (RoleName.SALES_MANAGER, "undo"): offered_to_own_company,
    (RoleName.SALES_REP, "undo"): offered_to_own_company_or_held_by_oneself,
}
_OF_AGENCIES: dict[tuple[RoleName, str], Rule] = {
    (RoleName.QUALIFIER, wish): qualified_by_own_agency for wish in _AGENCY_WISHES
}
_OF_HOLDERS: dict[tuple[RoleName, str], Rule] = {
    **{(RoleName.SALES_MANAGER, wish): held_by_own_company for wish in (*_HOLDER_WISHES, "hand_over")},
    **{(RoleName.SALES_REP, wish): held_by_oneself for wish in _HOLDER_WISHES},
}

# (role, wish) -> rule. What is not here is refused.
LEAD_PERMISSIONS = _OF_MANAGEMENT | _OF_CHANNEL_MANAGERS | _OF_OWN_WORK | _OF_AGENCIES | _OF_TAKERS | _OF_HOLDERS

# Roles that may hand in leads to their vendor.
SUBMIT_PERMISSIONS = VENDOR_ROLES

# Wishes that are not about a lead, each with who may.
WITHOUT_LEAD: dict[str, str] = {
    "submit": "the vendor's people, by SUBMIT_PERMISSIONS",
    "import": "the vendor's people, by SUBMIT_PERMISSIONS",
    "start_import": "whoever handed the list in",
    "release_list": "whoever handed the list in; each lead is checked on its own",
    "undo_list": "whoever handed the list in; each lead is checked on its own",
    "report_import": "the clock",
    "confirm": "the person who is asked, and the carried wish is checked on its own",
    "echo": "the customer who was asked",
    "hold": "the reading of a mail that proves nothing",
    "absence": "everybody, for themselves",
    "prefer": "everybody, for themselves",
    "prefer_all": "everybody, for themselves",
    "prefer_undo": "everybody, for themselves",
    "collected": "the clock",
    "unsubscribe": "everybody, for themselves",
    "resubscribe": "everybody, for themselves",
    "trust_device": "everybody, for themselves",
    "own_browser": "whoever has the link; the mail goes to its person's known address only",
    "lend": "whoever has the link; a letter goes to a known colleague's own address only",
    "reachable": "the reading of a person's own mail",
    "help": "the reading of a person's own mail",
    "ask": "the reading of a person's own mail",
    "escalate": "the clock",
    "remind_agency": "the clock",
    "escalate_agency": "the clock",
    "nudge_owner": "the clock",
    "miss": "the clock",
    "return": "the clock",
    "escalate_work": "the clock",
    "register": "a partner's people, by REGISTER_PERMISSIONS",
    **dict.fromkeys(
        ("download", "fetch"),
        "whoever may see the lead of the file; sales material, the vendor's and its partners' people",
    ),
    "redeem": "a partner's manager, by REDEEM_PERMISSIONS",
    **dict.fromkeys(
        ("correct_points", "undo_correction"), "the vendor's management and sales director, by CORRECT_PERMISSIONS"
    ),
    "remind_redemption": "the clock",
    "escalate_redemption": "the clock",
    "remind_reviewer": "the clock",
    "escalate_deal": "the clock",
    "remind_registrant": "the clock",
    "ask_standing": "the clock",
    "expire_deal": "the clock",
    "record_events": "the vendor's people, by SUBMIT_PERMISSIONS",
    "push_events": "the clock",
    "remind_of": "the clock",
    "digest": "the clock",
    "bounce": "the reading of a delivery report",
    "report_quarantine": "the reading of a mail nobody could use",
    "load_programme": "the operator's command line",
    "erase": "the operator's command line",
    "retain": "the clock",
}
CLOCK_WISHES = frozenset(wish for wish, who in WITHOUT_LEAD.items() if who == "the clock") | {"widen"}


def role_for(person: Person, wish: str, lead: Lead) -> Role:
    """Return the role by which a person may wish this of a lead.

    Raises: Unknown: the person has nothing to do with the lead's vendor. NotPermitted: no role of theirs allows it.
    Source: rulebook 1, design law 2.
    """
    roles = [role for role in person.roles if role.active and role.vendor_id == lead.vendor_id]
    if not roles:
        raise Unknown()
    for role in roles:
        rule = LEAD_PERMISSIONS.get((RoleName(role.name), wish))
        if rule is not None and rule(role, lead):
            return role
    raise NotPermitted()
