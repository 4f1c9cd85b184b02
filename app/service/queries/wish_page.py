"""What the page of a link says before its button is pressed, and after."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from app.domain import letters
from app.domain.deal import Deal
from app.domain.errors import (
    AlreadyDone,
    AlreadyYours,
    Blocked,
    Expired,
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
from app.domain.letters.lists import CUSTOMER
from app.domain.lifecycle import ON_OFFER, TRANSITIONS, State, next_state
from app.domain.offer import Offer, OfferState
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import LEAD_PERMISSIONS, RESELLER_ROLES, role_for
from app.domain.views import View, knows_customer, role_to_see
from app.service.deputies import role_or_deputys
from app.service.gate import about_twins
from app.service.handlers.picks import require_room
from app.service.handlers.refusals import blocking_rows, open_offers_of
from app.service.handlers.rounds import candidates
from app.service.lead_steps import BEFORE_THE_PICK, may_wish, row_of, steps_of
from app.service.offer_readers import offers_wait_until
from app.service.outcome import Origin
from app.service.protection import twins_of
from app.service.queries.deal_page import DEAL_WISHES, REGISTER, deal_of, refusal_about, vendor_to_register_with
from app.service.queries.file_page import DOWNLOAD, StoredFile, refusal_of
from app.service.queries.history import LeadStory, story_of
from app.service.queries.import_page import (
    HAND_IN_WISHES,
    IMPORT_WISHES,
    vendor_of_import,
    vendor_to_hand_in_to,
)
from app.service.queries.match_page import Match, match_of
from app.service.queries.registrations import (
    REGISTRATION,
    REGISTRATIONS,
    Dossier,
    dossier_of,
    vendor_of_registrations,
)
from app.service.queries.reward_page import POINT_WISHES, RewardPage, reward_page
from app.service.scene import Scene
from app.service.undoing import last_step, require_undoable
from app.service.wording import offer_letter
from app.store.journal import JournalEntry
from app.store.pending import PendingWish
from app.tokens import WISHES, Wish

LEAD_WISHES = frozenset(wish for _, wish in LEAD_PERMISSIONS if wish in WISHES)  # those that a link can stand for
MATCH = "match"  # a link to the dry run of a lead
LOOKING = "open"  # a link that only shows a lead, with everything its person can do now
LINK_CHANNELS = ("link", "device")
_LOOKING = Origin("page", "look")


@dataclass(frozen=True)
class WishPage:
    """The facts around one link, as its person may see them; nothing is changed by looking.

    is_known: whether the browser is one that the person chose; any other may be whoever a mail was forwarded to, and is
    shown neither the customer nor the person's whole name.
    vendor: whose page it is; None for a wish about oneself by somebody with several vendors. offer: the teaser, for
    links that lead to a pick. knows_customer: whether the lead may be called by the customer's name. argument: words
    for the button. step: what an undo takes back, where that can be told. refusal: why pressing would be refused now.
    blocking, open_offers: what can be done instead. steps: what can be done with a lead that is only looked at. match:
    the dry run, on its own page. story: of a lead that is looked at by somebody who knows its customer. file: to be
    downloaded. dossier: of a registration that is looked at. goes_out_at: the first offer, while all are still to come.
    """

    person: Person
    vendor: Vendor | None = None
    company: Reseller | None = None
    lead: Lead | None = None
    deal: Deal | None = None
    rewards: RewardPage | None = None
    offer: letters.LeadOffer | None = None
    knows_customer: bool = False
    is_known: bool = True
    argument: dict[str, str] = field(default_factory=dict)
    step: str = ""
    pending: PendingWish | None = None
    refusal: Refused | None = None
    blocking: tuple[letters.LeadRow, ...] = ()
    open_offers: tuple[letters.OfferRow, ...] = ()
    steps: tuple[Action, ...] = ()
    match: Match | None = None
    story: LeadStory | None = None
    file: StoredFile | None = None
    dossier: Dossier | None = None
    goes_out_at: datetime | None = None

    def for_anybody(self) -> WishPage:
        """Return the page as a browser sees it that nobody has chosen. Source: rulebook 9.1."""
        blocking = tuple(replace(row, title="") for row in self.blocking)
        steps = tuple(step for step in self.steps if step.wish != "hand_over")  # those name colleagues
        return replace(self, is_known=False, knows_customer=False, blocking=blocking, steps=steps, story=None)


def wish_page(session: Session, now: datetime, wish: Wish) -> WishPage:
    """Return what the page of a link shows before its button is pressed.

    Raises: Unknown: the person, the lead or the offer is not there, or is not theirs to know of.
    Source: mail 1.3, 1.5; rulebook 4.3, 9.1.
    """
    person = session.get(Person, wish.person_id)
    if person is None:
        raise Unknown()
    if wish.name in LEAD_WISHES or wish.name == LOOKING:
        return _about_lead(Scene(session, now, _LOOKING), person, wish)
    if wish.name in POINT_WISHES:
        return _about_points(session, now, person, wish)
    if wish.name == DOWNLOAD:
        return _about_file(session, person, wish)
    if wish.name == REGISTRATION:
        return _about_registration(Scene(session, now, _LOOKING), person, wish)
    if wish.name == REGISTRATIONS:
        return WishPage(person, vendor_of_registrations(person, wish.object_id))
    if wish.name == MATCH:
        return _about_match(Scene(session, now, _LOOKING), person, wish)
    if wish.name in DEAL_WISHES:
        return _about_deal(session, now, person, wish)
    if wish.name == REGISTER:
        vendor, role = vendor_to_register_with(session, person, wish.object_id)
        return WishPage(person, vendor, role.reseller)
    if wish.name == "echo":
        return _about_echo(session, person, wish)
    if wish.name in HAND_IN_WISHES:
        return WishPage(person, vendor_to_hand_in_to(session, person, wish.object_id))
    if wish.name in IMPORT_WISHES:
        return WishPage(person, vendor_of_import(session, person, wish.object_id))
    if wish.name == "unsubscribe" and wish.option == CUSTOMER:
        of_vendor = session.get(Vendor, wish.object_id)
        return WishPage(person, of_vendor, argument={"vendor": of_vendor.name if of_vendor else ""})
    page = WishPage(person, vendor=_only_vendor(person))
    return _about_mail(session, now, page, wish) if wish.name == "confirm" else page


def presser(session: Session, wish: Wish) -> Person:
    """Return whom a link names, without their roles: what they may do, the door looks at. Raises: Unknown."""
    person = session.get(Person, wish.person_id, options=[lazyload(Person.roles)])
    if person is None:
        raise Unknown()
    return person


def pressed_before(session: Session, token: str, nonce: str) -> JournalEntry | None:
    """Return what came of pressing a link's button, if it was pressed."""
    rows = select(JournalEntry).where(JournalEntry.channel.in_(LINK_CHANNELS))
    return session.scalar(rows.where(JournalEntry.key == press_key(token, nonce)).limit(1))


def press_key(token: str, nonce: str) -> str:
    """Return what names one press of one link's button in the journal."""
    return f"{token.lower()}:{nonce}"


def with_refusal(session: Session, now: datetime, page: WishPage, refusal: Refused) -> WishPage:
    """Return the page with a refusal and what can be done instead."""
    scene = Scene(session, now, _LOOKING)
    blocking = blocking_rows(scene, refusal) if isinstance(refusal, Blocked) else ()
    instead = (Gone, NotOnOffer)
    offers = open_offers_of(scene, page.person, page.lead) if page.lead and isinstance(refusal, instead) else ()
    return replace(page, refusal=refusal, blocking=blocking, open_offers=offers)


def _about_lead(scene: Scene, person: Person, wish: Wish) -> WishPage:
    whole = [joinedload(Lead.holder), joinedload(Lead.vendor)]
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


def _steps(scene: Scene, person: Person, lead: Lead, offer: Offer | None) -> tuple[Action, ...]:
    about = about_twins(lead, twins_of(scene, lead)) if lead.state == State.RECEIVED else ()
    gives = (State(lead.state), "assign") in TRANSITIONS and may_wish(person, "assign", lead)
    partners = [row.assign for row in candidates(scene, lead)] if gives else []
    return (*(step for step in about if may_wish(person, step.wish, lead)), *steps_of(person, lead, offer, partners))


def _story(scene: Scene, wish: Wish, lead: Lead, person: Person) -> LeadStory | None:
    if wish.name != LOOKING:
        return None
    try:
        return story_of(scene.session, lead, person, scene.now)
    except NotPermitted:  # a colleague's lead: its name is no secret, its history is not theirs to read
        return None


def _about_match(scene: Scene, person: Person, wish: Wish) -> WishPage:
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
        elif wish.name != "note":
            next_state(State(lead.state), row_of(wish.name, wish.option, lead))
    except Refused as refusal:
        return refusal
    return None


def _require_free(scene: Scene, wish: Wish, lead: Lead, role: Role, offer: Offer | None) -> None:
    if lead.holder_id is not None and lead.state not in ON_OFFER:
        raise AlreadyYours() if lead.holder_id == role.reseller_id else Gone(minutes_late=lead.minutes_late(scene.now))
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


def _about_mail(session: Session, now: datetime, page: WishPage, wish: Wish) -> WishPage:
    pending = session.get(PendingWish, wish.object_id)
    if pending is None or pending.person_id != wish.person_id:
        raise Unknown()
    refusal: Refused | None = AlreadyDone() if pending.confirmed_at else Expired() if now > pending.expires_at else None
    return replace(page, pending=pending, refusal=refusal)


def _about_echo(session: Session, person: Person, wish: Wish) -> WishPage:
    """Return the page by which a customer answers: in the vendor's colours, and without a word of the lead."""
    lead = session.get(Lead, wish.object_id)
    if lead is None or lead.echo_at is None:
        raise Unknown()
    refusal = AlreadyDone() if lead.echo == wish.option else None
    return WishPage(person, lead.vendor, refusal=refusal)


def _about_deal(session: Session, now: datetime, person: Person, wish: Wish) -> WishPage:
    deal, role = deal_of(session, person, wish, now)
    refusal = refusal_about(deal, role, wish, now)
    return WishPage(person, deal.vendor, role.reseller if role else None, deal=deal, refusal=refusal)


def _about_registration(scene: Scene, person: Person, wish: Wish) -> WishPage:
    dossier = dossier_of(scene, person, wish.object_id)
    return WishPage(person, dossier.deal.vendor, dossier.deal.reseller, deal=dossier.deal, dossier=dossier)


def _about_points(session: Session, now: datetime, person: Person, wish: Wish) -> WishPage:
    about = reward_page(session, now, person, wish)
    argument = {"reward": about.reward.title} if about.reward else {}
    return WishPage(
        person, about.vendor, about.own_company, rewards=about, argument=argument, refusal=about.refusal
    )  # fmt: skip


def _about_file(session: Session, person: Person, wish: Wish) -> WishPage:
    file, refusal = refusal_of(session, person, wish.object_id, wish.option)
    if file is None:
        return WishPage(person, _only_vendor(person), refusal=refusal)
    return WishPage(person, file.vendor, lead=file.lead, knows_customer=file.lead is not None, file=file)


def _only_vendor(person: Person) -> Vendor | None:
    vendors = {role.vendor_id: role.vendor for role in person.roles if role.active}
    return next(iter(vendors.values())) if len(vendors) == 1 else None
