"""Lists of leads, as CSV, XLSX or vCards -> one kind of table: columns as they are understood, and numbered rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.domain.csv_text import decoded, rows_of_csv
from inbound.fields.labels import field_of
from inbound.fields.lines import Pair
from inbound.fields.model import File
from inbound.fields.structured import vcards_in
from inbound.fields.workbooks import NoWorkbook, sheets_of

MOST_ROWS = 100_000
HEADING_WITHIN = 10
"""Rows from the top; lists have titles and dates above their heading."""

_TEXTS, _BOOKS, _CARDS = (".csv", ".tsv"), (".xlsx", ".xlsm"), (".vcf", ".vcard")
_FOREIGN_BOOKS = (".xls", ".xlsb", ".ods", ".numbers")
_CARD_TYPES = ("text/vcard", "text/x-vcard", "text/directory")
_WHO = frozenset({
    "company", "full_name", "full_name_last_first", "contact_last_name", "contact_email", "contact_phone", "mobile",
})  # fmt: skip
_NO_FIELD = frozenset({"ignored"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading as written, and the field it was understood as; None where it is not used."""

    label: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A list of leads. Rows are numbered as their file counts, and none of them is empty.

    problem: why the file as a whole cannot be taken, then there are no rows. unread: further sheets with leads.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    problem: str = ""
    unread: tuple[str, ...] = ()


def is_card(file: File) -> bool:
    """Say whether a file holds vCards."""
    return _ends(file, _CARDS) or file.content_type.casefold() in _CARD_TYPES


def cards_in(file: File) -> int:
    """Return how many cards a file of vCards holds."""
    return decoded(file.content).count("BEGIN:VCARD")


def is_list(file: File) -> bool:
    """Say whether a file wants to be a list, by its name and type; whether it can be read is another matter."""
    kind = file.content_type.casefold()
    return _ends(file, (*_TEXTS, *_BOOKS, *_FOREIGN_BOOKS)) or "spreadsheet" in kind or "ms-excel" in kind or kind in (
        "text/csv", "text/tab-separated-values",
    )  # fmt: skip


def lists_leads(file: File) -> bool:
    """Say whether a file is a list of leads by its heading: a customer's own list of parts has another."""
    if not is_list(file):
        return False
    try:
        if not _is_text(file):
            return any(
                _heading(islice(sheet.rows, HEADING_WITHIN)) for sheet in sheets_of(file.content, HEADING_WITHIN)
            )
        return _heading(islice(rows_of_csv(file.content), HEADING_WITHIN)) is not None
    except NoWorkbook:
        return False


def read_table(file: File) -> Table:
    """Return the table of a file; never raises on content. Source: rulebook 3.1."""
    if not file.content:
        return Table(problem="empty_file")
    if is_card(file):
        return _of_cards(vcards_in(decoded(file.content)))
    try:
        if not _is_text(file):
            return _of_workbook(file.content)
    except NoWorkbook as problem:
        return Table(problem=problem.code)
    table = _of_rows(rows_of_csv(file.content))
    # Many a program exports CSV under a workbook's name.
    return Table(problem="unreadable") if table.problem and _ends(file, (*_BOOKS, *_FOREIGN_BOOKS)) else table


def _ends(file: File, endings: tuple[str, ...]) -> bool:
    return (file.filename or "").casefold().endswith(endings)


def _is_text(file: File) -> bool:
    """Say whether a file is read as CSV: whatever does not begin as a workbook does."""
    return file.content[:4] not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def _of_workbook(content: bytes) -> Table:
    """Return the first sheet that has the heading of a list; what other sheets list is named, not mixed in."""
    found: Table | None = None
    unread = []
    for sheet in sheets_of(content, MOST_ROWS + HEADING_WITHIN + 2):
        if found is None:
            table = _of_rows(sheet.rows)
            found = table if table.problem not in ("no_heading", "empty_file") else None
        elif _heading(islice(sheet.rows, HEADING_WITHIN)):
            unread.append(sheet.name)
    if found is None:
        return Table(problem="no_heading")
    return Table(found.columns, found.rows, found.problem, tuple(unread))


def _of_rows(rows: Iterator[list[str]]) -> Table:
    top = list(islice(rows, HEADING_WITHIN))
    found = _heading(top)
    if found is None:
        return Table(problem="no_heading" if any(any(row) for row in top) else "empty_file")
    columns, below = found
    numbered = enumerate([*top[below:]], start=below + 1)
    taken = [(number, _cut(row, columns)) for number, row in numbered if any(row)]
    for number, row in enumerate(rows, start=len(top) + 1):
        if any(row):
            taken.append((number, _cut(row, columns)))
        if len(taken) > MOST_ROWS:
            return Table(columns, problem="too_many_rows")
    return Table(columns, tuple(taken), "" if taken else "empty_file")


def _cut(row: list[str], columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(row[: len(columns)])


def _heading(top: Iterable[list[str]]) -> tuple[tuple[Column, ...], int] | None:
    """Return the columns, and how many rows from the top they take; None where nothing looks like a heading.

    A heading names somebody and one thing more. Under a heading of groups ("Contact", over two columns) a second row
    may say what they are made of.
    """
    rows = list(top)
    for at, row in enumerate(rows):
        columns = [Column(label, field_of(label)) for label in row]
        if not _names_leads(columns):
            continue
        below = [Column(label, field_of(label)) for label in rows[at + 1]] if at + 1 < len(rows) else []
        if sum(column.key is not None for column in below) >= 2 and all(column.key for column in below if column.label):
            widest = max(len(columns), len(below))
            padded = [*columns, *[Column("", None)] * (widest - len(columns))]
            below += [Column("", None)] * (widest - len(below))
            return tuple(low if low.label else high for high, low in zip(padded, below, strict=True)), at + 2
        return tuple(columns), at + 1
    return None


def _names_leads(columns: list[Column]) -> bool:
    keys = {column.key for column in columns if column.key} - _NO_FIELD
    return len(keys) >= 2 and bool(keys & _WHO)


def _of_cards(cards: list[list[Pair]]) -> Table:
    """Return vCards as a table with a column for each kind of value, and as many of a kind as one card has."""
    if len(cards) > MOST_ROWS:
        return Table(problem="too_many_rows")
    if not any(cards):
        return Table(problem="unreadable" if cards else "empty_file")
    most: dict[str, int] = {}
    for card in cards:
        for key in {pair.key for pair in card}:
            most[key] = max(most.get(key, 0), sum(pair.key == key for pair in card))
    columns = tuple(Column(key, key) for key, count in most.items() for _ in range(count))
    rows = []
    for number, card in enumerate(cards, start=1):
        cells: list[str] = []
        for key, count in most.items():
            values = [pair.value for pair in card if pair.key == key]
            cells += [*values, *[""] * (count - len(values))]
        rows.append((number, tuple(cells)))
    return Table(columns, tuple(rows))
