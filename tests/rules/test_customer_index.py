"""Customers are found by keys: also those of before, never another vendor's. Rulebook 3.6, 7.2, 9.4."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from sqlalchemy import delete, func, select

from app.domain import commands as do
from app.domain.conflicts import Customer
from app.domain.customer_key import CustomerKey, Record
from app.domain.people import Vendor
from app.service.customer_index import like_customer
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import CARLA, Town


def _like_carla(town: Town, record: Record, slug: str = "nordlicht") -> set[int]:
    with town.looking() as session:
        vendor = session.scalars(select(Vendor).where(Vendor.slug == slug)).one()
        return like_customer(session, vendor, record, Customer.of(CARLA, "DE"))


def _count(town: Town) -> int:
    with town.looking() as session:
        return session.scalar(select(func.count()).select_from(CustomerKey)) or 0


@pytest.mark.rule("3.6")
def test_a_lead_is_found_under_what_it_says_now(town: Town) -> None:
    lead_id = town.received_lead(company="Huber", contact_email="", contact_phone="")
    assert _like_carla(town, Record.LEAD) == set()

    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"company": "Metalbau Muster"}))
    assert _like_carla(town, Record.LEAD) == {lead_id}
    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"company": "Huber"}))
    assert _like_carla(town, Record.LEAD) == set()


@pytest.mark.rule("9.4")
def test_another_vendors_records_are_never_found(town: Town) -> None:
    town.load(suedwind())
    mine, theirs = town.received_lead(), town.submits("eve", vendor_id=2)

    assert _like_carla(town, Record.LEAD) == {mine}
    assert _like_carla(town, Record.LEAD, "suedwind") == {theirs}


@pytest.mark.rule("7.2")
def test_accounts_that_are_gone_leave_no_keys(settle: Settle) -> None:
    programme = replace(nordlicht(), accounts="accounts.csv")
    town = settle(programme)

    def load(content: bytes) -> None:
        town.do(do.LoadProgramme(programme=programme, files={"accounts.csv": content}))

    load(b"company,domain,postcode\nMuster,metallbau-muster.example,80331\n")
    assert len(_like_carla(town, Record.ACCOUNT)) == 1
    load(b"company,domain\nHuber,huber.example\n")

    assert _like_carla(town, Record.ACCOUNT) == set()


@pytest.mark.rule("3.6", "7.2")
def test_what_was_there_before_the_keys_is_found_after_the_upgrade(town_on_both: Town) -> None:
    town = town_on_both
    lead_id, deal_id = town.received_lead(), Registry(town).registered()
    before = _count(town)
    with town.parts.new_work() as work:
        work.session.execute(delete(CustomerKey))
        work.commit()

    with town.parts.database.writer.begin() as connection:
        import_module("migrations.versions.0003_customer_keys").fill(connection)

    assert _count(town) == before
    assert _like_carla(town, Record.LEAD) == {lead_id}
    assert _like_carla(town, Record.DEAL) == {deal_id}
