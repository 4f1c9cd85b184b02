"""How fast a list of leads is read, imported, shown on its page and released, in rows a second."""

from __future__ import annotations

import logging
import random
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog

import migrations
from app.bootstrap import build
from app.domain.commands import LoadProgramme
from app.domain.import_commands import HandInList, ReleaseList, StartImport
from app.domain.people import Person
from app.service.outcome import Origin
from app.service.programme_file import read_programme
from app.service.queries.import_page import import_page
from app.settings import Settings
from app.store.work import reading
from inbound.lists import Lists
from inbound.sandbox import Sandbox

ROWS = 300
PROGRAMME = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR}
people: [{email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager}]
resellers:
""" + "\n".join(
    f"  - {{slug: r{n}, name: Partner {n} GmbH, country: DE, postcode: '80331', attributes: {{products: [arm]}},"
    f" people: [{{email: r{n}@r{n}.example, name: R {n}, role: sales_manager, language: de}}]}}"
    for n in range(20)
)
HEADING = "Firma;Vorname;Nachname;E-Mail;Telefon;PLZ;Ort;Land;Produkt;Bedarf;Quelle;Temperatur"


def a_list(rows: int) -> bytes:
    """Return a list of different customers as a spreadsheet saves it."""
    chance = random.Random(4)
    lines = (
        f"Firma {chance.randrange(10**9)} GmbH;Carla;Muster;carla@firma{n}.example;+4989{10**7 + n};"
        f"{chance.randrange(10000, 99999)};Ort;DE;arm;Zwei Arme;Messe;warm"
        for n in range(rows)
    )
    return "\r\n".join((HEADING, *lines)).encode("utf-8-sig")


def main() -> None:
    """Time each step of one list."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    sys.stdout.write(f"lists: {rows:,} rows on SQLite, from their file to their release\n")
    with tempfile.TemporaryDirectory() as folder, Sandbox(processes=1) as sandbox:
        url = f"sqlite:///{Path(folder) / 'lists.db'}"
        parts = build(Settings(database_url=url, secret_keys=("for measuring",), receive="off"))
        migrations.upgrade(parts.database.writer)
        do = _door(parts.door)
        do(LoadProgramme(programme=read_programme(PROGRAMME, "p.yaml"), files={}))
        with reading(parts.database) as session:
            vera = session.get_one(Person, 1)
        lists, files = Lists(parts, sandbox), (("messe.csv", "text/csv", a_list(rows)),)
        do(HandInList(by=vera.id, vendor_id=1, files=files, starts=False))
        _timed("Read", rows, lists.run_once)
        do(StartImport(by=vera.id, import_id=1))
        _timed("Imported", rows, lists.run_once)

        def page() -> None:
            with reading(parts.database) as session:
                import_page(session, session.get_one(Person, 1), 1, parts.clock.now())

        start = perf_counter()
        page()
        sys.stdout.write(f"  Its page is put together in {1000 * (perf_counter() - start):.0f} ms.\n")
        do(ReleaseList(by=vera.id, import_id=1))
        _timed("Released to 5 of 20 partners", rows, lists.run_once)
        parts.database.dispose()


def _door(door: Any) -> Callable[[Any], None]:
    """Return what has wishes done, and ends the run where one is refused."""
    keys = iter(range(1000))

    def do(command: Any) -> None:
        outcome = door.handle(command, Origin("cli", str(next(keys))))
        if outcome.refused:
            raise SystemExit(f"{command.wish}: {outcome.code}")

    return do


def _timed(name: str, rows: int, step: Callable[[], object]) -> None:
    start = perf_counter()
    step()
    took = perf_counter() - start
    sys.stdout.write(f"  {name}: {rows / took:,.0f} rows a second.\n")


if __name__ == "__main__":
    main()
