"""Labelled lines of a form's mail -> pairs of a field and its value, wherever the label stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbound.fields.labels import LONGEST_LABEL, field_of, fold, opens_customer_section, opens_foreign_section
from inbound.fields.places import place_in
from inbound.fields.speech import MACHINE_PHRASES, MACHINE_TEAMS

MOST_LINES = 3000

BESIDE, ABOVE = 0.95, 0.9
"""Confidence of a label beside and above its value."""

_DECORATION = " \t*_>•·|#–—►▪-"
_NUMBERING = re.compile(r"\A\d{1,2}[.)] {1,2}")
_RULE = re.compile(r"(?:[-_=*~]{3,200}|--)\Z")
_GAP = re.compile(r"\t+| {2,}|[ \t]{0,20}\|[ \t]{0,20}")
_INNER_LABEL = re.compile(r"(?:\A|[,;|/ ]\s?)([^\W\d_][\w.\-]{0,25}(?: [\w.\-]{1,20})?)\s?[:：]\s")
_SOFT = frozenset(
    {
        "product",
        "time_frame",
        "expected_volume",
        "source",
        "campaign",
        "language",
        "remarks",
        "ignored",
        "title",
        "sector",
        "company_size",
        "temperature",
    }
)
"""Fields whose labels also stand in front of lines of a message."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label's field (a key of `LABEL_WORDS`), the value beside or below it, its line, and how sure the pairing is."""

    key: str
    value: str
    line: str
    confidence: float


def without_footer(lines: list[str]) -> list[str]:
    """Return the lines up to what a form or portal wrote under the mail about itself."""
    for at, line in enumerate(lines):
        if len(line) > 12 and _is_machine(line) and at > 0:
            start = at
            while start and (not lines[start - 1].strip() or _RULE.match(lines[start - 1].strip())):
                start -= 1
            return lines[:start] if start else lines
    return lines


def _is_machine(line: str) -> bool:
    folded = fold(line[:300])
    return folded.startswith(MACHINE_TEAMS) or any(phrase in folded for phrase in MACHINE_PHRASES)


def pairs_in(lines: list[str]) -> list[Pair]:
    """Return the labelled values of a text, in order, without those of parts about the seller or the portal."""
    return _Reader([line.rstrip("\r") for line in lines[:MOST_LINES]]).read()


class _Reader:
    """One walk over the lines: ``at`` is the next to read, ``foreign`` while a part is not about the customer."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.labels = [_label_and_value(line) for line in lines]
        self.pairs: list[Pair] = []
        self.at = 0
        self.foreign = ""

    def read(self) -> list[Pair]:
        while self.at < len(self.lines):
            line = self.lines[self.at].strip(_DECORATION)
            label = self.labels[self.at]
            self.at += 1
            if not self.foreign and self._take_cells(line):
                continue
            if self._turns_section(line) or label is None:
                continue
            key, value = label
            if self.foreign:
                continue
            if key == "need":
                self._take_message(line, value)
            elif value:
                self._take(key, value, line, BESIDE)
            else:
                self._take_below(key, line)
        return self.pairs

    def _take_cells(self, line: str) -> bool:
        """Take a row of a table that pairs labels with values, or the one row below a row of nothing but labels."""
        cells = _cells(line)
        if len(cells) < 3:
            return False
        labels = [field_of(cell.rstrip(":：= *")) for cell in cells]
        if len(cells) % 2 == 0 and all(labels[::2]) and not any(labels[1::2]):
            self._pair_up(labels[::2], cells[1::2], line)
        elif all(labels) and (rows := self._rows_below(len(cells))):
            if len(rows) == 1:  # further rows are further leads, and none of them is the one
                self._pair_up(labels, rows[0], line)
        else:
            return False
        return True

    def _pair_up(self, keys: list[str | None], values: list[str], line: str) -> None:
        self.pairs += [Pair(key, value, line, BESIDE) for key, value in zip(keys, values, strict=True) if key]

    def _rows_below(self, width: int) -> list[list[str]]:
        """Go over the rows of so many cells right below and return them; a table's rules are none."""
        rows: list[list[str]] = []
        at = self.at
        while at < len(self.lines):
            cells = _cells(self.lines[at].strip(_DECORATION))
            if self.lines[at].strip(" |-=+:\t"):
                if len(cells) != width:
                    break
                rows.append(cells)
                self.at = at + 1
            at += 1
        return rows

    def _turns_section(self, line: str) -> bool:
        if not line:
            self.foreign = "" if self.foreign == "line" else self.foreign
            return False
        head, _, tail = line.partition(":")
        if opens_customer_section(head) and not tail.strip():
            self.foreign = ""
            return field_of(head) is None
        if opens_foreign_section(head):
            self.foreign = "line" if tail.strip() else "part"
            return True
        return False

    def _take(self, key: str, value: str, line: str, confidence: float) -> None:
        """Keep a value, with further labels that stand in the same line (``PLZ: 80331 Ort: München``)."""
        inner = [match for match in _INNER_LABEL.finditer(value) if field_of(match[1])] if ":" in value else []
        first = value[: inner[0].start()] if inner else value
        self.pairs.append(Pair(key, first.strip(" ,;|"), line, confidence))
        for match, following in zip(inner, [*inner[1:], None], strict=False):
            field = field_of(match[1])
            text = value[match.end() : following.start() if following else None].strip(" ,;|")
            if field and text:
                self.pairs.append(Pair(field, text, line, confidence))
        if key in ("street", "address") and self.at < len(self.lines) and self.labels[self.at] is None:
            below = self.lines[self.at].strip()
            if place_in(below):
                self.pairs.append(Pair("place", below, below, confidence))

    def _take_below(self, key: str, line: str) -> None:
        """Take the next line that holds something as the value, unless it is itself a label."""
        for at in range(self.at, min(self.at + 3, len(self.lines))):
            below = self.lines[at].strip(_DECORATION)
            if not below:
                continue
            if self.labels[at] is None:
                self.at = at + 1
                self._take(key, below, f"{line} {below}", ABOVE if line.endswith(":") else ABOVE - 0.05)
            return

    def _take_message(self, line: str, value: str) -> None:
        """Take a message: all lines up to the next label of another kind, a rule, or the end."""
        start, end, soft, blank = self.at, len(self.lines), None, False
        for at in range(start, len(self.lines)):
            text = self.lines[at]
            blank = blank or (not text.strip() and at > start)
            if _RULE.match(text.strip()) or opens_foreign_section(text.strip(_DECORATION + ":")):
                end = at
                break
            if (label := self.labels[at]) is None:
                continue
            if label[0] in _SOFT and label[1] and not blank:
                soft = at if soft is None else soft
                continue
            end = at if soft is None else soft
            break
        body = "\n".join([value, *(text.rstrip() for text in self.lines[start:end])]).strip()
        if body:
            self.pairs.append(Pair("need", body, line or body.split("\n")[0], BESIDE))
        self.at = end if soft is None or end == soft else soft


def _cells(line: str) -> list[str]:
    """Return the cells of a table's row; an empty one ends the reading, as columns would shift."""
    mark = "\t" if "\t" in line else "|"
    cells = [cell.strip(" *_") for cell in line.strip("|").split(mark)] if mark in line else []
    return cells if all(cells) else []


def _label_and_value(line: str) -> tuple[str, str] | None:
    """Return (field, value) of a line that starts with a known label; the value is empty if it stands elsewhere."""
    text = _NUMBERING.sub("", line.strip(_DECORATION))
    if not text:
        return None
    for cut in _cuts(text):
        label, value = text[:cut].strip(_DECORATION + ":：="), text[cut:].strip(" \t:：=*_|")
        if label and (key := field_of(label)):
            return key, value
    if len(text) <= LONGEST_LABEL and (key := field_of(text.rstrip(":：= "))):
        return key, ""
    return None


def _cuts(text: str) -> list[int]:
    """Return where a label may end: the first colon, equals sign, tab, wide gap, or bar of the line."""
    head = text[: LONGEST_LABEL + 2]
    cuts = {at for at in (head.find(":"), head.find("："), head.find("=")) if at > 0}
    if gap := _GAP.search(head):
        cuts.add(gap.start())
    if (dash := head.find(" - ")) > 0:
        cuts.add(dash)
    return sorted(cuts - {0})
