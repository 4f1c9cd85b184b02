"""Days that no calendar has, values said of a whole list, and who asks for more time. Rulebook 2, 7.6."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inbound.understand.hints import asks_for_more_time, day_that_is_none, says_a_value_of_all
from inbound.wishes.model import Context, Reading

pytestmark = pytest.mark.rule("2")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Termin am 31.2.", "31.2."), ("Termin am 30. Februar um 10 Uhr", "30. Februar"),
        ("verschoben auf 31.4.", "31.4."), ("appointment on the 31st of April", "31st of April"),
        ("Termin am 29.2.2026", "29.2.2026"), ("Termin am 29.2.2028", ""), ("Termin am 29.2.", ""),
        ("Termin am 31.12.", ""), ("Angebot 31.4.000 €", ""), ("31.2k raus", ""), ("Termin 31 Mai", ""),
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_found_as_it_was_written(words: str, day: str) -> None:
    """Seen failing without it: *30. Februar um 10 Uhr* was an appointment on 30 March."""
    assert day_that_is_none(words, [Reading("feedback", 0.9, "appointment")]) == day
    assert day_that_is_none(words, [Reading("note", 0.9)]) == ""


@pytest.mark.rule("7.6")
@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("need four more weeks, they decide in June", True), ("brauche noch vier Wochen", True),
        ("Hallo, wir brauchen noch 4 Wochen", True), ("we would need another month", True),
        ("please give us more time", True), ("Brauchen noch etwas Zeit.", True),
        ("they need four more weeks", False), ("Der Kunde braucht noch vier Wochen", False),
        ("sie brauchen noch vier Wochen", False), ("need more information", False),
    ],
)  # fmt: skip
def test_who_asks_for_more_time_asks_in_their_own_name(words: str, asks: bool) -> None:
    assert asks_for_more_time(words) is asks


@pytest.mark.parametrize(("words", "is_said"), [("alle warm", True), ("all: hot!", True), ("alle weg", False)])
def test_a_value_for_all_is_told_from_a_wish_for_all(words: str, is_said: bool) -> None:
    now = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    gaps = {"L-1": ("temperature",), "L-2": ("temperature",)}

    assert says_a_value_of_all(words, Context(now, gaps=gaps)) is is_said
    assert not says_a_value_of_all(words, Context(now))
