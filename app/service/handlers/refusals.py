"""The letter that answers a refused wish, where no page is there to show it."""

from __future__ import annotations

from sqlalchemy import select

from app.domain import letters
from app.domain.commands import Command, LeadCommand
from app.domain.deal import Deal
from app.domain.deal_commands import DealCommand
from app.domain.errors import (
    Blocked,
    DealOver,
    Gone,
    Merged,
    NeedsAmount,
    NeedsDate,
    NeedsReason,
    Protected,
    Refused,
    Superseded,
    Unknown,
)
from app.domain.lead import Lead
from app.domain.letters import Action, FactRow, OfferRow
from app.domain.lifecycle import ON_OFFER
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.domain.point_commands import CorrectPoints, RedeemPoints, RedemptionCommand, UndoCorrection
from app.domain.views import knows_customer
from app.service.deal_wording import deal_thread, deal_title, review_actions
from app.service.protection import conflicts_of, instead_of_offering
from app.service.reward_wording import refused_correction, refused_reward
from app.service.scene import Scene
from app.service.undoing import undo_since
from app.service.wording import lead_row, thread_of, title_of, veiled_title

SHOWN_OFFERS = 3


def write_refusal(scene: Scene, command: Command, refusal: Refused) -> None:
    """Write to the person why their wish was not carried out, and what can be done instead. Source: style 6."""
    person = scene.session.get(Person, command.by)
    if person is None:
        return
    if isinstance(command, DealCommand):
        _write_about_deal(scene, person, command, refusal)
        return
    if isinstance(command, CorrectPoints | UndoCorrection):
        scene.write(refused_correction(scene, person, command, refusal))
        return
    if isinstance(command, RedeemPoints | RedemptionCommand):
        scene.write(refused_reward(scene, person, command, refusal))
        return
    lead = scene.session.get(Lead, command.lead_id) if isinstance(command, LeadCommand) else None
    role = next((one for one in person.roles if lead and one.active and one.vendor_id == lead.vendor_id), None)
    if lead is None or role is None:
        context: letters.LetterContext = letters.Refused(refusal.code if lead is None else Unknown.code)
        scene.write(letters.Letter(person.id, context, asked_for=True))
        return
    title = title_of(lead) if knows_customer(person, lead) else veiled_title(lead, person.language)
    context = _context(scene, person, lead, title, command, refusal)
    scene.write(letters.Letter(person.id, context, lead.id, lead.vendor_id, asked_for=True, thread=thread_of(lead)))


def _write_about_deal(scene: Scene, person: Person, command: DealCommand, refusal: Refused) -> None:
    """Write why a wish about a registration was not carried out; a stranger learns nothing of it."""
    deal = scene.session.get(Deal, command.deal_id)
    vendors = {(role.vendor_id, role.reseller_id) for role in person.roles if role.active}
    if deal is None or not {(deal.vendor_id, None), (deal.vendor_id, deal.reseller_id)} & vendors:
        scene.write(letters.Letter(person.id, letters.Refused(Unknown.code), asked_for=True))
        return
    facts: tuple[FactRow, ...] = ()
    actions: tuple[Action, ...] = ()
    if isinstance(refusal, Superseded):
        facts, actions = _since(command, deal.id, refusal)
    elif isinstance(refusal, NeedsReason | NeedsDate | NeedsAmount):
        actions = (Action(command.wish, deal.id, _status_of(command), True),)
    elif isinstance(refusal, Protected) and (deal.vendor_id, None) in vendors:
        holders = {
            one.row.holder: None for one in conflicts_of(scene, deal.vendor, deal.fields, deal.id) if one.is_held
        }
        facts = tuple(FactRow("reseller", holder) for holder in holders if holder != deal.reseller.name)
        actions = review_actions(deal)[1:]
    elif isinstance(refusal, DealOver) and not any(reseller_id is None for _, reseller_id in vendors):
        actions = (Action("register", deal.vendor_id),)
    context = letters.Refused(refusal.code, deal.ref, deal_title(deal), facts=facts, actions=actions)
    scene.write(letters.Letter(person.id, context, None, deal.vendor_id, (), True, deal_thread(deal)))


def _context(
    scene: Scene, person: Person, lead: Lead, title: str, command: Command, refusal: Refused
) -> letters.LetterContext:
    if isinstance(refusal, Gone):
        late = int(refusal.facts.get("minutes_late", 0))
        return letters.LeadGone(lead.ref, title, late, open_offers_of(scene, person, lead))
    if isinstance(refusal, Blocked):
        return letters.Locked(
            lead.ref, title, refusal.code, blocking_rows(scene, refusal), limit=int(refusal.facts.get("cap", 0)),
            pick_waits=command.wish == "pick", actions=(Action(command.wish, lead.id, getattr(command, "step", "")),),
        )  # fmt: skip
    if isinstance(refusal, Protected):
        return letters.Refused(refusal.code, lead.ref, title, actions=instead_of_offering(lead, refusal))
    if isinstance(refusal, NeedsReason | NeedsDate | NeedsAmount):
        option = str(refusal.facts.get("status", "")) if command.wish == "feedback" else ""
        option = option or _status_of(command)
        return letters.Refused(refusal.code, lead.ref, title, actions=(Action(command.wish, lead.id, option, True),))
    if isinstance(refusal, Merged) and lead.merged_into is not None:
        look = (Action("open", lead.merged_into, primary=True),)
        return letters.Refused(refusal.code, lead.ref, title, actions=look)
    if isinstance(refusal, Superseded):
        facts, actions = _since(command, lead.id, refusal)
        return letters.Refused(refusal.code, lead.ref, title, facts=facts, actions=actions)
    missing = tuple(refusal.facts.get("missing", ()))
    gaps = {"missing": ",".join(missing)}
    actions = (Action("edit", lead.id, "", True, gaps),) if missing else ()
    return letters.Refused(refusal.code, lead.ref, title, missing, actions=actions)


def _since(command: Command, object_id: int, refusal: Refused) -> tuple[tuple[FactRow, ...], tuple[Action, ...]]:
    """Return what came after the step that was to be undone, and the button that undoes that."""
    undo = undo_since(command.wish, object_id, refusal.facts)
    return (FactRow("step", undo.argument["step"]),), (undo,)


def _status_of(command: Command) -> str:
    statement = getattr(command, "statement", None)
    return str(statement.status) if statement is not None else ""


def blocking_rows(scene: Scene, refusal: Blocked) -> tuple[letters.LeadRow, ...]:
    """Return the leads that stand in the way, each with its feedback buttons. Source: rulebook 5.6."""
    leads = scene.session.scalars(select(Lead).where(Lead.id.in_(refusal.facts["blocking"])).order_by(Lead.due_at))
    rows = []
    for number, lead in enumerate(leads):
        rows.append(lead_row(lead, scene.now, primary=number == 0))
    return tuple(rows)


def open_offers_of(scene: Scene, person: Person, but: Lead) -> tuple[OfferRow, ...]:
    """Return what else a person can take from the same vendor."""
    companies = [role.reseller_id for role in person.roles if role.active and role.vendor_id == but.vendor_id]
    rows = (
        select(Lead, Offer.answer_by)
        .join(Offer, Offer.lead_id == Lead.id)
        .where(Offer.reseller_id.in_(companies), Offer.state == OfferState.OPEN, Lead.state.in_(ON_OFFER))
        .where(Lead.id != but.id, Offer.offered_at <= scene.now, Offer.answer_by > scene.now)
        .order_by(Offer.answer_by)
        .limit(SHOWN_OFFERS)
    )
    return tuple(
        OfferRow(
            lead.ref,
            veiled_title(lead, person.language),
            answer_by,
            Action("pick", lead.id, argument={"item": lead.ref}),
        )
        for lead, answer_by in scene.session.execute(rows)
    )
