"""What people do with points, and what the ledger says, beside the town's own words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select

from app.domain.people import Reseller
from app.domain.points import PointEntry
from tests.rules.town import Town


class Ledger:
    """The ledger of a town's vendors."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def entries(self, slug: str = "rolf-it") -> list[PointEntry]:
        """Return a company's lines, the oldest first."""
        with self.town.looking() as session:
            rows = select(PointEntry).join(Reseller, Reseller.id == PointEntry.reseller_id)
            return list(session.scalars(rows.where(Reseller.slug == slug).order_by(PointEntry.id)))

    def lines(self, slug: str = "rolf-it") -> list[tuple[str, int]]:
        """Return what a company's lines are for, and their points."""
        return [(entry.reason, entry.points) for entry in self.entries(slug)]

    def sums(self, slug: str = "rolf-it") -> dict[str, int]:
        """Return a company's points by what they are for, without what was taken back whole."""
        found: Counter[str] = Counter()
        for reason, points in self.lines(slug):
            found[reason] += points
        return {reason: points for reason, points in found.items() if points}

    def balance(self, slug: str = "rolf-it") -> int:
        """Return the sum of a company's lines."""
        return sum(entry.points for entry in self.entries(slug))

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the whole table as the database has it, to see that no line ever changes."""
        with self.town.looking() as session:
            table = PointEntry.__table__
            return [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
