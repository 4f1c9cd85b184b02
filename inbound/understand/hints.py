"""What the words of a reply say beside its wishes: a day that is none, a value for all, a wish for more time."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable

from inbound.fields.values import temperature_of
from inbound.wishes.date_words import MONTHS
from inbound.wishes.model import Context, Reading
from inbound.wishes.tokens import fold

_NUMERIC = re.compile(r"(?<![\d.,])(?P<day>\d{1,2})\.[ ]?(?P<month>\d{1,2})\.(?:[ ]?(?P<year>\d{4}|\d{2})\b)?(?!\d)")
_WORDED = re.compile(
    r"(?<![\d.,])(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?[ ]{1,2}(?:of[ ])?(?P<month>[^\W\d_]{3,9})\b(?:[ ](?P<year>\d{4}))?"
)
_OF_ALL = re.compile(
    r"\W{0,9}(?:alle|alles|all|everything|jede[rs]?|each)\W{1,9}(?:(?:sind|are|ist|is) )?(?P<value>\w{3,9})\W{0,9}",
    re.IGNORECASE,
)
_ASKS_FOR_TIME = re.compile(
    r"(?:\A|[.!?,;:\n][ \t]{0,9}|\b(?:ich|wir|i|we)[ \t](?:would[ \t]|really[ \t])?)(?:bitte[ \t]|please[ \t])?"
    r"(?:need|require|brauche|brauchen|bräuchten?|benötigen?|give[ \t](?:me|us)|geben[ \t]sie[ \t](?:mir|uns))[ \t]"
    r"(?:\w{1,20}[ \t]){0,3}(?:noch|more|another|further|weitere[nr]?|mehr|etwas)[ \t](?:\w{1,20}[ \t]){0,2}"
    r"(?:zeit|time|(?:tage?n?|days?|wochen?|weeks?|monate?n?|months?)\b)",
    re.IGNORECASE,
)
_SPEAK_OF_NO_DAY = frozenset({"note", "question"})
_LEAP_YEAR = 2028


def day_that_is_none(words: str, readings: Iterable[Reading]) -> str:
    """Return the first day as written that no calendar has, such as *31.2.*, where something is wished by it."""
    if all(reading.verb in _SPEAK_OF_NO_DAY for reading in readings):
        return ""
    found = (*_NUMERIC.finditer(words), *_WORDED.finditer(words))
    return next((one[0].strip() for one in found if _is_none(one)), "")


def _is_none(found: re.Match[str]) -> bool:
    month = int(found["month"]) if found["month"].isdigit() else MONTHS.get(fold(found["month"]), 0)
    if not 1 <= month <= 12 or not 29 <= int(found["day"]) <= 31:
        return False
    written = found["year"] or str(_LEAP_YEAR)
    return int(found["day"]) > monthrange(2000 + int(written[-2:]), month)[1]


def says_a_value_of_all(words: str, context: Context) -> bool:
    """Whether one value is said of every lead of a list, of which some lack one: *alle warm*."""
    found = _OF_ALL.fullmatch(words.strip())
    return bool(context.gaps) and found is not None and temperature_of(found["value"]) is not None


def asks_for_more_time(words: str) -> bool:
    """Whether somebody asks for time in their own name: *need four more weeks*; not what the customer needs."""
    return _ASKS_FOR_TIME.search(words) is not None
