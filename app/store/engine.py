"""The database: SQLite on a laptop, PostgreSQL in production, with the same promises."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

BUSY_TIMEOUT_MS = 30_000
CONNECT_TIMEOUT_S = 5


class Database:
    """Two doors to one database: ``writer`` for transactions that change something, ``reader`` for all others.

    SQLite: writers queue at a lock file and begin IMMEDIATE, so none of them ever meets a snapshot that went stale;
    readers never wait. PostgreSQL: both are one pool.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._file = Path(self.url.database or "")
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self.writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE")
            self.reader = _sqlite_engine(url, begin="BEGIN")
            self._turn = threading.Lock()
            self._lock_file = Path(f"{self._file}.lock")
        else:
            options = {"connect_timeout": CONNECT_TIMEOUT_S}
            self.writer = self.reader = create_engine(
                url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=options
            )

    @contextmanager
    def write_turn(self) -> Iterator[None]:
        """Wait for the turn to write; on PostgreSQL everybody always has it.

        A lock file is fair and wakes the next writer at once, where SQLite's busy handler sleeps and tries again.
        """
        if not self.is_sqlite:
            yield
            return
        with self._turn, self._lock_file.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def ping(self) -> None:
        """Make sure that the database answers. Raises: sqlalchemy.exc.SQLAlchemyError."""
        with self.reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close all connections."""
        self.writer.dispose()
        self.reader.dispose()


def _sqlite_engine(url: str, begin: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The documented hooks: pysqlite's own transaction mode breaks SAVEPOINT and DDL.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def lock_file_beside(database: Database, name: str) -> Path:
    """Return the path of a lock file that belongs to an SQLite database."""
    return Path(f"{os.fspath(database.url.database or 'pickpost')}.{name}")
