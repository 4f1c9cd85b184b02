"""Lists of leads: handed in, started, and reported on."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from app.domain import import_commands as do
from app.domain.errors import AlreadyDone, Unknown
from app.domain.people import Vendor
from app.service.handlers.intake import submitting_role
from app.service.import_wording import report_letter
from app.service.scene import Handled, Scene
from app.store.imports import ImportFile, ImportState, ListImport


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
    rows = select(ListImport).where(ListImport.id == command.import_id, ListImport.person_id == command.by)
    shown = scene.session.scalar(rows.with_for_update())
    if shown is None:
        raise Unknown()
    submitting_role(scene.person(command.by), scene.session.get_one(Vendor, shown.vendor_id))
    if shown.state != ImportState.SHOWN:
        raise AlreadyDone()
    shown.state = ImportState.RUNNING
    return Handled("import_started", {"import_id": shown.id}, None, shown.vendor_id)


def report(scene: Scene, command: do.ReportImport) -> Handled:
    """Write what became of a list: one mail, however many rows it has. Source: rulebook 3.2."""
    done = scene.session.get(ListImport, command.import_id)
    if done is None:
        raise Unknown()
    letter = report_letter(scene.session, done)
    scene.write(letter)
    return Handled("import_reported", {"import_id": done.id}, None, done.vendor_id)
