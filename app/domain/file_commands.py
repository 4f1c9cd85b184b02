"""What can be wished of a file that is too large for a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.commands import Command

MATERIAL = "material"  # the option of a link to sales material; without it, the file came with a lead


@dataclass(frozen=True, kw_only=True)
class FileCommand(Command):
    """A wish about one file."""

    file_id: int
    is_material: bool = False


@dataclass(frozen=True, kw_only=True)
class AskForFile(FileCommand):
    """Have a link that brings a file mailed to one's own address. Source: rulebook 9.1."""

    wish: ClassVar[str] = "download"


@dataclass(frozen=True, kw_only=True)
class FetchFile(FileCommand):
    """Download a file that no mail could hold. Source: rulebook 5.3."""

    wish: ClassVar[str] = "fetch"
