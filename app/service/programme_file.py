"""The programme file, read into values or refused with one clear line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import list_currencies
from email_validator import EmailNotValidError, validate_email

from app.domain.criteria import LEAD_FIELDS
from app.domain.programme import (
    AGENCY_ROLES,
    DISTRIBUTOR_ROLES,
    MANDATORY,
    PEOPLE_ROLES,
    RESELLER_ROLES,
    TEMPERATURES,
    WEEKDAYS,
    Brand,
    Distributor,
    Incentive,
    Material,
    PersonEntry,
    Programme,
    ProgrammeSettings,
    ResellerEntry,
    Reward,
    VendorEntry,
)
from app.service.placed_yaml import ProgrammeError, Spot, optional, read_yaml
from app.service.programme_criteria import (
    check_criteria,
    check_widening,
    odd_criteria,
    read_criterion,
    read_widening,
)

__all__ = ["ProgrammeError", "read_programme"]

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CLOCK_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_TERRITORIES = frozenset(name for name in map(str, Locale("en").territories) if len(name) == 2 and name.isalpha())
_LANGUAGES = frozenset(name for name in map(str, Locale("en").languages) if len(name) == 2)
_DAYS = 3660


def read_programme(text: str, source_name: str, folder: Path | None = None) -> Programme:
    """Read a programme file.

    Args: text: the file's content. source_name: its name, for messages. folder: where the files it names lie; None
        leaves them unchecked.
    Returns: the programme, with the rulebook's defaults for what the file does not say.
    Raises: ProgrammeError: its text is one line with file, line, column, key, what was found and what was expected.
    Source: design 4.
    """
    return _Reader(folder).programme(read_yaml(text, source_name))


class _Reader:
    """Reads one file; remembers addresses and slugs, which may stand there once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._seen: dict[str, Spot] = {}
        self._warnings: list[str] = []

    def programme(self, root: Spot) -> Programme:
        parts = root.fields(
            {
                "vendor": self._vendor,
                "settings": read_settings,
                "people": lambda spot: spot.each(self._person),
                "distributors": lambda spot: spot.each(self._distributor),
                "resellers": lambda spot: spot,
                "criteria": lambda spot: spot.each(read_criterion),
                "materials": lambda spot: spot.each(self._material),
                "incentives": lambda spot: spot.each(_incentive),
                "rewards": _rewards,
                "accounts": optional(self._file),
            },
            required=("vendor",),
        )
        vendor: VendorEntry = parts["vendor"]
        if "resellers" in parts:
            parts["resellers"] = parts["resellers"].each(lambda spot: self._reseller(spot, vendor))
        programme = Programme(**parts)
        entries = root.entries()
        if "criteria" in entries:
            check_criteria(entries["criteria"], programme)
            if "resellers" in entries:
                self._warnings += odd_criteria(entries["criteria"], entries["resellers"], programme)
        if programme.settings.widening:
            check_widening(entries["settings"].entries()["widening"], programme)
        if "people" in entries:
            self._check_partners(entries["people"], programme)
        return Programme(**parts, warnings=tuple(self._warnings))

    # --- who

    def _vendor(self, spot: Spot) -> VendorEntry:
        readers: dict[str, Callable[[Spot], Any]] = {
            "slug": _slug,
            "name": Spot.text,
            "language": _language,
            "timezone": _timezone,
            "country": _country,
            "currency": _currency,
            "postcode": optional(Spot.text),
            "imprint": optional(Spot.paragraph),
            "brand": self._brand,
        }
        return VendorEntry(**spot.fields(readers, required=("slug", "name")))

    def _brand(self, spot: Spot) -> Brand:
        return Brand(**spot.fields({"colour": _colour, "logo": optional(self._logo)}))

    def _logo(self, spot: Spot) -> str:
        name = self._relative(spot)
        if self._folder is not None and not (self._folder / name).is_file():
            self._warnings.append(spot.remark(f"no file {name!r} here, mails go without it"))
        return name

    def _person(self, spot: Spot) -> PersonEntry:
        readers = self._person_readers(PEOPLE_ROLES) | {
            "territory": lambda place: place.each(Spot.text),
            "resellers": lambda place: place.each(_slug),
            "agency": optional(Spot.text),
            "distributor": optional(Spot.text),
        }
        person = PersonEntry(**spot.fields(readers, required=("email", "name", "role")))
        for roles, key, value in (
            (AGENCY_ROLES, "agency", person.agency),
            (DISTRIBUTOR_ROLES, "distributor", person.distributor),
        ):
            if person.role in roles and value is None:
                raise spot.error(f"the key {key!r} is missing; a {person.role} belongs to one")
            if person.role not in roles and value is not None:
                raise spot.error(f"the key {key!r} is for {' and '.join(roles)}, not for a {person.role}")
        return person

    def _colleague(self, spot: Spot) -> PersonEntry:
        return PersonEntry(**spot.fields(self._person_readers(RESELLER_ROLES), required=("email", "name", "role")))

    def _person_readers(self, roles: tuple[str, ...]) -> dict[str, Callable[[Spot], Any]]:
        return {
            "email": self._address,
            "name": Spot.text,
            "role": lambda place: place.choice(roles),
            "language": optional(_language),
            "timezone": optional(_timezone),
        }

    def _address(self, spot: Spot) -> str:
        text = spot.text(longest=254)
        try:
            address = validate_email(text, check_deliverability=False, globally_deliverable=False).normalized.lower()
        except EmailNotValidError as error:
            raise spot.wrong("a mail address such as rolf@rolf-it.example") from error
        return self._once(address, spot, "each person once")

    def _reseller(self, spot: Spot, vendor: VendorEntry) -> ResellerEntry:
        readers: dict[str, Callable[[Spot], Any]] = {
            "slug": lambda place: self._once(_slug(place), place, "each slug once"),
            "name": Spot.text,
            "level": optional(Spot.text),
            "country": _country,
            "postcode": optional(Spot.text),
            "timezone": optional(_timezone),
            "distributor": optional(Spot.text),
            "attributes": _attributes,
            "people": lambda place: place.each(self._colleague),
        }
        values = spot.fields(readers, required=("slug", "name"))
        return ResellerEntry(**({"country": vendor.country} | values))

    def _distributor(self, spot: Spot) -> Distributor:
        readers = {"slug": lambda place: self._once(place.text(), place, "each slug once"), "name": Spot.text}
        return Distributor(**spot.fields(readers, required=("slug", "name")))

    def _once(self, key: str, spot: Spot, expected: str) -> str:
        if key in self._seen:
            raise spot.error(f"{key!r} stands in line {self._seen[key].line} already, expected {expected}")
        self._seen[key] = spot
        return key

    def _check_partners(self, people: Spot, programme: Programme) -> None:
        slugs = {reseller.slug for reseller in programme.resellers}
        for spot in people.items():
            entries = spot.entries()
            for named in entries["resellers"].items() if "resellers" in entries else []:
                if named.text() not in slugs:
                    raise named.wrong("the slug of a reseller of this file", among=slugs)

    # --- what

    def _material(self, spot: Spot) -> Material:
        readers = {"product": optional(Spot.text), "title": Spot.text, "file": self._file}
        return Material(**spot.fields(readers, required=("title", "file")))

    def _file(self, spot: Spot) -> str:
        name = self._relative(spot)
        if self._folder is not None and not (self._folder / name).is_file():
            raise spot.wrong(f"the name of a file in {self._folder.name or self._folder}/")
        return name

    def _relative(self, spot: Spot) -> str:
        """Read a file name that stays inside the programme's folder."""
        name = spot.text()
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise spot.wrong("a file name inside the programme's folder")
        return name


def read_settings(spot: Spot) -> ProgrammeSettings:
    """Read the settings; what is left out keeps the rulebook's default."""
    hours = _each_of(TEMPERATURES, lambda place: place.whole(1, 10_000))
    days = _each_of(TEMPERATURES, lambda place: place.whole(1, _DAYS))
    readers: dict[str, Callable[[Spot], Any]] = {
        "mandatory": lambda place: place.each(_mandatory),
        "auto_release": Spot.yes_no,
        "duplicate_days": lambda place: place.whole(0, 10_000),
        "qualification_days": lambda place: place.whole(1, _DAYS),
        "group_size": lambda place: place.whole(1, 1000),
        "hot_at_once": Spot.yes_no,
        "offer_window_hours": hours,
        "widening": optional(lambda place: place.each(read_widening)),
        "mails_per_day": lambda place: place.whole(1, 1000),
        "unworked_cap": lambda place: place.whole(1, 10_000),
        "unworked_cap_by_level": lambda place: {key: one.whole(1, 10_000) for key, one in place.entries().items()},
        "undo_minutes": lambda place: place.whole(0, 1440),
        "customer_mail": Spot.yes_no,
        "customer_echo": Spot.yes_no,
        "first_feedback_days": days,
        "feedback_days": _each_of(ProgrammeSettings().feedback_days, lambda place: place.whole(1, _DAYS)),
        "return_days": lambda place: place.whole(1, _DAYS),
        "escalation_days": lambda place: place.whole(1, _DAYS),
        "fast_pick_hours": lambda place: place.whole(1, 1000),
        "points": _points,
        "reward_answer_days": lambda place: place.whole(1, _DAYS),
        "deal_answer_days": lambda place: place.whole(1, _DAYS),
        "protection_days": lambda place: place.whole(1, _DAYS),
        "protection_warning_days": lambda place: place.each(lambda one: one.whole(1, _DAYS)),
        "deal_question_weeks": lambda place: place.whole(1, 520),
        "reporting_currency": optional(_currency),
        "stage_percent": _each_of(ProgrammeSettings().stage_percent, lambda place: place.whole(0, 100)),
        "retention_days": _each_of(ProgrammeSettings().retention_days, lambda place: place.whole(30, 36_600)),
        "digest_weekday": lambda place: place.choice(WEEKDAYS),
        "digest_time": _clock_time,
    }
    return ProgrammeSettings.from_json(spot.fields(readers))


def _points(spot: Spot) -> dict[str, Any]:
    gained = ("fast_pick", "in_time", "appointment", "quoted", "won", "won_per_1000")
    readers: dict[str, Callable[[Spot], Any]] = {name: lambda place: place.whole(0, 100_000) for name in gained}
    readers |= {name: lambda place: place.whole(-100_000, 0) for name in ("missed", "silent_return")}
    return spot.fields(readers | {"multiplier": _each_of(TEMPERATURES, lambda place: place.whole(1, 100))})


def _each_of(names: Any, read: Callable[[Spot], Any]) -> Callable[[Spot], Any]:
    """Return a reader of a mapping with these keys and one kind of value."""
    return lambda spot: spot.fields(dict.fromkeys(names, read))


def _mandatory(spot: Spot) -> str:
    return spot.choice(
        (*dict.fromkeys(MANDATORY + LEAD_FIELDS), "attachments"), what="a field of a lead, contact_route or attachments"
    )


def _incentive(spot: Spot) -> Incentive:
    readers: dict[str, Callable[[Spot], Any]] = {
        "product": optional(Spot.text),
        "level": optional(Spot.text),
        "commission_percent": optional(lambda place: place.decimal(0, 100)),
        "discount_percent": optional(lambda place: place.decimal(0, 100)),
        "bonus": optional(Spot.decimal),
    }
    return Incentive(**spot.fields(readers))


def _rewards(spot: Spot) -> tuple[Reward, ...]:
    found: list[Reward] = []
    for place in spot.items():
        reward = _reward(place)
        if any(one.title.casefold() == reward.title.casefold() for one in found):
            raise place.error(f"a reward {reward.title!r} stands above already, expected each title once")
        found.append(reward)
    return tuple(found)


def _reward(spot: Spot) -> Reward:
    readers: dict[str, Callable[[Spot], Any]] = {"title": Spot.text, "points": lambda place: place.whole(1, 10_000_000)}
    return Reward(**spot.fields(readers, required=("title", "points")))


def _attributes(spot: Spot) -> dict[str, Any]:
    return {name: value.plain() for name, value in spot.entries().items()}


def _slug(spot: Spot) -> str:
    text = spot.text()
    if not _SLUG.fullmatch(text):
        raise spot.wrong("a slug: lower-case letters, digits and hyphens, at most 40")
    return text


def _colour(spot: Spot) -> str:
    if spot.is_null or not _COLOUR.fullmatch(spot.text()):
        raise spot.wrong('a colour such as "#0b6e4f", in quotes because # begins a comment')
    return spot.text().lower()


def _language(spot: Spot) -> str:
    return spot.choice(_LANGUAGES, "a language of two letters such as de or en")


def _timezone(spot: Spot) -> str:
    return spot.choice(_zones(), "a time zone such as Europe/Berlin")


@cache
def _zones() -> frozenset[str]:
    """The machine's zones: finding them walks a folder of six hundred files."""
    return frozenset(available_timezones())


def _country(spot: Spot) -> str:
    return spot.choice(_TERRITORIES, "a country of two letters such as DE, AT or CH")


def _currency(spot: Spot) -> str:
    return spot.choice(list_currencies(), "a currency of three letters such as EUR or CHF")


def _clock_time(spot: Spot) -> str:
    if not _CLOCK_TIME.fullmatch(spot.text()):
        raise spot.wrong("a time such as 07:30, in quotes")
    return spot.text()
