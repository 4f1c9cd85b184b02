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
from app.cli.processes import run
from app.cli.programmes import load_file
from app.clock import FrozenClock
from app.domain.people import Vendor
from app.store.mailroom import keep
from app.store.work import reading
from app.web.mailroom.sending import NotTaken, send

PROGRAMME = Path(__file__).parent / "programme.yaml"
VERA = "vera@nordlicht.example"


@click.command()
@click.option("--serve", is_flag=True, help="Then run everything, and open the mailroom.")
def demo(serve: bool) -> None:
    """Fill the database with the sample programme, unless a vendor is there."""
    parts = build()
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
    click.echo("making a year of history, once; this takes about a minute ...", err=True)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    clock = FrozenClock(now - YEAR)
    past = build(parts.settings, clock)
    load_file(past, PROGRAMME)
    History(past, clock, now).live()
    past.database.dispose()
    prepare_logs()
    _write_to_vera(parts, now)
    return True


def _write_to_vera(parts: Parts, now: datetime) -> None:
    """Put a customer's question into Vera's mailbox, so that a newcomer has something to forward."""
    if not parts.settings.has_mailroom:
        return
    with parts.new_work() as work:
        keep(work.session, VERA, customers_question(now).as_bytes(), now)
        work.commit()


def _welcome(parts: Parts, is_new: bool) -> None:
    settings = parts.settings
    if is_new and settings.has_mailroom:
        _forward(parts, forwarded_by_vera(parts.clock.now(), settings))
    mailroom = f"{settings.base_url}/mailroom"
    click.echo(f"1. Open {mailroom} - everybody's mailbox; nobody logs in anywhere.")
    click.echo("2. Rolf (rolf@rolf-it.example): open the newest offer and take it with one click.")
    click.echo("3. Rita (rita@rita-systems.example): click the same offer and read how late she was.")
    click.echo(
        '4. Rolf: answer the mail that says "Ihr Lead" with: Termin am 12.12. - the answer says what was understood.'
    )
    click.echo(f"5. Vera ({VERA}): read her week, and forward Carla's mail to leads+nordlicht@{settings.mail_domain}.")
    if sys.stdout.isatty():
        webbrowser.open(mailroom)


def _forward(parts: Parts, mail: EmailMessage) -> None:
    try:
        send(parts, mail, VERA)
    except NotTaken as error:
        click.echo(f"the fresh lead could not be handed in: {error}", err=True)
