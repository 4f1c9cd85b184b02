"""Which records of a vendor may be about a customer, found by keys and not by reading all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Select, and_, delete, insert, select
from sqlalchemy.orm import Session, aliased

from app.domain.conflicts import PART, Customer, are_similar
from app.domain.customer_key import CustomerKey, Record
from app.domain.people import Vendor

# Fewer than the variables that one statement may hold on any database.
MOST_AT_ONCE = 400
Sorted = TypeVar("Sorted", int, str)


def remember(
    session: Session, vendor: Vendor, record: Record, records: Mapping[int, Mapping[str, Any]], *, new: bool = False
) -> None:
    """Keep records under the keys of the customers that their fields name now.

    Args: records: fields by the record's id. new: nothing is kept of them yet.
    """
    if not new:
        forget(session, record, records)
    rows = [
        {"vendor_id": vendor.id, "record": record, "record_id": record_id, **key._asdict()}
        for record_id, fields in records.items()
        for key in sorted(Customer.of(fields, vendor.country).kept_under())
    ]
    if rows:
        session.execute(insert(CustomerKey), rows)


def forget(session: Session, record: Record, record_ids: Collection[int]) -> None:
    """Take records out of the index: they are gone, or name nobody any more."""
    for ids in in_batches(record_ids):
        session.execute(delete(CustomerKey).where(CustomerKey.record == record, CustomerKey.record_id.in_(ids)))


def forget_all(session: Session, vendor: Vendor, record: Record) -> None:
    """Take every record of one sort of a vendor out of the index."""
    session.execute(delete(CustomerKey).where(CustomerKey.vendor_id == vendor.id, CustomerKey.record == record))


def same_customer(session: Session, vendor: Vendor, record: Record, wanted: Customer) -> set[int]:
    """Return the records that may be surely the same customer; their likeness is for the caller to look at."""
    known = wanted.exact_keys()  # two lists are one search of the index; no word of one kind is one of another
    kinds, found = {key.kind for key in known}, {key.word for key in known}
    rows = _kept(vendor, record).where(CustomerKey.kind.in_(kinds), CustomerKey.word.in_(found))
    return set(session.scalars(rows)) if known else set()


class SameCustomers:
    """The records that may be surely the same as one of many customers, found by one search for all of them."""

    def __init__(self, session: Session, vendor: Vendor, record: Record, wanted: Iterable[Customer]) -> None:
        self._ids: dict[tuple[str, str], set[int]] = {
            (key.kind, key.word): set() for one in wanted for key in one.exact_keys()
        }
        rows = select(CustomerKey.kind, CustomerKey.word, CustomerKey.record_id)
        rows = rows.where(CustomerKey.vendor_id == vendor.id, CustomerKey.record == record)
        kinds = {kind for kind, _ in self._ids}
        for words in in_batches({word for _, word in self._ids}):
            found = rows.where(CustomerKey.kind.in_(kinds), CustomerKey.word.in_(words))
            for kind, word, record_id in session.execute(found):
                if (kind, word) in self._ids:
                    self._ids[kind, word].add(record_id)

    @property
    def ids(self) -> set[int]:
        """All of these records."""
        return set().union(*self._ids.values())

    def of(self, wanted: Customer) -> set[int] | None:
        """Return those of one customer, as ``same_customer`` does; None where it was not among the wanted."""
        keys = [(key.kind, key.word) for key in wanted.exact_keys()]
        return set().union(*map(self._ids.__getitem__, keys)) if all(key in self._ids for key in keys) else None


def like_customer(session: Session, vendor: Vendor, record: Record, wanted: Customer) -> set[int]:
    """Return the records that may be the same customer, or have a similar name and may be near."""
    return _named_alike(session, vendor, record, wanted) | same_customer(session, vendor, record, wanted)


def _named_alike(session: Session, vendor: Vendor, record: Record, wanted: Customer) -> set[int]:
    """Compare names only, so that none of those many who share a word's beginning need be read."""
    parts, areas = wanted.name_parts(), wanted.areas_near()
    if not parts:
        return set()
    near = CustomerKey.area.in_(areas) if areas else CustomerKey.area.startswith(wanted.country, autoescape=True)
    under = _kept(vendor, record).where(CustomerKey.kind == PART, CustomerKey.word.in_(parts), near).distinct()
    found, name = under.subquery(), aliased(CustomerKey)
    of_record = and_(name.record == record, name.record_id == found.c.record_id, name.kind == "name")
    rows = session.execute(select(name.record_id, name.word).join(found, of_record))
    return {record_id for record_id, other in rows if are_similar(wanted.name, other)}


def _kept(vendor: Vendor, record: Record) -> Select[int]:
    return select(CustomerKey.record_id).where(CustomerKey.vendor_id == vendor.id, CustomerKey.record == record)


def in_batches(ids: Collection[Sorted]) -> Iterator[list[Sorted]]:
    """Yield the ids, in order, in lists that one statement can hold."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        yield ordered[start : start + MOST_AT_ONCE]
