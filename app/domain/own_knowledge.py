"""What a lead's own fields tell about its empty ones, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.enrichment import Suggestion
from app.domain.mail_providers import MAIL_PROVIDERS
from app.domain.phone import country_of
from app.domain.postcodes import knows_country, place

# Endings under which firms of that country are found. Those that anybody takes for their sound or for another
# country's customers are left out: .io, .co, .ai, .tv, .me, .ag, .li, .to, .eu and the like tell nothing.
_ENDINGS = frozenset(
    "de at ch fr it nl be lu pl cz sk hu si hr dk se no fi es pt ie ee lv lt ro bg gr tr uk jp kr br mx za au "
    "nz".split()
)
_OTHER_THAN_ISO = {"uk": "GB"}


class CountryOfContact:
    """The country, from the phone number, the web address and the mail address, where these do not disagree."""

    name = "contact"
    is_far = False

    def suggest(self, fields: Mapping[str, Any]) -> Iterator[Suggestion]:
        """Yield the country, unless two are possible, or the postcode is none of that country."""
        found = {
            "contact_phone": country_of(fields.get("contact_phone")),
            "website": _country_of_host(_host(str(fields.get("website") or ""))),
            "contact_email": _country_of_host(str(fields.get("contact_email") or "").rpartition("@")[2]),
        }
        postcode = str(fields.get("postcode") or "")
        countries = {country for country in found.values() if country}
        if len(countries) != 1 or not _may_lie_in(next(iter(countries)), postcode):
            return
        yield Suggestion("country", countries.pop(), tuple(name for name, country in found.items() if country))


class TownOfPostcode:
    """The town, where the postcode is that of a single one."""

    name = "postcode"
    is_far = False

    def suggest(self, fields: Mapping[str, Any]) -> Iterator[Suggestion]:
        """Yield the town, unless several share the postcode."""
        country, postcode = str(fields.get("country") or ""), str(fields.get("postcode") or "")
        there = place(country, postcode)
        if there is not None and len(there.towns) == 1:
            yield Suggestion("city", there.towns[0], ("postcode", "country"))


def _may_lie_in(country: str, postcode: str) -> bool:
    return not postcode or not knows_country(country) or place(country, postcode) is not None


def _host(website: str) -> str:
    address = website.partition("://")[2] or website
    return address.partition("/")[0].partition(":")[0]


def _country_of_host(host: str) -> str | None:
    host = host.strip().casefold().rstrip(".")
    ending = host.rpartition(".")[2]
    if host in MAIL_PROVIDERS or ending == host or ending not in _ENDINGS:
        return None
    return _OTHER_THAN_ISO.get(ending, ending.upper())
