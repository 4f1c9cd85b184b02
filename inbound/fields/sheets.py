"""CSV and XLSX lists: one lead per row, with what was wrong in it."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from inbound.fields.labels import field_of
from inbound.fields.lines import Pair
from inbound.fields.model import LeadRow, RowProblem
from inbound.fields.settle import settle
from inbound.fields.values import addresses_in

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_UNPACKED = 100_000_000
"""Bytes an XLSX may unpack to; a zip bomb says more in its directory."""

CELL = 0.95

_BROKEN = (zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, OSError, EOFError, AttributeError, TypeError,
           ValueError, RuntimeError)  # fmt: skip
"""What zipfile, the XML parsers (whose errors are SyntaxErrors) and openpyxl raise on files that are no workbooks."""


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV in UTF-8, UTF-16 or Windows-1252, with comma, semicolon, tab or bar between the cells."""
    text = decoded(content)
    head = "\n".join(text.split("\n", 5)[:5])
    delimiter = max(";,\t|", key=lambda mark: head.split("\n")[0].count(mark) * 1000 + head.count(mark))
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    while True:
        try:
            yield [cell.strip() for cell in next(reader)[:MOST_COLUMNS]]
        except StopIteration:
            return
        except csv.Error:
            yield []


def decoded(content: bytes) -> str:
    """Return text by its byte order mark, else UTF-8, else UTF-16 where half of it is zeros, else Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    head = content[:2000]
    if head.count(0) > len(head) // 4:
        return content.decode("utf-16-be" if head[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def rows_of_xlsx(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text; formulas by their last value.

    Raises: ValueError: no XLSX, broken, or unpacks to more than `MOST_UNPACKED`.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise ValueError("unpacks to too much")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
            yield [_cell(value) for value in row]
    except _BROKEN as broken:
        raise ValueError(f"cannot be read: {broken}") from broken


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def leads_of_rows(
    rows: Iterable[list[str]], *, country: str, products: tuple[str, ...], ours: frozenset[str]
) -> tuple[list[LeadRow], str | None]:
    """Return the leads of a sheet, and a problem code when the sheet as a whole cannot be taken.

    The first of the top ten rows with two known headings is the heading. A row's number counts as the sheet does.
    """
    heading: list[str | None] = []
    leads: list[LeadRow] = []
    for number, row in enumerate(rows, start=1):
        if not heading:
            keys = [field_of(cell) for cell in row]
            if sum(key is not None for key in keys) >= 2:
                heading = keys
            elif number > 10:
                return [], "no_heading"
            continue
        if len(leads) >= MOST_ROWS:
            return leads, "too_many_rows"
        if any(row):
            leads.append(_lead_of(number, heading, row, country, products, ours))
    return leads, None if heading else "no_heading"


def _lead_of(
    number: int,
    heading: list[str | None],
    row: list[str],
    country: str,
    products: tuple[str, ...],
    ours: frozenset[str],
) -> LeadRow:
    line = "; ".join(cell for cell in row if cell)[:500]
    pairs = [Pair(key, cell, line, CELL) for key, cell in zip(heading, row, strict=False) if key and cell]
    fields = settle(pairs, country=country, products=products, ours=ours)
    problems = []
    for pair in pairs:
        if pair.key == "contact_email" and "contact_email" not in fields and not list(addresses_in(pair.value)):
            problems.append(RowProblem("not_an_address", "contact_email", pair.value[:100]))
        elif pair.key in ("contact_phone", "mobile") and "contact_phone" not in fields:
            problems.append(RowProblem("not_a_phone_number", "contact_phone", pair.value[:100]))
    if not fields:
        problems.append(RowProblem("empty", "", line[:100]))
    elif not {"company", "contact_last_name", "contact_email", "contact_phone"} & set(fields):
        problems.append(RowProblem("nobody_named", "company", line[:100]))
    return LeadRow(number, fields, tuple(problems))
