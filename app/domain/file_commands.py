"""What can be wished of files: kept with a lead, or downloaded where no mail can hold them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.commands import Command, LeadCommand

MOST_FILES = 20
MATERIAL = "material"  # the option of a link to sales material; without it, the file came with a lead


@dataclass(frozen=True, kw_only=True)
class AddFiles(LeadCommand):
    """Keep files with a lead, each as name, type and bytes. Source: rulebook 3.3, 6.1."""

    wish: ClassVar[str] = "add_files"
    files: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, kw_only=True)
class UndoFiles(LeadCommand):
    """Take back files that oneself has added at once; ``file_id`` is the first of them. Source: rulebook 2, 6.1."""

    wish: ClassVar[str] = "undo_files"
    file_id: int


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
