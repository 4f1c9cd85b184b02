"""Who has a customer under protection, and which records may be the same customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.account import Account
from app.domain.conflicts import EXACT, Customer, Likeness
from app.domain.customer_key import Record
from app.domain.deal import Answer, Deal
from app.domain.deal_lifecycle import OPEN_DEALS, DealState
from app.domain.errors import Protected
from app.domain.lead import Lead
from app.domain.letters import Action, ConflictRow
from app.domain.lifecycle import HELD, OPEN, TRANSITIONS, State
from app.domain.people import Reseller, Vendor
from app.service.customer_index import in_batches, like_customer, same_customer
from app.service.scene import Scene
from app.service.wording import title_of

MOST_SHOWN = 12


@dataclass(frozen=True)
class Conflict:
    """A record that may be the same customer; ``holder_id``: the company that has it now, if one has."""

    row: ConflictRow
    likeness: Likeness
    holder_id: int | None = None
    lead: Lead | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it is surely the same customer."""
        return self.likeness in EXACT

    @property
    def is_held(self) -> bool:
        """Whether a company surely has this customer now."""
        return self.is_exact and self.holder_id is not None


def protection_of(
    scene: Scene, vendor: Vendor, fields: Mapping[str, Any], but: int | None = None, lock: bool = False
) -> Deal | None:
    """Return the registration that protects a customer now.

    Args: fields: a lead's or a registration's. but: a company whose own protection does not count. lock: hold off other
        decisions of this vendor, so that what is found still holds when the transaction ends.
    Source: rulebook 3.6, 7.4.
    """
    if lock:
        scene.hold_off_decisions(vendor.id)
    wanted = Customer.of(fields, vendor.country)
    for deal in _protected(scene, vendor, wanted):
        if deal.reseller_id != but and deal.customer.likeness(wanted) in EXACT:
            return deal
    return None


def _protected(scene: Scene, vendor: Vendor, wanted: Customer) -> list[Deal]:
    """Return the protected registrations that may be a customer's, the oldest first."""
    known = scene.together.protected(wanted) if scene.together is not None else None
    if known is not None:
        return known
    rows = select(Deal).where(Deal.state == DealState.PROTECTED, Deal.protected_until >= scene.now).order_by(Deal.id)
    found = in_batches(same_customer(scene.session, vendor, Record.DEAL, wanted))
    return [deal for ids in found for deal in scene.session.scalars(rows.where(Deal.id.in_(ids)))]


def require_unprotected(scene: Scene, lead: Lead, but: int | None = None, lock: bool = True) -> None:
    """Make sure that the vendor may offer or work a lead.

    Args: but: the company that is to get it, whose own protection is no hindrance. lock: as in ``protection_of``.
    Raises: Protected: with the last instant of the protection, and whose it is.
    Source: rulebook 7.4.
    """
    deal = protection_of(scene, lead.vendor, lead.fields, but, lock)
    if deal is not None:
        assert deal.protected_until is not None
        whose = {"holder_id": deal.reseller_id, "holder": deal.reseller.name}
        raise Protected(until=deal.protected_until.isoformat(), **whose)


def only_partner(scene: Scene, lead: Lead) -> Action | None:
    """Return the button that gives a lead to the partner that has registered its customer; None: nobody has."""
    deal = protection_of(scene, lead.vendor, lead.fields)
    return _to_holder(lead, deal.reseller_id, deal.reseller.name) if deal is not None else None


def instead_of_offering(lead: Lead, refusal: Protected) -> tuple[Action, ...]:
    """Return what a vendor can do with a lead whose customer is protected: give it to the partner whose it is."""
    if "holder_id" not in refusal.facts or (State(lead.state), "assign") not in TRANSITIONS:
        return ()
    return (_to_holder(lead, int(refusal.facts["holder_id"]), str(refusal.facts["holder"])),)


def _to_holder(lead: Lead, reseller_id: int, name: str) -> Action:
    return Action("assign", lead.id, str(reseller_id), True, {"reseller": name})


def conflicts_of(scene: Scene, vendor: Vendor, fields: Mapping[str, Any], deal_id: int | None) -> list[Conflict]:
    """Return every record of a vendor that may be the customer of these fields, the surest first.

    Args: deal_id: the registration itself, which is no conflict.
    Source: rulebook 7.2.
    """
    wanted = Customer.of(fields, vendor.country)
    found = [*_deals(scene, vendor, wanted, deal_id), *_leads(scene, vendor, wanted), *_accounts(scene, vendor, wanted)]
    return sorted(found, key=lambda one: (not one.is_exact, one.holder_id is None))


def twins_of(scene: Scene, lead: Lead) -> list[Conflict]:
    """Return what a lead may be a duplicate of, the surest first: leads, open or closed of late, and registrations.

    What was said to be another matter is left out.
    Source: rulebook 3.6.
    """
    vendor, wanted = lead.vendor, Customer.of(lead.fields, lead.vendor.country)
    since = scene.now - timedelta(days=vendor.rules.duplicate_days)
    others = [
        one
        for one in _leads(scene, vendor, wanted)
        if one.lead is not None and one.lead.id not in (lead.id, *lead.known_twins) and _is_recent(one.lead, since)
    ]
    return sorted([*others, *_deals(scene, vendor, wanted, None)], key=lambda one: not one.is_exact)


def is_surely_there(scene: Scene, lead: Lead) -> bool:
    """Whether an open lead is surely the same customer's, and nobody has said that both are meant.

    Source: rulebook 3.6.
    """
    wanted = Customer.of(lead.fields, lead.vendor.country)
    others = scene.together.open_like(lead, wanted) if scene.together is not None else None
    return any(
        wanted.likeness(other) in EXACT for other in (_open_like(scene, lead, wanted) if others is None else others)
    )


def _open_like(scene: Scene, lead: Lead, wanted: Customer) -> Iterator[Customer]:
    """Yield the customers of open leads that may be the same as that of a lead."""
    known = {lead.id, *lead.known_twins}
    rows = select(Lead).where(Lead.state.in_(OPEN))
    for ids in in_batches(same_customer(scene.session, lead.vendor, Record.LEAD, wanted) - known):
        for other in scene.session.scalars(rows.where(Lead.id.in_(ids))):
            yield Customer.of(other.fields, lead.vendor.country)


def _is_recent(lead: Lead, since: datetime) -> bool:
    return lead.closed_at is None or lead.closed_at >= since


def blind_answer(conflicts: list[Conflict], reseller_id: int) -> Answer:
    """Return what the registering partner may know: never by whom. Source: rulebook 7.2."""
    held_by_others = (one for one in conflicts if one.is_exact and one.holder_id not in (None, reseller_id))
    if next(held_by_others, None) is not None:
        return Answer.TAKEN
    return Answer.IN_REVIEW if conflicts else Answer.FREE


def rows_of(conflicts: list[Conflict]) -> tuple[ConflictRow, ...]:
    """Return the conflicts as the vendor's letter shows them, at most a dozen."""
    return tuple(one.row for one in conflicts[:MOST_SHOWN])


def _deals(scene: Scene, vendor: Vendor, wanted: Customer, but: int | None) -> list[Conflict]:
    rows = select(Deal, Reseller.name).join(Reseller, Reseller.id == Deal.reseller_id).order_by(Deal.id)
    rows = rows.where(Deal.state.in_((*OPEN_DEALS, DealState.WON)))
    found = []
    for ids in in_batches(like_customer(scene.session, vendor, Record.DEAL, wanted) - {but}):
        for deal, holder in scene.session.execute(rows.where(Deal.id.in_(ids))):
            likeness = wanted.likeness(Customer.of(deal.fields, vendor.country))
            if likeness is not None:
                row = ConflictRow("deal", deal.ref, str(deal.fields.get("company", "")), holder, likeness, deal.state)
                found.append(Conflict(row, likeness, deal.reseller_id if deal.is_protected(scene.now) else None))
    return found


def _leads(scene: Scene, vendor: Vendor, wanted: Customer) -> list[Conflict]:
    rows = select(Lead, Reseller.name).outerjoin(Reseller, Reseller.id == Lead.holder_id).order_by(Lead.id)
    rows = rows.where(Lead.state.not_in((State.DISCARDED, State.BAD, State.MERGED)))
    found = []
    for ids in in_batches(like_customer(scene.session, vendor, Record.LEAD, wanted)):
        for lead, holder in scene.session.execute(rows.where(Lead.id.in_(ids))):
            likeness = wanted.likeness(Customer.of(lead.fields, vendor.country))
            if likeness is not None:
                row = ConflictRow("lead", lead.ref, title_of(lead), holder or "", likeness, lead.state)
                found.append(Conflict(row, likeness, lead.holder_id if lead.state in HELD else None, lead))
    return found


def _accounts(scene: Scene, vendor: Vendor, wanted: Customer) -> list[Conflict]:
    found = []
    for ids in in_batches(like_customer(scene.session, vendor, Record.ACCOUNT, wanted)):
        for account in scene.session.scalars(select(Account).where(Account.id.in_(ids)).order_by(Account.id)):
            likeness = wanted.likeness(Customer.of(account.fields, vendor.country))
            if likeness is not None:
                found.append(Conflict(ConflictRow("account", "", account.company, "", likeness, ""), likeness))
    return found
