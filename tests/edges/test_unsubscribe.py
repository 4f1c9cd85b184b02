"""Unsubscribing and the settings page: every mail can be stopped, and only by whoever gets it."""

from __future__ import annotations

import pytest

from app.domain.letters.lists import LISTS
from tests.edges.house import House
from tests.edges.visitor import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def rita(house: House) -> Visitor:
    return Visitor(house, "rita")


@pytest.mark.parametrize("mail_list", LISTS)
def test_a_mail_program_s_own_button_acts_without_cookie_nonce_or_redirect(house: House, mail_list: str) -> None:
    """RFC 8058: the provider's server posts, from nowhere near our pages."""
    link = f"/a/{house.token('rita', 'unsubscribe', 1, mail_list)}"

    response = house.client().post(link, data=ONE_CLICK, headers={"Origin": "https://mail.example"})

    assert response.status_code == 200
    assert house.person("rita").muted_lists == [mail_list]


def test_looking_at_the_link_stops_nothing_and_shows_a_button(house: House, rita: Visitor) -> None:
    page = rita.open("unsubscribe", 1, "offers")

    assert page.buttons == ["Stop these mails"]
    assert house.person("rita").muted_lists == []
    assert rita.press(page).code == "unsubscribed"
    assert house.person("rita").muted_lists == ["offers"]


def test_whoever_came_back_can_stop_again_with_the_same_link(house: House, rita: Visitor) -> None:
    link = f"/a/{house.token('rita', 'unsubscribe', 1, 'offers')}"
    house.client().post(link, data=ONE_CLICK)
    rita.act("resubscribe", 1, "offers")
    house.clock.advance(house.clock.now().resolution)

    house.client().post(link, data=ONE_CLICK)

    assert house.person("rita").muted_lists == ["offers"]


def test_one_click_means_nothing_on_other_links(house: House) -> None:
    lead_id = house.offered_lead()
    before = house.all_rows()

    assert house.client().post(f"/a/{house.token('rita', 'pick', lead_id)}", data=ONE_CLICK).status_code == 403
    assert house.all_rows() == before


def test_rita_sets_her_absence_and_comes_back(house: House, rita: Visitor) -> None:
    away = rita.press(rita.open("preferences"), "Set the absence", date="2026-03-20")
    assert away.code == "absent"
    assert house.person("rita").absent_until is not None

    settings = rita.go(away.link("Your settings"))
    assert "You are away. Back on: Friday, 20 March 2026." in settings.text
    assert rita.press(settings, "I am back").code == "back"
    assert house.person("rita").absent_until is None


def test_each_kind_of_mail_has_its_switch(house: House, rita: Visitor) -> None:
    for count, _ in enumerate(LISTS, start=1):
        answer = rita.press(rita.open("preferences"), "Switch off")
        assert answer.code == "unsubscribed"
        assert len(house.person("rita").muted_lists) == count

    assert "Switch off" not in rita.open("preferences").buttons
    assert rita.press(rita.open("preferences"), "Switch on").code == "resubscribed"


def test_the_settings_show_what_can_reach_their_reader(house: House, rita: Visitor) -> None:
    of_rita, of_vera = rita.open("preferences").text, Visitor(house, "vera").open("preferences").text

    assert "Offers of new leads" in of_rita
    assert "when something happens with your leads or customers" in of_rita
    assert "Angebote neuer Leads" not in of_vera
    assert "wenn ein Partner sich zu einem Ihrer Leads meldet" in of_vera


def test_there_is_nothing_to_press_on_the_settings_themselves(house: House) -> None:
    assert house.client().post(f"/a/{house.token('rita', 'preferences')}").status_code == 405
