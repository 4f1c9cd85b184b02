"""How long finding 1,000 due things takes among 1,000,000 leads, against the same among 10,000."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

import migrations
from app.bootstrap import Parts, build
from app.domain import commands as do
from app.domain.customer_event import CustomerEvent
from app.domain.deal import Deal, DealStep
from app.domain.deal_lifecycle import DealState
from app.domain.lead import Lead
from app.domain.lifecycle import State, Step
from app.domain.people import Person
from app.service.outcome import Origin
from app.service.programme_file import read_programme
from app.settings import Settings
from scheduler.due import DueWork
from tests.services.servers.postgresql import postgresql
from tests.services.servers.processes import Missing

FEW, MANY = 10_000, 1_000_000
DUE = 1_000
ROUNDS = 15
LAYERS = 50  # what is due lies scattered among the rest, as it would after months
LATE, NEVER = "PRAGMA defer_foreign_keys = ON", "SET LOCAL session_replication_role = replica"
PROGRAMME = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, country: DE}
people: [{email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager}]
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, people: [{email: rolf@rolf-it.example, name: Rolf, role: sales_manager}]}
"""


@dataclass(frozen=True)
class Kind:
    """Rows that are alike: ``values`` of one, how ``many`` there are, and what differs, as SQL of their number i."""

    entity: type[Lead | Deal | Person | CustomerEvent]
    values: dict[str, Any]
    many: int
    differs: dict[str, str]


def kinds(leads: int, now: datetime) -> list[Kind]:
    """Return what is in the database: 1,000 due things of five kinds, the others waiting or closed."""
    past, later = now - timedelta(hours=1), now + timedelta(days=30)
    vendors: dict[str, Any] = {"vendor_id": 1, "fields": {}}
    owned = vendors | {"version": 1, "owner_id": 1, "sources": {}}
    lead = owned | {"remarks": "", "round": 1, "submitted_at": past, "returned_count": 0}
    held = lead | {"state": State.WORKING, "holder_id": 1, "step": Step.MISS, "step_at": later}
    deal = owned | {
        "reseller_id": 1, "registered_by": 2, "state": DealState.PROTECTED, "answer": "free", "words": "",
        "registered_at": past, "answer_by": past, "step": DealStep.EXPIRE,
    }  # fmt: skip
    event = vendors | {"what": "web_visit", "happened_at": past, "recorded_at": past}
    person = {"name": "Somebody", "language": "en", "zone": "Europe/Berlin", "muted_lists": []}
    somebody, address = "100 + i % 900", {"address": "address || i"}
    picked, told = {"picked_by": somebody}, {"to_person_id": somebody}
    return [
        Kind(Lead, held | {"step_at": past, "remind_at": later}, 400, picked),
        Kind(Lead, held | {"remind_at": past}, 300, picked),
        Kind(Lead, held | {"remind_at": later}, leads // 2, picked),
        Kind(Lead, lead | {"state": State.WON}, leads // 2, picked),
        Kind(Deal, deal | {"step_at": past}, 150, {}),
        Kind(Deal, deal | {"step_at": later}, leads // 10, {}),
        Kind(Person, person | {"address": "due", "digest_due_at": past}, 100, address),
        Kind(Person, person | {"address": "later", "digest_due_at": later}, leads // 10, address),
        Kind(CustomerEvent, event | {"push_at": past}, 50, told),
        Kind(CustomerEvent, event | {"push_at": later}, leads // 10, told),
    ]


class Pile:
    """A database with many leads, of which a few are due."""

    def __init__(self, database_url: str, leads: int) -> None:
        """Make the tables and the rows."""
        self._parts = build(Settings(database_url=database_url, secret_keys=("for measuring",), receive="off"))
        self._work = DueWork(self._parts.database, self._parts.door, self._parts.clock)
        migrations.upgrade(self._parts.database.writer)
        programme = do.LoadProgramme(programme=read_programme(PROGRAMME, "p.yaml"))
        self._parts.door.handle(programme, Origin("cli", "programme"))
        _fill(self._parts, kinds(leads, self._parts.clock.now()))

    def milliseconds(self) -> float:
        """Return how long one look for what is due takes. Raises: SystemExit: it did not find what is there."""
        start = perf_counter()
        found = self._work.due()
        took = 1000 * (perf_counter() - start)
        if len(found) != DUE:
            raise SystemExit(f"{len(found)} due things were found and not {DUE}")
        return took

    def close(self) -> None:
        """Close the connections."""
        self._parts.database.dispose()


def _fill(parts: Parts, rows: list[Kind]) -> None:
    with parts.new_work() as work:
        work.session.execute(text(LATE if parts.database.is_sqlite else NEVER))  # people come after what they took
        firsts = [
            work.session.scalars(insert(kind.entity).values(**kind.values).returning(kind.entity.id)).one()
            for kind in rows
        ]
        for layer in range(LAYERS):
            for kind, first in zip(rows, firsts, strict=True):
                _copy(work.session, kind, first, layer)
        for kind, first in zip(rows, firsts, strict=True):
            work.session.execute(text(f"DELETE FROM {kind.entity.__tablename__} WHERE id = :first"), {"first": first})
        work.commit()
    if not parts.database.is_sqlite:  # as PostgreSQL's own autovacuum does within the minute
        with parts.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _copy(session: Session, kind: Kind, first: int, layer: int) -> None:
    """Write one layer of a kind's rows as copies of the first."""
    table, share = kind.entity.__tablename__, kind.many // LAYERS
    names = [column.name for column in kind.entity.__table__.columns if column.name != "id"]
    values = ", ".join(kind.differs.get(name, name) for name in names)
    session.execute(
        text(
            f"INSERT INTO {table} ({', '.join(names)}) "
            "WITH RECURSIVE numbers(i) AS (SELECT CAST(:start AS INTEGER) UNION ALL "
            "SELECT i + 1 FROM numbers WHERE i < :end) "
            f"SELECT {values} FROM numbers CROSS JOIN {table} WHERE id = :first"
        ),
        {"start": 1000 + layer * share, "end": 999 + (layer + 1) * share, "first": first},
    )


def measure(name: str, few_url: str, many_url: str) -> None:
    """Print the times on one database system, medians of interleaved rounds."""
    few, many = Pile(few_url, FEW), Pile(many_url, MANY)
    few_ms, many_ms = [], []
    few.milliseconds(), many.milliseconds()
    for _ in range(ROUNDS):
        few_ms.append(few.milliseconds())
        many_ms.append(many.milliseconds())
    few.close()
    many.close()
    ratio = median(many_ms) / median(few_ms)
    print(f"  On {name} {median(few_ms):.1f} ms and {median(many_ms):.1f} ms: {ratio:.2f} times as long (at most 2).")


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(f"sweep: one look finds {DUE:,} due things, among {FEW:,} leads and among {MANY:,}")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{Path(folder)}/few.db", f"sqlite:///{Path(folder)}/many.db")
    try:
        with postgresql() as server:
            measure("PostgreSQL", server.url(server.create()), server.url(server.create()))
    except Missing as missing:
        print(f"  PostgreSQL was left out: {missing}")


if __name__ == "__main__":
    main()
