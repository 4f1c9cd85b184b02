"""A registration as partners write it: one line of parts with commas, labelled lines, or a short letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from inbound.fields.amounts import amounts_in
from inbound.fields.labels import field_of, fold
from inbound.fields.lines import Pair
from inbound.fields.model import FieldName, FieldReading, LeadText
from inbound.fields.places import place_in
from inbound.fields.products import named_product
from inbound.fields.read import read_fields
from inbound.fields.settle import settle
from inbound.fields.values import addresses_in, has_legal_form, phones_in

SURE, LIKELY = 0.95, 0.85
MOST_PARTS = 30
_LONGEST_PART = 4
_IN_PROSE = re.compile(r"[;|]\s|[,.!?]\s+")
_BARE_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{5}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_HEAD = re.compile(
    r"^\W{0,4}(?:deal|projekt|project|opportunity|(?:deal[ -]?)?regist(?:er|ration|rierung)|projektanmeldung|anmeldung)"
    r"(?:[ -]?(?:registration|registrierung|anmeldung))?\s*:\s*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[ \t]{0,20}[;|][ \t]{0,20}|,\s{1,20}|,$")
_LABELLED = re.compile(r"(?P<label>[^\W\d][\w .-]{1,40}?)\s*:\s*(?P<value>\S.*)")
_PRODUCT = re.compile(r"(?:produkt|product|artikel)\s+(?P<name>\S.{0,80})", re.IGNORECASE)
_FIRM = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{0,40} (?:& |und |and )?){1,5}"
    r"(?:GmbH(?: & Co\.? KG)?|AG|SE|KG|OHG|UG|e\.K\.|Ltd|Limited|LLC|Inc|PLC|SA|Sàrl|BV|NV|AB|Oy)\b\.?"
)
_LEADS_UP = re.compile(
    r"(?:(?:^|\s)(?-i:den|die|das|der|dem|unser(?:en|e)?|mein(?:en|e)?|ein(?:en|e)?|neuen?|the|our|my|a|new)\s+"
    r"(?:(?:neuen?|new)\s+)?(?:unternehmen|interessenten|betrieb|customer|client|company|prospect|account)"
    r"|(?:^|\s)(?:(?:neu)?kund(?:e|en|in)|firma))\s+(?:namens\s+|called\s+)?[„“]?(?P<name>.+)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:q[1-4]|h[12])(?:[ /-]?(?:20)?\d{2})?|(?:(?:ab|bis|until|by|from|in|ende|anfang|mitte|early|mid|end of)\s+)?"
    r"(?:jan(?:uary?)?|j[äa]nner|feb(?:ruar|ruary|er)?|m[äa]r(?:z|ch)?|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|"
    r"sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)\.?(?:\s+20\d\d)?|20[2-9]\d|"
    r"(?:in\s+)?\d{1,2}\s+(?:wochen?|monate?n?|weeks?|months?)|sofort|asap|(?:this|next) (?:month|quarter|year)|"
    r"(?:dieses|n[äa]chstes?) (?:jahr|quartal)|(?:diesen|n[äa]chsten) monat",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:https?://|www\.)\S{3,200}|(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}", re.IGNORECASE)


def read_deal(
    text: str, subject: str, *, country: str, products: tuple[str, ...] = (), ours: frozenset[str] = frozenset(),
    own_names: frozenset[str] = frozenset(),
) -> dict[FieldName, FieldReading]:  # fmt: skip
    """Return the fields of a registration.

    Args: text: what the partner newly wrote, without quote and signature. subject: where the line stands as often.
        country: the vendor's, ISO code. products: the vendor's names. ours: addresses and domains that are the
        partner's or the vendor's, never the customer's. own_names: names of the partner's own firm, never the customer.
    Returns: only what holds up; without a customer there is no ``company``.
    Source: rulebook 7.1.
    """
    line = _line_in(text) or _line_in(subject)
    labelled = list(_labelled_in(text))
    if line is None and not any(pair.key == "company" for pair in labelled):
        found = read_fields(LeadText(text, subject, ours=ours), country=country, products=products)
        pairs = [*_firms_in(text, own_names), *_parts_of_prose(text, products)]
        fields = settle(pairs, country=country, products=products, ours=ours) | _but_own(found, own_names)
    elif line is None:
        fields = settle([*labelled, *_said(text)], country=country, products=products, ours=ours)
    else:
        rest = "\n".join(each for each in text.split("\n") if each.strip() != line[0].strip())
        pairs = [*_pairs_of(line[1], line[0], products), *_labelled_in(rest), *_said(rest)]
        fields = settle(pairs, country=country, products=products, ours=ours)
    company = fields.get("company")
    if company is not None and (name := _bare_name(str(company.value))) != company.value:
        fields["company"] = company = replace(company, value=name)
    return _but_own(fields, own_names)


def _but_own(fields: dict[FieldName, FieldReading], own_names: frozenset[str]) -> dict[FieldName, FieldReading]:
    """Return the fields without the partner's own firm as the customer."""
    own = {fold(name) for name in own_names}
    return {name: read for name, read in fields.items() if name != "company" or fold(str(read.value)) not in own}


def _bare_name(written: str) -> str:
    """Return a firm's name without the words that lead up to it: *den Kunden Brauerei Huber GmbH*."""
    if not has_legal_form(written) or not (found := _LEADS_UP.search(written)):
        return written
    firm = _FIRM.search(found["name"])
    return firm[0] if firm else written


def _line_in(text: str) -> tuple[str, str] | None:
    """Return the line that registers, whole and without its first word."""
    for line in text.split("\n"):
        if found := _HEAD.match(line.strip()):
            return line.strip(), found["rest"]
    return None


def _pairs_of(rest: str, line: str, products: tuple[str, ...]) -> Iterator[Pair]:
    parts = [part.strip(" .") for part in _SEPARATORS.split(rest) if part.strip(" .")][:MOST_PARTS]
    if not parts:
        return
    firms = (part for part in parts if has_legal_form(part) and not _TIME.fullmatch(part))
    named = next(firms, parts[0])
    if _is_something_else(named, products):
        named = ""
    else:
        yield Pair("company", named, line, SURE)
    for part in parts:
        if part != named:
            yield from _part(part, line, products)


def _is_something_else(part: str, products: tuple[str, ...]) -> bool:
    """Whether the first part is no name of a firm, but a place, a sum, a time or a product."""
    if _TIME.fullmatch(part):
        return True
    if has_legal_form(part):
        return False
    is_place = place_in(part) is not None and part[:1].isdigit()
    return is_place or _sum_in(part) != "" or _product_in(part, products) != ""


def _part(part: str, line: str, products: tuple[str, ...]) -> Iterator[Pair]:
    labelled = _LABELLED.fullmatch(part)
    if labelled and (key := field_of(labelled["label"])):
        yield Pair(key, labelled["value"].strip(), line, SURE)
    elif "@" in part and list(addresses_in(part)):
        yield Pair("contact_email", part, line, SURE)
    elif _TIME.fullmatch(part):
        yield Pair("time_frame", part, line, SURE)
    elif amount := _sum_in(part):
        yield Pair("expected_volume", amount, line, SURE)
    elif _THOUSANDS.fullmatch(part):
        yield Pair("expected_volume", part, line, LIKELY)
    elif product := _product_in(part, products):
        yield Pair("product", product, line, SURE)
    elif any(sign.isdigit() for sign in part) and place_in(part):
        yield Pair("place", part, line, SURE)
    elif list(phones_in(part)):
        yield Pair("contact_phone", part, line, LIKELY)
    elif _SITE.fullmatch(part):
        yield Pair("website", part, line, LIKELY)
    else:
        yield Pair("need", part, line, LIKELY)


def _product_in(part: str, products: tuple[str, ...]) -> str:
    if found := _PRODUCT.fullmatch(part):
        return found["name"]
    return named_product(part, products) or ""


def _parts_of_prose(text: str, products: tuple[str, ...]) -> Iterator[Pair]:
    """Yield what the short parts between a letter's stops say by their shape alone."""
    for line in text.split("\n"):
        for part in [part.strip(" .") for part in _IN_PROSE.split(line)][:MOST_PARTS]:
            if len(part.split()) > _LONGEST_PART:
                continue
            if _BARE_POSTCODE.fullmatch(part):
                yield Pair("postcode", part, line, LIKELY)
            else:
                yield from (pair for pair in _part(part, line, products) if pair.key not in ("need", "contact_phone"))


def _sum_in(part: str) -> str:
    amounts = [amount for amount in amounts_in(part) if amount.explicit]
    short = len(part.split()) <= 4
    return part[amounts[0].start : amounts[0].end] if amounts and short else ""


def _firms_in(text: str, own_names: frozenset[str]) -> Iterator[Pair]:
    """Yield the firms that a letter names with their legal form, but for the partner's own."""
    own = {fold(name) for name in own_names}
    for found in _FIRM.finditer(text[:20_000]):
        if fold(found[0]) not in own:
            yield Pair("company", found[0], found[0], LIKELY)


def _labelled_in(text: str) -> Iterator[Pair]:
    for line in text.split("\n"):
        labelled = _LABELLED.fullmatch(line.strip())
        if labelled and (key := field_of(labelled["label"])):
            yield Pair(key, labelled["value"].strip(), line.strip(), SURE)


def _said(text: str) -> Iterator[Pair]:
    """Keep what else the partner wrote as what the customer needs."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    said = " ".join(line for line in lines if not _LABELLED.fullmatch(line))
    if said:
        yield Pair("need", said[:2_000], lines[0][:200], 0.6)
