"""The command line: ``pickpost ...``."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from sqlalchemy.exc import OperationalError

from app.cli.logs import prepare_logs
from app.mail.dkim import DkimKeyError
from app.mail.smtp_url import SmtpUrlError
from app.settings import SettingsError
from app.store.erasures import BrokenErasureFile
from inbound.quarantine import NotInQuarantine

# Where each command is made: a process of a second's life imports what it needs, and nothing of the others.
COMMANDS = {
    "serve": "app.cli.processes:serve", "web": "app.cli.processes:web", "worker": "app.cli.processes:worker",
    "db": "app.cli.programmes:database", "programme": "app.cli.programmes:programme",
    "receipt": "app.cli.receipts:receipt", "points": "app.cli.ledger:points", "tick": "app.cli.time:tick",
    "import": "app.cli.imports:import_list", "quarantine": "app.cli.mails:quarantine",
    "outbox": "app.cli.mails:outbox", "demo": "app.cli.demo:demo", "mail": "app.cli.mails:mail",
    "read": "app.cli.mails:read", "match": "app.cli.matches:match", "export": "app.cli.people:export",
    "erase": "app.cli.people:erase",
}  # fmt: skip


class Commands(click.Group):
    """The commands of the table, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None: there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands)
def pickpost() -> None:
    """Partner leads, worked entirely by e-mail."""
    prepare_logs()


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
