"""Everything that can be wished of a deal registration, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.commands import Command
from app.domain.feedback import Statement


@dataclass(frozen=True, kw_only=True)
class DealCommand(Command):
    """A wish about one registration."""

    deal_id: int


@dataclass(frozen=True, kw_only=True)
class RegisterDeal(Command):
    """Register a prospect of one's own. Source: rulebook 7.1."""

    wish: ClassVar[str] = "register"
    vendor_id: int
    fields: dict[str, Any]
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: str = ""
    raw_mail_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SupplyDeal(DealCommand):
    """Add what the vendor asked for. Source: rulebook 7.3."""

    wish: ClassVar[str] = "supply"
    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ApproveDeal(DealCommand):
    """Protect the customer for the partner. Source: rulebook 7.3, 7.4."""

    wish: ClassVar[str] = "approve"


@dataclass(frozen=True, kw_only=True)
class RejectDeal(DealCommand):
    """Turn a registration down. Source: rulebook 7.3."""

    wish: ClassVar[str] = "reject"
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class AskMoreOfDeal(DealCommand):
    """Ask the partner for more. Source: rulebook 7.3."""

    wish: ClassVar[str] = "ask_more"
    question: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportDeal(DealCommand):
    """Say where a deal stands, or how it ended. Source: rulebook 7.6."""

    wish: ClassVar[str] = "deal_report"
    statement: Statement


@dataclass(frozen=True, kw_only=True)
class AskExtension(DealCommand):
    """Ask for more days of protection. Source: rulebook 7.6."""

    wish: ClassVar[str] = "ask_extension"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class GrantExtension(DealCommand):
    """Add the programme's days of protection. Source: rulebook 7.6."""

    wish: ClassVar[str] = "grant_extension"


@dataclass(frozen=True, kw_only=True)
class RefuseExtension(DealCommand):
    """Leave the end of the protection where it is. Source: rulebook 7.6."""

    wish: ClassVar[str] = "refuse_extension"


@dataclass(frozen=True, kw_only=True)
class UndoDeal(DealCommand):
    """Take back one's side's last step with a registration. ``step``: which, empty for the last. Source: rulebook 2."""

    wish: ClassVar[str] = "undo_deal"
    step: str = ""


@dataclass(frozen=True, kw_only=True)
class RemindReviewer(DealCommand):
    """Remind the vendor's person of a registration without an answer. Source: rulebook 7.3."""

    wish: ClassVar[str] = "remind_reviewer"


@dataclass(frozen=True, kw_only=True)
class EscalateDeal(DealCommand):
    """Tell the vendor's management of a registration without an answer. Source: rulebook 7.3."""

    wish: ClassVar[str] = "escalate_deal"


@dataclass(frozen=True, kw_only=True)
class RemindRegistrant(DealCommand):
    """Remind the partner of what the vendor asked. Source: rulebook 7.3."""

    wish: ClassVar[str] = "remind_registrant"


@dataclass(frozen=True, kw_only=True)
class AskStanding(DealCommand):
    """Ask both sides where a protected deal stands, or warn of its end. Source: rulebook 7.6."""

    wish: ClassVar[str] = "ask_standing"


@dataclass(frozen=True, kw_only=True)
class ExpireDeal(DealCommand):
    """End a protection whose time is over. Source: rulebook 7.6."""

    wish: ClassVar[str] = "expire_deal"


@dataclass(frozen=True)
class EventEntry:
    """One event as it was handed in: whose, by the names of rulebook 3.3; what; when, None for now."""

    fields: dict[str, Any]
    what: str
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RecordEvents(Command):
    """Hand in what customers did, for whoever holds them; ``left_out``: rows of a list that could not be used.

    Source: rulebook 7.5.
    """

    wish: ClassVar[str] = "record_events"
    vendor_id: int
    events: tuple[EventEntry, ...]
    left_out: tuple[int, ...] = ()
    raw_mail_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PushEvents(Command):
    """Tell one person what their customers did, at most once a day. Source: rulebook 7.5."""

    wish: ClassVar[str] = "push_events"
    person_id: int
