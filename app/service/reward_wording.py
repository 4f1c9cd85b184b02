"""What a letter about a reward says that was refused."""

from __future__ import annotations

from app.domain import letters
from app.domain.errors import Implausible, NeedsReason, Refused, Unknown
from app.domain.letters import Action, FactRow
from app.domain.people import Person, Reseller
from app.domain.point_commands import CorrectPoints, RedeemPoints, RedemptionCommand, UndoCorrection
from app.domain.points import PointEntry
from app.domain.redemption import Redemption
from app.service.scene import Scene

_SHOWN = ("reward", "points", "balance")


def redemption_thread(redemption_id: int) -> str:
    """Return the name of the thread that all letters about a request share."""
    return f"redemption:{redemption_id}"


def refused_correction(
    scene: Scene, person: Person, command: CorrectPoints | UndoCorrection, refusal: Refused
) -> letters.Letter:
    """Return the letter why a ledger was not corrected; it names the partner only to those who see its points."""
    vendor_id = min((role.vendor_id for role in person.roles if role.active), default=None)
    company = _company_of(scene, command)
    if isinstance(refusal, Unknown) or company is None:
        return letters.Letter(person.id, letters.Refused(Unknown.code), None, vendor_id, asked_for=True)
    again = Action("correct_points", company.id, primary=True)
    actions = (again,) if isinstance(refusal, NeedsReason | Implausible) else (Action("points", company.id),)
    context = letters.Refused(refusal.code, title=company.name, actions=actions)
    return letters.Letter(person.id, context, None, company.vendor_id, asked_for=True)


def _company_of(scene: Scene, command: CorrectPoints | UndoCorrection) -> Reseller | None:
    if isinstance(command, CorrectPoints):
        return scene.session.get(Reseller, command.reseller_id)
    entry = scene.session.get(PointEntry, command.entry_id)
    return scene.session.get(Reseller, entry.reseller_id) if entry is not None else None


def refused_reward(
    scene: Scene, person: Person, command: RedeemPoints | RedemptionCommand, refusal: Refused
) -> letters.Letter:
    """Return the letter why nothing was redeemed, or a request not answered; a stranger learns nothing of it."""
    known = {(role.vendor_id, role.reseller_id) for role in person.roles if role.active}
    vendor_id = min((vendor_id for vendor_id, _ in known), default=None)
    if isinstance(command, RedemptionCommand):
        redemption = scene.session.get(Redemption, command.redemption_id)
        if (
            redemption is None
            or not {(redemption.vendor_id, None), (redemption.vendor_id, redemption.reseller_id)} & known
        ):
            return letters.Letter(person.id, letters.Refused(refusal.code), None, vendor_id, asked_for=True)
        asks = (Action(command.wish, redemption.id, primary=True),) if isinstance(refusal, NeedsReason) else ()
        context = letters.Refused(refusal.code, redemption.ref, redemption.title, actions=asks)
        thread = redemption_thread(redemption.id)
        return letters.Letter(person.id, context, None, redemption.vendor_id, (), True, thread)
    is_own = any(company_id == command.reseller_id for _, company_id in known)
    facts = tuple(FactRow(name, str(refusal.facts[name])) for name in _SHOWN if name in refusal.facts)
    ledger = (Action("points", command.reseller_id),) if is_own else ()
    context = letters.Refused(refusal.code, facts=facts, actions=ledger)
    return letters.Letter(person.id, context, None, vendor_id, asked_for=True)
