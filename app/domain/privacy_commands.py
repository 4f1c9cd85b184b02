"""The wish that what is held about somebody goes for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.commands import Command


@dataclass(frozen=True)
class Named:
    """What else names somebody, as reading has shown: ids of raw mails, and of files that came with leads.

    unread: how many files nobody here can read, such as pictures. unread_files: ids of those that are kept with leads.
    """

    mails: tuple[int, ...] = ()
    files: tuple[int, ...] = ()
    unread: int = 0
    unread_files: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ErasePerson(Command):
    """Erase what is held about an address; None: nothing of it is here. ``entry`` names the erasure.

    Source: rulebook 9.5.
    """

    wish: ClassVar[str] = "erase"
    entry: str
    address: str | None
    named: Named = Named()
