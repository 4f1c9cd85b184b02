"""Raw pairs of label and value -> checked fields of a lead; what does not hold up is left out and asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import cast

from inbound.fields.amounts import amounts_in, currency_code
from inbound.fields.labels import fold
from inbound.fields.lines import Pair
from inbound.fields.model import FieldName, FieldReading, Value
from inbound.fields.places import country_code, country_from, is_postcode, speaks, split_place, with_zero
from inbound.fields.products import named_product
from inbound.fields.values import (
    addresses_in,
    e164,
    has_legal_form,
    is_nobody,
    phones_in,
    split_name,
    temperature_of,
    yes_or_no,
)

SITE = re.compile(r"(?:https?://)?(?:[\w\-]{1,63}\.){1,6}[a-z]{2,24}(?:/[^\s<>\"]{0,200})?", re.IGNORECASE)
NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "null",
        "keine",
        "keine angabe",
        "k.a.",
        "k. a.",
        "/",
        ".",
        "undefined",
        "not provided",
        "?",
        "unknown",
        "unbekannt",
        "tbd",
        # What a spreadsheet shows where a formula failed.
        "#n/a",
        "#nv",
        "#ref!",
        "#bezug!",
        "#name?",
        "#value!",
        "#wert!",
        "#div/0!",
    }
)
_AS_WRITTEN = (
    "company",
    "sector",
    "company_size",
    "contact_position",
    "remarks",
    "source",
    "campaign",
    "time_frame",
    "need",
)
LONGEST = {"need": 20_000, "remarks": 20_000}
LONGEST_LINE = 200
_SIMILAR_ENOUGH = 88
_NAMED, _UNSURE = 0.95, 0.55
_MOST_NUMBERS = 20
_LANGUAGES = {
    "de": "de deutsch german allemand aleman tedesco duits niemiecki tyska",
    "en": "en english englisch anglais ingles inglese engels angielski engelska",
    "fr": "fr francais french franzosisch frances francese frans francuski franska",
    "es": "es espanol spanish spanisch espagnol spagnolo spaans hiszpanski",
    "it": "it italiano italian italienisch italien",
    "nl": "nl nederlands dutch niederlandisch hollandisch",
    "pl": "pl polski polish polnisch",
    "sv": "sv svenska swedish schwedisch",
}
LANGUAGE_WORDS = frozenset(word for words in _LANGUAGES.values() for word in words.split())


def settle(pairs: Iterable[Pair], *, country: str, products: tuple[str, ...] = (), language: str | None = None,
           ours: frozenset[str] = frozenset()) -> dict[FieldName, FieldReading]:  # fmt: skip
    """Return the fields that pairs of label and value amount to.

    Args: pairs: best first among equals. country: the vendor's, ISO code or empty. products: the vendor's names.
        language: of the text. ours: addresses and domains that never are the customer's.
    """
    settling = _Settling([pair for pair in pairs if pair.value.strip().casefold() not in NOTHING], products, ours)
    settling.plain()
    settling.names()
    settling.place(country, language)
    settling.email()
    settling.phone(language)
    return settling.fields


class _Settling:
    """The pairs, and the fields made of them so far; the first of the surest wins."""

    def __init__(self, pairs: list[Pair], products: tuple[str, ...], ours: frozenset[str]) -> None:
        self.pairs, self.products, self.ours = pairs, products, ours
        self.fields: dict[FieldName, FieldReading] = {}
        self.country = ""

    def of(self, *keys: str) -> list[Pair]:
        """Return the pairs of these keys, surest first."""
        return sorted((pair for pair in self.pairs if pair.key in keys), key=lambda pair: -pair.confidence)

    def put(self, name: str, value: Value, pair: Pair, factor: float = 1.0) -> None:
        if value != "" and name not in self.fields and pair.confidence * factor >= 0.5:
            self.fields[cast(FieldName, name)] = FieldReading(
                value, pair.line[:500], round(pair.confidence * factor, 2)
            )

    def plain(self) -> None:
        """Set what needs no knowledge of the rest."""
        for name in _AS_WRITTEN:
            if found := self.of(name):
                self.put(
                    name,
                    _joined(found) if name == "need" else found[0].value[: LONGEST.get(name, LONGEST_LINE)],
                    found[0],
                )
        if "need" not in self.fields:
            for pair in self.of("title")[:1]:
                self.put("need", pair.value, pair, 0.6)
        for pair in self.of("temperature"):
            if warmth := temperature_of(pair.value):
                self.put("temperature", warmth, pair)
        for pair in self.of("consent"):
            if (consent := yes_or_no(pair.value)) is not None:
                self.put("consent", consent, pair)
        for pair in self.of("language"):
            known = [code for code, words in _LANGUAGES.items() if fold(pair.value) in words.split()]
            self.put("language", known[0] if known else "", pair)
        for pair in self.of("website"):
            if (site := SITE.search(pair.value)) and "@" not in pair.value and not self._is_ours(site[0]):
                self.put("website", site[0], pair)
        self._volume()
        self._product()

    def _volume(self) -> None:
        for pair in self.of("expected_volume"):
            if amounts := amounts_in(pair.value):
                best = next((amount for amount in amounts if amount.explicit), amounts[0])
                self.put("expected_volume_cents", best.cents, pair, 1.0 if len(amounts) == 1 else 0.7)
                self.put("currency", best.currency or self._currency(), pair)
                return

    def _currency(self) -> str:
        """Return the code of a column of its own; sheets write sums without one."""
        return next((found for pair in self.of("currency") if (found := currency_code(pair.value))), "")

    def _product(self) -> None:
        for pair in self.of("product"):
            name, likeness = nearest_product(pair.value, self.products)
            self.put("product", name or pair.value[:200], pair, likeness if self.products else 0.9)

    def names(self) -> None:
        """Set the contact's name from whole names and parts in any mixture."""
        parts = {
            name: self.of(name)[0]
            for name in ("contact_first_name", "contact_last_name", "contact_salutation")
            if self.of(name)
        }
        first, last = parts.get("contact_first_name"), parts.get("contact_last_name")
        whole = self.of("full_name", "full_name_last_first")
        if whole and last and not first:
            first, whole = whole[0], []
        if (first is None) != (last is None) and not whole:
            whole = [pair for pair in (first, last) if pair and len(pair.value.split()) > 1] or []
            first, last = (None, None) if whole else (first, last)
        for name, pair in (("contact_first_name", first), ("contact_last_name", last)):
            if pair and split_name(pair.value):
                self.put(name, pair.value.strip(" ,;"), pair)
        if salutation := parts.get("contact_salutation"):
            self.put("contact_salutation", salutation.value[:40], salutation)
        for pair in whole:
            if has_legal_form(pair.value):  # a form that asks for a name got the firm's
                self.put("company", pair.value.strip(" ,;")[:LONGEST_LINE], pair, 0.8)
            elif (split := split_name(pair.value, last_first=pair.key == "full_name_last_first")) and not first:
                for name, value in split.items():
                    self.put(name, value, pair)
                break

    def place(self, home: str, language: str | None) -> None:
        """Set street, postcode, city and country; a whole address in one value is taken apart."""
        for pair in self.of("country")[:1]:
            self.country = country_code(pair.value) or ""
        for pair in self.of("postcode"):
            code = with_zero(pair.value.strip(), self.country)
            if any(c.isdigit() for c in code):
                split = (
                    {"postcode": code}
                    if is_postcode(code, self.country) and len(code) <= 10
                    else split_place(code, self.country)
                )
                self._put_all(split, pair)
        self._street()
        for pair in self.of("place", "address"):
            *street, rest = [part.strip() for part in pair.value.replace("\n", ",").rsplit(",", 1)]
            split = split_place(rest, self.country)
            if pair.key == "address" and "postcode" not in split:
                self.put("street", pair.value[:200], pair)
                continue
            self.put("street", ", ".join(street)[:200] if pair.key == "address" else "", pair)
            self._put_all(split, pair)
        for pair in self.of("city"):
            split = split_place(pair.value, self.country)
            self._put_all(split if "postcode" in split else {"city": pair.value}, pair)
        if not self.country:
            postcode = self.fields.get("postcode")
            self.country = country_from(str(postcode.value) if postcode else "", language, home)
        for pair in self.of("country")[:1]:
            self.put("country", self.country, pair)
        if postcode := self.fields.get("postcode"):
            sure = 0.75 if is_postcode(str(postcode.value), self.country) else 0.0
            self.put("country", self.country, Pair("country", "", postcode.source_line, sure))

    def _street(self) -> None:
        numbers = self.of("house_number")
        for pair in self.of("street")[:1]:
            number = f" {numbers[0].value}" if numbers and numbers[0].value not in pair.value else ""
            self.put("street", (pair.value + number)[:200], pair)

    def _put_all(self, split: dict[str, str], pair: Pair) -> None:
        for name, value in split.items():
            if name == "country":
                self.country = self.country or value
            elif len(value) <= (10 if name == "postcode" else 60):
                self.put(name, value.strip(" ,"), pair)

    def email(self) -> None:
        for pair in self.of("contact_email", "contact_route"):
            for address in addresses_in(pair.value):
                if not self._is_ours(address) and not is_nobody(address):
                    self.put("contact_email", address, pair)
                    return

    def _is_ours(self, address: str) -> bool:
        host = (
            address.casefold()
            .rpartition("@")[2]
            .removeprefix("https://")
            .removeprefix("http://")
            .removeprefix("www.")
            .split("/")[0]
        )
        return address.casefold() in self.ours or host in self.ours

    def phone(self, language: str | None) -> None:
        """Set the first number that can exist, landline before mobile, dialled from the customer's country.

        English is written everywhere: there the vendor's own country is believed only for a number that starts as
        numbers do there.
        """
        countries = dict.fromkeys((self.country, country_from("", language, ""), ""))
        pairs = [*self.of("contact_phone"), *self.of("mobile"), *self.of("contact_route")]
        candidates = ((pair, written) for pair in pairs for written in phones_in(pair.value))
        for pair, written in islice(candidates, _MOST_NUMBERS):
            for at, country in enumerate(countries):
                if language == "en" and not speaks(country, "en") and written.strip(" (")[:1] not in "+0":
                    continue
                if number := e164(written, country):
                    self.put("contact_phone", number, pair, 1.0 if at == 0 else 0.8)
                    return


def nearest_product(text: str, products: tuple[str, ...]) -> tuple[str, float]:
    """Return the vendor's product that ``text`` names and the likeness 0..1; empty if none is near, or two."""
    if not products:
        return "", 0.0
    folded = fold(text)
    exact = [product for product in products if fold(product) == folded]
    if exact:
        return exact[0], 1.0
    named = named_product(text, products)
    if named is None:
        return "", _UNSURE
    if named:
        return named, _NAMED
    from rapidfuzz import fuzz, process

    near = process.extract(
        folded, products, scorer=fuzz.token_set_ratio, processor=fold, limit=2, score_cutoff=_SIMILAR_ENOUGH
    )
    if not near or len(near) == 2 and near[0][1] - near[1][1] < 3:
        return "", _UNSURE
    return near[0][0], near[0][1] / 100


def _joined(pairs: list[Pair]) -> str:
    values = dict.fromkeys(pair.value for pair in pairs)
    return "\n".join(values)[: LONGEST["need"]]
