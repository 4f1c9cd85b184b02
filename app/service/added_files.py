"""The files that somebody has added to a lead at once, and whether they can still take them back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import AlreadyDone, FilesStay, Unknown
from app.domain.file_commands import AddFiles
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.store.journal import JournalEntry


def taken_back_until(lead: Lead, added_at: datetime) -> datetime:
    """Return until when files can be taken back. Source: rulebook 5.5."""
    return added_at + timedelta(minutes=lead.vendor.rules.undo_minutes)


def files_to_take_back(
    session: Session, lead: Lead, person_id: int, file_id: int, now: datetime
) -> tuple[datetime, list[Attachment]]:
    """Return when somebody added files to a lead, and those files.

    Args: file_id: the first of them, as their link names them.
    Raises: Unknown: this person has not added them. AlreadyDone: they were taken back. FilesStay: the time is over.
    Source: rulebook 2, 6.1.
    """
    rows = select(JournalEntry).where(
        JournalEntry.lead_id == lead.id, JournalEntry.person_id == person_id, JournalEntry.wish == AddFiles.wish
    )
    added = next((one for one in session.scalars(rows) if file_id in one.facts.get("file_ids", ())), None)
    if added is None:
        raise Unknown()
    found = [file for file in lead.attachments if file.id in added.facts["file_ids"]]
    if not found:
        raise AlreadyDone()
    if now > (until := taken_back_until(lead, added.at)):
        raise FilesStay(until=until.isoformat())
    return added.at, found
