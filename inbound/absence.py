"""Reads out of a vacation reply until when its sender is away and who stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inbound.mail import Mail
from inbound.parse.addresses import ADDRESS, normal
from inbound.reply.words import new_words
from inbound.text.tables import entries, folded

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier enero gennaio januari styczeń stycznia",
            "february feb februar februari février febrero febbraio lutego",
            "march mar märz mrz mär mars marzo maart marca",
            "april apr avril abril aprile kwietnia",
            "may mai mayo maggio mei maja",
            "june jun juni juin junio giugno czerwca",
            "july jul juli juillet julio luglio lipca",
            "august aug août agosto augustus augusti sierpnia",
            "september sep sept septembre septiembre settembre września",
            "october oct oktober okt octobre octubre ottobre października",
            "november nov novembre noviembre listopada",
            "december dec dezember dez décembre diciembre dicembre grudnia",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag lundi lunes maandag",
            "tuesday dienstag mardi martes dinsdag",
            "wednesday mittwoch mercredi woensdag",
            "thursday donnerstag jeudi jueves donderdag",
            "friday freitag vendredi viernes vrijdag",
            "saturday samstag sonnabend samedi zaterdag",
            "sunday sonntag dimanche domingo zondag",
        )
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"(?<!\d)(?:(?P<iso_year>20\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    r"|(?P<day>\d{1,2})(?:\.|/)[ \xa0]?(?P<month>\d{1,2})(?:[./][ \xa0]?(?P<year>(?:20)?\d\d)(?!\d))?"
    rf"|(?P<named_day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?(?: of| de)? (?P<name>{_MONTH})\b\.?"
    r"(?:,? (?:de )?(?P<named_year>20\d\d))?)"
    rf"|\b(?P<us_name>{_MONTH})\.? (?P<us_first>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?: ?[-–] ?(?P<us_day>\d{1,2}))?(?:st|nd|rd|th)?(?:,? (?P<us_year>20\d\d))?"
)
_WEEKDAY = re.compile(r"\b(?:" + "|".join(_WEEKDAYS) + r")\b")
_UNTIL = entries("""
until|till|thru|through|up to|to|and|–|-
bis|und dem|jusqu'au|jusqu’au|au|hasta el|hasta|al|fino al|tot en met|t/m|tot|do|t.o.m.|til
""")
_BACK = entries("""
back on|back in the office on|back at work on|back|return on|returning on|returning to the office on|returning
return to the office on|return|again on|again from|available again from|reachable again on
ab dem|ab|wieder am|wieder ab|wieder ab dem|zurück am|zurück ab|erreichbar ab|wieder im büro am|wieder erreichbar am
wieder da am|from|as of|de retour le|retour le|à partir du|vuelvo el|a partir del
di ritorno il|dal|vanaf|terug op|weer op|od|resume on|resuming on
""")
_NEARBY_CHARS = 40
_EDGE = " ,(\n\t"
_ARTICLES = entries("einschliesslich|inklusive|inkl.|incl.|zum|and including|including|dem|den|the|am|on")
# "ab 1.12. im Urlaub" begins an absence
_LEAVING = ("urlaub", "abwesend", "nicht", "out of", "away", "on leave", "on vacation", "absent", "unterwegs")
_UNTIL_BEFORE_ARTICLE = ("bis", "bis zum", "until", "till", "through", "to", "up to", "and", "und")
_DEPUTY_CUES = entries("""
contact|urgent|reach out|colleague|in my absence|deputy|assist|get in touch|e-mail|email|write to|dringend|wenden
vertret|kolleg|in meiner abwesenheit|kontaktier|eilig|melden sie sich|schreiben sie
ansprechpartner|remplac|collègue|en mon absence|contacter|contacte|compañer|collega|contatt|dringende|neem contact
pilne|kontakt
""")


@dataclass(frozen=True, slots=True)
class _Day:
    """A date in a text, where it stands, and whether it is the end of a stated range ("July 10-31")."""

    start: int
    end: int
    day: date
    ends_range: bool = False


def auto_reply_until(mail: Mail) -> date | None:
    """Return the last day of the absence that a vacation reply states, or None when it states none.

    "Back on the 6th" means away until the 5th. A date without its year is the next such day after the mail's own date;
    what lies before the mail's date or more than a year after it is not believed.
    """
    today = mail.date.date() if mail.date else None
    if today is None:
        return None
    text = folded(f"{mail.subject}.\n{new_words(mail) or mail.text[:2_000]}")
    last: date | None = None
    for found in _days(text, today):
        day = _last_day(text, found)
        if day and today - timedelta(days=1) <= day <= today + timedelta(days=366):
            last = max(last, day) if last else day
    return last


def auto_reply_deputy(mail: Mail) -> str | None:
    """Return the address that a vacation reply names for urgent matters, or None when it names none."""
    text = mail.text[:4_000]
    own = {address.lower() for address in (mail.from_address, mail.reply_to, *mail.to, *mail.cc)}
    for match in ADDRESS.finditer(text):
        address = normal(match[0])
        before = folded(text[max(0, match.start() - 220) : match.start()])
        if address.lower() not in own and any(cue in before for cue in _DEPUTY_CUES):
            return address
    return None


def _days(text: str, today: date) -> Iterator[_Day]:
    for match in _DATE.finditer(text):
        day = _day(match, today)
        if day:
            yield _Day(match.start(), match.end(), day, bool(match["us_day"]))
    for match in _WEEKDAY.finditer(text):
        ahead = (_WEEKDAYS[match[0]] - today.weekday()) % 7 or 7
        after = text[match.end() : match.end() + 14]
        if not any(letter.isdigit() for letter in after):  # "Monday, 5 January" is read as its date
            yield _Day(match.start(), match.end(), today + timedelta(days=ahead))


def _day(match: re.Match[str], today: date) -> date | None:
    group = match.groupdict()
    year = group["iso_year"] or group["year"] or group["named_year"] or group["us_year"]
    day = group["iso_day"] or group["day"] or group["named_day"] or group["us_day"] or group["us_first"]
    name = group["name"] or group["us_name"]
    month = _MONTHS[name] if name else int(group["iso_month"] or group["month"] or 0)
    if not day or not month:
        return None
    number = int(day)
    if "/" in match[0]:  # 12/24 can only be American; 4/5 may be either, and is not guessed at
        if month <= 12 and number <= 12 and month != number:
            return None
        month, number = (number, month) if month > 12 else (month, number)
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, number)
        this_year = date(today.year, month, number)
        return this_year if this_year >= today - timedelta(days=60) else date(today.year + 1, month, number)
    except ValueError:
        return None


def _last_day(text: str, found: _Day) -> date | None:
    """Return the last day of absence that the words before a date make of it, or None where they make none."""
    before = text[max(0, found.start - _NEARBY_CHARS) : found.start].rstrip(_EDGE)
    if before.endswith(tuple(_WEEKDAYS)):
        before = before[: before.rfind(" ")] if " " in before else ""
    words = " ".join(before.rstrip(_EDGE).split())
    for article in _ARTICLES:
        shorter = words.removesuffix(article).rstrip()
        if shorter != words and _ends_with(shorter, _UNTIL_BEFORE_ARTICLE):
            words = shorter
    if found.ends_range or _ends_with(words, _UNTIL):
        return found.day
    after = text[found.end : found.end + _NEARBY_CHARS].lstrip(".").partition(".")[0]
    if any(word in after for word in _LEAVING):
        return None
    said_after = _ends_with(words, ("am", "on")) and any(word in after for word in (" wieder ", " back", " return"))
    return found.day - timedelta(days=1) if said_after or _ends_with(words, _BACK) else None


def _ends_with(words: str, cues: tuple[str, ...]) -> bool:
    return any(
        words == cue or words.endswith((f" {cue}", f"({cue}")) or not cue[0].isalpha() and words.endswith(cue)
        for cue in cues
    )
