"""What a customer can wish, who has no role and answers only what they were asked, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.commands import LeadCommand


@dataclass(frozen=True, kw_only=True)
class AnswerEcho(LeadCommand):
    """Say, as the customer, whether somebody got in touch; ``contacted`` None: other words. Source: rulebook 6.5."""

    wish: ClassVar[str] = "echo"
    contacted: bool | None
    reason: str | None = None
    note: str | None = None
