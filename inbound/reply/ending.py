"""Finds where a person's words end and the signature, the mobile footer or the disclaimer begins."""

from __future__ import annotations

from collections.abc import Sequence

from inbound.reply.closings import BANNER_WORDS, BANNERS, CLOSINGS, DISCLAIMERS, EXCUSES, SENT_FROM, SENT_FROM_ENDS

_CLOSINGS = frozenset(CLOSINGS)
_LONGEST_FOOTER = 70
_FOOTER_WORDS = 8
_LONGEST_CLOSING = 48
_SIGNATURE_LINES = 14


def ending_of(lines: Sequence[str]) -> int:
    """Return the index of the first line that is not the person's words any more, or the number of lines."""
    below = _lines_below(lines)
    for position, line in enumerate(lines):
        bare = line.strip(" \t*_>\xa0")
        if not bare:
            if line.count("_") >= 20 and _footer_follows(lines, position):
                return position
            continue
        words = bare.casefold().replace("’", "'")
        short = below[position] <= _SIGNATURE_LINES
        if bare.startswith("--") and not bare.strip("-–— ") and _is_signature_mark(line, lines, position, short):
            return position
        if bare[0] in "—–_" and not bare.strip("—–_") and position and short:
            return position
        if position and _is_footer(words):
            return position
        if _is_disclaimer(words) or (short and _is_closing(words)):
            return position
    return len(lines)


def _lines_below(lines: Sequence[str]) -> list[int]:
    """Return for each line how many that are not blank stand below it."""
    below, count = [0] * len(lines), 0
    for position in range(len(lines) - 1, -1, -1):
        below[position] = count
        count += bool(lines[position].strip())
    return below


def without_banner(lines: list[str]) -> list[str]:
    """Return the lines without the notice a company's server puts above mail from outside."""
    for position, line in enumerate(lines[:8]):
        words = line.strip(" \t*[_>").casefold()
        if not words:
            continue
        banner = words.startswith(BANNERS) and len(words) > 12 and any(word in words for word in BANNER_WORDS)
        if not banner:
            return lines
        end = position + 1
        while end < len(lines) and end < position + 6 and lines[end].strip():
            end += 1
        return without_banner(lines[end:])
    return lines


def _is_footer(words: str) -> bool:
    """Say whether a line is a mobile footer, its link not counted."""
    words = words.partition("<http")[0].partition("(http")[0].strip(" .")
    if len(words) > _LONGEST_FOOTER:
        return False
    count = len(words.split())
    if count > _FOOTER_WORDS and not any(excuse in words for excuse in EXCUSES):
        return False  # "Sent from my desk, which is easier than on the train": a sentence
    return words.startswith(SENT_FROM) or words.endswith(SENT_FROM_ENDS) and count <= _FOOTER_WORDS


def _is_disclaimer(words: str) -> bool:
    return len(words) > 30 and words.startswith(DISCLAIMERS)


def _is_closing(words: str) -> bool:
    if len(words) > _LONGEST_CLOSING:
        return False
    words = words.rstrip(" ,.!;:-")
    if words in _CLOSINGS:
        return True
    head = words.partition(",")[0].strip()
    return head in _CLOSINGS and len(words.split()) <= 6


def _is_signature_mark(line: str, lines: Sequence[str], position: int, short: bool) -> bool:
    if line.strip() == "--":
        return short or line.endswith("-- ")
    return short and position > 0 and not _prose_follows(lines, position)


def _prose_follows(lines: Sequence[str], position: int) -> bool:
    return any(
        len(line.strip()) > 60 or line.rstrip().endswith((".", "?", "!")) and len(line) > 30
        for line in lines[position + 1 :]
    )


def _footer_follows(lines: Sequence[str], position: int) -> bool:
    """Say whether a long line of underscores stands above a mailing list's footer."""
    below = [line.casefold() for line in lines[position + 1 : position + 6]]
    return any("mailing list" in line or "http" in line or "@" in line or "listinfo" in line for line in below)
