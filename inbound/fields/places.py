"""Postcodes with their places, and which country a text speaks from."""

from __future__ import annotations

import re
from functools import lru_cache

from inbound.fields.labels import fold

_SHAPES: dict[str, str] = {
    "GB": r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", "NL": r"\d{4} ?[A-Za-z]{2}", "PL": r"\d{2}-\d{3}", "SE": r"\d{3} ?\d{2}",
    "CA": r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d", "PT": r"\d{4}-\d{3}", "CZ": r"\d{3} ?\d{2}", "SK": r"\d{3} ?\d{2}", "GR": r"\d{3} ?\d{2}",
    "BR": r"\d{5}-?\d{3}", "JP": r"\d{3}-\d{4}", "US": r"\d{5}(?:-\d{4})?", "IE": r"[A-Za-z]\d[\dWw] ?[A-Za-z\d]{4}", "RO": r"\d{6}",
    "RU": r"\d{6}", "CN": r"\d{6}", "IN": r"\d{6}", "LU": r"\d{4}",
    **dict.fromkeys(("AT", "CH", "BE", "DK", "NO", "HU", "LI", "BG", "SI", "AU"), r"\d{4}"),
    **dict.fromkeys(("DE", "FR", "ES", "IT", "FI", "TR", "HR", "EE", "UA", "MX"), r"\d{5}"),
}  # fmt: skip
_WHOLE = {country: re.compile(shape + r"\Z") for country, shape in _SHAPES.items()}
_TELLING = ("GB", "NL", "PL", "CA", "JP")
"""Countries whose postcodes look like nobody else's (read in this order)."""
_LANGUAGE_COUNTRY = {
    "de": "DE", "en": "GB", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL", "sv": "SE", "da": "DK", "no": "NO",
    "fi": "FI", "pt": "PT", "cs": "CZ", "hu": "HU", "tr": "TR", "ro": "RO", "hr": "HR", "ru": "RU", "ja": "JP", "zh": "CN", "ko": "KR",
}  # fmt: skip
_SPEAKS = {
    "de": {"DE", "AT", "CH", "LI", "LU"}, "fr": {"FR", "BE", "CH", "LU", "CA", "MC"}, "it": {"IT", "CH", "SM"}, "nl": {"NL", "BE"},
    "es": {"ES", "MX", "AR", "CO", "CL", "PE"}, "pt": {"PT", "BR"}, "sv": {"SE", "FI"}, "hr": {"HR", "BA", "RS"}, "zh": {"CN", "TW", "HK", "SG"},
    "en": {"GB", "US", "IE", "CA", "AU", "NZ", "IN", "ZA", "SG"}, "cs": {"CZ", "SK"}, "ru": {"RU", "BY", "KZ", "UA"}, "ro": {"RO", "MD"},
}  # fmt: skip
_COUNTRY_WORDS: dict[str, str] = {
    "DE": "de d deutschland germany allemagne alemania germania duitsland niemcy tyskland bundesrepublik",
    "AT": "at a osterreich oesterreich austria autriche oostenrijk",
    "CH": "ch schweiz switzerland suisse svizzera suiza zwitserland szwajcaria schweitz",
    "FR": "fr f frankreich france francia frankrijk francja frankrike", "IT": "it i italien italy italia italie wlochy",
    "ES": "es e spanien spain espana espagne spagna spanje hiszpania", "NL": "nl niederlande netherlands nederland holland pays bas paises bajos",
    "GB": "gb uk united kingdom grossbritannien england scotland wales great britain royaume uni reino unido regno unito vereinigtes konigreich",
    "US": "us usa united states vereinigte staaten etats unis estados unidos stati uniti america", "PL": "pl polen poland polska pologne polonia",
    "SE": "se schweden sweden sverige suede suecia svezia", "DK": "dk danemark denmark danmark", "NO": "no norwegen norway norge",
    "FI": "fi finnland finland suomi", "BE": "be b belgien belgium belgie belgique", "LU": "lu luxemburg luxembourg", "PT": "pt portugal portogallo",
    "CZ": "cz tschechien czechia czech republic cesko ceska republika", "HU": "hu ungarn hungary magyarorszag", "TR": "tr turkei turkey turkiye",
    "IE": "ie irland ireland", "LI": "li liechtenstein", "CA": "ca kanada canada", "RO": "ro rumanien romania", "HR": "hr kroatien croatia hrvatska",
    "SK": "sk slowakei slovakia slovensko", "GR": "gr griechenland greece", "JP": "jp japan", "CN": "cn china", "AU": "au australien australia",
}  # fmt: skip
_TWO_WORDS = ("pays bas", "paises bajos", "united kingdom", "great britain", "royaume uni", "reino unido", "regno unito", "vereinigtes konigreich",
              "united states", "vereinigte staaten", "etats unis", "estados unidos", "stati uniti", "czech republic", "ceska republika")  # fmt: skip
_PLACE_WORD = r"(?:St\. ?|Bad )?[^\W\d_a-z][^\W\d_]*(?:[-'’.][^\W\d_]+)*"
_JOINTS = r"am|an der|an|im|in|ob der|bei|ob|upon|sur|sous|la|le|les|de la|de|del|di|do|den|aan|aan den|on|the|v\.|a\.|b\.|i\."
_PLACE = re.compile(rf"{_PLACE_WORD}(?:[ ](?:(?:{_JOINTS})[ ])?{_PLACE_WORD}){{0,3}}")
_CODE = re.compile(
    r"(?<![\w.\-/+])(?:(?P<c>[A-Z]{1,3})[- ])?(?P<code>"
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d|\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}|\d{4,6})(?![\w\-])"
)


def is_postcode(text: str, country: str) -> bool:
    """Say whether ``text`` has the shape of a postcode of ``country`` (of any country if that is unknown to our table)."""
    shape = _WHOLE.get(country)
    return bool(shape.match(text)) if shape else any(shape.match(text) for shape in _WHOLE.values())


def with_zero(code: str, country: str) -> str:
    """Return a postcode with the zero in front that a spreadsheet took for a number's: ``1067`` in Germany is 01067."""
    lost = len(code) == 4 and code.isdigit() and _SHAPES.get(country) == r"\d{5}"
    return f"0{code}" if lost else code


def place_in(line: str) -> tuple[str, str, str] | None:
    """Return (postcode, city, country or "") of a line such as ``D-80331 München`` or ``75008 Paris, France``, or None."""
    for match in _CODE.finditer(line):
        rest = line[match.end() :].lstrip(" ,")
        place = _PLACE.match(rest)
        if place and len(place[0]) > 1 and not line[: match.start()].rstrip().endswith(("€", "$", "£")):
            prefix = _country_word(match["c"] or "")
            return match["code"], place[0].rstrip(" ."), prefix or _country_word(rest[place.end() :].strip(" ,.()"))
    return None


def split_place(value: str, country: str) -> dict[str, str]:
    """Return postcode and city of a value that holds either or both (``80331 München``, ``London, SW1A 1AA``)."""
    if found := place_in(value):
        return {"postcode": found[0], "city": found[1], **({"country": found[2]} if found[2] else {})}
    words = value.replace(",", " ").split()
    for take in (2, 1):
        head, tail = " ".join(words[:take]), " ".join(words[-take:])
        if is_postcode(head, country):
            return {"postcode": head, **({"city": " ".join(words[take:])} if words[take:] else {})}
        if is_postcode(tail, country):
            return {"postcode": tail, **({"city": " ".join(words[:-take])} if words[:-take] else {})}
    return {"city": value} if value and not any(c.isdigit() for c in value) else {}


@lru_cache(maxsize=512)
def _country_word(word: str) -> str:
    folded = fold(word)
    if not folded:
        return ""
    return next(
        (
            code
            for code, words in _COUNTRY_WORDS.items()
            if f" {folded} " in f" {words} " and (" " not in folded or folded in _TWO_WORDS)
        ),
        "",
    )


def country_code(value: str) -> str | None:
    """Return the ISO code of a country's name, plate letters or code in any of our languages, or None."""
    return _country_word(value.strip(" .,()")) or None


def country_from(postcode: str, language: str | None, home: str) -> str:
    """Return the likeliest country of a customer; empty if nothing is known.

    A postcode like no other's tells; else the vendor's ``home`` if its people speak ``language`` and its postcodes look
    like ``postcode``; else the first country of that language where they do.
    """
    for country in _TELLING:
        if postcode and _WHOLE[country].match(postcode) and (country != "NL" or not postcode.isdigit()):
            return country
    main = _LANGUAGE_COUNTRY.get(language or "", home)
    speakers = _SPEAKS.get(language or "", {main})
    candidates = [home] if language in (None, "en") or home in speakers else []
    candidates += [main, *sorted(speakers)]
    return next(
        (country for country in candidates if country and (not postcode or is_postcode(postcode, country))),
        candidates[0],
    )


def speaks(country: str, language: str) -> bool:
    """Say whether a language is spoken in a country, as far as our table goes."""
    return country in _SPEAKS.get(language, {_LANGUAGE_COUNTRY.get(language)})
