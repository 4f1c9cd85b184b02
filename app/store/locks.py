"""Rows that are locked until the transaction ends, the one way in which this house locks them."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import GenerativeSelect

Rows = TypeVar("Rows", bound=GenerativeSelect)


def locked(rows: Rows, of: type[Any] | None = None, skip: bool = False) -> Rows:
    """Return a query whose rows nobody else changes or locks until this transaction ends.

    On PostgreSQL this is ``FOR NO KEY UPDATE``. The plain ``FOR UPDATE`` would also wait for whoever has only written a
    row that refers to one of these, such as a point booked for a company; where that one waits for us, both would wait
    for ever. On SQLite writers queue, and no row needs a lock.

    Args: of: the table whose rows are meant, where others are joined. skip: leave out what somebody else has locked.
    """
    return rows.with_for_update(key_share=True, of=of, skip_locked=skip)
