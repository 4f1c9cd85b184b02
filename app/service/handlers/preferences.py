"""How a person wants our mails: set, told back, undone."""

from __future__ import annotations

from app.domain import letters
from app.domain import person_commands as do
from app.domain.letters import Action
from app.domain.people import Person
from app.domain.preferences import Cadence
from app.service.deputies import find_deputy
from app.service.scene import Handled, Scene

EVERYTHING = {"cadence": str(Cadence.AT_ONCE), "temperatures": (), "products": (), "regions": ()}


def set_preferences(scene: Scene, command: do.SetPreferences) -> Handled:
    """Change some preferences; the answer says all that is set now, with *undo*.

    Raises: Implausible: names the field and what was expected. NotADeputy, DeputyCycle: nothing is changed.
    Source: rulebook 4.6, 6.4.
    """
    person = scene.person(command.by)
    before = person.deputy_id
    deputy_id = before
    if command.deputy is not None:
        deputy_id = find_deputy(scene.session, person, command.deputy).id if command.deputy.strip() else None
    person.prefer(command.changes)
    person.deputy_id = deputy_id
    return _told(scene, person, "preferred")


def want_everything(scene: Scene, command: do.WantEverything) -> Handled:
    """Get all mails again; quiet hours, deputy and language stay. Source: rulebook 4.6."""
    person = scene.person(command.by)
    person.prefer(EVERYTHING)
    person.muted_lists = []
    return _told(scene, person, "preferred")


def undo_preferences(scene: Scene, command: do.UndoPreferences) -> Handled:
    """Put back what the last change of preferences, lists or absence found. Raises: AlreadyDone. Source: rulebook 2."""
    person = scene.person(command.by)
    person.restore()
    return _told(scene, person, "preferences_undone", can_undo=False)


def _told(scene: Scene, person: Person, code: str, *, can_undo: bool = True) -> Handled:
    """Answer by letter what came by mail; a page shows it by itself."""
    if scene.origin.is_mail:
        vendor_id = next((role.vendor_id for role in person.roles if role.active), None)
        letter = letters.Letter(person.id, _echo(scene, person, code, can_undo), None, vendor_id, asked_for=True)
        scene.write(letter)
    return Handled(code, {"undo": "prefer_undo"} if can_undo else {})


def _echo(scene: Scene, person: Person, code: str, can_undo: bool) -> letters.PreferencesSet:
    deputy = scene.session.get(Person, person.deputy_id) if person.deputy_id else None
    prefers = person.prefers
    return letters.PreferencesSet(
        code=code, cadence=person.cadence, temperatures=prefers.temperatures, products=prefers.products,
        regions=prefers.regions, brief=prefers.brief, quiet_from=prefers.quiet_from, quiet_until=prefers.quiet_until,
        receipts=prefers.receipts if person.gets_receipts else "", language=person.language,
        deputy=deputy.name if deputy else "",
        back_on=person.back_on(scene.now),
        muted_lists=tuple(person.muted_lists),
        actions=(Action("prefer_undo", person.id),) if can_undo else (),
    )  # fmt: skip
