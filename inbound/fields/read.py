"""A lead's mail -> its fields: markup first, then labels, then what the letter itself says."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

from app.domain.csv_text import decoded
from inbound.fields.lines import Pair, pairs_in, without_footer
from inbound.fields.model import FieldName, FieldReading, File, LeadText
from inbound.fields.plans import pairs_of_plans
from inbound.fields.products import product_in_letter
from inbound.fields.prose import pairs_of_prose
from inbound.fields.settle import settle
from inbound.fields.speech import language_of
from inbound.fields.structured import pairs_of_json, pairs_of_xml, vcards_in
from inbound.fields.tables import is_card
from inbound.fields.values import is_desk

MOST_TEXT = 200_000
MOST_FILES = 50
_XML = re.compile(r"<(?:\?xml|\?adf|adf|openimmo|lead|prospect|contact)\b", re.IGNORECASE)
_WHO = frozenset(
    {
        "full_name",
        "full_name_last_first",
        "contact_first_name",
        "contact_last_name",
        "contact_email",
        "contact_phone",
        "mobile",
        "company",
    }
)
_SENDER, _SAID_PRODUCT = 0.75, 0.6


def read_fields(
    lead: LeadText, *, country: str, products: tuple[str, ...] = (), language: str | None = None
) -> dict[FieldName, FieldReading]:
    """Return what a lead's mail tells, each field with its line and confidence.

    Args: lead: the original text with attachments. country: the vendor's, ISO code; by it phone numbers are dialled
    unless the lead speaks from elsewhere. products: the vendor's names. language: a hint.
    Returns: only fields that hold up; what is missing or doubtful is left out, to be asked for. Lists of leads are not
    read here. Never raises on content.
    Source: rulebook 3.1 and 3.3.
    """
    text = lead.text[:MOST_TEXT]
    pairs = [pair for file in lead.attachments[:MOST_FILES] for pair in _pairs_of_file(file)]
    markup = _of_markup(text)
    tongue = _tongue(lead, text, pairs + markup, language)
    pairs = markup + pairs if markup else pairs + _of_text(text, bool(pairs))
    pairs += _of_sender(lead, pairs)
    fields = settle(pairs, country=country, products=products, language=tongue, ours=lead.ours)
    if products and "product" not in fields:
        fields |= _product_said(fields, lead.subject, products)
    if tongue and "language" not in fields and pairs:
        fields["language"] = FieldReading(tongue, pairs[0].line[:500], 0.7)
    return fields


def _product_said(
    fields: dict[FieldName, FieldReading], subject: str, products: tuple[str, ...]
) -> dict[FieldName, FieldReading]:
    """Read the product from the subject and from what is needed, where no label names it: to be looked at once more."""
    need = fields["need"].value if "need" in fields else ""
    product, sentence = product_in_letter(f"{subject}\n\n{need}", products)
    return {"product": FieldReading(product, sentence[:500], _SAID_PRODUCT)} if product else {}


def _tongue(lead: LeadText, text: str, marked_up: list[Pair], hint: str | None) -> str | None:
    """Return the language of what the customer wrote; element names and the portal's own lines do not count."""
    written = [pair.value for pair in marked_up] or without_footer(text.split("\n"))
    return language_of("\n".join([lead.subject, *written]), hint)


def _of_text(text: str, known: bool) -> list[Pair]:
    """Read labelled lines; where they do not say who it is, the letter itself."""
    lines = without_footer(text.split("\n"))
    pairs = pairs_in(lines)
    if len({pair.key for pair in pairs} & _WHO) >= 2 or known:
        return pairs + [plan for pair in pairs if pair.key == "need" for plan in pairs_of_plans(pair.value)]
    prose = pairs_of_prose(lines)
    return pairs + [replace(pair, confidence=pair.confidence * 0.9) if pairs else pair for pair in prose]


def _of_markup(text: str) -> list[Pair]:
    if _XML.match(text.lstrip()):
        return pairs_of_xml(text.encode())
    if text.lstrip()[:1] in ("{", "["):
        return pairs_of_json(text)
    if "BEGIN:VCARD" in text:
        return next(iter(vcards_in(text)), [])
    return []


def _pairs_of_file(file: File) -> list[Pair]:
    """Return the values of an attachment that is about one customer: a vCard, XML or JSON."""
    name, kind = (file.filename or "").casefold(), file.content_type.casefold()
    if is_card(file):
        return next(iter(vcards_in(decoded(file.content))), [])
    if name.endswith((".xml", ".adf")) or kind.endswith(("/xml", "+xml")):
        return pairs_of_xml(file.content)
    if name.endswith(".json") or kind == "application/json":
        return pairs_of_json(decoded(file.content))
    return []


def _of_sender(lead: LeadText, pairs: list[Pair]) -> list[Pair]:
    """Take the original sender for the customer when the mail names nobody and no machine sent it."""
    address = lead.from_address.casefold()
    if not address or is_desk(address) or any(pair.key == "contact_email" for pair in pairs):
        return []
    line = f"{lead.from_name} <{lead.from_address}>".strip()
    sender = [Pair("contact_email", address, line, _SENDER)]
    if (
        lead.from_name
        and "@" not in lead.from_name
        and not any(pair.key in ("full_name", "full_name_last_first", "contact_last_name") for pair in pairs)
    ):
        sender.append(Pair("full_name", lead.from_name, line, _SENDER))
    return sender


def warm_up() -> None:
    """Import what the first lead would otherwise wait for (0.2 s); a child process calls it before it takes work."""
    for name in ("lxml.etree", "phonenumbers", "rapidfuzz.process", "rapidfuzz.distance"):
        import_module(name)
