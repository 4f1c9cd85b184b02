"""Reads what somebody wants of our mails out of a reply that says nothing else: ``nur PLZ 80, 81, täglich, kurz``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LONGEST = 300
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_GAP = re.compile(
    r"(?:[\s,;.!+&]+|(?:und|and|bitte|please|pls|ab sofort|ab jetzt|from now on|hallo|hi|danke|thanks)\b)*"
)
_ONLY = r"(?:(?:bitte )?nur(?: noch)?|(?:please )?only|just)"
_ADDRESS = r"<?(?P<address>[^\s@<>,;:]+@[^\s@<>,;]+\.[a-z]{2,})>?"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_AREA = r"(?:[a-z]{1,2}-)?\d{1,5}"
_AND = r"(?:\s*(?:,|/|\+|\bund\b|\band\b|\boder\b|\bor\b)\s*)+"
_WARMTH = {"heiss": "hot", "hot": "hot", "warm": "warm", "kalt": "cold", "cold": "cold"}
_WARM_WORD = r"(?:heisse?n?|hot|warme?n?|kalte?n?|cold)"
_CADENCES = {
    "hourly": r"stuendlich|jede stunde|einmal pro stunde|hourly|every hour|once an hour",
    "daily": r"taeglich|einmal taeglich|einmal (?:am|pro) tag|1x (?:am|pro) tag|daily|every day|once a day",
    "weekly": r"woechentlich|einmal (?:die|pro|in der) woche|1x (?:die|pro) woche|weekly|every week|once a week",
    "at_once": r"(?:alles |angebote |offers )?(?:sofort|at once|immediately)",
    "never": r"(?:gar )?keine angebote(?: mehr)?|angebote nie|no (?:more )?offers|offers never",
}
_RECEIPTS = {
    "each": r"(?:alle |jede )?einzeln|jede|each(?: one)?(?: at once)?|sofort|at once",
    "daily": r"(?:nur )?(?:einmal )?taeglich|once a day|daily",
    "outcomes": r"nur gewonnen\W+verloren\W+(?:und |oder )?(?:festgefahren|haengend|haengt)|nur ergebnisse"
    r"|only won\W+lost\W+(?:and |or )?stuck|only (?:outcomes|results)",
}
_RECEIPT_NAMES = r"(?:quittung(?:en)?|belege?|empfangsbestaetigungen|receipts?)\s*:?\s*"
_OFFERS_PACE = r"(?:(?:angebote|mails?|offers|e-?mails?)\s*:?\s*)?"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reply wants of our mails.

    changes: preferences by name, as ``SetPreferences`` takes them. deputy: an address or a name, empty for nobody, None
    when none is spoken of. everything: all mails again.
    """

    changes: dict[str, Any]
    deputy: str | None = None
    everything: bool = False


Take = Callable[[re.Match[str]], dict[str, Any]]


def wanted_of_mails(text: str, products: tuple[str, ...] = ()) -> Wanted | None:
    """Return what a reply wants of our mails, or None where any of its words say something else.

    A pace or a temperature alone is left to the words of replies, which know how else it can be meant.
    """
    words = _folded(text)
    if len(words) > _LONGEST:
        return None
    phrases = (*_PHRASES, *_products(products))
    found: dict[str, Any] = {}
    at = _end_of_gap(words, 0)
    while at < len(words):
        for phrase, take in phrases:
            if match := phrase.match(words, at):
                found |= take(match)
                at = _end_of_gap(words, match.end())
                break
        else:
            return None
    if not found or set(found) in ({"cadence"}, {"temperatures"}):
        return None
    everything, deputy = found.pop("everything", False), found.pop("deputy", None)
    return None if everything and (found or deputy is not None) else Wanted(found, deputy, everything)


def deputy_in(text: str) -> tuple[str, str] | None:
    """Return the address or name that a reply gives of its writer's deputy, and its other words; None without one."""
    folded = _folded(text)
    match = _DEPUTY.search(folded) or _NAMED_DEPUTY.search(folded)
    if match is None:
        return None
    rest = f"{folded[: match.start()]} {folded[match.end() :]}".strip(" ,;.\n")
    return _deputy_of(match), rest


def _deputy_of(match: re.Match[str]) -> str:
    return next(value for value in match.groups() if value)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS).strip()


def _end_of_gap(words: str, at: int) -> int:
    match = _GAP.match(words, at)
    return match.end() if match else at


def _phrase(pattern: str, take: Take) -> tuple[re.Pattern[str], Take]:
    return re.compile(rf"(?:{pattern})(?![\w@])"), take


def _says(**changes: Any) -> Take:
    return lambda match: changes


def _areas(match: re.Match[str]) -> dict[str, Any]:
    return {"regions": tuple(area.upper() for area in re.findall(_AREA, match["areas"]))}


def _temperatures(match: re.Match[str]) -> dict[str, Any]:
    named = [warmth for word, warmth in _WARMTH.items() if re.search(rf"\b{word}", match["warmths"])]
    return {"temperatures": tuple(dict.fromkeys(named))}


def _quiet(match: re.Match[str]) -> dict[str, Any]:
    return {"quiet_from": match["begin"].replace(".", ":"), "quiet_until": match["end"].replace(".", ":")}


def _products(products: tuple[str, ...]) -> list[tuple[re.Pattern[str], Take]]:
    """Return the phrase that names some of a vendor's products, the longest names first."""
    if not products:
        return []
    folded = {_folded(product): product for product in products}
    names = "|".join(re.escape(name) for name in sorted(folded, key=len, reverse=True))

    def take(match: re.Match[str]) -> dict[str, Any]:
        return {"products": tuple(folded[name] for name in re.findall(names, match["names"]))}

    return [_phrase(rf"{_ONLY}\s+(?:produkte?|products?)?\s*:?\s*(?P<names>(?:{names})(?:{_AND}(?:{names}))*)", take)]


_DEPUTY = re.compile(
    rf"\b(?:(?:meine )?vertret(?:ung|er|erin)|(?:my )?deputy|stand-?in)\s*(?:ist|is|:|=)?\s*{_ADDRESS}(?![\w@])"
)
_NOT_IN_A_NAME = r"(?!(?:bis|pause|abwesend|urlaub|weg|ab|von|vom|und|im|in|away|until|from|and|on|off|the)\b)"
_NAME = rf"(?P<name>{_NOT_IN_A_NAME}[a-z][a-z'’.-]{{1,30}}(?: {_NOT_IN_A_NAME}[a-z][a-z'’-]{{1,30}}){{0,2}})"
# By name only where it is surely one's own deputy: a customer's contact has a deputy, too.
_NAMED_DEPUTY = re.compile(
    rf"(?:(?:^|[\n,;.]\s{{0,9}}|\b(?:und|and) )(?:meine |my )?(?:vertretung|deputy|stand-?in)"
    rf"\s{{0,9}}[:=]\s{{0,9}}{_NAME}"
    rf"|\b(?:meine vertretung ist|my (?:deputy|stand-?in) is)\s{{1,9}}{_NAME.replace('name', 'other')}"
    rf"|\b{_NAME.replace('name', 'third')} (?:vertritt mich|springt fuer mich ein|stands in for me|covers for me)"
    r")(?![\w@])"
)
_PHRASES: tuple[tuple[re.Pattern[str], Take], ...] = (
    *(_phrase(f"{_RECEIPT_NAMES}(?:{words})", _says(receipts=code)) for code, words in _RECEIPTS.items()),
    _phrase(r"wieder alles|alles wieder|alle mails wieder|everything again|all again|all mails again",
            _says(everything=True)),
    _phrase(rf"{_ONLY}\s+(?:plz|postleitzahl(?:en)?|regionen|region|gebiete?|postcodes?|zips?|regions?|areas?)\s*:?\s*"
            rf"(?P<areas>{_AREA}(?:{_AND}{_AREA})*)", _areas),
    _phrase(r"alle (?:plz|postleitzahlen|regionen|gebiete)|all (?:postcodes|regions|areas)", _says(regions=())),
    _phrase(r"alle produkte|all products", _says(products=())),
    _phrase(r"alle temperaturen|all temperatures", _says(temperatures=())),
    _phrase(rf"{_ONLY}\s+(?P<warmths>{_WARM_WORD}(?:{_AND}{_WARM_WORD})*)(?:\s+(?:leads|angebote|offers|ones))?",
            _temperatures),
    *(_phrase(f"(?:{_ONLY} )?{_OFFERS_PACE}(?:{words})", _says(cadence=code)) for code, words in _CADENCES.items()),
    (_DEPUTY, lambda match: {"deputy": match["address"]}),
    (_NAMED_DEPUTY, lambda match: {"deputy": _deputy_of(match)}),
    _phrase(r"keine vertretung(?: mehr)?|no deputy", _says(deputy="")),
    _phrase(r"kurz|kuerzer|knapp|kurze mails|brief|short|short mails", _says(brief=True)),
    _phrase(r"ausfuehrlich|ausfuehrliche mails|in full|full mails|detailed", _says(brief=False)),
    _phrase(r"(?:auf |in )?(?:deutsch|german)", _says(language="de")),
    _phrase(r"(?:auf |in )?(?:englisch|english)", _says(language="en")),
    _phrase(rf"(?:ruhe|ruhezeit(?:en)?|nachtruhe|quiet(?: hours)?)\s*:?\s*(?:von |from )?(?P<begin>{_CLOCK})"
            rf"\s*(?:uhr)?\s*(?:bis|-|–|to|until|till)\s*(?P<end>{_CLOCK})\s*(?:uhr)?", _quiet),
    _phrase(r"keine ruhezeit(?:en)?|no quiet hours", _says(quiet_from="", quiet_until="")),
)  # fmt: skip
