"""What the page of a link about a lead says before its button is pressed, and after."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.domain import letters
from app.domain.errors import (
    AlreadyDone,
    AlreadyYours,
    Gone,
    Merged,
    NotOnOffer,
    NotPermitted,
    Refused,
    Unknown,
    WrongState,
)
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import ON_OFFER, TRANSITIONS, State, next_state
from app.domain.offer import Offer, OfferState
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import RESELLER_ROLES, role_for
from app.domain.views import View, knows_customer, role_to_see
from app.service.added_files import files_to_take_back
from app.service.deputies import role_or_deputys
from app.service.gate import about_twins
from app.service.handlers.picks import require_room
from app.service.handlers.rounds import candidates
from app.service.hindrances import away_until, full_or_locked, unread_by
from app.service.lead_steps import BEFORE_THE_PICK, may_wish, row_of, steps_of
from app.service.offer_readers import AWAY, offers_wait_until
from app.service.protection import only_partner, require_unprotected, twins_of
from app.service.queries.history import LeadStory, story_of
from app.service.queries.match_page import match_of
from app.service.queries.wish_page import LOOKING, WishPage, with_refusal
from app.service.scene import Scene
from app.service.undoing import last_step, require_undoable
from app.service.wording import offer_letter
from app.tokens import Wish


def about_lead(scene: Scene, person: Person, wish: Wish) -> WishPage:
    whole = [joinedload(Lead.holder), joinedload(Lead.vendor), selectinload(Lead.attachments)]
    lead = scene.session.get(Lead, wish.object_id, options=whole, populate_existing=True)
    if lead is None:
        raise Unknown()
    refusal: Refused | None = None
    instead_of = person
    try:
        role, instead_of = role_or_deputys(scene.session, person, scene.now, lambda one: _role(one, wish, lead))
    except NotPermitted as refused:
        role, refusal = _any_role(person, lead), refused
    offer = _own_offer(scene.session, lead, role)
    if role.name in RESELLER_ROLES and offer is None and lead.holder_id != role.reseller_id:
        raise Unknown()
    holds = role.reseller_id is None or role.reseller_id == lead.holder_id
    veiled = wish.name in BEFORE_THE_PICK or not knows_customer(instead_of, lead)
    page = WishPage(
        person, lead.vendor, role.reseller, lead,
        offer=_teaser(scene.session, lead, offer, person) if veiled else None,
        knows_customer=not veiled, steps=_steps(scene, instead_of, lead, offer) if wish.name == LOOKING else (),
        argument=_argument(scene.session, wish, lead),
        story=_story(scene, wish, lead, instead_of) if not veiled else None,
        goes_out_at=offers_wait_until(scene.session, lead, scene.now) if not veiled else None,
    )  # fmt: skip
    had_it = not holds or (role.agency is not None and role.agency == lead.agency)
    if isinstance(refusal, NotPermitted) and had_it:
        refusal = WrongState(state=lead.state)  # they had it once: what changed is the lead, not their role
    if wish.name == "undo" and refusal is None:
        latest = last_step(scene.session, lead, role)
        page = replace(page, step=latest.wish, argument={"step": latest.status}) if latest else page
    refusal = refusal or _refusal(scene, wish, lead, role, offer)
    return with_refusal(scene.session, scene.now, page, refusal) if refusal else page


def about_assigning(scene: Scene, person: Person, wish: Wish) -> WishPage:
    """Return the page that gives a lead to a partner, with what speaks against it, such as that nobody is there."""
    page = about_lead(scene, person, wish)
    company = scene.session.get(Reseller, int(wish.option or 0))
    if page.lead is None or company is None:
        return page
    against = full_or_locked(scene, page.lead, [company]) | unread_by(scene, page.lead, [company])
    hindrance = against.get(company.id, "")
    return replace(page, hindrance=hindrance, back_on=away_until(company, scene.now) if hindrance == AWAY else None)


def _steps(scene: Scene, person: Person, lead: Lead, offer: Offer | None) -> tuple[Action, ...]:
    about = about_twins(lead, twins_of(scene, lead)) if lead.state == State.RECEIVED else ()
    partners = _partners(scene, lead) if may_wish(person, "assign", lead) else []
    return (*(step for step in about if may_wish(person, step.wish, lead)), *steps_of(person, lead, offer, partners))


def _partners(scene: Scene, lead: Lead) -> list[Action]:
    """Return to whom an owner could give a lead: one that was never offered, to whoever has registered its customer."""
    if (State(lead.state), "assign") not in TRANSITIONS:
        return []
    if lead.state == State.RECEIVED:
        only = only_partner(scene, lead)
        return [replace(only, primary=False)] if only else []
    return [row.assign for row in candidates(scene, lead)]


def _story(scene: Scene, wish: Wish, lead: Lead, person: Person) -> LeadStory | None:
    if wish.name != LOOKING:
        return None
    try:
        return story_of(scene.session, lead, person, scene.now)
    except NotPermitted:  # a colleague's lead: its name is no secret, its history is not theirs to read
        return None


def about_match(scene: Scene, person: Person, wish: Wish) -> WishPage:
    lead = scene.session.get(Lead, wish.object_id)
    if lead is None:
        raise Unknown()
    try:
        role_to_see(person, lead, View.MATCH)
    except NotPermitted as refusal:
        raise Unknown() from refusal
    match = match_of(scene, lead)
    return WishPage(person, lead.vendor, lead=lead, knows_customer=True, match=match)


def _role(person: Person, wish: Wish, lead: Lead) -> Role:
    """Return the role by which a person may see the page: a wish needs its permission, looking the table of views.

    Raises: Unknown, NotPermitted.
    """
    if wish.name != LOOKING:
        return role_for(person, wish.name, lead)
    return role_to_see(person, lead) if knows_customer(person, lead) else role_for(person, "pick", lead)


def _any_role(person: Person, lead: Lead) -> Role:
    """Return a role at the lead's vendor; ``role_for`` has made sure that there is one."""
    return next(role for role in person.roles if role.active and role.vendor_id == lead.vendor_id)


def _own_offer(session: Session, lead: Lead, role: Role) -> Offer | None:
    if role.reseller_id is None:
        return None
    return session.scalar(select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == role.reseller_id))


def _teaser(session: Session, lead: Lead, offer: Offer | None, person: Person) -> letters.LeadOffer | None:
    if offer is None:
        return None
    still_open = select(func.count()).where(
        Offer.lead_id == lead.id, Offer.state == OfferState.OPEN, Offer.id != offer.id
    )
    context = offer_letter(lead, offer, person, session.scalar(still_open) or 0).context
    assert isinstance(context, letters.LeadOffer)
    return context


def _argument(session: Session, wish: Wish, lead: Lead) -> dict[str, str]:
    if wish.name == "assign":
        company = session.get(Reseller, int(wish.option or 0))
        if company is None or company.vendor_id != lead.vendor_id:
            raise Unknown()
        return {"reseller": company.name}
    if wish.name == "hand_over":
        return {"person": _colleague(lead, int(wish.option or 0)).name}
    if wish.name == "merge":
        return {"lead": f"L-{wish.option}"}
    return {"days": wish.option} if wish.name in ("remind", "extend") else {}


def _colleague(lead: Lead, person_id: int) -> Person:
    people = lead.holder.people if lead.holder is not None else []
    found = next((person for person in people if person.id == person_id), None)
    if found is None:
        raise Unknown()
    return found


def _refusal(scene: Scene, wish: Wish, lead: Lead, role: Role, offer: Offer | None) -> Refused | None:
    """Return why the door would refuse the wish as things stand."""
    try:
        if wish.name in BEFORE_THE_PICK:
            _require_free(scene, wish, lead, role, offer)
        elif wish.name == LOOKING:
            _require_to_be_seen(scene, lead, role)
        elif wish.name == "undo":
            require_undoable(scene, lead, role, wish.option)
        elif wish.name == "undo_files":
            files_to_take_back(scene.session, lead, wish.person_id, int(wish.option or 0), scene.now)
        elif wish.name not in ("note", "add_files"):
            next_state(State(lead.state), row_of(wish.name, wish.option, lead))
            if wish.name == "release":
                require_unprotected(scene, lead, lock=False)
    except Refused as refusal:
        return refusal
    return None


def _require_free(scene: Scene, wish: Wish, lead: Lead, role: Role, offer: Offer | None) -> None:
    if lead.holder_id is not None and lead.state not in ON_OFFER:
        if lead.holder_id == role.reseller_id:
            raise AlreadyYours()
        raise Gone(minutes_late=lead.minutes_late(scene.now, offer.offered_at if offer else None))
    next_state(State(lead.state), wish.name)
    if offer is None or not offer.can_be_taken:
        raise NotOnOffer()
    if wish.name == "pick":
        require_room(scene, lead, offer.reseller)
    elif offer.state == OfferState.DECLINED:
        raise AlreadyDone()


def _require_to_be_seen(scene: Scene, lead: Lead, role: Role) -> None:
    if lead.state == State.MERGED:
        raise Merged()
    if role.reseller_id not in (None, lead.holder_id) and lead.state not in ON_OFFER:
        raise Gone(minutes_late=lead.minutes_late(scene.now)) if lead.holder_id else NotOnOffer()
