"""The mark by which a mail of ours is known when a client quotes it back, in the markup and in the text twin."""

from __future__ import annotations

import re

# Contract for the renderer. Outlook rewrites ids and classes and drops hidden elements, yet keeps words, and many
# clients cannot carry anything but ASCII into an answer; so the mark is a few plain words:
# - text twin: the first line ends with a space and ``mark(reference)``, and the last line is ``mark()``;
# - HTML: the first visible line ends with ``mark(reference)`` (small, grey), in an element with ``HTML_MARK`` as its id
#   and its class; the footer holds ``mark()``.
HTML_MARK = "pickpost-mail"
TEXT_MARK = "[Pickpost]"

_MARK = re.compile(r"\[Pickpost(?: [\w./-]{1,40})?\]")


def mark(reference: str = "") -> str:
    """Return the mark of a mail about ``reference``: ``[Pickpost L-2041]``; without one ``[Pickpost]``."""
    return f"[Pickpost {reference}]" if reference else TEXT_MARK


def has_own_mark(line: str) -> bool:
    """Say whether a line of a mail was written by us, whatever quote signs and decoration stand around the mark."""
    return "[Pickpost" in line and _MARK.search(line) is not None


def is_only_mark(line: str) -> bool:
    """Say whether a line holds the mark alone, as after a client wrapped our first line."""
    return _MARK.fullmatch(line.strip(" >*|\t")) is not None
