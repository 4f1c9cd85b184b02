"""What a reply names beside its letter's own list is parted from it, each with its words. Rulebook 2."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from inbound.wishes.dates import Reader
from inbound.wishes.model import Context
from inbound.wishes.sentences import joined
from inbound.wishes.strays import strays_in

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.rule("2")
@pytest.mark.parametrize(
    ("words", "strays", "rest"),
    [
        ("D-3 genehmigt, R-2 ok", ["D-3 genehmigt", "R-2 ok"], ""),
        ("1 erweitern, D-3 genehmigt", ["D-3 genehmigt"], "1 erweitern"),
        ("D-3 and D-9 approved", ["D-3 approved", "D-9 approved"], ""),
        ("genehmigt: D-3 und D-9", ["D-3 genehmigt", "D-9 genehmigt"], ""),
        ("approve D-3 and D-9, reject R-2", ["D-3 approve", "D-9 approve", "R-2 reject"], ""),
        ("Freigabe für alle:\nD-3\nD-9", ["D-3 Freigabe für alle", "D-9 Freigabe für alle"], ""),
        ("D-3 genehmigen und R-2 auch", ["D-3 genehmigen", "R-2 genehmigen"], ""),
        ("D-3 abgelehnt, ist schon Kunde, R-2 ok", ["D-3 abgelehnt, ist schon Kunde", "R-2 ok"], ""),
        ("L-2041 zuteilen Rita", ["L-2041 zuteilen Rita"], ""),
        ("1 gewonnen 8k, 9 gewonnen", [" gewonnen"], "1 gewonnen 8k"),
        ("1 gewonnen, Nr. 7: verloren Preis", [" verloren Preis"], "1 gewonnen"),
        ("L-1 erweitern, 2 wie D-3", [], "L-1 erweitern, 2 wie D-3"),
        ("1 Termin am 3. Juni, 12. Juni fällt aus", [], "1 Termin am 3. Juni, 12. Juni fällt aus"),
        ("2 in 3 Wochen, 5 Techniker kommen", [], "2 in 3 Wochen, 5 Techniker kommen"),
    ],
)
def test_each_thing_has_its_own_words_and_the_list_keeps_the_rest(words: str, strays: list[str], rest: str) -> None:
    text = joined(words, Reader(MONDAY.date(), "DE"))

    found, left = strays_in(text, Context(MONDAY, items=("L-1", "L-2")))

    assert [f"{stray.code} {stray.said}" for stray in found] == strays
    assert left == rest
