"""Where a line of HTML may break: never inside a number such as L-2041, and inside a mail address at its signs."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
_FOUND = re.compile(rf"(?P<number>\b[LDR]-\d+\b)|{_ADDRESS.pattern}")
_SIGN = re.compile(r"@|(?=\.)")


def unbroken(words: object) -> object:
    """Return words for a letter in which each of these stays on one line, if it fits there; the filter of that name.

    Not by a no-break hyphen: whoever copies the number into an answer should get the one we read.
    """
    if not isinstance(words, str) or not _FOUND.search(words):
        return words
    return Markup(_FOUND.sub(_held, str(escape(words))))


def breaking_at_signs(words: object) -> object:
    """Return words for a page whose addresses, where a phone is too narrow, break behind the @ or before a dot."""
    if not isinstance(words, str) or not _ADDRESS.search(words):
        return words
    return Markup(_ADDRESS.sub(_with_breaks, str(escape(words))))


def _held(found: re.Match[str]) -> str:
    if found["number"]:
        return f'<span style="white-space:nowrap">{found[0]}</span>'
    return f'<span style="display:inline-block">{_with_breaks(found)}</span>'


def _with_breaks(found: re.Match[str]) -> str:
    return _SIGN.sub(r"\g<0><wbr>", found[0])
