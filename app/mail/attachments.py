"""The files that go with a lead: the contact as a vCard, the deadline as a calendar entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import vobject

VCARD_TYPE = "text/vcard; charset=utf-8"
CALENDAR_TYPE = "text/calendar; method=REQUEST; charset=utf-8"

_LINE_OCTETS = 75  # RFC 5545 3.1, RFC 2426 2.6
_UNFOLDED = 10_000_000  # vobject 0.9.9 folds a line of many-octet characters past 75 octets
SHOWN_AS = timedelta(minutes=30)
_CALENDAR_OPENS = (
    "BEGIN:VCALENDAR",
    "PRODID:-//Pickpost//Deadlines//EN",
    "VERSION:2.0",
    "CALSCALE:GREGORIAN",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
)
_FREE = ("STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "X-MICROSOFT-DISALLOW-COUNTER:FALSE")
_ASKED = ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
_CALENDAR_CLOSES = ("END:VEVENT", "END:VCALENDAR")
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#-;=?-~]{1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call; every field may be empty, as in the lead."""

    salutation: str = ""
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    website: str = ""
    note: str = ""


def vcard(contact: Contact) -> bytes:
    """Return a vCard 3.0 in UTF-8, lines folded at 75 octets.

    Shape: whatever the fields hold stays inside its own property; empty ones leave none behind. The card is named
        after the person, else the company, else the way to reach them.
    Raises: ValueError: there is nothing to name the card after.
    Source: rulebook 5.3; RFC 2426.
    """
    of = {field.name: _tame(getattr(contact, field.name)).replace("\n", " ").strip() for field in fields(contact)}
    person = " ".join(part for part in (of["salutation"], of["first_name"], of["last_name"]) if part)
    name = person if of["first_name"] or of["last_name"] else of["company"] or of["email"] or of["phone"]
    if not name:
        raise ValueError("a contact without name, company, e-mail and phone makes no card")
    card = vobject.vCard()
    card.add("fn").value = name
    card.add("n").value = vobject.vcard.Name(of["last_name"], of["first_name"], prefix=of["salutation"])
    if of["company"]:
        card.add("org").value = [of["company"]]
    address = (of["street"], of["city"], "", of["postcode"], of["country"])
    if any(address):
        _add(card, "adr", vobject.vcard.Address(*address))
    for property_name, value in (("title", of["position"]), ("url", of["website"]), ("note", _tame(contact.note))):
        if value:
            card.add(property_name).value = value
    for property_name, value in (("email", of["email"]), ("tel", of["phone"])):
        if value:
            _add(card, property_name, value)
    lines = str(card.serialize(lineLength=_UNFOLDED)).removesuffix("\r\n").split("\r\n")
    return b"".join(_folded(line.encode()) for line in lines)


def calendar_entry(
    *,
    uid: str,
    title: str,
    due_at: datetime,
    description: str,
    url: str,
    stamped_at: datetime,
    organizer_address: str,
    attendee_address: str,
    organizer_name: str = "",
    attendee_name: str = "",
    remind_before: timedelta = timedelta(days=1),
    sequence: int = 0,
) -> bytes:
    """Return a calendar entry for a deadline, in UTC, with one alarm, which its reader may answer or propose to move.

    Args: uid: the same for the same deadline for ever, such as ``feedback-2041@pickpost.example``. due_at, stamped_at:
        aware; when it is due and when this was written. url: absolute. organizer_address: ours,
        where a program sends what the reader does with the entry. attendee_address: the reader's. remind_before: the
        alarm, before the entry begins. sequence: one more at each change of the same entry.
    Shape: the half hour before ``due_at``, which blocks no time; lines of at most 75 octets, ended by CRLF.
    Raises: ValueError: a naive instant, or a url or organizer that is no URI.
    Source: rulebook 5.3; RFC 5545, and RFC 5546 3.2.2 for what REQUEST must hold; what is only
        published nobody can answer.
    """
    event = [
        f"UID:{_text(uid)}",
        f"DTSTAMP:{_instant(stamped_at)}",
        f"SEQUENCE:{sequence}",
        f"ORGANIZER{_common_name(organizer_name)}:{_uri(f'mailto:{organizer_address}')}",
        f"ATTENDEE{_common_name(attendee_name)}{_ASKED}:{_uri(f'mailto:{attendee_address}')}",
        f"DTSTART:{_instant(due_at - SHOWN_AS)}",
        f"DTEND:{_instant(due_at)}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{_uri(url)}",
    ]
    lines = [*_CALENDAR_OPENS, *event, *_FREE, *_alarm(title, remind_before), *_CALENDAR_CLOSES]
    return b"".join(_folded(line.encode()) for line in lines)


def _alarm(title: str, before: timedelta) -> list[str]:
    trigger = f"TRIGGER:-PT{int(before.total_seconds()) // 60}M"
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(title)}", trigger, "END:VALARM"]


def _add(card: vobject.base.Component, property_name: str, value: object) -> None:
    added = card.add(property_name)
    added.value = value
    added.type_param = "WORK"


def _tame(text: str) -> str:
    """Every kind of line end as LF, every other control as a blank: they would break out of their line."""
    return _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text))


def _text(text: str) -> str:
    escaped = _tame(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _common_name(name: str) -> str:
    tame = _tame(name).replace("\n", " ").replace('"', "'").strip()
    return f';CN="{tame}"' if tame else ""


def _uri(uri: str) -> str:
    if not _URI.fullmatch(uri):
        raise ValueError("a calendar entry needs an absolute URI in ASCII")
    return uri


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a calendar entry needs aware instants")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: bytes) -> bytes:
    folded = b""
    while len(line) > _LINE_OCTETS:
        cut = _LINE_OCTETS
        while line[cut] & 0xC0 == 0x80:  # never inside a character
            cut -= 1
        folded += line[:cut] + b"\r\n"
        line = b" " + line[cut:]
    return folded + line + b"\r\n"
