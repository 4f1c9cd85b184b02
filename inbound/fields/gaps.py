"""The value alone, in answer to a letter that names what is missing: *Österreich*, *80331*, *Muster GmbH*."""

from __future__ import annotations

import re
from collections.abc import Callable

from inbound.fields.amounts import amounts_in, currency_code
from inbound.fields.labels import fold
from inbound.fields.lines import Pair
from inbound.fields.model import FieldName, FieldReading
from inbound.fields.notes import read_note
from inbound.fields.places import country_code, is_postcode, place_in, split_place
from inbound.fields.prose import is_place
from inbound.fields.settle import LANGUAGE_WORDS, SITE, nearest_product, settle
from inbound.fields.values import addresses_in, phones_in, yes_or_no

_PIECES = re.compile(r",(?!\d{3}(?!\d))|[;\n]|(?<!\d)\.(?=\s|\Z)")
_CHATTER = frozenset(
    "ich mich mir danke thanks thank i me ok okay alles klar gut moment gleich spater later morgen tomorrow weiss know "
    "keine ahnung leider nicht not hallo hello hi bitte please done erledigt freigeben release verwerfen "
    "discard".split()
)
_SENTENCES = frozenset({"need", "remarks"})
_WORDED = (
    "company", "street", "city", "sector", "company_size", "contact_salutation", "contact_first_name",
    "contact_last_name", "contact_position", "product", "need", "remarks", "source", "campaign", "time_frame",
)  # fmt: skip
_MOST_WORDS, _MOST_WORDS_OF_A_SENTENCE = 6, 60
_SHAPED, _AS_WORDED = 0.85, 0.7
_LONGEST_ANSWER = 1_000


_EITHER = re.compile(r"\d\s{1,3}(?:oder|or|bzw\.?)\s{1,3}(?:\w{1,10}\s{1,3})?\d", re.IGNORECASE)
"""Two numbers of which one is meant; which one, only the person knows."""


_PHONE_SAID = re.compile(
    r"\b(?:his|her|their|seine|ihre|deren) (?:[a-z]{2,12} ){0,2}"
    r"[a-z]{0,12}(?:nummer|nr|number|mobile|mobil|cell|phone|handy)\.?(?: is| ist| lautet|:| =)? {0,2}"
    r"(\+?[\d(][\d ()/-]{5,20}\d)",
    re.IGNORECASE,
)
"""A number that is said to be the customer's, not that of a signature."""


def fill_gaps(
    answer: str, missing: tuple[str, ...], products: tuple[str, ...] = (), country: str = "", *, by_shape: bool = False
) -> tuple[dict[FieldName, FieldReading], bool]:
    """Return the fields that an answer gives, called by their name or, where they are missing, by the value alone.

    Args: missing: names of the fields that the letter asked for, ``contact_route`` for e-mail or phone. by_shape: take
        no words for a value only because a single field of words is missing.
    Returns: the fields, and whether the answer says nothing else. A value without its name is taken by its shape (a
        country, a postcode, an address), else by its place, and then with less confidence. Nothing of an answer that
        leaves the choice between two numbers.
    """
    if _EITHER.search(answer):
        return {}, False
    fields = read_note(answer, products, country)
    fields |= _place_said(answer, fields, country)
    fields |= _phone_said(answer, fields, country)
    if not missing or len(answer) > _LONGEST_ANSWER:
        return fields, False
    if "remarks" in missing and "need" not in missing and "need" in fields:
        fields["remarks"] = fields.pop("need")  # the customer's remarks are called alike
    gaps = [name for name in missing if not _given(name, fields)]
    pairs: list[Pair] = []
    left = []
    for piece in (piece.strip(" .!\t") for piece in _PIECES.split(answer)):
        if key := _shape_of(piece, gaps, products, country):
            pairs.append(Pair(key, piece, piece, _SHAPED))
        elif piece and not read_note(piece, products, country):
            left.append(piece)
    worded = [] if by_shape else [name for name in gaps if name in _WORDED and all(pair.key != name for pair in pairs)]
    if len(worded) == 1 and left and (words := _words_for(worded[0], left, answer if not pairs and not fields else "")):
        pairs.append(Pair(worded[0], words, words, _AS_WORDED))
        left = []
    found = settle(pairs, country=country, products=products)
    fields |= {name: reading for name, reading in found.items() if name not in fields and _wanted(name, gaps)}
    if "currency" in gaps and "currency" not in fields and (code := currency_code(answer.rpartition(":")[2])):
        fields["currency"], left = FieldReading(code, answer, _SHAPED), []
    return fields, bool(fields) and not left


def _place_said(answer: str, fields: dict[FieldName, FieldReading], country: str) -> dict[FieldName, FieldReading]:
    """Return the place that an answer names though nobody asked for it: *warm, 86150 Augsburg*, *in Munich, 80331*."""
    pieces = [piece.strip(" .!\t") for piece in _PIECES.split(answer[:_LONGEST_ANSWER])]
    pairs = [
        Pair("place", f"{found[0]} {found[1]}", piece, _SHAPED)
        for piece in pieces
        if (found := place_in(piece)) and is_place(found, piece)
    ]
    if not pairs and "city" in fields:
        pairs = [Pair("postcode", piece, piece, _SHAPED) for piece in pieces if is_postcode(piece, country)]
    if "postcode" in fields or len(pairs) != 1:
        return {}
    found_fields = settle(pairs, country=country)
    return {name: found_fields[name] for name in ("postcode", "city") if name in found_fields and name not in fields}


def _phone_said(answer: str, fields: dict[FieldName, FieldReading], country: str) -> dict[FieldName, FieldReading]:
    """Return the one number that an answer calls the customer's: *his mobile is +44 7700 900123*."""
    found = _PHONE_SAID.findall(answer[:_LONGEST_ANSWER])
    if "contact_phone" in fields or len(found) != 1:
        return {}
    settled = settle([Pair("contact_phone", found[0], found[0], _SHAPED)], country=country)
    return {name: reading for name, reading in settled.items() if name == "contact_phone"}


def _given(name: str, fields: dict[FieldName, FieldReading]) -> bool:
    if name == "contact_route":
        return "contact_email" in fields or "contact_phone" in fields
    return name in fields or (name == "expected_volume" and "expected_volume_cents" in fields)


def _wanted(name: str, gaps: list[str]) -> bool:
    """Whether a field that was settled is one that was asked for, or belongs to one."""
    belongs = {"contact_email": "contact_route", "contact_phone": "contact_route", "city": "postcode"}
    belongs |= {"expected_volume_cents": "expected_volume", "currency": "expected_volume"}
    return name in gaps or belongs.get(name) in gaps or (name == "currency" and "expected_volume_cents" in gaps)


def _shape_of(piece: str, gaps: list[str], products: tuple[str, ...], country: str) -> str | None:
    """Return the key of the missing field whose shape a piece has."""
    shapes: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("contact_route", "contact_email", lambda text: next(addresses_in(text), None)),
        ("contact_email", "contact_email", lambda text: next(addresses_in(text), None)),
        ("country", "country", country_code),
        ("postcode", "place", lambda text: "postcode" in split_place(text, country)),
        ("postcode", "postcode", lambda text: is_postcode(text, country)),
        ("website", "website", lambda text: "@" not in text and SITE.fullmatch(text)),
        ("language", "language", lambda text: fold(text) in LANGUAGE_WORDS),
        ("expected_volume", "expected_volume", lambda text: len(text.split()) <= 4 and amounts_in(text)),
        ("expected_volume_cents", "expected_volume", lambda text: len(text.split()) <= 4 and amounts_in(text)),
        ("contact_route", "contact_phone", lambda text: next(phones_in(text), None)),
        ("contact_phone", "contact_phone", lambda text: next(phones_in(text), None)),
        ("product", "product", lambda text: nearest_product(text, products)[0]),
        ("consent", "consent", lambda text: yes_or_no(text) is not None),
    )
    return next((key for name, key, fits in shapes if piece and name in gaps and fits(piece)), None)


def _words_for(name: str, left: list[str], whole: str) -> str:
    """Return the words that are the value of the one field of words that is missing; empty where they are talk."""
    text = whole.strip() or ", ".join(left)
    words = fold(text).split()
    most = _MOST_WORDS_OF_A_SENTENCE if name in _SENTENCES else _MOST_WORDS
    if "?" in text or len(words) > most or (len(left) > 1 and name not in _SENTENCES):
        return ""
    return "" if _CHATTER & set(words) else text.strip(" .!")
