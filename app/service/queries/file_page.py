"""A file that was too large for a mail, as the page of its link tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import FileGone, NotPermitted, Refused, Unknown
from app.domain.file_commands import MATERIAL
from app.domain.files import Attachment, Material
from app.domain.lead import Lead
from app.domain.people import Person, Vendor
from app.domain.permissions import RESELLER_ROLES, VENDOR_ROLES
from app.domain.views import role_to_see

DOWNLOAD, FETCH = "download", "fetch"  # of the letter; of the mail that answers its press
FILE_WISHES = frozenset({DOWNLOAD, FETCH})
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """A file without its bytes; lead: with which it came, None for sales material."""

    file_id: int
    filename: str
    size_bytes: int
    vendor: Vendor
    lead: Lead | None = None

    @property
    def is_material(self) -> bool:
        """Whether it is the vendor's sales material."""
        return self.lead is None


def file_for(session: Session, person: Person, file_id: int, option: str) -> StoredFile:
    """Return a file that a person may download.

    Args: option: of the link: which of both kinds it is.
    Raises: Unknown: not theirs to know of. NotPermitted: it is with somebody else now. FileGone: it was deleted, or
        replaced by a newer one.
    Source: rulebook 5.3, 9.1.
    """
    return _material(session, person, file_id) if option == MATERIAL else _attachment(session, person, file_id)


def _attachment(session: Session, person: Person, file_id: int) -> StoredFile:
    row = _described(session, Attachment, file_id)
    lead_id = session.scalar(select(Attachment.lead_id).where(Attachment.id == file_id))
    lead = session.get(Lead, lead_id) if lead_id is not None else None
    if row is None or lead is None:
        raise FileGone()
    while lead.merged_into is not None and (survivor := session.get(Lead, lead.merged_into)) is not None:
        lead = survivor
    role_to_see(person, lead)
    return StoredFile(file_id, *row, lead.vendor, lead)


def _material(session: Session, person: Person, file_id: int) -> StoredFile:
    row = _described(session, Material, file_id)
    if row is None:
        raise FileGone()
    vendor = session.scalars(select(Vendor).join(Material).where(Material.id == file_id)).one()
    roles = [role for role in person.roles if role.active and role.vendor_id == vendor.id]
    if not roles:
        raise Unknown()
    if not any(role.name in RESELLER_ROLES | VENDOR_ROLES for role in roles):
        raise NotPermitted()
    return StoredFile(file_id, *row, vendor)


def _described(session: Session, table: type[Attachment] | type[Material], file_id: int) -> tuple[str, int] | None:
    row = session.execute(select(table.filename, func.length(table.content)).where(table.id == file_id)).first()
    return (row[0], int(row[1])) if row is not None else None


def refusal_of(session: Session, person: Person, file_id: int, option: str) -> tuple[StoredFile | None, Refused | None]:
    """Return the file, or why the door would refuse it. Raises: Unknown."""
    try:
        return file_for(session, person, file_id, option), None
    except Unknown:
        raise
    except Refused as refusal:
        return None, refusal


def chunks(session: Session, file: StoredFile) -> Iterator[bytes]:
    """Yield the bytes of a file, a part at a time, so that no more of it is in memory."""
    table = Material if file.is_material else Attachment
    for start in range(0, file.size_bytes, CHUNK_BYTES):
        part = session.scalar(
            select(func.substr(table.content, start + 1, CHUNK_BYTES)).where(table.id == file.file_id)
        )
        if not part:
            return
        yield bytes(part)
