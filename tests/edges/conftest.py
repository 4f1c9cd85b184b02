"""What the tests of incoming mail share: warm reading processes, and an installation for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from inbound.sandbox import Sandbox
from tests.databases import a_tabled_postgresql_database
from tests.edges.incoming import Incoming, an_installation


@pytest.fixture(scope="session")
def reader() -> Iterator[Sandbox]:
    """The child processes that read mails, started once."""
    with Sandbox(processes=1) as sandbox:
        yield sandbox


@pytest.fixture
def incoming(tmp_path: Path, reader: Sandbox) -> Iterator[Incoming]:
    """An installation that gets mail; nobody may ask DNS."""
    incoming = an_installation(tmp_path, reader)
    yield incoming
    incoming.parts.database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def incoming_on_both(request: pytest.FixtureRequest, tmp_path: Path, reader: Sandbox) -> Iterator[Incoming]:
    """The same installation once on SQLite and once on PostgreSQL."""
    with ExitStack() as lent:
        url = ""
        if request.param == "postgresql":
            url = lent.enter_context(a_tabled_postgresql_database(request.getfixturevalue("postgresql")))
        incoming = an_installation(tmp_path, reader, database_url=url)
        lent.callback(incoming.parts.database.dispose)
        yield incoming
