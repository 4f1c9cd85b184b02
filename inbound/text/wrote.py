"""Recognises wrote-lines ("On … X wrote:") in many languages and takes them apart."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbound.parse.addresses import normal
from inbound.text.lines import Line
from inbound.text.phrases import MIDDLE_VERBS, OPENERS, TRAILING_VERBS

_MAX_CHARS = 400
_MAX_LINES = 5
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]{1,100}@[^\s<>()\[\]\",;:@]{1,100}")
_TIME = re.compile(r"\d{1,2} ?[:.h時时시点點] ?\d{2}|\d{1,2} ?[AP]\.?M|[上下]午\d|오[전후] ?\d")
_DATE = re.compile(r"\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}\.? \w{2,9}|\d{1,2}月")
_STARTS_WITH_DATE = re.compile(r"(?:[^\W\d]{2,12}\.?,? ?)?\d{1,4}[./年-]|\d{1,2}\.? [^\W\d]{3,12}\.? \d{4}|[^\W\d]{2,12}\.?, \d{1,2}")
_ISO_GMT = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)[+-]\d\d:\d\d ")
_TRAILING = re.compile(r"(?:" + "|".join(sorted(map(re.escape, TRAILING_VERBS), key=len, reverse=True)) + r")[ \xa0]?[:：﹕.]?[ >-]{0,6}$")
_MIDDLE = re.compile(r"(?:^|[\s>)])(?:" + "|".join(sorted(map(re.escape, MIDDLE_VERBS), key=len, reverse=True)) + r")(?=[\s:\"„]|$)")
_OPENER = re.compile(r"(?:" + "|".join(sorted((o.capitalize() for o in OPENERS), key=len, reverse=True)) + r") (?=\S)")
_GLUED_OPENER = re.compile(
    r"(?:\s|-)(?:On|Am|Le|El|Il|Op|Em|Den|Dne|Dnia|W dniu|In data|At) (?=(?:\w{2,10}\.?,? )?(?:\w{3,10}\.? )?\d{1,4})")
_CJK_WROTE = re.compile(r"(?:写道|寫道|写到|のメッセージ|のメール|書きました|작성|님이|写)[ \xa0]?[:：]?$")
_NAME_END = re.compile(r"[,\s]+(?=\S)")


@dataclass(frozen=True, slots=True)
class WroteLine:
    """A wrote-line over the lines ``start`` up to, not including, ``end``; ``before`` is text glued in front of it."""

    start: int
    end: int
    text: str
    before: str = ""


def wrote_line(lines: Sequence[Line], end: int) -> WroteLine | None:
    """Return the wrote-line whose last line is ``end``, or None. It may begin up to four lines above."""
    last = lines[end].key.rstrip(" -_=*")
    if not last or not _may_end(last):
        return None
    depth = lines[end].depth
    joined = ""
    seen = 0
    for start in range(end, max(-1, end - 8), -1):
        line = lines[start]
        if not line.key:
            if seen and not joined.startswith(("<", "mailto:", "wrote", "schrieb", ">")):
                return None
            continue
        if line.depth != depth and not (start < end and depth and lines[end].key.endswith("wrote:")):
            return None
        joined = f"{line.key} {joined}".rstrip() if joined else last
        seen += 1
        if seen > _MAX_LINES or len(joined) > _MAX_CHARS:
            return None
        if is_wrote_line(joined.strip(" -_=*#")):
            return WroteLine(start, end + 1, joined.strip(" -_=*#"))
        if before := _before_glued(joined):
            return WroteLine(start, end + 1, joined[len(before) :].strip(" -"), before.rstrip(" -"))
    return None


def is_wrote_line(text: str) -> bool:
    """Say whether ``text``, one line, introduces a quote: a date or an address, and a verb of writing or a colon."""
    if len(text) > _MAX_CHARS or len(text) < 8:
        return False
    address = "@" in text and bool(_ADDRESS.search(text))
    dated = bool(_TIME.search(text) or _DATE.search(text))
    if not (address or dated):
        return False
    lowered = text.casefold()
    if _TRAILING.search(lowered):
        return _well_opened(text) or (address and dated) or (address and _name_first(text))
    if text[-1] in ":：":
        if _MIDDLE.search(lowered):
            return (dated and (address or _well_opened(text))) or (address and lowered.endswith(">:"))
        return address and bool(_STARTS_WITH_DATE.match(text)) and ("<" in text or "(" in text)
    return bool(_ISO_GMT.match(text)) and len(text) < 120


def _may_end(key: str) -> bool:
    return key[-1] in ":：>﹕" or bool(_TRAILING.search(key.casefold())) or bool(_ISO_GMT.match(key))


def _well_opened(text: str) -> bool:
    return bool((_OPENER.match(text) or _STARTS_WITH_DATE.match(text) or _CJK_WROTE.search(text))
                and (_TIME.search(text) or _DATE.search(text)))


def _name_first(text: str) -> bool:
    """Say whether nothing but a name stands before the address, so that a sentence with an address does not count."""
    at = text.find("@")
    name = text[: text.rfind(" ", 0, at) if " " in text[:at] else 0]
    return (len(name) < 60 and not any(mark in name for mark in ".!?:")) or text[:1] in "\"'<„"


def _before_glued(joined: str) -> str:
    """Return the words in front of a wrote-line that begins within the line, or an empty string."""
    if "@" not in joined and ":" not in joined:
        return ""
    for match in reversed(list(_GLUED_OPENER.finditer(joined))):
        if is_wrote_line(joined[match.start() :].strip(" -")):
            return joined[: match.start()]
    return ""


def sender_of(text: str) -> tuple[str, str, str]:
    """Return (name, address, date as written) of a wrote-line; what it does not say is empty."""
    found = _ADDRESS.search(text)
    address = normal(found[0]) if found else ""
    before = (text[: found.start()] if found else text).rstrip(" <([\"")
    after = text[found.end() :].lstrip(" >)]\"") if found else ""
    date = _date_in(before) or _date_in(after)
    return _name_in(before, date, _date_in(before) != ""), address, date


_QUOTED_NAME = re.compile("[\"„“«]([^\"”“»]{1,100})[\"”“»]?$")
_WORD_EDGE = re.compile(r"[\w.]+")
_EDGE_WORDS = frozenset({*(word for opener in OPENERS for word in opener.split()), *MIDDLE_VERBS, *TRAILING_VERBS, "um", "kl", "kl.", "klo",
                         "schrieb", "heeft", "skrev", "user", "utente", "the", "giorno", "at", "à", "alle", "ore", "om", "o", "u", "uhr"})


def _date_in(text: str) -> str:
    """Return the stretch of ``text`` from its first to its last piece of a date or time."""
    hits = [match for pattern in (_TIME, _DATE) for match in pattern.finditer(text)]
    if not hits:
        return ""
    return text[min(hit.start() for hit in hits) : max(hit.end() for hit in hits)].strip(" ,")


def _name_in(before: str, date: str, dated_before: bool) -> str:
    quoted = _QUOTED_NAME.search(before)
    if quoted:
        return quoted[1].strip()
    if dated_before:
        before = before[before.rfind(date) + len(date) :]
    words = before.strip(" ,;").split()
    while words and (words[0].strip(",:.").casefold() in _EDGE_WORDS or words[0].strip(",:.") == ""):
        words.pop(0)
    while words and (words[-1].strip(",:").casefold() in _EDGE_WORDS):
        words.pop()
    return " ".join(words).strip(" ,:;\"'")
