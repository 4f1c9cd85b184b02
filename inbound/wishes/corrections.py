"""*Punkte Rolf IT +50: Messestand*: whose ledger a head of the vendor corrects, by how much, and why."""

from __future__ import annotations

import re

from inbound.wishes.details import STRONG
from inbound.wishes.model import Reading, Understanding
from inbound.wishes.tokens import MOST_CHARACTERS

_POINTS = r"(?:punkte?|points?)"
# A sign must stand there: a bare number may be anything, and what is taken away must be meant.
_NUMBER = r"(?P<sign>[+−–-]|plus\s|minus\s)\s?(?P<number>\d{1,3}(?:[.,' ]\d{3})+|\d{1,9})(?![\d.,]*\d)"
_WHO = r"(?P<who>[^:\n+−–]{2,80}?)"
_WHY = r"(?:\s*[:;,.]\s*(?P<why>.*))?"
_SHAPES = tuple(
    re.compile(rf"\s*{shape}{_WHY}\s*", re.IGNORECASE | re.DOTALL)
    for shape in (
        rf"{_POINTS}(?:\s+(?:für\s+|for\s+|of\s+)?{_WHO})?[\s:,]+{_NUMBER}(?:\s*{_POINTS})?",
        rf"{_NUMBER}\s*{_POINTS}(?:\s+(?:für|an|bei|for|to|of|from)\s+{_WHO})?",
        rf"{_WHO}[\s:,]+{_NUMBER}\s*{_POINTS}",
    )
)
_MINUS = ("-", "−", "–", "minus")


def correction_in(text: str) -> Understanding | None:
    """Return the correction of a ledger that a reply wishes; None where it is about something else.

    Without a name it is about the partner of the answered letter; without words behind the number the reason is asked
    for. Source: rulebook 6.6.
    """
    for shape in _SHAPES:
        if found := shape.fullmatch(text[:MOST_CHARACTERS].strip()):
            number = int(re.sub(r"\D", "", found["number"]))
            points = -number if found["sign"].strip().casefold() in _MINUS else number
            who, why = (found["who"] or "").strip(" ,"), (found["why"] or "").strip()
            return Understanding((Reading("correct_points", STRONG, target=who, points=points, words=why),), True)
    return None
