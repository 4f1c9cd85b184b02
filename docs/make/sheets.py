"""Lays every letter and every page side by side on contact sheets, for somebody to look at."""

from __future__ import annotations

import base64
import sys
import tempfile
from html import escape
from pathlib import Path

from playwright.sync_api import Page

from tests.mail.letters_seen import every_preview
from tests.services.every_page import at_home, every_page, speak
from tests.services.servers.chromium import Chromium, chromium
from tests.services.site import serving

FOLDER = Path(tempfile.gettempdir()) / "pickpost-sheets"
LOOKS = [(320, False, "de"), (320, True, "en"), (600, False, "en"), (600, True, "de")]
# As many beside each other as can still be read, and no further down than that.
ACROSS = {320: 5, 600: 3}
LONGEST_PX = 1800
_STYLE = "body{margin:8px;background:#888;font:13px sans-serif}div{float:left;margin:4px}img{display:block}"

Shots = dict[str, bytes]


def shot(page: Page) -> bytes:
    """Return a picture of the whole page."""
    return page.screenshot(full_page=True)


def letters(page: Page, wanted: str) -> Shots:
    """Return the wanted letters in every variant and language."""
    found: Shots = {}
    for name, preview in sorted(every_preview().items(), key=lambda item: (item[1].language, item[0])):
        if wanted in name:
            page.set_content(preview.rendered.html)
            found[name] = shot(page)
    return found


def pages(page: Page, addresses: dict[str, str], wanted: str) -> Shots:
    """Return the wanted kinds of page."""
    found: Shots = {}
    for name, address in addresses.items():
        if wanted not in name:
            continue
        page.goto(address)
        found[name] = shot(page)
    return found


def lay_out(browser: Chromium, shots: Shots, width_px: int, name: str) -> None:
    """Write sheets of some pictures each, a caption over every one."""
    across, names = ACROSS[width_px], list(shots)
    for start in range(0, len(names), across):
        some = names[start : start + across]
        figures = "".join(
            f'<div style="width:{width_px}px">{escape(one)}<img style="max-height:{LONGEST_PX}px" '
            f'src="data:image/png;base64,{base64.b64encode(shots[one]).decode()}"></div>'
            for one in some
        )
        with browser.page(width_px=(width_px + 8) * across + 16) as sheet:
            sheet.set_content(f"<!doctype html><style>{_STYLE}</style>{figures}")
            (FOLDER / f"{name}.{start // across + 1:02}.png").write_bytes(shot(sheet))


def main() -> None:
    """Write all sheets, or those of the letters and pages whose name contains the first argument.

    Dark pages are those of a browser that their person has chosen, where more is told.
    """
    FOLDER.mkdir(exist_ok=True)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site:
        addresses = every_page(site)
        for width_px, dark, language in LOOKS:
            speak(site.house, language)
            look = f"{width_px}.{'dark' if dark else 'light'}"
            with browser.page(width_px=width_px, dark=dark) as page:
                lay_out(browser, letters(page, wanted), width_px, f"letters.{look}")
                if dark:
                    at_home(site, page)
                lay_out(browser, pages(page, addresses, wanted), width_px, f"pages.{look}.{language}")
    sys.stdout.write(f"{FOLDER}\n")


if __name__ == "__main__":
    main()
