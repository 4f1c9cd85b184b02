"""A mail as the later stages see it: decoded, bounded and immutable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MarkKind = Literal["attribution", "history", "signature"]


class Unreadable(Exception):
    """The mail breaks a limit, so it is kept with this reason instead of being read."""

    code = "unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a mail.

    ``content_type`` is what the bytes are, not what the sender called them; ``inline`` parts are shown in the text.
    """

    filename: str
    content_type: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a mail program said in its markup about the lines ``start`` up to, not including, ``end`` of a text."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One parsed mail.

    Header values are unfolded, decoded and free of control characters; addresses are lower-cased at the domain only.
    ``text`` is the best plain text of the whole mail, quotes included, lines ended by ``\\n``; ``marks`` belong to it
    and are there only when it was made from HTML. ``size`` is in bytes.
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    from_name: str = ""
    from_address: str = ""
    senders: tuple[str, ...] = ()
    reply_to: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    html: str | None = None
    marks: tuple[Mark, ...] = ()
    language: str | None = None
    content_type: str = "text/plain"
    attachments: tuple[Attachment, ...] = ()
    embedded: tuple[Mail, ...] = ()
    size: int = 0
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in the order in which they stand."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)
