"""What people do with deal registrations, as one word each, beside the town's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain import deal_commands as do
from app.domain.deal import Deal
from app.domain.feedback import Statement
from app.domain.lifecycle import Status
from app.service.outcome import Outcome
from tests.rules.town import Town

# Carla's firm as Rolf registers it: the town's Vera looks after its postcode.
CARLAS = {
    "company": "Metallbau Muster GmbH", "website": "metallbau-muster.example", "postcode": "80331", "city": "München",
    "product": "arm", "expected_volume_cents": 4_000_000,
}  # fmt: skip


class Registry:
    """The deal registrations of a town."""

    def __init__(self, town: Town) -> None:
        self.town = town

    def registers(self, name: str, **fields: Any) -> Outcome:
        """Have somebody register Carla's firm, or another."""
        wanted = {**CARLAS, **fields}
        return self.town.do(do.RegisterDeal(by=self.town.person_id(name), vendor_id=1, fields=wanted))

    def registered(self, name: str = "rolf", **fields: Any) -> int:
        """Return the id of a registration that somebody has just made."""
        outcome = self.registers(name, **fields)
        assert not outcome.refused, outcome.code
        return self.last().id

    def protected(self, name: str = "rolf", **fields: Any) -> int:
        """Return the id of a registration that Vera has approved."""
        deal_id = self.registered(name, **fields)
        assert self.approves("vera", deal_id).code == "approved"
        return deal_id

    def approves(self, name: str, deal_id: int) -> Outcome:
        """Have somebody try to approve."""
        return self.town.do(do.ApproveDeal(by=self.town.person_id(name), deal_id=deal_id))

    def rejects(self, name: str, deal_id: int, reason: str | None = "existing_customer") -> Outcome:
        """Have somebody try to reject."""
        return self.town.do(do.RejectDeal(by=self.town.person_id(name), deal_id=deal_id, reason=reason))

    def asks_more(self, name: str, deal_id: int, question: str = "Who decides there?") -> Outcome:
        """Have somebody ask for more."""
        return self.town.do(do.AskMoreOfDeal(by=self.town.person_id(name), deal_id=deal_id, question=question))

    def supplies(self, name: str, deal_id: int, words: str = "The owner.", **fields: Any) -> Outcome:
        """Have somebody add to a registration."""
        return self.town.do(do.SupplyDeal(by=self.town.person_id(name), deal_id=deal_id, words=words, fields=fields))

    def reports(self, name: str, deal_id: int, status: Status = Status.CONTACTED, **details: Any) -> Outcome:
        """Have somebody say where a deal stands."""
        statement = Statement(status, **details)
        return self.town.do(do.ReportDeal(by=self.town.person_id(name), deal_id=deal_id, statement=statement))

    def asks_extension(self, name: str, deal_id: int, reason: str = "The budget comes in June.") -> Outcome:
        """Have somebody ask for more time."""
        return self.town.do(do.AskExtension(by=self.town.person_id(name), deal_id=deal_id, reason=reason))

    def grants(self, name: str, deal_id: int) -> Outcome:
        """Have somebody grant more time."""
        return self.town.do(do.GrantExtension(by=self.town.person_id(name), deal_id=deal_id))

    def refuses(self, name: str, deal_id: int) -> Outcome:
        """Have somebody refuse more time."""
        return self.town.do(do.RefuseExtension(by=self.town.person_id(name), deal_id=deal_id))

    def deal(self, deal_id: int) -> Deal:
        """Return a registration as it is stored now."""
        with self.town.looking() as session:
            return session.get_one(Deal, deal_id)

    def last(self) -> Deal:
        """Return the latest registration."""
        with self.town.looking() as session:
            return session.scalars(select(Deal).order_by(Deal.id.desc()).limit(1)).one()

    def count(self) -> int:
        """Return how many registrations there are."""
        with self.town.looking() as session:
            return len(session.scalars(select(Deal.id)).all())

    def until(self, deal_id: int) -> datetime:
        """Return the last minute of a protection."""
        until = self.deal(deal_id).protected_until
        assert until is not None
        return until
