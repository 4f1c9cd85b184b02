"""What somebody did with the calendar entry of a deadline: moved it, declined it, or took note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import vobject

from inbound.mail import Mail

_LONGEST = 200_000
_FOLD = re.compile(rb"\r?\n[ \t]")
_METHOD = re.compile(rb"^METHOD:[ \t]*([A-Z]+)", re.IGNORECASE | re.MULTILINE)
_UID = re.compile(
    rb"^UID(?:;[^:\r\n]{0,200})?:[ \t]*lead-(\d{1,9})@([A-Z0-9.-]{1,255})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER"})

Done = Literal["proposed", "answered", "declined", "none"]


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """One answer to an entry of ours.

    done: *proposed*: ``start`` is wanted. *answered*: accepted, perhaps in passing with another ``start``. *declined*:
    declined, or deleted. start: as the entry has it now: a day, or an instant, which may be naive.
    """

    lead_id: int
    done: Done
    start: date | datetime | None = None


def is_calendar_answer(mail: Mail, own_domain: str) -> bool:
    """Whether a mail answers a calendar entry, or deletes one of ours (RFC 5546).

    One that brings an entry of ours anew may as well be a person's who forwards our letter with its files.
    """
    if "method=reply" in mail.header("content-type").replace('"', "").replace(" ", "").lower():
        return True
    return any(
        method in _ANSWERS or (method == "CANCEL" and _lead_in(content, own_domain) is not None)
        for method, content in _calendars(mail)
    )


def calendar_answer(mail: Mail, own_domain: str) -> CalendarAnswer | None:
    """Return what was done with an entry of ours; None when the mail is about somebody else's.

    Source: rulebook 5.3; RFC 5546 3.2.
    """
    for method, content in _calendars(mail):
        lead_id = _lead_in(content, own_domain)
        if lead_id is not None:
            status, start = _status_and_start(content)
            return CalendarAnswer(lead_id, _done(method, status), start)
    return None


def _done(method: str, status: str) -> Done:
    if method == "CANCEL" or (method == "REPLY" and status == "DECLINED"):
        return "declined"
    if method in ("COUNTER", "REQUEST"):
        return "proposed"
    return "answered" if method == "REPLY" and status in ("ACCEPTED", "TENTATIVE") else "none"


def _calendars(mail: Mail) -> Iterator[tuple[str, bytes]]:
    """Yield method and unfolded text of each calendar of a mail."""
    for attachment in mail.attachments:
        if attachment.content_type == "text/calendar":
            content = _FOLD.sub(b"", attachment.content[:_LONGEST])
            method = _METHOD.search(content)
            yield (method[1].decode().upper() if method else "", content)


def _lead_in(content: bytes, own_domain: str) -> int | None:
    """Return the lead whose entry it is; an entry of another house with such a name is not ours."""
    found = _UID.search(content)
    if found is None or not own_domain or found[2].decode().lower() != own_domain.lower():
        return None
    return int(found[1])


def _status_and_start(content: bytes) -> tuple[str, date | datetime | None]:
    """Return how the reader answered and when the entry begins; what cannot be read is left out."""
    try:
        event = vobject.readOne(content.decode("utf-8", "replace"), ignoreUnreadable=True).vevent
    except Exception:  # vobject raises whatever its parsers do, and a stranger wrote the text
        return "", None
    attendee = getattr(event, "attendee", None)
    status = attendee.params.get("PARTSTAT", [""])[0] if attendee is not None else ""
    start = getattr(event, "dtstart", None)
    return status.upper(), _plain(start.value) if start is not None else None


def _plain(start: object) -> date | datetime | None:
    """Return a start without the library's own zones, which do not leave the child process."""
    if isinstance(start, datetime) and start.tzinfo is not None:
        try:
            return start.astimezone(UTC)
        except (OverflowError, ValueError):  # the first and the last days there are
            return None
    return start if isinstance(start, date) else None
