"""Whether two records mean the same customer, exactly or perhaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import phonenumbers
from rapidfuzz import fuzz

from app.domain.identity import LEGAL_FORMS, SMALL_WORDS, words
from app.domain.mail_providers import MAIL_PROVIDERS

# Below this likeness two names of firms in one place are not worth a person's look. Measured on spellings such as
# "Metallbau Muster" / "Muster Metallbau" (100), "Mustermann" / "Musterman" (95) and "Maier Bau" / "Meyer Bau" (78).
SIMILAR_FROM = 85
_SHORTEST_NAME = 3
_EXACT_PARTS = ("domain", "phone", "email", "name")
_SHORT_WORD = 6
PART = "part"  # the kind of a key of a similar name
NOWHERE = "-"  # the area of who has no postcode


class Likeness(StrEnum):
    """How two records agree: the first four are one customer, the last two may be."""

    DOMAIN = "domain"
    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_PLACE = "name_and_place"
    NAME = "name"
    SIMILAR_NAME = "similar_name"


EXACT = frozenset({Likeness.DOMAIN, Likeness.PHONE, Likeness.EMAIL, Likeness.NAME_AND_PLACE})


class Key(NamedTuple):
    """A word under which a record is kept, so that whoever is like it looks under the same.

    kind: a part of the customer (``domain``, ``name``, …), or ``part``: the beginning or end of one of the name's
    words. area: only of a part; the country with two digits of the postcode or ``-``, and once more with ``@`` and
    the town.
    """

    kind: str
    word: str
    area: str = ""


@dataclass(frozen=True)
class Customer:
    """What a customer is recognised by; every part may be empty.

    name: the firm's words without its legal form, in one spelling. domain: of the website or the mail, never a
    provider's. email: only where the domain tells nothing. phone: E.164.
    """

    name: str = ""
    domain: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    postcode: str = ""
    city: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Any], country: str) -> Customer:
        """Return what a lead's, a registration's or an account's fields say.

        Args: fields: by the names of rulebook 3.3; an account's ``domain`` counts as its website. country: the
            vendor's, ISO code; by it phone numbers without a country are read.
        Source: rulebook 3.6, 7.2.
        """
        texts = {name: str(value).strip() for name, value in fields.items() if value not in (None, "")}
        email = texts.get("contact_email", "").lower()
        domain = _domain(texts.get("website") or texts.get("domain", "")) or _domain(email.rpartition("@")[2])
        home = texts.get("country", country).upper()
        return cls(
            name=" ".join(name_words(texts.get("company", ""))), domain=domain, email="" if domain else email,
            phone=_phone(texts.get("contact_phone", ""), home), country=home,
            postcode="".join(texts.get("postcode", "").split()).upper(), city=" ".join(words(texts.get("city", ""))),
        )  # fmt: skip

    def likeness(self, other: Customer) -> Likeness | None:
        """Return how another record is like this one, the surest way first; None when nothing speaks for it."""
        for kind in (Likeness.DOMAIN, Likeness.PHONE, Likeness.EMAIL):
            mine = getattr(self, kind)
            if mine and mine == getattr(other, kind):
                return kind
        if len(self.name) < _SHORTEST_NAME or len(other.name) < _SHORTEST_NAME:
            return None
        if self.name == other.name:
            return Likeness.NAME_AND_PLACE if self._same_postcode(other) else Likeness.NAME
        near = self._may_be_near(other)
        return Likeness.SIMILAR_NAME if near and are_similar(self.name, other.name) else None

    def kept_under(self) -> frozenset[Key]:
        """Return the keys of a record of this customer.

        Whatever ``likeness`` finds has one in common with it: an edited letter leaves the beginning or the end of its
        word as it was.
        """
        areas = [f"{self.country}{self.postcode[:2] or NOWHERE}", *([self._town_area()] if self.city else [])]
        return self.exact_keys() | {Key(PART, part, area) for part in self.name_parts() for area in areas}

    def exact_keys(self) -> frozenset[Key]:
        """Return the keys of those who are surely, or by their whole name, this customer."""
        found = (Key(kind, getattr(self, kind)) for kind in _EXACT_PARTS)
        return frozenset(key for key in found if len(key.word) >= (_SHORTEST_NAME if key.kind == "name" else 1))

    def areas_near(self) -> tuple[str, ...]:
        """Return the areas where a similar name may be this customer; none if that is anywhere in its country."""
        if not self.postcode:
            return ()
        town = (self._town_area(),) if self.city else ()
        return (f"{self.country}{self.postcode[:2]}", f"{self.country}{NOWHERE}", *town)

    def _town_area(self) -> str:
        return f"{self.country}@{self.city}"

    def name_parts(self) -> frozenset[str]:
        """Return beginnings and ends of the name's words; of a short name that stands alone, shorter ones too."""
        named = self.name.split() if len(self.name) >= _SHORTEST_NAME else []
        stands_alone = len(named) == 1
        found = set()
        for word in named:
            for size in (2, 3) if stands_alone and len(word) <= _SHORT_WORD else (3,):
                found |= {f"{word[:size]}*", f"*{word[-size:]}"}
        return frozenset(found)

    def _same_postcode(self, other: Customer) -> bool:
        return bool(self.postcode) and (self.country, self.postcode) == (other.country, other.postcode)

    def _may_be_near(self, other: Customer) -> bool:
        """Whether nothing says that the two are in different places."""
        if self.country != other.country:
            return False
        if self.city and self.city == other.city:
            return True
        return not (self.postcode and other.postcode) or self.postcode[:2] == other.postcode[:2]


def are_similar(name: str, other: str) -> bool:
    """Whether two names, each as ``Customer.name``, are close enough for a person to look at."""
    return fuzz.token_sort_ratio(name, other) >= SIMILAR_FROM


def name_words(company: str) -> list[str]:
    """Return the words of a firm's name without its legal form; all of them where nothing else is left."""
    found = words(company)
    return [word for word in found if word not in LEGAL_FORMS | SMALL_WORDS] or found


def _domain(text: str) -> str:
    host = text.lower().partition("://")[2] or text.lower()
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.").rstrip(".")
    return host if "." in host and host not in MAIL_PROVIDERS else ""


@lru_cache(maxsize=4096)
def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
