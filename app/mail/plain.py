"""The text twin's shapes: aligned tables, bars, underlined titles, lines of at most 72 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.mail.view import ActionView

WIDTH = 72
_BAR = 24
_LONGEST_LABEL, _LONGEST_ANSWER = 32, 38
_BROKEN_AT = 60  # a line shorter than that was ended by its writer
_BEGINS_ANEW = re.compile(r"\s|[-*•–>]|\d+[.)]")
_BLANKS = re.compile(r"[ \n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def columns(rows: Iterable[tuple[str, str]], more: Iterable[tuple[str, str]] = ()) -> str:
    """Return rows of label and value, the values aligned; rows without a value are left out."""
    filled = [(str(label), str(value)) for label, value in (*rows, *more) if value not in ("", None)]
    return _aligned([(f"{label}:", value) for label, value in filled], _LONGEST_LABEL)


def _aligned(pairs: list[tuple[str, str]], longest: int) -> str:
    """Return pairs in two columns; what is too long for the first has its second on the next line."""
    width = max((len(first) for first, _ in pairs if len(first) <= longest), default=0)
    return "\n".join(_hanging(first, second, width + 2) for first, second in pairs)


def _hanging(first: str, second: str, column: int) -> str:
    start = f"{first:<{column}}" if len(first) + 2 <= column else f"{first}\n{' ' * column}"
    if column + len(second) <= WIDTH and "\n" not in second:
        return start + second
    return start + ("\n" + " " * column).join(_folded(second, WIDTH - column))


def bar(percent: int) -> str:
    """Return a bar of ``#`` for a share of 100, at least one long above zero."""
    return "#" * (max(1, round(percent * _BAR / 100)) if percent > 0 else 0)


def chart(rows: Iterable[tuple[str, int, str]]) -> str:
    """Return one line per bar: label, bar, and the number beside it."""
    bars = [(label, bar(percent), value) for label, percent, value in rows]
    width = min(24, max((len(label) for label, _, _ in bars), default=0))
    return "\n".join(f"{label:<{width}}  {drawn:<{_BAR}}  {value}" for label, drawn, value in bars)


def word_list(actions: Iterable[ActionView]) -> str:
    """Return one line per action: the words to reply with, and what they do."""
    return _aligned([(action.word, action.label) for action in actions], _LONGEST_ANSWER)


def underline(title: str, stroke: str) -> str:
    """Return a title, wrapped, with a line of strokes under it."""
    lines = _folded(title, WIDTH)
    return "\n".join([*lines, stroke * max(map(len, lines), default=0)])


def indented(words: str) -> str:
    """Return somebody's words, set in by two blanks; never with quote signs, which mean a quoted mail."""
    return "\n".join(f"  {part}" for line in _rejoined(words) for part in _folded(line, WIDTH - 2))


def _rejoined(words: str) -> list[str]:
    """Return the lines as they were meant: what follows a line that a mail program broke belongs to it."""
    lines: list[str] = []
    before = ""
    for line in words.splitlines():
        if len(before) >= _BROKEN_AT and line.strip() and not _BEGINS_ANEW.match(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
        before = line
    return lines


def tidy(text: str) -> str:
    """Return the finished text: no trailing blanks, one empty line at a time, long lines wrapped, links whole."""
    lines = [_wrapped(line) if len(line) > WIDTH else line.rstrip() for line in text.strip().split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"


@lru_cache(maxsize=1024)
def _wrapped(line: str) -> str:
    """Return a long line in several; most are sentences that every mail of a kind has."""
    if "://" in line:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(indent + part for part in _folded(line, WIDTH - len(indent)))


def _folded(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width``; longer words stay whole, and no-break spaces hold."""
    lines: list[str] = []
    line = ""
    for word in _BLANKS.split(text.strip(" \n")):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
