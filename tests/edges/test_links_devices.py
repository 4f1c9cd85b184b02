"""Acting at once: only where a person chose it, and only until they end it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.store.outbox import Post
from tests.edges.house import House, settled_house
from tests.edges.visitor import Page, Visitor

YES = "Ja, das ist mein Browser"


def links_that_make_a_browser_his(house: House, name: str) -> list[str]:
    """Return the links of our mails that make a browser somebody's, the oldest first."""
    with house.looking() as session:
        told = [post.context for post in session.scalars(select(Post).where(Post.kind == "done").order_by(Post.id))]
    found = [one["actions"][0] for one in told if one["code"] == "browser_asked"]
    return [f"/a/{house.token(name, one['wish'], one['object_id'], one['option'])}" for one in found]


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


@pytest.mark.rule("9.1")
def test_with_the_box_ticked_and_our_mail_opened_links_act_at_once_on_this_device_only(
    house: House, rolf: Visitor
) -> None:
    """Seen failing where the box alone was enough: a stranger with Rolf's forwarded mail had a browser of Rolf's."""
    stranger, lead_id = Visitor(house, "rolf"), house.taken_lead()
    stranger.press(stranger.open("remind", lead_id, "7"), device="on")
    assert not acts_at_once(stranger.open("remind", lead_id, "3"))

    asked = rolf.press(rolf.open("remind", lead_id, "7"), device="on")
    assert "öffnen Sie in diesem Browser den Link" in asked.text
    link = links_that_make_a_browser_his(house, "rolf")[-1]
    assert "Dieser Browser gehört Ihnen" in rolf.press(rolf.go(link), YES).text

    assert acts_at_once(rolf.open("remind", lead_id, "3"))
    assert not acts_at_once(stranger.open("remind", lead_id, "3"))
    assert YES not in stranger.go(link).text


def test_it_is_one_person_s_cookie_and_no_help_to_another_who_uses_the_device(house: House, rolf: Visitor) -> None:
    rolf.on_own_device()
    rita = Visitor(house, "rita")
    rita.client = rolf.client

    assert not acts_at_once(rita.open("pick", house.offered_lead()))


@pytest.mark.parametrize("header", ["Sec_Purpose", "Purpose"])
def test_a_page_fetched_ahead_never_acts(house: House, rolf: Visitor, header: str) -> None:
    rolf.on_own_device()

    assert not acts_at_once(rolf.open("pick", house.offered_lead(), **{header: "prefetch;prerender"}))


def test_what_asks_a_question_never_acts_at_once(house: House, rolf: Visitor) -> None:
    rolf.on_own_device()

    assert not acts_at_once(rolf.open("decline", house.offered_lead()))


def test_in_the_settings_it_is_ended_on_all_devices(house: House, rolf: Visitor) -> None:
    rolf.on_own_device()
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

    def pressed(link: str, page: Page, **answers: str) -> set[str]:
        form = {"nonce": page.form().fields["nonce"], **answers}
        cookie = client.post(link, data=form, base_url=base_url, headers={"Origin": base_url}).headers["Set-Cookie"]
        return {part.strip() for part in cookie.split(";")}

    asking = pressed(link, page, device="on")
    (mailed,) = links_that_make_a_browser_his(house, "rolf")
    own = pressed(mailed, Page(client.get(mailed, base_url=base_url)))

    for attributes, cookie, age in ((asking, f"{name}-asks=", 86400), (own, f"{name}=", 15552000)):
        assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={age}"} <= attributes
        assert any(part.startswith(cookie) for part in attributes)
        assert ("Secure" in attributes) is base_url.startswith("https")
        assert not any(part.startswith("Domain") for part in attributes)
    house.parts.database.dispose()
