"""Our reader behind the interface of the public collection's harness: the product's own stages and nothing else."""

from __future__ import annotations

from inbound.bounce import bounced
from inbound.fields import FieldName
from inbound.forward import unwrap
from inbound.kind import Kind, kind_of
from inbound.parse import parse
from inbound.reading import read_leads
from inbound.reply import new_words

_LABELS = {
    Kind.LIST: "list",
    Kind.AUTO_REPLY: "auto-reply",
    Kind.NOTICE: "auto-generated",
    Kind.BOUNCE: "bounce",
    Kind.COMPLAINT: "complaint",
    Kind.LOOP: "auto-generated",
}


def parse_reply(raw: bytes) -> str:
    """Return only the newly written text of a reply."""
    return new_words(parse(raw))


def parse_forward(raw: bytes) -> dict[str, object]:
    """Return who wrote a forwarded mail first, to whom, when, its subject, its text and the note on top."""
    forwarded = unwrap(parse(raw))
    if forwarded is None:
        return {"forwarded": False}
    return {
        "forwarded": True,
        "from_addr": forwarded.from_address,
        "from_name": forwarded.from_name,
        "to": list(forwarded.to),
        "cc": list(forwarded.cc),
        "subject": forwarded.subject,
        "date": forwarded.date,
        "body": forwarded.body,
        "top": forwarded.note,
    }


def parse_bounce(raw: bytes) -> list[tuple[str, bool | None, str | None]]:
    """Return address, hard or not, and status of each recipient a bounce names; an empty list when it is none."""
    return [(one.address, one.hard, one.status) for one in bounced(parse(raw))]


def classify(raw: bytes) -> str:
    """Return human, list, auto-reply, auto-generated, bounce or complaint."""
    return _LABELS.get(kind_of(parse(raw)), "human")


def parse_lead(raw: bytes) -> dict[str, str]:
    """Return name, email, phone, postcode, city and message of the first lead of a mail; what was not read is empty."""
    leads = read_leads(raw, "", (), frozenset(), None).leads
    fields = leads[0].fields if leads else {}

    def value(name: FieldName) -> str:
        return str(fields[name].value) if name in fields else ""

    return {
        "name": f"{value('contact_first_name')} {value('contact_last_name')}".strip(),
        "email": value("contact_email"),
        "phone": value("contact_phone"),
        "postcode": value("postcode"),
        "city": value("city"),
        "message": value("need"),
    }
