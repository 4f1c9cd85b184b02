"""``pickpost receipt``: the key that signs protections, and whether a receipt is genuine."""

from __future__ import annotations

from pathlib import Path

import click

from app.domain.receipt import BadReceipt, trusted_keys, verified
from app.settings import Settings


@click.group()
def receipt() -> None:
    """Signed receipts of protected deals."""


@receipt.command()
def key() -> None:
    """Print the public keys, one a line, the newest first."""
    for line in _own_keys():
        click.echo(line)


@receipt.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", "keys", multiple=True, help="A public key as `pickpost receipt key` prints it; else our own.")
def verify(file: Path, keys: tuple[str, ...]) -> None:
    """Say whether FILE is a genuine receipt, and what it grants."""
    try:
        values = verified(file.read_bytes(), keys or _own_keys())
    except BadReceipt as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo("genuine")
    for name, value in values.items():
        click.echo(f"{name}: {value}")


def _own_keys() -> tuple[str, ...]:
    settings = Settings.from_environment()
    return trusted_keys(settings.secret_keys, settings.receipt_keys)
