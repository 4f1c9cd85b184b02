"""To the minute of a deadline is in time, and a minute later locks: rulebook 6.2, 6.3, 5.6."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.lifecycle import Status
from tests.rules.town import MINUTE, Town, berlin

pytestmark = pytest.mark.slow

JUNE_15 = {"at": berlin("2026-06-15 00:00")}


def assert_locks_after(town: Town, name: str, held: int, deadline: str) -> None:
    """Make sure that somebody may pick in a deadline's last minute, and is locked by this lead a minute later."""
    in_time, late = (town.offered_lead() for _ in range(2))

    town.at(berlin(deadline) - MINUTE)
    town.time_passes()
    assert town.picks(name, in_time).code == "picked"
    assert town.reports(name, in_time, Status.LOST, reason="price").code == "feedback"
    town.time_passes(deadline)
    assert town.picks(name, late).code == "picked", "to the minute is in time"
    assert not town.undoes(name, late).refused
    town.time_passes(berlin(deadline) + MINUTE)
    outcome = town.picks(name, late)

    assert (outcome.code, outcome.facts.get("blocking")) == ("locked", [held])


@pytest.mark.rule("6.2")
@pytest.mark.rule("6.3")
@pytest.mark.parametrize(
    ("temperature", "deadline"),
    [("hot", "2026-03-05 17:00"), ("warm", "2026-03-06 17:00"), ("cold", "2026-03-10 17:00")],
)
def test_the_first_feedback(town: Town, temperature: str, deadline: str) -> None:
    assert_locks_after(town, "rolf", town.taken_lead(temperature=temperature), deadline)


@pytest.mark.rule("6.2")
@pytest.mark.rule("6.3")
@pytest.mark.parametrize(
    ("status", "details", "deadline"),
    [
        (Status.NOT_REACHED, {}, "2026-03-05 17:00"),
        (Status.CONTACTED, {}, "2026-03-17 17:00"),
        (Status.APPOINTMENT, {"at": berlin("2026-03-12 14:00")}, "2026-03-16 17:00"),
        (Status.QUOTED, {"amount_cents": 100}, "2026-03-31 17:00"),
        (Status.QUOTED, {"amount_cents": 100, **JUNE_15}, "2026-06-15 17:00"),
        (Status.POSTPONED, JUNE_15, "2026-06-15 17:00"),
    ],
)
def test_every_later_answer(town: Town, status: Status, details: dict[str, Any], deadline: str) -> None:
    held = town.taken_lead()
    assert town.reports("rolf", held, status, **details).code == "feedback"

    assert_locks_after(town, "rolf", held, deadline)


@pytest.mark.rule("6.2")
@pytest.mark.rule("6.3")
@pytest.mark.parametrize(("name", "deadline"), [("rolf", "2026-06-08 17:00"), ("rita", "2026-06-05 17:00")])
def test_on_corpus_christi_munichs_deadline_waits_and_hamburgs_does_not(town: Town, name: str, deadline: str) -> None:
    """4 June 2026 is a holiday in Rolf's Bavaria only."""
    town.at("2026-06-03 10:00")

    assert_locks_after(town, name, town.taken_lead(by=name, temperature="hot"), deadline)


@pytest.mark.rule("6.3")
def test_on_corpus_christi_rita_is_reminded_and_rolf_is_not(town: Town) -> None:
    """Both owe an answer by Friday; the day before is a holiday for Rolf, who is reminded on Wednesday."""
    town.at("2026-06-02 10:00")
    of_rolf, of_rita = town.taken_lead(temperature="hot"), town.taken_lead(by="rita", temperature="warm")
    assert [town.lead(one).due_at for one in (of_rolf, of_rita)] == [berlin("2026-06-05 17:00")] * 2

    town.days_pass("2026-06-05 12:00")

    days = {
        name: [f"{post.written_at:%d}" for post in town.posts_to(name, "feedback_due")] for name in ("rolf", "rita")
    }
    assert days == {"rolf": ["03", "05"], "rita": ["04", "05"]}


@pytest.mark.rule("6.3")
def test_a_return_over_corpus_christi_waits_a_day_longer_in_munich(town: Town) -> None:
    """Both answers were due on 2 June; five working days later is the 10th in Munich and the 9th in Hamburg."""
    town.at("2026-05-29 10:00")
    of_rolf, of_rita = town.taken_lead(temperature="hot"), town.taken_lead(by="rita", temperature="hot")
    assert [town.lead(one).due_at for one in (of_rolf, of_rita)] == [berlin("2026-06-02 17:00")] * 2

    held = []
    for when in ("2026-06-09 16:59", "2026-06-09 17:00", "2026-06-10 16:59", "2026-06-10 17:00"):
        town.time_passes(when)
        held.append([town.lead(one).returned_count == 0 for one in (of_rolf, of_rita)])

    assert held == [[True, True], [True, False], [True, False], [False, False]]
