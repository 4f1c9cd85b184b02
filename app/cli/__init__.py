"""The command line: ``pickpost ...``."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import OperationalError

from app.cli.demo import demo
from app.cli.imports import import_list
from app.cli.ledger import points
from app.cli.logs import prepare_logs
from app.cli.mails import mail, outbox, quarantine, read
from app.cli.matches import match
from app.cli.people import erase, export
from app.cli.processes import serve, web, worker
from app.cli.programmes import database, programme
from app.cli.receipts import receipt
from app.cli.time import tick
from app.mail.dkim import DkimKeyError
from app.mail.smtp_url import SmtpUrlError
from app.settings import SettingsError
from app.store.erasures import BrokenErasureFile
from inbound.quarantine import NotInQuarantine


@click.group()
def pickpost() -> None:
    """Partner leads, worked entirely by e-mail."""
    prepare_logs()


for command in (
    serve, web, worker, database, programme, receipt, points, tick, import_list, quarantine, outbox, demo, mail, read,
):  # fmt: skip
    pickpost.add_command(command)
for command in (match, export, erase):
    pickpost.add_command(command)


def main() -> None:
    """Run a command; what the environment got wrong is one clear line."""
    try:
        pickpost(prog_name="pickpost")
    except (SettingsError, SmtpUrlError, DkimKeyError) as error:
        click.echo(f"pickpost: {error}", err=True)
        sys.exit(2)
    except (NotInQuarantine, BrokenErasureFile) as error:
        click.echo(f"pickpost: {error}", err=True)
        sys.exit(1)
    except OperationalError as error:
        click.echo(
            f"pickpost: the database does not answer as expected: {error.orig}; is it there, and was "
            "`pickpost db upgrade` run?",
            err=True,
        )
        sys.exit(1)
    except OSError as error:
        click.echo(f"pickpost: {error}", err=True)
        sys.exit(1)
