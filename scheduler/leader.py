"""One leader among the workers: whoever holds the lock lets time pass."""

from __future__ import annotations

import fcntl
from typing import IO, Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app.store.engine import Database, lock_file_beside

LOCK_NUMBER = 0x5069636B  # "Pick"


class Leadership:
    """A lock that lives as long as its process: an advisory one on PostgreSQL, a file's on SQLite.

    Being two leaders would cost work, not truth: every claim is a compare-and-set all the same.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._file: IO[Any] | None = None

    def is_mine(self) -> bool:
        """Take the lock if it is free; return whether this process holds it."""
        return self._holds_file() if self._database.is_sqlite else self._holds_advisory_lock()

    def _holds_file(self) -> bool:
        if self._file is None:
            file = lock_file_beside(self._database, "leader").open("ab")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            self._file = file
        return True

    def _holds_advisory_lock(self) -> bool:
        try:
            if self._connection is None:
                connection = self._database.writer.connect().execution_options(isolation_level="AUTOCOMMIT")
                if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": LOCK_NUMBER}):
                    connection.close()
                    return False
                self._connection = connection
            # The lock goes with its connection: a server that went away took it along.
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.give_up()
            return False
        return True

    def give_up(self) -> None:
        """Let another worker lead."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        if self._file is not None:
            self._file.close()
            self._file = None
