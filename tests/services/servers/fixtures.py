"""The real servers as fixtures, skipped by name where a machine has none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.services.servers.chromium import Chromium, chromium
from tests.services.servers.dovecot import Dovecot, Mailbox, dovecot
from tests.services.servers.postfix import Postfix, postfix
from tests.services.servers.postgresql import PostgreSQL, postgresql
from tests.services.servers.smtp_sink import SmtpSink, smtp_sink

_users = count(1)


@pytest.fixture(scope="session", name="postgresql")
def postgresql_server() -> Iterator[PostgreSQL]:
    """One PostgreSQL for the session."""
    with postgresql() as server:
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
    with dovecot() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Mailbox:
    """An empty mailbox of this test's own."""
    return dovecot.mailbox(f"leads{next(_users)}@vendor.example")


@pytest.fixture(scope="module", name="chromium")
def chromium_browser() -> Iterator[Chromium]:
    """One Chromium for a test file: while it runs, Playwright's event loop forbids any other in this thread."""
    with chromium() as browser:
        yield browser


@pytest.fixture(name="smtp_sink")
def outgoing_server() -> Iterator[SmtpSink]:
    """An SMTP server of this test's own that keeps what it is given."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture(name="postfix")
def relay(smtp_sink: SmtpSink) -> Iterator[Postfix]:
    """A Postfix of this test's own that relays everything to this test's ``smtp_sink``."""
    with postfix(smtp_sink.port) as server:
        yield server
