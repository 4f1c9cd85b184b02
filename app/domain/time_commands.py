"""What holder and owner of a lead can wish about its deadline, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.domain.commands import LeadCommand


@dataclass(frozen=True, kw_only=True)
class AskTime(LeadCommand):
    """Ask the owner for a later deadline; a moved calendar entry does. Source: rulebook 5.3, 6.3.

    until: aware; its day in the holder's zone counts. None: the holder named no day, and is asked for one.
    """

    wish: ClassVar[str] = "ask_time"
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class GrantTime(LeadCommand):
    """Agree to the later deadline that the holder asked for.

    day: the asked one as ``20261203``, which the owner has read; a newer request is not meant.
    Source: rulebook 6.3.
    """

    wish: ClassVar[str] = "grant_time"
    day: str


@dataclass(frozen=True, kw_only=True)
class RefuseTime(LeadCommand):
    """Leave the deadline where it is although the holder asked for more. Source: rulebook 6.3."""

    wish: ClassVar[str] = "refuse_time"
    day: str


@dataclass(frozen=True, kw_only=True)
class DeclineEntry(LeadCommand):
    """Decline or delete the calendar entry of a deadline: nothing changes, and the holder reads so.

    Source: rulebook 5.3.
    """

    wish: ClassVar[str] = "decline_entry"
