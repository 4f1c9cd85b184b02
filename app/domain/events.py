"""What happened to a lead: the facts that a method of the domain returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Event:
    """Something that happened to one lead."""

    lead_id: int


@dataclass(frozen=True)
class LeadReleased(Event):
    """The lead may be offered."""


@dataclass(frozen=True)
class LeadPicked(Event):
    """A company took the lead; every other offer of it is gone."""

    reseller_id: int
    person_id: int
    picked_at: datetime
    first_feedback_by: datetime


@dataclass(frozen=True)
class LeadBackOnOffer(Event):
    """The lead left its holder and is free again for the others."""

    reseller_id: int
    why: str


@dataclass(frozen=True)
class OfferDeclined(Event):
    """A company does not want the lead."""

    reseller_id: int
    reason: str


@dataclass(frozen=True)
class FeedbackGiven(Event):
    """The holder said how it stands."""

    status: str
    next_due_at: datetime | None


@dataclass(frozen=True)
class DeadlineMissed(Event):
    """The holder's answer is overdue; its company is locked until it comes."""

    due_at: datetime
    was_first: bool


@dataclass(frozen=True)
class LeadEscalated(Event):
    """The owner must decide."""

    why: str


@dataclass(frozen=True)
class LeadClosed(Event):
    """Nobody works the lead any more."""

    state: str
