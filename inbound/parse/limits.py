"""Refuses a mail by counting bytes, before any parser can be made slow or deep by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inbound.mail import Unreadable

MAX_BYTES = 25 * 1024 * 1024
MAX_LEVELS = 100
MAX_PARTS = 500
MAX_HEADERS = 1_000
MAX_HEADER_BYTES = 100 * 1024
# three times those of 25 MB in base64; the parser needs a microsecond and more for each
MAX_LINES = 1_000_000

_BOUNDARY = re.compile(rb'boundary[ \t]{0,20}=[ \t\r\n]{0,20}"?([^"\r\n;]{1,200})', re.IGNORECASE)
_NESTED = re.compile(rb"message/(?:rfc822|global)", re.IGNORECASE)
_BLANK = re.compile(rb"\r?\n\r?\n")
# any line end starts a line for the parser, so it does here too
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def check(raw: bytes) -> None:
    """Pass a mail that is within the limits.

    Raises: Unreadable: over 25 MB, 1,000,000 lines, 100 levels, 500 parts, 1,000 headers or 100 KiB of headers.
    """
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // (1024 * 1024)} MB")
    if len(raw) > MAX_LINES and _count_lines(raw) > MAX_LINES:
        raise Unreadable(f"more than {MAX_LINES:,} lines")
    _check_headers(raw, 0)
    starts = [match.end() for match in _NESTED.finditer(raw)]
    boundaries = {match[1].strip() for match in _BOUNDARY.finditer(raw)}
    delimiters = raw.count(b"\n--") + raw.count(b"\r--") if boundaries else 0
    if len(boundaries) + len(starts) > MAX_LEVELS or delimiters > MAX_PARTS:
        _check_closely(raw, boundaries)
        return
    for start in starts:  # the headers of an attached mail follow the blank line after its part's own
        blank = _BLANK.search(raw, start)
        if blank:
            _check_headers(raw, blank.end())
    position = raw.find(b"\n--") if boundaries else -1
    while position >= 0:
        _check_headers(raw, position + 1, only_after=boundaries)
        position = raw.find(b"\n--", position + 1)


def _check_headers(raw: bytes, start: int, only_after: set[bytes] | None = None) -> None:
    if only_after is not None:
        end_of_line = raw.find(b"\n", start)
        line = raw[start + 2 : end_of_line if 0 <= end_of_line < start + 210 else start + 210].strip()
        if line not in only_after:
            return
    blank = _BLANK.search(raw, start, start + MAX_HEADER_BYTES + 4)
    section = raw[start : blank.start()] if blank else raw[start : start + MAX_HEADER_BYTES + 1]
    if not blank and len(section) > MAX_HEADER_BYTES:
        if _looks_like_headers(section):
            raise Unreadable(f"more than {MAX_HEADER_BYTES // 1024} KiB of headers")
        return
    if _count_lines(section) > MAX_HEADERS:
        raise Unreadable(f"more than {MAX_HEADERS} headers")


def _count_lines(raw: bytes) -> int:
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")


def _looks_like_headers(section: bytes) -> bool:
    """Tell 100 KiB of headers from a body without a blank line: the parser ends the headers at the first odd line."""
    whole = section[: section.rfind(b"\n") + 1] or section
    for match in _LINE.finditer(whole):
        line = match[0].rstrip(b"\r\n")
        if line and not line.startswith((b" ", b"\t", b"--")) and b":" not in line[:998]:
            return False
    return True


def _check_closely(raw: bytes, boundaries: set[bytes]) -> None:
    """Count parts and levels line by line; only mails that look odd pay for this."""
    parts, levels = 0, 0
    open_boundaries: list[bytes] = []
    nested_mails = 0
    for line in _lines(raw):
        if line.startswith(b"--"):
            name = line[2:].strip()
            closing = name[:-2] if name.endswith(b"--") else name
            if name in boundaries:
                parts += 1
                if name in open_boundaries:
                    del open_boundaries[open_boundaries.index(name) + 1 :]
                else:
                    open_boundaries.append(name)
            elif closing in open_boundaries:
                del open_boundaries[open_boundaries.index(closing) :]
        elif line[:13].lower() == b"content-type:" and _NESTED.search(line):
            nested_mails += 1
        levels = max(levels, len(open_boundaries))
        if parts > MAX_PARTS:
            raise Unreadable(f"more than {MAX_PARTS} parts")
        if levels > MAX_LEVELS or nested_mails > MAX_LEVELS + parts:
            raise Unreadable(f"nested more than {MAX_LEVELS} levels deep")


def _lines(raw: bytes) -> Iterator[bytes]:
    for match in _LINE.finditer(raw):
        if match.end() > match.start():
            yield match[0].rstrip(b"\r\n")
