"""``pickpost tick``: do everything that is due, once."""

from __future__ import annotations

from datetime import datetime

import click

from app.bootstrap import build
from app.cli.logs import prepare_logs
from app.cli.processes import Worker
from app.clock import FrozenClock, SystemClock


@click.command()
@click.option("--at", metavar="INSTANT", help="Do what is due at this instant, such as 2026-03-09T07:30:00+01:00.")
def tick(at: str | None) -> None:
    """Do everything that is due, once, and exit."""
    prepare_logs(quiet=True)
    parts = build(clock=SystemClock() if at is None else FrozenClock(_instant(at)))
    done = Worker(parts).tick_once()
    click.echo(f"tick at {parts.clock.now().isoformat()}: {done}")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"expected an instant such as 2026-03-09T07:30:00+01:00, found {text!r}") from None
    if instant.tzinfo is None:
        raise click.BadParameter(f"expected an instant with its zone, such as {text}+01:00 or {text}Z, found {text!r}")
    return instant
