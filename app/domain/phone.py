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
