"""What the page of a link shows, whatever its wish is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from app.domain import letters
from app.domain.deal import Deal
from app.domain.errors import Blocked, Gone, NotOnOffer, Refused, Unknown
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.people import Person, Reseller, Vendor
from app.domain.permissions import LEAD_PERMISSIONS
from app.service.handlers.refusals import blocking_rows, open_offers_of
from app.service.outcome import Origin
from app.service.queries.file_page import StoredFile
from app.service.queries.history import LeadStory
from app.service.queries.match_page import Match
from app.service.queries.registrations import Dossier
from app.service.queries.reward_page import RewardPage
from app.service.scene import Scene
from app.store.journal import JournalEntry
from app.store.pending import PendingWish
from app.tokens import WISHES, Wish

LEAD_WISHES = frozenset(wish for _, wish in LEAD_PERMISSIONS if wish in WISHES)  # those that a link can stand for
MATCH = "match"  # a link to the dry run of a lead
LOOKING = "open"  # a link that only shows a lead, with everything its person can do now
LINK_CHANNELS = ("link", "device")
LOOKS = Origin("page", "look")


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
    hindrance, back_on: what speaks against the partner that is to get the lead, and when the first of them is back.
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
    hindrance: str = ""
    back_on: datetime | None = None

    def for_anybody(self) -> WishPage:
        """Return the page as a browser sees it that nobody has chosen. Source: rulebook 9.1."""
        blocking = tuple(replace(row, title="") for row in self.blocking)
        steps = tuple(step for step in self.steps if step.wish != "hand_over")  # those name colleagues
        return replace(self, is_known=False, knows_customer=False, blocking=blocking, steps=steps, story=None)


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
    scene = Scene(session, now, LOOKS)
    blocking = blocking_rows(scene, refusal) if isinstance(refusal, Blocked) else ()
    instead = (Gone, NotOnOffer)
    offers = open_offers_of(scene, page.person, page.lead) if page.lead and isinstance(refusal, instead) else ()
    return replace(page, refusal=refusal, blocking=blocking, open_offers=offers)
