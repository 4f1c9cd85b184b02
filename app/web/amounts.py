"""A sum of money as somebody types it into a form: read strictly, because there is somebody to ask."""

from __future__ import annotations

import re

_CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "chf": "CHF", "fr.": "CHF", "$": "USD", "usd": "USD",
               "£": "GBP", "gbp": "GBP"}  # fmt: skip
_SCALES = {"k": 1_000, "t": 1_000, "tsd": 1_000, "tsd.": 1_000, "tausend": 1_000, "thousand": 1_000, "m": 1_000_000,
           "mio": 1_000_000, "mio.": 1_000_000, "million": 1_000_000, "millionen": 1_000_000}  # fmt: skip
_NUMBER = re.compile(r"[0-9][0-9.,' ]*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"(?P<whole>\d+)(?:[.,](?P<part>\d{1,2}))?")
_GROUPED_DECIMAL = re.compile(r"(?P<whole>\d{1,3}(?:([.,' ])\d{3})+)(?!\2)[.,](?P<part>\d{1,2})")
LONGEST = 40


class NotAnAmount(ValueError):
    """The text is no amount, or could be two different ones."""


def read_amount(text: str) -> tuple[int, str | None]:
    """Return the cents and the currency (an ISO code, None where none was written) of a typed amount.

    Understands ``12.500``, ``12,500``, ``12 500,50 €``, ``CHF 9'800``, ``12,5k``, ``1.2 Mio``.
    Raises: NotAnAmount: anything else; nothing is guessed.
    """
    cleaned = " ".join(text.replace("’", "'").split()).casefold()
    found = _NUMBER.search(cleaned)
    if not found or len(cleaned) > LONGEST:
        raise NotAnAmount(text)
    scale, currency = 1, None
    for word in re.findall(r"[€$£]|[^\s€$£]+", f"{cleaned[: found.start()]} {cleaned[found.end() :]}"):
        if word in _SCALES and scale == 1:
            scale = _SCALES[word]
        elif word in _CURRENCIES and currency is None:
            currency = _CURRENCIES[word]
        else:
            raise NotAnAmount(text)
    return _cents(found[0].strip(), scale, text), currency


def _cents(number: str, scale: int, text: str) -> int:
    if _GROUPED.fullmatch(number):
        if scale > 1:
            raise NotAnAmount(text)  # 1.500k: thousands twice, or one and a half?
        return int(re.sub(r"\D", "", number)) * 100
    parts = _DECIMAL.fullmatch(number) or _GROUPED_DECIMAL.fullmatch(number)
    if parts is None:
        raise NotAnAmount(text)
    whole, part = int(re.sub(r"\D", "", parts["whole"])), (parts["part"] or "0").ljust(2, "0")
    return (whole * 100 + int(part)) * scale
