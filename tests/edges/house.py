"""A whole installation on SQLite with one vendor and two rival resellers, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

import migrations
from app.bootstrap import Parts, build
from app.clock import FrozenClock
from app.domain import commands as do
from app.domain.feedback import Statement
from app.domain.lead import Lead
from app.domain.lifecycle import Status
from app.domain.people import Person, Reseller
from app.service.outcome import Origin, Outcome
from app.service.programme_file import read_programme
from app.settings import Settings
from app.store.journal import JournalEntry
from app.store.mailroom import MailroomMail
from app.store.outbox import Post
from app.store.work import reading
from app.tokens import Wish
from app.web import create_app
from scheduler.delivery import Delivery

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
PROGRAMME = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR, brand: {colour: "#0b6e4f"}}
settings: {group_size: 5, unworked_cap: 2}
people:
  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager}
  - {email: max@nordlicht.example, name: Max Maurer, role: management}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "80331", attributes: {regions: ["80"], products: [arm]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de}]}
  - {slug: rita-systems, name: Rita Systems Ltd, country: DE, postcode: "80469",
     attributes: {regions: ["80"], products: [arm]},
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
  - {slug: other-corner, name: Corner Ltd, country: DE, postcode: "20095",
     attributes: {regions: ["20"], products: [arm]},
     people: [{email: eve@corner.example, name: Eve Ernst, role: sales_manager, language: en}]}
criteria:
  - {name: Region, kind: must, lead: postcode, partner: regions, match: prefix}
  - {name: Product, kind: counts, weight: 40, lead: product, partner: products, match: in}
"""
CARLA = {
    "company": "Metallbau Muster GmbH", "contact_first_name": "Carla", "contact_last_name": "Muster",
    "contact_email": "carla@metallbau-muster.example", "contact_phone": "+498912345678", "street": "Lindenstraße 5",
    "postcode": "80331", "city": "München", "country": "DE", "product": "arm", "need": "Zwei Arme für eine Fräse.",
    "temperature": "hot", "source": "fair", "expected_volume_cents": 4_000_000, "currency": "EUR",
}  # fmt: skip


@dataclass
class House:
    """The installation, and what people do to it beside the pages under test."""

    parts: Parts
    clock: FrozenClock
    app: Flask
    _keys: Iterator[int] = field(default_factory=count)

    def client(self) -> FlaskClient:
        """Return a browser without cookies."""
        return self.app.test_client()

    def do(self, command: do.Command) -> Outcome:
        """Have a wish handled that came some other way than by a page."""
        return self.parts.door.handle(command, Origin("cli", str(next(self._keys))))

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Open the database for looking."""
        with reading(self.parts.database) as session:
            yield session

    def person_id(self, name: str) -> int:
        """Return the id of somebody by the beginning of their address."""
        with self.looking() as session:
            return session.scalars(select(Person.id).where(Person.address.startswith(f"{name}@"))).one()

    def reseller_id(self, slug: str) -> int:
        """Return the id of a company."""
        with self.looking() as session:
            return session.scalars(select(Reseller.id).where(Reseller.slug == slug)).one()

    def received_lead(self, **fields: Any) -> int:
        """Return the id of a lead that Vera has handed in."""
        outcome = self.do(do.SubmitLead(by=self.person_id("vera"), vendor_id=1, fields={**CARLA, **fields}))
        assert outcome.lead_id is not None
        return outcome.lead_id

    def offered_lead(self, **fields: Any) -> int:
        """Return the id of a lead that Rolf and Rita can take."""
        lead_id = self.received_lead(**fields)
        assert not self.do(do.ReleaseLead(by=self.person_id("vera"), lead_id=lead_id)).refused
        return lead_id

    def taken_lead(self, by: str = "rolf", **fields: Any) -> int:
        """Return the id of a lead that somebody has taken."""
        lead_id = self.offered_lead(**fields)
        assert self.do(do.PickLead(by=self.person_id(by), lead_id=lead_id)).code == "picked"
        return lead_id

    def reported(self, lead_id: int, status: Status = Status.CONTACTED, by: str = "rolf") -> None:
        """Give feedback on a lead."""
        command = do.GiveFeedback(by=self.person_id(by), lead_id=lead_id, statement=Statement(status))
        assert not self.do(command).refused

    def token(self, name: str, wish: str, object_id: int = 0, option: str = "", days: int = 60) -> str:
        """Return the token of a link in a mail to somebody."""
        expires_at = self.clock.now() + timedelta(days=days)
        return self.parts.tokens.link(Wish(wish, self.person_id(name), object_id, option, expires_at))

    def lead(self, lead_id: int) -> Lead:
        """Return a lead as it is stored now."""
        with self.looking() as session:
            return session.get_one(Lead, lead_id)

    def person(self, name: str) -> Person:
        """Return a person as stored now."""
        with self.looking() as session:
            return session.get_one(Person, self.person_id(name))

    def letters_to(self, name: str) -> list[str]:
        """Return the kinds of all letters to somebody, the oldest first."""
        with self.looking() as session:
            rows = select(Post.kind).where(Post.to_person_id == self.person_id(name)).order_by(Post.id)
            return list(session.scalars(rows))

    def deliver(self) -> int:
        """Send every letter that is due; they land in the mailroom. Returns: how many."""
        parts, lease = self.parts, timedelta(seconds=60)
        delivery = Delivery(parts.new_work, parts.composer, parts.transport, parts.door, parts.clock, lease)
        return delivery.run(200)

    def mails_to(self, name: str) -> list[MailroomMail]:
        """Return somebody's mailbox with its bytes, the newest first."""
        with self.looking() as session:
            rows = select(MailroomMail).where(MailroomMail.address.startswith(f"{name}@"))
            return list(session.scalars(rows.order_by(MailroomMail.id.desc()).options(undefer(MailroomMail.content))))

    def journal(self) -> list[JournalEntry]:
        """Return everything that was ever wished."""
        with self.looking() as session:
            return list(session.scalars(select(JournalEntry).order_by(JournalEntry.id)))

    def all_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return the whole database, to see that nothing has changed."""
        with self.looking() as session:
            tables = Lead.metadata.sorted_tables
            return {table.name: [tuple(row) for row in session.execute(table.select())] for table in tables}


def settled_house(
    folder: Path, *, base_url: str = "http://127.0.0.1:8000", receive: str = "off", now: datetime = TUESDAY
) -> House:
    """Return an installation in a folder, with the programme loaded."""
    file = folder / "house.db"
    file.write_bytes(_loaded_database(now))
    settings = Settings(
        database_url=f"sqlite:///{file}", base_url=base_url, secret_keys=("a key for tests only",),
        receive=receive,
    )  # fmt: skip
    clock = FrozenClock(now)
    parts = build(settings, clock)
    return House(parts, clock, create_app(parts))


@cache
def _loaded_database(now: datetime) -> bytes:
    """Return an SQLite database with the programme: making its tables is dear, and done once."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "loaded.db"
        parts = build(
            Settings(database_url=f"sqlite:///{file}", secret_keys=("a key for tests only",)), FrozenClock(now)
        )
        migrations.upgrade(parts.database.writer)
        programme = read_programme(PROGRAMME, "programme.yaml")
        parts.door.handle(do.LoadProgramme(programme=programme, files={}), Origin("cli", "the programme"))
        parts.database.dispose()
        return file.read_bytes()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An installation of this test's own."""
    house = settled_house(tmp_path)
    yield house
    house.parts.database.dispose()
