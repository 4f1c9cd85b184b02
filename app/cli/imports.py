"""``pickpost import``: lists of leads from the command line."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bootstrap import Parts, build
from app.domain.import_commands import HandInList
from app.domain.letters import RefusedRow
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import SUBMIT_PERMISSIONS
from app.mail.import_lines import refused_line
from app.mail.words import Words, words_in
from app.service.outcome import Origin
from app.service.queries.import_page import ImportPage, import_page
from app.store.work import reading
from inbound.fields.model import LeadRow
from inbound.fields.tables import Table
from inbound.lists import READ_AT_ONCE, Lists
from inbound.mail import Attachment
from inbound.sandbox import Sandbox
from inbound.understand.leads import ours_of

SHOWN = 50


@click.command(name="import")
@click.argument("vendor")
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True)
@click.option("--as", "address", help="Mail address of the vendor's person who hands them in; they get the report.")
@click.option("--dry-run", is_flag=True, help="Only show how the files are understood.")
def import_list(vendor: str, files: tuple[Path, ...], address: str | None, dry_run: bool) -> None:
    """Import leads from CSV, XLSX or vCard FILES to VENDOR: one lead per row or card, each row once.

    Exits with 1 if anything was refused.
    """
    parts = build()
    with reading(parts.database) as session:
        found = _vendor(session, vendor)
        person = _person(session, found, address)
    take = _show_reading if dry_run else _import
    refused = take(parts, found, person, files)
    raise SystemExit(1 if refused else 0)


def _vendor(session: Session, slug: str) -> Vendor:
    found = session.scalar(select(Vendor).where(Vendor.slug == slug))
    if found is None:
        known = ", ".join(session.scalars(select(Vendor.slug).order_by(Vendor.slug))) or "none"
        raise click.ClickException(f"no vendor is called {slug!r}; there are: {known}")
    return found


def _person(session: Session, vendor: Vendor, address: str | None) -> Person:
    rows = select(Role).where(Role.vendor_id == vendor.id, Role.active, Role.name.in_(SUBMIT_PERMISSIONS))
    people = {role.person.address: role.person for role in session.scalars(rows.order_by(Role.name, Role.id))}
    if address is None and people:
        return next(iter(people.values()))
    if address is None or address.lower() not in people:
        known = ", ".join(people) or "nobody"
        raise click.ClickException(f"{address or 'nobody'} hands in no leads to {vendor.slug}; who does: {known}")
    return people[address.lower()]


def _attachments(files: tuple[Path, ...]) -> list[Attachment]:
    return [Attachment(file.name, "application/octet-stream", file.read_bytes()) for file in files]


def _import(parts: Parts, vendor: Vendor, person: Person, files: tuple[Path, ...]) -> bool:
    command = HandInList(
        by=person.id, vendor_id=vendor.id, starts=True,
        files=tuple((file.filename, file.content_type, file.content) for file in _attachments(files)),
    )  # fmt: skip
    outcome = parts.door.handle(command, Origin("cli", f"import:{vendor.slug}:{parts.clock.now().isoformat()}"))
    lists = Lists(parts)
    try:
        while lists.run_once():
            pass
    finally:
        lists.close()
    with reading(parts.database) as session:
        page = import_page(session, person, int(outcome.facts["import_id"]), parts.clock.now())
    words = words_in("en")
    for line in _report(page, words):
        click.echo(line)
    click.echo(f"the report goes to {person.address}")
    return bool(page.counts.refused) or any(file.problem for file in page.files)


def _report(page: ImportPage, words: Words) -> list[str]:
    counts = page.counts
    lines = [f"{file.filename}: {words.value('problem', file.problem)}" for file in page.files if file.problem]
    lines += [f"{row.filename} row {row.number}: {refused_line(row, words)}".strip()
              for row in page.refused[:SHOWN]]  # fmt: skip
    lines.append(
        f"{counts.total} rows: {counts.imported} imported ({counts.incomplete} incomplete), "
        f"{counts.earlier} imported before, {counts.refused} refused"
    )
    return lines


def _show_reading(parts: Parts, vendor: Vendor, person: Person, files: tuple[Path, ...]) -> bool:
    """Print what would be read; nothing is stored."""
    words, refused = words_in("en"), False
    with reading(parts.database) as session:
        ours = ours_of(session, vendor, person) | {parts.settings.mail_domain}
    with Sandbox(processes=1) as sandbox:
        for file in _attachments(files):
            table: Table = sandbox.call("inbound.fields.tables:read_table", file)
            click.echo(f"{file.filename}: {words.value('problem', table.problem) or f'{len(table.rows)} rows'}")
            for column in table.columns:
                understood = words.value("column", column.key) if column.key not in (None, "ignored") else "not used"
                click.echo(f"  {column.label} -> {understood}")
            wrong = 0
            for start in range(0, len(table.rows), READ_AT_ONCE):
                part = table.rows[start : start + READ_AT_ONCE]
                rows: tuple[LeadRow, ...] = sandbox.call(
                    "inbound.fields.list_rows:read_rows", table.columns, part, vendor.country, vendor.products, ours
                )
                wrong += _show_problems(rows, words, wrong)
            click.echo(f"  {len(table.rows) - wrong} rows would be imported, {wrong} refused")
            refused = refused or bool(wrong) or bool(table.problem)
    return refused


def _show_problems(rows: tuple[LeadRow, ...], words: Words, before: int) -> int:
    wrong = [row for row in rows if row.problems]
    for row in wrong[: max(0, SHOWN - before)]:
        for one in row.problems:
            found = RefusedRow("", row.number, one.field, one.text, one.code)
            click.echo(f"  row {row.number}: {refused_line(found, words)}")
    return len(wrong)
