"""Rows of a list that are held for a twin which has gone meanwhile: they are as free as any other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.service.outcome import Origin
from app.service.protection import is_surely_there
from app.service.scene import Scene
from app.service.together import Together
from app.store.imports import ImportRow, RowState

_LOOKING = Origin("page", "look")


def free_again(session: Session, import_id: int, now: datetime) -> list[Lead]:
    """Return the leads of a list that came as duplicates, and have no open lead of the same customer before them now.

    It was discarded, erased, merged or closed, or one of both was corrected. Nothing has to be told of that: whoever
    looks at the list, or releases it, finds them free. Source: rulebook 3.6.
    """
    rows = select(Lead).join(ImportRow, ImportRow.lead_id == Lead.id).options(joinedload(Lead.vendor))
    rows = rows.where(ImportRow.import_id == import_id, ImportRow.state == RowState.DUPLICATE)
    held = list(session.scalars(rows.where(Lead.state == State.RECEIVED).order_by(Lead.id)))
    if not held:
        return []
    scene = Scene(session, now, _LOOKING)
    scene.together = Together(session, now, held)
    return [lead for lead in held if not is_surely_there(scene, lead)]
