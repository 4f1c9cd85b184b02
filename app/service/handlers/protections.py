"""A protected deal on its way: where it stands, more time, its end; and deals that nobody answers."""

from __future__ import annotations

from dataclasses import replace

from app.domain import deal_commands as do
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.deal_undo import as_it_is
from app.domain.errors import AlreadyDone
from app.domain.incentive import IncentiveDue
from app.domain.letters import Action, ConflictRow, FactRow
from app.domain.people import Person, Vendor
from app.domain.permissions import RESELLER_ROLES, RoleName
from app.service.deal_wording import (
    answered_letter,
    deal_done_letter,
    due_rows,
    extension_letter,
    review_letter,
    standing_letter,
)
from app.service.handlers.deals import deal_for, locked_deal, may_undo
from app.service.handlers.intake import vendor_roles
from app.service.points import book_incentive, book_won_deal
from app.service.protection import conflicts_of, rows_of
from app.service.scene import Handled, Scene
from app.service.times import in_a_week

_LONGEST_REASON = 2_000


def report(scene: Scene, command: do.ReportDeal) -> Handled:
    """Note where a deal stands, or how it ended, and tell both sides. Source: rulebook 7.6."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    statement = command.statement
    if statement.amount_cents is not None and not statement.currency:
        statement = replace(statement, currency=deal.vendor.currency)
    before = as_it_is(deal)
    deal.report(statement, scene.now)
    due = None
    if deal.state == DealState.WON:
        book_won_deal(scene, deal, role.person_id)
        due = book_incentive(scene, deal)
    facts = _report_facts(deal, due)
    code = {DealState.WON: "deal_won", DealState.LOST: "deal_lost"}.get(DealState(deal.state), "deal_noted")
    undo = may_undo(scene, deal, role, command.wish, before)
    scene.write(deal_done_letter(deal, role.person_id, code, facts=facts, actions=undo))
    other = deal.owner_id if role.name in RESELLER_ROLES else deal.registered_by
    scene.write(deal_done_letter(deal, other, code, facts=facts, asked_for=False))
    told = {"deal_ref": deal.ref, "status": deal.status, "undo": command.wish}
    return Handled(code, told, None, deal.vendor_id)


def _report_facts(deal: Deal, due: IncentiveDue | None) -> tuple[FactRow, ...]:
    facts = [FactRow("reseller", deal.reseller.name), FactRow("status", deal.status or "")]
    if deal.amount_cents is not None:
        facts.append(FactRow("amount_cents", str(deal.amount_cents), deal.currency or deal.vendor.currency))
    if deal.reason:
        facts.append(FactRow("reason", deal.reason))
    return (*facts, *(due_rows(due, deal.vendor.currency) if due is not None else ()))


def ask_extension(scene: Scene, command: do.AskExtension) -> Handled:
    """Ask the vendor for more time, with a reason. Source: rulebook 7.6."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.ask_extension((command.reason or "")[:_LONGEST_REASON], scene.now)
    scene.write(extension_letter(deal, role.person))
    undo = may_undo(scene, deal, role, command.wish, before)
    scene.write(deal_done_letter(deal, role.person_id, "extension_asked", actions=undo))
    return Handled("extension_asked", {"deal_ref": deal.ref, "undo": command.wish}, None, deal.vendor_id)


def grant_extension(scene: Scene, command: do.GrantExtension) -> Handled:
    """Add the programme's days of protection. Source: rulebook 7.6."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.grant_extension(scene.now, deal.vendor.rules, deal.vendor.calendar)
    assert deal.protected_until is not None
    undo = may_undo(scene, deal, role, command.wish, before)
    _tell_both(scene, deal, role.person_id, "extension_granted", undo)
    facts = {"deal_ref": deal.ref, "until": deal.protected_until.isoformat(), "undo": command.wish}
    return Handled("extension_granted", facts, None, deal.vendor_id)


def refuse_extension(scene: Scene, command: do.RefuseExtension) -> Handled:
    """Leave the end of the protection where it is. Source: rulebook 7.6."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.refuse_extension(scene.now)
    undo = may_undo(scene, deal, role, command.wish, before)
    _tell_both(scene, deal, role.person_id, "extension_refused", undo)
    return Handled("extension_refused", {"deal_ref": deal.ref, "undo": command.wish}, None, deal.vendor_id)


def _tell_both(scene: Scene, deal: Deal, by: int, code: str, undo: tuple[Action, ...]) -> None:
    scene.write(deal_done_letter(deal, by, code, until=deal.protected_until, actions=undo))
    scene.write(deal_done_letter(deal, deal.registered_by, code, until=deal.protected_until, asked_for=False))


def remind_reviewer(scene: Scene, command: do.RemindReviewer) -> Handled:
    """Remind whoever has to decide; after the same time again somebody else hears of it. Source: rulebook 7.3."""
    deal = _due(scene, command)
    vendor = deal.vendor
    deal.remind_reviewer(vendor.calendar.plus_working_days(scene.now, vendor.rules.deal_answer_days))
    scene.write(review_letter(deal, deal.owner_id, "reminder", _conflict_rows(scene, deal)))
    return Handled("reminded", {"deal_ref": deal.ref}, None, deal.vendor_id)


def escalate(scene: Scene, command: do.EscalateDeal) -> Handled:
    """Tell the vendor's management of a registration that nobody answers. Source: rulebook 7.3."""
    deal = _due(scene, command)
    deal.escalate(in_a_week(deal.vendor, scene.now))
    conflicts = _conflict_rows(scene, deal)
    for person in superiors_of(scene, deal.vendor, deal.owner):
        scene.write(review_letter(deal, person.id, "escalated", conflicts))
    return Handled("escalated", {"deal_ref": deal.ref}, None, deal.vendor_id)


def superiors_of(scene: Scene, vendor: Vendor, owner: Person) -> list[Person]:
    """Return the sales directors and the management, or the owner once more where there is nobody else."""
    roles = [role for role in vendor_roles(scene, vendor) if role.name != RoleName.CHANNEL_MANAGER]
    people = {role.person_id: role.person for role in roles if role.person_id != owner.id}
    return list(people.values()) or [owner]


def remind_registrant(scene: Scene, command: do.RemindRegistrant) -> Handled:
    """Show the partner once more what the vendor asked. Source: rulebook 7.3."""
    deal = _due(scene, command)
    deal.remind_registrant(in_a_week(deal.vendor, scene.now))
    scene.write(answered_letter(deal, "asked", deal.owner))
    return Handled("reminded", {"deal_ref": deal.ref}, None, deal.vendor_id)


def ask_standing(scene: Scene, command: do.AskStanding) -> Handled:
    """Ask both sides where a deal stands, or warn of its end; what has ended meanwhile, ends. Source: rulebook 7.6."""
    deal = _due(scene, command)
    if not deal.is_protected(scene.now):
        return _end(scene, deal)
    rules, calendar = deal.vendor.rules, deal.vendor.calendar
    assert deal.protected_until is not None
    days_left = (calendar.local_day(deal.protected_until) - calendar.local_day(scene.now)).days
    deal.ask_standing(scene.now, rules, calendar)
    warns = days_left <= max(rules.protection_warning_days, default=0)
    for to, side in ((deal.registered_by, "reseller"), (deal.owner_id, "vendor")):
        scene.write(standing_letter(deal, to, side, days_left, warns))
    return Handled("standing_asked", {"deal_ref": deal.ref}, None, deal.vendor_id)


def expire(scene: Scene, command: do.ExpireDeal) -> Handled:
    """End a protection whose time is over; both sides are told. Source: rulebook 7.6."""
    return _end(scene, _due(scene, command))


def _end(scene: Scene, deal: Deal) -> Handled:
    deal.expire(scene.now)
    again = (Action("register", deal.vendor_id),)
    scene.write(deal_done_letter(deal, deal.registered_by, "deal_expired", asked_for=False, actions=again))
    scene.write(deal_done_letter(deal, deal.owner_id, "deal_expired", asked_for=False))
    return Handled("deal_expired", {"deal_ref": deal.ref}, None, deal.vendor_id)


def _due(scene: Scene, command: do.DealCommand) -> Deal:
    """The clock may be late or twice: what is not due any more is not done. Raises: AlreadyDone, Unknown."""
    deal = locked_deal(scene, command.deal_id)
    if deal.step != command.wish or deal.step_at is None or deal.step_at > scene.now:
        raise AlreadyDone()
    return deal


def _conflict_rows(scene: Scene, deal: Deal) -> tuple[ConflictRow, ...]:
    return rows_of(conflicts_of(scene, deal.vendor, deal.fields, deal.id))
