"""PostgreSQL as the tests start it."""

from __future__ import annotations

import psycopg
import pytest

from tests.services.servers.postgresql import PostgreSQL


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True, connect_timeout=10)


def test_a_test_has_a_database_of_its_own(postgresql: PostgreSQL, postgresql_url: str) -> None:
    other = postgresql.create()
    with connect(postgresql_url) as mine, connect(postgresql.url(other)) as theirs:
        mine.execute("CREATE TABLE lead (id int)")

        with pytest.raises(psycopg.errors.UndefinedTable):
            theirs.execute("SELECT * FROM lead")

    postgresql.drop(other)


def test_a_database_is_a_copy_of_its_template(postgresql: PostgreSQL, postgresql_url: str) -> None:
    with connect(postgresql_url) as template:
        template.execute("CREATE TABLE lead (id int)")
        template.execute("INSERT INTO lead VALUES (2041)")

    copy = postgresql.create(template=postgresql_url.rpartition("/")[2])

    with connect(postgresql.url(copy)) as copied:
        assert copied.execute("SELECT id FROM lead").fetchall() == [(2041,)]
    postgresql.drop(copy)


def test_what_was_committed_survives_a_kill(postgresql: PostgreSQL, postgresql_url: str) -> None:
    with connect(postgresql_url) as before:
        before.execute("CREATE TABLE lead (id int)")
        before.execute("INSERT INTO lead VALUES (2041)")

        postgresql.server.kill()
        with pytest.raises(psycopg.OperationalError):
            before.execute("SELECT 1")
    postgresql.server.start()

    with connect(postgresql_url) as after:
        assert after.execute("SELECT id FROM lead").fetchall() == [(2041,)]


def test_its_durability_is_not_switched_off(postgresql_url: str) -> None:
    with connect(postgresql_url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}".encode()).fetchone() == ("on",)
