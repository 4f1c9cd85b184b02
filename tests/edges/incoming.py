"""An installation that gets mail: a vendor, two rival resellers, and everything between the bytes and the door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import migrations
from app.bootstrap import Parts, build
from app.clock import FrozenClock
from app.domain import commands as do
from app.domain.lead import Lead
from app.domain.people import Person
from app.domain.programme import Programme
from app.mail.transport import MailroomTransport
from app.service.outcome import Origin, Outcome
from app.service.programme_file import read_programme
from app.settings import Settings
from app.store import raw_mail
from app.store.engine import Database
from app.store.journal import JournalEntry
from app.store.outbox import Post
from app.store.raw_mail import RawMail
from app.store.work import reading
from inbound.arrival import Arrival, keep
from inbound.dns_lookups import Resolver
from inbound.intake import Intake
from inbound.lists import Lists
from inbound.sandbox import Sandbox
from scheduler.delivery import Delivery
from scheduler.due import DueWork

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
MAIL_DOMAIN = "post.house.example"
OUR_SERVER = "mx.house.example"
LEADS = f"leads+nordlicht@{MAIL_DOMAIN}"
PROVEN = "dmarc=pass"
PROGRAMME = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR}
people:
  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager, language: de}
  - {email: max@nordlicht.example, name: Max Maurer, role: management, language: de}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "80331", attributes: {products: [arm]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de},
              {email: ruth@rolf-it.example, name: Ruth Rau, role: sales_manager, language: de}]}
  - {slug: rita-systems, name: Rita Systems Ltd, country: DE, postcode: "80469", attributes: {products: [arm]},
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
criteria:
  - {name: Product, kind: counts, weight: 40, lead: product, partner: products, match: in}
"""
CARLA = {
    "company": "Metallbau Muster GmbH", "contact_first_name": "Carla", "contact_last_name": "Muster",
    "contact_email": "carla@metallbau-muster.example", "contact_phone": "+498912345678", "postcode": "80331",
    "city": "München", "country": "DE", "product": "arm", "need": "Zwei Arme für eine Fräse.", "temperature": "hot",
    "source": "fair",
}  # fmt: skip


def no_dns(name: str, kind: str, within_s: float) -> list[str]:
    """A resolver for tests in which nobody may ask DNS."""
    raise AssertionError(f"DNS was asked for {kind} {name}")


@dataclass
class Incoming:
    """The installation, and the people who write to it."""

    parts: Parts
    clock: FrozenClock
    reader: Sandbox
    intake: Intake
    lists: Lists
    _keys: Iterator[int] = field(default_factory=count)

    def arrives(
        self, mail: EmailMessage | bytes, to: str | Sequence[str] = LEADS, *, peer: str = "127.0.0.1",
        peer_trusted: bool = True, mail_from: str = "someone@else.example", mailbox: str = "smtp",
    ) -> RawMail:  # fmt: skip
        """Store a mail as the receiver does, read it, and return what is known of it then."""
        content = mail if isinstance(mail, bytes) else bytes(mail)
        recipients = (to,) if isinstance(to, str) else tuple(to)
        arrival = Arrival(content, mailbox, recipients, mail_from, peer, "their.example", peer_trusted)
        (raw_id,) = keep(self.parts.new_work, [arrival], self.clock.now())
        self.intake.run_once()
        self.lists.run_once()
        return self.raw(raw_id)

    def intake_with(self, resolver: Resolver) -> Intake:
        """Return an intake that asks another resolver."""
        return Intake(self.parts, self.reader, resolver)

    def read_again(self, raw_id: int) -> RawMail:
        """Let a mail be read once more, as the operator does."""
        with self.parts.new_work() as work:
            raw_mail.replay(work.session, raw_id, self.clock.now())
            work.commit()
        self.intake.run_once()
        return self.raw(raw_id)

    def delivers_until(self, until: datetime) -> None:
        """Let what is due leave now, then pass time and let leave what is due then."""
        parts, lease = self.parts, timedelta(seconds=60)
        transport = MailroomTransport(lambda mail: None)
        delivery = Delivery(parts.new_work, parts.composer, transport, parts.door, parts.clock, lease)
        for _ in range(2):
            DueWork(parts.database, parts.door, parts.clock).run()
            delivery.run(50)
            self.clock.move_to(max(until, self.clock.now()))

    def raw(self, raw_id: int) -> RawMail:
        """Return a stored mail as it is now."""
        with self.looking() as session:
            return session.get_one(RawMail, raw_id)

    def do(self, command: do.Command) -> Outcome:
        """Have a wish handled that came some other way."""
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

    def person(self, name: str) -> Person:
        """Return somebody as stored now."""
        with self.looking() as session:
            return session.get_one(Person, self.person_id(name))

    def leads(self) -> list[Lead]:
        """Return every lead, the oldest first."""
        with self.looking() as session:
            return list(session.scalars(select(Lead).order_by(Lead.id)))

    def lead(self, lead_id: int) -> Lead:
        """Return a lead as it is stored now."""
        with self.looking() as session:
            return session.get_one(Lead, lead_id)

    def offered_lead(self, **fields: Any) -> int:
        """Return the id of a lead that Rolf and Rita can take."""
        outcome = self.do(do.SubmitLead(by=self.person_id("vera"), vendor_id=1, fields={**CARLA, **fields}))
        assert outcome.lead_id is not None
        assert not self.do(do.ReleaseLead(by=self.person_id("vera"), lead_id=outcome.lead_id)).refused
        return outcome.lead_id

    def taken_lead(self, by: str = "rolf", **fields: Any) -> int:
        """Return the id of a lead that somebody has taken."""
        lead_id = self.offered_lead(**fields)
        assert self.do(do.PickLead(by=self.person_id(by), lead_id=lead_id)).code == "picked"
        return lead_id

    def letters_to(self, name: str) -> list[Post]:
        """Return all letters to somebody, the oldest first."""
        with self.looking() as session:
            rows = select(Post).where(Post.to_person_id == self.person_id(name)).order_by(Post.id)
            return list(session.scalars(rows))

    def kinds_to(self, name: str) -> list[str]:
        """Return the kinds of all letters to somebody, the oldest first."""
        return [post.kind for post in self.letters_to(name)]

    def key_of(self, name: str, kind: str) -> str:
        """Return the reply key of the latest letter of a kind to somebody."""
        post = next(post for post in reversed(self.letters_to(name)) if post.kind == kind)
        return self.parts.tokens.reply_key(post.id)

    def wishes(self, channel: str = "mail") -> list[tuple[str, str]]:
        """Return what was wished by mail and what came of it, in order."""
        with self.looking() as session:
            rows = select(JournalEntry).where(JournalEntry.channel == channel).order_by(JournalEntry.id)
            return [(entry.wish, entry.code) for entry in session.scalars(rows)]


def reply_to(key: str) -> str:
    """Return the reply address of a key."""
    return f"reply+{key}@{MAIL_DOMAIN}"


def a_mail(
    sender: str, text: str, *, subject: str = "", to: str = LEADS, proof: str | None = PROVEN, **headers: str
) -> EmailMessage:
    """Return a mail as it reaches us.

    Args: sender: the From. proof: what our own mail server says of it; None: it says nothing. headers: further ones,
        with ``_`` for ``-``.
    """
    mail = EmailMessage()
    if proof is not None:
        mail["Authentication-Results"] = f"{OUR_SERVER}; {proof}"
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = TUESDAY
    mail["Message-ID"] = f"<{abs(hash((sender, text, subject)))}@mail.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


@cache
def _migrated() -> bytes:
    """Return an SQLite database with all its tables: migrating is slow, and done once."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tables.db"
        database = Database(f"sqlite:///{file}")
        migrations.upgrade(database.writer)
        database.dispose()
        return file.read_bytes()


def a_database(folder: Path) -> str:
    """Return the address of a fresh SQLite database in a folder, with all tables and nothing in them."""
    file = folder / "incoming.db"
    file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _programme() -> Programme:
    return read_programme(PROGRAMME, "programme.yaml")


def an_installation(
    folder: Path, reader: Sandbox, *, resolver: Resolver = no_dns, database_url: str = "",
    authserv_id: str | None = OUR_SERVER, mailroom: bool = False, mail_domain: str = MAIL_DOMAIN,
) -> Incoming:  # fmt: skip
    """Return an installation with the programme loaded."""
    settings = Settings(
        database_url=database_url or a_database(folder), secret_keys=("a key for tests only",), receive="off",
        mail_domain=mail_domain, authserv_id=authserv_id,
        smtp_url="mailroom:" if mailroom else "smtp://127.0.0.1:9",
    )  # fmt: skip
    clock = FrozenClock(TUESDAY)
    parts = build(settings, clock)
    incoming = Incoming(parts, clock, reader, Intake(parts, reader, resolver), Lists(parts, reader))
    incoming.do(do.LoadProgramme(programme=_programme(), files={}))
    return incoming
