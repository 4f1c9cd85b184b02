"""A person's data goes, and what they had under way passes on before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.domain import letters
from app.domain import privacy_commands as do
from app.domain.customer_key import Record
from app.domain.deal import Deal
from app.domain.errors import AlreadyDone
from app.domain.lead import Lead
from app.domain.lifecycle import CLOSED, HELD, ON_OFFER
from app.domain.people import Person, Role
from app.domain.permissions import VENDOR_ROLES, RoleName
from app.domain.personal import contact_name_in, forget_deal, forget_lead, last_name_in, names_in
from app.service.customer_index import forget
from app.service.handlers.picks import offer_again
from app.service.handlers.rounds import take_back_offers
from app.service.queries.person_data import Held, held_about, open_work_of
from app.service.scene import Handled, Scene
from app.store import erasures, forgetting

_RANKS = (RoleName.SALES_MANAGER, RoleName.SALES_REP, RoleName.CHANNEL_MANAGER, RoleName.SALES_DIRECTOR,
          RoleName.MANAGEMENT)  # fmt: skip


@dataclass
class _News:
    """What one of the vendor's people, or a partner, has to know of an erasure."""

    vendor_id: int
    passed_on: list[str] = field(default_factory=list)
    on_offer: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def erase(scene: Scene, command: do.ErasePerson) -> Handled:
    """Erase what is held about an address; pseudonymous rows, figures and the journal stay. Source: rulebook 9.5.

    Raises: AlreadyDone: this database has carried out the erasure before.
    """
    if command.entry in erasures.carried_out(scene.session):
        raise AlreadyDone()
    scene.session.add(erasures.Erasure(entry=command.entry, at=scene.now))
    if command.address is None:
        return Handled("erased", {"held": {}})
    held = held_about(scene.session, command.address).with_named(command.named)
    news: dict[int, _News] = {}
    names = {held.address}
    if held.person is not None:
        names |= {held.person.name, held.person.address}
        _pass_on(scene, held.person, news)
    last_names = _last_names(held)
    names |= _empty_customer(scene, held, news)
    forgetting.empty_posts(scene.session, [post.id for post in held.posts])
    forgetting.empty_raw_mails(scene.session, held.raw_mail_ids)
    _delete_files(scene, held.file_ids, news)
    forgetting.delete_mailroom_mails(scene.session, held.mailroom_ids)
    forgetting.delete_events(scene.session, [event.id for event in held.events])
    forget(scene.session, Record.EVENT, [event.id for event in held.events])
    if held.person is not None:
        held.person.make_nameless(scene.now)
    scene.session.flush()
    forgetting.delete_list_rows(scene.session, [lead.id for lead in held.leads], names)
    forgetting.strike(scene.session, names, forgetting.names_nobody_has(scene.session, last_names))
    _tell(scene, news, but=held.person)
    return Handled("erased", {"held": held.counts()})


def _last_names(held: Held) -> set[str]:
    customers = [*(lead.fields for lead in held.leads), *(deal.fields for deal in held.deals)]
    found = {last_name_in(contact_name_in(fields)) for fields in customers}
    return found | ({last_name_in(held.person.name)} if held.person is not None else set())


def _delete_files(scene: Scene, ids: Sequence[int], news: dict[int, _News]) -> None:
    """Delete files of others' leads that name whom we forget; who looks after such a lead is told."""
    for lead in forgetting.delete_files(scene.session, ids):
        people = {lead.owner_id, lead.picked_by} if lead.state in HELD else {lead.owner_id}
        for person_id in people - {None} if lead.state not in CLOSED else ():
            _news_for(news, person_id or 0, lead.vendor_id).files.append(lead.ref)


def _empty_customer(scene: Scene, held: Held, news: dict[int, _News]) -> set[str]:
    """Empty the leads and registrations whose customer it is; an open one ends. Returns: names to strike elsewhere."""
    names: set[str] = set()
    for lead in held.leads:
        names |= names_in(lead.fields)
        if lead.state not in CLOSED:
            _end(scene, lead, news)
        forget_lead(lead, scene.now)
    for deal in held.deals:
        names |= names_in(deal.fields)
        if deal.is_open:
            deal.end_without_customer(scene.now)
            for person_id in {deal.owner_id, deal.registered_by}:
                _news_for(news, person_id, deal.vendor_id).emptied.append(deal.ref)
        forget_deal(deal, scene.now)
    scene.session.flush()
    forgetting.empty_leads(scene.session, [lead.id for lead in held.leads])
    forget(scene.session, Record.LEAD, [lead.id for lead in held.leads])
    forget(scene.session, Record.DEAL, [deal.id for deal in held.deals])
    about = forgetting.posts_about_deals(scene.session, [deal.id for deal in held.deals])
    forgetting.empty_posts(scene.session, about)
    return names


def _end(scene: Scene, lead: Lead, news: dict[int, _News]) -> None:
    was_on_offer = lead.state in ON_OFFER
    told = {lead.owner_id, lead.picked_by} if lead.state in HELD else {lead.owner_id}
    lead.close("erase", scene.now)
    if was_on_offer:
        take_back_offers(scene, lead.id)
    for person_id in told - {None}:
        _news_for(news, person_id or 0, lead.vendor_id).emptied.append(lead.ref)


def _news_for(news: dict[int, _News], person_id: int, vendor_id: int) -> _News:
    return news.setdefault(person_id, _News(vendor_id))


def _pass_on(scene: Scene, person: Person, news: dict[int, _News]) -> None:
    """Give what somebody has under way to a colleague; a lead without one goes back on offer. Source: rulebook 6.3."""
    taken, registered, owned, reviewed = open_work_of(scene.session, person)
    for role in person.roles:
        role.active = False
    places = [(lead.vendor_id, lead.holder_id) for lead in taken] + [(d.vendor_id, d.reseller_id) for d in registered]
    places += [(lead.vendor_id, None) for lead in owned] + [(deal.vendor_id, None) for deal in reviewed]
    successors = {place: _successor(scene, person, *place) for place in dict.fromkeys(places)}
    for lead in owned:
        lead.owner_id = _new_owner(successors[lead.vendor_id, None], lead, news) or lead.owner_id
    for deal in reviewed:
        deal.owner_id = _new_owner(successors[deal.vendor_id, None], deal, news) or deal.owner_id
    scene.session.flush()
    for lead in taken:
        _pass_lead_on(scene, lead, successors[lead.vendor_id, lead.holder_id], news)
    for deal in registered:
        successor = successors[deal.vendor_id, deal.reseller_id]
        owner = _news_for(news, deal.owner_id, deal.vendor_id)
        (owner.passed_on if successor else owner.alone).append(deal.ref)
        if successor is not None:
            deal.registered_by = successor.id
            _news_for(news, successor.id, deal.vendor_id).passed_on.append(deal.ref)


def _new_owner(successor: Person | None, thing: Lead | Deal, news: dict[int, _News]) -> int | None:
    if successor is None:
        return None
    _news_for(news, successor.id, thing.vendor_id).passed_on.append(thing.ref)
    return successor.id


def _pass_lead_on(scene: Scene, lead: Lead, successor: Person | None, news: dict[int, _News]) -> None:
    owner = _news_for(news, lead.owner_id, lead.vendor_id)
    if successor is not None:
        lead.picked_by = successor.id
        owner.passed_on.append(lead.ref)
        _news_for(news, successor.id, lead.vendor_id).passed_on.append(lead.ref)
        return
    if lead.state not in HELD:
        return
    company_id = lead.holder_id
    lead.recall()
    offer_again(scene, lead, company_id)
    owner.on_offer.append(lead.ref)


def _successor(scene: Scene, person: Person, vendor_id: int, reseller_id: int | None) -> Person | None:
    """Return who takes over at the same company, or at the vendor, the nearest to the work first."""
    rows = select(Role).where(Role.vendor_id == vendor_id, Role.active, Role.person_id != person.id)
    rows = rows.where(Role.reseller_id == reseller_id) if reseller_id else rows.where(Role.name.in_(VENDOR_ROLES))
    roles = [role for role in scene.session.scalars(rows) if role.person.is_reachable]
    roles.sort(key=lambda role: (_RANKS.index(RoleName(role.name)), role.id))
    return roles[0].person if roles else None


def _tell(scene: Scene, news: dict[int, _News], but: Person | None) -> None:
    """Write one letter each; it names nobody whose data has gone. Source: rulebook 9.5."""
    for person_id, told in news.items():
        if but is not None and person_id == but.id:
            continue
        context = letters.DataErased(
            passed_on=tuple(told.passed_on), on_offer=tuple(told.on_offer), alone=tuple(told.alone),
            emptied=tuple(told.emptied), files=tuple(told.files),
        )  # fmt: skip
        scene.write(letters.Letter(person_id, context, None, told.vendor_id, thread="erased"))
