"""How fast a new lead is compared with 50,000 others by keys, against reading them all."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert, select, text

import migrations
from app.domain.conflicts import Customer
from app.domain.customer_key import Record
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.people import Person, Vendor
from app.service.customer_index import remember
from app.service.outcome import Origin
from app.service.protection import conflicts_of
from app.service.scene import Scene
from app.store.engine import Database
from app.store.work import Work
from tests.services.servers.postgresql import postgresql
from tests.services.servers.processes import Missing

LEADS, NEWEST, LOOKED_FOR = 50_000, 1_000, 60
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
TRADES = (
    "Metallbau Elektro Holzbau Maschinenbau Druck Anlagenbau Logistik Autohaus Bau Technik Stahlbau Systeme".split()
)
BEGINNINGS = "Ber Hof Schnei Lind Wag Brun Kes Mai Hu Stei Vo Kra Wei Schu Fi Ebers Rei Al Dorn Gru".split()
ENDINGS = "ger mann der ner mer bach feld hauser ler bert mayr stein berg hofer ling wald rich dorf kamp ke".split()
FORMS = ("GmbH", "AG", "KG", "GmbH & Co. KG", "e.K.")


def a_customer(chance: random.Random, number: int) -> dict[str, Any]:
    """Return a lead's fields; most know their postcode, half a phone, few write from their own domain."""
    middle = chance.choice(BEGINNINGS).lower() if chance.random() < 0.7 else ""
    name = f"{chance.choice(TRADES)} {chance.choice(BEGINNINGS)}{middle}{chance.choice(ENDINGS)}"
    fields = {"company": f"{name} {chance.choice(FORMS)}", "country": "DE", "product": "arm"}
    if chance.random() < 0.95:
        fields["postcode"] = f"{chance.randrange(1000, 99999):05}"
    if chance.random() < 0.5:
        fields["contact_phone"] = f"+4989{chance.randrange(10**6, 10**7)}"
    fields["contact_email"] = f"post@firma{number}.example" if chance.random() < 0.4 else f"post{number}@gmx.de"
    return fields


class Pile:
    """Made-up leads with their keys, worked out once for every database."""

    def __init__(self) -> None:
        """Make them."""
        chance = random.Random(36)
        self.leads = {number: a_customer(chance, number) for number in range(1, LEADS + 1)}
        self._keys = [
            (number, *key) for number, fields in self._kept() for key in Customer.of(fields, "DE").kept_under()
        ]

    def _kept(self) -> Iterator[tuple[int, dict[str, Any]]]:
        return islice(self.leads.items(), LEADS - NEWEST)

    def fill(self, database: Database) -> float:
        """Store the leads, the newest as the product does; return how long the keys of those took, in seconds."""
        with Work(database) as work:
            person = Person(address="vera@nordlicht.example", name="Vera", language="de", zone="UTC", muted_lists=[])
            vendor = Vendor(
                slug="nordlicht", name="Nordlicht", language="de", zone="UTC", country="DE", currency="EUR",
                brand_colour="#000000", settings={}, criteria=[], programme={}, loaded_at=NOW,
            )  # fmt: skip
            work.session.add_all((person, vendor))
            work.session.flush()
            same = {
                "version": 1, "vendor_id": vendor.id, "owner_id": person.id, "state": State.WORKING, "sources": {},
                "remarks": "", "round": 1, "submitted_at": NOW, "returned_count": 0,
            }  # fmt: skip
            work.session.execute(
                insert(Lead), [{"id": number, "fields": one, **same} for number, one in self.leads.items()]
            )
            self._store_keys(work.session.connection(), vendor.id)
            newest = dict(islice(self.leads.items(), LEADS - NEWEST, None))
            begun = perf_counter()
            remember(work.session, vendor, Record.LEAD, newest, new=True)
            taken_s = perf_counter() - begun
            work.commit()
        return taken_s

    def _store_keys(self, connection: Connection, vendor_id: int) -> None:
        """Store the keys by the quickest way of each database."""
        names = "record_id, kind, word, area, record, vendor_id"
        if connection.dialect.name == "sqlite":
            statement = f"INSERT INTO customer_keys ({names}) VALUES (?, ?, ?, ?, '{Record.LEAD}', {vendor_id})"
            connection.exec_driver_sql(statement, self._keys)
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        with driver.cursor().copy(f"COPY customer_keys ({names}) FROM STDIN") as copy:
            for key in self._keys:
                copy.write_row((*key, Record.LEAD, vendor_id))


def measure(name: str, database: Database, pile: Pile) -> None:
    """Print the times of one database."""
    migrations.upgrade(database.writer)
    keys_s = pile.fill(database)
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))  # as PostgreSQL does by itself
    chance = random.Random(7)
    by_keys, found = [], 0
    with Work(database) as work:
        vendor = work.session.scalars(select(Vendor)).one()
        scene = Scene(work.session, NOW, Origin("cli", "bench"))
        wanted = [a_customer(chance, LEADS + number) for number in range(LOOKED_FOR)]
        for fields in wanted:
            begun = perf_counter()
            found += len(conflicts_of(scene, vendor, fields, None))
            by_keys.append((perf_counter() - begun) * 1000)
            for lead in [one for one in work.session if isinstance(one, Lead)]:
                work.session.expunge(lead)
        begun = perf_counter()
        like = Customer.of(wanted[0], "DE")
        rows = work.session.scalars(select(Lead.fields).where(Lead.vendor_id == vendor.id))
        read = sum(like.likeness(Customer.of(row, "DE")) is not None for row in rows)
        scan_ms = (perf_counter() - begun) * 1000
        if read != len(conflicts_of(scene, vendor, wanted[0], None)):
            raise SystemExit("the keys and the scan disagree")
    slowest, usual = sorted(by_keys)[int(len(by_keys) * 0.95)], median(by_keys)
    print(
        f"  On {name} {found / LOOKED_FOR:.1f} are found in {usual:.1f} ms (95 % within {slowest:.1f} ms), in "
        f"1/{scan_ms / usual:.0f} of the time that reading all takes; "
        f"a new lead's keys cost {keys_s / NEWEST * 1e6:.0f} µs."
    )


@contextmanager
def databases() -> Iterator[list[tuple[str, Database]]]:
    """Yield SQLite, and PostgreSQL where Debian's is installed."""
    with tempfile.TemporaryDirectory() as folder:
        lite = Database(f"sqlite:///{Path(folder)}/bench.db")
        try:
            with postgresql() as server:
                yield [("SQLite", lite), ("PostgreSQL", big := Database(server.url(server.create())))]
                big.dispose()
        except Missing as missing:
            print(f"  PostgreSQL was left out: {missing}")
            yield [("SQLite", lite)]
        lite.dispose()


def main() -> None:
    """Measure each database there is."""
    print(f"duplicates: which of {LEADS:,} leads may be the customer of a new one")
    pile = Pile()
    with databases() as found:
        for name, database in found:
            measure(name, database, pile)


if __name__ == "__main__":
    main()
