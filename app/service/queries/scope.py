"""Whose leads a reader may see: the one filter of every read model."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.domain.lead import Lead
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import RESELLER_ROLES, VENDOR_ROLES, RoleName
from app.domain.postcodes import area

WHOLE_VENDOR = frozenset({RoleName.MANAGEMENT, RoleName.SALES_DIRECTOR})
DISTRIBUTOR_ROLES = frozenset({RoleName.DISTRIBUTOR_MANAGEMENT, RoleName.DISTRIBUTOR_SALES})


@dataclass(frozen=True)
class Scope:
    """One role's view of one vendor's leads. Source: rulebook 1, design law 9."""

    role: Role

    @classmethod
    def scopes_of(cls, person: Person) -> list[Scope]:
        """Return one scope for each role that a person has now."""
        return [cls(role) for role in person.roles if role.active]

    @property
    def is_reseller(self) -> bool:
        """Whether the reader works leads rather than handing them out."""
        return self.role.name in RESELLER_ROLES

    @property
    def has_figures(self) -> bool:
        """Whether there is a week to tell: an agency's work has no figures."""
        return self.role.name != RoleName.QUALIFIER

    def leads(self) -> ColumnElement[bool]:
        """Return the condition that a lead is the reader's to see."""
        own_vendor = Lead.vendor_id == self.role.vendor_id
        return own_vendor & self._within_vendor()

    def _within_vendor(self) -> ColumnElement[bool]:
        name = self.role.name
        if name in WHOLE_VENDOR:
            return true()
        if name in VENDOR_ROLES:
            return self._territory()
        if name in DISTRIBUTOR_ROLES:
            return Lead.holder_id.in_(self._distributed())
        if name == RoleName.SALES_REP:
            return (Lead.holder_id == self.role.reseller_id) & (Lead.picked_by == self.role.person_id)
        if name == RoleName.SALES_MANAGER:
            return Lead.holder_id == self.role.reseller_id
        return false()

    def _territory(self) -> ColumnElement[bool]:
        if not self.role.territory and not self.role.partners:
            return true()
        areas = [self._area(entry) for entry in self.role.territory]
        slugs = select(Reseller.id).where(
            Reseller.vendor_id == self.role.vendor_id, Reseller.slug.in_(self.role.partners)
        )
        mine = [Lead.owner_id == self.role.person_id, Lead.submitted_by == self.role.person_id]
        return or_(*areas, *mine, Lead.holder_id.in_(slugs))

    def _area(self, entry: str) -> ColumnElement[bool]:
        country, beginning = area(entry, self.role.vendor.country)
        of_country = func.upper(func.coalesce(Lead.fields["country"].as_string(), country)) == country
        return and_(of_country, Lead.fields["postcode"].as_string().startswith(beginning, autoescape=True))

    def _distributed(self) -> Select[int]:
        rows = select(Reseller.id).where(
            Reseller.vendor_id == self.role.vendor_id, Reseller.distributor == self.role.distributor
        )
        return rows.where(Reseller.slug.in_(self.role.partners)) if self.role.partners else rows
