"""The unit of work: one visible transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.store.engine import Database


class Work:
    """A transaction that may write. Leaving it without ``commit()`` changes nothing. Source: style 13."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        try:
            self._stack.enter_context(self._database.write_turn())
            self.session = self._stack.enter_context(Session(self._database.writer, expire_on_commit=False))
        except BaseException:
            self._stack.close()
            raise
        _keep_what_was_loaded(self.session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def commit(self) -> None:
        """Make everything of this work last."""
        self.session.commit()


def _keep_what_was_loaded(session: Session) -> None:
    """Hold on to every row of one transaction: a session forgets what nobody holds, and would ask for it again."""
    held: list[object] = []

    @event.listens_for(session, "loaded_as_persistent")
    def on_load(_session: Session, thing: object) -> None:
        held.append(thing)


NewWork = Callable[[], Work]


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """Give a session that only reads; it never waits for writers."""
    with Session(database.reader, expire_on_commit=False) as session:
        yield session
