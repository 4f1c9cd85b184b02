"""From an imported list to the letter that tells of it, and to the file of its refused rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import letters
from app.domain.csv_text import csv_of_rows
from app.domain.lead import Lead
from app.domain.letters import Action, AttachmentRef, FactRow, ImportedFile, ImportedRow, RefusedRow
from app.domain.lifecycle import PUT_AWAY, State
from app.mail.import_lines import refused_line
from app.mail.vocabulary import N_, VALUES
from app.mail.words import Words
from app.service.gate import about_twins
from app.service.list_standing import standing_of
from app.service.protection import twins_of
from app.service.scene import Scene
from app.service.wording import title_of
from app.store.imports import (
    LEADS,
    WAITING_FOR_SOMEBODY,
    ImportFile,
    ImportRow,
    ListImport,
    RowState,
    count_of_press,
    count_rows,
    files_of,
    rows_of,
)

SHOWN = 12
REFUSED_ROWS = "refused_rows"
MOST_FILES = 20
_TOLD = (
    "incomplete", "unreleased", "on_offer", "earlier", "refused", "duplicate", "held", "later", "nobody", "taken",
    "agency", "away",
)  # fmt: skip
_LEFT_THE_GATE = {State.MERGED: "merged", State.QUALIFYING: "agency", State.ESCALATED: "nobody_picked"} | dict.fromkeys(
    PUT_AWAY, "put_away"
)


def report_letter(scene: Scene, done: ListImport, pressed: str = "") -> letters.Letter:
    """Return the mail that tells what became of a list, or of its release as a whole.

    Args: pressed: as in ``letters.ImportReport``.
    Source: rulebook 3.2.
    """
    session, files = scene.session, files_of(scene.session, done.id)
    names = {file.id: file.filename if len(files) > 1 else "" for file in files}
    refused = [] if pressed else rows_of(session, done.id, RowState.REFUSED, SHOWN)
    standing = standing_of(session, done.id, scene.now)
    count = _moved(session, done, pressed)
    context = letters.ImportReport(
        files=tuple(ImportedFile(file.filename, file.problem, tuple(file.unread)) for file in files),
        imported_count=count_rows(session, done.id).imported,
        **{f"{name}_count": standing.get(name, 0) for name in _TOLD},
        imported=imported_rows(scene, done.id, SHOWN, WAITING_FOR_SOMEBODY if pressed else LEADS),
        refused=tuple(found for row in refused for found in refused_rows(row, names[row.file_id]))[:SHOWN],
        actions=_actions(done, standing, pressed, count), pressed=pressed, done=count,
    )  # fmt: skip
    attached = () if pressed else tuple(file for file in files[:MOST_FILES] if has_refused(session, file))
    refs = tuple(AttachmentRef(REFUSED_ROWS, file.id) for file in attached)
    return letters.Letter(done.person_id, context, None, done.vendor_id, refs, True, f"import:{done.id}")


def begun_letter(scene: Scene, begun: ListImport) -> letters.Letter:
    """Return the mail that tells of a long list how many rows are on their way. Source: rulebook 3.2."""
    count = count_rows(scene.session, begun.id).total
    names = (FactRow("file", file.filename) for file in files_of(scene.session, begun.id)[:MOST_FILES])
    facts, look = (FactRow("rows", str(count)), *names), (Action("imported", begun.id, primary=True),)
    context = letters.Done("list_begun", facts=facts, actions=look)
    return letters.Letter(begun.person_id, context, None, begun.vendor_id, (), True, f"import:{begun.id}")


def _actions(done: ListImport, standing: Mapping[str, int], pressed: str, moved: int) -> tuple[Action, ...]:
    """Return what can be done with a list as a whole: released as long as something waits for it, and taken back."""
    wishes = [("release_list", "")] if can_be_released(standing) and pressed != "release_list" else []
    wishes += [("imported", "")] if standing else []
    wishes += [("undo_list", str(done.presses))] if pressed == "release_list" and moved else []
    return tuple(Action(wish, done.id, option, primary=not at) for at, (wish, option) in enumerate(wishes))


def _moved(session: Session, done: ListImport, pressed: str) -> int:
    """Return how many leads the latest wish for the whole list has put on offer, or taken back."""
    if pressed == "release_list":
        return count_of_press(session, done.id, done.presses, RowState.RELEASED)
    return count_of_press(session, done.id, done.undoing or 0, RowState.COMPLETE) if pressed else 0


def can_be_released(standing: Mapping[str, int]) -> int:
    """Return how many leads of a list wait for nothing but their release, or to try it once more."""
    return standing.get("unreleased", 0) + standing.get("held", 0)


def imported_rows(
    scene: Scene, import_id: int, most: int, states: Iterable[RowState] = LEADS
) -> tuple[ImportedRow, ...]:
    """Return rows that are leads now, those that need somebody first."""
    rows: list[ImportRow] = []
    for state in states:
        rows += rows_of(scene.session, import_id, state, most - len(rows))
    wanted = select(Lead).where(Lead.id.in_([row.lead_id for row in rows]))
    leads = {lead.id: lead for lead in scene.session.scalars(wanted)}
    return tuple(imported_row(scene, row, leads[row.lead_id]) for row in rows if row.lead_id in leads)


def imported_row(scene: Scene, row: ImportRow, lead: Lead) -> ImportedRow:
    """Return a row with what its lead waits for, as it is now, and what can be done about it."""
    missing = tuple(lead.missing(lead.vendor.rules.mandatory))
    is_twin = row.state == RowState.DUPLICATE and lead.state == State.RECEIVED
    actions = about_twins(lead, twins_of(scene, lead)) if is_twin else ()
    if actions:
        why = "duplicate"
    elif lead.state != State.RECEIVED:
        why, actions = _LEFT_THE_GATE.get(State(lead.state), "on_offer"), (Action("open", lead.id),)
    elif missing:
        wishes = ("edit", "to_agency") if lead.vendor.agencies else ("edit",)
        why, actions = "incomplete", tuple(Action(wish, lead.id) for wish in wishes)
    elif row.state == RowState.HELD:
        why, actions = _held_because(row), (Action("open", lead.id),)
    else:
        why, actions = "unreleased", (Action("release", lead.id),)
    first, *more = (replace(one, argument={**one.argument, "item": lead.ref}) for one in actions)
    return ImportedRow(
        row.number, lead.ref, title_of(lead), why, missing if why == "incomplete" else (), first, tuple(more)
    )


def _held_because(row: ImportRow) -> str:
    code = next((str(problem["code"]) for problem in row.problems), "")
    return code if code in VALUES["why"] else "held"


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
