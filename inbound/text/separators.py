"""Recognises the separator lines above quoted and forwarded mails."""

from __future__ import annotations

from typing import Literal

from inbound.text.phrases import FORWARDED, ORIGINAL
from inbound.text.tables import folded

Separator = Literal["forwarded", "original"]
_DASHES = "-_=*~#—–―─━ \t"
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
    for phrase in FORWARDED:
        if words.startswith(phrase) and phrase.endswith(
            (" by", " von", " durch", " par", " por", " da", " door", " av", " af", " przez")
        ):
            return "forwarded", ""
    return None
