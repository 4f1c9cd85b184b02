"""What can be wished of a lead before it is offered: qualified by an agency, or merged with another."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.commands import LeadCommand


@dataclass(frozen=True, kw_only=True)
class SendToAgency(LeadCommand):
    """Have an agency complete a lead, or ask it once more. Source: rulebook 3.4."""

    wish: ClassVar[str] = "to_agency"


@dataclass(frozen=True, kw_only=True)
class QualifyLead(LeadCommand):
    """Hand a completed lead back to the vendor; with a gap left, what was filled in is kept. Source: rulebook 3.4."""

    wish: ClassVar[str] = "qualify"
    fields: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CallItNoLead(LeadCommand):
    """Say, as the agency, that there is no lead in it. Source: rulebook 3.4."""

    wish: ClassVar[str] = "no_lead"
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TryLater(LeadCommand):
    """Say, as the agency, that the customer was not reached. ``until``: aware; None: some working days on."""

    wish: ClassVar[str] = "later"
    until: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class MergeLeads(LeadCommand):
    """Let a lead live on in another one of the same customer. Source: rulebook 3.6."""

    wish: ClassVar[str] = "merge"
    into_id: int


@dataclass(frozen=True, kw_only=True)
class KeepBoth(LeadCommand):
    """Say that a lead is another matter than those it was found like. Source: rulebook 3.6."""

    wish: ClassVar[str] = "keep_both"


@dataclass(frozen=True, kw_only=True)
class RemindAgency(LeadCommand):
    """Ask the agency once more at its deadline. Source: rulebook 3.4."""

    wish: ClassVar[str] = "remind_agency"


@dataclass(frozen=True, kw_only=True)
class EscalateQualification(LeadCommand):
    """Tell the owner that the agency did not answer. Source: rulebook 3.4, 4.5."""

    wish: ClassVar[str] = "escalate_agency"
