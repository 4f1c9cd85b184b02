"""How many leads of a list are where, as things stand now."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.domain.lead import Lead
from app.domain.lifecycle import ON_OFFER, PUT_AWAY, State
from app.domain.offer import Offer, OfferState
from app.service.list_twins import free_again
from app.store.imports import ImportRow, RowState, count_rows

_NOT_YET = {RowState.RELEASING: "releasing", RowState.TAKING_BACK: "taking_back"}
_AT_GATE = {RowState.DUPLICATE: "duplicate", RowState.HELD: "held", RowState.INCOMPLETE: "incomplete"}


def standing_of(session: Session, import_id: int, now: datetime) -> dict[str, int]:
    """Return how many rows of a list are where; zero is left out.

    A lead counts as on offer once a partner has its offer, not while all offers wait for working hours (rulebook 4.4),
    and as a duplicate as long as its twin is there.
    """
    rows = count_rows(session, import_id)
    counts = Counter({name: getattr(rows, name) for name in ("waiting", "earlier", "refused")})
    is_sent = exists().where(Offer.lead_id == Lead.id, Offer.state == OfferState.OPEN, Offer.offered_at <= now)
    each = (
        select(ImportRow.state.label("row"), Lead.state.label("lead"), is_sent.label("sent"))
        .join(Lead, Lead.id == ImportRow.lead_id)
        .where(ImportRow.import_id == import_id, ImportRow.state != RowState.EARLIER)
        .subquery()
    )
    for row, lead, sent, count in session.execute(
        select(each.c.row, each.c.lead, each.c.sent, func.count()).group_by(each.c.row, each.c.lead, each.c.sent)
    ):
        counts[_where(RowState(row), State(lead), bool(sent))] += count
    for free in free_again(session, import_id, now) if counts["duplicate"] else ():
        counts["duplicate"] -= 1
        counts["incomplete" if free.missing(free.vendor.rules.mandatory) else "unreleased"] += 1
    return {name: count for name, count in counts.items() if count}


def _where(row: RowState, lead: State, is_sent: bool) -> str:
    if row in _NOT_YET:
        return _NOT_YET[row]
    if lead is State.RECEIVED:
        return _AT_GATE.get(row, "unreleased")
    if lead is State.QUALIFYING:
        return "agency"
    if lead in {*PUT_AWAY, State.MERGED}:
        return "away"
    if lead not in ON_OFFER:
        return "taken"
    return "on_offer" if is_sent else "nobody" if lead is State.ESCALATED else "later"
