"""How one person wants our mails: when, about which leads, how long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.errors import Implausible
from app.domain.postcodes import area, lies_in
from app.domain.programme import TEMPERATURES

MORNING = time(8)  # when what was collected is mailed, by the person's clock
LANGUAGES = ("de", "en")
MOST_PRODUCTS = MOST_REGIONS = 40
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_REGION = re.compile(r"(?:[A-Z]{1,2}-)?\d{1,5}")


class Cadence(StrEnum):
    """How often offers come. *Never* is the switched-off list of offers, so that it has one truth."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Receipts(StrEnum):
    """Which feedback of partners an owner reads: each, once a day, or only what is won, lost or stuck."""

    EACH = "each"
    DAILY = "daily"
    OUTCOMES = "outcomes"


@dataclass(frozen=True)
class Preferences:
    """One person's choices; an empty list chooses all. Source: rulebook 4.6, 6.4.

    regions: beginnings of postcodes, maybe with their country (``AT-10``). quiet_from, quiet_until: ``HH:MM`` by the
    person's clock, both or none. text_to: E.164; where hot offers are texted as well. language: chosen by the person,
    so that loading the programme does not change it back.
    """

    cadence: str = Cadence.AT_ONCE
    temperatures: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    brief: bool = False
    quiet_from: str = ""
    quiet_until: str = ""
    receipts: str = Receipts.EACH
    text_to: str = ""
    language: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> Preferences:
        """Return what ``to_json`` stored; what a later release wrote is left aside."""
        known = {part.name for part in fields(cls)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in (stored or {}).items()
            if name in known
        }
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        """Return what differs from the defaults, as JSON values."""
        return {
            part.name: list(value) if isinstance(value, tuple) else value
            for part in fields(self)
            for value in [getattr(self, part.name)]
            if value != part.default
        }

    def changed(self, changes: Mapping[str, Any], products: tuple[str, ...]) -> Preferences:
        """Return these preferences with some of them set anew.

        Args: changes: by name, as people write them. products: the names of what may be chosen.
        Raises: Implausible: one of them cannot be meant; the facts name it and what was expected.
        """
        read = {name: _READERS[name](value, products) for name, value in changes.items()}
        found = replace(self, **read)
        if bool(found.quiet_from) != bool(found.quiet_until) or found.quiet_from == found.quiet_until != "":
            missing = "quiet_until" if found.quiet_from else "quiet_from"
            raise Implausible(field=missing, value=getattr(found, missing), expected="20:00 – 07:00")
        return found

    def problems(self, changes: Mapping[str, Any], products: tuple[str, ...]) -> list[Implausible]:
        """Return every change that cannot be meant, so that a form can name each of its fields."""
        found = []
        for name, value in changes.items():
            if name in ("quiet_from", "quiet_until"):
                continue
            try:
                self.changed({name: value}, products)
            except Implausible as refusal:
                found.append(refusal)
        quiet = {name: changes[name] for name in ("quiet_from", "quiet_until") if name in changes}
        try:
            self.changed(quiet, products)
        except Implausible as refusal:
            found.append(refusal)
        return found

    def want(self, lead_fields: Mapping[str, Any], temperature: str, home: str) -> bool:
        """Whether a lead is among those chosen; a field that the lead lacks excludes nothing.

        Args: home: the country of postcodes without one.
        """
        product, postcode = str(lead_fields.get("product") or ""), str(lead_fields.get("postcode") or "")
        country = str(lead_fields.get("country") or "")
        if self.temperatures and temperature not in self.temperatures:
            return False
        if self.products and product and product.casefold() not in {one.casefold() for one in self.products}:
            return False
        if not (self.regions and postcode):
            return True
        return any(lies_in(country, postcode, area(region, home)) for region in self.regions)

    def quiet_ends(self, now: datetime, zone: str) -> datetime | None:
        """Return when the quiet hours that cover an instant are over, or None when it is in none.

        They begin on their minute and end before theirs. On the day the clocks change they are as long as the clock
        on the wall makes them.
        """
        return quiet_ends(self.quiet_from, self.quiet_until, now, zone) if self.quiet_from else None


def quiet_ends(begin: str, end: str, now: datetime, zone: str) -> datetime | None:
    """Return when the hours between two times of day that cover an instant are over; None when it is outside."""
    starts, ends = time.fromisoformat(begin), time.fromisoformat(end)
    local = now.astimezone(ZoneInfo(zone))
    clock = local.time()
    within = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
    if not within:
        return None
    day = local.date() if clock < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, ZoneInfo(zone)).astimezone(now.tzinfo)


def day_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the midnights between which a person's day lies: the day of the budget. Source: rulebook 4.6."""
    today = now.astimezone(ZoneInfo(zone)).date()
    midnights = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (today, today + timedelta(days=1)))
    begins, ends = (midnight.astimezone(now.tzinfo) for midnight in midnights)
    return begins, ends


def next_morning_of(now: datetime, zone: str) -> datetime:
    """Return the morning of a person's next day."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() + timedelta(days=1), MORNING, ZoneInfo(zone)).astimezone(now.tzinfo)


def next_collection(cadence: str, now: datetime, zone: str) -> datetime | None:
    """Return when what was collected at this cadence is mailed next, later than now; None where nothing waits."""
    local = now.astimezone(ZoneInfo(zone))
    if cadence == Cadence.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if cadence not in (Cadence.DAILY, Cadence.WEEKLY):
        return None
    days = 0 if cadence == Cadence.DAILY else -local.weekday() % 7
    at = datetime.combine(local.date() + timedelta(days=days), MORNING, ZoneInfo(zone))
    if at <= local:
        step = 1 if cadence == Cadence.DAILY else 7
        at = datetime.combine(at.date() + timedelta(days=step), MORNING, ZoneInfo(zone))
    return at.astimezone(now.tzinfo)


def _one_of(name: str, choices: tuple[str, ...]) -> Any:
    def read(value: Any, products: tuple[str, ...]) -> str:
        if value not in choices:
            raise Implausible(field=name, value=str(value)[:60], expected=", ".join(choices))
        return str(value)

    return read


def _temperatures(value: Any, products: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(one for one in TEMPERATURES if one in value)
    if set(value) - set(TEMPERATURES):
        raise Implausible(field="temperatures", value=", ".join(map(str, value))[:60], expected=", ".join(TEMPERATURES))
    return () if len(chosen) == len(TEMPERATURES) else chosen


def _products(value: Any, products: tuple[str, ...]) -> tuple[str, ...]:
    known = {product.casefold(): product for product in products}
    wanted = [str(one).strip() for one in value if str(one).strip()]
    unknown = [one for one in wanted if one.casefold() not in known]
    if unknown or len(wanted) > MOST_PRODUCTS:
        raise Implausible(field="products", value=", ".join(unknown)[:60], expected=", ".join(products)[:200] or "–")
    return tuple(dict.fromkeys(known[one.casefold()] for one in wanted))


def _regions(value: Any, products: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(str(one).strip().upper() for one in value if str(one).strip()))
    unread = [one for one in wanted if not _REGION.fullmatch(one)]
    if unread or len(wanted) > MOST_REGIONS:
        raise Implausible(field="regions", value=", ".join(unread or wanted)[:60], expected="80, 81, AT-10")
    return wanted


def _clock(name: str) -> Any:
    def read(value: Any, products: tuple[str, ...]) -> str:
        text = str(value).strip()
        found = _CLOCK.fullmatch(text)
        if text and not found:
            raise Implausible(field=name, value=text[:60], expected="20:00")
        return f"{int(found[1]):02}:{found[2] or '00'}" if found else ""

    return read


def _phone(value: Any, products: tuple[str, ...]) -> str:
    text = re.sub(r"[\s()/.-]", "", str(value))
    text = f"+{text[2:]}" if text.startswith("00") else text
    if text and not _PHONE.fullmatch(text):
        raise Implausible(field="text_to", value=str(value)[:60], expected="+49 170 1234567")
    return text


_READERS: dict[str, Any] = {
    "cadence": _one_of("cadence", tuple(Cadence)),
    "receipts": _one_of("receipts", tuple(Receipts)),
    "language": _one_of("language", LANGUAGES),
    "temperatures": _temperatures,
    "products": _products,
    "regions": _regions,
    "brief": lambda value, products: bool(value),
    "quiet_from": _clock("quiet_from"),
    "quiet_until": _clock("quiet_until"),
    "text_to": _phone,
}
