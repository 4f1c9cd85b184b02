"""A deal is registered, completed, and decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.domain import deal_commands as do
from app.domain.conflicts import EXACT, Customer
from app.domain.customer_key import Record
from app.domain.deal import Answer, Deal, require_customer
from app.domain.deal_lifecycle import DealState
from app.domain.deal_permissions import REGISTER_PERMISSIONS, deal_role_for
from app.domain.deal_undo import as_it_is, let_undo
from app.domain.errors import NotPermitted, Protected, Unknown
from app.domain.file_commands import MATERIAL
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import ON_OFFER
from app.domain.people import Person, Reseller, Role, Vendor
from app.service.customer_index import in_batches, remember, same_customer
from app.service.deal_wording import (
    answered_letter,
    approved_letter,
    deal_done_letter,
    registered_letter,
    review_letter,
)
from app.service.deputies import role_or_deputys
from app.service.enclosures import File, enclosed
from app.service.handlers import intake, rounds
from app.service.handlers.events import hand_over_past
from app.service.materials import materials_for
from app.service.protection import blind_answer, conflicts_of, protection_of, rows_of
from app.service.scene import Handled, Scene
from app.service.times import in_a_week
from app.store.locks import locked

LONGEST_WORDS = 10_000
_CODES = {
    Answer.FREE: "registered_free",
    Answer.IN_REVIEW: "registered_in_review",
    Answer.TAKEN: "registered_taken",
}


def deal_for(scene: Scene, deal_id: int, by: int | None, wish: str) -> tuple[Deal, Role]:
    """Return a registration, locked against other writers, and the role by which a person may wish this of it.

    Raises: Unknown, NotPermitted.
    """
    person = scene.person(by)
    deal = locked_deal(scene, deal_id)
    role, _ = role_or_deputys(scene.session, person, scene.now, lambda one: deal_role_for(one, wish, deal))
    return deal, role


def locked_deal(scene: Scene, deal_id: int) -> Deal:
    """Return a registration, locked until the transaction ends. Raises: Unknown."""
    deal = scene.session.scalar(locked(select(Deal).where(Deal.id == deal_id), of=Deal))
    if deal is None:
        raise Unknown()
    return deal


def may_undo(scene: Scene, deal: Deal, role: Role, step: str, before: dict[str, Any] | None) -> tuple[Action, ...]:
    """Let the side that has just taken a step take it back for the programme's minutes; return the button for it.

    Args: before: the registration as it was, see ``as_it_is``; None: it cannot be called back, and has no button.
    Source: rulebook 2.
    """
    minutes = deal.vendor.rules.undo_minutes
    if not minutes:
        return ()
    let_undo(deal, step, role.reseller_id is None, before, scene.now + timedelta(minutes=minutes))
    return (Action("undo_deal", deal.id, step),) if before is not None else ()


def register(scene: Scene, command: do.RegisterDeal) -> Handled:
    """Keep a registration, look for conflicts at once, and tell both sides: the partner blind, the vendor everything.

    Raises: Unknown: no such vendor or person. NotPermitted: not one of its partners' people. NoCustomer.
    Source: rulebook 7.1 to 7.3.
    """
    vendor = scene.session.get(Vendor, command.vendor_id)
    if vendor is None:
        raise Unknown()
    role = _registering_role(scene.person(command.by), vendor)
    fields = {name: value for name, value in command.fields.items() if value not in (None, "")}
    require_customer(fields)
    assert role.reseller_id is not None
    company = scene.reseller(role.reseller_id)
    deal = Deal(
        vendor=vendor, reseller=company, registrant=role.person, owner=decider_for(scene, vendor, company, fields),
        raw_mail_id=command.raw_mail_id, state=DealState.REVIEW, fields=fields, sources=dict(command.sources),
        words=command.words.strip()[:LONGEST_WORDS], registered_at=scene.now,
    )  # fmt: skip
    _ask_vendor(scene, deal, "new")
    scene.write(registered_letter(deal, role.person_id))
    return Handled(_CODES[Answer(deal.answer)], {"deal_ref": deal.ref}, None, vendor.id)


def _ask_vendor(scene: Scene, deal: Deal, occasion: str) -> None:
    conflicts = conflicts_of(scene, deal.vendor, deal.fields, deal.id)
    answer_by = deal.vendor.calendar.plus_working_days(scene.now, deal.vendor.rules.deal_answer_days)
    deal.wait_for_review(blind_answer(conflicts, deal.reseller.id), answer_by)
    scene.session.add(deal)
    scene.session.flush()
    remember(scene.session, deal.vendor, Record.DEAL, {deal.id: deal.fields})
    scene.write(review_letter(deal, deal.owner.id, occasion, rows_of(conflicts)))


def supply(scene: Scene, command: do.SupplyDeal) -> Handled:
    """Add what the vendor asked for; it is checked anew and goes back to the vendor. Source: rulebook 7.3."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    said = {name: {"by": role.person.name, **command.sources.get(name, {})} for name in command.fields}
    deal.supply(command.fields, said, command.words[:LONGEST_WORDS])
    _ask_vendor(scene, deal, "supplied")
    may_undo(scene, deal, role, command.wish, None)
    scene.write(deal_done_letter(deal, role.person_id, "supplied"))
    return Handled("supplied", {"deal_ref": deal.ref}, None, deal.vendor_id)


def approve(scene: Scene, command: do.ApproveDeal) -> Handled:
    """Protect the customer; what is on offer of it is taken off the market.

    Raises: Protected: another partner has the customer under protection, or works a lead of it. DealOver. AlreadyDone.
    Source: rulebook 7.3, 7.4.
    """
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.require_undecided()
    require_free(scene, deal)
    vendor = deal.vendor
    deal.approve(role.person_id, scene.now, vendor.rules, vendor.calendar)
    assert deal.protected_until is not None
    take_off_the_market(scene, deal)
    hand_over_past(scene, vendor, deal.customer, deal.registrant)
    materials = materials_for(scene.session, deal.vendor_id, deal.fields.get("product"))
    files = enclosed(scene, (File(MATERIAL, *one) for one in materials))
    scene.write(approved_letter(deal, role.person, files))
    undo = may_undo(scene, deal, role, command.wish, before)
    scene.write(deal_done_letter(deal, role.person_id, "approved", until=deal.protected_until, actions=undo))
    facts = {"deal_ref": deal.ref, "until": deal.protected_until.isoformat(), "undo": command.wish}
    return Handled("approved", facts, None, deal.vendor_id)


def require_free(scene: Scene, deal: Deal) -> None:
    """Make sure that no other partner has the customer; the vendor's row is locked, so that two cannot pass at once.

    The leads on offer of the customer are locked before it, as by whoever offers one: nobody waits for the other.
    """
    _leads_on_offer(scene, deal)
    other = protection_of(scene, deal.vendor, deal.fields, but=deal.reseller_id, lock=True)
    if other is not None:
        assert other.protected_until is not None
        raise Protected(until=other.protected_until.isoformat())
    conflicts = conflicts_of(scene, deal.vendor, deal.fields, deal.id)
    if blind_answer(conflicts, deal.reseller_id) == Answer.TAKEN:
        raise Protected()


def take_off_the_market(scene: Scene, deal: Deal) -> None:
    """Take back what is on offer of the protected customer; its owner reads why it waits again."""
    for lead in _leads_on_offer(scene, deal):
        rounds.take_off_the_market(scene, lead)


def _leads_on_offer(scene: Scene, deal: Deal) -> list[Lead]:
    """Return what is on offer of a registration's customer, locked in the order of its numbers."""
    vendor, wanted = deal.vendor, deal.customer
    rows = locked(select(Lead).where(Lead.state.in_(ON_OFFER)).order_by(Lead.id), of=Lead)
    batches = in_batches(same_customer(scene.session, vendor, Record.LEAD, wanted))
    found = [lead for ids in batches for lead in scene.session.scalars(rows.where(Lead.id.in_(ids)))]
    return [lead for lead in found if wanted.likeness(Customer.of(lead.fields, vendor.country)) in EXACT]


def reject(scene: Scene, command: do.RejectDeal) -> Handled:
    """Turn a registration down, with a reason. Source: rulebook 7.3."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.reject(role.person_id, scene.now, command.reason, (command.note or "")[:LONGEST_WORDS] or None)
    scene.write(answered_letter(deal, "rejected", role.person))
    undo = may_undo(scene, deal, role, command.wish, before)
    scene.write(deal_done_letter(deal, role.person_id, "rejected", actions=undo))
    return Handled("rejected", {"deal_ref": deal.ref, "undo": command.wish}, None, deal.vendor_id)


def ask_more(scene: Scene, command: do.AskMoreOfDeal) -> Handled:
    """Ask the partner for more; the vendor's time starts anew with the answer. Source: rulebook 7.3."""
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    before = as_it_is(deal)
    deal.ask_more((command.question or "")[:LONGEST_WORDS], in_a_week(deal.vendor, scene.now))
    scene.write(answered_letter(deal, "asked", role.person))
    undo = may_undo(scene, deal, role, command.wish, before)
    scene.write(deal_done_letter(deal, role.person_id, "asked_more", actions=undo))
    return Handled("asked_more", {"deal_ref": deal.ref, "undo": command.wish}, None, deal.vendor_id)


def _registering_role(person: Person, vendor: Vendor) -> Role:
    for role in person.roles:
        if role.active and role.vendor_id == vendor.id and role.name in REGISTER_PERMISSIONS:
            return role
    raise NotPermitted()


def decider_for(scene: Scene, vendor: Vendor, company: Reseller, fields: dict[str, Any]) -> Person:
    """Return who decides: the channel manager of the partner or of the postcode, else the vendor's first."""
    managers = intake.vendor_roles(scene, vendor)
    if not managers:
        raise Unknown()
    of_partner = (role for role in managers if company.slug in role.partners)
    of_place = (role for role in managers if role.looks_after(fields))
    of_all = (role for role in managers if not (role.territory or role.partners))
    return next((role for group in (of_partner, of_place, of_all) for role in group), managers[0]).person
