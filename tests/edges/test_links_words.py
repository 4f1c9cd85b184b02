"""Every outcome and every refusal has a page, in German and in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import app.service.handlers
from app.domain.errors import refusals
from app.mail.words import LANGUAGES, words_in
from app.store.journal import JournalEntry
from app.tokens import WISHES, BadToken
from app.web.links import WITHOUT_BUTTON
from app.web.wish_words import asking_of, done_of
from tests.edges.house import House
from tests.edges.visitor import Visitor

pytestmark = pytest.mark.slow

HANDLERS = Path(app.service.handlers.__file__).parent
# What only the clock, the command line or the reading of a mail brings about is shown on no page.
NEVER_ON_A_PAGE = {
    "list_handed_in",
    "import_reported",
    "loaded",
    "missed",
    "returned",
    "reminded",
    "digest_sent",
    "no_digest",
    "held",
    "asked_back",
    "help_sent",
    "help_enough",
    "standing_asked",
    "events_pushed",
    "bounced",
    "reported",
    "device_trusted",
    "erased",
    "retained",
    "collected",
    "collected_later",
    "collected_elsewhere",
    "nothing_to_collect",
    "reachable",
    "lent",
}
_CODES = (
    r'Handled\(\s*"(\w+)"',
    r'(?:Handled\(|code = )"(\w+)" if',
    r'(?:Handled\(|code = )[^\n]* else "(\w+)"',
    r'_put_away\([^)]*"(\w+)"\)',
    r'WHICH = "(\w+)"',
)
OPTIONS = {"deal_report": "won", "echo": "yes", "feedback": "contacted", "unsubscribe": "offers"}


def outcome_codes() -> set[str]:
    """Return every code that a handler can answer with."""
    sources = "\n".join(file.read_text(encoding="utf-8") for file in HANDLERS.glob("*.py"))
    return {code for pattern in _CODES for code in re.findall(pattern, sources)} - NEVER_ON_A_PAGE


def test_the_codes_are_found() -> None:
    assert {"picked", "which_was_meant", "discarded", "assigned", "back", "given_back", "feedback"} <= outcome_codes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(outcome_codes()))
def test_every_outcome_has_words(code: str, language: str) -> None:
    outcome = done_of(words_in(language), code)

    assert outcome.title
    assert outcome.explanation


@pytest.mark.parametrize("wish", [wish for wish in WISHES if wish not in (*WITHOUT_BUTTON, "report")])
def test_every_wish_of_a_link_has_a_page(wish: str) -> None:
    asking = asking_of(wish, OPTIONS.get(wish, ""))

    assert asking.heading
    assert asking.will_happen


@pytest.mark.parametrize("name", ["rolf", "rita"])
@pytest.mark.parametrize("code", [refusal.code for refusal in refusals() if refusal is not BadToken])
def test_every_refusal_has_a_page(house: House, code: str, name: str) -> None:
    lead_id = house.offered_lead()
    token = house.token(name, "pick", lead_id)
    with house.parts.new_work() as work:
        work.session.add(
            JournalEntry(
                at=house.clock.now(), channel="link", key=f"{token}:pressed", wish="pick", lead_id=lead_id, code=code,
                refused=True, facts={"missing": ["postcode"], "blocking": [], "minutes_late": 4, "latest": "pick",
                           "option": "pick"},
            )
        )  # fmt: skip
        work.commit()

    page = Visitor(house, name).go(f"/a/{token}?done=pressed")

    assert (page.status, page.code) == (200, code)
    words = words_in(house.person(name).language).refusal(code)
    assert words.title in page.text
    assert words.explanation in page.text
