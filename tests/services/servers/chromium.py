"""Chromium without a window: pages as a person sees them, light and dark, wide and narrow, and axe's word on them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services.servers.processes import find

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is in order is not told one by one: on a page with forty letters that took longer than looking at them.
_FAULTS_ONLY = {"runOnly": {"type": "tag", "values": _WCAG_22_AA}, "resultTypes": ["violations"]}


class Chromium:
    """A running browser that reaches this machine and nothing beyond it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    @contextlib.contextmanager
    def page(self, *, width_px: int = 1024, dark: bool = False, scripts: bool = True) -> Iterator[Page]:
        """Open an empty page in a profile of its own: no cookie of another test is there.

        Args: width_px: of the window. dark: the person prefers dark colours. scripts: whether they run.
        """
        context = self.browser.new_context(
            viewport={"width": width_px, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        try:
            yield context.new_page()
        finally:
            context.close()


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, one line each: rule, place, what is wrong."""
    answer: dict[str, Any] = Axe().run(page, options=_FAULTS_ONLY).response
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


def overflow_px(page: Page) -> int:
    """Return by how many pixels a page is wider than its window: 0 means that nobody has to scroll sideways."""
    width: int = page.evaluate("Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
    return width


@contextlib.contextmanager
def chromium() -> Iterator[Chromium]:
    """Run Chromium until the context ends.

    Raises: Missing: it is not installed.
    """
    program = find("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        try:
            yield Chromium(browser)
        finally:
            browser.close()
