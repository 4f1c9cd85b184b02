"""What a customer did and will do, for whoever may see the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.conflicts import EXACT, Customer
from app.domain.customer_event import CustomerEvent
from app.domain.customer_key import Record
from app.domain.people import Vendor
from app.service.customer_index import in_batches, same_customer

MOST_PAST = 20


@dataclass(frozen=True)
class CustomerActs:
    """Marketing events of one customer: those to come, the next first, and those of the past, the latest first."""

    coming: tuple[CustomerEvent, ...]
    past: tuple[CustomerEvent, ...]


def acts_of(session: Session, vendor: Vendor, fields: Mapping[str, Any], now: datetime) -> CustomerActs:
    """Return the events of the customer that these fields name, surely the same one. Source: rulebook 7.5."""
    customer = Customer.of(fields, vendor.country)
    found: list[CustomerEvent] = []
    for ids in in_batches(same_customer(session, vendor, Record.EVENT, customer)):
        rows = session.scalars(select(CustomerEvent).where(CustomerEvent.id.in_(ids)))
        found += [event for event in rows if Customer.of(event.fields, vendor.country).likeness(customer) in EXACT]
    found.sort(key=lambda event: (event.happened_at, event.id))
    coming = [event for event in found if event.happened_at > now]
    past = [event for event in found if event.happened_at <= now]
    return CustomerActs(tuple(coming), tuple(past[::-1][:MOST_PAST]))
