"""Until when Rolf must answer, to the minute. Source: rulebook 4.4, 4.5, 5.4, 6.2, 6.3."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain import deadlines
from app.domain.programme import ProgrammeSettings
from app.domain.work_calendar import WorkCalendar

pytestmark = pytest.mark.rule("6.2")

SETTINGS = ProgrammeSettings()
ROLF = WorkCalendar.of_place("Europe/Berlin", "DE", "80331")
RITA = WorkCalendar.of_place("Europe/Berlin", "DE", "20095")


def march(day: int, hour: int = 10, minute: int = 0, month: int = 3, year: int = 2026) -> datetime:
    """An instant in Munich; March 2nd 2026 is a Monday."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(("temperature", "until"), [("hot", march(3)), ("warm", march(5)), ("cold", march(10))])
def test_an_offer_of_monday_ten_lapses_after_8_24_or_48_working_hours(temperature: str, until: datetime) -> None:
    within = SETTINGS.offer_window_hours[temperature]

    assert deadlines.answer_by(march(2), within, ROLF) == until


def test_on_epiphany_ritas_time_runs_and_rolfs_stands_still() -> None:
    monday = march(5, 16, month=1)

    assert deadlines.answer_by(monday, 2, RITA) == march(6, 10, month=1)
    assert deadlines.answer_by(monday, 2, ROLF) == march(7, 10, month=1)


def test_a_warm_offer_of_the_evening_goes_out_in_the_morning_and_a_hot_one_at_once() -> None:
    evening, morning = march(2, 20), march(3, 9)

    assert deadlines.sends_at("warm", evening, SETTINGS, ROLF) == morning
    assert deadlines.sends_at("hot", evening, SETTINGS, ROLF) == evening


def test_a_vendor_may_let_hot_offers_wait_for_the_morning_too() -> None:
    patient = ProgrammeSettings(hot_at_once=False)

    assert deadlines.sends_at("hot", march(2, 20), patient, ROLF) == march(3, 9)


def test_while_rolf_works_an_offer_goes_out_at_once() -> None:
    assert deadlines.sends_at("cold", march(2, 16, 59), SETTINGS, ROLF) == march(2, 16, 59)


def test_a_pick_can_be_undone_for_fifteen_minutes_of_any_clock() -> None:
    late = march(2, 23, 50)

    assert deadlines.undo_until(late, SETTINGS) - late == timedelta(minutes=15)


@pytest.mark.parametrize(("temperature", "day"), [("hot", 4), ("warm", 5), ("cold", 9)])
def test_the_first_feedback_is_due_after_2_3_or_5_working_days(temperature: str, day: int) -> None:
    assert deadlines.first_feedback_by(temperature, march(2), SETTINGS, ROLF) == march(day, 17)


def test_who_picks_on_friday_night_has_monday_and_tuesday() -> None:
    assert deadlines.first_feedback_by("hot", march(6, 23), SETTINGS, ROLF) == march(10, 17)


@pytest.mark.parametrize(("status", "due"), [("contacted", march(16, 17)), ("not_reached", march(4, 17))])
def test_without_a_date_the_next_feedback_counts_from_the_last(status: str, due: datetime) -> None:
    assert deadlines.next_feedback_by(status, march(2), SETTINGS, ROLF) == due


def test_after_an_appointment_rolf_has_two_working_days() -> None:
    assert deadlines.next_feedback_by("appointment", march(2), SETTINGS, ROLF, march(12, 14)) == march(16, 17)


def test_after_an_appointment_on_a_saturday_he_has_monday_and_tuesday() -> None:
    assert deadlines.next_feedback_by("appointment", march(2), SETTINGS, ROLF, date(2026, 3, 14)) == march(17, 17)


def test_a_quote_is_asked_about_on_its_expected_close_or_after_20_working_days() -> None:
    assert deadlines.next_feedback_by("quoted", march(2), SETTINGS, ROLF, date(2026, 3, 31)) == march(31, 17)
    assert deadlines.next_feedback_by("quoted", march(2), SETTINGS, ROLF) == march(30, 17)


def test_a_postponed_lead_wakes_on_its_day_or_the_first_working_day_after() -> None:
    assert deadlines.next_feedback_by("postponed", march(2), SETTINGS, ROLF, date(2026, 3, 13)) == march(13, 17)
    assert deadlines.next_feedback_by("postponed", march(2), SETTINGS, ROLF, date(2026, 3, 14)) == march(16, 17)


@pytest.mark.parametrize("status", ["postponed", "quoted", "appointment"])
def test_a_day_that_has_passed_asks_again_tomorrow_and_locks_nobody(status: str) -> None:
    last_month = date(2026, 2, 3)

    assert deadlines.next_feedback_by(status, march(2), SETTINGS, ROLF, last_month) == march(3, 17)


def test_the_day_of_an_appointment_is_rolfs_and_not_greenwichs() -> None:
    half_past_midnight = march(13, 0, 30)  # still the 12th in UTC

    assert deadlines.next_feedback_by("postponed", march(2), SETTINGS, ROLF, half_past_midnight) == march(13, 17)


@pytest.mark.parametrize("status", ["won", "lost", "bad_lead", "given_back"])
def test_a_closed_lead_has_no_deadline(status: str) -> None:
    assert deadlines.next_feedback_by(status, march(2), SETTINGS, ROLF) is None


@pytest.mark.parametrize("status", ["appointment", "postponed"])
def test_an_appointment_without_a_day_is_refused(status: str) -> None:
    with pytest.raises(ValueError, match="needs a day"):
        deadlines.next_feedback_by(status, march(2), SETTINGS, ROLF)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(KeyError):
        deadlines.next_feedback_by("dreaming", march(2), SETTINGS, ROLF)


def test_rolf_is_reminded_the_day_before_on_the_day_and_then_daily_until_the_lead_returns() -> None:
    due = march(6, 17)

    times = list(deadlines.reminder_times(due, deadlines.returns_at(due, SETTINGS, ROLF), ROLF))

    assert times == [march(day, 9) for day in (5, 6, 9, 10, 11, 12, 13)]
    assert deadlines.returns_at(due, SETTINGS, ROLF) == march(13, 17)


def test_a_lead_due_on_monday_is_first_reminded_of_on_friday() -> None:
    assert deadlines.first_reminder_at(march(9, 17), ROLF) == march(6, 9)


def test_the_next_reminder_is_later_than_the_last_one_and_on_a_working_day() -> None:
    due = march(6, 17)

    assert deadlines.next_reminder_at(due, march(5, 9), ROLF) == march(6, 9)
    assert deadlines.next_reminder_at(due, march(6, 8, 59), ROLF) == march(6, 9)
    assert deadlines.next_reminder_at(due, march(6, 9), ROLF) == march(9, 9)


def test_a_later_deadline_goes_to_the_owner_after_ten_working_days() -> None:
    assert deadlines.escalates_at(march(6, 17), SETTINGS, ROLF) == march(20, 17)


def test_an_extension_counts_from_today_when_the_deadline_has_passed() -> None:
    assert deadlines.extended_by(march(6, 17), 5, march(4), ROLF) == march(13, 17)
    assert deadlines.extended_by(march(6, 17), 5, march(11), ROLF) == march(18, 17)


def test_the_numbers_are_the_vendors_to_set() -> None:
    strict = ProgrammeSettings.from_json({"first_feedback_days": {"hot": 1}, "feedback_days": {"contacted": 3}})

    assert deadlines.first_feedback_by("hot", march(2), strict, ROLF) == march(3, 17)
    assert deadlines.first_feedback_by("cold", march(2), strict, ROLF) == march(9, 17)
    assert deadlines.next_feedback_by("contacted", march(2), strict, ROLF) == march(5, 17)
