"""XLSX workbooks -> rows of text: dates and numbers as typed, merged cells filled, formulas never evaluated."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

from app.domain.csv_text import MOST_COLUMNS

MOST_UNPACKED = 300_000_000
"""Bytes an XLSX may unpack to; a zip bomb says more in its directory."""
MOST_MERGES = 20_000

_BROKEN = (zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, OSError, EOFError, AttributeError, TypeError,
           ValueError, RuntimeError)  # fmt: skip
"""What zipfile, the XML parsers (whose errors are SyntaxErrors) and openpyxl raise on files that are no workbooks."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb'<mergeCell [^>]{0,40}ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<f[ >/]")
_PIECE = 1 << 20

Merges = dict[tuple[int, int], int]


class NoWorkbook(Exception):
    """The file is no workbook that can be read; ``code`` says what it is instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet of a workbook; ``rows`` can be walked once."""

    name: str
    rows: Iterator[list[str]]


def sheets_of(content: bytes, most_rows: int) -> Iterator[Sheet]:
    """Yield the visible sheets of a workbook, each with at most ``most_rows`` rows.

    Raises: NoWorkbook: ``encrypted``, ``old_excel``, ``open_document``, or ``unreadable`` for everything else, such as
        what unpacks to more than `MOST_UNPACKED`.
    """
    from openpyxl import load_workbook

    if content[:8] == _COMPOUND:
        raise NoWorkbook("encrypted" if _ENCRYPTED in content else "old_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_workbook(archive)
            values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(content), read_only=True)
            for shown, written in zip(values.worksheets, formulas.worksheets, strict=True):
                if shown.sheet_state == "visible":
                    yield Sheet(str(shown.title), _rows(archive, shown, written, most_rows))
    except _BROKEN as broken:
        raise NoWorkbook("unreadable") from broken


def _require_workbook(archive: zipfile.ZipFile) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
        raise NoWorkbook("unreadable")
    if "mimetype" in archive.namelist():  # the mark of the OpenDocument formats
        raise NoWorkbook("open_document")


def _rows(archive: zipfile.ZipFile, shown: Any, written: Any, most_rows: int) -> Iterator[list[str]]:
    """Walk a sheet's values; beside them, only where it has formulas, the formulas as they are written."""
    shown.reset_dimensions()
    written.reset_dimensions()
    merges, has_formulas = _scanned(archive, shown)
    limits = {"max_row": most_rows, "max_col": MOST_COLUMNS, "values_only": True}
    try:
        formulas: Iterable[Any] = written.iter_rows(**limits) if has_formulas else repeat(None)
        filled = _Filled(merges)
        for number, (row, formula_row) in enumerate(zip(shown.iter_rows(**limits), formulas, strict=False), start=1):
            cells = [_cell(value) for value in row]
            if formula_row is not None:
                cells = [cell or _formula(written) for cell, written in zip(cells, formula_row, strict=False)]
            yield filled.row(number, cells)
    except _BROKEN as broken:
        raise NoWorkbook("unreadable") from broken


def _scanned(archive: zipfile.ZipFile, sheet: Any) -> tuple[Merges, bool]:
    """Return which cells are merged with those below them, and whether the sheet has formulas.

    openpyxl's streaming reader knows of neither, and its other one holds fifty times the file in memory.
    """
    path = str(getattr(sheet, "_worksheet_path", ""))
    merges: Merges = {}
    has_formulas, tail = False, b""
    with archive.open(path) as markup:
        while piece := markup.read(_PIECE):
            window = tail + piece
            has_formulas = has_formulas or _FORMULA.search(window) is not None
            for first, top, _last, bottom in _MERGE.findall(window) if b"mergeCell" in window else ():
                if bottom > top and len(merges) < MOST_MERGES:
                    merges[int(top), _column(first)] = int(bottom)
            tail = piece[-100:]
    return merges, has_formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


class _Filled:
    """Gives every row of a merged cell its value: of "one company, three contacts" each row names the company."""

    def __init__(self, merges: Merges) -> None:
        self._merges = merges
        self._running: dict[int, tuple[int, str]] = {}

    def row(self, number: int, cells: list[str]) -> list[str]:
        if not self._merges:
            return cells
        for at, cell in enumerate(cells):
            until, value = self._running.get(at, (0, ""))
            if (number, at) in self._merges:
                self._running[at] = self._merges[number, at], cell
            elif not cell and number <= until:
                cells[at] = value
        return cells


def _formula(value: object) -> str:
    """Return a formula that was saved without its value as the text it is."""
    return str(value).strip() if isinstance(value, str) and value.startswith("=") else ""


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
