"""Days and times as people write them, counted from Tuesday, 3 March 2026."""

from __future__ import annotations

from datetime import date, time

import pytest

from inbound.wishes.dates import Reader
from inbound.wishes.feasts import easter
from inbound.wishes.sentences import joined

TODAY = date(2026, 3, 3)


def read(text: str, country: str = "DE", today: date = TODAY) -> list[tuple[date, date, time | None]]:
    return [(when.first, when.last, when.at) for when in joined(text, Reader(today, country)).whens.values()]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.12.", date(2026, 12, 12)),
        ("am 1.2. ", date(2026, 2, 1)),
        ("am 31.12.", date(2026, 12, 31)),
        ("24.3.26", date(2026, 3, 24)),
        ("2026-12-05", date(2026, 12, 5)),
        ("9. März", date(2026, 3, 9)),
        ("march 9th", date(2026, 3, 9)),
        ("12th of March 2027", date(2027, 3, 12)),
        ("heute", TODAY),
        ("übermorgen", date(2026, 3, 5)),
        ("tmrw", date(2026, 3, 4)),
        ("am Dienstag", date(2026, 3, 10)),
        ("kommenden Montag", date(2026, 3, 9)),
        ("Dienstag nächster Woche", date(2026, 3, 10)),
        ("next week tuesday", date(2026, 3, 10)),
        ("in zwei Wochen", date(2026, 3, 17)),
        ("in a couple of weeks", date(2026, 3, 17)),
        ("in einem Monat", date(2026, 4, 3)),
        ("in 3 werktagen", date(2026, 3, 6)),
        ("vor 3 Tagen", date(2026, 2, 28)),
        ("2 days ago", date(2026, 3, 1)),
        ("Ende Mai", date(2026, 5, 31)),
        ("end of the month", date(2026, 3, 31)),
        ("Mitte April", date(2026, 4, 15)),
        ("nach Ostern", date(2026, 4, 7)),
        ("before christmas", date(2026, 12, 23)),
        ("am 11.", date(2026, 3, 11)),
        ("am 1. geht", date(2026, 4, 1)),
        ("Mittwoch den 11. passt", date(2026, 3, 11)),
        ("on the 18th", date(2026, 3, 18)),
        ("5 more days", date(2026, 3, 8)),
        ("in a fortnight", date(2026, 3, 17)),
        ("thursday week", date(2026, 3, 12)),
        ("KW 12 Dienstag", date(2026, 3, 17)),
        ("Dienstag KW 12", date(2026, 3, 17)),
        ("eine Woche mehr", date(2026, 3, 10)),
        ("Tue 3/10", date(2026, 3, 10)),
        ("Sat 3/10", date(2026, 10, 3)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read(text) == [(day, day, None)]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("tomorrow half ten", time(10, 30)),
        ("tomorrow at half past two", time(14, 30)),
        ("tomorrow quarter to 3", time(14, 45)),
        ("morgen um zehn", time(10)),
        ("morgen dreiviertel 10", time(9, 45)),
        ("Mi 10.30 Besuch", time(10, 30)),
        ("12 march 1030", time(10, 30)),
    ],
)
def test_an_hour_is_read_as_it_is_spoken(text: str, at: time) -> None:
    assert [found[2] for found in read(text)] == [at]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("nächste Woche", date(2026, 3, 9), date(2026, 3, 13)),
        ("KW 50", date(2026, 12, 7), date(2026, 12, 11)),
        ("KW5", date(2027, 2, 1), date(2027, 2, 5)),
        ("im Juni", date(2026, 6, 1), date(2026, 6, 30)),
        ("in February", date(2027, 2, 1), date(2027, 2, 28)),
        ("Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2. Quartal", date(2026, 4, 1), date(2026, 6, 30)),
        ("nächstes Jahr", date(2027, 1, 1), date(2027, 12, 31)),
        ("bis 2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("nach dem Sommer", date(2026, 9, 1), date(2026, 11, 30)),
        ("Anfang Mai", date(2026, 5, 1), date(2026, 5, 10)),
    ],
)
def test_a_span_is_read(text: str, first: date, last: date) -> None:
    assert read(text) == [(first, last, None)]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("morgen 14 Uhr", time(14)),
        ("4.3. um 9.30", time(9, 30)),
        ("tomorrow at 3", time(15)),
        ("2pm tomorrow", time(14)),
        ("tomorrow, 9:05", time(9, 5)),
        ("morgen um halb drei", time(14, 30)),
        ("Mi 11h", time(11)),
    ],
)
def test_a_time_of_day_is_read_with_its_day(text: str, at: time) -> None:
    assert read(text) == [(date(2026, 3, 4), date(2026, 3, 4), at)]


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen",
        "I may",
        "so oder so",
        "30.2.",
        "30 February",
        "schönes Wochenende",
        "12.500",
        "L-2041",
        "3 t",
        "das ist gut",
        "we march on",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read(text) == []


def test_a_country_decides_what_stands_first() -> None:
    assert read("3/4", "GB")[0][0] == date(2026, 4, 3)
    assert read("3/4", "US")[0][0] == date(2026, 3, 4)
    assert read("12/25", "GB")[0][0] == date(2026, 12, 25)


def test_next_friday_has_two_meanings_until_the_week_is_nearly_over() -> None:
    (when,) = joined("next friday", Reader(TODAY, "GB")).whens.values()
    (on_friday,) = joined("next friday", Reader(date(2026, 3, 6), "GB")).whens.values()

    assert (when.first, when.other) == (date(2026, 3, 6), date(2026, 3, 13))
    assert (on_friday.first, on_friday.other) == (date(2026, 3, 13), None)


def test_around_new_year_the_next_day_is_meant() -> None:
    assert read("am 5.1.", today=date(2026, 12, 28)) == [(date(2027, 1, 5), date(2027, 1, 5), None)]
    assert read("am 29.12.", today=date(2027, 1, 4)) == [(date(2026, 12, 29), date(2026, 12, 29), None)]


@pytest.mark.parametrize(
    ("year", "day"), [(1999, (4, 4)), (2008, (3, 23)), (2011, (4, 24)), (2026, (4, 5)), (2038, (4, 25))]
)
def test_easter_falls_where_the_churches_have_it(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_a_day_that_may_be_meant_the_other_way_round_keeps_both_where_the_usual_one_is_months_away() -> None:
    """Seen failing: an American's *3/11* in a British house was a meeting in November."""
    (far,) = joined("3/11 1pm", Reader(TODAY, "GB")).whens.values()
    (near,) = joined("4/3 1pm", Reader(TODAY, "GB")).whens.values()

    assert (far.first, far.other) == (date(2026, 11, 3), date(2026, 3, 11))
    assert (near.first, near.other) == (date(2026, 3, 4), None)


def test_a_leads_number_after_a_full_stop_is_no_day_of_the_month_before_it() -> None:
    may = [(date(2026, 5, 1), date(2026, 5, 31), None)]

    assert read("will erst im Mai. 3: zurück") == may
    assert read("2. will erst im Mai 3. kein Interesse") == may
    assert read("2026 - meeting 11 March. 2027 - nothing new") == [(date(2026, 3, 11), date(2026, 3, 11), None)]
    assert read("will rise with March 3. of course") == [(date(2026, 3, 3), date(2026, 3, 3), None)]
    assert read("Mar. 3") == [(TODAY, TODAY, None)]


def test_a_friday_after_a_leads_number_is_no_sum() -> None:
    found = joined("2 Fr 13 Uhr Termin", Reader(TODAY, "DE"))

    assert not found.amounts
    assert [(when.first, when.at) for when in found.whens.values()] == [(date(2026, 3, 6), time(13))]
