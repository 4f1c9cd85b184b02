"""What earns points and what costs them, at its boundaries. Rulebook 6.6."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain import commands as do
from app.domain.lifecycle import Status
from app.service.outcome import Origin
from tests.rules.conftest import Settle
from tests.rules.points import Ledger
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin

HOUR = timedelta(hours=1)
# Rolf works 9 to 17; a hot lead that comes at 10 is his to take at once, and due by Thursday 17:00.
OFFERED, DUE = berlin("2026-03-03 10:00"), berlin("2026-03-05 17:00")


@pytest.fixture
def ledger(town: Town) -> Ledger:
    """The town's ledger."""
    return Ledger(town)


def a_pick(town: Town, name: str = "rolf", after: timedelta = 2 * HOUR, **fields: object) -> int:
    """Return a lead that somebody takes, usually too late for a fast pick."""
    lead_id = town.offered_lead(**{"temperature": "hot", **fields})
    town.at(town.clock.now() + after)
    assert town.picks(name, lead_id).code == "picked"
    return lead_id


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("after", "points"), [(HOUR - MINUTE, 5), (HOUR, None)])
def test_a_pick_is_fast_under_one_working_hour(
    town: Town, ledger: Ledger, after: timedelta, points: int | None
) -> None:
    a_pick(town, after=after)

    assert ledger.sums().get("fast_pick") == points


@pytest.mark.rule("6.6")
def test_the_hour_of_a_fast_pick_is_of_the_partners_own_working_time(town: Town, ledger: Ledger) -> None:
    """Offered at 16:30 on a Tuesday: half an hour that day, and 29 minutes of the next morning, are under an hour."""
    town.at("2026-03-03 16:30")
    lead_id = town.offered_lead(temperature="hot")

    town.at("2026-03-04 09:29")
    town.picks("rolf", lead_id)

    assert ledger.sums() == {"fast_pick": 5}


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("temperature", "times"), [("hot", 1), ("warm", 2), ("cold", 3)])
def test_warm_leads_count_double_and_cold_ones_triple(town: Town, ledger: Ledger, temperature: str, times: int) -> None:
    lead_id = a_pick(town, after=10 * MINUTE, temperature=temperature)
    town.reports("rolf", lead_id, Status.APPOINTMENT, at=town.clock.now() + 24 * HOUR)
    town.reports("rolf", lead_id, Status.QUOTED, amount_cents=4_000_000)
    town.reports("rolf", lead_id, Status.WON, amount_cents=4_899_999)

    assert ledger.sums() == {
        "fast_pick": 5 * times, "in_time": 5 * times, "appointment": 10 * times, "quoted": 10 * times,
        "won": (50 + 48) * times,
    }  # fmt: skip


@pytest.mark.rule("6.6")
def test_what_costs_points_costs_the_same_for_every_temperature(town: Town, ledger: Ledger) -> None:
    a_pick(town, temperature="cold")

    town.days_pass("2026-03-19 17:00", 4 * HOUR)

    assert ledger.sums() == {"missed": -10, "silent_return": -20}


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("at", "sums"), [(DUE, {"in_time": 5}), (DUE + MINUTE, {"missed": -10})])
def test_the_first_feedback_counts_until_its_deadlines_last_minute(
    town: Town, ledger: Ledger, at: datetime, sums: dict[str, int]
) -> None:
    lead_id = a_pick(town)

    town.at(at)
    town.reports("rolf", lead_id)

    assert ledger.sums() == sums


@pytest.mark.rule("6.6")
def test_a_deadline_that_the_clock_has_found_missed_is_not_counted_again_by_the_late_answer(
    town: Town, ledger: Ledger
) -> None:
    lead_id = a_pick(town)
    town.time_passes(DUE + MINUTE)
    assert ledger.lines() == [("missed", -10)]

    town.at(DUE + 2 * MINUTE)
    town.reports("rolf", lead_id)
    town.undoes("rolf", lead_id)
    town.time_passes(DUE + 3 * MINUTE)

    assert ledger.lines() == [("missed", -10)]


@pytest.mark.rule("6.6")
def test_every_missed_deadline_costs_the_later_ones_too(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town)
    town.reports("rolf", lead_id, Status.NOT_REACHED)

    town.time_passes("2026-03-05 17:01")
    town.reports("rolf", lead_id, Status.NOT_REACHED)
    town.time_passes("2026-03-09 17:01")

    assert ledger.sums() == {"in_time": 5, "missed": -20}


@pytest.mark.rule("6.6")
def test_ten_quotes_and_appointments_of_one_lead_count_once_each(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town)
    for number in range(10):
        town.reports("rolf", lead_id, Status.QUOTED, amount_cents=1_000_000 + number)
        town.reports("rolf", lead_id, Status.APPOINTMENT, at=town.clock.now() + 24 * HOUR)

    assert ledger.sums() == {"in_time": 5, "quoted": 10, "appointment": 10}


@pytest.mark.rule("6.6")
def test_taking_and_undoing_again_and_again_earns_nothing(town: Town, ledger: Ledger) -> None:
    lead_id = town.offered_lead(temperature="hot")
    for _ in range(3):
        assert town.picks("rolf", lead_id).code == "picked"
        assert town.undoes("rolf", lead_id).code == "undone"

    assert ledger.balance() == 0


@pytest.mark.rule("6.6")
def test_undoing_a_slow_pick_and_taking_it_again_does_not_make_it_fast(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town)
    town.undoes("rolf", lead_id)

    assert town.picks("rolf", lead_id).code == "picked"

    assert ledger.lines() == []


@pytest.mark.rule("6.6")
def test_who_takes_answers_and_gives_back_keeps_nothing_for_being_quick(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town, after=MINUTE)
    town.reports("rolf", lead_id, Status.APPOINTMENT, at=town.clock.now() + 24 * HOUR)

    town.gives_back("rolf", lead_id)

    assert ledger.sums() == {"appointment": 10}


@pytest.mark.rule("6.6")
def test_what_the_owner_takes_away_costs_nothing_and_an_assigned_lead_is_no_fast_pick(
    town: Town, ledger: Ledger
) -> None:
    lead_id = a_pick(town, after=MINUTE)
    town.do(do.RecallLead(by=town.person_id("vera"), lead_id=lead_id))
    town.do(do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=town.reseller_id("sam-solo")))

    assert ledger.sums("rolf-it") == {"fast_pick": 5}
    assert ledger.lines("sam-solo") == []


@pytest.mark.rule("6.6")
def test_an_undone_win_is_taken_back_by_a_line_of_its_own(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town)
    town.reports("rolf", lead_id)
    town.reports("rolf", lead_id, Status.WON, amount_cents=1_000_000)

    town.undoes("rolf", lead_id)

    assert ledger.lines() == [("in_time", 5), ("won", 60), ("won", -60)]
    won, back = ledger.entries()[1:]
    assert (won.corrects_id, back.corrects_id) == (None, won.id)


@pytest.mark.rule("6.6")
def test_a_corrected_amount_adds_only_the_difference_and_a_corrected_outcome_takes_it_all(
    town: Town, ledger: Ledger
) -> None:
    lead_id = a_pick(town)
    town.reports("rolf", lead_id, Status.WON, amount_cents=1_000_000)

    town.reports("rolf", lead_id, Status.WON, amount_cents=4_800_000)
    assert ledger.lines()[-2:] == [("won", 60), ("won", 38)]
    town.reports("rolf", lead_id, Status.LOST, reason="price")
    assert ledger.sums() == {"in_time": 5}

    town.undoes("rolf", lead_id)
    assert ledger.sums() == {"in_time": 5, "won": 98}


@pytest.mark.rule("6.6")
def test_what_was_earned_stays_when_the_vendor_changes_its_rules(settle: Settle) -> None:
    town = settle(None)
    lead_id = a_pick(town)
    town.reports("rolf", lead_id, Status.QUOTED, amount_cents=100)

    town.load(nordlicht(points={"quoted": 99, "in_time": 99, "won": 7, "won_per_1000": 0}))
    town.reports("rolf", lead_id, Status.WON, amount_cents=4_000_000)

    assert Ledger(town).sums() == {"in_time": 5, "quoted": 10, "won": 7}


@pytest.mark.rule("6.6")
def test_a_programme_that_gives_no_points_books_no_lines(settle: Settle) -> None:
    nothing = ("fast_pick", "in_time", "appointment", "quoted", "won", "won_per_1000", "missed", "silent_return")
    town = settle(nordlicht(points=dict.fromkeys(nothing, 0)))
    lead_id = a_pick(town, after=MINUTE)

    town.reports("rolf", lead_id, Status.WON, amount_cents=4_000_000)

    assert Ledger(town).entries() == []


@pytest.mark.rule("6.6")
def test_each_line_says_who_what_and_when(town: Town, ledger: Ledger) -> None:
    lead_id = a_pick(town)
    town.reports("rolf", lead_id, Status.WON, amount_cents=1_000_000)
    town.at("2026-03-09 10:00")

    in_time, won = ledger.entries()

    assert (won.person_id, won.lead_id, won.amount_cents) == (town.person_id("rolf"), lead_id, 1_000_000)
    assert won.booked_at == in_time.booked_at == OFFERED + 2 * HOUR


@pytest.mark.rule("6.6")
def test_a_contradiction_of_two_presses_leaves_no_points(town: Town, ledger: Ledger) -> None:
    """A machine presses *take* and *decline* of the same mail: neither counts."""
    lead_id = town.offered_lead(temperature="hot")
    rolf = town.person_id("rolf")
    town.parts.door.handle(do.PickLead(by=rolf, lead_id=lead_id), Origin("link", "one"))
    decline = do.DeclineOffer(by=rolf, lead_id=lead_id, reason="capacity")
    assert town.parts.door.handle(decline, Origin("link", "two")).code == "which_was_meant"

    assert ledger.lines() == [("fast_pick", 5), ("fast_pick", -5)]
