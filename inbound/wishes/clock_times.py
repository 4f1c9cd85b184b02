"""Times of day in a reply: ``14 Uhr``, ``9.30``, ``um 3``, ``2pm``, ``halb drei``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from inbound.wishes.date_words import NUMBERS, UNITS
from inbound.wishes.tokens import Token

_O_CLOCK = frozenset("uhr h hrs oclock".split())
_SAID_BEFORE = frozenset("um at ab gegen around @".split())
_PARTS = {"half": 30, "quarter": 15, "viertel": 15, "dreiviertel": 45}
_TURNS = {"past": 1, "after": 1, "nach": 1, "to": -1, "before": -1, "vor": -1}
_ARTICLES = frozenset("a an ein eine einen einem einer".split())
_NOON = {"mittags": time(12), "noon": time(12), "midday": time(12)}


def time_at(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Return the time of day that starts at a token and how many tokens it took, or None.

    A bare number counts only after *um* or *at*; from one to six it is the afternoon, when people meet.
    """
    text = tokens[at].text
    if text in _NOON:
        return _NOON[text], 1
    if text == "halb" and at + 1 < len(tokens):
        return _half(tokens[at + 1].text)
    if spoken := _part_of_an_hour(tokens, at) or _spelt_hour(tokens, at):
        return spoken
    if tokens[at].kind != "number":
        return None
    hour, minute = _parted(text)
    if hour is None or hour > 24 or minute > 59:
        return None
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    after = tokens[at + 2].text if at + 2 < len(tokens) else ""
    if following in _O_CLOCK:
        if (
            after.isdigit()
            and len(after) == 2
            and int(after) < 60
            and minute == 0
            and tokens[at + 2].start - tokens[at + 1].end <= 1
        ):
            return _time(hour, int(after)), 3
        return _time(hour + 12 if 1 <= hour <= 5 and text.isdigit() else hour, minute), 2
    if following in ("am", "pm", "a.m", "p.m") or following in ("a", "p") and after == ".":
        if following == "am" and tokens[at + 1].start > tokens[at].end and after and not _ends(after):
            return (_time(hour, minute), 1) if ":" in text else None  # German: "10 am Freitag"
        return _time(hour % 12 + (12 if following[0] == "p" else 0), minute), 2
    if ":" in text:
        return _time(hour, minute), 1
    said = at > 0 and tokens[at - 1].text in _SAID_BEFORE
    if said and ("." in text or text.isdigit()):
        return _time(hour + 12 if 1 <= hour <= 6 else hour, minute), 1
    return None


def _part_of_an_hour(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Read ``half ten``, ``half past two``, ``quarter to 3``, ``viertel nach 9`` and ``dreiviertel 10``."""
    minutes = _PARTS.get(tokens[at].text)
    if minutes is None or at + 1 >= len(tokens):
        return None
    turn = _TURNS.get(tokens[at + 1].text)
    hour_at = at + 1 + (turn is not None)
    hour = _hour(tokens[hour_at].text) if hour_at < len(tokens) else None
    if hour is None or turn is None and tokens[at].text == "quarter":
        return None
    shift = minutes if tokens[at].text == "half" and turn is None else minutes * turn if turn else minutes - 60
    total = (hour + 12 if 1 <= hour <= 6 else hour) * 60 + shift
    return _time(total // 60, total % 60), hour_at + 1 - at


def _spelt_hour(tokens: Sequence[Token], at: int) -> tuple[time, int] | None:
    """Read ``zehn Uhr``, ``um zehn``, ``at ten`` and ``two oclock``."""
    hour = NUMBERS.get(tokens[at].text)
    if hour is None or tokens[at].text in _ARTICLES or not 1 <= hour <= 12:
        return None
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    before = tokens[at - 1].text if at else ""
    clock = following in _O_CLOCK
    if not clock and (before not in ("um", "at") or following in UNITS):
        return None
    return _time(hour + 12 if hour <= 6 else hour, 0), 1 + clock


def _hour(word: str) -> int | None:
    hour = NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) <= 2 else 0)
    return hour if 1 <= hour <= 12 else None


def _ends(text: str) -> bool:
    return not text[0].isalpha() or text in (
        "on",
        "with",
        "tomorrow",
        "today",
        "and",
        "in",
        "next",
        "for",
        "there",
        "at",
    )


def _parted(text: str) -> tuple[int | None, int]:
    """Return hour and minute of ``9``, ``9.30`` and ``9:30``; no hour if it cannot be a time."""
    for mark in ":.":
        if mark in text:
            hour, _, minute = text.partition(mark)
            return (
                (int(hour), int(minute))
                if hour.isdigit() and minute.isdigit() and len(minute) == 2 and len(hour) <= 2
                else (None, 0)
            )
    return (int(text), 0) if text.isdigit() and len(text) <= 2 else (None, 0)


def _half(word: str) -> tuple[time, int] | None:
    hour = _hour(word)
    if hour is None:
        return None
    hour -= 1
    return _time(hour + 12 if hour <= 6 else hour, 30), 2


def _time(hour: int, minute: int) -> time:
    return time(hour % 24, minute)
