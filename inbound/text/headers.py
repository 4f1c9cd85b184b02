"""Finds the headers that a mail program prints above a quoted or forwarded mail, in any order and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbound.text.labels import FIELDS_OF_LABEL, LABELS, LONGEST_LABEL, Field
from inbound.text.lines import Line
from inbound.text.tables import folded

_MAX_LINES = 60
_CORE: frozenset[Field] = frozenset({"from", "to", "date", "subject", "cc"})
_SPACES = re.compile(r"\s+")


def _glued_pattern() -> re.Pattern[str]:
    labels = {
        label for rows in LABELS.values() for labels in rows.values() for label in labels.split("|") if len(label) > 0
    }
    shown = {label[0].upper() + label[1:] for label in labels} | {label.upper() for label in labels if len(label) < 4}
    longest_first = sorted((re.escape(label) for label in shown), key=len, reverse=True)
    return re.compile("(" + "|".join(longest_first) + r")[ \xa0]?[:：]")


_GLUED = _glued_pattern()


# combining marks are part of a word in Thai and Hindi
_UNKNOWN_LABEL = re.compile(r"[^\W\d_][^\s:：]{1,20}[ \xa0]?[:：](?:\s|\*)")
_DAY = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Printed headers: the lines ``start`` up to, not including, ``end``, their quote depth, and what they say."""

    start: int
    end: int
    depth: int
    values: dict[Field, str]
    rest: str = ""


def label_of(key: str) -> tuple[frozenset[Field], str] | None:
    """Return the fields a line's label may mean and its value, or None when the line has no known label."""
    colon = key.find(":", 0, LONGEST_LABEL + 3)
    wide = key.find("：", 0, LONGEST_LABEL + 3)
    if wide >= 0 and (colon < 0 or wide < colon):
        colon = wide
    if colon <= 0:
        return None
    label = folded(key[:colon].strip(" *_\t"))
    if label.endswith(")"):  # Kopie (CC)
        label = label.partition("(")[0].rstrip()
    fields = FIELDS_OF_LABEL.get(label) or FIELDS_OF_LABEL.get(_SPACES.sub(" ", label))
    if not fields:
        return None
    return fields, key[colon + 1 :].strip(" \t*_")


def header_block(lines: Sequence[Line], start: int) -> HeaderBlock | None:
    """Return the printed headers that begin on line ``start``, or None.

    A block needs *from* and one more of to, date, subject and cc beside an address, or without any address *from*,
    *to*, *subject* and a date in figures.
    """
    first = label_of(lines[start].key)
    if first is None or first[0] == {"other"}:
        return None
    reader = _Reader(lines, start)
    reader.read()
    return reader.block()


class _Reader:
    """Reads header lines one after the other; which field an ambiguous label means follows from those already read."""

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        self.lines = lines
        self.start = start
        self.end = start
        self.depth = lines[start].depth
        self.values: dict[Field, str] = {}
        self.last: Field | None = None
        self.spaced = False

    def read(self) -> None:
        """Go on until a line does not belong any more."""
        position = self.start
        stop = min(len(self.lines), self.start + _MAX_LINES)
        while position < stop:
            line = self.lines[position]
            if not line.key:
                if not self._goes_on_after_blank(position):
                    return
                position += 1
                continue
            if line.depth != self.depth and not (line.depth > self.depth and line.key in ("wrote:",)):
                return
            if not (self._take(line) or self._continue(position)):
                return
            position += 1
            self.end = position

    def block(self) -> HeaderBlock | None:
        """Return what was read if it is enough to be a mail's headers."""
        core = _CORE & self.values.keys()
        values = self.values
        addressed = any("@" in values.get(name, "") for name in ("from", "to", "cc"))
        dated = sum(letter.isdigit() for letter in values.get("date", "")) >= 6
        if "from" not in core:
            enough = {"to", "date"} <= core and addressed and dated
        elif addressed:
            enough = len(core) >= 2
        else:  # a form asks "from" and "to" of a removal, too: without any address only all four will do
            enough = {"from", "date", "subject", "to"} <= core and dated
        return HeaderBlock(self.start, self.end, self.depth, self.values) if enough else None

    def _take(self, line: Line) -> bool:
        found = label_of(line.key)
        if found is None:
            return False
        fields, value = found
        name = self._meant(fields)
        if name is None:
            return False
        if name != "other":
            self.values[name] = value
        self.last = name
        return True

    def _meant(self, fields: frozenset[Field]) -> Field | None:
        if fields == {"other"}:
            return "other" if self.values else None
        if len(fields) > 1 and not self.values and "from" in fields:
            return "from"
        order: tuple[Field, ...] = ("from", "subject", "date", "to", "cc", "bcc", "reply_to")
        return next(
            (name for name in order if name in fields and name not in self.values),
            "other" if "other" in fields and self.values else None,
        )

    def _continue(self, position: int) -> bool:
        """Say whether a line without a label goes on with the value above: a folded list, a long subject."""
        if self.last is None or self.last == "other":
            return self.last == "other" and self._label_follows(position)
        line, value = self.lines[position], self.values[self.last]
        if value and _UNKNOWN_LABEL.match(line.key):
            if self._guess(position):
                return True
            if len(self.values) == 1:
                return False
        listing = self.last in ("from", "to", "cc", "bcc", "reply_to")
        folded = listing and (
            value.endswith((",", ";", "<")) or line.content.startswith(("\t", "  ")) or line.key.startswith("<")
        )
        if value and not folded and not self._label_follows(position):
            return False
        if not value and self._complete():
            return False
        if self.last != "subject":
            self.values[self.last] = f"{value} {line.key}".strip()
        elif not value:
            self.values["subject"] = line.key
        return True

    def _guess(self, position: int) -> bool:
        """Take a line with a label in a language we do not know for what its value can only be: when, or to whom."""
        key = self.lines[position].key
        value = key[min(at for at in (key.find(":"), key.find("：")) if at >= 0) + 1 :].strip(" \t*_")
        name: Field = "to" if "<" in value and "@" in value else "date"
        # a form may ask for name and address on its second line: there an address says nothing
        fits = len(self.values) > 1 if name == "to" else bool(_DAY.search(value) and _CLOCK.search(value))
        if (
            not fits
            or name in self.values
            or "@" not in self.values.get("from", "")
            or not self._label_follows(position)
        ):
            return False
        self.values[name], self.last = value, name
        return True

    def _label_follows(self, position: int) -> bool:
        """Say whether, at most two lines on, a header not read yet follows without a blank line between."""
        for line in self.lines[position + 1 : position + 3]:
            if not line.key or line.depth != self.depth:
                return False
            found = label_of(line.key)
            if found:
                name = self._meant(found[0])
                return name is not None and name != "other"
        return False

    def _goes_on_after_blank(self, position: int) -> bool:
        """Say whether a blank line stands inside the block, as where each header is a paragraph of its own."""
        if self._complete() and not self.spaced:
            return False
        ahead = position
        while ahead < len(self.lines) and ahead < position + 3 and not self.lines[ahead].key:
            ahead += 1
        if ahead >= len(self.lines) or self.lines[ahead].depth != self.depth:
            return False
        found = label_of(self.lines[ahead].key)
        name = self._meant(found[0]) if found else None
        goes_on = name is not None and name != "other" and not ("cc" in self.values and self._complete())
        self.spaced = self.spaced or goes_on
        return goes_on

    def _complete(self) -> bool:
        return {"from", "date", "subject"} <= self.values.keys() or {"from", "to", "subject"} <= self.values.keys()


def glued_block(lines: Sequence[Line], position: int, text: str) -> HeaderBlock | None:
    """Return the headers that stand in one line without line ends, as Yahoo's web mail writes them into plain text.

    Args: text: the part of line ``position`` after the separator.
    """
    if text.count(":") + text.count("：") < 3:
        return None
    pieces: list[tuple[Field, int, int]] = []
    taken: set[Field] = set()
    for match in _GLUED.finditer(text):
        name = _free_field(folded(match[1]), taken)
        if name is None or (not pieces and match.start() > 2):
            continue
        pieces.append((name, match.start(), match.end()))
        taken.add(name)
    if len(_CORE & taken) < 3 or "from" not in taken:
        return None
    ends = [start for _, start, _ in pieces[1:]] + [len(text)]
    values: dict[Field, str] = {
        name: text[begin:end].strip() for (name, _, begin), end in zip(pieces, ends, strict=True)
    }
    if "subject" not in values:
        _split_subject(values, pieces[-1][0])
    return HeaderBlock(position, position + 1, lines[position].depth, values)


def _free_field(label: str, taken: set[Field]) -> Field | None:
    fields = FIELDS_OF_LABEL.get(label, frozenset())
    order: tuple[Field, ...] = ("from", "to", "cc", "bcc", "date", "subject", "reply_to")
    return next((name for name in order if name in fields and name not in taken), None)


def _split_subject(values: dict[Field, str], last: Field) -> None:
    """Find the subject label that some translations print without its colon, glued to the date."""
    text = values[last]
    for rows in LABELS.values():
        for label in rows["subject"].split("|"):
            shown = label[0].upper() + label[1:] + " "
            at = text.find(shown)
            if len(label) > 3 and at > 0 and not text[at - 1].isspace():
                values[last], values["subject"] = text[:at].strip(), text[at + len(shown) :].strip()
                return
