"""The pages in a real browser: readable by everybody, usable without scripts, at once only where it was chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from sqlalchemy import select

from app.domain.lifecycle import State
from app.store.outbox import Post
from tests.services.every_page import at_home, every_page, everybodys_own, speak
from tests.services.servers.chromium import Chromium, axe_violations, overflow_px
from tests.services.site import Site, serving

LOOKS = [(1024, False, "en"), (320, True, "de")]
AT_ONCE_MS = 3_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as site:
        yield site


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_page_is_readable_by_everybody_light_and_dark_wide_and_narrow(site: Site, chromium: Chromium) -> None:
    """No finding of axe against WCAG 2.2 AA, nothing to scroll sideways, nothing against the page's own policy.

    Dark ones are read at home, where a page shows more of the customer.
    """
    faults: list[str] = []
    pages = every_page(site)

    def note(message: ConsoleMessage) -> None:
        if "Policy" in message.text:
            faults.append(message.text)

    for width_px, dark, language in LOOKS:
        speak(site.house, language)
        with chromium.page(width_px=width_px, dark=dark) as page:
            page.on("console", note)
            if dark:
                at_home(site, page)
            for name, address in pages.items():
                page.goto(address)
                look = f"{name} at {width_px} px, {'dark' if dark else 'light'}, {language}"
                faults += [f"{look}: {found}" for found in axe_violations(page)]
                faults += [f"{look}: {overflow_px(page)} px too wide"] if overflow_px(page) else []
                faults += [f"{look}: two full stops"] if "/a/" in address and ".." in page.inner_text("main") else []

    assert faults == []


def smallest_target_px(page: Page) -> float:
    return min(
        box["height"] for each in page.locator("a.button, button, input:not([type=hidden]):not([type=checkbox])").all()
        if (box := each.bounding_box())
    )  # fmt: skip


def test_on_a_phone_the_one_button_is_in_sight_focused_and_large(site: Site, chromium: Chromium) -> None:
    with chromium.page(width_px=320) as page:
        page.goto(site.link("rita", "pick", site.house.offered_lead()))

        button = page.get_by_role("button", name="Take this lead")
        expect(button).to_be_focused()
        box = button.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 480
        assert smallest_target_px(page) >= 44


def test_without_scripts_rita_takes_a_lead_and_undoes_it(site: Site, chromium: Chromium) -> None:
    """A real browser writes ``Origin: null`` on forms of pages that send no referrer; it must count as ours."""
    lead_id = site.house.offered_lead()
    with chromium.page(scripts=False) as page:
        page.goto(site.link("rita", "pick", lead_id))
        page.get_by_role("button", name="Take this lead").click()
        expect(page.get_by_role("heading", name="It is yours")).to_be_visible()
        assert site.house.lead(lead_id).state == State.PICKED

        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    assert site.house.lead(lead_id).state == State.OFFERED


def trust_this_device(site: Site, page: Page) -> None:
    """Tick the box beside a button, and open the link of the mail that this brings."""
    page.goto(site.link("rita", "remind", site.house.taken_lead("rita"), "3"))
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Remind me in 3 days").click()
    page.wait_for_url("**done=**")
    with site.house.looking() as session:
        (mailed,) = session.scalars(select(Post).where(Post.asked_for, Post.kind == "done", Post.lead_id.is_(None)))
    page.goto(site.link("rita", "trust_device", mailed.context["actions"][0]["object_id"], "on"))
    page.get_by_role("button", name="Yes, this is my browser").click()
    expect(page.get_by_role("heading", name="This browser is yours")).to_be_visible()


def test_on_a_trusted_device_the_page_presses_its_button_after_three_seconds_in_sight(
    site: Site, chromium: Chromium
) -> None:
    with chromium.page() as page:
        trust_this_device(site, page)
        lead_id = site.house.offered_lead()
        page.goto(site.link("rita", "pick", lead_id))

        expect(page.get_by_role("status")).to_contain_text("3 seconds")
        assert site.house.lead(lead_id).state == State.OFFERED
        page.wait_for_url("**done=**", timeout=3 * AT_ONCE_MS)
    assert site.house.lead(lead_id).state == State.PICKED


def test_cancel_stops_it_and_the_button_still_works(site: Site, chromium: Chromium) -> None:
    with chromium.page() as page:
        everybodys_own(site, page)
        lead_id = site.house.offered_lead()
        page.goto(site.link("rita", "pick", lead_id))
        page.get_by_role("button", name="Cancel").click()
        page.wait_for_timeout(AT_ONCE_MS + 1_500)
        assert site.house.lead(lead_id).state == State.OFFERED

        page.get_by_role("button", name="Take this lead").click()
        page.wait_for_url("**done=**")
    assert site.house.lead(lead_id).state == State.PICKED


@pytest.mark.slow
@pytest.mark.parametrize(
    "unseen",
    [
        "Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})",
        "Object.defineProperty(document, 'prerendering', {get: () => true})",
    ],
)
def test_a_page_that_nobody_sees_presses_nothing(site: Site, chromium: Chromium, unseen: str) -> None:
    with chromium.page() as page:
        everybodys_own(site, page)
        lead_id = site.house.offered_lead()
        page.add_init_script(unseen)
        page.goto(site.link("rita", "pick", lead_id))
        page.wait_for_timeout(AT_ONCE_MS + 1_500)

    assert site.house.lead(lead_id).state == State.OFFERED


def test_new_mail_appears_in_an_open_mailbox_by_itself(site: Site, chromium: Chromium) -> None:
    with chromium.page() as page:
        page.goto(f"{site.url}/mailroom/box/rita@rita-systems.example")
        expect(page.get_by_text("No mail yet.")).to_be_visible()

        site.house.offered_lead()
        site.house.deliver()

        expect(page.locator(".mails a")).to_have_count(1)
        expect(page.get_by_text("No mail yet.")).to_have_count(0)


def test_the_newcomer_s_story_in_the_mailroom(site: Site, chromium: Chromium) -> None:
    """Read the offer in the frame, press its button, take the lead on the page that opens beside it."""
    lead_id = site.house.offered_lead()
    site.house.deliver()
    with chromium.page() as page:
        page.goto(f"{site.url}/mailroom")
        page.get_by_role("link", name="Rita Reed").click()
        page.locator(".mails a").first.click()
        letter = page.frame_locator("iframe")
        assert page.locator("iframe").evaluate("frame => frame.clientHeight") > 600
        with page.context.expect_page() as opened:
            letter.get_by_role("link", name="Take this lead").first.click()
        opened.value.get_by_role("button", name="Take this lead").click()
        opened.value.wait_for_url("**done=**")

    assert site.house.lead(lead_id).state == State.PICKED
