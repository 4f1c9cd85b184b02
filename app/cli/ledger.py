"""``pickpost points``: a partner's ledger, and a line added by hand."""

from __future__ import annotations

import secrets

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bootstrap import build
from app.domain.people import Person, Reseller, Vendor
from app.domain.point_commands import CorrectPoints
from app.domain.points import PointEntry
from app.mail.words import words_in
from app.service.outcome import Origin
from app.service.points import balance_of
from app.store.work import reading


@click.group()
def points() -> None:
    """Partners' points."""


@points.command()
@click.argument("vendor")
@click.argument("reseller")
def show(vendor: str, reseller: str) -> None:
    """Print RESELLER's ledger at VENDOR, a line a booking, and the balance."""
    parts = build()
    with reading(parts.database) as session:
        company = _company(session, vendor, reseller)
        rows = select(PointEntry).where(PointEntry.reseller_id == company.id).order_by(PointEntry.id)
        for entry in session.scalars(rows):
            line = f"{entry.booked_at:%Y-%m-%d %H:%M}  {entry.points:+6}  {entry.reason:14}  {_about(entry)}"
            click.echo(line.rstrip())
        click.echo(f"balance: {balance_of(session, company.id)}")


def _about(entry: PointEntry) -> str:
    ids = (("L", entry.lead_id), ("D", entry.deal_id), ("R", entry.redemption_id))
    named = next((f"{letter}-{number}" for letter, number in ids if number is not None), "")
    corrects = "correction" if entry.corrects_id is not None else ""
    return " ".join(part for part in (named, corrects, entry.note or "") if part)


@points.command()
@click.argument("vendor")
@click.argument("reseller")
@click.argument("change", type=int)
@click.option("--reason", required=True, help="What the partner reads.")
@click.option("--by", required=True, metavar="ADDRESS", help="The person of the vendor's management who wants it.")
def correct(vendor: str, reseller: str, change: int, reason: str, by: str) -> None:
    """Add CHANGE, such as 50 or -- -50, to RESELLER's points at VENDOR; the partner is told."""
    parts = build()
    with reading(parts.database) as session:
        company = _company(session, vendor, reseller)
        person_id = session.scalar(select(Person.id).where(Person.address == by.lower()))
    if person_id is None:
        raise click.ClickException(f"nobody has the address {by!r}")
    command = CorrectPoints(by=person_id, reseller_id=company.id, points=change, reason=reason)
    outcome = parts.door.handle(command, Origin("cli", f"points:{secrets.token_hex(8)}"))
    if outcome.refused:
        said, facts = words_in("en").refusal(outcome.code), outcome.facts
        expected = f" (found {facts['value']}, expected {facts['expected']})" if "expected" in facts else ""
        raise click.ClickException(f"{said.title}: {said.explanation}{expected}")
    click.echo(f"booked {change:+}; balance: {outcome.facts['balance']}")


def _company(session: Session, vendor: str, reseller: str) -> Reseller:
    if session.scalar(select(Vendor.id).where(Vendor.slug == vendor)) is None:
        known = ", ".join(session.scalars(select(Vendor.slug).order_by(Vendor.slug))) or "none"
        raise click.ClickException(f"no vendor is called {vendor!r}; there are: {known}")
    rows = select(Reseller).join(Vendor, Vendor.id == Reseller.vendor_id).where(Vendor.slug == vendor)
    found = session.scalar(rows.where(Reseller.slug == reseller))
    if found is None:
        known = ", ".join(session.scalars(rows.with_only_columns(Reseller.slug).order_by(Reseller.slug))) or "none"
        raise click.ClickException(f"{vendor!r} has no partner {reseller!r}; there are: {known}")
    return found
