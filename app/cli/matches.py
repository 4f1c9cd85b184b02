"""``pickpost match``: the dry run of a lead, on the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import click
from sqlalchemy.orm import Session

from app.bootstrap import Parts, build
from app.domain.csv_text import csv_of_rows
from app.domain.lead import Lead
from app.mail.words import words_in
from app.service.outcome import Origin
from app.service.queries.match_page import Match, match_of
from app.service.scene import Scene
from app.store.work import reading
from app.web.match_page import table_of
from app.web.match_words import compared, notes_of, standing, waiting, wider

SHOWN = 50
_REF = re.compile(r"(?:L-)?(\d{1,18})", re.IGNORECASE)


@click.command(name="match")
@click.argument("lead")
@click.option("--all", "everybody", is_flag=True, help=f"Every partner, not the first {SHOWN}.")
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write everything to a file.")
def match(lead: str, everybody: bool, file: Path | None) -> None:
    """Show who is asked about LEAD (L-12 or 12) in which round, and why; nobody is asked by looking."""
    parts = build()
    with reading(parts.database) as session:
        found = dry_run(session, parts, lead)
        if file is not None:
            file.write_bytes(csv_of_rows(table_of(found, found.lead.vendor.zone, words_in("en"))))
            click.echo(f"{file}: {len(found.rows)} partners")
            return
        for line in lines_of(found, None if everybody else SHOWN):
            click.echo(line)


def dry_run(session: Session, parts: Parts, ref: str) -> Match:
    """Return the dry run of a lead by its reference. Raises: click.ClickException: there is no such lead."""
    number = _REF.fullmatch(ref.strip())
    lead = session.get(Lead, int(number[1])) if number else None
    if lead is None:
        raise click.ClickException(f"no lead is called {ref!r}; a reference looks like L-12")
    return match_of(Scene(session, parts.clock.now(), Origin("cli", "look")), lead)


def lines_of(found: Match, most: int | None) -> list[str]:
    """Return a dry run as lines: the rounds, then each partner with its criteria."""
    words, zone = words_in("en"), found.lead.vendor.zone
    lines = [f"{found.lead.ref}, {found.lead.vendor.name}"]
    if found.protected_for:
        lines.append(f"nobody is asked: protected for {found.protected_for}")
    for number, count in found.rounds.items():
        less = ", ".join(wider(found, number, words))
        lines.append(f"round {number}: {count}" + (f" ({less})" if less else ""))
    for row in found.rows[:most]:
        lines += ["", f"{row.place}. {row.candidate.name}: {row.ranked.points} of {row.ranked.max_points} points"]
        lines.append(f"   {standing(row, found.lead, zone, words)}; last offer: {waiting(row, zone, words)}")
        lines += [f"   ! {note}" for note in notes_of(row, words)]
        lines += [
            f"   {said.sign} {said.name:<16} {said.points:>9}  {said.words}" for said in compared(found, row, words)
        ]
    hidden = len(found.rows) - len(found.rows[:most])
    return lines + (["", f"and {hidden} more; --all shows them"] if hidden else [])
