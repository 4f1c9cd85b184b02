"""``pickpost quarantine``, ``outbox``, ``mail`` and ``read``: looking after single mails."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from app.bootstrap import build
from app.clock import SystemClock
from app.mail.preview import write_gallery
from app.store.outbox import Post, PostState, retry_now
from app.store.work import reading
from inbound.explain import explain
from inbound.quarantine import Quarantine

LISTED = 100


@click.group()
def quarantine() -> None:
    """Mails that could not be used."""


@quarantine.command(name="list")
def list_quarantine() -> None:
    """List what is in quarantine, the newest first."""
    held = _quarantine().list()
    for mail in held:
        sender = f"{mail.from_address}: {mail.subject}" if mail.subject else mail.from_address
        click.echo(f"{mail.number:>6}  {mail.received_at:%Y-%m-%d %H:%M}  {mail.size:>9}  {mail.reason}  ({sender})")
    click.echo(f"{len(held)} in quarantine" if held else "nothing is in quarantine")


@quarantine.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Print a mail as it came, after what is known of it."""
    held, content = _quarantine().show(number)
    known = {
        "received": held.received_at.isoformat(), "by": held.mailbox, "from": held.from_address or "-",
        "subject": held.subject or "-", "reason": held.reason or "-",
    }  # fmt: skip
    for name, value in known.items():
        click.echo(f"{name:>9}: {value}")
    click.echo()
    click.echo(content.decode("utf-8", "replace"), nl=False)


@quarantine.command()
@click.argument("number", type=int)
def replay(number: int) -> None:
    """Read a mail once more."""
    _quarantine().replay(number, SystemClock().now())
    click.echo(f"{number} will be read again")


@quarantine.command()
@click.argument("number", type=int)
def discard(number: int) -> None:
    """Take a mail off the list; its bytes stay until retention ends."""
    _quarantine().discard(number)
    click.echo(f"{number} is discarded")


def _quarantine() -> Quarantine:
    parts = build()
    return Quarantine(parts.database, parts.new_work)


@click.group()
def outbox() -> None:
    """Letters on their way out."""


@outbox.command(name="list")
@click.option("--all", "everything", is_flag=True, help="Also those that were sent.")
def list_outbox(everything: bool) -> None:
    """List letters that wait or failed."""
    parts = build()
    with reading(parts.database) as session:
        rows = select(Post).order_by(Post.id.desc()).limit(LISTED)
        if not everything:
            rows = rows.where(Post.state.in_((PostState.WAITING, PostState.FAILED)))
        posts = session.scalars(rows).all()
        for post in posts:
            error = f"  {post.last_error}" if post.last_error else ""
            click.echo(f"{post.id:>6}  {post.state:<9}  {post.kind:<18}  {post.send_at:%Y-%m-%d %H:%M}{error}")
    if not posts:
        click.echo("no letter was ever written" if everything else "no letter waits, and none has failed")


@outbox.command()
@click.argument("numbers", type=int, nargs=-1)
def retry(numbers: tuple[int, ...]) -> None:
    """Try letters again now: those with these NUMBERS, or all that failed."""
    parts = build()
    with parts.new_work() as work:
        count = retry_now(work.session, parts.clock.now(), numbers)
        work.commit()
    click.echo(f"{count} letters will be tried again")


@click.group()
def mail() -> None:
    """Letters as they look."""


@mail.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("var/previews"))
def preview(folder: Path) -> None:
    """Write a gallery of every letter to FOLDER."""
    write_gallery(folder)
    click.echo(f"open {folder / 'index.html'}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read(file: Path) -> None:
    """Print what every stage of reading makes of the mail in FILE."""
    click.echo(explain(file.read_bytes()), nl=False)
