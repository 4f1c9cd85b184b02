"""Hands the rows of a list to the door in sets: one transaction a set, and none is held up by another."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.domain.commands import Command
from app.service.door import Door
from app.service.outcome import Origin, Outcome

log = structlog.get_logger()

CHANNEL = "list"


def handle_set(door: Door, wishes: Sequence[tuple[Command, Origin]], import_id: int) -> list[Outcome]:
    """Handle a set of a list's wishes. Returns: their outcomes in order; ``fault`` for one that no database takes.

    Raises: sqlalchemy.exc.SQLAlchemyError: the database is away.
    """
    try:
        return door.handle_all(wishes)
    except SQLAlchemyError:
        # One row that no database takes must not hold up the others, nor be tried for ever.
        return [_alone(door, command, origin, import_id) for command, origin in wishes]


def _alone(door: Door, command: Command, origin: Origin, import_id: int) -> Outcome:
    try:
        return door.handle(command, origin)
    except SQLAlchemyError as error:
        if getattr(error, "connection_invalidated", False):
            raise
        log.error("row not handled", import_id=import_id, wish=command.wish, error=type(error).__name__)
        return Outcome("fault", refused=True)
