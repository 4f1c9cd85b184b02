"""A reply's text -> tokens: words folded for the tables, numbers whole, marks one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

MOST_CHARACTERS = 4_000
"""A wish stands at the start; whoever writes more writes a letter, of which the first pages are read."""

MOST_TOKENS = 600

_ABBREVIATIONS = frozenset(
    "nr ca einschl inkl zzgl tel str evtl bzw max hr fr dr mr mrs ms approx st entsch nae naechst".split()
)
"""Words whose dot ends no sentence."""

Kind = Literal["word", "number", "mark", "date", "amount", "name"]

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:/'’\-]\d+)*)"
    r"|(?P<word>[eE]-[mM]ails?(?![^\W\d_])|[^\W\d_]+(?:['’`´][^\W\d_]+)*)"
    r"|(?P<mark>\n|[^\s\w])"
)
_FOLDS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": None, "'": None, "’": None, "`": None, "´": None}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text from ``start`` to ``end``; ``text`` is folded, as the word tables are."""

    text: str
    kind: Kind
    start: int
    end: int


def fold(word: str) -> str:
    """Return a word in small letters, umlauts as two letters, without other accents and apostrophes."""
    word = word.casefold().translate(_FOLDS)
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a reply in order, at most `MOST_TOKENS`; blanks are dropped, line ends are marks.

    ``text`` is in NFC; the positions are those in it.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text[:MOST_CHARACTERS]):
        kind: Kind = "number" if match["number"] else "word" if match["word"] else "mark"
        if (
            match[0] == "-"
            and text[match.start() - 1 : match.start()].isalpha()
            and text[match.end() : match.end() + 1].isalpha()
        ):
            continue  # Vor-Ort-Termin is three words
        if (
            match[0] == "."
            and tokens
            and tokens[-1].end == match.start()
            and _is_abbreviated(tokens[-1].text, text[match.end() : match.end() + 2])
        ):
            if tokens[-1].text == "no":
                tokens[-1] = replace(tokens[-1], text="nr")
            continue
        tokens.append(Token(fold(match[0]) if kind == "word" else match[0], kind, match.start(), match.end()))
        if len(tokens) == MOST_TOKENS:
            break
    return tokens


def _is_abbreviated(word: str, following: str) -> bool:
    """Say whether the dot after ``word`` belongs to it; *no.* is a number's only where a digit follows."""
    return word in _ABBREVIATIONS or word == "no" and following.strip()[:1].isdigit()


def text_at(tokens: Sequence[Token], at: int) -> str:
    """Return a token's text, empty before the first and after the last."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def skipped(tokens: Sequence[Token], at: int, texts: tuple[str, ...]) -> int:
    """Return the place of the first token from ``at`` on that is none of ``texts``."""
    while at < len(tokens) and tokens[at].text in texts:
        at += 1
    return at
