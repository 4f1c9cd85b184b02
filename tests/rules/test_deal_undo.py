"""Whoever took the last step with a registration can take it back for a quarter of an hour. Rulebook 2, 7.3, 7.6."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.domain import deal_commands as do
from app.domain.deal_lifecycle import DealState
from app.domain.deal_undo import as_it_is
from app.domain.incentive import IncentiveDue
from app.domain.lifecycle import State, Status
from app.domain.programme import Incentive
from app.service.outcome import Outcome
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.points import Ledger
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town

pytestmark = pytest.mark.rule("2", "7.3", "7.6")


def undoes(registry: Registry, name: str, deal_id: int, step: str = "") -> Outcome:
    """Have somebody try to take the last step back."""
    return registry.town.do(do.UndoDeal(by=registry.town.person_id(name), deal_id=deal_id, step=step))


def _after(registry: Registry, step: str) -> tuple[int, str, dict[str, Any]]:
    """Return a registration after a step, whose step it was, and what the registration was before."""
    waits = step in ("approve", "reject", "ask_more")
    deal_id = registry.registered() if waits else registry.protected()
    if step in ("grant_extension", "refuse_extension"):
        registry.asks_extension("rolf", deal_id)
    before = as_it_is(registry.deal(deal_id))
    registry.town.at(registry.town.clock.now() + MINUTE)
    outcome = {
        "approve": lambda: registry.approves("vera", deal_id),
        "reject": lambda: registry.rejects("vera", deal_id),
        "ask_more": lambda: registry.asks_more("vera", deal_id),
        "grant_extension": lambda: registry.grants("vera", deal_id),
        "refuse_extension": lambda: registry.refuses("vera", deal_id),
        "won": lambda: registry.reports("rolf", deal_id, Status.WON, amount_cents=4_800_000),
        "lost": lambda: registry.reports("rolf", deal_id, Status.LOST, reason="price"),
        "contacted": lambda: registry.reports("rolf", deal_id),
        "ask_extension": lambda: registry.asks_extension("rolf", deal_id),
    }[step]()
    assert not outcome.refused, outcome.code
    return deal_id, "rolf" if step in OF_PARTNER else "vera", before


OF_PARTNER = ("won", "lost", "contacted", "ask_extension")
STEPS = ("approve", "reject", "ask_more", "grant_extension", "refuse_extension", *OF_PARTNER)


@pytest.mark.parametrize("step", STEPS)
def test_after_fifteen_minutes_to_the_minute_all_is_as_it_was_and_both_sides_read_it(
    town: Town, registry: Registry, step: str
) -> None:
    deal_id, name, before = _after(registry, step)
    undo = town.post_to(name, "done").context["actions"][-1]
    assert (undo["wish"], undo["object_id"]) == ("undo_deal", deal_id)
    town.at(town.clock.now() + 15 * MINUTE)

    outcome = undoes(registry, name, deal_id, undo["option"])

    assert outcome.code == f"{undo['option']}_undone"
    assert as_it_is(registry.deal(deal_id)) == before
    for reader in ("vera", "rolf"):
        assert town.post_to(reader, "done").context["code"] == outcome.code


@pytest.mark.parametrize("step", STEPS)
def test_a_minute_later_it_is_too_late(town: Town, registry: Registry, step: str) -> None:
    deal_id, name, _ = _after(registry, step)
    stands = as_it_is(registry.deal(deal_id))
    town.at(town.clock.now() + 16 * MINUTE)

    assert undoes(registry, name, deal_id).code == "undo_expired"
    assert as_it_is(registry.deal(deal_id)) == stands


@pytest.mark.parametrize("step", STEPS)
def test_the_other_side_cannot_undo_it_and_a_rival_knows_of_nothing(registry: Registry, step: str) -> None:
    deal_id, name, _ = _after(registry, step)
    other = "vera" if name == "rolf" else "rolf"

    assert undoes(registry, other, deal_id).code == "not_permitted"
    assert undoes(registry, "rita", deal_id).code == "unknown"
    assert undoes(registry, "quentin", deal_id).code == "not_permitted"


@pytest.mark.parametrize("step", STEPS)
def test_undone_once_is_undone(registry: Registry, step: str) -> None:
    deal_id, name, _ = _after(registry, step)
    undoes(registry, name, deal_id)

    assert undoes(registry, name, deal_id).code == "already_done"


def test_the_link_of_an_earlier_step_does_not_undo_a_later_one(registry: Registry) -> None:
    deal_id = registry.protected()
    undoes(registry, "vera", deal_id, "approve")
    registry.rejects("vera", deal_id)

    outcome = undoes(registry, "vera", deal_id, "approve")

    assert (outcome.code, outcome.facts["latest"]) == ("superseded", "reject")
    assert registry.deal(deal_id).state == DealState.REJECTED


def test_what_was_added_is_with_vera_and_cannot_be_called_back(registry: Registry) -> None:
    deal_id = registry.registered()
    registry.asks_more("vera", deal_id)
    registry.supplies("rolf", deal_id)

    assert undoes(registry, "rolf", deal_id).code == "passed_on"
    assert registry.deal(deal_id).words.endswith("The owner.")


def test_what_the_other_side_did_meanwhile_ends_the_way_back(registry: Registry) -> None:
    deal_id = registry.registered()
    registry.asks_more("vera", deal_id)
    registry.supplies("rolf", deal_id)

    assert undoes(registry, "vera", deal_id).code == "already_done"

    registry.approves("vera", deal_id)
    registry.asks_extension("rolf", deal_id)

    assert undoes(registry, "vera", deal_id, "approve").code == "already_done"
    assert registry.deal(deal_id).state == DealState.PROTECTED


def test_a_programme_without_minutes_offers_no_undo(settle: Settle) -> None:
    programme = nordlicht()
    town = settle(replace(programme, settings=replace(programme.settings, undo_minutes=0)))
    deal_id = Registry(town).protected()

    assert town.post_to("vera", "done").context["actions"] == []
    assert undoes(Registry(town), "vera", deal_id).code == "already_done"


def test_a_win_that_is_undone_takes_points_and_incentive_back_and_can_be_told_anew(settle: Settle) -> None:
    town = settle(replace(nordlicht(), incentives=(Incentive(commission_percent=5),)))
    registry = Registry(town)
    deal_id = registry.protected()
    registry.reports("rolf", deal_id, Status.WON, amount_cents=48_000_000)

    undoes(registry, "rolf", deal_id)
    undone_at = town.clock.now()
    town.at(undone_at + MINUTE)
    registry.reports("rolf", deal_id, Status.WON, amount_cents=4_800_000)

    assert Ledger(town).lines() == [("won", 530), ("won", -530), ("won", 98)]
    with town.looking() as session:
        dues = session.scalars(select(IncentiveDue).order_by(IncentiveDue.id)).all()
    assert [(due.commission_cents, due.taken_back_at) for due in dues] == [(2_400_000, undone_at), (240_000, None)]


def test_an_undone_approval_lets_the_vendor_offer_the_customer_again(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    lead_id = town.received_lead()
    assert town.releases("vera", lead_id).code == "protected"

    undoes(registry, "vera", deal_id)

    assert town.releases("vera", lead_id).code == "released"


def test_an_undone_loss_takes_the_customers_lead_off_the_market_again(town: Town, registry: Registry) -> None:
    deal_id = registry.protected()
    registry.reports("rolf", deal_id, Status.LOST, reason="price")
    lead_id = town.received_lead()
    assert town.releases("vera", lead_id).code == "released"

    assert undoes(registry, "rolf", deal_id).code == "deal_report_undone"

    assert town.lead(lead_id).state == State.RECEIVED
    assert registry.deal(deal_id).state == DealState.PROTECTED


def test_a_loss_stays_when_another_partner_has_got_the_customer_meanwhile(registry: Registry) -> None:
    deal_id = registry.protected()
    registry.reports("rolf", deal_id, Status.LOST, reason="price")
    registry.protected("rita")

    assert undoes(registry, "rolf", deal_id).code == "protected"
    assert registry.deal(deal_id).state == DealState.LOST
