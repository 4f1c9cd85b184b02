"""CSV as people save it, in any encoding and with any separator, to rows and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

MOST_COLUMNS = 200
LONGEST_CELL = 1_000_000
SEPARATORS = ";,\t|"
_QUOTED = re.compile(r'"[^"]*"')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of_csv(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file; what stands in quotes may hold separators and line ends.

    Args: content: in UTF-8, UTF-16 or Windows-1252, with comma, semicolon, tab or bar between the cells.
    Returns: stripped cells. Formulas are text, and the mark that our own files put before them is taken off. An empty
        list stands for a row that cannot be read, so that rows count as in the file.
    """
    text = decoded(content)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # a spreadsheet's own note to itself
        yield []
        separator, text = first.strip()[4], rest
    else:
        separator = separator_of(text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            yield [_unguarded(cell.strip()) for cell in next(reader)[:MOST_COLUMNS]]
        except StopIteration:
            return
        except csv.Error:
            yield []


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def separator_of(text: str) -> str:
    """Return the mark between the cells: the one that its first five lines use most, the first line above all."""
    lines = [_QUOTED.sub("", line) for line in text.lstrip("\n\r").split("\n", 5)[:5]]
    return max(SEPARATORS, key=lambda mark: lines[0].count(mark) * 1_000 + sum(line.count(mark) for line in lines))


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


def csv_of_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a file that every spreadsheet opens, and in which nothing is a formula.

    Source: traps, "spreadsheets".
    """
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=";", lineterminator="\r\n")
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return sink.getvalue().encode("utf-8-sig")
