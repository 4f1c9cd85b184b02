"""Who takes part: vendors, their resellers, and the people with their roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.entity import Entity
from app.domain.errors import AlreadyDone
from app.domain.postcodes import area, lies_in
from app.domain.preferences import Cadence, Preferences
from app.domain.programme import ProgrammeSettings, Reward
from app.domain.work_calendar import WorkCalendar


class Vendor(Entity):
    """A tenant: who hands out leads. Its programme is what ``programme load`` last said."""

    __tablename__ = "vendors"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]
    country: Mapped[str]
    currency: Mapped[str]
    brand_colour: Mapped[str]
    brand_logo: Mapped[bytes | None]
    settings: Mapped[dict[str, Any]]
    criteria: Mapped[list[dict[str, Any]]]
    programme: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]
    retention_due_at: Mapped[datetime | None] = mapped_column(index=True)
    channel_managers: Mapped[list[Role]] = relationship(
        primaryjoin="and_(Role.vendor_id == Vendor.id, Role.name == 'channel_manager', Role.active)",
        order_by="Role.id", viewonly=True,
    )  # fmt: skip

    @property
    def rules(self) -> ProgrammeSettings:
        """The programme's settings as values, with the rulebook's defaults; read once for each load of them."""
        known: tuple[dict[str, Any], ProgrammeSettings] | None = self.__dict__.get("_rules")
        if known is None or known[0] is not self.settings:
            known = self.__dict__["_rules"] = (self.settings, ProgrammeSettings.from_json(self.settings))
        return known[1]

    @property
    def products(self) -> tuple[str, ...]:
        """The names of what the vendor sells, as its programme mentions them."""
        return tuple(self.programme.get("products", ()))

    @property
    def rewards(self) -> tuple[Reward, ...]:
        """What points buy, in the order of the programme."""
        return tuple(Reward(**reward) for reward in self.programme.get("rewards", ()))

    @property
    def agencies(self) -> tuple[str, ...]:
        """Who qualifies leads for the vendor, as its programme lists them."""
        return tuple(self.programme.get("agencies", ()))

    @property
    def calendar(self) -> WorkCalendar:
        """The vendor's own working week and its state's holidays."""
        return WorkCalendar.of_place(self.zone, self.country, self.programme.get("postcode") or None)


class Person(Entity):
    """Somebody known by a mail address; what they may do follows from their roles."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]
    bounced_at: Mapped[datetime | None]
    absent_until: Mapped[datetime | None]
    absence_is_auto: Mapped[bool] = mapped_column(default=False)
    deputy_id: Mapped[int | None] = mapped_column(index=True)
    muted_lists: Mapped[list[str]] = mapped_column(default=list)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    preferences_before: Mapped[dict[str, Any] | None]
    devices_since: Mapped[datetime | None]
    digest_due_at: Mapped[datetime | None] = mapped_column(index=True)
    roles: Mapped[list[Role]] = relationship(back_populates="person", lazy="selectin", order_by="Role.id")

    @property
    def is_reachable(self) -> bool:
        """Whether letters may be sent: a hard bounce stops them until the address is loaded anew."""
        return self.bounced_at is None

    def make_nameless(self, now: datetime) -> None:
        """Leave a pseudonym: a number that the journal knows, that gets no mail and may do nothing."""
        self.name, self.address = f"#{self.id}", f"erased-{self.id}@erased.invalid"
        self.bounced_at = self.devices_since = now
        self.absent_until = self.digest_due_at = self.deputy_id = self.preferences_before = None
        self.preferences = {}
        for role in self.roles:
            role.active = False

    @property
    def prefers(self) -> Preferences:
        """The person's choices as values."""
        return Preferences.from_json(self.preferences)

    @property
    def cadence(self) -> str:
        """How often offers come; the switched-off list of offers is *never*."""
        return Cadence.NEVER if "offers" in self.muted_lists else self.prefers.cadence

    @property
    def gets_offers(self) -> bool:
        """Whether the person works for a company that takes leads."""
        return any(role.active and role.reseller_id is not None for role in self.roles)

    @property
    def gets_receipts(self) -> bool:
        """Whether the person may own leads, and so reads what partners report."""
        return any(role.active and not (role.reseller_id or role.agency or role.distributor) for role in self.roles)

    @property
    def products(self) -> tuple[str, ...]:
        """What the vendors sell with whom the person works."""
        named = (product for role in self.roles if role.active for product in role.vendor.products)
        return tuple(dict.fromkeys(named))

    def back_on(self, now: datetime) -> date | None:
        """Return the first day back of somebody who is away, on their own calendar; None for who is there."""
        if self.absent_until is None or not self.is_absent(now):
            return None
        return self.absent_until.astimezone(ZoneInfo(self.zone)).date()

    def is_absent(self, now: datetime) -> bool:
        """Whether the person is away at this instant."""
        return self.absent_until is not None and now < self.absent_until

    def is_away_by_hand(self, now: datetime) -> bool:
        """Whether the person said so, rather than their out-of-office answer, which their next mail ends."""
        return self.is_absent(now) and not self.absence_is_auto

    def prefer(self, changes: Mapping[str, Any]) -> None:
        """Set preferences anew, and remember how it was. Raises: Implausible. Source: rulebook 4.6."""
        wished = dict(changes)
        cadence = wished.pop("cadence", None)
        found = self.prefers.changed(wished if cadence == Cadence.NEVER else dict(changes), self.products)
        self.remember()
        self.preferences = found.to_json()
        if cadence is not None:
            muted = {*self.muted_lists} - {"offers"}
            self.muted_lists = sorted(muted | ({"offers"} if cadence == Cadence.NEVER else set()))
        if found.language:
            self.language = found.language

    def remember(self) -> None:
        """Keep what the person has chosen, so that the next change can be undone."""
        self.preferences_before = {
            "preferences": dict(self.preferences or {}), "muted_lists": list(self.muted_lists),
            "deputy_id": self.deputy_id, "language": self.language, "absence_is_auto": self.absence_is_auto,
            "absent_until": self.absent_until.isoformat() if self.absent_until else None,
        }  # fmt: skip

    def restore(self) -> None:
        """Go back to what was remembered. Raises: AlreadyDone: nothing was changed since."""
        before = self.preferences_before
        if before is None:
            raise AlreadyDone()
        self.preferences, self.muted_lists = dict(before["preferences"]), list(before["muted_lists"])
        self.deputy_id, self.language = before["deputy_id"], before["language"]
        until = before["absent_until"]
        self.absent_until = datetime.fromisoformat(until) if until else None
        self.absence_is_auto = before["absence_is_auto"]
        self.preferences_before = None


class Reseller(Entity):
    """A company that takes leads of one vendor; the same firm may be partner of several vendors."""

    __tablename__ = "resellers"
    __table_args__ = (UniqueConstraint("vendor_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"))
    slug: Mapped[str]
    name: Mapped[str]
    level: Mapped[str | None]
    country: Mapped[str]
    postcode: Mapped[str | None]
    distributor: Mapped[str | None]
    zone: Mapped[str]
    attributes: Mapped[dict[str, Any]]
    active: Mapped[bool] = mapped_column(default=True)
    last_offered_at: Mapped[datetime | None]
    roles: Mapped[list[Role]] = relationship(back_populates="reseller", order_by="Role.id")

    @property
    def calendar(self) -> WorkCalendar:
        """The company's working week and its state's holidays."""
        return WorkCalendar.of_place(self.zone, self.country, self.postcode)

    @property
    def people(self) -> list[Person]:
        """Who works there now."""
        return [role.person for role in self.roles if role.active]


class Role(Entity):
    """What one person is to one vendor. Source: rulebook 1."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "vendor_id", "name", "reseller_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    name: Mapped[str]
    reseller_id: Mapped[int | None] = mapped_column(ForeignKey("resellers.id"), index=True)
    distributor: Mapped[str | None]
    agency: Mapped[str | None]
    territory: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)
    person: Mapped[Person] = relationship(back_populates="roles")
    reseller: Mapped[Reseller | None] = relationship(back_populates="roles")
    vendor: Mapped[Vendor] = relationship()

    @property
    def company(self) -> str:
        """The name of whoever the person works for."""
        if self.reseller is not None:
            return self.reseller.name
        if self.distributor:
            return str(self.vendor.programme.get("distributors", {}).get(self.distributor, self.distributor))
        return self.agency or self.vendor.name

    @property
    def workplace(self) -> tuple[int, int | None, str | None, str | None]:
        """What tells where somebody works: two roles with the same are colleagues'."""
        return (self.vendor_id, self.reseller_id, self.distributor, self.agency)

    def looks_after(self, fields: Mapping[str, Any]) -> bool:
        """Whether a lead with these fields lies in the territory; a bare prefix is of the vendor's own country."""
        country, postcode = str(fields.get("country") or ""), str(fields.get("postcode") or "")
        return any(lies_in(country, postcode, area(entry, self.vendor.country)) for entry in self.territory)
