"""What of the vendor's own words about a lead is meant for the partner who takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# The rest of a paragraph that begins so stays with the vendor.
_INTERNAL = re.compile(
    r"(?:(?<=[.!?;,)])\s+|^[ \t]*)\(?(?:nur |rein |strictly |for )?"
    r"(?:intern(?:e[rs]?)?(?: notiz| hinweis| anmerkung| bemerkung| info)?"
    r"|internal(?: note| notes| remark| use)?(?: only)?"
    r"|vertraulich|confidential|nicht weitergeben|do not (?:share|forward))\s?[:–-]",
    re.IGNORECASE | re.MULTILINE,
)
# From the line with which a mail ends on, name and signature.
_CLOSING = re.compile(
    r"^[ \t]*(?:(?:viele|beste|liebe|schöne|freundliche|mit freundlichen|kind|best|warm) )?"
    r"(?:grüße|grüßen|gruß|gruss|gruesse|regards|vg|lg|mfg|cheers)\b[^\n]{0,30}$.*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"(\n[ \t]*\n\s*)")
_SEPARATORS = re.compile(r"([.!?]+(?=\s|$)\s*|[,;]\s*|\s[-–—/|·]\s)")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = frozenset("und and ist is mit with".split())
# Said to us or to colleagues, never to a partner.
_TO_US = frozenset(
    "hallo hi hello hey moin servus liebe lieber liebes dear team zusammen all kollegen colleagues bitte please "
    "freigeben freigabe release rausgeben den the lead fyi zur info kenntnis danke thanks thank you vielen dank".split()
)


def for_partner(words: str, sources: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the vendor's note without greetings, what only set fields, and what is marked as internal.

    Args: sources: of the lead's fields, each with the ``line`` in which it was read, and those in which an earlier
        value ``was`` read; the fields are told anyway, and what does not hold any more is not told.
    Source: rulebook 3.1, 5.3.
    """
    read = sorted(_read_pieces(sources), key=len, reverse=True)
    lines = (_without_pieces(line, read) for line in _CLOSING.sub("", without_internal(words)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_internal(words: str) -> str:
    """Return words without each paragraph's part from *intern:* on."""
    return "".join(_until_internal(part) for part in _PARAGRAPH.split(words)).strip()


def is_internal(line: str) -> bool:
    """Whether a value was read from a line that is marked as internal."""
    return _INTERNAL.match(line) is not None


def _until_internal(paragraph: str) -> str:
    found = _INTERNAL.search(paragraph)
    return paragraph[: found.start()] if found else paragraph


def _read_pieces(sources: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    """Yield what was read for a field, whole and up to its first separator."""
    for source in sources.values():
        for said in (source.get("line"), *source.get("was", ())):
            if line := str(said or "").strip():
                yield line
                if first := _SEPARATORS.split(line)[0].strip():
                    yield first


def _without_pieces(line: str, read: list[str]) -> str:
    """Return a line without the parts between its separators that say nothing beside the fields."""
    parts = _SEPARATORS.split(line)
    kept = [
        part + after
        for part, after in zip(parts[::2], [*parts[1::2], ""], strict=True)
        if part.strip() and not _says_nothing_more(part, read)
    ]
    return re.sub(r"(?:[,;]|\s[-–—/|·])\s*\Z", "", "".join(kept).strip())


def _says_nothing_more(part: str, read: list[str]) -> bool:
    left, was_read = part, False
    for piece in read:
        left, count = re.subn(rf"(?<!\w){re.escape(piece)}(?!\w)", " ", left)
        was_read |= count > 0
    words = {word.casefold() for word in _WORD.findall(left)}
    if was_read:
        return words <= _BETWEEN | _TO_US
    return bool(words) and words <= _TO_US
