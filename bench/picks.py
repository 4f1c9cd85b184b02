"""How many leads a second are taken over HTTP, against an empty view on the same server and against raw SQL."""

from __future__ import annotations

import http.client
import logging
import multiprocessing
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask
from psycopg.types.json import Json
from sqlalchemy import func, select
from waitress.server import create_server

import migrations
from app.bootstrap import Parts, build
from app.cli.logs import prepare_logs
from app.cli.processes import WEB_THREADS
from app.domain import commands as do
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.people import Person, Vendor
from app.service.outcome import Origin
from app.service.programme_file import read_programme
from app.settings import Settings
from app.store.work import reading
from app.tokens import Wish
from app.web import create_app
from tests.services.servers.postgresql import postgresql
from tests.services.servers.processes import Missing, answers, free_port

MOST_ROUNDS, PICKS, CLIENTS = 9, 16, 8
LEADS_WITHIN_S = 10  # a slow or busy machine measures fewer rounds
COMPANIES = 5
EMPTY = "/empty"
KEY = "a key for measuring only, made for nothing else"
LEAD = {
    "contact_last_name": "Muster", "city": "München", "country": "DE", "product": "arm",
    "need": "Zwei Arme für eine Fräse.", "temperature": "hot", "source": "fair", "expected_volume_cents": 4_000_000,
    "currency": "EUR",
}  # fmt: skip
WORDS = "Ahorn Birken Buchen Eichen Erlen Eschen Fichten Hasel Kiefern Linden Pappel Tannen Ulmen Weiden Zedern".split()
TRADES = "bau bohr dreh druck fräs guss holz kran mess mühl press säge schleif schweiß stahl walz web zahn".split()
Post = tuple[str, str]


def programme() -> str:
    """Return a programme whose companies may take as many leads as they like."""
    companies = "\n".join(
        f"  - {{slug: company-{number}, name: Company {number}, country: DE, people: "
        f"[{{email: rolf@company-{number}.example, name: Rolf {number}, role: sales_manager}}]}}"
        for number in range(COMPANIES)
    )
    return (
        "vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, country: DE}\n"
        f"settings: {{group_size: {COMPANIES}, unworked_cap: 10000, auto_release: true}}\n"
        "people:\n  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager}\n"
        f"resellers:\n{companies}\n"
    )


def a_customer(number: int) -> dict[str, Any]:
    """Return a lead of a customer of its own: a second one of the same would wait for somebody's decision."""
    name = f"{WORDS[number % len(WORDS)]}{TRADES[number // len(WORDS) % len(TRADES)]} GmbH"
    address = f"carla@customer{number}.example"
    return LEAD | {"company": name, "contact_email": address, "postcode": f"{10_000 + 97 * number}"}


class Market:
    """A database with one vendor, and leads on offer that are taken one after the other."""

    def __init__(self, parts: Parts) -> None:
        """Make the vendor and the leads through the door, within the time."""
        self.parts = parts
        migrations.upgrade(parts.database.writer)
        self.do(do.LoadProgramme(programme=read_programme(programme(), "programme.yaml")), "programme")
        with reading(parts.database) as session:
            vendor_id = session.scalars(select(Vendor.id)).one()
            people = dict(session.execute(select(Person.address, Person.id)).all())
        vera = people.pop("vera@nordlicht.example")
        self._rivals = list(people.values())
        self.taken = 0
        self._free: list[int] = []
        end = perf_counter() + LEADS_WITHIN_S
        while self.rounds < MOST_ROUNDS and (perf_counter() < end or not self.rounds):
            number = len(self._free)
            submit = do.SubmitLead(by=vera, vendor_id=vendor_id, fields=a_customer(number))
            self._free.append(self.do(submit, f"lead:{number}"))

    @property
    def rounds(self) -> int:
        """How many rounds there are leads for, beside one lead to copy and one for each client to warm up with."""
        return (len(self._free) - 1 - CLIENTS) // (2 * PICKS)

    def do(self, command: do.Command, key: str) -> int:
        """Have a wish handled, and return its lead's id. Raises: SystemExit: it was refused."""
        outcome = self.parts.door.handle(command, Origin("cli", key))
        if outcome.refused:
            raise SystemExit(f"the market could not be made: {outcome.code} {outcome.facts}")
        return outcome.lead_id or 0

    def free_leads(self, how_many: int) -> list[int]:
        """Return leads to take, never the same twice."""
        self.taken += how_many
        leads, self._free = self._free[:how_many], self._free[how_many:]
        return leads

    def buttons(self, leads: Sequence[int]) -> list[Post]:
        """Return what browsers send when the button of the offer's page is pressed, for a rival each."""
        return [self._button(lead_id, self.rival(lead_id)) for lead_id in leads]

    def rival(self, lead_id: int) -> int:
        """Return who takes a lead."""
        return self._rivals[lead_id % len(self._rivals)]

    def _button(self, lead_id: int, person_id: int) -> Post:
        expires_at = self.parts.clock.now() + timedelta(days=60)
        token = self.parts.tokens.link(Wish("pick", person_id, lead_id, expires_at=expires_at))
        return f"/a/{token}", urlencode({"nonce": self.parts.tokens.nonce(token)})

    def close(self) -> None:
        """Make sure that every lead that was to be taken is. Raises: SystemExit: the rates are of something else."""
        with reading(self.parts.database) as session:
            found = session.scalar(select(func.count()).where(Lead.state == State.PICKED))
        if found != self.taken:
            raise SystemExit(f"{found} leads are taken and not {self.taken}")
        self.parts.database.dispose()


class RawPick:
    """The transaction of one pick as SQL on a bare connection: the same rows read by nobody, written alike."""

    def __init__(self, market: Market) -> None:
        """Take one lead through the door, and remember which rows that wrote."""
        self._database = market.parts.database
        (lead_id,) = market.free_leads(1)
        connection = self._database.writer.raw_connection()
        newest = self._rows(connection, "SELECT max(id) AS id FROM outbox")[0]["id"]
        market.do(do.PickLead(by=market.rival(lead_id), lead_id=lead_id), "a pick to copy")
        self._lead = self._rows(connection, f"SELECT * FROM leads WHERE id = {lead_id}")[0]
        self._letters = self._rows(connection, f"SELECT * FROM outbox WHERE id > {newest}")
        self._entry = self._rows(connection, "SELECT * FROM journal ORDER BY id DESC LIMIT 1")[0]
        connection.rollback()
        connection.close()

    def run(self, leads: Sequence[int]) -> None:
        """Take leads; on SQLite one after the other, as writers do there anyway, on PostgreSQL all clients at once."""
        shares = [leads] if self._database.is_sqlite else [leads[start::CLIENTS] for start in range(CLIENTS)]
        with ThreadPoolExecutor(len(shares)) as pool:
            list(pool.map(self._take_all, shares))

    def _take_all(self, leads: Sequence[int]) -> None:
        connection = self._database.writer.raw_connection()
        cursor = connection.cursor()
        for lead_id in leads:
            if self._database.is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            self._take(cursor, lead_id)
            cursor.execute("COMMIT")
        connection.close()

    def _take(self, cursor: Any, lead_id: int) -> None:
        names = ("state", "holder_id", "picked_by", "picked_at", "undo_until", "due_at", "step", "step_at", "remind_at")
        new = ", ".join(f"{name} = :{name}" for name in names)
        values = {**{name: self._lead[name] for name in names}, "lead": lead_id}
        free = f"UPDATE leads SET {new}, version = version + 1 WHERE id = :lead AND state = 'offered' RETURNING id"
        self._execute(cursor, free, values)
        if not cursor.fetchall():
            raise SystemExit(f"lead {lead_id} was taken before")
        state = "CASE WHEN reseller_id = :holder_id THEN 'picked' ELSE 'gone' END"
        self._execute(cursor, f"UPDATE offers SET state = {state} WHERE lead_id = :lead", values)
        waiting = "lead_id = :lead AND kind = 'lead_offer' AND state = 'waiting'"
        self._execute(cursor, f"UPDATE outbox SET state = 'cancelled' WHERE {waiting}", values)
        for letter in self._letters:
            self._insert(cursor, "outbox", {**letter, "lead_id": lead_id})
        self._insert(cursor, "journal", {**self._entry, "lead_id": lead_id, "key": f"raw:{lead_id}"})

    def _insert(self, cursor: Any, table: str, row: dict[str, Any]) -> None:
        names = [name for name in row if name != "id"]
        holes = ", ".join(f":{name}" for name in names)
        self._execute(cursor, f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", row)

    def _execute(self, cursor: Any, statement: str, values: dict[str, Any]) -> None:
        if self._database.is_sqlite:
            cursor.execute(statement, values)
        else:
            cursor.execute(re.sub(r":(\w+)", r"%(\1)s", statement), values)

    @staticmethod
    def _rows(connection: Any, statement: str) -> list[dict[str, Any]]:
        cursor = connection.cursor()
        cursor.execute(statement)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return [
            {name: Json(value) if isinstance(value, dict | list) else value for name, value in row.items()}
            for row in rows
        ]


def serve(settings: Settings) -> None:
    """Serve the product, and an empty view of a bare Flask beside it, on one waitress; runs in a process of its own.

    It logs as in production, only that nobody reads it.
    """
    prepare_logs()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    product, bare = create_app(build(settings)), Flask("bare")

    @bare.post(EMPTY)
    def empty() -> str:
        return ""

    def both(environ: dict[str, Any], start_response: Any) -> Any:
        return (bare if environ["PATH_INFO"] == EMPTY else product)(environ, start_response)

    port = int(settings.listen.rpartition(":")[2])
    create_server(both, host="127.0.0.1", port=port, threads=WEB_THREADS, ident="").run()


@contextmanager
def served(settings: Settings) -> Iterator[int]:
    """Lend the port of a running server."""
    port = int(settings.listen.rpartition(":")[2])
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(settings,), daemon=True)
    process.start()
    try:
        end = perf_counter() + 60
        while not answers(port) and perf_counter() < end:
            process.join(0.1)
        yield port
    finally:
        process.terminate()
        process.join(10)


def press_all(port: int, posts: Sequence[Post], expected: int) -> None:
    """Send every POST, by so many clients at once on kept connections. Raises: SystemExit: another status."""

    def send(share: Sequence[Post]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for path, body in share:
            line.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            answer.read()
            if answer.status != expected:
                raise SystemExit(f"POST was answered by {answer.status}, not {expected}")
        line.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(send, [posts[start::CLIENTS] for start in range(CLIENTS)]))


def per_second(work: Callable[[], None], how_many: int) -> float:
    """Return how many of something are done in a second."""
    start = perf_counter()
    work()
    return how_many / (perf_counter() - start)


def measure(name: str, database_url: str) -> None:
    """Print the rates on one database, medians of interleaved rounds."""
    listen = f"127.0.0.1:{free_port()}"
    settings = Settings(
        database_url=database_url, base_url=f"http://{listen}", listen=listen, secret_keys=(KEY,), receive="off"
    )
    market = Market(build(settings))
    rounds, raw = market.rounds, RawPick(market)
    nothing = [(EMPTY, "")] * 10 * PICKS
    rates: dict[str, list[float]] = {"picks": [], "empty view": [], "raw SQL": []}
    with served(settings) as port:
        press_all(port, market.buttons(market.free_leads(CLIENTS)), 303)
        for _ in range(rounds):
            buttons, leads = market.buttons(market.free_leads(PICKS)), market.free_leads(PICKS)
            rates["picks"].append(per_second(partial(press_all, port, buttons, 303), PICKS))
            rates["empty view"].append(per_second(partial(press_all, port, nothing, 200), len(nothing)))
            rates["raw SQL"].append(per_second(partial(raw.run, leads), PICKS))
    market.close()
    picks, empty, sql = (median(of_rounds) for of_rounds in rates.values())
    print(f"  On {name} {picks:,.0f} leads are taken a second.", end=" ")
    print(f"An empty Flask view on the same server answers {empty:,.0f}: picks are {picks / empty:.3f} of it.", end=" ")
    print(f"Raw SQL writes the rows of {sql:,.0f}: picks are {picks / sql:.3f} of it.")


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(f"picks: {CLIENTS} browsers at once press the button of an offer, and every lead is taken once")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", f"sqlite:///{Path(folder)}/picks.db")
    try:
        with postgresql() as server:
            measure("PostgreSQL", server.url(server.create()))
    except Missing as missing:
        print(f"  PostgreSQL was left out: {missing}")


if __name__ == "__main__":
    main()
