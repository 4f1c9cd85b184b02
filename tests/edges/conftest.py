"""What the tests of incoming mail share: warm reading processes, and an installation for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inbound.sandbox import Sandbox
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
