"""Pick and decline within two minutes: what a machine pressed both ways undoes itself, and a mail asks which.

Source: mail 1.7.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.domain import commands as do
from app.domain import letters
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import ON_OFFER
from app.domain.offer import OfferState
from app.domain.people import Role
from app.service.handlers import picks, rounds
from app.service.points import book_leaving
from app.service.scene import Handled, Scene
from app.service.wording import thread_of, title_of, veiled_title
from app.store.journal import JournalEntry

WITHIN = timedelta(minutes=2)
WHICH = "which_was_meant"


def pick(scene: Scene, command: do.PickLead) -> Handled:
    """Take a lead, unless the same person's untrusted browser declined it a moment ago."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    offer = rounds.own_offer(scene, lead, role)
    was_declined = lead.state in ON_OFFER and offer.state == OfferState.DECLINED
    if was_declined and _pressed_just_now(scene, command, "declined"):
        _, until = rounds.window(scene, lead, offer.reseller)
        offer.reopen(offer.round, offer.offered_at, until)
        return _ask_which(scene, lead, role)
    return picks.pick(scene, lead, role, offer)


def decline(scene: Scene, command: do.DeclineOffer) -> Handled:
    """Decline a lead, unless the same person's untrusted browser took it a moment ago."""
    if _pressed_just_now(scene, command, "picked"):
        lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
        if lead.is_unworked and lead.picked_by == role.person_id:
            _take_back(scene, lead, role)
            return _ask_which(scene, lead, role)
    return rounds.decline(scene, command)


def _take_back(scene: Scene, lead: Lead, role: Role) -> None:
    company = scene.reseller(role.reseller_id or 0)
    lead.undo_pick(scene.now)
    book_leaving(scene, lead, company.id, role.person_id)
    again = picks.offer_again(scene, lead, None)
    told = letters.BackOnOffer(lead.ref, title_of(lead), "undo", "owner", company.name, offered_again_to=again)
    scene.write(letters.Letter(lead.owner_id, told, lead.id, lead.vendor_id, thread=thread_of(lead)))


def _pressed_just_now(scene: Scene, command: do.LeadCommand, code: str) -> bool:
    """Whether both wishes came from links on devices that the person has not chosen to trust."""
    if scene.origin.channel != "link":
        return False
    latest = scene.session.scalar(
        select(JournalEntry)
        .where(JournalEntry.lead_id == command.lead_id, JournalEntry.person_id == command.by)
        .where(JournalEntry.refused.is_(False))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    if latest is None or scene.now - latest.at > WITHIN:
        return False
    return latest.code == code and latest.channel == "link"


def _ask_which(scene: Scene, lead: Lead, role: Role) -> Handled:
    offer = rounds.own_offer(scene, lead, role)
    context = letters.WhichWasMeant(
        lead.ref, veiled_title(lead, role.person.language), offer.answer_by,
        (Action("pick", lead.id, primary=True), Action("decline", lead.id)),
    )  # fmt: skip
    scene.write(
        letters.Letter(role.person_id, context, lead.id, lead.vendor_id, asked_for=True, thread=thread_of(lead))
    )
    return Handled(WHICH, {"lead_ref": lead.ref}, lead.id, lead.vendor_id)
