"""The sample's history has something of every part of the product, and wishes nothing that is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from sqlalchemy import select

from app.bootstrap import build
from app.cli.demo.episodes import Episodes
from app.cli.programmes import load_file
from app.clock import FrozenClock
from app.settings import Settings
from app.store.journal import JournalEntry
from app.store.work import reading
from tests.databases import a_tabled_database

TODAY = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)
WISHES = {
    "submit", "to_agency", "qualify", "no_lead", "merge", "keep_both", "register", "approve", "reject", "deal_report",
    "prefer", "absence", "import", "ask_more", "supply", "undo_deal", "record_events", "ask_extension",
    "correct_points",
}  # fmt: skip


def test_every_episode_of_the_sample_happens_as_its_people_wish(tmp_path: Path) -> None:
    clock = FrozenClock(TODAY - timedelta(days=365))
    settings = Settings(database_url=a_tabled_database(tmp_path), secret_keys=("a key for tests only",), receive="off")
    parts = build(settings, clock)
    load_file(parts, import_module("app.cli.demo").PROGRAMME)

    for at, act in sorted(Episodes(parts, TODAY).planned(), key=lambda one: one[0]):
        clock.move_to(at)
        act()

    with reading(parts.database) as session:
        rows = session.execute(select(JournalEntry).where(JournalEntry.key.like("episode:%"))).scalars().all()
    assert [(one.wish, one.code) for one in rows if one.refused] == []
    assert {one.wish for one in rows} == WISHES
    assert all(TODAY - timedelta(days=365) < one.at < TODAY for one in rows)
