"""When Rolf in Munich, Rita in Hamburg and their colleagues abroad work."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.work_calendar import OFFICE_WEEK, WorkCalendar

pytestmark = pytest.mark.rule("4.4")

BERLIN = ZoneInfo("Europe/Berlin")
MUNICH = WorkCalendar.of_place("Europe/Berlin", "DE", "80331")
HAMBURG = WorkCalendar.of_place("Europe/Berlin", "DE", "20095")
FIVE_YEARS_S = 5 * 365 * 86_400
INSTANTS = st.integers(0, FIVE_YEARS_S).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(0, seconds))


def berlin(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=BERLIN)


def test_work_begins_at_nine_and_is_over_at_five() -> None:
    assert not MUNICH.is_working(berlin(2026, 3, 2, 8, 59, 59))
    assert MUNICH.is_working(berlin(2026, 3, 2, 9))
    assert MUNICH.is_working(berlin(2026, 3, 2, 16, 59, 59))
    assert not MUNICH.is_working(berlin(2026, 3, 2, 17))


def test_a_holiday_of_bavaria_is_a_working_day_in_hamburg() -> None:
    epiphany = date(2026, 1, 6)

    assert not MUNICH.is_working_day(epiphany)
    assert HAMBURG.is_working_day(epiphany)


@pytest.mark.parametrize(
    ("country", "postcode", "state"),
    [("DE", "01067", "SN"), ("DE", "D-80 331", "BY"), ("AT", "6020", "7"), ("CH", "8001", "ZH"), ("LI", "9490", None)],
)
def test_the_postcode_tells_the_state(country: str, postcode: str, state: str | None) -> None:
    assert WorkCalendar.of_place("Europe/Berlin", country, postcode).subdivision == state


@pytest.mark.parametrize("postcode", [None, "", "99999", "eighty"])
def test_without_a_known_postcode_only_the_countrys_holidays_count(postcode: str | None) -> None:
    calendar = WorkCalendar.of_place("Europe/Berlin", "DE", postcode)

    assert calendar.subdivision is None
    assert calendar.is_working_day(date(2026, 1, 6))
    assert not calendar.is_working_day(date(2026, 5, 1))


def test_the_feast_of_the_assumption_is_free_in_tyrol_and_not_in_zurich() -> None:
    assumption_day = date(2025, 8, 15)  # a Friday

    assert not WorkCalendar.of_place("Europe/Vienna", "AT", "6020").is_working_day(assumption_day)
    assert WorkCalendar.of_place("Europe/Zurich", "CH", "8001").is_working_day(assumption_day)


def test_a_country_without_a_known_list_of_holidays_has_its_week() -> None:
    calendar = WorkCalendar("Europe/Berlin", "XX")

    assert calendar.is_working_day(date(2026, 12, 25))


def test_eight_hours_from_friday_noon_end_on_monday_noon() -> None:
    friday_noon = berlin(2026, 3, 6, 12)

    assert MUNICH.plus_working_hours(friday_noon, 8) == berlin(2026, 3, 9, 12)


def test_eight_hours_that_fill_a_day_end_with_it_and_not_with_the_next_opening() -> None:
    assert MUNICH.plus_working_hours(berlin(2026, 3, 2, 9), 8) == berlin(2026, 3, 2, 17)
    assert MUNICH.plus_working_hours(berlin(2026, 3, 2, 3), 8) == berlin(2026, 3, 2, 17)
    assert MUNICH.plus_working_hours(berlin(2026, 3, 2, 9, 1), 8) == berlin(2026, 3, 3, 9, 1)


def test_seconds_are_rounded_up_to_the_minute_and_never_past_the_close() -> None:
    assert MUNICH.plus_working_hours(berlin(2026, 3, 2, 10, 0, 1), 1) == berlin(2026, 3, 2, 11, 1)
    assert MUNICH.plus_working_hours(berlin(2026, 3, 2, 15, 59, 59), 1) == berlin(2026, 3, 2, 17)


def test_easter_and_the_clock_change_are_skipped_over() -> None:
    maundy_thursday = berlin(2024, 3, 28, 16)  # Good Friday 29th, clocks change on the 31st, Easter Monday April 1st

    assert MUNICH.plus_working_hours(maundy_thursday, 2) == berlin(2024, 4, 2, 10)


def test_a_night_shift_in_spring_has_an_hour_less_and_in_autumn_one_more() -> None:
    night = WorkCalendar("Europe/Berlin", "XX", week=(((time(0), time(6)),),) * 7)

    assert night.working_time_between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == timedelta(hours=5)
    assert night.working_time_between(berlin(2026, 10, 25), berlin(2026, 10, 26)) == timedelta(hours=7)
    assert night.plus_working_hours(berlin(2026, 3, 29), 5) == berlin(2026, 3, 29, 6)


def test_a_window_that_the_clock_change_swallows_makes_no_working_time() -> None:
    gap = WorkCalendar("Europe/Berlin", "XX", week=(((time(2), time(3)),),) * 7)

    assert not gap.is_working_day(date(2026, 3, 29))
    assert gap.plus_working_hours(berlin(2026, 3, 28, 12), 1) == berlin(2026, 3, 30, 3)


def test_a_window_until_midnight_ends_with_the_day() -> None:
    evening = WorkCalendar("Europe/Berlin", "XX", week=(((time(20), time(0)),),) * 7)

    assert evening.is_working(berlin(2026, 3, 2, 23, 59))
    assert evening.plus_working_hours(berlin(2026, 3, 2, 20), 4) == berlin(2026, 3, 3, 0)


def test_a_lunch_break_is_no_working_time() -> None:
    week = (((time(8), time(12)), (time(13), time(17))),) * 5 + ((), ())
    with_lunch = WorkCalendar("Europe/Berlin", "DE", "BY", week)

    assert not with_lunch.is_working(berlin(2026, 3, 2, 12, 30))
    assert with_lunch.next_working(berlin(2026, 3, 2, 12, 30)) == berlin(2026, 3, 2, 13)
    assert with_lunch.plus_working_hours(berlin(2026, 3, 2, 11), 2) == berlin(2026, 3, 2, 14)
    assert with_lunch.working_time_between(berlin(2026, 3, 2, 11), berlin(2026, 3, 2, 14)) == timedelta(hours=2)


def test_working_days_end_at_closing_time_and_never_count_their_own_day() -> None:
    for hour in (3, 9, 16, 23):
        assert MUNICH.plus_working_days(berlin(2026, 3, 2, hour), 2) == berlin(2026, 3, 4, 17)
    assert MUNICH.plus_working_days(berlin(2026, 3, 7, 12), 1) == berlin(2026, 3, 9, 17)


def test_the_local_date_decides_also_where_utc_has_another() -> None:
    half_past_midnight = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # Monday in Munich already

    assert MUNICH.local_day(half_past_midnight) == date(2026, 3, 2)
    assert MUNICH.plus_working_days(half_past_midnight, 1) == berlin(2026, 3, 3, 17)


def test_the_working_day_before_skips_christmas_the_weekend_and_epiphany() -> None:
    assert MUNICH.working_day_before(date(2026, 12, 28)) == date(2026, 12, 24)
    assert MUNICH.working_day_before(date(2027, 1, 7)) == date(2027, 1, 5)


def test_naive_instants_and_useless_spans_are_refused() -> None:
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001  # the point of the test
    for refused in (
        lambda: MUNICH.is_working(naive),
        lambda: MUNICH.plus_working_hours(naive, 1),
        lambda: MUNICH.working_time_between(naive, berlin(2026, 3, 2)),
        lambda: MUNICH.working_time_between(berlin(2026, 3, 2), naive),
        lambda: MUNICH.plus_working_hours(berlin(2026, 3, 2), 0),
        lambda: MUNICH.plus_working_hours(berlin(2026, 3, 2), float("nan")),
        lambda: MUNICH.plus_working_days(berlin(2026, 3, 2), 0),
        lambda: WorkCalendar(week=((),) * 7),
        lambda: WorkCalendar(week=OFFICE_WEEK[:6]),
        lambda: WorkCalendar(week=(((time(17), time(9)),),) * 7),
    ):
        with pytest.raises(ValueError, match=r"."):
            refused()


@given(start=INSTANTS, minutes=st.integers(1, 6000))
def test_so_many_hours_later_exactly_so_many_hours_were_worked(start: datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)

    end = MUNICH.plus_working_hours(start, minutes / 60)

    assert MUNICH.working_time_between(start, end) == timedelta(minutes=minutes)


@given(start=INSTANTS, hours=st.floats(0.01, 100))
def test_a_deadline_is_a_whole_minute_of_working_time_in_utc(start: datetime, hours: float) -> None:
    end = MUNICH.plus_working_hours(start, hours)

    assert end.tzinfo is UTC
    assert (end.second, end.microsecond) == (0, 0)
    assert MUNICH.is_working(end - timedelta(microseconds=1))


@given(one=INSTANTS, other=INSTANTS, third=INSTANTS)
def test_working_time_adds_up(one: datetime, other: datetime, third: datetime) -> None:
    first, second, last = sorted((one, other, third))

    parts = MUNICH.working_time_between(first, second) + MUNICH.working_time_between(second, last)

    assert parts == MUNICH.working_time_between(first, last)
    assert MUNICH.working_time_between(last, first) == timedelta()
