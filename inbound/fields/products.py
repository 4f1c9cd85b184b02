"""Which product of a vendor some words name: by itself, in the plural, with an article, or inside a compound."""

from __future__ import annotations

import re
from functools import lru_cache

from inbound.fields.labels import fold

_PLURAL = r"(?:e|en|er|n|s|es)?"
_LONG_NAME, _LONG_MODIFIER = 6, 6
# What stands before a name in a compound; any other beginning may be of another word: alarm, swarm, supervision.
_MODIFIERS = (
    "roboter|robot|robotik|industrie|cobot|greif|knick|gelenk|schwenk|leichtbau|leicht|schwerlast|teleskop|montage|mess|"
    "pruf|doppel|zweit|ersatz|mini|standard|spezial|labor|lager|pack|palettier|schweiss|schleif|saug|vakuum|farb|zeilen|"
    "stereo|tiefen|inspektions|uberwachungs"
)
# Behind these stands what comes along with a product, or what it is for.
_COMES_ALONG = re.compile(r"\b(?:mit|samt|inkl|inklusive|plus|with|including|incl|fur|fuer|for)\b")
_END_OF_SENTENCE = re.compile(r"[.!?;]\s|\n[ \t]*\n")
_LONGEST_LETTER = 4_000
_DENIED = re.compile(r"\b(?:kein|keine|keinen|ohne|statt|nicht|no|without|not|instead)\b")


def named_product(text: str, products: tuple[str, ...]) -> str | None:
    """Return the one product that a text names; empty where it names none.

    *Roboterarm mit Greifer* is an arm; *Arme und Kameras* are two products, and nobody can tell which was meant.

    Returns: None where it names several, or denies one, so that no likeness may decide.
    """
    folded = fold(text)
    head = _COMES_ALONG.split(folded, maxsplit=1)[0].strip()
    for words in dict.fromkeys((head, folded)):
        named = [product for product in products if _pattern(product).search(words)]
        # A longer name holds the shorter one: *Arm 7* is no *Arm*.
        whole = [one for one in named if not any(_holds(other, one) for other in named)]
        if whole:
            return whole[0] if len(whole) == 1 and not _DENIED.search(folded) else None
    return ""


def product_in_letter(text: str, products: tuple[str, ...]) -> tuple[str, str]:
    """Return the one product that a letter's sentences name, and the sentence; two empty words where it is not one.

    A sentence that names several or denies one says that it is not sure what was meant, and so is the whole letter.
    """
    named: dict[str, str] = {}
    for sentence in _END_OF_SENTENCE.split(text[:_LONGEST_LETTER]):
        product = named_product(sentence, products)
        if product is None:
            return "", ""
        if product:
            named.setdefault(product, " ".join(sentence.split()))
    return next(iter(named.items())) if len(named) == 1 else ("", "")


def _holds(longer: str, shorter: str) -> bool:
    return longer != shorter and f" {fold(shorter)} " in f" {fold(longer)} "


@lru_cache(maxsize=1_000)
def _pattern(product: str) -> re.Pattern[str]:
    """Return what finds a product's name in folded words: its last word may be a plural, its first compounded."""
    words = fold(product).split()
    if not words:
        return re.compile(r"(?!)")
    *first, last = (re.escape(word) for word in words)
    before = _before(words[0]) if words[0].isalpha() else ""
    plural = _PLURAL if words[-1].isalpha() else ""
    return re.compile(r"\b" + before + r"\s".join([*first, last + plural]) + r"\b")


def _before(word: str) -> str:
    if len(word) >= _LONG_NAME:
        return rf"(?:{_MODIFIERS}|[a-z]{{{_LONG_MODIFIER},}})?"
    return rf"(?:{_MODIFIERS})?"
