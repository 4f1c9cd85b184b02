"""Whose leads and registrations a reader may see: the one filter of every read model."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.domain.deal import Deal
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.people import Person, Reseller, Role
from app.domain.permissions import RESELLER_ROLES
from app.domain.postcodes import area
from app.domain.views import Reach, View, reach_of

_SIGNS = ("", "_-", "__-", "___-")  # none, or one of one to three letters


@dataclass(frozen=True)
class Scope:
    """One role's view of one vendor's leads, by the table of views. Source: rulebook 1, design law 9."""

    role: Role
    view: View = View.WEEK

    @classmethod
    def scopes_of(cls, person: Person, view: View = View.WEEK) -> list[Scope]:
        """Return one scope for each role of a person that has this view."""
        return [cls(role, view) for role in person.roles if role.active and reach_of(role, view)]

    @property
    def is_reseller(self) -> bool:
        """Whether the reader works leads rather than handing them out."""
        return self.role.name in RESELLER_ROLES

    def leads(self) -> ColumnElement[bool]:
        """Return the condition that a lead is the reader's to see."""
        own_vendor = Lead.vendor_id == self.role.vendor_id
        return own_vendor & self._within_vendor()

    def _within_vendor(self) -> ColumnElement[bool]:
        match reach_of(self.role, self.view):
            case Reach.WHOLE_VENDOR:
                return true()
            case Reach.TERRITORY:
                return self._territory()
            case Reach.DISTRIBUTED:
                return Lead.holder_id.in_(self._distributed())
            case Reach.COMPANY:
                return Lead.holder_id == self.role.reseller_id
            case Reach.OWN:
                return (Lead.holder_id == self.role.reseller_id) & (Lead.picked_by == self.role.person_id)
            case Reach.QUALIFIED:
                return (Lead.state == State.QUALIFYING) & (Lead.agency == self.role.agency)
        return false()

    def _territory(self) -> ColumnElement[bool]:
        if not self.role.territory and not self.role.partners:
            return true()
        areas = [self._area(entry, Lead) for entry in self.role.territory]
        mine = [Lead.owner_id == self.role.person_id, Lead.submitted_by == self.role.person_id]
        return or_(*areas, *mine, Lead.holder_id.in_(self._own_partners()))

    def deals(self) -> ColumnElement[bool]:
        """Return the condition that a registration is the reader's to see; the same as ``shows_deal`` says of one."""
        own_vendor, role = Deal.vendor_id == self.role.vendor_id, self.role
        match reach_of(role, View.REGISTRATION):
            case Reach.WHOLE_VENDOR:
                return own_vendor
            case Reach.TERRITORY if not (role.territory or role.partners):
                return own_vendor
            case Reach.TERRITORY:
                areas = [self._area(entry, Deal) for entry in role.territory]
                mine = or_(*areas, Deal.owner_id == role.person_id, Deal.reseller_id.in_(self._own_partners()))
                return own_vendor & mine
            case Reach.COMPANY:
                return own_vendor & (Deal.reseller_id == role.reseller_id)
            case Reach.OWN:
                of_company = Deal.reseller_id == role.reseller_id
                return own_vendor & of_company & (Deal.registered_by == role.person_id)
        return false()

    def _own_partners(self) -> Select[int]:
        rows = select(Reseller.id).where(Reseller.vendor_id == self.role.vendor_id)
        return rows.where(Reseller.slug.in_(self.role.partners))

    def _area(self, entry: str, table: type[Lead] | type[Deal]) -> ColumnElement[bool]:
        """Return in SQL what ``lies_in`` says of one: the postcode in any spelling, also with a country's sign."""
        country, beginning = area(entry, self.role.vendor.country)
        given = func.nullif(table.fields["country"].as_string(), "")
        postcode = func.upper(func.replace(table.fields["postcode"].as_string(), " ", ""))
        spelled = [postcode.like(f"{sign}{_escaped(beginning)}%", escape="\\") for sign in _SIGNS]
        return and_(func.upper(func.coalesce(given, country)) == country, postcode != "", or_(*spelled))

    def _distributed(self) -> Select[int]:
        rows = select(Reseller.id).where(
            Reseller.vendor_id == self.role.vendor_id, Reseller.distributor == self.role.distributor
        )
        return rows.where(Reseller.slug.in_(self.role.partners)) if self.role.partners else rows


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
