"""A file that was too large for a mail is downloaded by whoever may see it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.domain import letters
from app.domain.file_commands import MATERIAL, AskForFile, FetchFile, FileCommand
from app.domain.letters import Action, FactRow
from app.service.queries.file_page import FETCH, StoredFile, file_for
from app.service.scene import Handled, Scene
from app.service.times import LINK_TO_FILE_LASTS
from app.service.wording import thread_of, title_of
from app.store.journal import JournalEntry

_ONE_MAIL_IN = timedelta(hours=1)  # whatever presses the button again and again


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
