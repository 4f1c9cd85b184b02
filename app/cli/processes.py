"""``pickpost serve``, ``web`` and ``worker``: the processes that run for ever."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import click
import structlog
from waitress.server import create_server

import migrations
from app.bootstrap import Parts, build
from app.cli.people import erase_again
from app.cli.ports import listen_place, refuse_taken_ports
from app.store.beat import beat
from app.web import create_app
from inbound.imap import Mailbox
from inbound.intake import Intake
from inbound.lists import Lists
from inbound.receiver import Receiver
from scheduler.delivery import Delivery
from scheduler.due import DueWork
from scheduler.leader import Leadership
from scheduler.texting import Texting
from scheduler.ticks import Ticker

log = structlog.get_logger()

WEB_THREADS = 16
MOST_ROUNDS = 50


@dataclass(frozen=True)
class Done:
    """What one tick did: mails read, commands handled, letters sent."""

    read: int
    handled: int
    sent: int

    def __str__(self) -> str:
        return f"{self.read} mails read, {self.handled} things done, {self.sent} letters sent"


class Worker:
    """Everything but the web: mail in, time, mail out. Start as many as you like."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        lease = timedelta(seconds=parts.settings.lease_seconds)
        self._intake = Intake(parts)
        self._lists = Lists(parts)
        self._due = DueWork(parts.database, parts.door, parts.clock)
        self._delivery = Delivery(parts.new_work, parts.composer, parts.transport, parts.door, parts.clock, lease)
        self._leadership = Leadership(parts.database)
        self._receiver = Receiver(parts.settings, parts.clock, parts.new_work)
        self._mailbox = Mailbox(parts) if parts.settings.imap_url else None
        lease = timedelta(seconds=parts.settings.lease_seconds)
        self._texting = Texting(parts.new_work, parts.texts, parts.tokens, parts.settings.base_url, parts.clock, lease)
        self._ticker = Ticker()

    def tick_once(self) -> Done:
        """Do everything that is due at the clock's instant, until nothing is left to do."""
        read = handled = sent = 0
        try:
            for _ in range(MOST_ROUNDS):
                round_read = self._intake.run_once()
                round_handled = self._lists.run_once() + self._due.run()
                round_sent = self._delivery.run(self._parts.settings.outbox_batch) + self._texting.run()
                # What was held back for one mail of many becomes that mail now, and leaves in the next turn.
                round_handled += self._due.run()
                read, handled, sent = read + round_read, handled + round_handled, sent + round_sent
                if not (round_read or round_handled or round_sent):
                    break
        finally:
            self._close()
        return Done(read, handled, sent)

    def start(self) -> None:
        """Begin, in threads of its own."""
        self._receiver.start()
        if self._mailbox is not None:
            self._mailbox.start()
        self._ticker.every(1, "intake", self._read)
        self._ticker.every(1, "lists", self._import)
        self._ticker.every(self._parts.settings.tick_seconds, "time", self._let_time_pass)
        self._ticker.every(1, "delivery", self._send)
        self._ticker.every(1, "texts", self._texting.run)
        self._ticker.start()

    def stop(self) -> None:
        """End after what is under way; whatever is left waits in its tables."""
        self._receiver.stop()
        if self._mailbox is not None:
            self._mailbox.stop()
        self._ticker.stop()
        self._leadership.give_up()
        self._close()

    def _read(self) -> None:
        while self._intake.run_once():
            pass

    def _import(self) -> None:
        while self._lists.run_once():
            pass

    def _close(self) -> None:
        self._intake.close()
        self._lists.close()

    def _send(self) -> None:
        self._delivery.run(self._parts.settings.outbox_batch)

    def _let_time_pass(self) -> None:
        if not self._leadership.is_mine():
            return
        self._due.run()
        with self._parts.new_work() as work:
            beat(work.session, "tick", self._parts.clock.now())
            work.commit()


def web_server(parts: Parts) -> Any:
    """Return the embedded web server, bound to where the settings say. Raises: SettingsError."""
    host, port = listen_place(parts.settings)
    return create_server(create_app(parts), host=host, port=port, threads=WEB_THREADS, ident="")


@click.command()
def serve() -> None:
    """Run everything in one process: web, receiver, IMAP, scheduler, outbox."""
    parts = build()
    migrations.upgrade(parts.database.writer)
    run(parts, with_web=True, with_worker=True)


@click.command()
def web() -> None:
    """Run the web server alone."""
    run(build(), with_web=True, with_worker=False)


@click.command()
def worker() -> None:
    """Run all but the web: receiver, IMAP, scheduler, outbox. Start as many as you like."""
    run(build(), with_web=False, with_worker=True)


def run(parts: Parts, *, with_web: bool, with_worker: bool, ready: Callable[[], None] | None = None) -> None:
    """Run until asked to stop by SIGTERM or SIGINT; ``ready`` is called once everything listens."""
    refuse_taken_ports(parts.settings, with_web=with_web, with_worker=with_worker)
    erase_again(parts)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    server = web_server(parts) if with_web else None
    works = Worker(parts) if with_worker else None
    if works is not None:
        works.start()
    if server is not None:
        threading.Thread(target=server.run, name="web", daemon=True).start()
        log.info("web listens", at=parts.settings.listen)
    if ready is not None:
        ready()
    stopping.wait()
    log.info("stopping")
    if server is not None:
        server.close()
    if works is not None:
        works.stop()
    parts.database.dispose()
