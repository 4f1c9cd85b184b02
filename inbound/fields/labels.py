"""Label words -> the field they stand for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from inbound.fields.label_words import CONSENT_STEMS, CUSTOMER_SECTIONS, FOREIGN_SECTIONS, LABEL_FILLERS, LABEL_WORDS

LONGEST_LABEL = 80
"""Characters; what is longer is a sentence with a colon in it."""

_NOT_A_LETTER = re.compile(r"[^\w]+|_+")
_NOT_DECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d", "œ": "oe"})
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents and with single blanks for all that is no letter or digit."""
    text = text.casefold()
    if not text.isascii():
        text = text.translate(_NOT_DECOMPOSED)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_A_LETTER.sub(" ", text).strip()


def _words(table: str) -> list[str]:
    return [fold(word) for line in table.splitlines() for word in line.split("|") if word.strip()]


_FIELD_OF = {word: field for field, words in reversed(LABEL_WORDS.items()) for word in _words(words)}
_FOREIGN = frozenset(_words(FOREIGN_SECTIONS))
_CUSTOMERS = frozenset(_words(CUSTOMER_SECTIONS))
_FILLERS = frozenset(_words(LABEL_FILLERS))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_FIELD_OF |= {
    fold(word.strip().translate(_UMLAUTS)): field
    for field, words in LABEL_WORDS.items()
    for line in words.splitlines()
    for word in line.split("|")
    if set(word) & set("äöü")
}


@lru_cache(maxsize=4096)
def field_of(label: str) -> str | None:
    """Return the field a label stands for, one of `LABEL_WORDS`' keys, or None.

    Case, accents, punctuation and small words around do not count: ``Ihre E-Mail-Adresse (optional)`` is an e-mail.
    """
    if len(label) > LONGEST_LABEL:
        return None
    folded = fold(_HUMP.sub(" ", label))
    if not folded:
        return None
    if found := _FIELD_OF.get(folded) or _FIELD_OF.get(folded.replace(" ", "")):
        return found
    words = folded.split()
    if len(words) > 6 or len(words) > 2 and any(stem in folded for stem in CONSENT_STEMS):
        return "consent" if any(stem in folded for stem in CONSENT_STEMS) else None
    kept = [word for word in words if word not in _FILLERS]
    if kept and len(kept) < len(words):
        return _FIELD_OF.get(" ".join(kept))
    return _nearly(folded) if len(words) <= 2 and len(folded) >= 7 else None


def _nearly(folded: str) -> str | None:
    """Return the field of a label that is misspelt by one letter, if all labels that near mean the same."""
    from rapidfuzz.distance import OSA

    near = {
        field
        for word, field in _FIELD_OF.items()
        if abs(len(word) - len(folded)) <= 1
        and word[0] == folded[0]
        and OSA.distance(word, folded, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=4096)
def opens_foreign_section(heading: str) -> bool:
    """Say whether what follows this heading or element is about the seller or the portal."""
    return len(heading) <= LONGEST_LABEL and fold(_HUMP.sub(" ", heading)) in _FOREIGN


@lru_cache(maxsize=4096)
def opens_customer_section(heading: str) -> bool:
    """Say whether what follows this heading or element is about the customer."""
    return len(heading) <= LONGEST_LABEL and fold(_HUMP.sub(" ", heading)) in _CUSTOMERS
