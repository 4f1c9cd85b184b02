"""Letters written by people: name, address, phone, budget, time and need from sentences and signatures."""

from __future__ import annotations

import re

from inbound.fields.labels import fold, opens_foreign_section
from inbound.fields.lines import Pair
from inbound.fields.places import place_in
from inbound.fields.plans import pairs_of_plans
from inbound.fields.speech import BESIDE_A_NAME, CLOSINGS, GREETINGS, MY_NAME_IS, ROLES
from inbound.fields.values import addresses_in, has_legal_form, is_desk, phones_in, split_name

SAID, SIGNED, GUESSED = 0.85, 0.8, 0.6
"""Confidence of what a sentence says, what stands in a signature, and what is only likely."""

_NAME_WORD = r"[^\W\d_a-z][^\W\d_]*(?:[-'’.][^\W\d_]+)*\.?"
_PARTICLE = r"(?:von|van|de|der|den|vom|zu|la|del|di|da|du|le|af)"
_NAME = re.compile(rf"\s{{1,3}}({_NAME_WORD}(?:[ \t]{{1,3}}(?:{_PARTICLE}[ \t]{{1,3}}){{0,3}}{_NAME_WORD}){{0,3}})")
_SAYS_NAME = re.compile("|".join(re.escape(phrase) for phrase in MY_NAME_IS), re.IGNORECASE)
_STREET = re.compile(
    r"\d|(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|gatan|vägen|street|road|lane|avenue)\b", re.IGNORECASE
)
_SITE = re.compile(r"(?:https?://|www\.)[\w.\-]{3,80}[^\s,;<>()]{0,100}", re.IGNORECASE)
_FAX = re.compile(r"\b(?:tele)?fax\b", re.IGNORECASE)
_GREETING = tuple(f"{phrase} " for phrase in GREETINGS)
_END_OF_GREETING = re.compile(r"[,!?;:–—] ?|\s-\s|(?<=\w{5})\. ")
_END_OF_CLAUSE = re.compile(r"[,;:!?\n]")
_LONGEST_GREETING = 60
_MOST_GREETINGS = 4
_LONGEST_SIGNATURE = 12
_FEWEST_OF_A_CARD = 4
_LONGEST_LINE = 2_000
_FEW_LETTERS = 12
_PHONE_WORD = re.compile(
    r"\b(?:tele|phon|fon|tel\b|mob|handy|cell|ruf|anruf|erreich|reach|call|ring|joign|appel|llam|chiam|bel|zadzw"
    r"|dzwon|ruckruf|whatsapp|mon numero|mi numero|mio numero|meine nummer|my number"
    r"|mijn nummer|moj numer|mit nummer|mitt nummer)"
)
_NO_PHONE = re.compile(
    r"\b(?:artikel|bestell|auftrag|kunden|rechnung|objekt|angebot|order|item|invoice|customer no|ust|vat|iban|hrb"
    r"|steuer|siret|kvk|nip|isbn|konto|ref)"
)
_UNITS = frozenset(
    "stuck euro eur meter mitarbeiter liter uhr personen jahre kilo tonnen watt module teile units pieces "
    "people euros pounds dollars metres meters hours years".split()
)
_BEFORE_A_PLACE = frozenset(
    "in aus from at near nach bei a en te w z i da di dans de te uit van fran till ve ort wohnhaft based".split()
)


def pairs_of_prose(lines: list[str]) -> list[Pair]:
    """Return what a letter tells about its writer: sentences first, then the signature, then the need itself."""
    lines = _own_lines(lines)
    start = _signature_start(lines)
    body, signature = lines[:start], [line.strip() for line in lines[start:] if line.strip(" -_*")]
    pairs = _said(body)
    pairs += _signed(signature)
    for lines_of, confidence in ((signature, SIGNED), (body, SAID)):
        for line in lines_of:
            pairs += _contact_data(line[:_LONGEST_LINE], confidence)
    return pairs + pairs_of_plans("\n".join(body)) + _need(body)


def _own_lines(lines: list[str]) -> list[str]:
    """Return the lines a writer did not quote, unless all are; what is told there of the seller is nobody's data."""
    own = [
        line for line in lines if not line.startswith(">") and not opens_foreign_section(line.partition(":")[0].strip())
    ]
    return own if any(line.strip() for line in own) else lines


def _signature_start(lines: list[str]) -> int:
    """Return where the signature starts: after a closing phrase or ``-- ``, else the last block with contact data."""
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].strip()
        if text in ("--", "-- ") or (len(text) < 60 and text and _closes(text)):
            return at
    block = len(lines)
    while block and not lines[block - 1].strip():
        block -= 1
    end = block
    while block and lines[block - 1].strip():
        block -= 1
    inside = lines[block:end]
    has_data = any(list(addresses_in(line)) or list(phones_in(line)) or place_in(line) for line in inside)
    short = all(len(line) < 60 for line in inside)
    card = len(inside) >= _FEWEST_OF_A_CARD and not any(line.rstrip().endswith((".", "!", "?", ",")) for line in inside)
    alone = block or card
    return block if has_data and short and 2 <= len(inside) <= _LONGEST_SIGNATURE and alone else len(lines)


def _closes(text: str) -> bool:
    folded = fold(text)
    return any(folded.startswith(phrase) and (len(phrase) > 3 or folded == phrase) for phrase in CLOSINGS)


def _said(body: list[str]) -> list[Pair]:
    text = "\n".join(body)[:20_000]
    pairs = []
    for match in _SAYS_NAME.finditer(text):
        if name := _NAME.match(text, match.end()):
            pairs.append(Pair("full_name", _person(name, text), text[match.start() : name.end()], SAID))
            break
    return pairs


def _person(name: re.Match[str], text: str) -> str:
    """Return a person's name without the firm it goes on with: *Carla Kunde von der Kunde AG*."""
    words = name[1].split()
    clause = _END_OF_CLAUSE.split(text[name.start() : name.end() + 60], maxsplit=1)[0]
    firm = next((at for at, word in enumerate(words) if at > 1 and word.islower()), 0)
    return " ".join(words[:firm] if firm and has_legal_form(clause) else words).rstrip(".")


def _signed(signature: list[str]) -> list[Pair]:
    pairs: list[Pair] = []
    after_name = False
    for at, line in enumerate(signature[:_LONGEST_SIGNATURE]):
        if has_legal_form(line) and len(line) < 80 and "@" not in line:
            pairs.append(Pair("company", line.strip(" ,|"), line, SIGNED))
        elif not any(pair.key == "full_name" for pair in pairs) and _is_name(line):
            pairs.append(Pair("full_name", line, line, SIGNED))
            after_name = True
            continue
        elif after_name and len(line) < 60 and ROLES & set(re.split(r"[\s,/&|]+", line.casefold())):
            pairs.append(Pair("contact_position", line, line, SIGNED))
        if (
            at + 1 < len(signature)
            and place_in(signature[at + 1])
            and _STREET.search(line)
            and not place_in(line)
            and "@" not in line
        ):
            pairs.append(Pair("street", line, line, SIGNED))
        if (site := _SITE.search(line)) and "@" not in line:
            pairs.append(Pair("website", site[0], line, SIGNED))
    return pairs


def _is_name(line: str) -> bool:
    """Say whether a line of a signature is a person's name: two words or more, each a name's, no closing phrase."""
    words = line.split()
    parts = split_name(line)
    capitals = all(
        word[0].isupper()
        or word.casefold() in ("von", "van", "de", "der", "den", "zu", "la", "del", "di", "da", "du", "le", "d", "und")
        for word in words
    )
    return bool(
        parts
        and "contact_first_name" in parts
        and len(words) <= 5
        and capitals
        and not _closes(line)
        and not ROLES & set(line.casefold().split())
    )


def _contact_data(line: str, confidence: float) -> list[Pair]:
    text = line.strip()
    pairs = [Pair("contact_email", address, text, confidence) for address in addresses_in(line) if not is_desk(address)]
    if not _FAX.search(line):
        pairs += [
            Pair("contact_phone", written, text, confidence) for written in phones_in(line) if _is_phone(written, text)
        ]
    if (found := place_in(line)) and is_place(found, text):
        prefix = f"{found[2]}-" if found[2] else ""
        pairs.append(Pair("place", f"{prefix}{found[0]} {found[1]}", text, confidence - 0.05))
    return pairs


def _is_phone(written: str, line: str) -> bool:
    """Say whether digits in a letter are a phone number: they stand alone, or the line speaks of calling."""
    around = fold(line.replace(written, " "))
    if not _NO_PHONE.search(around) and sum(c.isalpha() for c in around) <= _FEW_LETTERS:
        return True
    return bool(_PHONE_WORD.search(around)) and not _NO_PHONE.search(around)


def is_place(found: tuple[str, str, str], line: str) -> bool:
    """Say whether digits before a capital are a postcode: at the start of a short line, or after a comma or *in*,
    *aus*...
    """
    if fold(found[1]).split()[0] in _UNITS:
        return False
    before = line[: line.find(found[0])].rstrip()
    word = fold(before).rpartition(" ")[2]
    plate = word.upper() in ("D", "A", "CH", "DE", "AT", "F", "I", "NL", "B", "L") or before.endswith("-")
    return not before and len(line) < 60 or before.endswith((",", "|", "·", "•")) or plate or word in _BEFORE_A_PLACE


def _need(body: list[str]) -> list[Pair]:
    """Take the letter without greeting as what is needed."""
    text = "\n".join(_without_greeting(line).rstrip() for line in body).strip()
    return [Pair("need", text, text.split("\n")[0], 0.7)] if len(text) >= 12 else []


def _without_greeting(line: str) -> str:
    """Return what a line says after its greeting: nothing, where only names follow."""
    if not _greets(line):
        return line
    rest = line.strip()
    for _ in range(_MOST_GREETINGS):
        end = _END_OF_GREETING.search(rest, 0, _LONGEST_GREETING)
        if end is None:
            return rest if len(rest) >= _LONGEST_GREETING or _speaks(rest.split()[2:]) else ""
        rest = rest[end.end() :].lstrip()
        if not _greets(rest):
            return rest if _speaks(rest.split()) else ""
    return rest


def _greets(line: str) -> bool:
    return f"{fold(line[:_LONGEST_GREETING])} ".startswith(_GREETING)


def _speaks(words: list[str]) -> bool:
    """Say whether words are more than names and what stands beside names: one of them is small and none of those."""
    return len(words) > 1 and any(word[0].islower() and fold(word) not in BESIDE_A_NAME for word in words)
