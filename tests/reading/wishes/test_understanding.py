"""What an understanding promises beyond single sentences: asking back, zones, codes, and no more than was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inbound.wishes import CLEAR_FROM, Context, understand

OFFER = Context(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), allowed=frozenset({"pick", "decline"}))
WORK = replace(OFFER, allowed=frozenset({"feedback", "give_back", "undo"}))
DIGEST = replace(WORK, items=("L-2041", "L-2042", "L-2043"))


def test_rolf_is_asked_with_one_button_per_reading_when_he_could_mean_two_things() -> None:
    found = understand("Termin nächsten Freitag", WORK)

    assert not found.clear
    assert [reading.when for reading in found.readings] == [date(2026, 3, 6), date(2026, 3, 13)]
    assert {reading.label for reading in found.readings} == {"feedback.appointment"}


def test_what_was_not_understood_is_kept_as_a_note_and_asked_with_what_the_letter_offered() -> None:
    found = understand("mal schauen", OFFER)

    assert (found.clear, found.note) == (False, "mal schauen")
    assert [reading.verb for reading in found.readings] == ["pick", "decline", "note"]


def test_a_clear_wish_says_which_words_led_to_it() -> None:
    (reading,) = understand("Hallo Vera, leider verloren, Preis. Gruß Rolf", WORK).readings

    assert (reading.words.casefold(), reading.label) == ("leider verloren", "feedback.lost.price")
    assert reading.confidence >= CLEAR_FROM


def test_a_misspelt_word_is_less_sure_than_a_right_one() -> None:
    (right,), (wrong,) = (understand(text, WORK).readings for text in ("kontaktiert", "kontaktirt"))

    assert right.status == wrong.status == "contacted"
    assert wrong.confidence < right.confidence


def test_a_day_is_counted_in_the_persons_zone_not_in_the_servers() -> None:
    """At 23:30 UTC on the 3rd it is the 4th in Berlin, where *morgen* is the 5th."""
    late = replace(WORK, sent_at=datetime(2026, 3, 3, 23, 30, tzinfo=UTC))

    (berlin,) = understand("Termin morgen 14 Uhr", late).readings
    (new_york,) = understand("meeting tomorrow 2pm", replace(late, zone="America/New_York", country="US")).readings

    assert str(berlin.when) == "2026-03-05 14:00:00+01:00"
    assert str(new_york.when) == "2026-03-04 14:00:00-05:00"


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        understand("nehme", replace(OFFER, sent_at=datetime(2026, 3, 3)))  # noqa: DTZ001 - the naive one is the point


def test_a_wish_the_letter_did_not_offer_is_asked_back() -> None:
    assert not understand("nehme", WORK).clear
    assert not understand("gewonnen 48k", OFFER).clear


@pytest.mark.parametrize("text", ["STOP", "Pause bis 3.4.", "täglich", "nur heiße"])
@pytest.mark.parametrize("letter", [OFFER, WORK, DIGEST])
def test_a_preference_can_be_said_in_answer_to_any_letter(text: str, letter: Context) -> None:
    found = understand(text, letter)

    assert found.clear
    assert [reading.item for reading in found.readings] == [None]


def test_a_wish_beside_a_question_acts_and_hands_the_question_on() -> None:
    found = understand("nehme. Wer ist der Ansprechpartner?", OFFER)

    assert ([reading.verb for reading in found.readings], found.clear, found.question) == (["pick"], True, True)
    assert found.note


def test_a_digest_of_one_needs_no_number() -> None:
    (reading,) = understand("gewonnen 8k", replace(DIGEST, items=("L-2041",))).readings

    assert (reading.item, reading.amount_cents) == ("L-2041", 800_000)


def test_without_a_number_a_digest_of_several_asks_which() -> None:
    found = understand("gewonnen 8k", DIGEST)

    assert not found.clear
    assert [reading.item for reading in found.readings] == ["L-2041", "L-2042", "L-2043"]


def test_one_vague_part_keeps_the_whole_answer_from_acting() -> None:
    found = understand("1 gewonnen 8k, 2 mal sehen", DIGEST)

    assert not found.clear
    assert any(reading.item == "L-2041" and reading.status == "won" for reading in found.readings)


def test_a_foreign_leads_code_never_acts() -> None:
    assert not understand("L-9999 gewonnen", DIGEST).clear


def test_gap_answers_come_with_the_wish_or_alone() -> None:
    gate = replace(OFFER, allowed=frozenset({"release", "discard", "edit"}), products=("Arm",))

    alone, released = understand("PLZ 80331, warm", gate), understand("PLZ 80331, warm, freigeben", gate)

    assert [reading.verb for reading in alone.readings] == ["edit"]
    assert [reading.verb for reading in released.readings] == ["release"]
    assert {name: reading.value for name, reading in released.fields.items()} == {
        "postcode": "80331",
        "temperature": "warm",
    }


def test_a_negation_no_phrase_explains_keeps_a_status_from_acting() -> None:
    assert not understand("Angebot raus aber gewonnen haben wir das noch lange nicht", WORK).clear or (
        understand("Angebot raus aber gewonnen haben wir das noch lange nicht", WORK).readings[0].status != "won"
    )


@pytest.mark.rule("2", "3.4")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3 PLZ 80331, freigeben", ["edit L-2043", "release L-2043"]),
        ("3 PLZ 80331 und freigeben", ["edit L-2043", "release L-2043"]),
        ("L-2043 80331. Bitte freigeben", ["edit L-2043", "release L-2043"]),
        ("3 postcode 80331, then release it", ["edit L-2043", "release L-2043"]),
        (
            "1 warm, freigeben, 3 PLZ 80331, freigeben",
            ["edit L-2041", "edit L-2043", "release L-2041", "release L-2043"],
        ),
        ("2 freigeben, 3 PLZ 80331", ["release L-2042", "edit L-2043"]),
        ("3 PLZ 80331, nicht freigeben", None),
        ("1 warm, 3 PLZ 80331, freigeben", None),
    ],
)
def test_a_row_is_completed_and_released_in_one_answer(words: str, expected: list[str] | None) -> None:
    """Where two rows get values and only the last one the release, it may be meant for both: asked back.

    Seen failing where a row was known by its number and not by its code: *L-2043 80331* was lost.
    """
    gaps = {"L-2041": ("temperature",), "L-2043": ("postcode",)}
    found = understand(words, replace(DIGEST, allowed=frozenset({"release", "edit", "release_list"}), gaps=gaps))

    assert found.clear is (expected is not None)
    if expected is not None:
        assert [f"{one.verb} {one.item}" for one in found.readings] == expected


@pytest.mark.parametrize("text", ["deciding by Fri 13th", "Er entscheidet bis 13.3."])
def test_when_a_quote_that_is_out_is_decided_is_kept_with_it(text: str) -> None:
    """Seen failing: it was kept as a note, so that the reminder came when it should not."""
    (reading,) = understand(text, replace(WORK, status="quoted")).readings

    assert (reading.status, reading.expected_close) == ("quoted", date(2026, 3, 13))


@pytest.mark.parametrize(
    "text", ["bin ab morgen bis einschl. 20.3. in Reha, bitte so lange nix schicken", "im away until 20 march"]
)
def test_a_pause_ends_where_its_until_says(text: str) -> None:
    found = understand(text, OFFER)

    assert [(one.verb, one.until) for one in found.readings] == [("pause", date(2026, 3, 20))]


def test_a_colleague_who_cannot_be_reached_is_no_news_of_the_customer() -> None:
    assert not understand("can't reach my own sales guy this week, he's got the file", WORK).clear
