"""``pickpost export person`` and ``pickpost erase person``: a person's copy of their data, and its end."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import click
import structlog

from app.bootstrap import Parts, build
from app.domain.privacy_commands import ErasePerson, Named
from app.service.outcome import Origin
from app.service.queries.person_data import Held, addresses, copy_of, held_about
from app.store.erasures import ErasureFile, Line, carried_out
from app.store.work import reading
from inbound.search import search, written_addresses

log = structlog.get_logger()

_WHAT = {
    "person": "person, with roles and settings", "leads": "leads whose customer it is",
    "registrations": "registrations whose customer it is", "events": "events of a customer",
    "letters": "letters to them", "mails": "mails received", "mailroom": "mails in the mailroom",
    "files": "files of others' leads that name them, or of theirs that nobody can read",
}  # fmt: skip


@click.group()
def export() -> None:
    """What is held about somebody."""


@export.command(name="person")
@click.argument("address")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The zip file to write.")
def export_person(address: str, target: Path | None) -> None:
    """Write everything that is held about ADDRESS into a zip file: one JSON file, and mails as they came."""
    parts = build()
    with reading(parts.database) as session:
        held = _held(parts, address)
        copy = copy_of(session, held_about(session, address))
        letters = {f"mails/sent-{post.id}.eml": parts.composer.once_more(session, post) for post in held.posts}
    file = target or Path(f"person-{parts.clock.now():%Y%m%d-%H%M%S}.zip")
    facts = json.dumps(copy.facts, ensure_ascii=False, indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", facts)
        for name, content in {**copy.mails, **{name: mail for name, mail in letters.items() if mail}}.items():
            archive.writestr(name, content)
    for line in _listed(held):
        click.echo(line)
    click.echo(f"written to {file}")


@click.group()
def erase() -> None:
    """The end of what is held about somebody."""


@erase.command(name="person")
@click.argument("address")
@click.option("--dry-run", is_flag=True, help="Only print what would go.")
def erase_person(address: str, dry_run: bool) -> None:
    """Erase what is held about ADDRESS; figures and the pseudonymous journal stay. There is no way back."""
    parts = build()
    with reading(parts.database) as session:
        held = held_about(session, address)
    named = _named(parts, held)
    held = _unless_nothing(held.with_named(named), address)
    for line in _listed(held):
        click.echo(f"{'would go' if dry_run else 'goes'}: {line}")
    for line in _kept(held):
        click.echo(line)
    if dry_run:
        return
    written = ErasureFile(parts.settings.erasure_file).append(held.address, parts.clock.now())
    _carry_out(parts, written, held.address, named)
    click.echo(f"erased; written down in {parts.settings.erasure_file}, for the day a backup is restored")


def _held(parts: Parts, address: str) -> Held:
    """Return what is held. Raises: click.ClickException: nothing is."""
    with reading(parts.database) as session:
        return _unless_nothing(held_about(session, address), address)


def _unless_nothing(held: Held, address: str) -> Held:
    if held.is_nothing:
        raise click.ClickException(
            f"nothing is held about {address!r}; expected an address such as rolf@rolf-it.example"
        )
    return held


def _listed(held: Held) -> list[str]:
    return [f"{count:>6}  {_WHAT[name]}" for name, count in held.counts().items() if count and name in _WHAT]


def _named(parts: Parts, held: Held) -> Named:
    """Return what else names the person, as reading everything that is kept shows."""
    return search(parts.database, held.names(), held.raw_mail_ids, {lead.id for lead in held.leads})


def _kept(held: Held) -> list[str]:
    stays = "stays: the journal under a number, figures, and other people's words but for the name"
    unread = f"cannot be read: {held.unread} files, such as pictures; they go with whoever sent them, or their customer"
    leads = ", ".join(f"L-{one}" for one in held.unsure_ids)
    unsure = f"which files they added is no longer known: look yourself for pictures of theirs at {leads}"
    return [
        stays,
        *([unread] if held.unread else []),
        *([unsure] if held.unsure_ids else []),
        *(
            f"still in {slug}'s programme file, which leaves them out from now on, with a warning"
            for slug in held.vendors
        ),
    ]


def _carry_out(parts: Parts, line: Line, address: str | None, named: Named) -> None:
    command = ErasePerson(entry=line.entry, address=address, named=named)
    parts.door.handle(command, Origin("cli", f"erase:{line.entry}"))


def _named_by(parts: Parts, address: str | None) -> Named:
    if address is None:
        return Named()
    with reading(parts.database) as session:
        held = held_about(session, address)
    return _named(parts, held)


def erase_again(parts: Parts) -> int:
    """Carry out every erasure of the file that this database has not seen, as after restoring a backup.

    Returns: how many found somebody. Raises: BrokenErasureFile: the file cannot be read.
    Source: rulebook 9.5.
    """
    lines = ErasureFile(parts.settings.erasure_file).lines()
    if not lines:
        return 0
    with reading(parts.database) as session:
        seen = carried_out(session)
        missing = [line for line in lines if line.entry not in seen]
        known = addresses(session) if missing else set()
    if any(not any(map(line.is_of, known)) for line in missing):  # some addresses may stand nowhere but in a file
        known |= written_addresses(parts.database)
    found = 0
    for line in missing:
        address = next((one for one in known if line.is_of(one)), None)
        _carry_out(parts, line, address, _named_by(parts, address))
        found += address is not None
    if missing:
        log.info("erasures carried out again", erasures=len(missing), found=found)
    return found
