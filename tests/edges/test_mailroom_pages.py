"""The mailroom's own pages: in the browser's language, what to do first, and what time let pass ahead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.edges.house import House
from tests.edges.visitor import Visitor


@pytest.fixture
def room(house: House) -> Visitor:
    return Visitor(house, "vera")


def test_the_gallery_speaks_the_browsers_language_and_begins_with_it(room: Visitor) -> None:
    german, english = (
        room.go("/mailroom/previews/index.html", Accept_Language=language).text for language in ("de-DE", "en")
    )

    assert german.startswith("Alle Mailmuster Deutsch lead_received.de")
    assert english.startswith("Every letter English lead_received.en")


def test_the_entrance_says_what_to_try_before_it_lists_the_mailboxes(room: Visitor) -> None:
    """On a telephone one is below the other: seen with fifteen mailboxes before the first word of what to do."""
    words = room.go("/mailroom").text

    assert words.index("Here no mail leaves this machine") < words.index("Rita Reed")


def test_mails_from_a_time_to_come_bear_their_day_and_the_mailbox_says_why(house: House, room: Visitor) -> None:
    """After ``pickpost tick --at``: a weekday alone would be read as the one that was."""
    house.offered_lead()
    house.deliver()
    address = "/mailroom/box/rita@rita-systems.example"
    assert "Tue 10:00" in room.go(address).text
    assert "tick --at" not in room.go(address).text

    house.clock.advance(-timedelta(days=3))

    ahead = room.go(address).text
    assert "Tue, 3 Mar" in ahead
    assert "“pickpost tick --at” wrote them ahead of time" in ahead
