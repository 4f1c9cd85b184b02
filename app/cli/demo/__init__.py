"""``pickpost demo``: the sample programme with a year of history and a fresh lead."""

from __future__ import annotations

import logging
import sys
import webbrowser
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import click
import structlog
from sqlalchemy import select

import migrations
from app.bootstrap import Parts, build
from app.cli.demo.history import YEAR, History
from app.cli.demo.mails import customers_question, forwarded_by_vera
from app.cli.logs import prepare_logs
from app.cli.ports import refuse_taken_ports
from app.cli.processes import Worker, run
from app.cli.programmes import load_file
from app.clock import FrozenClock
from app.domain.people import Vendor
from app.store.mailroom import keep
from app.store.work import reading
from app.web.mailroom.sending import NotTaken, send

PROGRAMME = Path(__file__).parent / "programme.yaml"
KEPT = ", with the data of before (to begin afresh, delete the folder var)"
LET_TIME_PASS = ".venv/bin/pickpost tick --at 2026-12-01T09:00+01:00"
VERA = "vera@nordlicht.example"


@click.command()
@click.option("--serve", is_flag=True, help="Then run everything, and open the mailroom.")
def demo(serve: bool) -> None:
    """Fill the database with the sample programme, unless a vendor is there."""
    prepare_logs(quiet=True)
    parts = build()
    if serve:
        refuse_taken_ports(parts.settings, with_web=True, with_worker=True)
    migrations.upgrade(parts.database.writer)
    is_new = make_sample(parts)
    if serve:
        run(parts, with_web=True, with_worker=True, ready=lambda: _welcome(parts, is_new))
    elif not is_new:
        click.echo("a vendor is there already: nothing was changed")


def make_sample(parts: Parts) -> bool:
    """Make the sample programme and its year.

    Returns: False when a vendor is there already, and nothing was done.
    """
    with reading(parts.database) as session:
        if session.scalar(select(Vendor.id).limit(1)) is not None:
            return False
    now = parts.clock.now().replace(microsecond=0)
    click.echo("making a year of history: 300 leads, once, in about a minute ...", err=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    clock = FrozenClock(now - YEAR)
    past = build(parts.settings, clock)
    load_file(past, PROGRAMME)
    History(past, clock, now).live()
    past.database.dispose()
    prepare_logs(quiet=True)
    _write_to_vera(parts, now)
    return True


def _write_to_vera(parts: Parts, now: datetime) -> None:
    """Put a customer's question on top of Vera's mailbox, so that a newcomer has something to forward."""
    if not parts.settings.has_mailroom:
        return
    # The letters of the last days come first: whoever looks for the question should not have to look below them.
    Worker(parts).tick_once()
    with parts.new_work() as work:
        keep(work.session, VERA, customers_question(now).as_bytes(), now)
        work.commit()


def _welcome(parts: Parts, is_new: bool) -> None:
    settings = parts.settings
    if is_new and settings.has_mailroom:
        _forward(parts, forwarded_by_vera(parts.clock.now(), settings))
    mailroom = f"{settings.base_url}/mailroom"
    click.echo(f"everything runs{'' if is_new else KEPT}; Ctrl-C ends it. What to try:")
    for number, line in enumerate(what_to_try(mailroom, settings.mail_domain), 1):
        click.echo(f"{number}. {line}")
    if sys.stdout.isatty():
        webbrowser.open(mailroom)


def what_to_try(mailroom: str, mail_domain: str) -> tuple[str, ...]:
    """Return what to try, in the order of the mailroom's entrance."""
    return (
        f"Open {mailroom}. Vera ({VERA}): forward Carla's mail to leads+nordlicht@{mail_domain}, "
        'with "heiß #Messe" on top.',
        "Rolf (rolf@rolf-it.example): open the newest offer and take the lead with one click.",
        "Rita (rita@rita-systems.example): click the same offer and read how late she was.",
        'Rolf: answer the mail "Ihr Lead" with: Termin am 12.12. - the answer says what was understood.',
        f"Vera: read what became of it, and her week. Let time pass: {LET_TIME_PASS}",
    )


def _forward(parts: Parts, mail: EmailMessage) -> None:
    try:
        send(parts, mail, VERA)
    except NotTaken as error:
        click.echo(f"the fresh lead could not be handed in: {error}", err=True)
