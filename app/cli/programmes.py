"""``pickpost db`` and ``pickpost programme``: the shape of the database and of a vendor."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
from sqlalchemy import select

import migrations
from app.bootstrap import Parts, build
from app.cli.people import erase_again
from app.domain.commands import LoadProgramme
from app.domain.people import Vendor
from app.domain.programme import Programme
from app.service.accounts import AccountsError, read_accounts
from app.service.outcome import Origin
from app.service.programme_file import ProgrammeError, read_programme
from app.service.queries.programme import programme_text
from app.store.work import reading


@click.group(name="db")
def database() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the database to the newest shape."""
    parts = build()
    before, after = migrations.upgrade(parts.database.writer)
    click.echo(f"database: {after}" if before == after else f"database: {before or 'empty'} -> {after}")
    if count := erase_again(parts):
        click.echo(f"erased again after a restore: {count}")


@click.group()
def programme() -> None:
    """A vendor's programme."""


@programme.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Create or update a vendor from FILE and print what changed."""
    for line in load_file(build(), file):
        click.echo(line)


def load_file(parts: Parts, file: Path) -> list[str]:
    """Load a programme file through the door.

    Returns: a line per change.
    Raises: click.ClickException: the file is wrong; one line with the place, nothing is changed.
    """
    try:
        text = file.read_text(encoding="utf-8")
        read = read_programme(text, str(file), file.parent)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: expected UTF-8, found another encoding at byte {error.start}") from error
    except ProgrammeError as error:
        raise click.ClickException(str(error)) from error
    files = {name: (file.parent / name).read_bytes() for name in _named_files(read) if (file.parent / name).is_file()}
    try:
        read_accounts(files[read.accounts]) if read.accounts else ()
    except AccountsError as error:
        raise click.ClickException(f"{file.parent / (read.accounts or '')}: {error}") from error
    key = hashlib.sha256(text.encode()).hexdigest()
    stamp = parts.clock.now().isoformat()
    outcome = parts.door.handle(LoadProgramme(programme=read, files=files), Origin("cli", f"load:{key}:{stamp}"))
    return [*(f"warning: {warning}" for warning in read.warnings), *(outcome.facts["changes"] or ["nothing changed"])]


def _named_files(read: Programme) -> set[str]:
    logo = read.vendor.brand.logo
    return {material.file for material in read.materials} | {name for name in (logo, read.accounts) if name}


@programme.command()
@click.argument("vendor")
def show(vendor: str) -> None:
    """Print VENDOR's programme as it is now, as a programme file."""
    parts = build()
    with reading(parts.database) as session:
        found = session.scalar(select(Vendor).where(Vendor.slug == vendor))
        if found is None:
            known = ", ".join(session.scalars(select(Vendor.slug).order_by(Vendor.slug))) or "none"
            raise click.ClickException(f"no vendor is called {vendor!r}; there are: {known}")
        click.echo(programme_text(session, found), nl=False)
