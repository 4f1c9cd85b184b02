"""Mail scanners open every link, in real browsers that run scripts: nothing may come of it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from app.domain import commands as do
from tests.services.servers.chromium import Chromium
from tests.services.site import Site, serving

pytestmark = pytest.mark.rule("2")

_LINK = re.compile(r'href="(http[^"]+)"')
_TEXT_LINK = re.compile(r"https?://\S+/a/[a-z2-7]+")
SETTLED_MS = 4_000  # longer than a trusted device waits


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as site:
        yield site


def fill_the_mailboxes(site: Site) -> None:
    """Let letters of many kinds be written: received, incomplete, offer, picked, taken, returned, due, silent."""
    house = site.house
    house.received_lead(postcode="")
    house.offered_lead()
    taken = house.taken_lead("rolf")
    house.reported(house.taken_lead("rita"), by="rita")
    house.do(do.NudgeHolder(by=house.person_id("vera"), lead_id=taken))
    house.do(do.RequalifyLead(by=house.person_id("vera"), lead_id=house.offered_lead()))
    house.do(do.EscalateLead(lead_id=house.offered_lead()))
    house.deliver()


def links_in_all_mails(site: Site) -> list[str]:
    """Return every link of every letter, from its HTML, its text and its headers."""
    found: set[str] = set()
    for name in ("vera", "max", "rolf", "rita", "eve"):
        for mail in site.house.mails_to(name):
            message = message_from_bytes(mail.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            for kind, pattern in (("html", _LINK), ("plain", _TEXT_LINK)):
                part = message.get_body((kind,))
                found |= set(map(unescape, pattern.findall(str(part.get_content())))) if part else set()
            found |= set(re.findall(r"<(https?://[^>]+)>", str(message.get("List-Unsubscribe", ""))))
    return sorted(found)


def open_by_program(link: str, method: str) -> int:
    request = urllib.request.Request(link, method=method, headers={"User-Agent": "scanner"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_opening_every_link_of_every_letter_changes_nothing(site: Site, chromium: Chromium) -> None:
    """GET and HEAD by a program, then a browser that runs every script and stays a while on each page.

    Seen failing where every browser counted as one that its person trusts: the pages pressed their own buttons.
    """
    fill_the_mailboxes(site)
    links = links_in_all_mails(site)
    before = site.house.all_rows()

    statuses = {open_by_program(link, method) for link in links for method in ("GET", "HEAD")}
    with chromium.page() as page:
        tabs = [page.context.new_page() for _ in range(8)]
        for number, link in enumerate(links):
            tabs[number % len(tabs)].goto(link)
        page.wait_for_timeout(SETTLED_MS)

    assert len(links) > 40
    assert statuses == {200}
    assert site.house.all_rows() == before
