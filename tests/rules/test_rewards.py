"""Points buy rewards of the vendor's catalogue, once the vendor says yes. Rulebook 6.6."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain import point_commands as do
from app.domain.people import Vendor
from app.domain.programme import Reward
from app.domain.redemption import RedemptionState
from app.service.outcome import Origin
from app.service.queries.person_data import copy_of, held_about
from tests.rules.conftest import Settle
from tests.rules.points import Ledger, with_rewards
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import MINUTE, Town, berlin

DUE = berlin("2026-03-05 17:00")


@pytest.fixture
def town(settle: Settle) -> Town:
    """The usual town with a catalogue."""
    return settle(with_rewards())


@pytest.fixture
def ledger(town: Town) -> Ledger:
    """Its ledger; Rolf has 400 points."""
    ledger = Ledger(town)
    assert ledger.given(400).code == "points_corrected"
    return ledger


@pytest.mark.rule("6.6")
def test_rolf_asks_vera_approves_and_both_read_it(town: Town, ledger: Ledger) -> None:
    request = ledger.asked()

    review = town.post_to("vera", "redemption_review").context
    assert (review["title"], review["points"], review["balance"]) == ("MDF 500", 400, 0)
    assert town.post_to("rolf", "done").context["code"] == "redemption_asked"
    assert ledger.approves("vera", request).code == "redemption_approved"

    assert town.post_to("rolf", "redemption_answered").context["standing"] == "approved"
    assert ledger.sums() == {"by_hand": 400, "redeemed": -400}


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("balance", "code"), [(399, "too_few_points"), (400, "redemption_asked")])
def test_the_balance_must_reach_to_the_point(town: Town, balance: int, code: str) -> None:
    ledger = Ledger(town)
    ledger.given(balance)

    outcome = ledger.redeems("rolf")

    assert outcome.code == code
    assert outcome.facts["balance"] == (399 if outcome.refused else 0)


@pytest.mark.rule("6.6")
def test_points_are_held_while_the_request_waits_and_come_back_when_it_is_rejected(ledger: Ledger) -> None:
    request = ledger.asked()
    assert ledger.redeems("rolf", "Training").code == "too_few_points"

    assert ledger.rejects("vera", request).code == "redemption_rejected"

    assert ledger.balance() == 400
    held, back = ledger.entries()[1:]
    assert (held.points, back.points, back.corrects_id) == (-400, 400, held.id)
    assert ledger.redeems("rolf", "Training").code == "redemption_asked"


@pytest.mark.rule("6.6")
@pytest.mark.parametrize("reason", [None, "", "  ", "no"])
def test_a_rejection_says_why_and_rolf_reads_it(town: Town, ledger: Ledger, reason: str | None) -> None:
    request = ledger.asked()

    assert ledger.rejects("vera", request, reason).code == "needs_reason"
    ledger.rejects("vera", request, "The budget is spent.")

    assert town.post_to("rolf", "redemption_answered").context["words"] == "The budget is spent."


@pytest.mark.rule("6.6", "2")
def test_rolf_takes_his_request_back_until_it_is_decided(town: Town, ledger: Ledger) -> None:
    request = ledger.asked()

    assert ledger.withdraws("rolf", request).code == "redemption_withdrawn"

    assert ledger.balance() == 400
    assert town.post_to("vera", "done").context["code"] == "redemption_withdrawn"
    assert ledger.approves("vera", request).code == "redemption_over"
    assert ledger.withdraws("rolf", request).code == "redemption_over"


@pytest.mark.rule("6.6")
def test_a_decided_request_is_not_decided_again(ledger: Ledger) -> None:
    request = ledger.asked()
    ledger.rejects("vera", request)

    assert ledger.rejects("vera", request).code == "redemption_over"
    assert ledger.approves("max", request).code == "redemption_over"
    assert ledger.withdraws("rolf", request).code == "redemption_over"

    assert ledger.balance() == 400


@pytest.mark.rule("6.6")
def test_the_same_reward_is_asked_for_once_at_a_time(ledger: Ledger) -> None:
    ledger.given(1_000)
    first = ledger.asked()

    assert ledger.redeems("rolf").code == "already_done"
    ledger.approves("vera", first)

    assert ledger.redeems("rolf").code == "redemption_asked"


@pytest.mark.rule("6.6")
def test_a_link_of_an_older_catalogue_buys_nothing_at_another_price(town: Town, ledger: Ledger) -> None:
    old = Reward("MDF 500", 400).key
    town.load(replace(nordlicht(), rewards=(Reward("MDF 500", 200),)))

    command = do.RedeemPoints(by=town.person_id("rolf"), reseller_id=town.reseller_id("rolf-it"), reward=old)

    assert town.do(command).code == "no_such_reward"
    assert ledger.balance() == 400


@pytest.mark.rule("6.6")
def test_what_was_asked_for_keeps_its_price_when_the_catalogue_changes(town: Town, ledger: Ledger) -> None:
    request = ledger.asked()
    town.load(nordlicht())

    ledger.rejects("vera", request)

    assert ledger.balance() == 400


@pytest.mark.rule("6.6", "1")
@pytest.mark.parametrize(("name", "code"), [("ruth", "not_permitted"), ("rita", "unknown"), ("vera", "unknown")])
def test_only_the_companys_manager_redeems(ledger: Ledger, name: str, code: str) -> None:
    assert ledger.redeems(name).code == code

    assert ledger.requests() == []


@pytest.mark.rule("6.6", "1", "9.4")
@pytest.mark.parametrize(
    ("name", "code"),
    [("rolf", "not_permitted"), ("rita", "unknown"), ("nina", "not_permitted"), ("quentin", "not_permitted")],
)
def test_nobody_decides_but_the_vendors_people_who_look_after_rolf(ledger: Ledger, name: str, code: str) -> None:
    """Nina looks after Hamburg, Rolf works in Munich."""
    request = ledger.asked()

    assert ledger.approves(name, request).code == code
    assert ledger.rejects(name, request).code == code

    assert ledger.requests()[0].state == RedemptionState.ASKED


@pytest.mark.rule("6.6")
def test_an_unanswered_request_is_reminded_of_and_then_goes_to_management(town: Town, ledger: Ledger) -> None:
    ledger.asked()

    town.time_passes(DUE - MINUTE)
    assert len(town.posts_to("vera", "redemption_review")) == 1
    town.time_passes(DUE)
    assert [post.context["occasion"] for post in town.posts_to("vera", "redemption_review")] == ["new", "reminder"]
    assert town.posts_to("max", "redemption_review") == []

    town.time_passes("2026-03-09 17:00")
    assert [post.context["occasion"] for post in town.posts_to("max", "redemption_review")] == ["escalated"]
    town.time_passes("2026-03-16 09:00")
    assert len(town.posts_to("max", "redemption_review")) == 2


@pytest.mark.rule("6.6")
def test_a_decided_request_reminds_nobody(town: Town, ledger: Ledger) -> None:
    ledger.approves("vera", ledger.asked())

    town.time_passes("2026-04-01 10:00")

    assert [post.context["occasion"] for post in town.posts_to("vera", "redemption_review")] == ["new"]


@pytest.mark.rule("6.6")
def test_max_books_by_hand_with_his_reason_and_rolf_reads_it(town: Town, ledger: Ledger) -> None:
    assert ledger.given(-50, reason="Booked twice in the old system.").facts["balance"] == 350

    told = {row["name"]: row["value"] for row in town.post_to("rolf", "done").context["facts"]}
    assert told == {"points": "-50", "balance": "350", "reason": "Booked twice in the old system."}
    assert ledger.entries()[-1].note == "Booked twice in the old system."


@pytest.mark.rule("6.6", "1")
@pytest.mark.parametrize(
    ("by", "points", "reason", "code"),
    [
        ("max", 0, "Nothing.", "implausible"),
        ("max", 1_000_001, "Much.", "implausible"),
        ("max", 5, "  ", "needs_reason"),
        ("rita", 5, "Rita would not like to.", "unknown"),
        ("vera", 5, "Vera may not.", "not_permitted"),
        ("rolf", 5, "Rolf would like to.", "not_permitted"),
    ],
)
def test_a_correction_is_managements_and_says_why(ledger: Ledger, by: str, points: int, reason: str, code: str) -> None:
    assert ledger.given(points, reason=reason, by=by).code == code

    assert ledger.balance() == 400


@pytest.mark.rule("9.4")
def test_another_vendors_management_corrects_nothing(town: Town, ledger: Ledger) -> None:
    town.load(suedwind())
    command = do.CorrectPoints(
        by=town.person_id("eve"), reseller_id=town.reseller_id("rita-systems"), points=5, reason="Mine."
    )

    assert town.do(command).code == "unknown"


@pytest.mark.rule("6.6")
def test_of_two_requests_at_once_the_balance_covers_only_one_passes(town_on_both: Town) -> None:
    """Ten people press at the same moment for different rewards that each fit, but not two together.

    Seen failing on PostgreSQL without the lock on the company's row: 8 and 10 of the ten passed in two runs.
    """
    titles = [f"Reward {number}" for number in range(10)]
    town_on_both.load(replace(nordlicht(), rewards=tuple(Reward(title, 300) for title in titles)))
    ledger = Ledger(town_on_both)
    ledger.given(400)
    with town_on_both.looking() as session:
        rewards = session.scalars(select(Vendor)).one().rewards
    rolf, company_id = town_on_both.person_id("rolf"), town_on_both.reseller_id("rolf-it")
    codes: list[str] = []
    together = threading.Barrier(len(rewards))

    def press(reward: Reward) -> None:
        command = do.RedeemPoints(by=rolf, reseller_id=company_id, reward=reward.key)
        together.wait(30)
        codes.append(town_on_both.parts.door.handle(command, Origin("link", reward.title)).code)

    presses = [threading.Thread(target=press, args=(reward,)) for reward in rewards]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)

    assert Counter(codes) == {"redemption_asked": 1, "too_few_points": 9}
    assert ledger.balance() == 100


@pytest.mark.rule("9.5", "6.6")
def test_rolfs_copy_of_his_data_holds_his_points_and_what_he_asked_for(town: Town, ledger: Ledger) -> None:
    ledger.asked()

    with town.looking() as session:
        facts = copy_of(session, held_about(session, "rolf@rolf-it.example")).facts

    assert [entry["points"] for entry in facts["points"]] == [-400]
    assert [request["title"] for request in facts["rewards_asked_for"]] == ["MDF 500"]


@pytest.mark.slow
@pytest.mark.rule("6.6", "2")
def test_of_ten_undos_at_once_one_counts(town_on_both: Town) -> None:
    """Seen failing on PostgreSQL without the lock on the company's row: in two runs, several of the ten counted."""
    town_on_both.load(with_rewards())
    ledger = Ledger(town_on_both)
    ledger.given(50)
    entry, by = ledger.entries()[0].id, town_on_both.person_id("max")
    together = threading.Barrier(10)
    codes: list[str] = []

    def press(number: int) -> None:
        together.wait(30)
        command = do.UndoCorrection(by=by, entry_id=entry)
        codes.append(town_on_both.parts.door.handle(command, Origin("link", f"undo {number}")).code)

    presses = [threading.Thread(target=press, args=(number,)) for number in range(10)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(60)

    assert sorted(codes) == ["already_done"] * 9 + ["correction_undone"]
    assert ledger.balance() == 0
