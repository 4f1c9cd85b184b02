"""What every stage of reading makes of a mail, in words for support."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from inbound.absence import auto_reply_deputy, auto_reply_until
from inbound.bounce import bounced
from inbound.fields.tables import read_table
from inbound.forward import unwrap
from inbound.kind import UNANSWERED, Kind, kind_of
from inbound.mail import Mail, Unreadable
from inbound.parse import parse
from inbound.reading import HandedIn, read_leads
from inbound.reply import new_words
from inbound.wishes import Context, understand

LONGEST = 600
NEVER_A_WISH = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, *UNANSWERED})
"""Their words are nobody's wish and no lead: reading ends with what such a mail reports."""


def explain(raw: bytes, zone: str = "Europe/Berlin", country: str = "DE") -> str:
    """Return each stage's result, one block a stage.

    Args: raw: the mail's bytes. zone, country: of the reader, for dates and telephone numbers.
    """
    try:
        mail = parse(raw)
    except Unreadable as error:
        return f"mail\n  unreadable: {error}\n"
    kind = kind_of(mail)
    blocks = [_block("mail", _head(mail)), _block("kind", {"kind": kind.name.lower()})]
    if kind in NEVER_A_WISH:
        return "".join([*blocks, *_reported(mail, kind)])
    words = new_words(mail)
    blocks.append(_block("new words", {"text": words}))
    forwarded = unwrap(mail)
    if forwarded is not None:
        blocks.append(_block("forwarded", _values(forwarded)))
    elif mail.date is not None:
        understood = understand(words, Context(mail.date, zone, country))
        blocks.append(_block("understood", {"clear": understood.clear, "question": understood.question}))
        blocks += [_block("wish", _values(reading)) for reading in understood.readings]
    handed_in = read_leads(raw, country, (), frozenset(), None) if kind is not Kind.REPLY else HandedIn()
    for file in handed_in.lists:
        table = read_table(file)
        columns = {column.label: column.key or "not used" for column in table.columns}
        known = {"file": file.filename, "problem": table.problem, "rows": len(table.rows), "columns": columns}
        blocks.append(_block("list", known))
    for lead in handed_in.leads:
        rows: dict[str, Any] = {
            name: f"{one.value}   <- {one.source_line!r} ({one.confidence:.2f})" for name, one in lead.fields.items()
        }
        blocks.append(_block("lead", rows))
    return "".join(blocks)


def _reported(mail: Mail, kind: Kind) -> list[str]:
    if kind is Kind.BOUNCE:
        return [_block("bounced", _values(one)) for one in bounced(mail)]
    if kind is Kind.AUTO_REPLY:
        return [_block("absence", {"until": auto_reply_until(mail), "deputy": auto_reply_deputy(mail)})]
    return [_block("left aside", {"why": UNANSWERED[kind]})]


def _head(mail: Mail) -> dict[str, Any]:
    names = ("from_name", "from_address", "to", "subject", "date", "message_id", "in_reply_to", "defects")
    return {name: getattr(mail, name) for name in names} | {"attachments": [one.filename for one in mail.attachments]}


def _values(thing: Any) -> dict[str, Any]:
    if not is_dataclass(thing):
        return {"value": thing}
    return {one.name: getattr(thing, one.name) for one in fields(thing)}


def _block(title: str, values: dict[str, Any]) -> str:
    lines = [f"  {name}: {_shown(value)}" for name, value in values.items() if value not in (None, "", (), [], {})]
    return "\n".join([title, *(lines or ["  -"])]) + "\n"


def _shown(value: Any) -> str:
    text = str(value)
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]} ... ({len(text)} characters)"
    return text.replace("\n", "\n    ")
