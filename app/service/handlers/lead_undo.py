"""A step with a lead is taken back by the side that took it."""

from __future__ import annotations

from app.domain import commands as do
from app.domain import letters
from app.domain.errors import AlreadyDone, NotPermitted
from app.domain.feedback import Feedback
from app.domain.lead import Lead
from app.domain.letters import FactRow
from app.domain.lifecycle import ON_OFFER
from app.domain.offer import Offer
from app.domain.people import Role
from app.domain.permissions import RESELLER_ROLES, may_speak_for
from app.service.handlers import intake, picks, rounds
from app.service.handlers.customers import hold_back_from_customer, write_again_to_customer
from app.service.points import book_leaving, book_pick, book_work
from app.service.scene import Handled, Scene
from app.service.undoing import step_to_undo
from app.service.wording import done_letter, next_steps, thread_of, title_of
from app.store.outbox import cancel_waiting


def undo(scene: Scene, command: do.Undo) -> Handled:
    """Take back a step of this person's side, if nothing came after it. Source: rulebook 2, 5.5."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    step = step_to_undo(scene, lead, role, command.step)
    if role.name not in RESELLER_ROLES and not lead.is_vendors_own:
        return intake.reopen(scene, lead, role)
    if step is not None and step.offer is not None:
        return _take_again(scene, lead, role, step.offer)
    if lead.state in ON_OFFER:
        return rounds.undo_decline(scene, lead, role)
    if not may_speak_for(role, lead):
        raise NotPermitted()
    if step is not None and step.feedback is not None:
        return _undo_feedback(scene, lead, role, step.feedback)
    if lead.is_vendors_own:
        raise AlreadyDone()
    company = scene.reseller(lead.holder_id or 0)
    lead.undo_pick(scene.now)
    book_leaving(scene, lead, company.id, role.person_id)
    again = picks.offer_again(scene, lead, None)
    return picks.tell_both(scene, lead, role, company, "undo", again)


def _undo_feedback(scene: Scene, lead: Lead, role: Role, feedback: Feedback) -> Handled:
    lead.undo_feedback(feedback, scene.now)
    hold_back_from_customer(scene, lead)
    book_work(scene, lead, role.person_id)
    context = letters.Done("feedback_undone", lead.ref, title_of(lead), actions=next_steps(lead))
    scene.write(letters.Letter(role.person_id, context, lead.id, lead.vendor_id, (), True, thread_of(lead)))
    return Handled("undone", {"lead_ref": lead.ref, "status": lead.status}, lead.id, lead.vendor_id)


def _take_again(scene: Scene, lead: Lead, role: Role, offer: Offer) -> Handled:
    """Let whoever gave a lead back have it again, as it was, while it is free: they did not mean it.

    Raises: UndoExpired. NotPermitted: a colleague had it. Full, Locked: there is no room for it any more.
    """
    company = scene.reseller(role.reseller_id or 0, lock=True)
    lead.take_again(company, offer.require_undoable(scene.now))
    if not may_speak_for(role, lead):
        raise NotPermitted()
    if lead.is_unworked:
        picks.require_room(scene, lead, company)
    offer.had = offer.undo_until = None
    scene.session.flush()
    picks.close_offers(scene, lead, company.id)
    cancel_waiting(scene.session, letters.LeadOffer.kind, lead.id)
    book_pick(scene, lead, company, offer.offered_at, lead.picked_by or role.person_id)
    book_work(scene, lead, role.person_id)
    write_again_to_customer(scene, lead)
    scene.write(done_letter(lead, role.person_id, "yours_again", until=lead.due_at, actions=next_steps(lead)))
    who = (FactRow("reseller", company.name),)
    scene.write(done_letter(lead, lead.owner_id, "theirs_again", until=lead.due_at, facts=who, asked_for=False))
    return Handled("undone", {"lead_ref": lead.ref, "status": lead.status}, lead.id, lead.vendor_id)
