"""Lists of leads: handed in, started, and reported on."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from app.domain import import_commands as do
from app.domain.errors import AlreadyDone, ListBusy, Unknown
from app.domain.people import Vendor
from app.service.handlers.intake import submitting_role
from app.service.import_wording import begun_letter, report_letter
from app.service.list_twins import free_again
from app.service.scene import Handled, Scene
from app.store import imports
from app.store.imports import ImportFile, ImportState, ListImport, RowState
from app.store.locks import locked


def hand_in(scene: Scene, command: do.HandInList) -> Handled:
    """Keep the files of a list; a worker reads them.

    Raises: Unknown: no such vendor or person. NotPermitted: not one of the vendor's people.
    Source: rulebook 3.1, 3.2.
    """
    vendor = scene.session.get(Vendor, command.vendor_id)
    if vendor is None:
        raise Unknown()
    person = scene.person(command.by)
    submitting_role(person, vendor)
    handed_in = ListImport(
        vendor_id=vendor.id, person_id=person.id, raw_mail_id=command.raw_mail_id, in_reply_to=scene.origin.in_reply_to,
        handed_in_at=scene.now, starts=command.starts, state=ImportState.STORED, remarks=command.remarks,
        fields=dict(command.fields), sources=dict(command.sources),
    )  # fmt: skip
    scene.session.add(handed_in)
    scene.session.flush()
    for filename, content_type, content in command.files:
        file = ImportFile(
            import_id=handed_in.id, filename=filename, content_type=content_type, content=content,
            digest=hashlib.sha256(content).hexdigest(), columns=[], unread=[], problem="",
        )  # fmt: skip
        scene.session.add(file)
    return Handled("list_handed_in", {"import_id": handed_in.id, "files": len(command.files)}, None, vendor.id)


def start(scene: Scene, command: do.StartImport) -> Handled:
    """Import a list that was shown.

    Raises: Unknown: it is not this person's. NotPermitted: they no longer hand in leads there. AlreadyDone.
    Source: rulebook 3.2.
    """
    shown = _own(scene, command)
    if shown.state != ImportState.SHOWN:
        raise AlreadyDone()
    shown.state = ImportState.RUNNING
    return Handled("import_started", {"import_id": shown.id}, None, shown.vendor_id)


def release(scene: Scene, command: do.ReleaseList) -> Handled:
    """Have every complete lead of a list released, also one whose twin has gone; a worker does it, its report tells.

    Raises: as ``start``. AlreadyDone: it is being released. ListBusy: it is not imported yet, or being taken back.
    Source: rulebook 3.2, 3.4.
    """
    handed_in = _own(scene, command)
    if handed_in.state == ImportState.RELEASING:
        raise AlreadyDone()
    if handed_in.state != ImportState.DONE:
        raise ListBusy(state=handed_in.state)
    handed_in.state, handed_in.presses = ImportState.RELEASING, handed_in.presses + 1
    handed_in.in_reply_to = scene.origin.in_reply_to
    for lead in free_again(scene.session, handed_in.id, scene.now):
        imports.note_at_gate(scene.session, lead.id, not lead.missing(lead.vendor.rules.mandatory), is_decided=True)
    imports.mark_for_release(scene.session, handed_in.id, handed_in.presses)
    return Handled("release_started", {"import_id": handed_in.id}, None, handed_in.vendor_id)


def undo_release(scene: Scene, command: do.UndoReleaseList) -> Handled:
    """Have taken back what one release of a list has put on offer, and nobody has taken.

    Raises: as ``start``. AlreadyDone: nothing of that release is on offer. ListBusy: it is being released still.
    Source: rulebook 2, 3.4.
    """
    handed_in = _own(scene, command)
    if handed_in.state == ImportState.TAKING_BACK:
        raise AlreadyDone()
    if handed_in.state != ImportState.DONE:
        raise ListBusy(state=handed_in.state)
    press = handed_in.presses if command.press is None else command.press
    if not imports.count_of_press(scene.session, handed_in.id, press, RowState.RELEASED):
        raise AlreadyDone()
    handed_in.state, handed_in.undoing = ImportState.TAKING_BACK, press
    handed_in.in_reply_to = scene.origin.in_reply_to
    imports.mark_to_be_taken_back(scene.session, handed_in.id, press)
    return Handled("undo_started", {"import_id": handed_in.id}, None, handed_in.vendor_id)


def _own(scene: Scene, command: do.StartImport | do.ReleaseList | do.UndoReleaseList) -> ListImport:
    """Return a list, locked. Raises: Unknown: not this person's. NotPermitted: they no longer hand in leads there."""
    rows = select(ListImport).where(ListImport.id == command.import_id, ListImport.person_id == command.by)
    found = scene.session.scalar(locked(rows))
    if found is None:
        raise Unknown()
    submitting_role(scene.person(command.by), scene.session.get_one(Vendor, found.vendor_id))
    return found


def report(scene: Scene, command: do.ReportImport) -> Handled:
    """Write what became of a list: one mail, however many rows it has. Source: rulebook 3.2."""
    done = scene.session.get(ListImport, command.import_id)
    if done is None:
        raise Unknown()
    scene.write(begun_letter(scene, done) if command.begun else report_letter(scene, done, command.pressed))
    return Handled("import_reported", {"import_id": done.id}, None, done.vendor_id)
