"""A phone number as people write it."""

from __future__ import annotations

import phonenumbers


def readable(number: object) -> str:
    """Return a number in groups: ``+4989123456`` as ``+49 89 123456``; what is no full number as it stands."""
    text = str(number or "")
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_of(number: object) -> str | None:
    """Return the country whose prefix a full number has, or None where several share it and the number does not tell.

    Returns: ISO 3166-1 of two letters. +49 is Germany's alone; +1 is of many, and decided by what follows.
    """
    try:
        parsed = phonenumbers.parse(str(number or ""))
    except phonenumbers.NumberParseException:
        return None
    regions = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    region = regions[0] if len(regions) == 1 else phonenumbers.region_code_for_number(parsed)
    return region if region and region.isalpha() else None
