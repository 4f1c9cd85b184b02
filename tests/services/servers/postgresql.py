"""PostgreSQL on a free port, with a fresh database for every test."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg

from tests.services.servers.processes import Server, find, folder_of, free_port, ordinary_user, run

_DEBIAN = [f"/usr/lib/postgresql/{version}/bin" for version in range(20, 12, -1)]
_numbers = count(1)


class PostgreSQL:
    """A running server with its default durability (``fsync`` is on), so that a kill tells the truth."""

    def __init__(self, server: Server, port: int, user: str) -> None:
        self.server = server
        self.port = port
        self.user = user

    def url(self, database: str) -> str:
        """Return the product's address of a database."""
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Make a database as a copy of another, to which nobody is connected, and return its name."""
        name = f"test_{next(_numbers)}"
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected."""
        self._administer(f'DROP DATABASE "{database}" WITH (FORCE)')

    def restart(self) -> None:
        """Stop the server, which breaks every connection, and start it again on its port."""
        self.server.stop()
        self.server.start()

    def _administer(self, statement: str) -> None:
        address = f"postgresql://{self.user}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True, connect_timeout=10) as connection:
            connection.execute(statement.encode())

    def is_ready(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            self._administer("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextlib.contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run PostgreSQL until the context ends.

    Raises: Missing: it is not installed. NotStarted: it did not come up.
    """
    initdb, postgres = find("initdb", *_DEBIAN), find("postgres", *_DEBIAN)
    user, port = ordinary_user(), free_port()
    with folder_of(user, "pg") as folder:
        data = folder / "data"
        run([initdb, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--pgdata", data], user=user)
        _configure(data / "postgresql.conf", port, folder)
        server = Server(
            [postgres, "-D", data],
            user=user,
            log=folder / "postgresql.log",
            ready=lambda: running.is_ready(),
            stop_signal=signal.SIGINT,  # its fast shutdown: open sessions are ended
        )
        running = PostgreSQL(server, port, user)
        server.start()
        try:
            yield running
        finally:
            server.stop()


def _configure(file: Path, port: int, sockets: Path) -> None:
    with file.open("a", encoding="ascii") as settings:
        settings.write(f"listen_addresses = '127.0.0.1'\nport = {port}\n")
        settings.write(f"unix_socket_directories = '{sockets}'\nmax_connections = 200\n")
