"""Which step of a lead an undo takes back: the one that its link names, and only while nothing came after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.domain.errors import AlreadyDone, Gone, Superseded, UndoExpired, WrongState
from app.domain.feedback import Feedback
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import HELD, ON_OFFER, PUT_AWAY, State, next_state
from app.domain.offer import Offer, OfferState
from app.domain.people import Role
from app.domain.permissions import RESELLER_ROLES
from app.service.scene import Scene


@dataclass(frozen=True)
class LeadStep:
    """A step with a lead that its side may take back.

    wish: what was done. status: of a feedback. feedback: its row. offer: of a lead that was given back. option: what an
    undo's link calls the step: its wish, or the number of the feedback, of which there may be many.
    """

    wish: str
    status: str = ""
    feedback: Feedback | None = None
    offer: Offer | None = None

    @property
    def option(self) -> str:
        """The step's name on a link."""
        return str(self.feedback.id) if self.feedback is not None else self.wish


def undo_since(wish: str, object_id: int, since: Mapping[str, Any]) -> Action:
    """Return the button that takes back what came after a step, for whoever wanted that step undone.

    Args: wish: ``undo`` or ``undo_deal``. since: the facts of the ``Superseded``.
    """
    step = str(since.get("status") or since["latest"])
    return Action(wish, object_id, str(since["option"]), primary=True, argument={"step": step})


def last_step(session: Session, lead: Lead, role: Role) -> LeadStep | None:
    """Return what the side of a role did last with a lead and could take back; None: nothing."""
    if role.name not in RESELLER_ROLES and not lead.is_vendors_own:
        return _last_of_owner(lead)
    if lead.state in ON_OFFER:
        mine = select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == role.reseller_id)
        offer = session.scalar(mine)
        if offer is not None and offer.state == OfferState.BARRED and offer.had is not None:
            return LeadStep("give_back", offer=offer)
        return LeadStep("decline") if offer is not None and offer.state == OfferState.DECLINED else None
    if lead.holder_id != role.reseller_id:
        return None
    latest = session.scalar(
        select(Feedback)
        .where(Feedback.lead_id == lead.id, Feedback.reseller_id == role.reseller_id, Feedback.undone_at.is_(None))
        .where(Feedback.given_at >= lead.picked_at if lead.picked_at else true())
        .order_by(Feedback.id.desc())
        .limit(1)
    )
    if latest is not None:
        return LeadStep("feedback", latest.status, latest)
    return None if lead.is_vendors_own else LeadStep("pick")


def _last_of_owner(lead: Lead) -> LeadStep | None:
    if lead.state == State.DISCARDED:
        return LeadStep("no_lead" if lead.reason else "discard")
    return {State.WITHDRAWN: LeadStep("withdraw"), State.MERGED: LeadStep("merge")}.get(State(lead.state))


def step_to_undo(scene: Scene, lead: Lead, role: Role, option: str) -> LeadStep | None:
    """Return the step that an undo means.

    Args: option: the step's name; empty for whatever was last, as in a mail that only says *undo*.
    Returns: None where there is nothing to undo and no step was named: the lead itself says why not.
    Raises: Superseded: the same side has done something since. AlreadyDone: it was taken back before. WrongState: the
        lead has left this side since. Gone: given back, it was taken by another.
    Source: rulebook 2.
    """
    latest = last_step(scene.session, lead, role)
    if not option or (latest is not None and latest.option == option):
        return latest
    named = scene.session.get(Feedback, int(option)) if option.isdigit() else None
    if named is not None and named.lead_id == lead.id and named.undone_at is not None:
        raise AlreadyDone()
    if option == "give_back" and lead.holder_id is not None:
        raise AlreadyDone() if lead.holder_id == role.reseller_id else Gone(minutes_late=lead.minutes_late(scene.now))
    if latest is not None and latest.offer is None:
        raise Superseded(latest=latest.wish, option=latest.option, status=latest.status)
    if named is not None:
        raise WrongState(state=lead.state)
    return None


def require_undoable(scene: Scene, lead: Lead, role: Role, option: str) -> None:
    """Raises: whatever the door would answer to an undo as things stand."""
    step = step_to_undo(scene, lead, role, option)
    next_state(State(lead.state), "undo")
    if role.name not in RESELLER_ROLES:
        if lead.state == State.MERGED and lead.merge_undo_until is not None and scene.now > lead.merge_undo_until:
            raise UndoExpired(until=lead.merge_undo_until.isoformat())
        if lead.state not in PUT_AWAY | {State.MERGED} and not lead.is_vendors_own:
            raise WrongState(state=lead.state)
        return
    if lead.state in ON_OFFER:
        if step is None:
            raise AlreadyDone()
        if step.offer is not None:
            step.offer.require_undoable(scene.now)
    elif lead.holder_id != role.reseller_id:
        raise WrongState(state=lead.state)
    elif lead.state in HELD and lead.is_unworked and (lead.undo_until is None or scene.now > lead.undo_until):
        raise UndoExpired(until=lead.undo_until.isoformat() if lead.undo_until else None)
