"""What the page of a link says before its button is pressed, by the kind of its wish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.errors import AlreadyDone, Expired, Refused, Unknown
from app.domain.lead import Lead
from app.domain.letters.lists import CUSTOMER
from app.domain.people import Person, Vendor
from app.service.queries.deal_page import DEAL_WISHES, REGISTER, deal_of, refusal_about, vendor_to_register_with
from app.service.queries.file_page import FILE_WISHES, refusal_of
from app.service.queries.import_page import HAND_IN_WISHES, IMPORT_WISHES, vendor_of_import, vendor_to_hand_in_to
from app.service.queries.needing import NEEDING, vendor_of_needing
from app.service.queries.page_of_lead import about_assigning, about_lead, about_match
from app.service.queries.registrations import REGISTRATION, REGISTRATIONS, dossier_of, vendor_of_registrations
from app.service.queries.reward_page import POINT_WISHES, reward_page
from app.service.queries.wish_page import LEAD_WISHES, LOOKING, LOOKS, MATCH, WishPage
from app.service.scene import Scene
from app.store.pending import PendingWish
from app.tokens import Wish


def wish_page(session: Session, now: datetime, wish: Wish) -> WishPage:
    """Return what the page of a link shows before its button is pressed.

    Raises: Unknown: the person, the lead or the offer is not there, or is not theirs to know of.
    Source: mail 1.3, 1.5; rulebook 4.3, 9.1.
    """
    person = session.get(Person, wish.person_id)
    if person is None:
        raise Unknown()
    return _PAGES.get(wish.name, _about_oneself)(Scene(session, now, LOOKS), person, wish)


def _about_oneself(scene: Scene, person: Person, wish: Wish) -> WishPage:
    vendors = {role.vendor_id: role.vendor for role in person.roles if role.active}
    return WishPage(person, next(iter(vendors.values())) if len(vendors) == 1 else None)


def _about_list(scene: Scene, person: Person, wish: Wish) -> WishPage:
    """Return the page that takes mails of a list away; a customer's list is of one vendor."""
    if wish.option != CUSTOMER:
        return _about_oneself(scene, person, wish)
    vendor = scene.session.get(Vendor, wish.object_id)
    return WishPage(person, vendor, argument={"vendor": vendor.name if vendor else ""})


def _about_mail(scene: Scene, person: Person, wish: Wish) -> WishPage:
    pending = scene.session.get(PendingWish, wish.object_id)
    if pending is None or pending.person_id != wish.person_id:
        raise Unknown()
    is_late = scene.now > pending.expires_at
    refusal: Refused | None = AlreadyDone() if pending.confirmed_at else Expired() if is_late else None
    return replace(_about_oneself(scene, person, wish), pending=pending, refusal=refusal)


def _about_echo(scene: Scene, person: Person, wish: Wish) -> WishPage:
    """Return the page by which a customer answers: in the vendor's colours, and without a word of the lead."""
    lead = scene.session.get(Lead, wish.object_id)
    if lead is None or lead.echo_at is None:
        raise Unknown()
    return WishPage(person, lead.vendor, refusal=AlreadyDone() if lead.echo == wish.option else None)


def _about_deal(scene: Scene, person: Person, wish: Wish) -> WishPage:
    deal, role = deal_of(scene.session, person, wish, scene.now)
    refusal = refusal_about(deal, role, wish, scene.now)
    return WishPage(person, deal.vendor, role.reseller if role else None, deal=deal, refusal=refusal)


def _about_registering(scene: Scene, person: Person, wish: Wish) -> WishPage:
    vendor, role = vendor_to_register_with(scene.session, person, wish.object_id)
    return WishPage(person, vendor, role.reseller)


def _about_registration(scene: Scene, person: Person, wish: Wish) -> WishPage:
    dossier = dossier_of(scene, person, wish.object_id)
    return WishPage(person, dossier.deal.vendor, dossier.deal.reseller, deal=dossier.deal, dossier=dossier)


def _about_registrations(scene: Scene, person: Person, wish: Wish) -> WishPage:
    return WishPage(person, vendor_of_registrations(person, wish.object_id))


def _about_needing(scene: Scene, person: Person, wish: Wish) -> WishPage:
    return WishPage(person, vendor_of_needing(person, wish.object_id))


def _about_points(scene: Scene, person: Person, wish: Wish) -> WishPage:
    about = reward_page(scene.session, scene.now, person, wish)
    argument = {"reward": about.reward.title} if about.reward else {"reseller": about.points.company.name}
    return WishPage(
        person, about.vendor, about.own_company, rewards=about, argument=argument, refusal=about.refusal
    )  # fmt: skip


def _about_file(scene: Scene, person: Person, wish: Wish) -> WishPage:
    file, refusal = refusal_of(scene.session, person, wish.object_id, wish.option)
    if file is None:
        return replace(_about_oneself(scene, person, wish), refusal=refusal)
    return WishPage(person, file.vendor, lead=file.lead, knows_customer=file.lead is not None, file=file)


def _about_handing_in(scene: Scene, person: Person, wish: Wish) -> WishPage:
    return WishPage(person, vendor_to_hand_in_to(scene.session, person, wish.object_id))


def _about_import(scene: Scene, person: Person, wish: Wish) -> WishPage:
    return WishPage(person, vendor_of_import(scene.session, person, wish.object_id))


_Page = Callable[[Scene, Person, Wish], WishPage]

# What is not here is about the person: preferences, absences, mails.
_PAGES: dict[str, _Page] = {
    **dict.fromkeys(LEAD_WISHES | {LOOKING}, about_lead),
    **dict.fromkeys(DEAL_WISHES, _about_deal),
    **dict.fromkeys(POINT_WISHES, _about_points),
    **dict.fromkeys(HAND_IN_WISHES, _about_handing_in),
    **dict.fromkeys(IMPORT_WISHES, _about_import),
    **dict.fromkeys(FILE_WISHES, _about_file),
    "assign": about_assigning,
    MATCH: about_match,
    NEEDING: _about_needing,
    REGISTER: _about_registering,
    REGISTRATION: _about_registration,
    REGISTRATIONS: _about_registrations,
    "confirm": _about_mail,
    "echo": _about_echo,
    "unsubscribe": _about_list,
}
