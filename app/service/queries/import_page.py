"""What the pages of a list say: how it was understood, what would be refused, and what became of each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import NotPermitted, Unknown
from app.domain.gate import CONTACT_ROUTE
from app.domain.letters import ImportedRow, RefusedRow
from app.domain.people import Person, Vendor
from app.service.handlers.intake import submitting_role
from app.service.import_wording import imported_rows, refused_rows
from app.service.list_standing import standing_of
from app.service.outcome import Origin
from app.service.scene import Scene
from app.store.imports import (
    Counts,
    ImportFile,
    ImportRow,
    ImportState,
    ListImport,
    RowState,
    count_of_press,
    count_rows,
    files_of,
    rows_of,
)

HAND_IN_WISHES = frozenset({"import", "submit"})
IMPORT_WISHES = frozenset({"imported", "start_import", "release_list", "undo_list"})
MOST_ROWS = 500
_LOOKING = Origin("page", "look")


@dataclass(frozen=True)
class ReadFile:
    """One file of a list. columns: heading, field (empty where it is not used), and a value that stands below it."""

    filename: str
    problem: str
    unread: tuple[str, ...]
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ImportPage:
    """A list as it stands; at most so many rows of each kind as a page can show.

    standing: how many rows are where. missing: mandatory fields that not one of its first rows has. undoable: the
    latest release of the whole list, while some of it can be taken back.
    """

    import_id: int
    state: ImportState
    counts: Counts
    standing: dict[str, int]
    files: tuple[ReadFile, ...]
    imported: tuple[ImportedRow, ...]
    refused: tuple[RefusedRow, ...]
    missing: tuple[str, ...]
    undoable: int | None


def vendor_to_hand_in_to(session: Session, person: Person, vendor_id: int) -> Vendor:
    """Return the vendor of an *import* or *submit* link. Raises: Unknown: the person hands in nothing there."""
    vendor = session.get(Vendor, vendor_id)
    if vendor is None:
        raise Unknown()
    try:
        submitting_role(person, vendor)
    except NotPermitted as refused:
        raise Unknown() from refused
    return vendor


def vendor_of_import(session: Session, person: Person, import_id: int) -> Vendor:
    """Return whose list it is. Raises: Unknown: it is not this person's, or they no longer hand in leads there."""
    return vendor_to_hand_in_to(session, person, _own(session, person, import_id).vendor_id)


def import_page(session: Session, person: Person, import_id: int, now: datetime) -> ImportPage:
    """Return a list as its person may see it. Raises: Unknown: it is not theirs. Source: rulebook 3.2, 9.4."""
    found = _own(session, person, import_id)
    files = files_of(session, found.id)
    names = {file.id: file.filename if len(files) > 1 else "" for file in files}
    scene = Scene(session, now, _LOOKING)
    undoable = bool(count_of_press(session, found.id, found.presses, RowState.RELEASED))
    first = rows_of(session, found.id, RowState.WAITING, MOST_ROWS)
    refused = rows_of(session, found.id, RowState.REFUSED, MOST_ROWS)
    return ImportPage(
        found.id, ImportState(found.state), count_rows(session, found.id), standing_of(session, found.id, now),
        tuple(_read_file(file, [row for row in first if row.file_id == file.id]) for file in files),
        imported_rows(scene, found.id, MOST_ROWS),
        tuple(line for row in refused for line in refused_rows(row, names[row.file_id])),
        _missing_everywhere(session.get_one(Vendor, found.vendor_id), found, first),
        found.presses if undoable and found.state == ImportState.DONE else None,
    )  # fmt: skip


def _missing_everywhere(vendor: Vendor, found: ListImport, rows: list[ImportRow]) -> tuple[str, ...]:
    known = {name for row in rows for name in row.fields} | set(found.fields)
    known |= {"contact_route"} if known & set(CONTACT_ROUTE) else set()
    return tuple(name for name in vendor.rules.mandatory if name not in known) if rows else ()


def _own(session: Session, person: Person, import_id: int) -> ListImport:
    found = session.scalar(select(ListImport).where(ListImport.id == import_id, ListImport.person_id == person.id))
    if found is None:
        raise Unknown()
    return found


def _read_file(file: ImportFile, rows: list[ImportRow]) -> ReadFile:
    lines = [str(source["line"]) for row in rows[:20] for source in row.sources.values()]
    return ReadFile(
        file.filename, file.problem, tuple(file.unread),
        tuple(
            (str(one["label"]), str(one["key"] or "").replace("ignored", ""), _example(str(one["label"]), lines))
            for one in file.columns
            if one["label"]
        ),
    )  # fmt: skip


def _example(label: str, lines: list[str]) -> str:
    start = f"{label}: "
    return next((line.removeprefix(start)[:60] for line in lines if line.startswith(start)), "")
