"""Builds a ``Mail`` from the standard library's parse of it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass, field
from email.message import Message

from inbound.mail import Attachment, Mail, Unreadable
from inbound.parse.addresses import mailboxes
from inbound.parse.body import best_text, content_of, text_of
from inbound.parse.charset import decode
from inbound.parse.headers import instant, parameters, plain, readable
from inbound.parse.limits import MAX_LEVELS
from inbound.parse.magic import sniff
from inbound.parse.tnef import unpack

# structured or machine-written headers whose bytes later stages compare as they came
_AS_IS = frozenset(
    {
        "received",
        "dkim-signature",
        "authentication-results",
        "arc-seal",
        "arc-message-signature",
        "arc-authentication-results",
        "message-id",
        "references",
        "in-reply-to",
        "content-type",
    }
)
_KEPT_TEXT = frozenset(
    {
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "text/csv",
        "text/xml",
        "text/comma-separated-values",
    }
)


@dataclass(slots=True)
class _Found:
    """What a walk over the parts has found so far."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    embedded: list[Mail] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)


def mail_of(raw: bytes) -> Mail:
    """Return the mail of bytes that passed the limits.

    Raises: Unreadable: the structure is deeper than the parser can go.
    """
    try:
        message = email.message_from_bytes(_without_mbox_line(raw), policy=email.policy.compat32)
        return _mail(message, len(raw), 0)
    except RecursionError:
        raise Unreadable(f"nested more than {MAX_LEVELS} levels deep") from None


def _without_mbox_line(raw: bytes) -> bytes:
    start = raw.lstrip(b"\r\n \t") if raw[:1] in b"\r\n \t" else raw
    if start.startswith((b"From ", b">From ")):
        start = start[start.find(b"\n") + 1 :]
    return start


def _mail(message: Message, size: int, level: int) -> Mail:
    headers = _headers(message)
    first = {name.lower(): value for name, value in reversed(headers)}
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    found = _Found()
    _gather(message, found, level)
    html = "\n".join(found.html) if found.html else None
    text, marks = best_text("\n".join(found.plain), html)
    senders = [box for name, value in message.raw_items() if name.lower() == "from" for box in mailboxes(str(value))]
    from_name, from_address = next((box for box in senders if box[1]), senders[0] if senders else ("", ""))
    reply_to = mailboxes(raw.get("reply-to", ""))
    return Mail(
        message_id=next(iter(_ids(first.get("message-id", ""))), ""),
        in_reply_to=next(iter(_ids(first.get("in-reply-to", ""))), ""),
        references=_ids(first.get("references", "")),
        from_name=from_name,
        from_address=from_address,
        senders=tuple(address for _, address in senders if address),
        reply_to=reply_to[0][1] if reply_to else "",
        to=_addresses(raw.get("to", "")),
        cc=_addresses(raw.get("cc", "")),
        subject=first.get("subject", ""),
        date=instant(first.get("date", "")),
        headers=headers,
        text=text,
        html=html,
        marks=marks,
        language=_language(first, html),
        content_type=_type(message),
        attachments=tuple(found.attachments),
        embedded=tuple(found.embedded),
        size=size,
        defects=tuple(dict.fromkeys(found.defects + _defects(message, first, senders))),
    )


def _headers(message: Message) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, plain(str(value)) if name.lower() in _AS_IS else readable(str(value)))
        for name, value in message.raw_items()
    )


def _ids(value: str) -> tuple[str, ...]:
    """Return the message ids of a header, with their angle brackets; senders part them by spaces, commas or nothing."""
    if "<" not in value:  # some write the bare id
        return tuple(f"<{word}>" for word in value.replace(",", " ").split() if "@" in word)[:200]
    ids = ("<" + piece.partition(">")[0].strip() + ">" for piece in value.split("<")[1:201])
    return tuple(one for one in ids if len(one) > 2)


def _addresses(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, address in mailboxes(value) if address)) if value else ()


def _type(part: Message) -> str:
    value = str(part.get("content-type", "")).partition(";")[0].strip().lower()
    return value if value.count("/") == 1 and " " not in value else part.get_default_type()


def _gather(part: Message, found: _Found, level: int) -> None:
    """Collect texts, files and attached mails in the order in which they stand."""
    kind = _type(part)
    if level > MAX_LEVELS:
        raise Unreadable(f"nested more than {MAX_LEVELS} levels deep")
    payload = part.get_payload() if part.is_multipart() else None
    if isinstance(payload, list) and kind in ("message/rfc822", "message/global"):
        found.embedded.extend(_mail(inner, 0, level + 1) for inner in payload if isinstance(inner, Message))
    elif isinstance(payload, list) and not kind.startswith("message/"):
        for child in payload:
            if isinstance(child, Message):
                _gather(child, found, level + 1)
    elif kind.startswith("multipart/"):
        again = _resplit(part)
        if again:
            _gather(again, found, level + 1)
        else:
            found.plain.append(text_of(part, {}, "plain")[0])
    else:
        _gather_leaf(part, kind, found)


def _resplit(part: Message) -> Message | None:
    """Return a multipart parsed again by the boundary its body really uses, where the header's is lost or altered."""
    body = content_of(part)
    lines = (line.strip() for line in body.split(b"\n", 200)[:200])
    delimiter = next((line for line in lines if line.startswith(b"--") and len(line) > 6), b"")
    if not delimiter or body.count(delimiter) < 2:
        return None
    head = f'Content-Type: {_type(part)}; boundary="'.encode() + delimiter[2:] + b'"\n\n'
    again = email.message_from_bytes(head + body, policy=email.policy.compat32)
    return again if again.is_multipart() else None


def _gather_leaf(part: Message, kind: str, found: _Found) -> None:
    type_parameters = parameters(str(part.get("content-type", "")))
    disposition = str(part.get("content-disposition", ""))
    filename = ""
    if disposition or "name" in type_parameters:
        filename = parameters(disposition).get("filename") or type_parameters.get("name", "")
    attached = disposition[:10].strip().lower() == "attachment" or bool(
        filename and kind not in ("text/plain", "text/html")
    )
    if kind.startswith("text/") and not attached and kind not in _KEPT_TEXT:
        text, defect = text_of(part, type_parameters, kind[5:])
        (found.html if kind == "text/html" else found.plain).append(text)
        if defect:
            found.defects.append(defect)
        return
    content = (
        _status_report(part) if kind in ("message/delivery-status", "message/feedback-report") else content_of(part)
    )
    inline = disposition[:6].strip().lower() == "inline" or (bool(part.get("content-id")) and not attached)
    media_type = sniff(content, kind, filename)
    if media_type == "application/ms-tnef":
        _gather_wrapped(content, found)
    else:
        found.attachments.append(Attachment(filename, media_type, content, inline))


def _gather_wrapped(content: bytes, found: _Found) -> None:
    """Take the files out of a winmail.dat, and its text where the mail has none of its own."""
    wrapped = unpack(content)
    found.attachments.extend(Attachment(name, sniff(data, "", name), data) for name, data in wrapped.files)
    if not "".join(found.plain).strip() and not found.html:
        found.plain.append(wrapped.text.replace("\r\n", "\n"))
        if wrapped.html:
            found.html.append(decode(wrapped.html, None)[0])


def _status_report(part: Message) -> bytes:
    """Return a delivery report as written: the parser has split it into groups of fields."""
    payload = part.get_payload() if part.is_multipart() else None
    if not isinstance(payload, list):
        return content_of(part)
    groups = []
    for group in payload:
        if isinstance(group, Message):
            fields = "\n".join(f"{name}: {value}" for name, value in group.raw_items())
            groups.append(fields.encode("utf-8", "surrogateescape") + b"\n" + content_of(group))
    return b"\n\n".join(groups)


def _language(first: dict[str, str], html: str | None) -> str | None:
    stated = first.get("content-language", "")
    if not stated and html and " lang=" in html[:3000].lower():
        stated = html[:3000].lower().partition(" lang=")[2][:7].strip("\"' ")
    stated = stated.replace("_", "-").partition("-")[0].partition(",")[0].strip().lower()
    return stated if len(stated) == 2 and stated.isalpha() and stated.isascii() else None


def _defects(message: Message, first: dict[str, str], senders: list[tuple[str, str]]) -> list[str]:
    defects = [type(defect).__name__ for defect in message.defects]
    if sum(name.lower() == "from" for name, _ in message.raw_items()) > 1:
        defects.append("more than one From line")
    if not any(address for _, address in senders):
        defects.append("no sender address")
    if not first.get("message-id"):
        defects.append("no Message-ID")
    return defects
