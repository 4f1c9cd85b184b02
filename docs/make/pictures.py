"""Takes the pictures of the docs from the running product, with its sample programme, in Chromium."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.services.servers.chromium import Chromium, chromium
from tests.services.servers.processes import free_port

FOLDER = Path(__file__).resolve().parent.parent / "pictures"
PROGRAM = Path(sys.executable).with_name("pickpost")
READY_WITHIN_S, MAIL_WITHIN_S = 600, 60
QUALITY = 80
RITA, MAX = "rita@rita-systems.example", "max@nordlicht.example"
ASKED = (RITA, "rolf@rolf-it.example", "nils@neckar-cobots.example")
OFFER, WEEK = "Lead L-", "Week"


@contextlib.contextmanager
def product() -> Iterator[str]:
    """Run the sample programme in a folder of its own, and lend its address.

    Raises: TimeoutError: it did not come up.
    """
    web, receiver = free_port(), free_port()
    url = f"http://127.0.0.1:{web}"
    own = {
        "PICKPOST_LISTEN": f"127.0.0.1:{web}",
        "PICKPOST_BASE_URL": url,
        "PICKPOST_RECEIVE": f"smtp://127.0.0.1:{receiver}",
    }
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen([PROGRAM, "demo", "--serve"], cwd=folder, env={**os.environ, **own})
        try:
            wait_until(lambda: answers(f"{url}/healthz"), READY_WITHIN_S, "the product does not answer")
            yield url
        finally:
            running.terminate()
            running.wait(60)


def answers(url: str) -> bool:
    """Tell whether a page is there."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool], within_s: float, otherwise: str) -> None:
    """Ask every second. Raises: TimeoutError: it did not become true in time."""
    end = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(1)


def open_mail(page: Page, url: str, address: str, subject: str) -> str:
    """Open the newest mail of somebody whose subject begins like this, and return its address in the mailroom."""

    def found() -> bool:
        page.goto(f"{url}/mailroom/box/{address}")
        return titles.count() > 0

    titles = page.locator(".mails a").filter(has=page.locator(f'.what:text("{subject}")'))
    wait_until(found, MAIL_WITHIN_S, f"{address} has no mail with {subject!r}")
    mail = f"{url}{titles.first.get_attribute('href')}"
    page.goto(f"{mail}/html")
    return mail


def open_button(page: Page, url: str) -> None:
    """Open the page behind an offer's button, of the first of those asked who owes nobody an answer.

    Raises: SystemExit: all of them are locked.
    """
    for address in ASKED:
        open_mail(page, url, address, OFFER)
        page.goto(str(page.locator("a[href*='/a/']").first.get_attribute("href")))
        if page.locator("form.press").count():
            return
    raise SystemExit("nobody may take the fresh lead: take the pictures of another sample")


def picture(page: Page, name: str, *, height_px: int | None = None) -> None:
    """Keep what the page shows, as WebP in twice its size, to the page's end or to a height."""
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": height_px or size[1], "scale": 1.5}
    asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    answer = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    file = FOLDER / f"{name}.webp"
    file.write_bytes(base64.b64decode(answer["data"]))
    sys.stdout.write(f"{file.name}: {file.stat().st_size / 1000:.0f} kB\n")


def take(browser: Chromium, url: str) -> None:
    """Take every picture; nothing is pressed, so the order does not matter."""
    with browser.page(width_px=640) as page:
        open_mail(page, url, RITA, OFFER)
        picture(page, "offer", height_px=900)
        open_mail(page, url, MAX, WEEK)
        picture(page, "week")
    with browser.page(width_px=360) as page:
        open_button(page, url)
        picture(page, "press")
    with browser.page(width_px=360, dark=True) as page:
        open_mail(page, url, RITA, OFFER)
        picture(page, "offer_dark", height_px=800)
    with browser.page(width_px=1100) as page:
        page.goto(open_mail(page, url, RITA, OFFER))
        page.frame_locator("iframe").locator("h1").first.wait_for()
        picture(page, "mailroom", height_px=800)


def main() -> None:
    """Take the pictures of a product that runs at the given address, or else of one started for it."""
    FOLDER.mkdir(exist_ok=True)
    started = contextlib.nullcontext(sys.argv[1]) if len(sys.argv) > 1 else product()
    with started as url, chromium() as browser:
        take(browser, url)


if __name__ == "__main__":
    main()
