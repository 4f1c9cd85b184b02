"""Chromium as the tests start it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.services.servers.chromium import Chromium, axe_violations, overflow_px

PAGE = """<!doctype html><html lang="en"><head><title>Lead</title><style>
body { background: #fff; color: #111 } @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
</style></head><body><main><h1>Lead L-2041</h1>%s</main></body></html>"""


@pytest.mark.parametrize(("dark", "background"), [(False, "rgb(255, 255, 255)"), (True, "rgb(17, 17, 17)")])
def test_a_page_is_seen_light_and_dark(chromium: Chromium, dark: bool, background: str) -> None:
    with chromium.page(dark=dark) as page:
        page.set_content(PAGE % "")

        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background


@pytest.mark.parametrize(("width_px", "too_wide_px"), [(320, 80), (600, 0)])
def test_a_page_too_wide_for_a_narrow_window_is_noticed(chromium: Chromium, width_px: int, too_wide_px: int) -> None:
    with chromium.page(width_px=width_px) as page:
        page.set_content(PAGE % '<div style="position: absolute; left: 0; width: 400px">wide</div>')

        assert overflow_px(page) == too_wide_px


def test_axe_names_what_somebody_cannot_read(chromium: Chromium) -> None:
    with chromium.page() as page:
        page.set_content(PAGE % '<p style="color: #bbb">pale</p>')
        [violation] = axe_violations(page)
        assert violation.startswith("color-contrast at p:")

        page.set_content(PAGE % "<p>clear</p>")
        assert axe_violations(page) == []


def test_scripts_can_be_switched_off(chromium: Chromium) -> None:
    for scripts, text in [(True, "moved"), (False, "")]:
        with chromium.page(scripts=scripts) as page:
            page.set_content(PAGE % "<p></p><script>document.querySelector('p').textContent = 'moved'</script>")

            assert page.locator("p").text_content() == text


def test_nothing_beyond_this_machine_is_reached(chromium: Chromium) -> None:
    with chromium.page() as page, pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://tracker.example/")
