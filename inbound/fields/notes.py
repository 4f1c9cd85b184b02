"""The forwarder's note on top of a lead, and a vendor's answer that fills gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from inbound.fields.amounts import amounts_in
from inbound.fields.labels import field_of, fold
from inbound.fields.lines import Pair
from inbound.fields.model import FieldName, FieldReading
from inbound.fields.settle import settle
from inbound.fields.values import temperature_of

_TAG = re.compile(r"(?<!\w)#([^\W_][\w\-]{1,39})")
_PIECES = re.compile(r",(?!\d{3}(?!\d))|[;\n]| und | and ")
_BREAK = re.compile(r"(?<=[.!?])\s|\s[-–/|·]\s")
_LABELLED = re.compile(r"([^\W\d_][\w.\- ]{0,40})[:=](.{1,2000})", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE_A_TEMPERATURE = frozenset(
    "sehr ziemlich ganz super richtig eher wohl lead leads kunde kontakt anfrage interessent fyi ist der die "
    "das ein eine "
    "dieser very really quite pretty is its this one it a the contact customer prospect bitte please also temperatur "
    "interesse interessiert would call say id d s wuerde sagen so schaetze i fairly durchaus "
    "temperature von auf messe vom fair from at wuerd hm na naja mal tendenziell glaub glaube denke think guess "
    "ich wurd wurde sag sage schatze "
    "reckon red piping stone as they come hes shes theyre re ll".split()
)
"""Words that may stand beside a lone temperature; beside others it may be the weather's."""

_PHONE = re.compile(r"\+\d{2}[\d /()-]{6,20}\d")
_PLACED = re.compile(
    r"\b(?:sitzen|sitzt|sitz ist|kommen aus|based|located|city is|stadt ist|(?:he|she|they|it)"
    r"(?:['’](?:s|re)| is| are))"
    r"(?: in)? ([A-ZÄÖÜ][\w-]{2,30})\s*\Z"
)
_BRITISH_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_COPULAS = frozenset("ist is lautet heisst waere ware".split())
_SINGLE_LETTERS = 1
_LONGEST_NOTE = 4000
_LONGEST_FIRST_LINE = 120


def read_note(note: str, products: tuple[str, ...] = (), country: str = "") -> dict[FieldName, FieldReading]:
    """Return the fields a note sets: ``heiß``, ``warm``, ``cold``, ``#fair``, ``Produkt: X``, ``PLZ 80331, warm``.

    Args: note: what the forwarder or the answering person wrote, without quotes. products: the vendor's, to match
    against. country: ISO code by which phone numbers and postcodes are read.
    Returns: only what is said outright; a lone word is a temperature or a product, a ``#tag`` is the source.
    """
    pairs: list[Pair] = []
    # A tag ends what stands before it; one that is a temperature is read as such.
    untagged = _TAG.sub(lambda tag: f",{tag[1]}," if temperature_of(tag[1]) else ",", note[:_LONGEST_NOTE])
    for piece in _PIECES.split(untagged):
        for part in _parts(piece):
            pairs.extend(_pairs_of(part.strip(" .!\t"), products))
    pairs.extend(Pair("source", tag, f"#{tag}", 0.95) for tag in _TAG.findall(note) if temperature_of(tag) is None)
    fields = settle(pairs, country=country, products=products)
    if (city := fields.get("city")) and str(city.value).islower():
        fields["city"] = replace(city, value=str(city.value).title())
    if not any(pair.key == "country" for pair in pairs):
        fields.pop("country", None)  # only a postcode's shape told it
    return fields


def note_on_top(text: str) -> tuple[str, str]:
    """Return the first line of a mail that its sender wrote themselves, if it is a note, and the lines below it.

    It is one with a ``#tag``, or where a temperature stands alone before a comma or the line's end: a customer's words
    begin with neither.
    """
    first, _, rest = text.lstrip().partition("\n")
    is_note = bool(_TAG.search(first)) or _warmth(_PIECES.split(first)[0]) is not None
    if len(first) > _LONGEST_FIRST_LINE or not rest.strip() or not is_note or not read_note(first):
        return "", text
    return first.strip(), rest.lstrip()


def _parts(piece: str) -> Iterator[str]:
    """Part sentences where one is a lone temperature or the next has a label; else a full stop is an abbreviation's."""
    start = 0
    for found in _BREAK.finditer(piece):
        before, after = piece[start : found.start()], piece[found.end() :]
        if (
            _warmth(before)
            or _warmth(_BREAK.split(after, maxsplit=1)[0])
            or _labelled(after)
            or _is_numbered(piece[start : found.start()])
            or _is_numbered(after)
        ):
            yield before
            start = found.end()
    yield piece[start:]


def _labelled(piece: str) -> tuple[str, str] | None:
    """Return the field and the value of ``Produkt: X``."""
    found = _LABELLED.match(piece)
    return (key, found[2].strip()) if found and (key := field_of(found[1])) else None


def _pairs_of(piece: str, products: tuple[str, ...]) -> Iterable[Pair]:
    if not piece:
        return
    if labelled := _labelled(piece):
        yield Pair(*labelled, piece, 0.95)
        return
    if headed := _headed(piece):
        yield Pair(*headed, piece, 0.9)
        return
    if placed := _PLACED.search(piece):
        yield Pair("city", placed[1], piece, 0.85)
    yield from _bare(piece, products)


def _headed(piece: str) -> tuple[str, str] | None:
    """Return the field and the value of ``PLZ ist 80331``, which has no colon."""
    words = [word for word in piece.split() if fold(word) not in _COPULAS]
    for count in (3, 2, 1):
        key, value = field_of(" ".join(words[:count])), " ".join(words[count:])
        if value and key and _fits(key, value):
            return key, value
    return None


def _is_numbered(piece: str) -> bool:
    """Say whether a piece is a label with its number (*Postcode is B40 1NT*), so that a full stop after it ends it."""
    headed = _headed(piece.rstrip(" .!?"))
    return headed is not None and headed[0] in ("postcode", "contact_phone", "mobile") and "." not in headed[1]


def _fits(key: str, value: str) -> bool:
    """Say whether a value without a colon before it looks like its field, so that prose is not taken for a label."""
    if key in ("postcode", "contact_phone", "mobile", "place", "expected_volume"):
        return any(c.isdigit() for c in value)
    if key == "contact_email":
        return "@" in value
    if key == "temperature":
        return temperature_of(value) is not None
    return (
        key in ("city", "product", "source", "campaign", "country", "company")
        and len(value.split()) <= 4
        and not _warmth(value)
    )


def _warmth(piece: str) -> str | None:
    """Return the temperature that a piece states and nothing else; a question states none."""
    words = _WORD.findall(piece)
    warmths = {t for word in words if len(word) > _SINGLE_LETTERS and (t := temperature_of(word))}
    beside = {fold(word) for word in words if temperature_of(word) is None}
    return warmths.pop() if len(warmths) == 1 and beside <= _BESIDE_A_TEMPERATURE and "?" not in piece else None


def _bare(piece: str, products: tuple[str, ...]) -> Iterable[Pair]:
    """Read a piece without label: a temperature, a product's name, an address, an amount."""
    words = _WORD.findall(piece)
    if warmth := _warmth(piece):
        yield Pair("temperature", warmth, piece, 0.95 if len(words) <= 3 else 0.85)
    folded = f" {fold(piece)} "
    for product in products:
        if f" {fold(product)} " in folded:
            yield Pair("product", product, piece, 0.9)
    if phone := _PHONE.search(piece):
        yield Pair("contact_phone", phone[0], piece, 0.85)
    if code := _BRITISH_POSTCODE.search(piece):
        yield Pair("postcode", code[0], piece, 0.85)
    if "@" in piece:
        yield Pair("contact_email", piece, piece, 0.85)
    if len(words) <= 4 and (amounts := [amount for amount in amounts_in(piece) if amount.explicit]):
        yield Pair("expected_volume", piece[amounts[0].start : amounts[0].end], piece, 0.8)
