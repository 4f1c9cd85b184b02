"""A lead's mail -> its fields: markup first, then labels, then what the letter itself says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module

from inbound.fields.lines import Pair, pairs_in, without_footer
from inbound.fields.model import FieldReading, File, LeadReading, LeadRow, LeadText
from inbound.fields.prose import pairs_of_prose
from inbound.fields.settle import settle
from inbound.fields.sheets import decoded, leads_of_rows, rows_of_csv, rows_of_xlsx
from inbound.fields.speech import language_of
from inbound.fields.structured import pairs_of_json, pairs_of_xml, vcards_in
from inbound.fields.values import is_desk

MOST_TEXT = 200_000
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
_SENDER = 0.75


def read_fields(
    lead: LeadText, *, country: str, products: tuple[str, ...] = (), language: str | None = None
) -> LeadReading:
    """Return what a lead's mail tells, each field with its line and confidence.

    Args: lead: the original text with attachments. country: the vendor's, ISO code; by it phone numbers are dialled
    unless the lead speaks from elsewhere. products: the vendor's names. language: a hint.
    Returns: only fields that hold up; what is missing or doubtful is left out, to be asked for. Never raises on
    content.
    Source: rulebook 3.1 and 3.3.
    """
    text = lead.text[:MOST_TEXT]
    pairs, rows, problems = _of_files(lead, country, products)
    markup = _of_markup(text)
    tongue = _tongue(lead, text, pairs + markup, language)
    if markup:
        pairs = markup + pairs
    elif not rows:
        pairs = pairs + _of_text(text, bool(pairs))
    if not rows:
        pairs += _of_sender(lead, pairs)
    fields = settle(pairs, country=country, products=products, language=tongue, ours=lead.ours)
    if tongue and "language" not in fields and pairs:
        fields["language"] = FieldReading(tongue, pairs[0].line[:500], 0.7)
    return LeadReading(fields, tuple(rows), tuple(problems))


def _tongue(lead: LeadText, text: str, marked_up: list[Pair], hint: str | None) -> str | None:
    """Return the language of what the customer wrote; element names and the portal's own lines do not count."""
    written = [pair.value for pair in marked_up] or without_footer(text.split("\n"))
    return language_of("\n".join([lead.subject, *written]), hint)


def _of_text(text: str, known: bool) -> list[Pair]:
    """Read labelled lines; where they do not say who it is, the letter itself."""
    lines = without_footer(text.split("\n"))
    pairs = pairs_in(lines)
    if len({pair.key for pair in pairs} & _WHO) >= 2 or known:
        return pairs
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


def _of_files(
    lead: LeadText, country: str, products: tuple[str, ...]
) -> tuple[list[Pair], list[LeadRow], list[tuple[str, str]]]:
    pairs: list[Pair] = []
    rows: list[LeadRow] = []
    problems: list[tuple[str, str]] = []
    for file in lead.attachments[:50]:
        name, kind = (file.filename or "").casefold(), file.content_type.casefold()
        if name.endswith((".csv", ".tsv")) or kind in ("text/csv", "text/tab-separated-values"):
            found, problem = leads_of_rows(
                rows_of_csv(file.content), country=country, products=products, ours=lead.ours
            )
        elif name.endswith((".xlsx", ".xlsm")) or "spreadsheetml" in kind:
            found, problem = _of_workbook(file, country, products, lead.ours)
        else:
            cards = _pairs_of_file(file, name, kind)
            found, problem = _as_rows(cards[1:] and cards, country, products, lead.ours), None
            pairs += cards[0] if len(cards) == 1 else []
        rows += found
        if problem:
            problems.append((problem, file.filename or ""))
    return pairs, rows, problems


def _of_workbook(
    file: File, country: str, products: tuple[str, ...], ours: frozenset[str]
) -> tuple[list[LeadRow], str | None]:
    try:
        return leads_of_rows(rows_of_xlsx(file.content), country=country, products=products, ours=ours)
    except ValueError:
        return [], "unreadable"


def _pairs_of_file(file: File, name: str, kind: str) -> list[list[Pair]]:
    """Return one list of pairs per lead of an attachment: every card of a vCard file, one of XML or JSON, else none."""
    if name.endswith((".vcf", ".vcard")) or kind in ("text/vcard", "text/x-vcard", "text/directory"):
        return vcards_in(decoded(file.content))
    if name.endswith((".xml", ".adf")) or kind.endswith(("/xml", "+xml")):
        return [pairs] if (pairs := pairs_of_xml(file.content)) else []
    if name.endswith(".json") or kind == "application/json":
        return [pairs] if (pairs := pairs_of_json(decoded(file.content))) else []
    return []


def _as_rows(
    cards: Iterable[list[Pair]], country: str, products: tuple[str, ...], ours: frozenset[str]
) -> list[LeadRow]:
    return [
        LeadRow(number, settle(card, country=country, products=products, ours=ours))
        for number, card in enumerate(cards, start=1)
    ]


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
