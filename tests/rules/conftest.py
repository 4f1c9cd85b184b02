"""Towns for the tests of the rules: on SQLite, and for what stores much on PostgreSQL too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.domain.programme import Programme
from inbound.intake import Intake
from inbound.sandbox import Sandbox
from tests.databases import a_tabled_database, a_tabled_postgresql_database
from tests.edges.incoming import no_dns
from tests.rules.deals import Registry
from tests.rules.post_office import PostOffice
from tests.rules.town import Town, a_town, the_usual_town

Settle = Callable[[Programme | None], Town]


def _settler(url: Callable[[], str], towns: ExitStack) -> Settle:
    def settle(programme: Programme | None = None) -> Town:
        town = a_town(url(), programme)
        towns.callback(town.parts.database.dispose)
        return town

    return settle


@pytest.fixture
def settle(tmp_path: Path) -> Iterator[Settle]:
    """Makes this test's town from a programme of its own."""
    with ExitStack() as towns:
        yield _settler(lambda: a_tabled_database(tmp_path), towns)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town with the usual programme."""
    town = the_usual_town(tmp_path)
    yield town
    town.parts.database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def town_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The same town once on SQLite and once on PostgreSQL."""
    with ExitStack() as towns:
        if request.param == "sqlite":
            town = the_usual_town(tmp_path)
            towns.callback(town.parts.database.dispose)
            yield town
            return
        server = request.getfixturevalue("postgresql")
        url = towns.enter_context(a_tabled_postgresql_database(server))
        yield _settler(lambda: url, towns)(None)


@pytest.fixture
def registry(town: Town) -> Registry:
    """The deal registrations of the usual town."""
    return Registry(town)


@pytest.fixture(scope="session")
def reader() -> Iterator[Sandbox]:
    """The child process that reads mails, started once."""
    with Sandbox(processes=1) as sandbox:
        yield sandbox


@pytest.fixture
def post_office(town: Town, reader: Sandbox) -> PostOffice:
    """Where the town's mails arrive."""
    return PostOffice(town, Intake(town.parts, reader, no_dns))
