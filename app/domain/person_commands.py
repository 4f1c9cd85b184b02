"""What a person can wish of how our mails reach them, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from app.domain.commands import Command


@dataclass(frozen=True, kw_only=True)
class SetPreferences(Command):
    """Say how one wants our mails. ``deputy``: as for an absence, empty for nobody. Source: rulebook 4.6, 6.4."""

    wish: ClassVar[str] = "prefer"
    changes: dict[str, Any]
    deputy: str | None = None


@dataclass(frozen=True, kw_only=True)
class WantEverything(Command):
    """Get every mail again, at once and about all leads. Source: rulebook 4.6."""

    wish: ClassVar[str] = "prefer_all"


@dataclass(frozen=True, kw_only=True)
class UndoPreferences(Command):
    """Take back the last change of how one wants our mails. Source: rulebook 2."""

    wish: ClassVar[str] = "prefer_undo"


@dataclass(frozen=True, kw_only=True)
class SendCollected(Command):
    """Send one person what was collected for them. Source: rulebook 4.6."""

    wish: ClassVar[str] = "collected"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SendHelp(Command):
    """Tell a person what they can do here by mail.

    occasion: asked; empty, after a mail with nothing in it; wrong_address, after one to ``wrote_to``, which nobody
    reads. lead_id: the lead that they asked about. Source: rulebook 2.
    """

    wish: ClassVar[str] = "help"
    mail_domain: str
    occasion: str = "asked"
    wrote_to: str = ""
    lead_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AskForBrowser(Command):
    """Have a link mailed to oneself that makes the asking browser one's own. number: of this asking, in its cookie.

    Source: rulebook 9.1, mail 1.6.
    """

    wish: ClassVar[str] = "own_browser"
    number: int
