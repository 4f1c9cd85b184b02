"""A partner's ledger is corrected by hand, always by one more line."""

from __future__ import annotations

from app.domain import letters
from app.domain import point_commands as do
from app.domain.errors import AlreadyDone, Unknown
from app.domain.letters import Action, FactRow
from app.domain.people import Reseller
from app.domain.points import PointEntry, Reason
from app.domain.redemption_permissions import REDEEM_PERMISSIONS, correcting_role_for
from app.service.points import balance_of, book_by_hand, is_taken_back
from app.service.scene import Handled, Scene

LONGEST_REASON = 2_000


def correct_points(scene: Scene, command: do.CorrectPoints) -> Handled:
    """Add a line by hand; the partner's managers read it with its reason, and whoever wanted it can take it back.

    Raises: Unknown: no such partner of theirs. NotPermitted: they are no head of the vendor. Implausible, NeedsReason.
    Source: rulebook 6.6.
    """
    company = scene.reseller(command.reseller_id)
    role = correcting_role_for(scene.person(command.by), company)
    command.check()
    entry = book_by_hand(scene, company, command.points, command.reason.strip()[:LONGEST_REASON], role.person_id)
    _tell_partner(scene, company, entry, "points_corrected")
    undo = Action("undo_correction", entry.id)
    _tell(scene, company, entry, role.person_id, "correction_booked", undo)
    return _handled(scene, "points_corrected", entry, {"undo": undo.wish, "entry_id": entry.id})


def undo_correction(scene: Scene, command: do.UndoCorrection) -> Handled:
    """Take a line that was added by hand back, by a line that cancels it; the partner's managers are told.

    Raises: Unknown: no such line of theirs. NotPermitted: they are no head of the vendor. AlreadyDone: it was taken
        back, or takes back another one.
    Source: rulebook 6.6, 2.
    """
    person, entry = scene.person(command.by), scene.session.get(PointEntry, command.entry_id)
    if entry is None or entry.reason != Reason.BY_HAND:
        raise Unknown()
    company = scene.reseller(entry.reseller_id, lock=True)  # or two at once would take it back twice
    role = correcting_role_for(person, company)
    if is_taken_back(scene.session, entry):
        raise AlreadyDone()
    counter = book_by_hand(scene, company, -entry.points, entry.note or "", role.person_id, entry.id)
    _tell_partner(scene, company, counter, "correction_undone")
    _tell(scene, company, counter, role.person_id, "correction_undone")
    return _handled(scene, "correction_undone", counter, {})


def _handled(scene: Scene, code: str, entry: PointEntry, more: dict[str, object]) -> Handled:
    balance = balance_of(scene.session, entry.reseller_id)
    return Handled(code, {"points": entry.points, "balance": balance, **more}, None, entry.vendor_id)


def _tell_partner(scene: Scene, company: Reseller, entry: PointEntry, code: str) -> None:
    for role in company.roles:
        if role.active and role.name in REDEEM_PERMISSIONS:
            context = letters.Done(code, None, company.name, _facts(scene, entry), actions=(_ledger_of(company),))
            scene.write(letters.Letter(role.person_id, context, None, company.vendor_id))


def _tell(scene: Scene, company: Reseller, entry: PointEntry, to: int, code: str, *actions: Action) -> None:
    facts = (FactRow("reseller", company.name), *_facts(scene, entry))
    context = letters.Done(code, None, company.name, facts, actions=(*actions, _ledger_of(company)))
    scene.write(letters.Letter(to, context, None, company.vendor_id, asked_for=True))


def _ledger_of(company: Reseller) -> Action:
    return Action("points", company.id)


def _facts(scene: Scene, entry: PointEntry) -> tuple[FactRow, ...]:
    balance = balance_of(scene.session, entry.reseller_id)
    rows = (FactRow("points", f"{entry.points:+}"), FactRow("balance", str(balance)))
    return (*rows, FactRow("reason", entry.note)) if entry.note else rows
