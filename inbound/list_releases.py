"""Releases the leads of a list, or takes them back: in sets, and each lead by its own wish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.bootstrap import Parts
from app.domain.commands import LeadCommand, ReleaseLead, RequalifyLead
from app.domain.lead import Lead
from app.service.outcome import Origin, Outcome
from app.store import imports
from app.store.imports import ImportRow, ListImport, RowState
from app.store.work import reading
from inbound.list_sets import CHANNEL, handle_set

# On SQLite everybody else's writes wait for a set.
HANDLED_AT_ONCE = 100
# Why a lead is not at the gate any more: somebody has released it meanwhile, or put it away.
_LEFT = frozenset({"already_done", "wrong_state", "merged", "gone"})

Noted = dict[str, Any]


class Releases:
    """Works off what a press on a list's button has marked. Killed, it goes on where it stood: rows keep their keys."""

    def __init__(self, parts: Parts, lease: timedelta) -> None:
        self._parts, self._lease = parts, lease

    def release(self, handed_in: ListImport) -> None:
        """Release every marked lead that is complete now. Source: rulebook 3.4."""
        self._each(handed_in, RowState.RELEASING, ReleaseLead, _released)

    def take_back(self, handed_in: ListImport) -> None:
        """Take every marked lead off the market that nobody has taken. Source: rulebook 2."""
        self._each(handed_in, RowState.TAKING_BACK, RequalifyLead, _taken_back)

    def _each(
        self, handed_in: ListImport, marked: RowState, kind: type[ReleaseLead] | type[RequalifyLead],
        noted: Callable[[ImportRow, Outcome], Noted],
    ) -> None:  # fmt: skip
        while rows := self._next(handed_in, marked):
            wishes: list[tuple[LeadCommand, Origin]] = []
            going = [row for row, is_complete in rows if is_complete or marked is RowState.TAKING_BACK]
            for row in going:
                assert row.lead_id is not None
                command = kind(by=handed_in.person_id, lead_id=row.lead_id, import_id=handed_in.id)
                wishes.append((command, Origin(CHANNEL, f"{marked}:{row.id}:{row.press}")))
            outcomes = handle_set(self._parts.door, wishes, handed_in.id)
            done = {row.id: noted(row, outcome) for row, outcome in zip(going, outcomes, strict=True)}
            self._note(handed_in, [done.get(row.id) or _stays(row, RowState.INCOMPLETE) for row, _ in rows])

    def _next(self, handed_in: ListImport, marked: RowState) -> list[tuple[ImportRow, bool]]:
        """Return the next rows, and whether the lead of each is complete now."""
        with reading(self._parts.database) as session:
            rows = imports.rows_of(session, handed_in.id, marked, HANDLED_AT_ONCE)
            wanted = select(Lead).where(Lead.id.in_([row.lead_id for row in rows])).options(joinedload(Lead.vendor))
            leads = {lead.id: lead for lead in session.scalars(wanted)}
            return [(row, _is_complete(leads.get(row.lead_id or 0))) for row in rows]

    def _note(self, handed_in: ListImport, noted: list[Noted]) -> None:
        with self._parts.new_work() as work:
            work.session.execute(update(ImportRow), noted)
            imports.renew(work.session, handed_in.id, self._parts.clock.now() + self._lease)
            work.commit()


def _is_complete(lead: Lead | None) -> bool:
    return lead is not None and not lead.missing(lead.vendor.rules.mandatory)


def _released(row: ImportRow, outcome: Outcome) -> Noted:
    if not outcome.refused:
        return {"id": row.id, "state": RowState.RELEASED, "press": row.press, "problems": []}
    if outcome.code in _LEFT:
        return _stays(row, RowState.RELEASED)
    return _stays(row, RowState.INCOMPLETE if outcome.code == "incomplete" else RowState.HELD, outcome.code)


def _taken_back(row: ImportRow, outcome: Outcome) -> Noted:
    if outcome.refused:
        return _stays(row, RowState.RELEASED)
    return {"id": row.id, "state": RowState.COMPLETE, "press": row.press, "problems": []}


def _stays(row: ImportRow, state: RowState, code: str = "") -> Noted:
    """Return a row that the wish has not moved; ``code``: why not."""
    problems = [{"code": code, "field": "", "text": ""}] if state is RowState.HELD else []
    return {"id": row.id, "state": state, "press": None, "problems": problems}
