"""The typed values of a lead's fields as the product keeps them: a country as its code, a phone number in full."""

from __future__ import annotations

import re
from functools import cache

import phonenumbers
from babel import Locale
from email_validator import EmailNotValidError, validate_email

_POSTCODES = {"DE": r"\d{5}", "AT": r"\d{4}", "CH": r"\d{4}", "LI": r"\d{4}"}
_ANY_POSTCODE = r"[A-Z0-9][A-Z0-9 -]{1,9}"


class Unreadable(ValueError):
    """A value that its field cannot hold."""


def field_value(name: str, text: str, country: str) -> str:
    """Return what was typed into a field as it is kept.

    Args: text: not empty. country: the ISO code of the lead's country, by which its numbers are read.
    Raises: Unreadable: no such country, address, number or postcode.
    """
    read = {"country": _country, "contact_email": _email}.get(name)
    if read is not None:
        return read(text)
    if name == "contact_phone":
        return _phone(text, country)
    if name == "postcode" and not re.fullmatch(_POSTCODES.get(country, _ANY_POSTCODE), text, re.IGNORECASE):
        raise Unreadable(text)
    return text


def country_code(text: str) -> str:
    """Return a country's code from its code or its German or English name; empty where it is none."""
    return _countries().get(text.strip().casefold(), "")


def _country(text: str) -> str:
    code = country_code(text)
    if not code:
        raise Unreadable(text)
    return code


def _email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError as error:
        raise Unreadable(text) from error


def _phone(text: str, country: str) -> str:
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        raise Unreadable(text) from error
    if not phonenumbers.is_possible_number(number):
        raise Unreadable(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@cache
def _countries() -> dict[str, str]:
    found = {"uk": "GB", "usa": "US"}
    for language in ("en", "de"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found |= {name.casefold(): code, code.casefold(): code}
    return found
