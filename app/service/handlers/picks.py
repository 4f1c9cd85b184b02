"""Taking a lead, and every way it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update

from app.domain import commands as do
from app.domain import letters
from app.domain.conflicts import Customer
from app.domain.deadlines import first_feedback_by, next_reminder_at, undo_until
from app.domain.errors import AlreadyDone, Blocked, Full, Gone, Locked, NotOnOffer, Unknown, WrongState
from app.domain.file_commands import MATERIAL
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.letters import Action, AttachmentRef
from app.domain.lifecycle import HELD, ON_OFFER, State
from app.domain.offer import Offer, OfferState
from app.domain.people import Reseller, Role
from app.domain.phone import readable
from app.domain.vendor_note import for_partner
from app.service.deputies import stand_in
from app.service.enclosures import LEAD_ATTACHMENT, Enclosed, File, enclosed
from app.service.handlers import rounds
from app.service.handlers.customers import hold_back_from_customer, write_to_customer
from app.service.handlers.events import hand_over_past
from app.service.materials import materials_for
from app.service.points import book_leaving, book_pick, book_return
from app.service.protection import protection_of, require_unprotected
from app.service.scene import Handled, Scene
from app.service.wording import contact_name, facts_of, lives_on_in, next_steps, thread_of, title_of
from app.store.journal import JournalEntry
from app.store.outbox import cancel_waiting

PICK_WAITS = timedelta(days=1)


def pick(scene: Scene, lead: Lead, role: Role, offer: Offer) -> Handled:
    """Give a lead to the first who wants it.

    Args: role: of whoever wants it. offer: their company's.
    Raises: Gone, AlreadyYours, NotOnOffer, Locked, Full.
    Source: rulebook 5.1 to 5.3.
    """
    if lead.state in ON_OFFER:
        if not offer.can_be_taken:
            raise NotOnOffer()
        require_room(scene, lead, scene.reseller(offer.reseller_id, lock=True))
    elif lead.holder_id not in (None, offer.reseller_id):
        raise Gone(minutes_late=lead.minutes_late(scene.now, offer.offered_at))
    return _give(scene, lead, role, offer.reseller, wish="pick")


def assign(scene: Scene, command: do.AssignLead) -> Handled:
    """Give a lead to a company of the owner's choice; whoever has it now is told.

    One that was never offered goes only to the partner that has registered its customer.
    Source: rulebook 4.5, 6.3, 7.4.
    """
    lead, by = scene.lead_for(command.lead_id, command.by, command.wish)
    if scene.reseller(command.reseller_id).vendor_id != lead.vendor_id:
        raise Unknown()
    require_unprotected(scene, lead, but=command.reseller_id)
    if lead.state == State.RECEIVED and protection_of(scene, lead.vendor, lead.fields) is None:
        raise WrongState(state=lead.state)
    company = scene.reseller(command.reseller_id, lock=True)
    receiver = next((role for role in company.roles if role.active and role.person.is_reachable), None)
    if receiver is None:
        raise Unknown()
    before, before_id = lead.picked_by, lead.holder_id
    rounds.count_as_asked(scene, lead, company)
    hold_back_from_customer(scene, lead)
    handled = _give(scene, lead, receiver, company, wish="assign", assigned_by=by)
    if before is not None and before_id is not None:
        bar_offer(scene, lead, before_id)
        told = letters.Done("lead_left", lead.ref, title_of(lead))
        scene.write(letters.Letter(before, told, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return handled


def bar_offer(scene: Scene, lead: Lead, company_id: int | None) -> None:
    """Ask a company no more about a lead that was taken from it."""
    for offer in scene.session.scalars(select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == company_id)):
        offer.state = OfferState.BARRED


def _give(
    scene: Scene, lead: Lead, role: Role, company: Reseller, wish: str, assigned_by: Role | None = None
) -> Handled:
    rules, calendar = lead.vendor.rules, company.calendar
    due_at = first_feedback_by(lead.temperature, scene.now, rules, calendar)
    lead.pick(
        role, scene.now, undo_until=undo_until(scene.now, rules), first_feedback_by=due_at,
        remind_at=next_reminder_at(due_at, scene.now, calendar), wish=wish,
    )  # fmt: skip
    lead.holder = company
    taken = close_offers(scene, lead, company.id)
    if assigned_by is None:
        book_pick(scene, lead, company, taken.offered_at, role.person_id)
    cancel_waiting(scene.session, "lead_offer", lead.id)
    by_name = assigned_by.person.name if assigned_by else ""
    scene.write(picked_letter(scene, lead, role, by_name))
    away = _absence(scene, lead, role) if assigned_by else {}
    _tell_owner(scene, lead, role, company, by_name, away)
    write_to_customer(scene, lead, role, company)
    hand_over_past(scene, lead.vendor, Customer.of(lead.fields, lead.vendor.country), role.person)
    facts = {
        "lead_ref": lead.ref,
        "first_feedback_by": due_at.isoformat(),
        "undo_until": lead.undo_until.isoformat() if lead.undo_until and not assigned_by else None,
        "undo": None if assigned_by else "undo",
        "step": "pick",
        "reseller": company.name,
        **{name: at.isoformat() if isinstance(at, datetime) else at for name, at in away.items()},
    }
    return Handled("assigned" if assigned_by else "picked", facts, lead.id, lead.vendor_id)


def close_offers(scene: Scene, lead: Lead, winner_id: int) -> Offer:
    """End the offers of a lead that is taken. Returns: the winner's."""
    is_winners = Offer.reseller_id == winner_id
    ended = update(Offer).where(Offer.lead_id == lead.id, or_(is_winners, Offer.state == OfferState.OPEN))
    ended = ended.values(state=case((is_winners, OfferState.PICKED), else_=OfferState.GONE)).returning(Offer)
    as_stored = {"synchronize_session": False, "populate_existing": True}
    offers = scene.session.scalars(ended, execution_options=as_stored).all()
    return next(offer for offer in offers if offer.reseller_id == winner_id)


def picked_letter(scene: Scene, lead: Lead, role: Role, assigned_by: str) -> letters.Letter:
    """Return the mail with everything that is known of a lead. Source: rulebook 5.3."""
    files = _files(scene, lead)
    assert lead.due_at is not None
    context = letters.LeadPicked(
        lead_ref=lead.ref, title=title_of(lead), company=str(lead.fields.get("company") or ""),
        contact_name=contact_name(lead), contact_phone=readable(lead.fields.get("contact_phone")),
        contact_email=str(lead.fields.get("contact_email") or ""), facts=facts_of(lead),
        need=str(lead.fields.get("need") or ""), remarks=for_partner(lead.remarks, lead.sources),
        first_feedback_by=lead.due_at,
        undo_until=None if assigned_by else lead.undo_until, assigned_by=assigned_by,
        attachment_names=(f"{lead.ref}.vcf", f"{lead.ref}.ics", *files.names), downloads=files.downloads,
        actions=next_steps(lead, undo=not assigned_by),
    )  # fmt: skip
    asked_for, parts = not assigned_by, (AttachmentRef("vcard"), AttachmentRef("calendar"), *files.parts)
    return letters.Letter(role.person_id, context, lead.id, lead.vendor_id, parts, asked_for, thread_of(lead))


def _files(scene: Scene, lead: Lead) -> Enclosed:
    """Return the files that came with a lead, and the material for what the customer asks for."""
    rows = select(Attachment.id, Attachment.filename).where(Attachment.lead_id.in_(lives_on_in(lead)))
    files = [File(LEAD_ATTACHMENT, *row) for row in scene.session.execute(rows.order_by(Attachment.id))]
    materials = materials_for(scene.session, lead.vendor_id, lead.fields.get("product"))
    return enclosed(scene, [*files, *(File(MATERIAL, *one) for one in materials)])


def _absence(scene: Scene, lead: Lead, role: Role) -> dict[str, Any]:
    """Return until when whoever is given a lead is away, and who stands in; empty for somebody who is there."""
    person = role.person
    if not person.is_absent(scene.now):
        return {}
    deputy = stand_in(scene.session, person, scene.now, lead.vendor_id)
    return {"away_until": person.absent_until, "deputy": deputy.name if deputy else ""}


def _tell_owner(
    scene: Scene, lead: Lead, role: Role, company: Reseller, assigned_by: str, away: dict[str, Any]
) -> None:
    assert lead.picked_at is not None
    assert lead.due_at is not None
    worked = company.calendar.working_time_between(lead.offered_at or lead.picked_at, lead.picked_at)
    context = letters.LeadTaken(
        lead_ref=lead.ref, title=title_of(lead), reseller=company.name, person=role.person.name,
        picked_at=lead.picked_at, time_to_pick_minutes=int(worked.total_seconds() // 60),
        first_feedback_by=lead.due_at, assigned_by=assigned_by, **away,
    )  # fmt: skip
    scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))


def require_room(scene: Scene, lead: Lead, company: Reseller) -> None:
    """Make sure that a company may take one more lead.

    Raises: Locked: an answer is overdue. Full: it holds as many unworked leads as it may.
    Source: rulebook 5.1, 6.3.
    """
    held = and_(Lead.holder_id == company.id, Lead.state.in_(HELD))
    is_overdue, is_unworked = Lead.due_at < scene.now, Lead.state == State.PICKED
    counts = select(func.count().filter(is_overdue), func.count().filter(is_unworked)).where(held)
    overdue, unworked = scene.session.execute(counts).one()
    blocking = select(Lead.id).where(held).order_by(Lead.due_at).limit(20)
    if overdue:
        raise Locked(blocking=list(scene.session.scalars(blocking.where(is_overdue))))
    cap = lead.vendor.rules.cap(company.level)
    if unworked >= cap:
        raise Full(blocking=list(scene.session.scalars(blocking.where(is_unworked))), cap=cap)


def carry_out_waiting(scene: Scene, company: Reseller) -> list[str]:
    """Let the picks go through that were refused for want of answers, now that the answers are there.

    The journal remembers them: a refused pick of the last day whose lead is still free and offered to the company.
    Returns: the leads' refs.
    Source: rulebook 5.6.
    """
    people = {role.person_id: role for role in company.roles if role.active}
    rows = (
        select(JournalEntry.lead_id, JournalEntry.person_id)
        .where(JournalEntry.wish == do.PickLead.wish, JournalEntry.code.in_((Locked.code, Full.code)))
        .where(JournalEntry.person_id.in_(people), JournalEntry.at > scene.now - PICK_WAITS)
        .order_by(JournalEntry.id)
    )
    wished = {row.lead_id: row.person_id for row in scene.session.execute(rows)}
    free = _locked_offers(scene, company, [lead_id for lead_id in wished if lead_id is not None])
    taken = []
    for lead_id, person_id in wished.items():
        lead = free.get(lead_id)
        if lead is None:
            continue
        try:
            require_room(scene, lead, scene.reseller(company.id, lock=True))
        except Blocked:
            break
        _give(scene, lead, people[person_id], company, wish="pick")
        taken.append(lead.ref)
    return taken


def _locked_offers(scene: Scene, company: Reseller, lead_ids: Sequence[int]) -> dict[int | None, Lead]:
    """Return which of some leads are on offer to a company, all locked before the company is, as in a pick."""
    offered = select(Offer.lead_id).join(Lead, Lead.id == Offer.lead_id)
    offered = offered.where(Offer.lead_id.in_(lead_ids), Offer.reseller_id == company.id)
    offered = offered.where(Offer.state == OfferState.OPEN, Lead.state.in_(ON_OFFER)).order_by(Offer.lead_id)
    leads = [scene.lead(lead_id) for lead_id in scene.session.scalars(offered).all()] if lead_ids else []
    return {lead.id: lead for lead in leads if lead.state in ON_OFFER and _is_offered(scene, lead, company)}


def _is_offered(scene: Scene, lead: Lead, company: Reseller) -> bool:
    state = select(Offer.state).where(Offer.lead_id == lead.id, Offer.reseller_id == company.id)
    return scene.session.scalar(state) == OfferState.OPEN


def give_back(scene: Scene, command: do.GiveBackLead) -> Handled:
    """Hand a lead back, with a reason, for the others. Source: rulebook 5.5."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    company = scene.reseller(lead.holder_id or 0) if lead.holder_id else None
    before = lead.give_back(command.reason)
    assert company is not None
    book_leaving(scene, lead, company.id, role.person_id)
    again = offer_again(scene, lead, company.id)
    undo_by = _let_undo(scene, lead, company.id, before)
    return tell_both(scene, lead, role, company, "give_back", again, command.reason or "", command.note or "", undo_by)


def _let_undo(scene: Scene, lead: Lead, company_id: int, before: dict[str, Any]) -> datetime | None:
    """Keep what undoing restores, for the programme's minutes; None where the lead is not on offer. Rulebook 2."""
    minutes = lead.vendor.rules.undo_minutes
    if lead.state not in ON_OFFER or not minutes:
        return None
    mine = select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == company_id)
    offer = scene.session.scalars(mine).one()
    offer.had, offer.undo_until = before, scene.now + timedelta(minutes=minutes)
    return offer.undo_until


def recall(scene: Scene, command: do.RecallLead) -> Handled:
    """Take a lead from its holder on the owner's wish. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    company, holder = (scene.reseller(lead.holder_id), lead.picked_by) if lead.holder_id else (None, None)
    require_unprotected(scene, lead)
    lead.recall()
    assert company is not None
    assert holder is not None
    again = offer_again(scene, lead, company.id)
    context = letters.BackOnOffer(
        lead.ref, title_of(lead), "withdraw", "reseller", company.name, offered_again_to=again
    )
    scene.write(letters.Letter(holder, context, lead.id, lead.vendor_id, thread=thread_of(lead)))
    scene.write(_back_letter(lead, role.person_id, company, "withdraw", "owner", again, asked_for=True))
    return Handled("recalled", {"lead_ref": lead.ref, "asked": again}, lead.id, lead.vendor_id)


def return_unanswered(scene: Scene, command: do.ReturnLead) -> Handled:
    """Take a lead from a holder who never answered and offer it to the others. Source: rulebook 6.3."""
    lead = scene.lead(command.lead_id)
    if lead.state != State.PICKED or lead.missed_at is None or lead.step_at is None or lead.step_at > scene.now:
        raise AlreadyDone()
    assert lead.holder_id is not None
    assert lead.picked_by is not None
    assert lead.due_at is not None
    company, holder, missed_by, title = scene.reseller(lead.holder_id), lead.picked_by, lead.due_at, title_of(lead)
    lead.return_unanswered()
    book_return(scene, lead, company.id)
    again = offer_again(scene, lead, company.id)
    for to, side in ((lead.owner_id, "owner"), (holder, "reseller")):
        context = letters.LeadReturned(lead.ref, title, side, company.name, missed_by, again)
        scene.write(letters.Letter(to, context, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("returned", {"lead_ref": lead.ref, "asked": again}, lead.id, lead.vendor_id)


def tell_both(
    scene: Scene, lead: Lead, role: Role, company: Reseller, how: str, again: int, reason: str = "", note: str = "",
    undo_by: datetime | None = None,
) -> Handled:  # fmt: skip
    """Tell whoever had the lead, and its owner, that it is on offer again. Source: rulebook 5.5."""
    own = _back_letter(lead, role.person_id, company, how, "reseller", again, reason, note, undo_by, asked_for=True)
    scene.write(own)
    scene.write(_back_letter(lead, lead.owner_id, company, how, "owner", again, reason, note))
    code = "undone" if how == "undo" else "given_back"
    facts = {"lead_ref": lead.ref, "reason": reason, "asked": again}
    facts |= {"undo": "undo", "step": "give_back", "undo_until": undo_by.isoformat()} if undo_by else {}
    return Handled(code, facts, lead.id, lead.vendor_id)


def _back_letter(
    lead: Lead, to: int, company: Reseller, how: str, side: str, again: int, reason: str = "", note: str = "",
    undo_by: datetime | None = None, asked_for: bool = False,
) -> letters.Letter:  # fmt: skip
    actions = (Action("pick", lead.id),) if side == "reseller" and how == "undo" else ()
    actions = (Action("undo", lead.id, "give_back"),) if undo_by else actions
    context = letters.BackOnOffer(
        lead.ref, title_of(lead), how, side, company.name, reason, note, again, actions, undo_by
    )
    return letters.Letter(to, context, lead.id, lead.vendor_id, (), asked_for, thread_of(lead))


def offer_again(scene: Scene, lead: Lead, barred_id: int | None) -> int:
    """Put a lead that left its holder back to all who had been offered it, or ask the next round.

    Args: barred_id: the company that had it and is not asked again; None lets it try once more (undo).
    Returns: how many companies see it now.
    Source: rulebook 5.5, 6.3.
    """
    hold_back_from_customer(scene, lead)
    if protection_of(scene, lead.vendor, lead.fields, lock=True):
        rounds.take_off_the_market(scene, lead)
        return 0
    again: list[Offer] = []
    untils = []
    for offer in scene.session.scalars(select(Offer).where(Offer.lead_id == lead.id).order_by(Offer.points.desc())):
        offered_at, until = rounds.window(scene, lead, offer.reseller)
        if offer.reseller_id == barred_id:
            offer.state = OfferState.BARRED
        elif offer.state in (OfferState.GONE, OfferState.PICKED):
            was_holder = offer.state == OfferState.PICKED
            # Whoever undoes a pick has known the lead since its first offer: the clock of a fast pick runs on.
            offer.reopen(offer.round, offer.offered_at if was_holder else offered_at, until)
            untils.append(until)
            if not was_holder:
                again.append(offer)
    scene.session.flush()
    if not again:
        return rounds.ask_next_round(scene, lead, still_open_until=max(untils, default=None))
    lead.start_round(lead.round, scene.now, max(untils))
    rounds.send_offers(scene, lead, again, again=True)
    return len(again)
