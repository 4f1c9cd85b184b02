"""``pickpost db`` and ``pickpost programme``: the shape of the database and of a vendor."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy import select

import migrations
from app.bootstrap import Parts, build
from app.cli.people import erase_again
from app.domain.commands import LoadProgramme
from app.domain.people import Person, Vendor
from app.domain.programme import PersonEntry, Programme
from app.service.accounts import AccountsError, read_accounts
from app.service.outcome import Origin
from app.service.programme_file import ProgrammeError, read_programme
from app.service.queries.programme import programme_text
from app.store.erasures import ErasureFile
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
@click.option("--again", multiple=True, metavar="ADDRESS", help="Somebody who was erased and takes part again.")
def load(file: Path, again: tuple[str, ...]) -> None:
    """Create or update a vendor from FILE and print what changed."""
    for line in load_file(build(), file, again):
        click.echo(line)


def load_file(parts: Parts, file: Path, again: tuple[str, ...] = ()) -> list[str]:
    """Load a programme file through the door; whoever was erased stays out of it but for those in ``again``.

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
    read, left_out = _without_erased(parts, read, again)
    warnings = [*read.warnings, *(_left_out(file, text, *one) for one in left_out)]
    files = {name: (file.parent / name).read_bytes() for name in _named_files(read) if (file.parent / name).is_file()}
    try:
        read_accounts(files[read.accounts]) if read.accounts else ()
    except AccountsError as error:
        raise click.ClickException(f"{file.parent / (read.accounts or '')}: {error}") from error
    key = hashlib.sha256(text.encode()).hexdigest()
    stamp = parts.clock.now().isoformat()
    outcome = parts.door.handle(LoadProgramme(programme=read, files=files), Origin("cli", f"load:{key}:{stamp}"))
    return [*(f"warning: {warning}" for warning in warnings), *(outcome.facts["changes"] or ["nothing changed"])]


def _without_erased(parts: Parts, read: Programme, again: tuple[str, ...]) -> tuple[Programme, list[tuple[str, str]]]:
    """Return a programme without those who were erased and do not take part again, and who they are, with the day.

    Source: rulebook 9.5.
    """
    lines = ErasureFile(parts.settings.erasure_file).lines()
    if not lines:
        return read, []
    with reading(parts.database) as session:
        here = set(session.scalars(select(Person.address)))
    erased: dict[str, str] = {}

    def stays(entry: PersonEntry) -> bool:
        address = entry.email.strip().lower()
        found = next((line for line in lines if line.is_of(address)), None)
        if found is None or address in here or address in {one.strip().lower() for one in again}:
            return True
        erased[entry.email] = found.at[:10]
        return False

    people = tuple(filter(stays, read.people))
    resellers = tuple(replace(one, people=tuple(filter(stays, one.people))) for one in read.resellers)
    return replace(read, people=people, resellers=resellers), list(erased.items())


def _left_out(file: Path, text: str, address: str, day: str) -> str:
    """Return the line of a warning about somebody who was erased."""
    lines = text.casefold().splitlines()
    number = next((number for number, line in enumerate(lines, 1) if address.casefold() in line), 1)
    return (
        f"{file}:{number}: {address} was erased on {day} and is left out; take the entry out of the file, "
        f"or load it with --again {address} if they take part again"
    )


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
