"""What time does when nobody answers: reminders, the lock, the return, the owner. Rulebook 6.3."""

from __future__ import annotations

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State, Status
from tests.rules.town import BERLIN, MINUTE, START, Town, berlin

# A warm lead taken on Tuesday 3 March is due on Friday the 6th at 17:00.
DUE = berlin("2026-03-06 17:00")
RETURNS = berlin("2026-03-13 17:00")


def _days_of(town: Town, name: str, kind: str = "feedback_due") -> list[str]:
    return [post.written_at.astimezone(BERLIN).strftime("%a %d %H:%M") for post in town.posts_to(name, kind)]


@pytest.mark.rule("6.3")
def test_reminders_come_the_day_before_on_the_day_and_then_every_working_day_until_the_return(town: Town) -> None:
    town.taken_lead()

    town.days_pass("2026-03-20 10:00")

    assert _days_of(town, "rolf") == [
        "Thu 05 09:00", "Fri 06 09:00", "Mon 09 09:00", "Tue 10 09:00", "Wed 11 09:00", "Thu 12 09:00", "Fri 13 09:00",
    ]  # fmt: skip


@pytest.mark.rule("6.3")
@pytest.mark.parametrize(("when", "count"), [("2026-03-05 08:59", 0), ("2026-03-05 09:00", 1), ("2026-03-06 08:59", 1)])
def test_the_first_reminder_comes_to_the_minute(town: Town, when: str, count: int) -> None:
    town.taken_lead()
    if when > "2026-03-05 09:00":
        town.time_passes("2026-03-05 09:00")

    town.time_passes(when)

    assert len(town.posts_to("rolf", "feedback_due")) == count


@pytest.mark.rule("6.3")
def test_all_due_leads_of_a_person_are_one_mail_a_day(town_on_both: Town) -> None:
    town = town_on_both
    first = town.taken_lead()
    town.at("2026-03-03 15:00")
    second = town.taken_lead(temperature="hot")
    of_ruth = town.offered_lead()
    town.do(do.AssignLead(by=town.person_id("vera"), lead_id=of_ruth, reseller_id=town.reseller_id("rita-systems")))

    town.days_pass("2026-03-06 12:00")

    assert _days_of(town, "rolf") == ["Wed 04 09:00", "Thu 05 09:00", "Fri 06 09:00"]
    rows = [[row["lead_id"] for row in post.context["rows"]] for post in town.posts_to("rolf", "feedback_due")]
    assert rows == [[second], [second, first], [second, first]], "the most overdue first"
    assert [row["lead_id"] for row in town.post_to("rita", "feedback_due").context["rows"]] == [of_ruth]


@pytest.mark.rule("6.3")
@pytest.mark.parametrize("status", [Status.QUOTED, Status.CONTACTED, Status.NOT_REACHED])
def test_an_answer_is_not_followed_by_a_question_on_the_same_day(town: Town, status: Status) -> None:
    """A quote whose decision is expected today is due tomorrow; its reminder would have been this morning."""
    lead_id = town.taken_lead()

    town.reports("rolf", lead_id, status, amount_cents=100, at=START if status is Status.QUOTED else None)
    town.days_pass("2026-03-03 23:00")

    assert town.posts_to("rolf", "feedback_due") == []


@pytest.mark.rule("6.3")
def test_a_worker_that_slept_over_the_morning_reminds_once(town: Town) -> None:
    town.taken_lead()

    town.time_passes("2026-03-06 13:00")
    town.time_passes("2026-03-06 16:00")

    assert _days_of(town, "rolf") == ["Fri 06 13:00"]


@pytest.mark.rule("6.3")
def test_remind_me_in_three_days_moves_the_reminder_and_not_the_deadline(town: Town) -> None:
    lead_id = town.taken_lead(temperature="cold")
    town.do(do.SnoozeReminder(by=town.person_id("rolf"), lead_id=lead_id, days=7))

    town.days_pass("2026-03-10 16:00")

    assert _days_of(town, "rolf") == ["Tue 10 09:00"]
    assert town.lead(lead_id).due_at == berlin("2026-03-10 17:00")


@pytest.mark.rule("6.3")
def test_after_an_answer_there_are_no_reminders_until_the_next_deadline(town: Town) -> None:
    lead_id = town.taken_lead()
    town.time_passes("2026-03-05 09:00")
    town.reports("rolf", lead_id)

    town.days_pass("2026-03-19 16:00")

    assert _days_of(town, "rolf") == ["Thu 05 09:00", "Wed 18 09:00", "Thu 19 09:00"]


@pytest.mark.rule("6.3")
def test_a_minute_before_five_working_days_are_over_rolf_still_has_the_lead(town_on_both: Town) -> None:
    town = town_on_both
    lead_id = town.taken_lead()

    town.days_pass("2026-03-13 16:59")
    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")
    town.time_passes(RETURNS)

    assert town.lead(lead_id).holder_id is None
    assert town.lead(lead_id).returned_count == 1


@pytest.mark.rule("6.3")
def test_it_returns_to_the_others_and_not_to_the_silent_one_and_the_owner_is_told(town_on_both: Town) -> None:
    town = town_on_both
    lead_id = town.taken_lead()

    town.days_pass("2026-03-13 17:00")

    assert town.offers(lead_id) == {"rolf-it": "barred", "rita-systems": "open"}
    told = town.kinds_to(["rolf", "rita", "vera"], RETURNS)
    assert told == {"rolf": ["lead_returned"], "rita": ["lead_offer"], "vera": ["lead_returned"]}
    assert town.picks("rolf", lead_id).code == "not_on_offer"
    assert town.picks("rita", lead_id).code == "picked"


@pytest.mark.rule("6.3")
def test_the_offer_of_friday_evening_reaches_rita_on_monday(town: Town) -> None:
    town.taken_lead()

    town.days_pass("2026-03-13 17:00")

    assert town.post_to("rita", "lead_offer").send_at == berlin("2026-03-16 09:00")


@pytest.mark.rule("6.3")
def test_an_answer_in_the_last_minute_keeps_the_lead(town: Town) -> None:
    lead_id = town.taken_lead()
    town.days_pass("2026-03-13 16:59")

    assert town.reports("rolf", lead_id).code == "feedback"
    town.time_passes(RETURNS + MINUTE)

    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it")


@pytest.mark.rule("6.3")
def test_a_missed_deadline_burdens_nobody_any_more_after_the_return(town: Town) -> None:
    """Rolf lost the lead; his company may take another at once."""
    town.taken_lead()
    town.days_pass("2026-03-13 17:00")

    assert town.picks("rolf", town.offered_lead()).code == "picked"


@pytest.mark.rule("6.3")
def test_a_later_deadline_missed_locks_and_ten_working_days_later_the_owner_decides(town_on_both: Town) -> None:
    """Contacted on 3 March: due on the 17th, asked on the 31st at 17:00, after the clocks changed."""
    town = town_on_both
    lead_id = town.taken_lead()
    town.reports("rolf", lead_id)
    town.time_passes("2026-03-17 17:01")
    assert town.picks("rolf", town.offered_lead()).code == "locked"

    town.time_passes("2026-03-31 16:59")
    assert town.posts_to("vera", "holder_silent") == []
    town.time_passes("2026-03-31 17:00")

    asked = town.post_to("vera", "holder_silent").context
    assert (asked["reseller"], asked["silent_days"]) == ("Rolf IT GmbH", 14)
    assert {action["wish"] for action in asked["actions"]} == {"nudge", "extend", "recall", "take_over"}
    assert town.lead(lead_id).holder_id == town.reseller_id("rolf-it"), "a worked lead does not return by itself"


def _silent(town: Town) -> int:
    lead_id = town.taken_lead()
    town.reports("rolf", lead_id)
    town.time_passes("2026-03-31 17:00")
    return lead_id


@pytest.mark.rule("6.3")
def test_the_owner_reminds_the_silent_one(town: Town) -> None:
    lead_id = _silent(town)
    since = town.clock.advance(MINUTE)

    town.do(do.NudgeHolder(by=town.person_id("vera"), lead_id=lead_id))

    assert town.kinds_to(["rolf"], since) == {"rolf": ["feedback_due"]}


@pytest.mark.rule("6.3")
def test_the_owner_grants_five_working_days_more_and_the_lock_ends(town: Town) -> None:
    lead_id = _silent(town)
    wanted = town.offered_lead()

    town.do(do.ExtendDeadline(by=town.person_id("vera"), lead_id=lead_id, days=5))

    # Good Friday 3 April and Easter Monday 6 April are holidays.
    assert town.lead(lead_id).due_at == berlin("2026-04-09 17:00")
    assert town.picks("rolf", wanted).code == "picked"
    told = town.post_to("rolf", "done").context
    assert (told["code"], told["until"]) == ("more_time", "2026-04-09T15:00:00Z"), "the partner reads of himself"


@pytest.mark.rule("6.3")
def test_the_owner_takes_the_lead_from_the_silent_one_for_the_others(town: Town) -> None:
    lead_id = _silent(town)

    town.do(do.RecallLead(by=town.person_id("vera"), lead_id=lead_id))

    assert town.offers(lead_id) == {"rolf-it": "barred", "rita-systems": "open"}
    assert town.post_to("rolf", "back_on_offer").context["how"] == "withdraw"


@pytest.mark.rule("6.3")
def test_the_vendor_works_the_lead_itself_and_rolf_is_told(town: Town) -> None:
    lead_id = _silent(town)

    town.do(do.TakeOverLead(by=town.person_id("vera"), lead_id=lead_id))

    assert town.lead(lead_id).state == State.TAKEN_OVER
    assert town.post_to("rolf", "done").context["code"] == "lead_left"
    assert town.reports("rolf", lead_id).refused
