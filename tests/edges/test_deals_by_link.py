"""The pages of a deal registration: registering by a form, deciding with one button. Rulebook 7.1, 7.3; mail 1."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape
from sqlalchemy import select

from app.domain import deal_commands as of_deals
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.receipt import ReceiptKeys
from tests.edges.house import House
from tests.edges.visitor import Visitor

FIELDS = {"company": "Muster GmbH", "website": "muster.example", "postcode": "80331", "product": "arm"}


def deals(house: House) -> list[Deal]:
    with house.looking() as session:
        return list(session.scalars(select(Deal).order_by(Deal.id)))


def a_deal(house: House, by: str = "rolf") -> int:
    house.do(of_deals.RegisterDeal(by=house.person_id(by), vendor_id=1, fields=FIELDS))
    return deals(house)[-1].id


def press(house: House, token: str, **answers: str) -> tuple[int, str]:
    """Open a page, fill its form, press its button; return status and text of what follows."""
    client = house.client()
    page = client.get(f"/a/{token}")
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.text)
    assert nonce is not None, page.text
    answer = client.post(f"/a/{token}", data={"nonce": nonce[1], **answers}, follow_redirects=True)
    return answer.status_code, answer.text


@pytest.mark.rule("7.1")
def test_rolf_registers_by_the_form_that_his_settings_lead_to(house: House) -> None:
    settings = house.client().get(f"/a/{house.token('rolf', 'preferences', house.person_id('rolf'))}").text
    link = re.search(r'href="/a/([a-z2-7]+)"[^>]*>\s*Ein Projekt registrieren', settings)
    assert link is not None

    status, text = press(house, link[1], **{f"field.{name}": value for name, value in FIELDS.items()})

    assert status == 200
    assert "Eingegangen: bisher frei" in text
    assert deals(house)[0].fields["company"] == "Muster GmbH"


@pytest.mark.rule("7.4")
@pytest.mark.parametrize(("language", "words"), [("de", "Ist diese Quittung"), ("en", "Is this receipt genuine?")])
def test_anybody_reads_by_which_keys_a_receipt_is_checked(house: House, language: str, words: str) -> None:
    page = house.client().get("/receipts", headers={"Accept-Language": language}).text

    assert words in page
    (key,) = ReceiptKeys(house.parts.settings.secret_keys).public_keys()
    assert f"<code>{escape(key)}</code>" in page


@pytest.mark.rule("7.1")
def test_the_form_without_a_customer_asks_for_it_and_keeps_what_was_typed(house: House) -> None:
    status, text = press(house, house.token("rolf", "register", 1), **{"field.postcode": "80331"})

    assert status == 422
    assert "Bitte ausfüllen" in text
    assert 'value="80331"' in text
    assert deals(house) == []


@pytest.mark.rule("7.1", "9.4")
@pytest.mark.parametrize("name", ["vera", "max"])
def test_nobody_but_partners_gets_the_form(house: House, name: str) -> None:
    assert house.client().get(f"/a/{house.token(name, 'register', 1)}").status_code == 404


@pytest.mark.rule("7.3")
def test_vera_approves_with_one_button_and_looking_changes_nothing(house: House) -> None:
    token = house.token("vera", "approve", a_deal(house))
    before = house.all_rows()

    assert house.client().get(f"/a/{token}").status_code == 200
    assert house.client().head(f"/a/{token}").status_code == 200
    assert house.all_rows() == before
    status, text = press(house, token)

    assert status == 200
    assert 'data-code="approved"' in text
    assert deals(house)[0].state == DealState.PROTECTED


@pytest.mark.rule("7.3")
def test_a_rejection_wants_a_reason_none_preselected(house: House) -> None:
    token = house.token("vera", "reject", a_deal(house))

    assert "checked" not in house.client().get(f"/a/{token}").text
    assert press(house, token)[0] == 422
    assert deals(house)[0].state == DealState.REVIEW
    assert press(house, token, reason="existing_customer")[0] == 200
    assert deals(house)[0].state == DealState.REJECTED


@pytest.mark.rule("7.3")
def test_a_question_to_the_partner_must_be_written(house: House) -> None:
    token = house.token("vera", "ask_more", a_deal(house))

    assert press(house, token)[0] == 422
    assert press(house, token, note="Wer entscheidet?")[0] == 200
    assert deals(house)[0].state == DealState.ASKED


@pytest.mark.rule("7.3", "9.4")
@pytest.mark.parametrize("wish", ["approve", "supply", "ask_extension", "deal_report"])
def test_rita_is_shown_nothing_of_rolfs_registration(house: House, wish: str) -> None:
    option = "won" if wish == "deal_report" else ""
    answer = house.client().get(f"/a/{house.token('rita', wish, a_deal(house), option)}")

    assert answer.status_code == 404
    assert "Muster" not in answer.text


@pytest.mark.rule("7.3")
def test_a_second_look_at_a_decided_registration_says_that_it_is_decided(house: House) -> None:
    deal_id = a_deal(house)
    press(house, house.token("vera", "reject", deal_id), reason="existing_customer")

    page = house.client().get(f"/a/{house.token('vera', 'approve', deal_id)}")

    assert 'data-code="deal_over"' in page.text


@pytest.mark.rule("7.4")
def test_approving_a_rivals_customer_says_that_it_is_protected(house: House) -> None:
    rolfs, ritas = a_deal(house), a_deal(house, "rita")
    press(house, house.token("vera", "approve", rolfs))

    status, text = press(house, house.token("vera", "approve", ritas))

    assert status == 200
    assert 'data-code="protected"' in text


@pytest.mark.rule("7.6")
def test_rolf_reports_a_win_with_its_amount_and_asks_for_time_with_a_reason(house: House) -> None:
    deal_id = a_deal(house)
    press(house, house.token("vera", "approve", deal_id))

    assert press(house, house.token("rolf", "ask_extension", deal_id))[0] == 422
    assert (
        'data-code="extension_asked"'
        in press(house, house.token("rolf", "ask_extension", deal_id), note="Budget im Juni")[1]
    )
    assert 'data-code="extension_granted"' in press(house, house.token("vera", "grant_extension", deal_id))[1]
    assert press(house, house.token("rolf", "deal_report", deal_id, "won"))[0] == 422
    assert 'data-code="deal_won"' in press(house, house.token("rolf", "deal_report", deal_id, "won"), amount="48k")[1]


@pytest.mark.rule("2", "7.3")
def test_vera_undoes_an_approval_on_the_page_that_follows_it(house: House) -> None:
    deal_id = a_deal(house)
    text = press(house, house.token("vera", "approve", deal_id))[1]
    button = re.search(r'<form[^>]*action="(/a/[a-z2-7]+)".*?name="nonce" value="([^"]+)"', text, re.DOTALL)
    assert button is not None, text

    answer = house.client().post(button[1], data={"nonce": button[2]}, follow_redirects=True)

    assert 'data-code="approve_undone"' in answer.text
    assert deals(house)[0].state == DealState.REVIEW


@pytest.mark.rule("2", "7.6")
def test_rolf_undoes_a_win_by_the_link_of_his_echo_and_only_once(house: House) -> None:
    deal_id = a_deal(house)
    press(house, house.token("vera", "approve", deal_id))
    press(house, house.token("rolf", "deal_report", deal_id, "won"), amount="48k")
    token = house.token("rolf", "undo_deal", deal_id, "deal_report")
    before = house.all_rows()

    assert house.client().get(f"/a/{token}").status_code == 200
    assert house.all_rows() == before
    assert 'data-code="deal_report_undone"' in press(house, token)[1]
    assert deals(house)[0].state == DealState.PROTECTED
    assert 'data-code="already_done"' in house.client().get(f"/a/{token}").text


@pytest.mark.rule("9.4", "7.3")
def test_the_way_back_is_shown_to_nobody_else(house: House) -> None:
    deal_id = a_deal(house)
    press(house, house.token("vera", "approve", deal_id))

    assert house.client().get(f"/a/{house.token('rita', 'undo_deal', deal_id, 'approve')}").status_code == 404
    assert 'data-code="not_permitted"' in house.client().get(f"/a/{house.token('rolf', 'undo_deal', deal_id)}").text


@pytest.mark.rule("7.3", "9.1")
def test_vera_sees_whom_she_protects_for_whom_and_what_the_check_said(house: House) -> None:
    """As it was: the page said "D-1" and nothing else, in her own browser too, of the conflict nothing at all."""
    Visitor(house, "rolf").act("register", 1, **{f"field.{name}": value for name, value in FIELDS.items()})
    deal_id = deals(house)[0].id

    hers = Visitor(house, "vera").on_own_device().open("approve", deal_id).text
    anybodys = Visitor(house, "vera").open("approve", deal_id).text

    assert all(shown in hers for shown in ("Muster GmbH", "Rolf IT GmbH", "frei"))
    assert "frei" in anybodys
    assert "Raum München (DE 80…)" in anybodys
    assert "Muster" not in anybodys
