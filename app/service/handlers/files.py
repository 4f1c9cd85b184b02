"""Files are kept with a lead; one that was too large for a mail is downloaded by whoever may see it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import select

from app.domain import letters
from app.domain.errors import AlreadyDone
from app.domain.file_commands import MATERIAL, MOST_FILES, AddFiles, AskForFile, FetchFile, FileCommand, UndoFiles
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.letters import Action, FactRow
from app.domain.lifecycle import AT_GATE, WORKED, State
from app.domain.people import Role
from app.service.added_files import files_to_take_back, taken_back_until
from app.service.enclosures import LEAD_ATTACHMENT, File, enclosed
from app.service.handlers.intake import show_at_gate
from app.service.queries.file_page import FETCH, StoredFile, file_for
from app.service.scene import Handled, Scene
from app.service.times import LINK_TO_FILE_LASTS
from app.service.wording import done_letter, thread_of, title_of
from app.store.imports import note_at_gate
from app.store.journal import JournalEntry
from app.store.outbox import Post, PostState

LONGEST_NAME = 120
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")
_FOR_THE_OTHER = frozenset({"partner_files", "owner_files"})
_ONE_MAIL_IN = timedelta(hours=1)  # whatever presses the button again and again


def add(scene: Scene, command: AddFiles) -> Handled:
    """Keep files with a lead, and show them to the other side; before it is offered, they may be what it lacked.

    Raises: NotPermitted, Unknown. AlreadyDone: the lead has all of them.
    Source: rulebook 3.4, 6.1.
    """
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    there = {(one.filename, one.content) for one in lead.attachments}
    new = [
        Attachment(lead_id=lead.id, filename=filename, content_type=content_type, content=content)
        for filename, content_type, content in map(_mailable, command.files[:MOST_FILES])
        if (filename, content) not in there
    ]
    if not new:
        raise AlreadyDone()
    scene.session.add_all(new)
    scene.session.flush()
    scene.session.expire(lead, ["attachments"])
    undo = Action("undo_files", lead.id, str(new[0].id))
    if lead.state in AT_GATE:
        note_at_gate(scene.session, lead.id, not lead.missing(lead.vendor.rules.mandatory))
        show_at_gate(scene, lead, role, more=(undo,))
    else:
        _tell_both(scene, lead, role, new, undo)
    facts = {"lead_ref": lead.ref, "files": len(new), "file_ids": [one.id for one in new], "undo": undo.wish}
    return Handled("files_added", facts, lead.id, lead.vendor_id)


def take_back(scene: Scene, command: UndoFiles) -> Handled:
    """Take back what somebody has added at once; the other side's mail is held back, or they are asked to delete it.

    Raises: NotPermitted. Unknown: this person has not added them. AlreadyDone. FilesStay: the time is over.
    Source: rulebook 2, 5.5, 6.1.
    """
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    added_at, gone = files_to_take_back(scene.session, lead, role.person_id, command.file_id, scene.now)
    for file in gone:
        scene.session.delete(file)
    scene.session.flush()
    scene.session.expire(lead, ["attachments"])
    told = tuple(FactRow("file", file.filename) for file in gone)
    if lead.state in AT_GATE:
        note_at_gate(scene.session, lead.id, not lead.missing(lead.vendor.rules.mandatory))
        show_at_gate(scene, lead, role)
    else:
        scene.write(done_letter(lead, role.person_id, "files_taken_back", facts=told))
        _take_back_from_other(scene, lead, added_at, told)
    return Handled("files_taken_back", {"lead_ref": lead.ref, "files": len(gone)}, lead.id, lead.vendor_id)


def _take_back_from_other(scene: Scene, lead: Lead, added_at: datetime, told: tuple[FactRow, ...]) -> None:
    """Hold back the letter that brings files to the other side; where it is out, ask them to delete the files."""
    rows = select(Post).where(Post.lead_id == lead.id, Post.kind == letters.Done.kind, Post.written_at == added_at)
    for post in scene.session.scalars(rows):
        if post.context.get("code") not in _FOR_THE_OTHER:
            continue
        if post.state in (PostState.WAITING, PostState.HELD) and post.leased_until is None:
            post.state = PostState.CANCELLED
        elif post.state != PostState.CANCELLED:
            scene.write(done_letter(lead, post.to_person_id, "files_gone", facts=told, asked_for=False))


def _mailable(file: tuple[str, str, bytes]) -> tuple[str, str, bytes]:
    """Return a file with a name and a type that can stand in a mail's headers, whatever a browser called it."""
    filename, content_type, content = file
    name = "".join(sign for sign in filename.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    kind = content_type if _TYPE.fullmatch(content_type) else "application/octet-stream"
    return name[-LONGEST_NAME:] or "file", kind, content


def _tell_both(scene: Scene, lead: Lead, role: Role, new: list[Attachment], undo: Action) -> None:
    """Write to whoever added files, and send them to the other side."""
    told = tuple(FactRow("file", one.filename) for one in new)
    until = taken_back_until(lead, scene.now)
    scene.write(done_letter(lead, role.person_id, "files_added", facts=told, actions=(undo,), until=until))
    by_partner = role.reseller_id is not None
    other = lead.owner_id if by_partner else lead.picked_by
    if other is None or other == role.person_id or lead.state not in {*WORKED, State.WON, State.LOST}:
        return
    parts = enclosed(scene, [File(LEAD_ATTACHMENT, one.id, one.filename) for one in new]).parts
    code, look = ("partner_files" if by_partner else "owner_files"), (Action("open", lead.id, primary=True),)
    context = letters.Done(code, lead.ref, title_of(lead), (FactRow("person", role.person.name), *told), actions=look)
    scene.write(letters.Letter(other, context, lead.id, lead.vendor_id, parts, thread=thread_of(lead)))


def ask_for_file(scene: Scene, command: AskForFile) -> Handled:
    """Mail a link to the file to the person's known address, because whoever pressed may hold a forwarded mail.

    Raises: Unknown, NotPermitted, FileGone.
    Source: rulebook 9.1, mail 1.
    """
    person, file = scene.person(command.by), _file(scene, command)
    lead = file.lead
    if not _was_just_mailed(scene, command, file):
        option = MATERIAL if command.is_material else ""
        context = letters.Done(
            "file_mailed", lead.ref if lead else None, title_of(lead) if lead else "",
            (FactRow("file", file.filename),), scene.now + LINK_TO_FILE_LASTS,
            (Action(FETCH, file.file_id, option, primary=True),),
        )  # fmt: skip
        thread = thread_of(lead) if lead else ""
        lead_id = lead.id if lead else None
        scene.write(letters.Letter(person.id, context, lead_id, file.vendor.id, asked_for=True, thread=thread))
    return _handled("file_mailed", file)


def fetch(scene: Scene, command: FetchFile) -> Handled:
    """Note that somebody downloads a file; the page that follows sends its bytes.

    Raises: Unknown, NotPermitted, FileGone.
    Source: rulebook 5.3, 9.5.
    """
    return _handled("fetched", _file(scene, command))


def _file(scene: Scene, command: FileCommand) -> StoredFile:
    option = MATERIAL if command.is_material else ""
    return file_for(scene.session, scene.person(command.by), command.file_id, option)


def _was_just_mailed(scene: Scene, command: AskForFile, file: StoredFile) -> bool:
    rows = select(JournalEntry.facts).where(
        JournalEntry.person_id == command.by, JournalEntry.wish == command.wish, ~JournalEntry.refused,
        JournalEntry.at > scene.now - _ONE_MAIL_IN,
    )  # fmt: skip
    return _facts(file) in scene.session.scalars(rows).all()


def _facts(file: StoredFile) -> dict[str, object]:
    return {"file_id": file.file_id, "is_material": file.is_material}


def _handled(code: str, file: StoredFile) -> Handled:
    return Handled(code, _facts(file), file.lead.id if file.lead else None, file.vendor.id)
