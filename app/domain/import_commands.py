"""Everything that can be wished of a list of leads, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from app.domain.commands import Command


@dataclass(frozen=True, kw_only=True)
class HandInList(Command):
    """Hand in files with one lead per row or card, each as name, type and bytes.

    starts: import them at once; else they are shown as they were understood, and wait for ``StartImport``. fields,
    sources, remarks: what goes for all their leads. Source: rulebook 3.1, 3.2.
    """

    wish: ClassVar[str] = "import"
    vendor_id: int
    files: tuple[tuple[str, str, bytes], ...]
    starts: bool
    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: str = ""
    raw_mail_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StartImport(Command):
    """Import a list that was shown. Source: rulebook 3.2."""

    wish: ClassVar[str] = "start_import"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class ReleaseList(Command):
    """Offer every lead of a list that is complete when its turn comes. Source: rulebook 3.2, 3.4."""

    wish: ClassVar[str] = "release_list"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class UndoReleaseList(Command):
    """Take back what one release of a list has put on offer and nobody has taken. Source: rulebook 2, 3.4.

    press: which release of this list, the first is 1; None for the latest.
    """

    wish: ClassVar[str] = "undo_list"
    import_id: int
    press: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportImport(Command):
    """Tell whoever handed in a list what became of it, row by row.

    pressed: the wish whose end is told, *release_list* or *undo_list*; empty when the list has just come in. begun:
    it is long and only about to come in, so that nobody takes the silence for a fault.
    Source: rulebook 3.2.
    """

    wish: ClassVar[str] = "report_import"
    import_id: int
    pressed: str = ""
    begun: bool = False
