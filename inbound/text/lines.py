"""The lines of a text with the depth of their quote."""

from __future__ import annotations

from dataclasses import dataclass

# zero-width marks and the soft hyphen go, the non-breaking spaces become spaces
_INVISIBLE: dict[int, int | None] = {
    **dict.fromkeys(
        (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
    ),
    0xA0: 0x20,
    0x202F: 0x20,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: as written, how deep it is quoted, its words without quote marks, and those ready for matching.

    ``key`` is ``content`` without invisible characters, decoration (``*``, ``|``) and space around; its case is kept.
    """

    raw: str
    depth: int
    content: str
    key: str


def lines_of(text: str) -> list[Line]:
    """Return the lines of ``text``; ``> > a``, ``>>a`` and `` > >a`` are all two deep."""
    return [_line(raw) for raw in text.split("\n")]


def _line(raw: str) -> Line:
    if ">" in raw[:3]:
        depth, rest = _unquoted(raw)
    else:
        depth, rest = 0, raw
    key = rest if rest.isascii() else rest.translate(_INVISIBLE)
    return Line(raw, depth, rest, key.strip(" \t*|"))


def _unquoted(raw: str) -> tuple[int, str]:
    depth, position, length = 0, 0, len(raw)
    while position < length:
        ahead = position
        while ahead < length and ahead - position < 3 and raw[ahead] in " \t":
            ahead += 1
        if ahead < length and raw[ahead] == ">":
            depth += 1
            position = ahead + 1
        else:
            break
    rest = raw[position:]
    return depth, rest[1:] if depth and rest.startswith(" ") else rest
