"""What a lead shows before it is taken: enough to decide by, nothing that tells the customer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.identity import Identity
from app.domain.letters.letter import MoneyRange
from app.domain.postcodes import bare_postcode, leading_town
from app.domain.veil import Veil

_TEMPERATURES = ("hot", "warm", "cold")
_BANDS_IN_CENTS = [
    100 * units
    for units in (0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
                  5_000_000, 10_000_000)
]  # fmt: skip
_ENGLISH_TOWNS = {
    "München": "Munich", "Nürnberg": "Nuremberg", "Köln": "Cologne", "Hannover": "Hanover", "Wien": "Vienna",
    "Zürich": "Zurich", "Luzern": "Lucerne", "Genf": "Geneva", "Genève": "Geneva",
}  # fmt: skip
_AREA = {"de": "Raum {town} ({area})", "en": "{town} area ({area})"}


@dataclass(frozen=True)
class Teaser:
    """The facts of a lead that anybody asked may read; empty texts where nothing is known. Source: rulebook 4.3."""

    product: str
    need: str
    sector: str
    region: str
    temperature: str
    source: str
    volume_range: MoneyRange | None
    time_frame: str


def teaser(
    fields: Mapping[str, Any], language: str = "de", products: Collection[str] = (), currency: str = "EUR"
) -> Teaser:
    """Return what may be shown of a lead.

    Args: fields: the lead's, in snake case. language: of the region's name. products: the vendor's catalogue, whose
        names may be shown even where a customer's name resembles one. currency: where the lead names none.
    Source: rulebook 4.3.
    """
    veil = Veil(Identity.of(fields))
    product = str(fields.get("product") or "")
    is_of_catalogue = product.casefold() in {name.casefold() for name in products}
    return Teaser(
        product=product if is_of_catalogue else veil.over(product),
        need=_begun(veil.over(_text(fields, "need"))),
        sector=veil.over(_text(fields, "sector")),
        region=region(_text(fields, "country"), _text(fields, "postcode"), language),
        temperature=str(fields["temperature"]) if fields.get("temperature") in _TEMPERATURES else "cold",
        source=veil.over(_text(fields, "source")),
        volume_range=volume_range(fields.get("expected_volume_cents"), str(fields.get("currency") or currency)),
        time_frame=veil.over(_text(fields, "time_frame")),
    )


def region(country: str, postcode: str, language: str = "de") -> str:
    """Return where a lead is, as far as its country and two digits of its postcode tell.

    Returns: ``Raum München (DE 80…)``, ``DE 80…`` where the area has no leading town, ``DE``, or nothing.
    Source: rulebook 4.3, mail 4.
    """
    digits = bare_postcode(postcode)[:2]
    if not digits or not country:
        return country.upper()
    area = f"{country.upper()} {digits}…"
    town = leading_town(country, digits) or ""
    if language != "de":
        town = _ENGLISH_TOWNS.get(town, town)
    return _AREA.get(language, _AREA["en"]).format(town=town, area=area) if town else area


def volume_range(cents: Any, currency: str) -> MoneyRange | None:
    """Return the band that an expected volume falls into, from and up to but not including; None where unknown."""
    if not isinstance(cents, int) or isinstance(cents, bool) or cents <= 0:
        return None
    index = bisect_right(_BANDS_IN_CENTS, cents)
    upper = _BANDS_IN_CENTS[index] if index < len(_BANDS_IN_CENTS) else None
    return MoneyRange(_BANDS_IN_CENTS[index - 1], upper, currency)


def _begun(text: str) -> str:
    """Return a text that begins with a capital again, after its greeting is gone; a name such as iOS stays."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].islower() else text


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)
