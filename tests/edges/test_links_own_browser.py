"""A browser becomes Vera's own by one button and one mail; a stranger's, a scanner's and any other stay strange."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from tests.edges.house import House
from tests.edges.visitor import Page, Visitor

pytestmark = [pytest.mark.rule("9.1"), pytest.mark.slow]

NAMES = ("Metallbau Muster", "Carla")
BUTTON, YES = "Das ist mein Browser", "Ja, das ist mein Browser"
ELSEWHERE = "Bitte öffnen Sie diesen Link im anderen Browser"


@pytest.fixture
def lead_id(house: House) -> int:
    return house.received_lead()


def names_the_customer(page: Page) -> bool:
    return any(name in page.text for name in NAMES)


def asks(browser: Visitor, lead_id: int, wish: str = "open") -> Page:
    return browser.press(browser.open(wish, lead_id), BUTTON)


def mailed(house: House) -> list[str]:
    """Return the links by which mails to Vera make a browser hers, the oldest first."""
    house.deliver()
    texts = []
    for mail in house.mails_to("vera"):
        body = message_from_bytes(mail.content, policy=policy.default).get_body(("plain",))
        assert body is not None
        texts.append(body.get_content())
    return [link[1] for text in reversed(texts) if (link := re.search(rf"{YES}\r?\n\S+(/a/[a-z2-7]+)", text))]


def test_one_button_and_one_mail_and_vera_reads_who_the_customer_is(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    assert not names_the_customer(browser.open("open", lead_id))

    asked = asks(browser, lead_id)
    (link,) = mailed(house)
    shown = browser.press(browser.go(link), YES)

    assert "Schauen Sie in Ihr Postfach" in asked.text
    assert names_the_customer(shown)
    assert names_the_customer(browser.open("open", house.received_lead()))
    assert BUTTON not in shown.text


@pytest.mark.parametrize(("wish", "object_id"), [("registrations", 1), ("needing", 1)])
def test_lists_that_hide_names_have_the_button_too(house: House, wish: str, object_id: int) -> None:
    house.received_lead(postcode="")
    browser = Visitor(house, "vera")

    asks(browser, object_id, wish)
    shown = browser.press(browser.go(mailed(house)[0]), YES)

    assert BUTTON in Visitor(house, "vera").open(wish, object_id).text
    assert BUTTON not in shown.text


def test_a_stranger_who_holds_a_forwarded_mail_gains_nothing_and_vera_is_asked(house: House, lead_id: int) -> None:
    """Seen failing where the press itself made the browser hers: the stranger read the customer's name."""
    stranger, vera = Visitor(house, "vera"), Visitor(house, "vera")

    asked = asks(stranger, lead_id)
    (link,) = mailed(house)

    assert not names_the_customer(asked)
    assert not names_the_customer(stranger.open("open", lead_id))
    elsewhere = vera.go(link)
    assert ELSEWHERE in elsewhere.text
    assert elsewhere.buttons == []


def test_a_scanner_that_presses_what_the_mail_shows_makes_no_browser_hers(house: House, lead_id: int) -> None:
    """Seen failing without the cookie of the browser that asked: the scanner's browser was Vera's from then on."""
    asks(Visitor(house, "vera"), lead_id)
    (link,), scanner = mailed(house), Visitor(house, "vera")
    nonce = house.parts.tokens.nonce(link.removeprefix("/a/"))

    answer = scanner.client.post(link, data={"nonce": nonce})

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert not names_the_customer(scanner.open("open", lead_id))


def test_the_mail_of_one_browser_is_no_key_for_another_that_asked_too(house: House, lead_id: int) -> None:
    """Whoever has an old such mail of Vera's and presses the button in a browser of their own."""
    asks(Visitor(house, "vera"), lead_id)
    (link,), stranger = mailed(house), Visitor(house, "vera")

    asks(stranger, lead_id)

    assert ELSEWHERE in stranger.go(link).text


def test_the_link_is_good_for_a_day_to_the_minute(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    asks(browser, lead_id)
    (link,) = mailed(house)

    house.clock.advance(timedelta(hours=23, minutes=59))
    assert YES in browser.go(link).buttons
    house.clock.advance(timedelta(minutes=2))
    assert YES not in browser.go(link).text


def test_three_mails_a_day_and_the_fourth_press_is_answered_alike(house: House, lead_id: int) -> None:
    pages = [asks(Visitor(house, "vera"), lead_id).text for _ in range(4)]

    assert len(mailed(house)) == 3
    assert len(set(pages)) == 1
    house.clock.advance(timedelta(hours=24, minutes=1))
    asks(Visitor(house, "vera"), lead_id)
    assert len(mailed(house)) == 4


def test_a_press_that_arrives_twice_is_one_mail_and_its_link_still_fits(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    page = browser.open("open", lead_id)

    browser.press(page, BUTTON)
    browser.press(page, BUTTON)

    (link,) = mailed(house)
    assert YES in browser.go(link).buttons


def test_the_link_once_more_says_that_the_browser_is_known(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    asks(browser, lead_id)
    (link,) = mailed(house)
    browser.press(browser.go(link), YES)

    assert "Dieser Browser gehört Ihnen" in browser.go(link).text


def test_what_vera_ended_on_all_devices_is_ended_here_too(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    asks(browser, lead_id)
    browser.press(browser.go(mailed(house)[0]), YES)
    house.clock.advance(timedelta(seconds=1))

    browser.act("trust_device", 0, "off")

    assert not names_the_customer(browser.open("open", lead_id))


def test_an_old_page_or_another_site_sends_no_mail(house: House, lead_id: int) -> None:
    browser = Visitor(house, "vera")
    page = browser.open("open", lead_id)
    browser.headers = {"Origin": "https://evil.example"}
    browser.press(page, BUTTON)
    browser.headers = {}
    house.clock.advance(timedelta(hours=1, minutes=1))

    again = browser.press(page, BUTTON)

    assert mailed(house) == []
    assert BUTTON in again.text
