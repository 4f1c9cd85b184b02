"""Erasures: kept in the database, and in a file beside it that no backup of the database brings back."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.domain.entity import Entity


class Erasure(Entity):
    """An erasure that was carried out in this database. ``entry`` names its line in the file."""

    __tablename__ = "erasures"

    entry: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class BrokenErasureFile(ValueError):
    """A line of the file of erasures cannot be read; the message names it. Nothing starts before it is mended."""


@dataclass(frozen=True)
class Line:
    """One erasure as the file keeps it: whose it was can be recognised by somebody who has the address, not read."""

    entry: str
    at: str
    salt: str
    digest: str

    def is_of(self, address: str) -> bool:
        """Whether this is the erasure of an address."""
        return hmac.compare_digest(self.digest, _digest(self.salt, address))


class ErasureFile:
    """An append-only file, one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[Line]:
        """Return every erasure ever asked for.

        Raises: BrokenErasureFile: a line cannot be read.
        """
        if not self.path.exists():
            return []
        return [self._line(number, text) for number, text in enumerate(self.path.read_text("ascii").splitlines(), 1)]

    def _line(self, number: int, text: str) -> Line:
        try:
            return Line(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise BrokenErasureFile(
                f"{self.path}:{number}: expected one erasure as JSON, found {text[:60]!r}"
            ) from error

    def append(self, address: str, now: datetime) -> Line:
        """Write an erasure down so that it lasts, and return it; only afterwards may it be carried out."""
        salt = secrets.token_hex(16)
        line = Line(secrets.token_hex(16), now.isoformat(), salt, _digest(salt, address))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii"
        ) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(asdict(line)) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return line


def _digest(salt: str, address: str) -> str:
    return hmac.new(bytes.fromhex(salt), address.strip().lower().encode(), hashlib.sha256).hexdigest()


def carried_out(session: Session) -> set[str]:
    """Return the erasures that this database has seen."""
    return set(session.scalars(select(Erasure.entry)))
