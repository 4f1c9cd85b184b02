"""Recognises the separator lines above quoted and forwarded mails."""

from __future__ import annotations

from typing import Literal

from inbound.text.phrases import FORWARDED, ORIGINAL
from inbound.text.tables import folded

Separator = Literal["forwarded", "original"]
_FRAMES = "-_=*~#—–―─━"
_DASHES = _FRAMES + " \t"
# "Forwarded by X on …", "Forwarded message from X": who did it goes on in the same line
_BY = ("by", "from", "von", "durch", "par", "de", "por", "da", "di", "door", "van", "av", "af", "przez", "od")
_FORWARDED_BY = tuple(
    f"{phrase} "
    for bare in FORWARDED
    for phrase in ((bare,) if bare.endswith(tuple(f" {by}" for by in _BY)) else [f"{bare} {by}" for by in _BY])
)
_LONGEST = max(map(len, FORWARDED | ORIGINAL)) + 60


def separator(key: str) -> tuple[Separator, str] | None:
    """Return what a separator line announces and the text behind it in the same line, or None.

    ``---------- Forwarded message ---------``, ``Begin forwarded message:``, ``--- Forwarded by Erika on 3.3.2026``.
    """
    if not key or (len(key) > _LONGEST and not key.startswith("-")):
        return None
    dashed = key[0] in _DASHES
    bare = key.strip(_DASHES + ":：.")
    words = folded(bare)
    kind = _kind(words)
    if kind and (dashed or kind == "forwarded" or key[-1] in ":："):
        return kind, ""
    if not dashed or len(key) - len(key.lstrip(_DASHES)) < 3:
        return None
    return _with_more(bare)


def is_rule(key: str) -> bool:
    """Say whether a line is nothing but dashes, underscores or the like, at least five of them."""
    return len(key) >= 5 and not key.strip(_DASHES)


def is_divider(key: str) -> bool:
    """Say whether a line is framed by dashes on both sides, as a separator is in a language we do not know."""
    bare = key.strip(" :：")
    if not 8 <= len(bare) <= _LONGEST:
        return False
    return min(len(bare) - len(bare.lstrip(_FRAMES)), len(bare) - len(bare.rstrip(_FRAMES))) >= 3


def _kind(words: str) -> Separator | None:
    if words in FORWARDED:
        return "forwarded"
    return "original" if words in ORIGINAL else None


def _with_more(bare: str) -> tuple[Separator, str] | None:
    """Read a separator that goes on: Lotus names who forwarded, Yahoo glues the printed headers to it."""
    for cut in ("---", "—-", "***", "===", "___"):
        head, found, rest = bare.partition(cut)
        if found and (kind := _kind(folded(head.strip(_DASHES + ":：")))):
            return kind, rest.strip(_DASHES)
    words = folded(bare)
    return ("forwarded", "") if words.startswith(_FORWARDED_BY) else None
