"""A forwarded link becomes a colleague's own, after one mail to an address that is known."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.domain import commands as do
from app.domain import letters
from app.domain.deal import Deal
from app.domain.errors import Unknown
from app.domain.files import Attachment, Material
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.people import Person
from app.domain.permissions import LEAD_PERMISSIONS, RoleName
from app.service.deal_wording import deal_thread
from app.service.queries.deal_page import DEAL_WISHES
from app.service.queries.file_page import FETCH, FILE_WISHES
from app.service.scene import Handled, Scene
from app.service.wording import thread_of, veiled_title
from app.store.journal import JournalEntry
from app.store.outbox import Post

MOST_MAILS_A_DAY = 3  # to one colleague
MOST_TRIES_A_DAY = 20  # with the links of one person
_DAY = timedelta(days=1)


def lend(scene: Scene, command: do.LendLink) -> Handled:
    """Write to a colleague of the link's person; whether there is one, nobody learns who only has the link.

    Source: rulebook 9.1.
    """
    person = scene.person(command.by)
    thing = _thing(scene, command)
    colleague = _colleague(scene, person, thing.vendor_id, command.address)
    if colleague is not None and _may_write(scene, person, colleague):
        scene.write(_letter(command, thing, colleague, person))
    return Handled("lent")


def _thing(scene: Scene, command: do.LendLink) -> Lead | Deal | Material:
    object_id: int | None = command.object_id
    if command.name in FILE_WISHES and not command.option:
        object_id = scene.session.scalar(select(Attachment.lead_id).where(Attachment.id == object_id))
    thing: Lead | Deal | Material | None
    if command.name in FILE_WISHES and command.option:
        thing = scene.session.get(Material, object_id)
    elif command.name in DEAL_WISHES:
        thing = scene.session.get(Deal, object_id)
    else:
        thing = scene.session.get(Lead, object_id) if object_id is not None else None
    if thing is None:
        raise Unknown()
    return thing


def _colleague(scene: Scene, person: Person, vendor_id: int, address: str) -> Person | None:
    """Return who is known by an address and works where the link's person does, with the same vendor."""
    found = scene.session.scalar(select(Person).where(Person.address == address.strip().lower()))
    if found is None or found.id == person.id:
        return None
    companies = {role.workplace for role in person.roles if role.active and role.vendor_id == vendor_id}
    return found if any(role.active and role.workplace in companies for role in found.roles) else None


def _may_write(scene: Scene, person: Person, colleague: Person) -> bool:
    since = scene.now - _DAY
    mails = select(func.count()).where(
        Post.to_person_id == colleague.id, Post.kind == letters.ColleagueLink.kind, Post.written_at > since
    )
    tries = select(func.count()).where(
        JournalEntry.person_id == person.id, JournalEntry.wish == do.LendLink.wish, JournalEntry.at > since
    )
    enough = (scene.session.scalar(mails) or 0) >= MOST_MAILS_A_DAY
    return not enough and (scene.session.scalar(tries) or 0) < MOST_TRIES_A_DAY


def _letter(command: do.LendLink, thing: Lead | Deal | Material, colleague: Person, person: Person) -> letters.Letter:
    """Return the letter with the colleague's own link; one to a file brings it, for it has been mailed to them.

    What the colleague may not do has no link: the letter says whom to ask instead.
    """
    name = FETCH if command.name in FILE_WISHES else command.name
    action = Action(name, command.object_id, command.option, primary=True)
    if isinstance(thing, Material):
        context = letters.ColleagueLink("", thing.title, name, command.option, (action,))
        return letters.Letter(colleague.id, context, None, thing.vendor_id)
    title = veiled_title(thing, colleague.language) if isinstance(thing, Lead) else _product(thing)
    context = letters.ColleagueLink(thing.ref, title, name, command.option, (action,))
    if isinstance(thing, Lead) and not _may_do(colleague, thing, name):
        context = letters.ColleagueLink(thing.ref, title, name, command.option, (), works_it=person.name)
    thread = thread_of(thing) if isinstance(thing, Lead) else deal_thread(thing)
    lead_id = thing.id if isinstance(thing, Lead) else None
    return letters.Letter(colleague.id, context, lead_id, thing.vendor_id, thread=thread)


def _may_do(colleague: Person, lead: Lead, wish: str) -> bool:
    """Whether one of somebody's roles allows a wish; what only leads to a page is for every colleague."""
    rules = {role: rule for (role, name), rule in LEAD_PERMISSIONS.items() if name == wish}
    mine = [role for role in colleague.roles if role.active and role.vendor_id == lead.vendor_id]
    return not rules or any(role.name in rules and rules[RoleName(role.name)](role, lead) for role in mine)


def _product(deal: Deal) -> str:
    return str(deal.fields.get("product") or "")
