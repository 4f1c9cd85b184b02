"""A vendor's partners as matching sees them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, case, func, select
from sqlalchemy.orm import Session

from app.domain.criteria import Criterion
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.matching import LANGUAGES, PAST_CONVERSION, Candidate
from app.domain.partner_index import InTurn, PartnerIndex
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.widening import Ranking

LOOK_BACK = timedelta(days=365)
MOST_LOOKED_UP = 500  # partners, by one statement for each group that is alike
MOST_PREPARED = 16  # vendors; of 10,000 partners each the index takes some 15 MB

_prepared: WeakKeyDictionary[Engine, OrderedDict[int, tuple[datetime, PartnerIndex]]] = WeakKeyDictionary()
_turn = Lock()


def criteria_of_vendor(vendor: Vendor) -> list[Criterion]:
    """Return a vendor's criteria as its programme has them."""
    return [Criterion.from_json(stored) for stored in vendor.criteria]


def ranking_of(session: Session, lead: Lead, partners: Select[Reseller], now: datetime) -> Ranking:
    """Return how some of a vendor's partners are ranked for a lead, as ``matching.rank`` ranks them.

    Source: rulebook 4.1.
    """
    return ranked_for(session, lead.vendor, now)(lead, _Queue(session, partners).in_turn)


def ranked_for(session: Session, vendor: Vendor, now: datetime) -> Callable[[Lead, InTurn], Ranking]:
    """Return what ranks a vendor's partners for one lead after the other."""
    index, worked_out = _index_of(session, vendor), _worked_out(session, vendor, now)
    return lambda lead, in_turn: lambda criteria: index.rank(lead.fields, in_turn, criteria, worked_out)


class _Queue:
    """Some of a vendor's partners, whoever has waited longest first; read as far as a ranking goes.

    The first round mostly needs a few of thousands. Whoever goes on asking is ranking them all.
    """

    def __init__(self, session: Session, partners: Select[Reseller]) -> None:
        self._session = session
        self._rows = partners.with_only_columns(Reseller.id)
        self._rows = self._rows.order_by(Reseller.last_offered_at.nulls_first(), Reseller.id)
        self._asked = 0
        self._places: dict[int, int] = {}

    def in_turn(self, ids: Sequence[int]) -> Sequence[int]:
        """Return those of these partners that are in the queue, in its order."""
        self._asked += len(ids)
        if self._asked <= MOST_LOOKED_UP:
            return self._session.scalars(self._rows.where(Reseller.id.in_(ids))).all()
        if not self._places:
            self._places = {partner_id: place for place, partner_id in enumerate(self._session.scalars(self._rows))}
        return sorted(self._places.keys() & ids, key=self._places.__getitem__)


def candidates_of(session: Session, companies: Sequence[Reseller], vendor: Vendor, now: datetime) -> list[Candidate]:
    """Return companies of one vendor as candidates; what has to be worked out is, where a criterion asks for it.

    Source: rulebook 4.1.
    """
    worked_out = _worked_out(session, vendor, now)
    return [
        Candidate(
            one.id, one.name, one.country, one.level, one.postcode, one.attributes, one.last_offered_at,
            **{name: values[one.id] for name, values in worked_out.items() if one.id in values},
        )
        for one in companies
    ]  # fmt: skip


def _index_of(session: Session, vendor: Vendor) -> PartnerIndex:
    """Return a vendor's partners prepared for ranking, from what this process remembers of the programme's last load.

    Nothing but a load changes what the index holds, and each load is later than the one before.
    """
    with _turn:
        of_database = _prepared.setdefault(session.get_bind().engine, OrderedDict())
        loaded_at, index = of_database.get(vendor.id, (None, None))
        if index is not None and loaded_at == vendor.loaded_at:
            of_database.move_to_end(vendor.id)
            return index
    built = PartnerIndex(_partners(session, vendor))
    with _turn:
        of_database[vendor.id] = vendor.loaded_at, built
        while len(of_database) > MOST_PREPARED:
            of_database.popitem(last=False)
    return built


def _partners(session: Session, vendor: Vendor) -> list[Candidate]:
    values = (
        Reseller.id, Reseller.name, Reseller.country, Reseller.level, Reseller.postcode, Reseller.attributes
    )  # fmt: skip
    rows = select(*values).where(Reseller.vendor_id == vendor.id, Reseller.active).order_by(Reseller.id)
    return [Candidate(*row) for row in session.execute(rows)]


def _worked_out(session: Session, vendor: Vendor, now: datetime) -> dict[str, dict[int, Any]]:
    """Return what is true of the partners only today, as far as a criterion asks for it."""
    asked_for = {criterion.partner for criterion in criteria_of_vendor(vendor)}
    found: dict[str, dict[int, Any]] = {}
    if PAST_CONVERSION in asked_for:
        found[PAST_CONVERSION] = _conversions(session, vendor.id, now)
    if LANGUAGES in asked_for:
        found[LANGUAGES] = _languages(session, vendor.id)
    return found


def _conversions(session: Session, vendor_id: int, now: datetime) -> dict[int, Any]:
    """Return each company's share of leads won of those taken within a year. Source: rulebook 8.1."""
    won = func.sum(case((Lead.state == State.WON, 1), else_=0))
    taken = (Lead.vendor_id == vendor_id, Lead.holder_id.is_not(None), Lead.picked_at > now - LOOK_BACK)
    rows = select(Lead.holder_id, won, func.count()).where(*taken).group_by(Lead.holder_id)
    return {holder_id: won / taken for holder_id, won, taken in session.execute(rows) if holder_id is not None}


def _languages(session: Session, vendor_id: int) -> dict[int, Any]:
    """Return the languages of each company's people."""
    rows = select(Role.reseller_id, Person.language).join(Person, Person.id == Role.person_id)
    rows = rows.where(Role.vendor_id == vendor_id, Role.active, Role.reseller_id.is_not(None)).distinct()
    spoken: dict[int, list[str]] = {}
    for reseller_id, language in session.execute(rows.order_by(Person.language)):
        if reseller_id is not None:
            spoken.setdefault(reseller_id, []).append(language)
    return {reseller_id: tuple(languages) for reseller_id, languages in spoken.items()}
