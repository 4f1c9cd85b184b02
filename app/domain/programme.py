"""A vendor's programme as values: who takes part, by which settings and criteria, with which materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from zlib import crc32

from app.domain.criteria import Criterion

VENDOR_ROLES = ("management", "sales_director", "channel_manager")
AGENCY_ROLES = ("qualifier",)
DISTRIBUTOR_ROLES = ("distributor_management", "distributor_sales")
RESELLER_ROLES = ("sales_manager", "sales_rep")
PEOPLE_ROLES = VENDOR_ROLES + AGENCY_ROLES + DISTRIBUTOR_ROLES
ROLES = PEOPLE_ROLES + RESELLER_ROLES
TEMPERATURES = ("hot", "warm", "cold")
MANDATORY = ("company", "country", "postcode", "contact_route", "need", "source", "temperature")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class PointRules:
    """Points for what a partner does; gains count ``multiplier`` times by temperature. Source: rulebook 6.6."""

    fast_pick: int = 5
    in_time: int = 5
    appointment: int = 10
    quoted: int = 10
    won: int = 50
    won_per_1000: int = 1
    missed: int = -10
    silent_return: int = -20
    multiplier: Mapping[str, int] = field(default_factory=lambda: {"hot": 1, "warm": 2, "cold": 3})


@dataclass(frozen=True)
class ProgrammeSettings:
    """Every number of the rulebook that a vendor may set, with the rulebook's default.

    Hours and days are working ones, except ``undo_minutes``, ``duplicate_days``, ``protection_days``,
    ``protection_warning_days`` and ``deal_question_weeks``, which are the calendar's. ``widening``: how later rounds
    ask, see ``app.domain.widening``.
    Source: the rulebook's numbers marked °, design 4.
    """

    mandatory: tuple[str, ...] = MANDATORY
    auto_release: bool = False
    qualification_days: int = 2
    duplicate_days: int = 365
    group_size: int = 5
    hot_at_once: bool = True
    offer_window_hours: Mapping[str, int] = field(default_factory=lambda: {"hot": 8, "warm": 24, "cold": 48})
    widening: tuple[Mapping[str, Any], ...] | None = None
    mails_per_day: int = 6
    unworked_cap: int = 5
    unworked_cap_by_level: Mapping[str, int] = field(default_factory=dict)
    undo_minutes: int = 15
    customer_mail: bool = False
    customer_echo: bool = False
    first_feedback_days: Mapping[str, int] = field(default_factory=lambda: {"hot": 2, "warm": 3, "cold": 5})
    feedback_days: Mapping[str, int] = field(
        default_factory=lambda: {"contacted": 10, "not_reached": 2, "appointment": 2, "quoted": 20}
    )
    return_days: int = 5
    escalation_days: int = 10
    fast_pick_hours: int = 1
    points: PointRules = field(default_factory=PointRules)
    reward_answer_days: int = 2
    deal_answer_days: int = 2
    protection_days: int = 90
    protection_warning_days: tuple[int, ...] = (14, 3)
    deal_question_weeks: int = 3
    reporting_currency: str | None = None
    stage_percent: Mapping[str, int] = field(
        default_factory=lambda: {"contacted": 10, "appointment": 25, "quoted": 50, "postponed": 10}
    )
    retention_days: Mapping[str, int] = field(
        default_factory=lambda: {"raw_mail": 365, "outbox": 365, "closed_leads": 1095, "journal": 1095}
    )
    digest_weekday: str = "monday"
    digest_time: str = "07:30"

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ProgrammeSettings:
        """Return settings from JSON values; what is left out, also inside a mapping, keeps its default.

        Raises: TypeError: a name is not a setting.
        """
        return cls(**_with_defaults(cls(), values))

    def to_json(self) -> dict[str, Any]:
        """Return every setting as JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def cap(self, level: str | None) -> int:
        """Return how many unworked leads a partner of this level may hold; levels match in any case. Rulebook 5.1."""
        by_level = {name.casefold(): cap for name, cap in self.unworked_cap_by_level.items()}
        return by_level.get((level or "").casefold(), self.unworked_cap)


def _with_defaults(defaults: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return constructor arguments: lists as tuples, mappings laid over the default ones, nested rules built."""
    known = {part.name: getattr(defaults, part.name) for part in fields(defaults)}
    arguments: dict[str, Any] = {}
    for name, value in values.items():
        default = known.get(name)
        if isinstance(default, PointRules):
            arguments[name] = PointRules(**_with_defaults(default, value))
        elif isinstance(default, Mapping):
            arguments[name] = {**default, **value}
        else:
            arguments[name] = tuple(value) if isinstance(default, tuple) else value
    return arguments


@dataclass(frozen=True)
class Brand:
    """How a vendor's mails look: a colour as ``#rrggbb`` and the name of a picture beside the programme file."""

    colour: str = "#1f4e79"
    logo: str | None = None


@dataclass(frozen=True)
class VendorEntry:
    """The vendor: ``timezone`` is an IANA name, ``country`` ISO 3166-1, ``currency`` ISO 4217."""

    slug: str
    name: str
    language: str = "en"
    timezone: str = "Europe/Berlin"
    country: str = "DE"
    currency: str = "EUR"
    postcode: str | None = None
    imprint: str | None = None
    brand: Brand = field(default_factory=Brand)


@dataclass(frozen=True)
class PersonEntry:
    """Somebody with an address and one role.

    ``territory`` holds postcode prefixes and ``resellers`` slugs: what a channel manager or a distributor's sales
    person looks after; both empty is everything. ``language`` and ``timezone`` None are those of the house.
    """

    email: str
    name: str
    role: str
    language: str | None = None
    timezone: str | None = None
    territory: tuple[str, ...] = ()
    resellers: tuple[str, ...] = ()
    agency: str | None = None
    distributor: str | None = None


@dataclass(frozen=True)
class ResellerEntry:
    """A company that takes leads, with the attributes that criteria ask for."""

    slug: str
    name: str
    country: str
    level: str | None = None
    postcode: str | None = None
    timezone: str | None = None
    distributor: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[PersonEntry, ...] = ()


@dataclass(frozen=True)
class Distributor:
    """What readers call a distributor, whom people and resellers name by its slug."""

    slug: str
    name: str


@dataclass(frozen=True)
class Material:
    """A file beside the programme file, given to whoever takes a lead for a product; None is every product."""

    title: str
    file: str
    product: str | None = None


@dataclass(frozen=True)
class Incentive:
    """What a won registration brings, by product and level; None is every one. Amounts in the vendor's currency."""

    product: str | None = None
    level: str | None = None
    commission_percent: float | None = None
    discount_percent: float | None = None
    bonus: float | None = None


@dataclass(frozen=True)
class Reward:
    """Something of the catalogue that points buy."""

    title: str
    points: int

    @property
    def key(self) -> int:
        """A number for links: with another title or price it is another reward, so that no link buys unseen."""
        return crc32(f"{self.title}\n{self.points}".encode())


@dataclass(frozen=True)
class Programme:
    """All that a programme file says. ``warnings`` are sentences for whoever loads it: odd, but no error."""

    vendor: VendorEntry
    settings: ProgrammeSettings = field(default_factory=ProgrammeSettings)
    people: tuple[PersonEntry, ...] = ()
    distributors: tuple[Distributor, ...] = ()
    resellers: tuple[ResellerEntry, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    materials: tuple[Material, ...] = ()
    incentives: tuple[Incentive, ...] = ()
    rewards: tuple[Reward, ...] = ()
    accounts: str | None = None
    warnings: tuple[str, ...] = ()

    def products(self) -> tuple[str, ...]:
        """Return the products the programme speaks of, in order of appearance."""
        named = [material.product for material in self.materials] + [entry.product for entry in self.incentives]
        for reseller in self.resellers:
            offered = reseller.attributes.get("products", ())
            named += list(offered) if isinstance(offered, list | tuple) else [offered]
        return tuple(dict.fromkeys(str(product) for product in named if product))
