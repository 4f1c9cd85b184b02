"""What somebody can do here by mail, told to whoever asks."""

from __future__ import annotations

from app.domain import letters
from app.domain.deal_permissions import REGISTER_PERMISSIONS
from app.domain.letters import Action
from app.domain.people import Role
from app.domain.permissions import RESELLER_ROLES, SUBMIT_PERMISSIONS, RoleName
from app.domain.person_commands import SendHelp
from app.domain.redemption_permissions import CORRECT_PERMISSIONS
from app.service.scene import Handled, Scene

_SIDES = {
    "vendor": SUBMIT_PERMISSIONS,
    "head": CORRECT_PERMISSIONS,
    "reseller": RESELLER_ROLES,
    "agency": {RoleName.QUALIFIER},
    "distributor": {RoleName.DISTRIBUTOR_MANAGEMENT, RoleName.DISTRIBUTOR_SALES},
}


def send_help(scene: Scene, command: SendHelp) -> Handled:
    """Say what a person can do by mail, by their roles. Source: rulebook 2."""
    person = scene.person(command.by)
    roles = [role for role in person.roles if role.active]
    submitting = _vendors(roles, SUBMIT_PERMISSIONS)
    registering = _vendors(roles, REGISTER_PERMISSIONS)
    context = letters.Help(
        occasion=command.occasion,
        sides=tuple(side for side, names in _SIDES.items() if any(role.name in names for role in roles)),
        lead_addresses=tuple(f"leads+{slug}@{command.mail_domain}" for slug in submitting.values()),
        deal_addresses=tuple(f"deals+{slug}@{command.mail_domain}" for slug in registering.values()),
        actions=(
            *(Action(wish, vendor_id) for vendor_id in [*submitting][:1] for wish in ("submit", "import")),
            *(Action("register", vendor_id) for vendor_id in [*registering][:1]),
        ),
    )  # fmt: skip
    vendor_id = roles[0].vendor_id if roles else None
    scene.write(letters.Letter(person.id, context, None, vendor_id, asked_for=True))
    return Handled("help_sent", {"occasion": command.occasion}, None, vendor_id)


def _vendors(roles: list[Role], names: frozenset[RoleName]) -> dict[int, str]:
    """Return the slugs of the vendors with whom one has one of these roles."""
    return {role.vendor_id: role.vendor.slug for role in roles if role.name in names}
