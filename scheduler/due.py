"""What is due becomes commands at the door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.domain import commands as do
from app.domain import deal_commands as of_deals
from app.domain import person_commands as of_persons
from app.domain import point_commands as of_points
from app.domain.customer_event import CustomerEvent
from app.domain.deal import Deal, DealStep
from app.domain.gate_commands import EscalateQualification, RemindAgency
from app.domain.lead import Lead
from app.domain.lifecycle import WORKED, Step
from app.domain.people import Person, Vendor
from app.domain.redemption import Redemption, RedemptionStep
from app.service.door import Door
from app.service.outcome import Origin
from app.store.engine import Database
from app.store.outbox import Post, PostState
from app.store.work import reading

log = structlog.get_logger()

BATCH = 500
CHANNEL = "clock"

_STEP_COMMANDS: dict[str, Callable[[int], do.Command]] = {
    Step.NUDGE_OWNER: lambda lead_id: do.NudgeOwner(lead_id=lead_id),
    Step.REMIND_AGENCY: lambda lead_id: RemindAgency(lead_id=lead_id),
    Step.ESCALATE_AGENCY: lambda lead_id: EscalateQualification(lead_id=lead_id),
    Step.WIDEN: lambda lead_id: do.WidenOffer(lead_id=lead_id),
    Step.ESCALATE: lambda lead_id: do.EscalateLead(lead_id=lead_id),
    Step.MISS: lambda lead_id: do.MissDeadline(lead_id=lead_id),
    Step.RETURN: lambda lead_id: do.ReturnLead(lead_id=lead_id),
    Step.ESCALATE_WORK: lambda lead_id: do.EscalateWork(lead_id=lead_id),
}

_DEAL_STEP_COMMANDS: dict[str, Callable[[int], of_deals.DealCommand]] = {
    DealStep.REMIND_REVIEWER: lambda deal_id: of_deals.RemindReviewer(deal_id=deal_id),
    DealStep.ESCALATE: lambda deal_id: of_deals.EscalateDeal(deal_id=deal_id),
    DealStep.REMIND_REGISTRANT: lambda deal_id: of_deals.RemindRegistrant(deal_id=deal_id),
    DealStep.ASK_STANDING: lambda deal_id: of_deals.AskStanding(deal_id=deal_id),
    DealStep.EXPIRE: lambda deal_id: of_deals.ExpireDeal(deal_id=deal_id),
}

_REDEMPTION_STEP_COMMANDS: dict[str, Callable[[int], of_points.RedemptionCommand]] = {
    RedemptionStep.REMIND: lambda redemption_id: of_points.RemindRedemption(redemption_id=redemption_id),
    RedemptionStep.ESCALATE: lambda redemption_id: of_points.EscalateRedemption(redemption_id=redemption_id),
}


class DueWork:
    """Finds what is due by one query a kind and hands it to the door, each with its due time as key."""

    def __init__(self, database: Database, door: Door, clock: Clock, *, with_digests: bool = True) -> None:
        kinds = (_steps, _deal_steps, _redemption_steps, _events, _reminders, _retentions, _collected)
        self._kinds = (*kinds, *((_digests,) if with_digests else ()))
        self._database = database
        self._door = door
        self._clock = clock

    def run(self) -> int:
        """Do everything that is due now; return how many commands that took.

        A command may make another one due, as a missed deadline does with a long overdue return; a round that does
        nothing ends it, and the number of rounds is bounded.
        """
        done = 0
        for _ in range(20):
            commands = self.due()
            changed = sum(self._hand_over(command, key) for command, key in commands)
            done += changed
            if not changed:
                return done
        log.warning("due work goes on in the next tick", done=done)
        return done

    def _hand_over(self, command: do.Command, key: str) -> bool:
        outcome = self._door.handle(command, Origin(CHANNEL, key))
        for by, lead_id, reason, post_id in outcome.facts.get("unread", ()):
            no = do.DeclineOffer(by=by, lead_id=lead_id, reason=reason)
            self._door.handle(no, Origin(CHANNEL, f"unheard:{post_id}"))
        return not outcome.repeated and not outcome.refused

    def due(self) -> list[tuple[do.Command, str]]:
        """Return what is due now, at most ``BATCH`` of a kind, each with the key that makes it happen once."""
        now = self._clock.now()
        with reading(self._database) as session:
            return [found for kind in self._kinds for found in kind(session, now)]


def _steps(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Lead.id, Lead.step, Lead.step_at, Lead.version).where(Lead.step_at <= now).order_by(Lead.step_at)
    return [
        (_STEP_COMMANDS[step](lead_id), f"{step}:{lead_id}:{version}")
        for lead_id, step, _, version in session.execute(rows.limit(BATCH))
        if step is not None
    ]


def _deal_steps(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Deal.id, Deal.step, Deal.version).where(Deal.step_at <= now).order_by(Deal.step_at, Deal.id)
    return [
        (_DEAL_STEP_COMMANDS[step](deal_id), f"{step}:deal:{deal_id}:{version}")
        for deal_id, step, version in session.execute(rows.limit(BATCH))
        if step is not None
    ]


def _redemption_steps(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Redemption.id, Redemption.step, Redemption.version).where(Redemption.step_at <= now)
    return [
        (_REDEMPTION_STEP_COMMANDS[step](redemption_id), f"{step}:redemption:{redemption_id}:{version}")
        for redemption_id, step, version in session.execute(rows.order_by(Redemption.step_at).limit(BATCH))
        if step is not None
    ]


def _events(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(CustomerEvent.to_person_id, CustomerEvent.push_at).where(CustomerEvent.push_at <= now)
    return [
        (of_deals.PushEvents(person_id=person_id), f"events:{person_id}:{push_at.isoformat()}:{now.isoformat()}")
        for person_id, push_at in _first_of_each(session, rows.order_by(CustomerEvent.push_at))
    ]


def _reminders(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Lead.picked_by, Lead.remind_at).where(Lead.remind_at <= now, Lead.state.in_(WORKED))
    return [
        (do.RemindOf(person_id=person_id), f"remind:{person_id}:{remind_at.isoformat()}")
        for person_id, remind_at in _first_of_each(session, rows.order_by(Lead.remind_at))
    ]


def _first_of_each(session: Session, rows: Select[int | None, datetime | None]) -> list[tuple[int, datetime]]:
    """Return for each person the first of their instants; a GROUP BY would have SQLite read the whole table."""
    earliest: dict[int, datetime] = {}
    for person_id, at in session.execute(rows.limit(BATCH)):
        if person_id is not None and at is not None:
            earliest.setdefault(person_id, at)
    return list(earliest.items())


def _retentions(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Vendor.id, Vendor.retention_due_at).where(Vendor.retention_due_at <= now)
    return [
        (do.ApplyRetention(vendor_id=vendor_id), f"retain:{vendor_id}:{due_at.isoformat()}")
        for vendor_id, due_at in session.execute(rows.order_by(Vendor.retention_due_at).limit(BATCH))
        if due_at is not None
    ]


def _collected(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Post.to_person_id, Post.send_at).where(Post.state == PostState.HELD, Post.send_at <= now)
    return [
        (
            of_persons.SendCollected(person_id=person_id),
            f"collected:{person_id}:{send_at.isoformat()}:{now.isoformat()}",
        )
        for person_id, send_at in _first_of_each(session, rows.order_by(Post.send_at))
    ]


def _digests(session: Session, now: datetime) -> list[tuple[do.Command, str]]:
    rows = select(Person.id, Person.digest_due_at).where(Person.digest_due_at <= now).order_by(Person.digest_due_at)
    return [
        (do.SendDigest(person_id=person_id), f"digest:{person_id}:{due_at.isoformat()}")
        for person_id, due_at in session.execute(rows.limit(BATCH))
        if due_at is not None
    ]
