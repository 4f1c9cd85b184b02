"""Sums of money as people type them: ``12.500 €``, ``12,5k``, ``1.2 Mio``, ``EUR 9'800``, ``20 tausend``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MOST_CENTS = 10**13
"""A hundred billion; whoever writes more has written a phone number."""

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "quid": "GBP", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "us$": "USD",
    "chf": "CHF", "sfr": "CHF", "franken": "CHF", "francs": "CHF", "stutz": "CHF",
    "sterling": "GBP", "pln": "PLN", "zł": "PLN", "zl": "PLN",
    "sek": "SEK", "dkk": "DKK", "nok": "NOK", "czk": "CZK", "kč": "CZK", "huf": "HUF", "ron": "RON", "¥": "JPY",
    "jpy": "JPY", "cad": "CAD", "aud": "AUD", "try": "TRY", "₺": "TRY",
}  # fmt: skip
_SCALES = {
    word: scale
    for scale, words in {
        100_000: "lakh lakhs lac lacs",
        10_000_000: "crore crores",
        1_000: "k t tsd tsd. tausend thousand grand t€ k€ teur keur mille mil",
        1_000_000: "m mn mio mio. mill mill. million millionen millions",
        1_000_000_000: "mrd mrd. bn",
    }.items()
    for word in words.split()
}
_SWISS, _FEWEST_FRANCS = {"fr": "CHF"}, 100
"""Before a smaller number it is a Friday or a lady (*Fr. 6.3.*)."""

_CARRIES_CURRENCY = {"t€": "EUR", "k€": "EUR", "teur": "EUR", "keur": "EUR"}
_NUMBER = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d)){1,4}(?:[.,]\d{1,2}(?!\d))?|\d{1,18}(?:[.,'’]\d{1,18}){0,6}"
)
_WORD_BEFORE = re.compile(r"(?:([^\W\d_]{1,7})|([€£$¥₺]|[Uu][Ss]\$))[ \u00a0.:]{0,2}\Z")
_WORD_AFTER = re.compile(r"[ \u00a0,\-–—.]{0,4}([€£$¥₺]|[kKtT]€|[^\W\d_]{1,9}(?![\w²³])\.?)")
_AND_A_HALF = re.compile(r" (?:and a half|einhalb)\b")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+\Z")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum: ``cents`` of ``currency`` (None: none was written); ``explicit`` when a currency or a scale stood by it.

    ``start`` and ``end`` are positions in the text it was read from.
    """

    cents: int
    currency: str | None
    explicit: bool
    start: int
    end: int


def currency_code(text: str) -> str:
    """Return the ISO code of a currency's name, sign or code; empty if it is none of ours."""
    return _CURRENCIES.get(text.strip().casefold(), "")


def decimal_of(number: str) -> float | None:
    """Return the value of digits with blanks, dots, commas and apostrophes in any country's manner, or None.

    A single group of three behind one separator is thousands (``12.500``), any other tail is decimals (``12,5``).
    """
    number = number.strip(" \u00a0\u202f.,'’")
    if _GROUPED.match(number):
        return float(re.sub(r"\D", "", number))
    number = re.sub(r"[ \u00a0\u202f'’]", "", number)
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return float(number) if number.isdigit() else None
    whole, tail = re.sub(r"[.,]", "", number[:last]), number[last + 1 :]
    if not (whole.isdigit() and tail.isdigit()) or len(tail) > 3:
        return None
    if len(tail) == 3:
        return float(whole + tail)
    return float(f"{whole}.{tail}")


def amounts_in(text: str) -> list[Amount]:
    """Return every number of ``text`` that can be a sum of money, in order; plain numbers have ``explicit`` False."""
    found = []
    for match in _NUMBER.finditer(text[:20_000]):
        if match.start() and (text[match.start() - 1].isalpha() or text[match.start() - 1] in "+/-"):
            continue
        raw = match[0].rstrip(" \u00a0\u202f.,'’")
        amount = _amount(text, match.start(), raw)
        if amount is not None:
            found.append(amount)
    return found


def _amount(text: str, start: int, raw: str) -> Amount | None:
    end = start + len(raw)
    half = _AND_A_HALF.match(text, end)
    end = half.end() if half else end
    currency = scale = None
    if before := _WORD_BEFORE.search(text[max(0, start - 9) : start]):
        name = (before[1] or before[2]).casefold()
        currency = _CURRENCIES.get(name) or (_SWISS.get(name) if (decimal_of(raw) or 0) >= _FEWEST_FRANCS else None)
        if currency:
            start -= len(before[0])
    for _ in range(2):
        after = _WORD_AFTER.match(text, end)
        word = after[1].casefold() if after else ""
        if (
            after
            and scale is None
            and (currency is None or after.start(1) == end)
            and (found := _scale(word))
            and _may_scale(word, text, end, after)
        ):
            scale, end, currency = found, after.end(), currency or _CARRIES_CURRENCY.get(word)
        elif after and currency is None and (code := _CURRENCIES.get(word.rstrip(".")) or _SWISS.get(word.rstrip("."))):
            currency, end = code, after.end()
    value = decimal_of(raw)
    if value is not None and half:
        value += 0.5
    if value is None or value * (scale or 1) * 100 > MOST_CENTS:
        return None
    return Amount(round(value * (scale or 1) * 100), currency, bool(currency or scale), start, end)


@lru_cache(maxsize=256)
def _scale(word: str) -> int | None:
    return _SCALES.get(word) or _SCALES.get(word.rstrip("."))


def _may_scale(word: str, text: str, end: int, after: re.Match[str]) -> bool:
    """Say whether a one-letter scale stands where it may: ``12k`` and ``1.2m`` do, ``80 m`` and ``3 t`` do not."""
    return len(word.rstrip(".")) > 1 or (after.start(1) == end and (word != "t"))
