"""Leads in markup: ADF and other XML, openimmo feedback, JSON, and vCards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from inbound.fields.labels import field_of, fold, opens_customer_section, opens_foreign_section
from inbound.fields.lines import Pair

MARKED_UP = 0.97
"""Confidence of a value that stands in an element of its own."""

MOST_BYTES = 2_000_000
_MOST_ELEMENTS = 20_000
_MOST_DEPTH = 40


def pairs_of_xml(content: bytes) -> list[Pair]:
    """Return the values of XML about a customer; parts about vendor, sender or portal are left out.

    No entity is resolved and nothing is fetched. Broken or too large XML gives an empty list.
    """
    from lxml import etree

    if len(content) > MOST_BYTES:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    pairs: list[Pair] = []
    vehicle: list[str] = []
    for element, label, text in _leaves(root):
        tag = _name(element)
        if tag in ("make", "model", "trim"):
            vehicle.append(text)
            continue
        if key := field_of(label) or field_of(tag):
            pairs.append(Pair(key, text, f"<{tag}> {text}", MARKED_UP))
    if vehicle:
        pairs.append(Pair("product", " ".join(vehicle), f"<vehicle> {' '.join(vehicle)}", MARKED_UP))
    customers = _customers_only(root)
    return [
        pair
        for pair in pairs
        if not customers or pair.line in customers or pair.key in ("product", "source", "campaign")
    ]


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _leaves(root: Any, depth: int = 0) -> Iterator[tuple[Any, str, str]]:
    """Yield (element, label, text) of what holds text, skipping parts about others; ``label`` has its ``part`` or
    ``type``.
    """
    if depth > _MOST_DEPTH:
        return
    for element in root:
        name = _name(element)
        if not name or opens_foreign_section(name):
            continue
        if len(element):
            yield from _leaves(element, depth + 1)
        elif (text := (element.text or "").strip()) and len(text) <= MOST_BYTES:
            kind = element.get("part") or element.get("type") or ""
            yield element, f"{kind} {name}" if kind else name, text


def _customers_only(root: Any) -> set[str]:
    """Return the lines of the customer's element, if there is one: then names elsewhere are somebody else's."""
    lines: set[str] = set()
    for at, element in enumerate(root.iter()):
        if at > _MOST_ELEMENTS:
            break
        if _name(element) and opens_customer_section(_name(element)) and len(element):
            lines.update(f"<{_name(leaf)}> {text}" for leaf, _, text in _leaves(element))
    return lines


def pairs_of_json(content: str) -> list[Pair]:
    """Return the values of a JSON object about a customer, nested or flat; anything else gives an empty list."""
    try:
        data = json.loads(content[:MOST_BYTES])
    except (ValueError, RecursionError):
        return []
    return list(_json_leaves(data, 0)) if isinstance(data, dict | list) else []


def _json_leaves(data: Any, depth: int) -> Iterator[Pair]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(data, list):
        for item in data[:1000]:
            yield from _json_leaves(item, depth + 1)
        return
    label = next(
        (str(data[name]) for name in ("name", "label", "field", "key", "title", "question") if name in data), ""
    )
    answer = next((data[name] for name in ("value", "values", "answer") if name in data), None)
    if label and answer is not None:
        data = {label: answer}
    for name, value in list(data.items())[:1000]:
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            value = value[0]
        if isinstance(value, dict | list):
            if not opens_foreign_section(str(name)):
                yield from _json_leaves(value, depth + 1)
        elif value is not None and (key := field_of(str(name))) and str(value).strip():
            yield Pair(key, str(value).strip(), f"{name}: {value}"[:500], MARKED_UP)


def vcards_in(text: str) -> list[list[Pair]]:
    """Return the pairs of every vCard (2.1 to 4.0) of a text; none for a card that cannot be read."""
    import vobject

    cards: list[list[Pair]] = []
    for block in text.replace("\r\n", "\n").split("BEGIN:VCARD")[1:]:
        whole = "BEGIN:VCARD" + block[: block.find("END:VCARD")] + "END:VCARD\n"
        try:
            card = vobject.readOne(whole, allowQP=True, ignoreUnreadable=True)
        except Exception:  # vobject raises whatever its parsing runs into; a bad card must not take the good ones along
            cards.append([])
            continue
        cards.append(list(_card_pairs(card)))
    return cards


def _card_pairs(card: Any) -> Iterator[Pair]:
    def pair(key: str, value: object) -> Iterator[Pair]:
        text = " ".join(value) if isinstance(value, list) else str(value or "")
        if text.strip():
            yield Pair(key, text.strip(), f"{key} (vCard): {text.strip()}"[:500], MARKED_UP)

    contents = card.contents
    for name in contents.get("n", []):
        yield from pair("contact_first_name", name.value.given)
        yield from pair("contact_last_name", name.value.family)
        yield from pair("contact_salutation", name.value.prefix)
    if not any(str(name.value.family).strip() for name in contents.get("n", [])):
        for name in contents.get("fn", []):
            yield from pair("full_name", name.value)
    for address in contents.get("adr", [])[:1]:
        yield from pair("street", address.value.street)
        yield from pair("postcode", address.value.code)
        yield from pair("city", address.value.city)
        yield from pair("country", address.value.country)
    for organisation in contents.get("org", [])[:1]:
        yield from pair(
            "company", organisation.value[0] if isinstance(organisation.value, list) else organisation.value
        )
    for phone in contents.get("tel", []):
        kinds = {fold(kind) for kind in phone.params.get("TYPE", [])}
        if "fax" not in kinds:
            yield from pair("mobile" if "cell" in kinds else "contact_phone", str(phone.value).removeprefix("tel:"))
    for source, key in (
        ("email", "contact_email"),
        ("title", "contact_position"),
        ("role", "contact_position"),
        ("url", "website"),
        ("note", "need"),
    ):
        for line in contents.get(source, [])[:1]:
            yield from pair(key, line.value)
