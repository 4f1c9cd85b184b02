"""One of several workers lets time pass, and another takes over when it dies. Design law 6."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.store.engine import Database
from scheduler.leader import Leadership
from tests.architecture.sources import CHECKOUT
from tests.databases import a_tabled_database, a_tabled_postgresql_database
from tests.services.servers.postgresql import PostgreSQL
from tests.services.servers.processes import Server

LEADS_UNTIL_KILLED = """
import sys, time
from app.store.engine import Database
from scheduler.leader import Leadership
leadership = Leadership(Database(sys.argv[1]))
assert leadership.is_mine()
open(sys.argv[2], "w").close()
time.sleep(100)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind."""
    if request.param == "sqlite":
        yield a_tabled_database(tmp_path)
        return
    with a_tabled_postgresql_database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture
def workers(database_url: str) -> Iterator[list[Leadership]]:
    """Three workers, each with connections of its own."""
    with ExitStack() as stack:
        databases = [Database(database_url) for _ in range(3)]
        for database in databases:
            stack.callback(database.dispose)
        found = [Leadership(database) for database in databases]
        yield found
        for leadership in found:
            leadership.give_up()


def test_only_one_of_three_leads_however_often_they_ask(workers: list[Leadership]) -> None:
    for _ in range(3):
        assert [leadership.is_mine() for leadership in workers] == [True, False, False]


def test_who_stops_hands_over(workers: list[Leadership]) -> None:
    first, second, third = workers
    assert first.is_mine()

    first.give_up()

    assert second.is_mine()
    assert not third.is_mine()
    assert not first.is_mine()


def test_after_a_kill_another_leads(workers: list[Leadership], database_url: str, tmp_path: Path) -> None:
    """The lock is the process's own: no time has to run out, nobody has to tidy up."""
    sign = tmp_path / "leads"
    doomed = Server(
        [sys.executable, "-c", LEADS_UNTIL_KILLED, database_url, sign],
        log=tmp_path / "doomed.log", ready=sign.exists, environment={"PYTHONPATH": str(CHECKOUT)},
    )  # fmt: skip
    doomed.start()
    assert not workers[0].is_mine()

    doomed.kill()

    deadline = time.monotonic() + 10
    while not workers[0].is_mine():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not workers[1].is_mine()


def test_a_database_that_restarts_takes_the_lead_along_and_gives_it_to_one(postgresql: PostgreSQL) -> None:
    with a_tabled_postgresql_database(postgresql) as url, ExitStack() as stack:
        databases = [Database(url) for _ in range(2)]
        for database in databases:
            stack.callback(database.dispose)
        first, second = (Leadership(database) for database in databases)
        assert first.is_mine()

        postgresql.restart()

        assert not first.is_mine(), "it notices that its lock is gone"
        assert sorted([first.is_mine(), second.is_mine()]) == [False, True]
