"""What Max reads on Monday. Source: rulebook 8.1."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.kpis import LeadFacts, Period, by_partner, figures, pipeline_cents, pipeline_indices
from app.domain.programme import ProgrammeSettings

pytestmark = pytest.mark.rule("8.1")

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = Period(MONDAY, MONDAY + timedelta(days=7))
STAGES = ProgrammeSettings().stage_percent
LONG_BEFORE = MONDAY - timedelta(days=60)


def day(number: float) -> datetime:
    return MONDAY + timedelta(days=number)


def test_a_quiet_week_measures_nothing_and_says_so() -> None:
    quiet = figures([], WEEK)

    assert (quiet.leads_in, quiet.offered, quiet.picked, quiet.followed_up, quiet.returned, quiet.won) == (0,) * 6
    assert quiet.conversion_rate is None
    assert quiet.days_to_won is None
    assert quiet.won_amount_cents is None
    assert quiet.hours_to_pick is None
    assert quiet.hours_to_feedback is None
    assert quiet.picked_rate is None


def test_each_step_counts_in_the_week_it_happened() -> None:
    last_weeks_lead = LeadFacts(received_at=day(-3), offered_at=day(-2), picked_at=day(0), first_feedback_at=day(8))
    this_weeks_lead = LeadFacts(received_at=day(1), offered_at=day(1), returned_at=day(6))

    week = figures([last_weeks_lead, this_weeks_lead], WEEK)

    assert (week.leads_in, week.offered, week.picked, week.followed_up, week.returned) == (1, 1, 1, 0, 1)
    assert week.picked_rate == 0, "of what was offered in the week: the one that was taken was offered before"


def test_the_first_instant_is_in_and_the_last_is_the_next_weeks() -> None:
    at_the_edges = [LeadFacts(day(0)), LeadFacts(day(7)), LeadFacts(day(0) - timedelta(microseconds=1))]

    assert figures(at_the_edges, WEEK).leads_in == 1


def test_conversion_is_of_those_picked_in_the_week_whenever_they_were_won() -> None:
    won_later = LeadFacts(LONG_BEFORE, picked_at=day(1), won_at=day(40))
    picked_before = LeadFacts(LONG_BEFORE, picked_at=day(-30), won_at=day(2))
    still_open = [LeadFacts(LONG_BEFORE, picked_at=day(2)) for _ in range(3)]

    assert figures([won_later, picked_before, *still_open], WEEK).conversion_rate == 0.25


def test_duration_and_sum_are_means_over_what_was_won_in_the_week() -> None:
    small = LeadFacts(LONG_BEFORE, picked_at=day(-10), won_at=day(0), amount_cents=1_000_00)
    large = LeadFacts(LONG_BEFORE, picked_at=day(-20), won_at=day(5), amount_cents=9_000_00)
    won_before = LeadFacts(LONG_BEFORE, picked_at=day(-9), won_at=day(-1), amount_cents=77)

    week = figures([small, large, won_before], WEEK)

    assert (week.won, week.days_to_won, week.won_amount_cents) == (2, 17.5, 5_000_00)


def test_one_slow_pick_does_not_move_the_median() -> None:
    hours = [1, 2, 90]
    leads = [LeadFacts(LONG_BEFORE, picked_at=day(1), work_to_pick=timedelta(hours=spent)) for spent in hours]

    assert figures(leads, WEEK).hours_to_pick == 2


def test_time_to_feedback_belongs_to_the_week_of_the_feedback() -> None:
    leads = [
        LeadFacts(LONG_BEFORE, picked_at=day(-2), first_feedback_at=day(at), work_to_feedback=timedelta(hours=spent))
        for at, spent in ((1, 4), (2, 6), (-1, 100))
    ]

    assert figures(leads, WEEK).hours_to_feedback == 5


@pytest.mark.parametrize(
    ("status", "worth"),
    [
        ("contacted", 1_000),
        ("appointment", 2_500),
        ("quoted", 5_000),
        ("postponed", 1_000),
        ("not_reached", 0),
        (None, 0),
    ],
)
def test_an_open_lead_is_worth_its_stage(status: str | None, worth: int) -> None:
    lead = LeadFacts(LONG_BEFORE, status=status, amount_cents=10_000, is_open=True, due_at=day(1))

    assert pipeline_cents([lead], MONDAY, STAGES) == worth


@pytest.mark.parametrize(
    ("overdue", "worth"),
    [
        (timedelta(0), 5_000),
        (timedelta(minutes=1), 2_500),
        (timedelta(days=30), 2_500),
        (timedelta(days=30, minutes=1), 0),
    ],
)
def test_an_overdue_quote_is_worth_half_and_after_thirty_days_nothing(overdue: timedelta, worth: int) -> None:
    quote = LeadFacts(LONG_BEFORE, status="quoted", amount_cents=10_000, is_open=True, due_at=MONDAY - overdue)

    assert pipeline_cents([quote], MONDAY, STAGES) == worth


def test_a_closed_lead_and_one_without_a_sum_are_worth_nothing() -> None:
    closed = LeadFacts(LONG_BEFORE, status="quoted", amount_cents=10_000, is_open=False)
    unknown = LeadFacts(LONG_BEFORE, status="quoted", is_open=True)

    assert pipeline_cents([closed, unknown], MONDAY, STAGES) == 0


def test_the_median_partner_has_an_index_of_100() -> None:
    assert pipeline_indices({1: 50_00, 2: 100_00, 3: 250_00}) == {1: 50, 2: 100, 3: 250}
    assert pipeline_indices({1: 100_00, 2: 200_00}) == {1: 67, 2: 133}


def test_where_most_have_no_pipeline_nobody_is_measured_by_it() -> None:
    assert pipeline_indices({1: 0, 2: 0, 3: 500}) == {1: None, 2: None, 3: None}
    assert pipeline_indices({}) == {}


def test_leads_are_told_apart_by_who_holds_them() -> None:
    rolfs, ritas, nobodys = LeadFacts(MONDAY, partner_id=1), LeadFacts(MONDAY, partner_id=2), LeadFacts(MONDAY)

    assert by_partner([rolfs, nobodys, ritas, rolfs]) == {1: [rolfs, rolfs], 2: [ritas]}


def test_a_local_week_in_which_the_clocks_change_has_an_hour_less() -> None:
    week = Period.of_week(date(2026, 3, 29), "Europe/Berlin")

    assert week.start == datetime(2026, 3, 22, 23, tzinfo=UTC)
    assert week.end == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert week.end - week.start == timedelta(days=7, hours=-1)


INSTANTS = st.none() | st.integers(-20, 20).map(day)
LEADS = st.builds(
    LeadFacts,
    received_at=st.integers(-20, 20).map(day),
    offered_at=INSTANTS,
    picked_at=INSTANTS,
    won_at=INSTANTS,
    amount_cents=st.none() | st.integers(0, 10**9),
    status=st.sampled_from([*STAGES, None]),
    due_at=INSTANTS,
    is_open=st.booleans(),
)


@given(leads=st.lists(LEADS), cut=st.integers(0, 7))
def test_two_parts_of_a_week_count_together_what_the_week_counts(leads: list[LeadFacts], cut: int) -> None:
    early, late = (figures(leads, part) for part in (Period(day(0), day(cut)), Period(day(cut), day(7))))

    whole = figures(leads, WEEK)

    for name in ("leads_in", "offered", "picked", "followed_up", "returned", "won"):
        assert getattr(early, name) + getattr(late, name) == getattr(whole, name)


@given(leads=st.lists(LEADS))
def test_the_order_of_the_leads_never_matters(leads: list[LeadFacts]) -> None:
    backwards = leads[::-1]

    assert figures(backwards, WEEK) == figures(leads, WEEK)
    assert pipeline_cents(backwards, MONDAY, STAGES) == pipeline_cents(leads, MONDAY, STAGES)
