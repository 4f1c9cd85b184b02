"""Where a wish came from and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Origin:
    """How a wish reached the door.

    channel: ``link``, ``device`` (a link on a device that its person trusts), ``mail``, ``auto`` (a machine's mail,
    never answered), ``page``, ``api``, ``clock``, ``list`` (a row of an import), ``smtp`` or ``cli``. key: names this
    one arrival, such as a token with its nonce, a raw mail's id or a job with its due time; the same key again gets the
    first answer.
    in_reply_to: the Message-ID of a mail, so that the answer stands in its thread.
    """

    channel: str
    key: str
    in_reply_to: str | None = None

    @property
    def is_mail(self) -> bool:
        """Whether a refusal must be answered by a letter, because no page is there to show it."""
        return self.channel == "mail"

    @property
    def is_clock(self) -> bool:
        """Whether nobody wished it just now: time came, or what somebody said before takes effect."""
        return self.channel == "clock"


@dataclass(frozen=True)
class Outcome:
    """The answer to a wish.

    code: what was done (``picked``, ``declined``, ``feedback``, …) or why it was refused (a code of ``domain.errors``).
    facts: JSON values for page and letter; never contact data. repeated: this very wish was answered before.
    """

    code: str
    refused: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    lead_id: int | None = None
    vendor_id: int | None = None
    repeated: bool = False
