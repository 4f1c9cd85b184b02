"""Lists of leads on their way in: stored whole, read row by row, and imported in sets, each row once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from app.domain.entity import Entity
from app.store.locks import locked

KEPT = timedelta(days=30)
"""How long the rows of a list are kept: until nobody corrects them any more."""

LONG = 5_000
"""Rows from which on a list takes so long that somebody could take the silence for a fault."""


class ImportState(StrEnum):
    """Where a list is: to be read, shown to its person, being imported, reported; being released, or taken back."""

    STORED = "stored"
    SHOWN = "shown"
    RUNNING = "running"
    DONE = "done"
    RELEASING = "releasing"
    TAKING_BACK = "taking_back"


# What a worker has to go on with.
_UNFINISHED = (ImportState.STORED, ImportState.RUNNING, ImportState.RELEASING, ImportState.TAKING_BACK)
_SQL_UNFINISHED = text("state IN ('stored', 'running', 'releasing', 'taking_back')")


class RowState(StrEnum):
    """What became of a row; ``earlier``: the same row of the same file was imported before.

    ``duplicate``: its lead is of a customer whose lead is open already, and waits for somebody to decide. ``held``: it
    was to be released with its list, and was refused. ``releasing``, ``taking_back``: it is about to be.
    """

    WAITING = "waiting"
    RELEASED = "released"
    DUPLICATE = "duplicate"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    EARLIER = "earlier"
    REFUSED = "refused"
    HELD = "held"
    RELEASING = "releasing"
    TAKING_BACK = "taking_back"


WAITING_FOR_SOMEBODY = (RowState.DUPLICATE, RowState.HELD, RowState.INCOMPLETE, RowState.COMPLETE)
"""States of rows whose leads were not released with their list, those that need somebody first."""

LEADS = (*WAITING_FOR_SOMEBODY, RowState.RELEASING, RowState.RELEASED, RowState.TAKING_BACK, RowState.EARLIER)
"""States of rows that are leads now, those that need somebody first."""


class ListImport(Entity):
    """What a person handed in at once, in one or several files. Source: rulebook 3.1, 3.2.

    ``starts`` whether it is imported without being shown first. ``fields`` and ``sources`` go for every lead of it.
    ``presses`` how often it was released as a whole; ``undoing`` which of these releases was taken back last.
    """

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "ix_imports_waiting",
            "handed_in_at",
            sqlite_where=_SQL_UNFINISHED,
            postgresql_where=_SQL_UNFINISHED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    raw_mail_id: Mapped[int | None]
    in_reply_to: Mapped[str | None]
    handed_in_at: Mapped[datetime]
    starts: Mapped[bool]
    state: Mapped[str] = mapped_column(default=ImportState.STORED)
    remarks: Mapped[str]
    fields: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    leased_until: Mapped[datetime | None]
    presses: Mapped[int] = mapped_column(default=0)
    undoing: Mapped[int | None]


class ImportFile(Entity):
    """One file of an import. ``columns``: heading and field of each; ``problem``: why it cannot be taken as a whole.

    ``unread``: its further sheets with leads.
    """

    __tablename__ = "import_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), index=True)
    filename: Mapped[str]
    content_type: Mapped[str]
    digest: Mapped[str]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    columns: Mapped[list[dict[str, Any]]]
    unread: Mapped[list[str]]
    problem: Mapped[str]


class ImportRow(Entity):
    """One row of a list: ``number`` as its file counts, ``digest`` of what it says.

    ``cells`` are kept of refused rows only, to be corrected. ``press``: which release of its list has put its lead on
    offer.
    """

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_state", "import_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("import_files.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    lead_id: Mapped[int | None] = mapped_column(index=True)
    fields: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    problems: Mapped[list[dict[str, Any]]]
    cells: Mapped[list[str]]
    press: Mapped[int | None]


@dataclass(frozen=True)
class Counts:
    """How many rows of an import are in which state."""

    waiting: int = 0
    released: int = 0
    duplicate: int = 0
    complete: int = 0
    incomplete: int = 0
    earlier: int = 0
    refused: int = 0
    held: int = 0
    releasing: int = 0
    taking_back: int = 0

    @property
    def imported(self) -> int:
        """How many have become leads of this import."""
        settled = self.released + self.duplicate + self.complete + self.incomplete + self.held
        return settled + self.releasing + self.taking_back

    @property
    def can_be_released(self) -> int:
        """How many wait for nothing but their release."""
        return self.complete + self.held

    @property
    def total(self) -> int:
        """All rows."""
        return self.waiting + self.imported + self.earlier + self.refused


def claim(session: Session, now: datetime, lease: timedelta) -> ListImport | None:
    """Lease the import that waits longest; a worker that dies gives it back when the lease ends."""
    waiting = (
        select(ListImport)
        .where(ListImport.state.in_(_UNFINISHED))
        .where(or_(ListImport.leased_until.is_(None), ListImport.leased_until < now))
        .order_by(ListImport.handed_in_at, ListImport.id)
        .limit(1)
    )
    found = session.scalar(locked(waiting, skip=True))
    if found is not None:
        found.leased_until = now + lease
    return found


def renew(session: Session, import_id: int, until: datetime) -> None:
    """Go on holding an import."""
    session.execute(update(ListImport).where(ListImport.id == import_id).values(leased_until=until))


def let_go(session: Session, import_id: int, state: ImportState | None = None) -> None:
    """Give an import back, in its next state where it has reached one."""
    found = session.get_one(ListImport, import_id)
    found.leased_until, found.state = None, state or found.state


def files_of(session: Session, import_id: int) -> list[ImportFile]:
    """Return the files of an import, in the order they came."""
    rows = select(ImportFile).where(ImportFile.import_id == import_id).order_by(ImportFile.id)
    return list(session.scalars(rows))


def forget_rows_of(session: Session, file: ImportFile) -> None:
    """Drop what a worker that died has read of a file, so that it is read anew."""
    rows = delete(ImportRow).where(ImportRow.import_id == file.import_id, ImportRow.file_id == file.id)
    session.execute(rows)


def keep_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep rows as they were read."""
    if rows:
        session.execute(insert(ImportRow), list(rows))


def rows_of(session: Session, import_id: int, state: RowState, limit: int, after: int = 0) -> list[ImportRow]:
    """Return rows of an import in a state, in order, from behind the row with the id ``after``."""
    rows = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.state == state, ImportRow.id > after)
    return list(session.scalars(rows.order_by(ImportRow.id).limit(limit)))


def mark_for_release(session: Session, import_id: int, press: int) -> None:
    """Note that every lead of an import that waits at the gate, and is no duplicate, is to be released now."""
    waiting = (RowState.HELD, RowState.INCOMPLETE, RowState.COMPLETE)
    rows = update(ImportRow).where(ImportRow.import_id == import_id, ImportRow.state.in_(waiting))
    session.execute(rows.values(state=RowState.RELEASING, press=press, problems=[]))


def mark_to_be_taken_back(session: Session, import_id: int, press: int) -> None:
    """Note that what one release of an import has put on offer is to be taken back."""
    rows = update(ImportRow).where(ImportRow.import_id == import_id, ImportRow.press == press)
    session.execute(rows.where(ImportRow.state == RowState.RELEASED).values(state=RowState.TAKING_BACK))


def count_of_press(session: Session, import_id: int, press: int, state: RowState) -> int:
    """Return how many rows that one release of an import was about are in a state."""
    rows = select(func.count()).where(ImportRow.import_id == import_id, ImportRow.press == press)
    return session.scalar(rows.where(ImportRow.state == state)) or 0


def note_at_gate(session: Session, lead_id: int, is_complete: bool, is_decided: bool = False) -> None:
    """Note what the lead of a row waits for; is_decided: somebody has just kept it beside its twin."""
    was = WAITING_FOR_SOMEBODY if is_decided else WAITING_FOR_SOMEBODY[1:]
    rows = update(ImportRow).where(ImportRow.lead_id == lead_id, ImportRow.state.in_(was))
    session.execute(rows.values(state=RowState.COMPLETE if is_complete else RowState.INCOMPLETE, problems=[]))


def count_rows(session: Session, import_id: int) -> Counts:
    """Return how many rows are where."""
    rows = select(ImportRow.state, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.state)
    return Counts(**{str(state): int(count) for state, count in session.execute(rows)})


def leads_of_equal_rows(session: Session, vendor_id: int, digests: Sequence[str]) -> dict[str, int]:
    """Return the leads that equal rows of earlier lists have become, by digest: a list is corrected and sent again."""
    rows = select(ImportRow.digest, ImportRow.lead_id).join(ListImport, ListImport.id == ImportRow.import_id)
    rows = rows.where(ListImport.vendor_id == vendor_id, ImportRow.digest.in_(digests), ImportRow.lead_id.is_not(None))
    return {digest: lead_id for digest, lead_id in session.execute(rows) if lead_id is not None}


def was_imported_before(session: Session, lead_ids: Sequence[int], import_id: int) -> set[int]:
    """Return which of these leads came with an earlier import of the same file."""
    rows = select(ImportRow.lead_id).where(ImportRow.lead_id.in_(lead_ids), ImportRow.import_id != import_id)
    return {lead_id for lead_id in session.scalars(rows) if lead_id is not None}


def forget_old(session: Session, now: datetime) -> None:
    """Drop the rows of lists that were handed in long ago, and the bytes of those that nobody started."""
    old = select(ListImport.id).where(ListImport.handed_in_at < now - KEPT)
    session.execute(delete(ImportRow).where(ImportRow.import_id.in_(old)))
    session.execute(update(ImportFile).where(ImportFile.import_id.in_(old)).values(content=None))
