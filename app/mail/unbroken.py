"""Numbers such as L-2041 in an HTML letter, held together: a browser would break the line at their hyphen."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_NUMBER = re.compile(r"\b[LDR]-\d+\b")


def unbroken(words: object) -> object:
    """Return words in which every such number stays on one line; the template filter of the same name.

    Not by a no-break hyphen: whoever copies the number into an answer should get the one we read.
    """
    if not isinstance(words, str) or "-" not in words or not _NUMBER.search(words):
        return words
    return Markup(_NUMBER.sub(r'<span style="white-space:nowrap">\g<0></span>', str(escape(words))))
