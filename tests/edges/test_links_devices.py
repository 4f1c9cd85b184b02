"""Acting at once: only where a person chose it, and only until they end it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.edges.house import House, settled_house
from tests.edges.visitor import Page, Visitor


@pytest.fixture
def rolf(house: House) -> Visitor:
    return Visitor(house, "rolf")


def acts_at_once(page: Page) -> bool:
    return bool(page.tree.xpath("//form[@data-at-once]")) and "at_once.js" in page.response.text


def test_the_box_is_off_and_without_it_nothing_is_remembered(house: House, rolf: Visitor) -> None:
    page = rolf.open("pick", house.offered_lead())
    assert page.tree.xpath("//input[@name='device']")
    assert not page.tree.xpath("//input[@name='device'][@checked]")

    rolf.press(page)

    assert not acts_at_once(rolf.open("pick", house.offered_lead()))


def test_with_the_box_ticked_the_next_link_acts_at_once_on_this_device_only(house: House, rolf: Visitor) -> None:
    rolf.press(rolf.open("pick", house.offered_lead()), device="on")
    lead_id = house.offered_lead()

    assert acts_at_once(rolf.open("pick", lead_id))
    assert not acts_at_once(Visitor(house, "rolf").open("pick", lead_id))


def test_it_is_one_person_s_cookie_and_no_help_to_another_who_uses_the_device(house: House, rolf: Visitor) -> None:
    rolf.press(rolf.open("pick", house.offered_lead()), device="on")
    rita = Visitor(house, "rita")
    rita.client = rolf.client

    assert not acts_at_once(rita.open("pick", house.offered_lead()))


@pytest.mark.parametrize("header", ["Sec_Purpose", "Purpose"])
def test_a_page_fetched_ahead_never_acts(house: House, rolf: Visitor, header: str) -> None:
    rolf.press(rolf.open("pick", house.offered_lead()), device="on")

    assert not acts_at_once(rolf.open("pick", house.offered_lead(), **{header: "prefetch;prerender"}))


def test_what_asks_a_question_never_acts_at_once(house: House, rolf: Visitor) -> None:
    rolf.press(rolf.open("pick", house.offered_lead()), device="on")

    assert not acts_at_once(rolf.open("decline", house.offered_lead()))


def test_in_the_settings_it_is_ended_on_all_devices(house: House, rolf: Visitor) -> None:
    rolf.press(rolf.open("pick", house.offered_lead()), device="on")
    house.clock.advance(house.parts.clock.now().resolution * 2_000_000)

    assert rolf.press(rolf.open("preferences"), "Auf allen Geräten beenden").code == "devices_revoked"

    assert not acts_at_once(rolf.open("pick", house.offered_lead()))


@pytest.mark.parametrize(
    ("base_url", "name"),
    [("https://pickpost.example", "__Host-pickpost-3"), ("http://127.0.0.1:8000", "pickpost-3")],
)
def test_the_cookie_is_bound_to_the_host_wherever_there_is_tls(tmp_path: Path, base_url: str, name: str) -> None:
    house = settled_house(tmp_path, base_url=base_url)
    client = house.client()
    link = f"/a/{house.token('rolf', 'pick', house.offered_lead())}"
    page = Page(client.get(link, base_url=base_url))

    nonce = page.form().fields["nonce"]
    response = client.post(link, data={"nonce": nonce, "device": "on"}, base_url=base_url, headers={"Origin": base_url})

    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"{name}=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"} <= attributes
    assert ("Secure" in attributes) is base_url.startswith("https")
    assert not any(part.startswith("Domain") for part in attributes)
    house.parts.database.dispose()
