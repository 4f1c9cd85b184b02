"""What somebody can do here by mail, told to whoever asks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.domain import letters
from app.domain.deal_permissions import REGISTER_PERMISSIONS
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.offer import Offer
from app.domain.people import Person, Role
from app.domain.permissions import RESELLER_ROLES, SUBMIT_PERMISSIONS, RoleName
from app.domain.person_commands import SendHelp
from app.domain.redemption_permissions import CORRECT_PERMISSIONS
from app.domain.views import knows_customer
from app.service.scene import Handled, Scene
from app.service.wording import thread_of, title_of, veiled_title
from app.store.journal import JournalEntry

MOST_A_DAY = 5
_DAY = timedelta(days=1)
_SENT = "help_sent"
_SIDES = {
    "vendor": SUBMIT_PERMISSIONS,
    "head": CORRECT_PERMISSIONS,
    "reseller": RESELLER_ROLES,
    "agency": {RoleName.QUALIFIER},
    "distributor": {RoleName.DISTRIBUTOR_MANAGEMENT, RoleName.DISTRIBUTOR_SALES},
}


def send_help(scene: Scene, command: SendHelp) -> Handled:
    """Say what a person can do by mail, by their roles; whoever asks again and again is told no more that day.

    Source: rulebook 2.
    """
    person = scene.person(command.by)
    if _told_today(scene, command) >= MOST_A_DAY:
        return Handled("help_enough")
    lead, title = _lead_asked_about(scene, person, command.lead_id)
    roles = [role for role in person.roles if role.active]
    submitting = _vendors(roles, SUBMIT_PERMISSIONS)
    registering = _vendors(roles, REGISTER_PERMISSIONS)
    context = letters.Help(
        occasion=command.occasion,
        sides=tuple(side for side, names in _SIDES.items() if any(role.name in names for role in roles)),
        lead_addresses=tuple(f"leads+{slug}@{command.mail_domain}" for slug in submitting.values()),
        deal_addresses=tuple(f"deals+{slug}@{command.mail_domain}" for slug in registering.values()),
        wrote_to=command.wrote_to, lead_ref=lead.ref if lead else "", title=title,
        actions=(
            *((Action("open", lead.id, primary=True),) if lead else ()),
            *(Action(wish, vendor_id) for vendor_id in [*submitting][:1] for wish in ("submit", "import")),
            *(Action("register", vendor_id) for vendor_id in [*registering][:1]),
        ),
    )  # fmt: skip
    vendor_id = roles[0].vendor_id if roles else None
    thread, about = (thread_of(lead), lead.id) if lead else ("", None)
    scene.write(letters.Letter(person.id, context, about, vendor_id, asked_for=True, thread=thread))
    return Handled(_SENT, {"occasion": command.occasion}, None, vendor_id)


def _told_today(scene: Scene, command: SendHelp) -> int:
    rows = select(func.count()).where(
        JournalEntry.person_id == command.by, JournalEntry.wish == command.wish, JournalEntry.code == _SENT,
        JournalEntry.at > scene.now - _DAY,
    )  # fmt: skip
    return scene.session.scalar(rows) or 0


def _lead_asked_about(scene: Scene, person: Person, lead_id: int | None) -> tuple[Lead | None, str]:
    """Return a lead that a person may look at, as they may call it; none where it is not theirs to know of."""
    lead = scene.session.get(Lead, lead_id) if lead_id is not None else None
    if lead is None:
        return None, ""
    if knows_customer(person, lead):
        return lead, title_of(lead)
    companies = {role.reseller_id for role in person.roles if role.active and role.reseller_id is not None}
    offered = select(Offer.id).where(Offer.lead_id == lead.id, Offer.reseller_id.in_(companies))
    is_offered = scene.session.scalar(offered.limit(1)) is not None
    return (lead, veiled_title(lead, person.language)) if is_offered else (None, "")


def _vendors(roles: list[Role], names: frozenset[RoleName]) -> dict[int, str]:
    """Return the slugs of the vendors with whom one has one of these roles."""
    return {role.vendor_id: role.vendor.slug for role in roles if role.name in names}
