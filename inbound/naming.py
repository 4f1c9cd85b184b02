"""Whether a mail or a file names somebody: in its text, its headers, or in any file of it that can be read."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import phonenumbers

from app.domain.csv_text import decoded, rows_of_csv
from inbound.fields.structured import vcards_in
from inbound.fields.tables import MOST_ROWS
from inbound.fields.values import addresses_in
from inbound.fields.workbooks import MOST_UNPACKED, NoWorkbook, sheets_of
from inbound.mail import Attachment, Mail, Unreadable
from inbound.parse import parse
from inbound.parse.magic import sniff
from inbound.text.html import to_text

_OFFICE = "application/vnd.o"  # openxmlformats and oasis
_READABLE = ("text/", "message/", "application/xml", "application/json", "application/csv")
_TAG = re.compile(r"<[^>]{0,2000}>")
_END_OF_WORDS = re.compile(r"</(?:w:p|a:p|text:p|table:table-cell|si|t|v)>")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ ()/.\-\u2010-\u2013]{1,3}(?=\d)")
_FEWEST_DIGITS = 7


class Sought(Protocol):
    """What is looked for in every text of a mail or a file."""

    def stand_in(self, text: str) -> bool:
        """Whether it stands in a text, so that the rest need not be read."""


@dataclass(frozen=True, slots=True)
class Names:
    """By what somebody is known: ``words`` finds addresses and whole names, ``numbers`` are without their country."""

    words: re.Pattern[str] | None
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Return what finds these addresses, phone numbers and whole names, which may also stand last name first."""
        written: set[str] = set()
        numbers: set[str] = set()
        for name in filter(None, map(str.strip, names)):
            if name.startswith("+"):
                numbers |= {digits for digits in (_national(name),) if len(digits) >= _FEWEST_DIGITS}
                continue
            written.add(name)
            first, _, last = name.rpartition(" ")
            written |= {f"{last} {first}", f"{last}, {first}"} if first else set()
        found = "|".join(re.escape(_folded(one)) for one in sorted(written))
        return cls(re.compile(rf"(?<![\w.+-])(?:{found})(?!\w)") if found else None, tuple(sorted(numbers)))

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in a text."""
        folded = _folded(text)
        if self.words is not None and self.words.search(folded):
            return True
        digits = _BETWEEN_DIGITS.sub("", folded) if self.numbers else ""
        return any(number in digits for number in self.numbers)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _national(number: str) -> str:
    try:
        return str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return ""


def named_in_mail(raw: bytes, names: tuple[str, ...]) -> tuple[bool, int]:
    """Return whether a mail names somebody, and else how many of its files nobody here can read.

    Runs in the child process. Args: names: as of `Names.of`. Raises: Unreadable. Source: rulebook 9.5.
    """
    return _in_mail(parse(raw), Names.of(names))


def named_in_file(file: Attachment, names: tuple[str, ...]) -> bool | None:
    """Return whether a file names somebody; None: it cannot be read.

    Runs in the child process. Raises: Unreadable. Source: rulebook 9.5.
    """
    return _in_file(file, Names.of(names))


def addresses_in_mail(raw: bytes) -> frozenset[str]:
    """Return every address that stands in a mail or in a file of it, in small letters.

    Runs in the child process. Raises: Unreadable. Source: rulebook 9.5.
    """
    written = _Addresses()
    _in_mail(parse(raw), written)
    return frozenset(written.found)


def addresses_in_file(file: Attachment) -> frozenset[str]:
    """Return every address that stands in a file, in small letters.

    Runs in the child process. Raises: Unreadable. Source: rulebook 9.5.
    """
    written = _Addresses()
    _in_file(file, written)
    return frozenset(written.found)


class _Addresses:
    """Looks for nobody and gathers every address on the way."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def stand_in(self, text: str) -> bool:
        self.found |= set(addresses_in(text))
        return False


def _in_mail(mail: Mail, names: Sought) -> tuple[bool, int]:
    shown = to_text(mail.html)[0] if mail.html else ""
    if any(names.stand_in(text) for text in (*(value for _, value in mail.headers), mail.text, shown)):
        return True, 0
    unread = 0
    for embedded in mail.embedded:
        found, more = _in_mail(embedded, names)
        if found:
            return True, 0
        unread += more
    for file in mail.attachments:
        is_named = _in_file(file, names)
        if is_named:
            return True, 0
        unread += is_named is None and not file.inline
    return False, unread


def _in_file(file: Attachment, names: Sought) -> bool | None:
    kind = sniff(file.content, file.content_type, file.filename)
    if names.stand_in(file.filename):
        return True
    if kind == "message/rfc822":
        found, unread = _in_mail(parse(file.content), names)
        return found or (None if unread else False)
    if kind.startswith(_READABLE):
        return any(names.stand_in(text) for text in _texts(decoded(file.content), kind))
    if kind.startswith(_OFFICE):
        try:
            return any(names.stand_in(text) for text in _office_texts(file.content))
        except (zipfile.BadZipFile, zlib.error, NoWorkbook, OSError, RuntimeError, ValueError):
            return None
    spelled = (file.content.decode(codec, "ignore") for codec in ("utf-8", "utf-16-le"))
    return any(names.stand_in(text) for text in spelled) or None


def _texts(text: str, kind: str) -> Iterator[str]:
    yield text
    if kind == "text/html":
        yield to_text(text)[0]
    elif kind == "text/vcard":
        yield "\n".join(" ".join(pair.value for pair in card) for card in vcards_in(text))
    elif kind in ("text/csv", "text/tab-separated-values", "text/plain"):
        yield "\n".join(" ".join(row) for row in rows_of_csv(text.encode()))


def _office_texts(content: bytes) -> Iterator[str]:
    """Yield what an office file says: the rows of a workbook, and the words of every part of its markup."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [entry for entry in archive.infolist() if entry.filename.endswith(".xml")]
        if sum(entry.file_size for entry in parts) > MOST_UNPACKED:
            raise Unreadable("unpacks to too much")
        if any(entry.filename.startswith("xl/") for entry in parts):
            for sheet in sheets_of(content, MOST_ROWS):
                yield "\n".join(" ".join(row) for row in sheet.rows)
        for entry in parts:
            markup = archive.read(entry).decode("utf-8", "replace")
            yield html.unescape(_TAG.sub("", _END_OF_WORDS.sub(" ", markup)))
