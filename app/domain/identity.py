"""The words by which a customer could be recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.postcodes import leading_town

_WORD = re.compile(r"[^\W_]+")
_SPELLED_UMLAUT = re.compile(r"([aou])e+")
_SCHEME = re.compile(r"^[a-z]+://")


def _set(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


LEGAL_FORMS = _set(
    "gmbh mbh ag kg kgaa ohg gbr ug se ek ev co cokg haftungsbeschrankt ltd limited llc llp inc corp corporation plc "
    "sa sarl sas srl spa bv nv ab as oy aps ges gesmbh eg partg stiftung verein"
)
SMALL_WORDS = _set(
    "und and the der die das den dem des ein eine fur for of von van vom zu zum zur de la le les du da di am an auf im "
    "in bei mit e v k u y et"
)
# Words of many firms' names that tell no firm: they may stay in a text, unless the name has nothing else.
_TRADE_WORDS = _set(
    "anlagen anlagenbau apparatebau automation bau beratung betrieb betriebe consulting dienste dienstleistungen "
    "digital druck elektro elektrotechnik energie engineering europe fertigung firma gebr gebruder germany deutschland "
    "group gruppe handel handels handelsgesellschaft hightech holding industrie industries international "
    "kunststofftechnik lager logistics logistik machinery management manufacturing maschinen maschinenbau "
    "maschinenfabrik medizintechnik metall metallbau metallverarbeitung montage partner praxis produktion production "
    "project projekt quality retail robotics schweiz osterreich service services shop sohn sohne solutions "
    "spedition system systeme systems technik technologie technologies technology tech trade trading transport "
    "transporte verpackung verpackungen vertrieb vertriebs verwaltung werk werke werkzeug werkzeugbau world"
)
_MAIL_PROVIDERS = _set(
    "gmail googlemail gmx web t-online outlook hotmail live yahoo icloud me aol mail posteo mailbox freenet arcor "
    "1und1 ionos bluewin hispeed sunrise aon chello proton protonmail example test localhost com co net "
    "org de at ch"
)
_ROLE_ADDRESSES = _set(
    "info kontakt contact office mail post hello hallo sales vertrieb einkauf purchasing buchhaltung service support "
    "team anfrage anfragen webmaster admin bestellung zentrale technik"
)
_STREET_WORDS = _set("strasse str weg platz gasse allee ring damm ufer street road avenue lane rue via")
_ENDINGS = _set("s es n en er ern sche schen scher sches schem")
_SHORTEST_INSIDE = 5
_SHORTEST_INITIALS = 3
_SHORTEST_SPELLED = 3


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """Return how a word is compared: Müller, MUELLER and Muller are one."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(sign))
    return _SPELLED_UMLAUT.sub(r"\1", plain)


def words(text: str) -> list[str]:
    """Return the keys of a text's words."""
    return [key(word) for word in _WORD.findall(text)]


@dataclass(frozen=True)
class Identity:
    """What must not be read before a lead is taken.

    ``alone``: words that identify by themselves. ``inside``: such that identify also within a longer word. ``phrases``:
    words in a row that identify together. ``initials``: the firm's, in capitals. ``phone``: its last digits.
    """

    alone: frozenset[str]
    inside: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    initials: str
    phone: str
    postcode: str

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Identity:
        """Return the identity that a lead's fields hold. Source: rulebook 4.3."""
        texts = {name: unicodedata.normalize("NFKC", str(value)) for name, value in fields.items() if value}
        company = _company_words(texts.get("company", ""))
        online = _domain_words(texts) | _mail_words(texts.get("contact_email", ""))
        names = words(" ".join(texts.get(name, "") for name in ("contact_first_name", "contact_last_name")))
        people = {name for name in names if len(name) > 1 and name not in SMALL_WORDS}
        streets = {word for word in words(texts.get("street", "")) if len(word) > 3} - _STREET_WORDS - SMALL_WORDS
        inside = {word for word in {*company, *online} if len(word) >= _SHORTEST_INSIDE}
        return cls(
            alone=frozenset({word for word in company if len(word) > 1} | online | people | streets),
            inside=frozenset(inside),
            phrases=_phrases(texts),
            initials=_initials(texts.get("company", "")),
            phone="".join(sign for sign in texts.get("contact_phone", "") if sign.isdigit())[-6:],
            postcode="".join(sign for sign in texts.get("postcode", "") if sign.isalnum()),
        )

    def tells(self, word: str) -> bool:
        """Whether one word of a text identifies: itself, inflected, or with something of the firm's inside."""
        if self.initials and word == self.initials:
            return True
        found = key(word)
        if found in self.alone or any(inner in found for inner in self.inside):
            return True
        return any(found[:-cut] in self.alone and found[-cut:] in _ENDINGS for cut in range(1, min(6, len(found) - 1)))

    def is_spelled_in(self, letters: str) -> bool:
        """Whether letters that stood apart spell a word of the customer, maybe among others."""
        found = key(letters)
        return any(word in found for word in self.alone if len(word) >= _SHORTEST_SPELLED)

    def is_in(self, text: str) -> bool:
        """Whether anything of the customer can be read in a text."""
        found = _WORD.findall(text)
        keys = [key(word) for word in found]
        return any(self.tells(word) for word in found) or any(_contains(keys, phrase) for phrase in self.phrases)


def _contains(keys: list[str], phrase: tuple[str, ...]) -> bool:
    length = len(phrase)
    return any(tuple(keys[start : start + length]) == phrase for start in range(len(keys) - length + 1))


def _company_words(company: str) -> list[str]:
    """Return the words of a firm's name that distinguish it; where there are none, all but the legal form."""
    named = [word for word in words(company) if word not in LEGAL_FORMS | SMALL_WORDS]
    return [word for word in named if word not in _TRADE_WORDS] or named


def _domain_words(texts: Mapping[str, str]) -> set[str]:
    website = _SCHEME.sub("", texts.get("website", "").strip().lower()).partition("/")[0]
    hosts = [website, texts.get("contact_email", "").rpartition("@")[2].lower()]
    labels = {label for host in hosts for label in host.split(".")[:-1] if label not in _MAIL_PROVIDERS | {"www"}}
    return _parts(labels)


def _mail_words(address: str) -> set[str]:
    local = address.rpartition("@")[0].lower()
    return _parts({local} - _ROLE_ADDRESSES) - _ROLE_ADDRESSES


def _parts(labels: Iterable[str]) -> set[str]:
    """Return labels with their hyphens and dots both closed up and taken as word ends."""
    found: set[str] = set()
    for label in labels:
        pieces = words(re.sub(r"\d+", " ", label))
        found |= {piece for piece in pieces if len(piece) > 2} | {key("".join(_WORD.findall(label)))}
    return {word for word in found if len(word) > 2} - _TRADE_WORDS - LEGAL_FORMS - SMALL_WORDS


def _phrases(texts: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the firm with and without its form, the street and the town, the longest first.

    A town that leads its area stays: the two digits of the postcode say as much.
    """
    company = words(texts.get("company", ""))
    found = {tuple(company), tuple(word for word in company if word not in LEGAL_FORMS)}
    found.add(tuple(words(texts.get("street", ""))))
    town = tuple(words(texts.get("city", "")))
    leading = leading_town(texts.get("country", ""), texts.get("postcode", "")[:2])
    if leading is None or tuple(words(leading)) != town:
        found.add(town)
    long_enough = {phrase for phrase in found if len("".join(phrase)) > 1}
    return tuple(sorted(long_enough, key=lambda phrase: (-len(phrase), phrase)))


def _initials(company: str) -> str:
    """Return a firm's initials in capitals, by which many are known, or nothing where they are too few."""
    named = [word for word in _WORD.findall(company) if key(word) not in LEGAL_FORMS | SMALL_WORDS]
    letters = "".join(word[0].upper() for word in named)
    return letters if len(letters) >= _SHORTEST_INITIALS else ""
