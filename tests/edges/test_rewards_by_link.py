"""The page of points, and rewards asked for, granted and refused by its links. Rulebook 6.6; mail 1."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import commands as do
from app.domain import deal_commands as of_deals
from app.domain import point_commands as of_points
from app.domain.feedback import Statement
from app.domain.lifecycle import Status
from app.domain.points import PointEntry
from app.domain.programme import Incentive, Reward
from app.domain.redemption import RedemptionState
from app.service.programme_file import read_programme
from tests.edges.house import PROGRAMME, House
from tests.edges.visitor import Visitor
from tests.rules.points import Ledger

MDF = Reward("MDF 500", 400)


@pytest.fixture
def ledger(house: House) -> Ledger:
    """The house with a catalogue, and 450 points for Rolf."""
    programme = read_programme(PROGRAMME, "programme.yaml")
    programme = replace(
        programme, rewards=(MDF, Reward("Demo arm", 900)), incentives=(Incentive(commission_percent=8, bonus=500),)
    )
    house.do(do.LoadProgramme(programme=programme, files={}))
    ledger = Ledger(house)
    ledger.given(450, reason="Ein Anfang.")
    return ledger


def company(house: House) -> int:
    return house.reseller_id("rolf-it")


@pytest.mark.rule("6.6")
def test_the_page_shows_balance_rank_catalogue_and_every_line(house: House, ledger: Ledger) -> None:
    lead_id = house.taken_lead(temperature="hot")
    house.reported(lead_id)

    text = Visitor(house, "rolf").on_own_device().open("points", company(house)).text

    for shown in ("460 Punkte", "Rang 1 von 3", "MDF 500", "440 Punkte fehlen", "Ein Anfang.", "schnell übernommen",
                  "L-1: Metallbau Muster GmbH", "+450", "rechtzeitige Rückmeldung"):  # fmt: skip
        assert shown in text, shown


@pytest.mark.rule("6.6")
def test_looking_at_points_changes_nothing_and_there_is_nothing_to_press(house: House, ledger: Ledger) -> None:
    before = house.all_rows()
    token = house.token("rolf", "points", company(house))

    assert house.client().get(f"/a/{token}").status_code == 200
    assert house.client().head(f"/a/{token}").status_code == 200
    assert house.client().post(f"/a/{token}").status_code == 405
    assert house.all_rows() == before


@pytest.mark.rule("6.6")
def test_rolf_redeems_from_the_page_and_takes_it_back_there(house: House, ledger: Ledger) -> None:
    rolf = Visitor(house, "rolf")
    page = rolf.go(rolf.open("points", company(house)).link("MDF 500 einlösen"))
    assert "400 Punkte" in page.text

    answer = rolf.press(page)

    assert "Prämie angefragt" in answer.text
    assert "50 Punkte" in answer.text
    waiting = rolf.go(answer.link("Punkte und Prämien"))
    assert "Für eine Anfrage gebunden: 400 Punkte" in waiting.text
    rolf.press(rolf.go(waiting.link("Anfrage zurückziehen")))
    assert ledger.requests()[0].state == RedemptionState.WITHDRAWN
    assert ledger.balance() == 450


@pytest.mark.rule("6.6")
def test_a_reward_out_of_reach_has_no_button_and_its_link_says_how_far_it_is(house: House, ledger: Ledger) -> None:
    rolf = Visitor(house, "rolf")
    assert "Demo arm einlösen" not in rolf.open("points", company(house)).text

    page = rolf.open("redeem", company(house), str(Reward("Demo arm", 900).key))

    assert page.code == "too_few_points"


@pytest.mark.rule("6.6")
def test_a_link_to_a_reward_that_is_gone_says_so(house: House, ledger: Ledger) -> None:
    page = Visitor(house, "rolf").open("redeem", company(house), "77")

    assert page.code == "no_such_reward"


@pytest.mark.rule("6.6")
def test_vera_grants_with_one_button_and_sees_the_partners_ledger(house: House, ledger: Ledger) -> None:
    request, vera = ledger.asked(), Visitor(house, "vera")

    answer = vera.act("approve_redemption", request)

    assert answer.code == "redemption_approved"
    assert ledger.requests()[0].state == RedemptionState.APPROVED
    page = vera.open("points", company(house))
    assert "Rolf IT GmbH" in page.text
    assert "einlösen" not in page.text


@pytest.mark.rule("6.6")
def test_a_rejection_must_say_why(house: House, ledger: Ledger) -> None:
    request, vera = ledger.asked(), Visitor(house, "vera")

    assert "Bitte schreiben Sie etwas" in vera.act("reject_redemption", request).text
    vera.act("reject_redemption", request, note="Das Budget ist vergeben.")

    assert ledger.requests()[0].reason == "Das Budget ist vergeben."


@pytest.mark.rule("6.6")
def test_a_request_that_is_decided_says_so_on_every_link(house: House, ledger: Ledger) -> None:
    request = ledger.asked()
    ledger.approves("vera", request)

    for name, wish in (("vera", "reject_redemption"), ("max", "approve_redemption"), ("rolf", "withdraw_redemption")):
        assert Visitor(house, name).open(wish, request).code == "redemption_over"


@pytest.mark.rule("6.6", "9.4")
def test_rivals_and_strangers_are_shown_nothing(house: House, ledger: Ledger) -> None:
    request = ledger.asked()

    for name in ("rita", "eve"):
        visitor = Visitor(house, name)
        pages = [
            visitor.open("points", company(house)), visitor.open("redeem", company(house), str(MDF.key)),
            visitor.open("approve_redemption", request), visitor.open("withdraw_redemption", request),
        ]  # fmt: skip
        assert [page.status for page in pages] == [404] * 4
        assert not any("Rolf" in page.text or "MDF" in page.text for page in pages)


@pytest.mark.rule("6.6", "9.4")
def test_a_lead_that_has_left_the_company_is_told_by_its_number_only(house: House, ledger: Ledger) -> None:
    lead_id = house.taken_lead(temperature="hot")
    house.do(do.GiveBackLead(by=house.person_id("rolf"), lead_id=lead_id, reason="capacity"))

    text = Visitor(house, "rolf").on_own_device().open("points", company(house)).text

    assert "L-1" in text
    assert "Metallbau" not in text


@pytest.mark.rule("6.6", "9.1")
def test_a_browser_that_nobody_chose_is_told_numbers_and_no_customer(house: House, ledger: Ledger) -> None:
    """As it was: every browser was shown the same, and the customer's company stood in the ledger."""
    house.taken_lead(temperature="hot")
    house.reported(1)

    text = Visitor(house, "rolf").open("points", company(house)).text

    assert "L-1" in text
    assert not [word for word in ("Metallbau", "Ein Anfang.") if word in text]


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("lines", "parts"), [(60, [60]), (61, [60, 1]), (125, [60, 60, 5])])
def test_a_long_ledger_is_shown_in_parts_that_miss_no_line(
    house: House, ledger: Ledger, lines: int, parts: list[int]
) -> None:
    with house.parts.new_work() as work:
        for number in range(lines - 1):
            entry = PointEntry(vendor_id=1, reseller_id=company(house), reason="by_hand", points=1, note=f"N{number};",
                               booked_at=house.clock.now())  # fmt: skip
            work.session.add(entry)
        work.commit()
    rolf = Visitor(house, "rolf").on_own_device()
    page, address, seen = rolf.open("points", company(house)), "", []

    for number, size in enumerate(parts):
        rows = page.tree.xpath("//table[@class='ledger']/tbody/tr")
        seen += ["".join(row.itertext()) for row in rows]
        assert len(rows) == size
        assert ("Weitere" in page.text) == (number < len(parts) - 1)
        address = page.link("Weitere") if number < len(parts) - 1 else address
        token = f"/a/{house.token('rolf', 'points', company(house))}"
        page = rolf.go(f"{token}{address}") if number < len(parts) - 1 else page

    assert len(set(seen)) == len(seen) == lines
    assert "Ein Anfang." in seen[-1], "the oldest comes last"


@pytest.mark.rule("7.4")
def test_what_a_registration_brings_is_marked_by_product_and_level(house: House, ledger: Ledger) -> None:
    gold = PROGRAMME.replace("name: Rolf IT GmbH,", "name: Rolf IT GmbH, level: gold,")
    programme = read_programme(gold, "programme.yaml")
    promised = (Incentive(commission_percent=8), Incentive(product="arm", level="gold", commission_percent=12),
                Incentive(product="vision", level="silver", bonus=900))  # fmt: skip
    house.do(do.LoadProgramme(programme=replace(programme, incentives=promised), files={}))
    rolf = house.person_id("rolf")
    for product in ("arm", "vision"):
        fields = {"company": f"Eigen {product} GmbH", "postcode": "80331", "product": product}
        house.do(of_deals.RegisterDeal(by=rolf, vendor_id=1, fields=fields))

    text = Visitor(house, "rolf").on_own_device().open("points", company(house)).text.replace("\xa0", " ")
    deals = Visitor(house, "rolf").on_own_device().open("registrations", 1).text.replace("\xa0", " ")

    assert "arm Provision: 12 %" in text
    assert "alle anderen Produkte Provision: 8 %" in text
    assert " vision " not in text, "Rolf is gold; what silver gets is not promised to him"
    assert "Bringt beim Abschluss Provision: 12 %" in deals
    assert "Bringt beim Abschluss Provision: 8 %" in deals


@pytest.mark.rule("7.6")
def test_the_incentive_of_a_won_deal_stands_on_the_page_of_both_sides(house: House, ledger: Ledger) -> None:
    rolf = house.person_id("rolf")
    house.do(of_deals.RegisterDeal(by=rolf, vendor_id=1, fields={"company": "Eigen GmbH", "postcode": "80331"}))
    house.do(of_deals.ApproveDeal(by=house.person_id("vera"), deal_id=1))
    won = Statement(Status.WON, amount_cents=4_800_000)
    assert house.do(of_deals.ReportDeal(by=rolf, deal_id=1, statement=won)).code == "deal_won"

    for name in ("rolf", "vera"):
        text = Visitor(house, name).on_own_device().open("points", company(house)).text
        for shown in ("D-1: Eigen GmbH", "3.840 €", "500 €"):
            assert shown in text.replace("\xa0", " "), shown


@pytest.mark.rule("6.6", "2")
def test_the_same_press_twice_redeems_once(house: House, ledger: Ledger) -> None:
    rolf = Visitor(house, "rolf")
    page = rolf.open("redeem", company(house), str(MDF.key))

    first, again = rolf.press(page), rolf.press(page)

    assert first.text.count("Prämie angefragt") == again.text.count("Prämie angefragt") > 0
    assert len(ledger.requests()) == 1


@pytest.mark.rule("6.6", "1")
def test_a_link_of_a_reward_names_one_company(house: House, ledger: Ledger) -> None:
    """Rita cannot spend Rolf's points, nor by a link that names her and his company."""
    command = of_points.RedeemPoints(by=house.person_id("rita"), reseller_id=company(house), reward=MDF.key)

    assert house.do(command).code == "unknown"
