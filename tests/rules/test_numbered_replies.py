"""One reply for many leads: each row is allowed or refused on its own, as if it came alone. Rulebook 2, 1."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.store.journal import JournalEntry
from app.store.outbox import Post
from tests.rules.post_office import PostOffice
from tests.rules.town import Town

pytestmark = pytest.mark.rule("2", "9.4")
ROLF, RUTH = "rolf@rolf-it.example", "ruth@rolf-it.example"


@pytest.fixture
def due(town: Town) -> Post:
    """The reminder of Rolf's two leads, numbered; lead 3 is Rita's."""
    leads = [town.offered_lead(), town.offered_lead(company="Holzbau Beispiel", contact_email="b@holz.example")]
    for lead_id in leads:
        assert town.picks("rolf", lead_id).code == "picked"
    town.picks("rita", town.offered_lead(company="Probe KG", contact_email="p@probe.example"))
    town.days_pass("2026-03-06 18:00")
    return town.post_to("rolf", "feedback_due")


def _mailed(town: Town) -> list[tuple[str, str, int | None]]:
    with town.looking() as session:
        rows = select(JournalEntry).where(JournalEntry.channel == "mail").order_by(JournalEntry.id)
        return [(entry.wish, entry.code, entry.lead_id) for entry in session.scalars(rows)]


def test_rolf_answers_both_rows_at_once(town: Town, post_office: PostOffice, due: Post) -> None:
    post_office.writes(ROLF, "1 kontaktiert, 2 verloren Preis", answering=due)

    assert [(wish, code) for wish, code, _ in _mailed(town)] == [("feedback", "feedback")] * 2


@pytest.mark.parametrize(
    "words", ["1 kontaktiert, L-3 verloren Preis", "L-3 verloren Preis", "1 kontaktiert, 3 verloren Preis"]
)
def test_a_rivals_lead_between_the_rows_is_never_touched(
    town: Town, post_office: PostOffice, due: Post, words: str
) -> None:
    before = town.everything_of(3)

    post_office.writes(ROLF, words, answering=due)

    assert town.everything_of(3) == before
    assert all(lead_id != 3 for wish, code, lead_id in _mailed(town) if code == "feedback")


def test_ruth_who_may_work_her_own_leads_only_is_refused_row_by_row(
    town: Town, post_office: PostOffice, due: Post
) -> None:
    post_office.writes(RUTH, "1 kontaktiert, 2 verloren Preis", answering=due)

    assert [(wish, code) for wish, code, _ in _mailed(town)] == [("feedback", "not_permitted")] * 2
    assert [town.lead(lead_id).status for lead_id in (1, 2)] == [None, None]
