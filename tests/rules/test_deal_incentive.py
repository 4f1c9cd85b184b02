"""What an approval brings at once, and the accounts it is checked against. Rulebook 7.2, 7.4."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.incentive import IncentiveDue
from app.domain.lifecycle import Status
from app.domain.programme import Incentive, Material
from app.service.accounts import AccountsError, read_accounts
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.points import Ledger
from tests.rules.programmes import nordlicht
from tests.rules.town import Town

INCENTIVES = (
    Incentive(commission_percent=2),
    Incentive(product="arm", commission_percent=5),
    Incentive(product="arm", level="gold", commission_percent=8, bonus=500),
    Incentive(product="vision", level="gold", discount_percent=3),
)


def _shown(town: Town) -> dict[str, str]:
    return {row["name"]: row["value"] for row in town.post_to("rolf", "deal_approved").context["incentives"]}


@pytest.mark.rule("7.4")
@pytest.mark.parametrize(
    ("product", "shown"),
    [
        ("arm", {"commission_percent": "8", "bonus_cents": "50000"}),
        ("Vision", {"discount_percent": "3"}),
        ("gripper", {"commission_percent": "2"}),
    ],
)
def test_the_approval_shows_the_incentive_closest_to_product_and_level(
    settle: Settle, product: str, shown: dict[str, str]
) -> None:
    town = settle(replace(nordlicht(), incentives=INCENTIVES))

    Registry(town).protected("rolf", product=product)

    assert _shown(town) == shown


@pytest.mark.rule("7.4")
def test_a_programme_without_incentives_shows_none(town: Town, registry: Registry) -> None:
    registry.protected("rolf")

    assert _shown(town) == {}


@pytest.mark.rule("7.4")
def test_the_approval_attaches_the_material_of_the_product_and_the_receipt(settle: Settle) -> None:
    materials = (Material("Arm", "arm.pdf", "arm"), Material("All", "all.pdf"), Material("Vision", "v.pdf", "vision"))
    programme = replace(nordlicht(), materials=materials)
    town = settle(programme)
    files = {"arm.pdf": b"arm", "all.pdf": b"all", "v.pdf": b"v"}
    assert town.do(do.LoadProgramme(programme=programme, files=files)).code == "loaded"

    Registry(town).protected("rolf")

    names = town.post_to("rolf", "deal_approved").context["attachment_names"]
    assert sorted(names) == ["D-1.receipt.json", "all.pdf", "arm.pdf"]


@pytest.mark.rule("7.2")
@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"company,domain,postcode\nMuster,metallbau-muster.example,80331\n", "registered_in_review"),
        ("Firma;Website;PLZ\nMüller;www.metallbau-muster.example;\n".encode("cp1252"), "registered_in_review"),
        ("Firma\tPLZ\nMetallbau Muster AG\t80331\n".encode("utf-16"), "registered_in_review"),
        ("sep=|\nFirma|PLZ\nMetallbau Muster AG|80331\n\n".encode("utf-16-le"), "registered_in_review"),
        (b"company,domain\nBakery,bakery.example\n", "registered_free"),
    ],
    ids=["utf-8", "cp1252 with semicolons", "utf-16 with tabs", "utf-16 without its mark, with bars", "another firm"],
)
def test_the_vendors_own_accounts_are_conflicts(settle: Settle, content: bytes, answer: str) -> None:
    programme = replace(nordlicht(), accounts="accounts.csv")
    town = settle(programme)
    outcome = town.do(do.LoadProgramme(programme=programme, files={"accounts.csv": content}))
    assert outcome.facts["changes"] == ["accounts: 1 new, 0 gone"]

    assert Registry(town).registers("rolf").code == answer


@pytest.mark.rule("7.2")
@pytest.mark.parametrize("content", [b"", b"domain,postcode\nx.example,80331\n"])
def test_an_accounts_file_without_companies_is_refused_with_its_line(content: bytes) -> None:
    with pytest.raises(AccountsError, match="line 1"):
        read_accounts(content)


@pytest.mark.rule("7.2")
def test_an_account_without_a_company_is_named_with_its_line() -> None:
    with pytest.raises(AccountsError, match=r"line 3: expected a company's name, found only x\.example"):
        read_accounts(b"company,domain\nMuster,muster.example\n,x.example\n")


@pytest.mark.rule("7.2")
def test_a_hundred_thousand_accounts_are_read_and_equal_rows_kept_once() -> None:
    rows = "".join(f"Firma {number % 90_000};f{number % 90_000}.example;80331\n" for number in range(100_000))

    assert len(read_accounts(("company;domain;postcode\n" + rows).encode())) == 90_000


@pytest.mark.rule("7.6", "6.6")
def test_a_win_books_points_and_the_incentive_and_both_sides_read_what_is_due(settle: Settle) -> None:
    town = settle(replace(nordlicht(), incentives=INCENTIVES))
    deal_id = Registry(town).protected("rolf")

    Registry(town).reports("rolf", deal_id, Status.WON, amount_cents=4_899_999)

    assert Ledger(town).lines() == [("won", 98)]
    for name in ("rolf", "vera"):
        told = {row["name"]: (row["value"], row["currency"]) for row in town.post_to(name, "done").context["facts"]}
        assert told["commission_cents"] == ("392000", "EUR")
        assert told["bonus_cents"] == ("50000", "EUR")


@pytest.mark.rule("7.6")
def test_a_due_incentive_stays_as_it_was_promised_when_the_programme_changes(settle: Settle) -> None:
    town = settle(replace(nordlicht(), incentives=INCENTIVES))
    Registry(town).reports("rolf", Registry(town).protected("rolf"), Status.WON, amount_cents=1_000_000)

    town.load(nordlicht())

    with town.looking() as session:
        due = session.scalars(select(IncentiveDue)).one()
    assert (due.commission_cents, due.bonus_cents, due.commission_percent) == (80_000, 50_000, 8.0)


@pytest.mark.rule("7.6")
def test_a_loss_and_a_programme_without_incentives_owe_nothing(town: Town, registry: Registry) -> None:
    registry.reports("rolf", registry.protected("rolf"), Status.LOST, reason="price")
    other = registry.protected("rolf", company="Other GmbH", website="other.example", postcode="80333")
    registry.reports("rolf", other, Status.WON, amount_cents=1_000_000)

    with town.looking() as session:
        assert session.scalars(select(IncentiveDue)).all() == []
    assert Ledger(town).lines() == [("won", 60)]
