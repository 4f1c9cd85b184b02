"""Our own mails, each named after the trouble it gives."""

from __future__ import annotations

from pathlib import Path

from inbound.mail import Mail
from inbound.parse import parse

MAILS = Path(__file__).resolve().parent.parent / "mails"


def mail(name: str) -> Mail:
    """Return the mail ``tests/mails/NAME.eml``."""
    return parse((MAILS / f"{name}.eml").read_bytes())


def names() -> list[str]:
    """Return the names of all mails."""
    return sorted(path.stem for path in MAILS.glob("*.eml"))
