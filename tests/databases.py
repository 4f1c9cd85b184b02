"""Databases that have their tables already: migrating is slow, so it is done once for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import migrations
from app.store.engine import Database
from tests.edges.incoming import a_database as a_tabled_database
from tests.services.servers.postgresql import PostgreSQL

__all__ = ["a_tabled_database", "a_tabled_postgresql_database"]


@contextmanager
def a_tabled_postgresql_database(server: PostgreSQL) -> Iterator[str]:
    """Lend the address of a PostgreSQL database with all tables and nothing in them."""
    name = server.create(template=_template(server))
    try:
        yield server.url(name)
    finally:
        server.drop(name)


@cache
def _template(server: PostgreSQL) -> str:
    name = server.create()
    database = Database(server.url(name))
    migrations.upgrade(database.writer)
    database.dispose()
    return name
