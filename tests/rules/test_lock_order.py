"""Whoever locks several rows does so in one order, so that two never wait for each other. Architecture, *One door*."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.domain import commands as do
from app.domain.deal import Deal
from app.domain.gate_commands import MergeLeads
from app.domain.lead import Lead
from app.domain.people import Reseller, Vendor
from app.domain.redemption import Redemption
from tests.rules.deals import Registry
from tests.rules.town import Town

ORDER = {Deal: 1, Redemption: 1, Lead: 2, Vendor: 3, Reseller: 4}


@contextmanager
def locks_watched() -> Iterator[list[list[str]]]:
    """Yield, for each transaction, the rows that it locks, as their place in the order with their kind."""
    seen: dict[Session, list[str]] = {}
    found: list[list[str]] = []

    def note(state: ORMExecuteState) -> None:
        entity = state.bind_mapper.class_ if state.bind_mapper is not None else None
        if getattr(state.statement, "_for_update_arg", None) is not None and entity in ORDER:
            if state.session not in seen:
                found.append(seen.setdefault(state.session, []))
            seen[state.session].append(f"{ORDER[entity]} {entity.__name__}")

    event.listen(Session, "do_orm_execute", note)
    try:
        yield found
    finally:
        event.remove(Session, "do_orm_execute", note)


@pytest.mark.slow
@pytest.mark.rule("5.2", "7.4")
def test_deals_then_leads_then_the_vendor_then_the_company(town: Town) -> None:
    """Seen failing where an approval locked the vendor before the leads, and an assignment the company before it."""
    registry, vera = Registry(town), town.person_id("vera")
    with locks_watched() as transactions:
        first, second = town.offered_lead(company="Eins", contact_email="a@eins.example"), town.offered_lead()
        town.declines("rolf", first)
        town.declines("rita", first)
        assert town.picks("sam", first).code == "picked"
        assert town.reports("sam", first).code == "feedback"
        twin = town.received_lead(company="Eins", contact_email="b@eins.example")
        assert town.do(MergeLeads(by=vera, lead_id=twin, into_id=first)).code == "merged"
        assert (
            town.do(do.AssignLead(by=vera, lead_id=first, reseller_id=town.reseller_id("tina-tec"))).code == "assigned"
        )
        deal_id = registry.registered("rolf")
        assert registry.approves("vera", deal_id).code == "approved"
        assert town.lead(second).state == "received"

    assert any(len(set(locks)) > 2 for locks in transactions)
    # An approval looks once more for leads, those that came on the market while it waited for the vendor.
    assert [locks for locks in transactions if list(dict.fromkeys(locks)) != sorted(set(locks))] == []
