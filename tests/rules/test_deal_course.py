"""A protected deal on its way: asked every three weeks, more time, warnings, its end. Rulebook 7.6."""

from __future__ import annotations

import pytest

from app.domain.deal_lifecycle import DealState
from app.domain.lifecycle import Status
from tests.rules.deals import Registry
from tests.rules.town import BERLIN, MINUTE, Town, berlin

LAST_MINUTE = berlin("2026-06-01 23:59")


def _asked(town: Town, name: str) -> list[str]:
    return [
        post.written_at.astimezone(BERLIN).strftime("%d.%m. %H:%M") for post in town.posts_to(name, "deal_standing")
    ]


@pytest.mark.slow
@pytest.mark.rule("7.6")
def test_both_sides_are_asked_every_three_weeks_and_warned_fourteen_and_three_days_before_the_end(
    town: Town, registry: Registry
) -> None:
    deal_id = registry.protected()

    for day in range(1, 93):
        town.at(berlin("2026-03-03 23:58") + day * 1440 * MINUTE)
        town.time_passes()

    # Whit Monday is 25 May; the third day before the end is a Friday, the fourteenth a Monday.
    letters = town.posts_to("rolf", "deal_standing")
    warned = [post.written_at.astimezone(BERLIN).strftime("%d.%m.") for post in letters if post.context["warns"]]
    asked = [post.written_at.astimezone(BERLIN).strftime("%d.%m.") for post in letters if not post.context["warns"]]
    assert asked == ["24.03.", "14.04.", "05.05."]
    assert warned == ["18.05.", "26.05.", "29.05."]
    assert len(town.posts_to("vera", "deal_standing")) == len(letters)
    assert registry.deal(deal_id).state == DealState.EXPIRED


@pytest.mark.rule("7.6")
def test_the_first_question_comes_at_the_start_of_work_not_a_minute_sooner(town: Town, registry: Registry) -> None:
    registry.protected()
    due = berlin("2026-03-24 09:00")

    town.time_passes(due - MINUTE)
    assert _asked(town, "rolf") == []
    town.time_passes(due)

    assert _asked(town, "rolf") == _asked(town, "vera") == ["24.03. 09:00"]


@pytest.mark.rule("7.6")
def test_news_from_rolf_put_the_next_question_off_by_three_weeks(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    town.at("2026-03-20 10:00")
    registry.reports("rolf", deal_id)

    town.time_passes("2026-04-09 23:00")
    assert _asked(town, "rolf") == []
    town.time_passes("2026-04-10 09:00")

    assert _asked(town, "rolf") == ["10.04. 09:00"]


@pytest.mark.rule("7.6")
def test_the_protection_ends_with_its_last_minute_and_both_are_told(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()

    town.time_passes(LAST_MINUTE)
    assert registry.deal(deal_id).state == DealState.PROTECTED
    town.time_passes(LAST_MINUTE + MINUTE)

    assert registry.deal(deal_id).state == DealState.EXPIRED
    assert town.post_to("rolf", "done").context["code"] == "deal_expired"
    assert town.post_to("vera", "done").context["code"] == "deal_expired"


@pytest.mark.rule("7.6")
def test_after_a_long_silence_of_ours_nobody_is_warned_of_an_end_that_is_past(town: Town, registry: Registry) -> None:
    """As it was: "The protection ends in -1 days", and the end after it."""
    deal_id = registry.protected()
    town.time_passes("2026-03-24 09:00")

    town.time_passes(LAST_MINUTE + MINUTE)

    assert registry.deal(deal_id).state == DealState.EXPIRED
    assert _asked(town, "rolf") == _asked(town, "vera") == ["24.03. 09:00"]
    partners, vendors = town.post_to("rolf", "done").context, town.post_to("vera", "done").context
    assert (partners["code"], [action["wish"] for action in partners["actions"]]) == ("deal_expired", ["register"])
    assert (vendors["code"], vendors["actions"]) == ("deal_expired", [])


@pytest.mark.rule("7.6")
def test_on_the_last_day_the_warning_says_today(town: Town, registry: Registry) -> None:
    registry.protected()
    town.time_passes(LAST_MINUTE)

    asked = town.post_to("rolf", "deal_standing").context
    assert (asked["warns"], asked["days_left"]) == (True, 0)


@pytest.mark.rule("7.6")
def test_more_time_is_asked_with_a_reason_and_granted_with_one_click(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    town.at("2026-05-20 10:00")

    assert registry.asks_extension("rolf", deal_id, "").code == "needs_reason"
    assert registry.asks_extension("rolf", deal_id).code == "extension_asked"
    assert town.post_to("vera", "extension_asked").context["words"] == "The budget comes in June."
    assert registry.grants("vera", deal_id).code == "extension_granted"

    assert registry.until(deal_id) == berlin("2026-08-30 23:59")
    assert registry.grants("vera", deal_id).code == "already_done"


@pytest.mark.rule("7.6")
def test_no_more_time_leaves_the_end_where_it_was(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    registry.asks_extension("rolf", deal_id)

    assert registry.refuses("vera", deal_id).code == "extension_refused"

    assert registry.until(deal_id) == LAST_MINUTE
    assert town.post_to("rolf", "done").context["code"] == "extension_refused"


@pytest.mark.rule("7.6")
@pytest.mark.parametrize("ticked", [True, False], ids=["the clock has ticked", "the clock is late"])
def test_approving_more_time_after_the_end_is_refused(town: Town, registry: Registry, ticked: bool) -> None:
    deal_id = registry.protected()
    town.at(LAST_MINUTE)
    registry.asks_extension("rolf", deal_id)

    town.at(LAST_MINUTE + MINUTE)
    if ticked:
        town.time_passes()

    assert registry.grants("vera", deal_id).code == "deal_over"
    assert registry.until(deal_id) == LAST_MINUTE


@pytest.mark.rule("7.6")
@pytest.mark.parametrize("name", ["rita", "rolf", "quentin"])
def test_only_the_vendor_grants_more_time(registry: Registry, name: str) -> None:
    deal_id = registry.protected()
    registry.asks_extension("rolf", deal_id)

    assert registry.grants(name, deal_id).code in ("unknown", "not_permitted")


@pytest.mark.rule("7.6")
def test_a_win_closes_it_with_its_amount_and_tells_vera(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()

    assert registry.reports("rolf", deal_id, Status.WON).code == "needs_amount"
    assert registry.reports("rolf", deal_id, Status.WON, amount_cents=4_800_000).code == "deal_won"

    deal = registry.deal(deal_id)
    assert (deal.state, deal.amount_cents, deal.currency, deal.step) == (DealState.WON, 4_800_000, "EUR", None)
    assert town.post_to("vera", "done").context["code"] == "deal_won"


@pytest.mark.rule("7.6")
def test_a_loss_needs_its_reason_and_frees_the_customer(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()

    assert registry.reports("rolf", deal_id, Status.LOST).code == "needs_reason"
    assert registry.reports("rolf", deal_id, Status.LOST, reason="price").code == "deal_lost"

    assert town.releases("vera", town.received_lead()).code == "released"


@pytest.mark.rule("7.6")
def test_a_win_counts_also_when_it_is_told_after_the_end_a_loss_does_not(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    town.time_passes(LAST_MINUTE + MINUTE)

    assert registry.reports("rolf", deal_id, Status.LOST, reason="price").code == "deal_over"
    assert registry.reports("rolf", deal_id, Status.WON, amount_cents=100).code == "deal_won"


@pytest.mark.rule("7.6")
def test_before_the_approval_there_is_nothing_to_report(registry: Registry) -> None:
    deal_id = registry.registered()

    assert registry.reports("rolf", deal_id).code == "deal_over"
