"""What people do with points, and what the ledger says, beside the town's own words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.domain import point_commands as do
from app.domain.people import Reseller, Vendor
from app.domain.points import PointEntry
from app.domain.programme import Programme, Reward
from app.domain.redemption import Redemption
from app.service.outcome import Outcome
from tests.edges.house import House
from tests.rules.programmes import nordlicht


class Ledger:
    """The ledger of a town's, or a house's, vendors."""

    def __init__(self, town: House) -> None:
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

    def given(self, points: int, slug: str = "rolf-it", reason: str = "A start.", by: str = "max") -> Outcome:
        """Have somebody, usually Max, book points by hand."""
        command = do.CorrectPoints(
            by=self.town.person_id(by), reseller_id=self.town.reseller_id(slug), points=points, reason=reason
        )
        return self.town.do(command)

    def redeems(self, name: str, title: str = "MDF 500", slug: str = "rolf-it") -> Outcome:
        """Have somebody ask for a reward."""
        with self.town.looking() as session:
            vendor = session.scalars(select(Vendor).where(Vendor.slug == "nordlicht")).one()
            key = next((reward.key for reward in vendor.rewards if reward.title == title), 1)
        company_id = self.town.reseller_id(slug)
        return self.town.do(do.RedeemPoints(by=self.town.person_id(name), reseller_id=company_id, reward=key))

    def asked(self, name: str = "rolf", title: str = "MDF 500", slug: str = "rolf-it") -> int:
        """Return the id of a request that somebody has just made."""
        assert self.redeems(name, title, slug).code == "redemption_asked"
        return self.requests()[-1].id

    def requests(self) -> list[Redemption]:
        """Return every request for a reward, the oldest first."""
        with self.town.looking() as session:
            return list(session.scalars(select(Redemption).order_by(Redemption.id)))

    def approves(self, name: str, redemption_id: int) -> Outcome:
        """Have somebody try to grant a reward."""
        return self.town.do(do.ApproveRedemption(by=self.town.person_id(name), redemption_id=redemption_id))

    def rejects(self, name: str, redemption_id: int, reason: str | None = "The budget is spent.") -> Outcome:
        """Have somebody try to turn a request down."""
        command = do.RejectRedemption(by=self.town.person_id(name), redemption_id=redemption_id, reason=reason)
        return self.town.do(command)

    def withdraws(self, name: str, redemption_id: int) -> Outcome:
        """Have somebody try to take a request back."""
        return self.town.do(do.WithdrawRedemption(by=self.town.person_id(name), redemption_id=redemption_id))


def with_rewards(**settings: Any) -> Programme:
    """Return the town's programme with a catalogue."""
    rewards = (Reward("MDF 500", 400), Reward("Demo arm", 300), Reward("Training", 100))
    return replace(nordlicht(**settings), rewards=rewards)
