"""What the leads of one set have in common: looked up once for all of them, because a list has thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from heapq import heapify, heappop

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.domain.conflicts import Customer
from app.domain.customer_key import Record
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.lead import Lead
from app.domain.lifecycle import OPEN
from app.domain.offer import Offer, OfferState
from app.domain.partner_index import InTurn
from app.domain.people import Reseller, Role, Vendor
from app.domain.widening import Ranking
from app.service.customer_index import SameCustomers, in_batches
from app.service.partners import ranked_for
from app.store.locks import locked

_NEVER = datetime.min.replace(tzinfo=UTC)


class Together:
    """The leads of one vendor that a set of wishes is about, with what each of them would have to look up alone.

    Nothing but speed depends on it: whoever asks for what is not here looks it up as ever. It lives no longer than the
    transaction, and what the set itself changes is noted here by whoever changes it.

    windows: by temperature and company, when it is asked and until when it should answer.
    """

    def __init__(self, session: Session, now: datetime, leads: Sequence[Lead]) -> None:
        self._session, self._now = session, now
        self._vendor: Vendor = leads[0].vendor
        self.leads = {lead.id: lead for lead in leads}
        self.companies: dict[int, Reseller] = {}
        self.windows: dict[tuple[str, int], tuple[datetime, datetime]] = {}

    @cached_property
    def _customers(self) -> list[Customer]:
        return [Customer.of(lead.fields, self._vendor.country) for lead in self.leads.values()]

    @cached_property
    def _same_deals(self) -> SameCustomers:
        return SameCustomers(self._session, self._vendor, Record.DEAL, self._customers)

    @cached_property
    def _protected(self) -> dict[int, Deal]:
        rows = select(Deal).where(Deal.state == DealState.PROTECTED, Deal.protected_until >= self._now)
        found = in_batches(self._same_deals.ids)
        return {deal.id: deal for ids in found for deal in self._session.scalars(rows.where(Deal.id.in_(ids)))}

    def protected(self, wanted: Customer) -> list[Deal] | None:
        """Return the protected registrations that may be a customer's; None: the customer is none of this set's."""
        ids = self._same_deals.of(wanted)
        return None if ids is None else [self._protected[one] for one in sorted(ids) if one in self._protected]

    @cached_property
    def _same_leads(self) -> SameCustomers:
        return SameCustomers(self._session, self._vendor, Record.LEAD, self._customers)

    @cached_property
    def _open(self) -> dict[int, Customer]:
        rows = select(Lead.id, Lead.fields).where(Lead.state.in_(OPEN))
        return {
            lead_id: Customer.of(fields, self._vendor.country)
            for ids in in_batches(self._same_leads.ids)
            for lead_id, fields in self._session.execute(rows.where(Lead.id.in_(ids)))
        }

    def open_like(self, lead: Lead, wanted: Customer) -> list[Customer] | None:
        """Return the customers of open leads that came before a lead of this set and may be the same."""
        ids = self._same_leads.of(wanted)
        if ids is None:
            return None
        before = (one for one in ids if one in self._open and (one < lead.id or one not in self.leads))
        return [self._open[one] for one in before if one not in lead.known_twins]

    @cached_property
    def _offers(self) -> dict[int, dict[int, Offer]]:
        found: dict[int, dict[int, Offer]] = {lead_id: {} for lead_id in self.leads}
        for ids in in_batches(self.leads):
            for offer in self._session.scalars(select(Offer).where(Offer.lead_id.in_(ids))):
                found[offer.lead_id][offer.reseller_id] = offer
        return found

    def offers_of(self, lead_id: int) -> dict[int, Offer] | None:
        """Return the offers of a lead of this set by their company, those just made among them."""
        return self._offers.get(lead_id)

    def companies_of(self, ids: Iterable[int]) -> list[Reseller]:
        """Return companies with their people."""
        wanted = list(ids)
        if new := [one for one in wanted if one not in self.companies]:
            rows = select(Reseller).where(Reseller.id.in_(new))
            rows = rows.options(selectinload(Reseller.roles).joinedload(Role.person))
            self.companies |= {company.id: company for company in self._session.scalars(rows)}
        return [self.companies[one] for one in wanted]

    @cached_property
    def _waits(self) -> dict[int, datetime]:
        rows = select(Reseller.id, Reseller.last_offered_at)
        rows = rows.where(Reseller.vendor_id == self._vendor.id, Reseller.active)
        return {company_id: last or _NEVER for company_id, last in self._session.execute(rows)}

    @cached_property
    def _ranked(self) -> Callable[[Lead, InTurn], Ranking]:
        return ranked_for(self._session, self._vendor, self._now)

    def ranking_of(self, lead: Lead) -> Ranking:
        """Return how the partners that a lead was not offered to are ranked for it, as ``partners.ranking_of`` does."""
        asked = {of for of, offer in self._offers[lead.id].items() if offer.state != OfferState.WITHDRAWN}

        def in_turn(ids: Sequence[int]) -> Iterator[int]:
            waiting = [(self._waits[one], one) for one in ids if one in self._waits and one not in asked]
            heapify(waiting)  # mostly the first few are taken
            while waiting:
                yield heappop(waiting)[1]

        return self._ranked(lead, in_turn)

    def note_offer(self, offer: Offer, at: datetime) -> None:
        """Note that a company was asked about a lead of this set, and waits again."""
        self._offers[offer.lead_id][offer.reseller_id] = offer
        self._waits[offer.reseller_id] = at


def locked_leads(session: Session, ids: Sequence[int]) -> list[Lead]:
    """Return leads with their vendor, locked in one order until the transaction ends."""
    rows = select(Lead).where(Lead.id.in_(ids)).options(joinedload(Lead.vendor, innerjoin=True))
    return list(session.scalars(locked(rows.order_by(Lead.id), of=Lead)))
