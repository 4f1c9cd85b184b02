"""From an imported list to the letter that tells of it, and to the file of its refused rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from sqlalchemy.orm import Session

from app.domain import letters
from app.domain.csv_text import csv_of_rows
from app.domain.lead import Lead
from app.domain.letters import Action, AttachmentRef, ImportedFile, ImportedRow, RefusedRow
from app.domain.lifecycle import State
from app.mail.import_lines import refused_line
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.wording import title_of
from app.store.imports import LEADS, ImportFile, ImportRow, ListImport, RowState, count_rows, files_of, rows_of

SHOWN = 12
REFUSED_ROWS = "refused_rows"
MOST_FILES = 20


def report_letter(session: Session, done: ListImport) -> letters.Letter:
    """Return the mail that tells what became of a list. Source: rulebook 3.2."""
    files, counts = files_of(session, done.id), count_rows(session, done.id)
    names = {file.id: file.filename if len(files) > 1 else "" for file in files}
    refused = rows_of(session, done.id, RowState.REFUSED, SHOWN)
    context = letters.ImportReport(
        files=tuple(ImportedFile(file.filename, file.problem, tuple(file.unread)) for file in files),
        imported_count=counts.imported, incomplete_count=counts.incomplete, unreleased_count=counts.complete,
        on_offer_count=counts.released, duplicate_count=counts.duplicate,
        earlier_count=counts.earlier, refused_count=counts.refused,
        imported=imported_rows(session, done.id, SHOWN),
        refused=tuple(found for row in refused for found in refused_rows(row, names[row.file_id]))[:SHOWN],
        actions=(Action("imported", done.id, primary=True),) if counts.total else (),
    )  # fmt: skip
    attached = tuple(AttachmentRef(REFUSED_ROWS, file.id) for file in files[:MOST_FILES] if has_refused(session, file))
    return letters.Letter(done.person_id, context, None, done.vendor_id, attached, True, f"import:{done.id}")


def imported_rows(session: Session, import_id: int, most: int) -> tuple[ImportedRow, ...]:
    """Return rows that are leads now, those that need somebody first."""
    found: list[ImportedRow] = []
    for state in LEADS:
        for row in rows_of(session, import_id, state, most - len(found)):
            lead = session.get(Lead, row.lead_id)
            if lead is not None:
                found.append(imported_row(row, lead))
    return tuple(found)


def imported_row(row: ImportRow, lead: Lead) -> ImportedRow:
    """Return a row with what its lead waits for, as it is now."""
    missing = tuple(lead.missing(lead.vendor.rules.mandatory))
    why, wish = ("incomplete", "edit") if missing else ("unreleased", "release")
    if lead.state != State.RECEIVED:
        why, wish = "merged" if lead.state == State.MERGED else "on_offer", "open"
    elif row.state == RowState.DUPLICATE and not lead.known_twins:
        why, wish = "duplicate", "open"
    action = Action(wish, lead.id, argument={"item": lead.ref})
    has_gaps = wish == "edit"
    more = (Action("to_agency", lead.id, argument={"item": lead.ref}),) if has_gaps and lead.vendor.agencies else ()
    return ImportedRow(row.number, lead.ref, title_of(lead), why, missing if has_gaps else (), action, more)


def refused_rows(row: ImportRow, filename: str) -> Iterator[RefusedRow]:
    """Yield everything that is wrong in a row."""
    for problem in row.problems:
        yield RefusedRow(filename, row.number, problem["field"], problem["text"], problem["code"])


def has_refused(session: Session, file: ImportFile) -> bool:
    """Whether a file has rows that can be corrected."""
    return next(_refused_of(session, file), None) is not None


def refused_file(session: Session, file: ImportFile, words: Words) -> tuple[str, bytes]:
    """Return name and content of a file's refused rows as CSV, to be corrected and sent back.

    It has the columns of the list as they were called there; what is wrong stands in front, and is not read again.
    """
    labels = [str(column["label"]) for column in file.columns]
    heading = [words.gettext(N_("Row")), words.gettext(N_("Please correct")), *labels]
    rows = [
        [str(row.number), "; ".join(refused_line(found, words) for found in refused_rows(row, "")), *row.cells]
        for row in _refused_of(session, file)
    ]
    stem = PurePath(file.filename).stem[:60] or "list"
    refused = words.gettext(N_("refused"))
    return f"{stem}-{refused}.csv", csv_of_rows([heading, *rows])


def _refused_of(session: Session, file: ImportFile) -> Iterator[ImportRow]:
    after = 0
    while rows := rows_of(session, file.import_id, RowState.REFUSED, 500, after):
        yield from (row for row in rows if row.file_id == file.id and row.cells)
        after = rows[-1].id
