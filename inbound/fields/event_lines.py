"""What customers did, as the vendor's systems and people write it: a list, or lines that begin with *Event*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from app.domain.csv_text import rows_of_csv
from inbound.fields.model import File
from inbound.fields.values import addresses_in, phones_in
from inbound.fields.workbooks import NoWorkbook, sheets_of

MOST_EVENTS = 5_000
LONGEST = 300
_HEAD = re.compile(r"^\W{0,4}(?:event|ereignis|aktivit[äa]t|activity|marketing)\s*:\s*(?P<rest>\S.*)$", re.IGNORECASE)
_SITE = re.compile(r"(?:https?://)?(?:www\.)?(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_POSTCODE = re.compile(r"(?:[A-Z]{1,3}-)?\d{4,5}\b(?:\s+\S.*)?")
_DAY = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4}))(?:[T ].*)?")
_COLUMNS = {
    "company": ("company", "firma", "kunde", "customer", "account", "unternehmen"),
    "website": ("domain", "website", "web", "webseite", "homepage"),
    "contact_email": ("email", "e-mail", "mail", "contact_email"),
    "contact_phone": ("phone", "telefon", "contact_phone"),
    "postcode": ("postcode", "plz", "zip"),
    "what": ("event", "ereignis", "what", "activity", "aktivität", "type", "typ"),
    "at": ("date", "datum", "when", "at", "zeit", "time", "happened_at"),
}


@dataclass(frozen=True, slots=True)
class EventRead:
    """One event: whose, by the names of rulebook 3.3; what; on which day, aware, None where none was written."""

    fields: dict[str, Any]
    what: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventsRead:
    """The events of a mail, and the numbers of the rows that name no customer or nothing that happened."""

    events: tuple[EventRead, ...]
    left_out: tuple[int, ...] = ()


def read_events(text: str, subject: str, files: tuple[File, ...]) -> EventsRead:
    """Return the events of a mail: of its lists, else of its lines and subject that begin with *Event*.

    Returns: only events with a customer and something that happened; rows of a list that lack either are named.
    Source: rulebook 7.5.
    """
    rows: list[tuple[int, EventRead | None]] = []
    for file in files:
        rows += _of_rows(_rows_of(file))
    if any(event is not None for _, event in rows):
        events = tuple(event for _, event in rows if event is not None)
        return EventsRead(events[:MOST_EVENTS], tuple(number for number, event in rows if event is None))
    lines = (*text.split("\n"), subject)
    return EventsRead(tuple(event for line in lines for event in _of_line(line.strip()))[:MOST_EVENTS])


def _rows_of(file: File) -> Iterator[list[str]]:
    """Yield the rows of a list, as CSV or of a workbook's first sheet; of any other file none."""
    name = (file.filename or "").casefold()
    if name.endswith((".csv", ".tsv")) or file.content_type.casefold() == "text/csv":
        yield from rows_of_csv(file.content)
    elif name.endswith((".xlsx", ".xlsm")):
        with suppress(NoWorkbook):
            for sheet in islice(sheets_of(file.content, MOST_EVENTS), 1):
                yield from sheet.rows


def _of_rows(rows: Iterable[list[str]]) -> Iterator[tuple[int, EventRead | None]]:
    """Yield each row below the heading with its number, and what it tells; nothing for one that tells nothing."""
    heading: dict[str, int] | None = None
    for number, row in enumerate(rows, start=1):
        cells = [cell[:LONGEST] for cell in row]
        if not any(cells):
            continue
        if heading is None:
            names = [cell.casefold() for cell in cells]
            heading = {key: names.index(name) for key, known in _COLUMNS.items() for name in known if name in names}
            continue
        of = {key: cells[place] for key, place in heading.items() if place < len(cells) and cells[place]}
        what, at = of.pop("what", ""), _day(of.pop("at", ""))
        yield number, EventRead(dict(of), what, at) if of and what else None


def _of_line(line: str) -> Iterator[EventRead]:
    found = _HEAD.match(line)
    parts = [part.strip(" .") for part in re.split(r"\s*[;,]\s+", found["rest"]) if part.strip(" .")] if found else []
    fields: dict[str, Any] = {}
    said: list[str] = []
    at = None
    for part in parts[:30]:
        if "@" in part and (addresses := list(addresses_in(part))):
            fields["contact_email"] = addresses[0]
        elif day := _day(part):
            at = day
        elif _SITE.fullmatch(part):
            fields["website"] = part
        elif _POSTCODE.fullmatch(part):
            fields["postcode"] = part.split()[0].rpartition("-")[2]
        elif phones := list(phones_in(part)):
            fields["contact_phone"] = phones[0]
        elif "company" not in fields:
            fields["company"] = part[:LONGEST]
        else:
            said.append(part)
    if fields and said:
        yield EventRead(fields, ", ".join(said)[:LONGEST], at)


def _day(text: str) -> datetime | None:
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = (int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    try:
        return datetime.combine(date(year, month, day), datetime.min.time(), UTC)
    except ValueError:
        return None
