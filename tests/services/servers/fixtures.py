"""The real servers as fixtures: one of each for a session, skipped by name where a machine has none."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from itertools import count

import pytest

from tests.services.servers.dovecot import Dovecot, Mailbox, dovecot
from tests.services.servers.postgresql import PostgreSQL, postgresql
from tests.services.servers.processes import Missing

_users = count(1)


@contextlib.contextmanager
def _skipped_where_missing() -> Iterator[None]:
    try:
        yield
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session", name="postgresql")
def postgresql_server() -> Iterator[PostgreSQL]:
    """One PostgreSQL for the session."""
    with _skipped_where_missing(), postgresql() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    database = postgresql.create()
    yield postgresql.url(database)
    postgresql.drop(database)


@pytest.fixture(scope="session", name="dovecot")
def dovecot_server() -> Iterator[Dovecot]:
    """One Dovecot for the session."""
    with _skipped_where_missing(), dovecot() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    """An empty mailbox of this test's own."""
    return dovecot.mailbox(f"leads{next(_users)}@vendor.example")
