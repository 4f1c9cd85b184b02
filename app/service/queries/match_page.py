"""The dry run of a lead: every partner, every criterion, every point, and in which round each is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.criteria import Criterion
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, State
from app.domain.matching import Candidate, Ranked, judge_all, order_of
from app.domain.offer import Offer, OfferState
from app.domain.people import Person, Reseller, Role
from app.domain.widening import criteria_of, last_round, next_round
from app.service.partners import candidates_of, criteria_of_vendor
from app.service.protection import protection_of
from app.service.scene import Scene

# What a partner's own state adds to its rank; none of it takes an offer away (rulebook 5.6).
LOCKED, FULL, AWAY, UNREACHABLE, MUTED = "locked", "full", "away", "unreachable", "muted"


@dataclass(frozen=True)
class MatchRow:
    """One partner in a dry run.

    place: from 1, in the order of asking. round: in which it was or would be asked; None: in none. offer: its offer, if
    it was asked. notes: codes of what stands in its way beside the criteria.
    """

    place: int
    ranked: Ranked
    round: int | None
    offer: Offer | None = None
    notes: tuple[str, ...] = ()

    @property
    def candidate(self) -> Candidate:
        """The partner as matching sees it."""
        return self.ranked.candidate

    @property
    def is_asked_now(self) -> bool:
        """Whether the partner could take the lead this moment."""
        return self.offer is not None and self.offer.state == OfferState.OPEN


@dataclass(frozen=True)
class Match:
    """A lead's dry run. rounds: how many partners each round has; protected_for: whose registration keeps it back."""

    lead: Lead
    criteria: tuple[Criterion, ...]
    rows: tuple[MatchRow, ...]
    protected_for: str = ""

    @property
    def rounds(self) -> dict[int, int]:
        """Return how many partners are asked in each round."""
        return dict(sorted(Counter(row.round for row in self.rows if row.round is not None).items()))


def match_of(scene: Scene, lead: Lead) -> Match:
    """Return the dry run of a lead as things stand; nothing is changed by it.

    Rounds to come are worked out by the rule by which they will be asked. Each partner is judged as its round asks,
    one that is never asked as the last round would.

    Source: rulebook 4.1, 4.5.
    """
    session, now, criteria = scene.session, scene.now, criteria_of_vendor(lead.vendor)
    rows = select(Reseller).where(Reseller.vendor_id == lead.vendor_id, Reseller.active)
    companies = list(session.scalars(rows))
    candidates = {one.id: one for one in candidates_of(session, companies, criteria, now)}
    standing = select(Offer).where(Offer.lead_id == lead.id, Offer.state != OfferState.WITHDRAWN)
    offers = {offer.reseller_id: offer for offer in session.scalars(standing)}
    rounds = {reseller_id: offer.round for reseller_id, offer in offers.items()}
    rounds |= _rounds_to_come(lead, [one for one in candidates.values() if one.id not in offers], criteria)
    judged = _judged(lead, list(candidates.values()), rounds, criteria)
    notes = _notes(session, now, lead, companies)
    protection = protection_of(scene, lead.vendor, lead.fields)
    return Match(
        lead,
        tuple(criteria),
        tuple(
            MatchRow(place, one, rounds.get(one.candidate.id), offers.get(one.candidate.id), notes[one.candidate.id])
            for place, one in enumerate(judged, start=1)
        ),
        protection.reseller.name if protection else "",
    )


def _rounds_to_come(lead: Lead, waiting: list[Candidate], criteria: list[Criterion]) -> dict[int, int]:
    rounds: dict[int, int] = {}
    number, last = lead.round, last_round(lead.vendor.rules)
    while number < last:
        number, group = next_round(lead.fields, waiting, criteria, lead.vendor.rules, number)
        rounds |= {ranked.candidate.id: number for ranked in group}
        waiting = [one for one in waiting if one.id not in rounds]
        if not group:
            break
    return rounds


def _judged(
    lead: Lead, candidates: list[Candidate], rounds: dict[int, int], criteria: list[Criterion]
) -> Sequence[Ranked]:
    """Return every partner judged as its round asks: by round, and within it as in the ranking."""
    last = last_round(lead.vendor.rules)
    by_round: dict[int, list[Candidate]] = {}
    for one in candidates:
        by_round.setdefault(rounds.get(one.id, last + 1), []).append(one)
    judged: list[Ranked] = []
    for number in sorted(by_round):
        asked_as = criteria_of(criteria, min(number, last), lead.vendor.rules)
        judged += sorted(judge_all(lead.fields, by_round[number], asked_as), key=order_of)
    return judged


def _notes(session: Session, now: datetime, lead: Lead, companies: list[Reseller]) -> dict[int, tuple[str, ...]]:
    """Return for each company what stands in its way, by three questions for all of them."""
    held = select(Lead.holder_id).where(Lead.vendor_id == lead.vendor_id)
    locked = set(session.scalars(held.where(Lead.state.in_(HELD), Lead.due_at < now).distinct()))
    rows = select(Lead.holder_id, func.count()).where(Lead.vendor_id == lead.vendor_id, Lead.state == State.PICKED)
    unworked: dict[int | None, int] = {}
    for holder_id, count in session.execute(rows.group_by(Lead.holder_id)):
        unworked[holder_id] = count
    readers = _readers(session, now, lead.vendor_id)
    notes = {}
    for company in companies:
        is_full = unworked.get(company.id, 0) >= lead.vendor.rules.cap(company.level)
        own = [LOCKED] if company.id in locked else [FULL] if is_full else []
        notes[company.id] = (*own, *_unread(readers.get(company.id, [])))
    return notes


def _readers(session: Session, now: datetime, vendor_id: int) -> dict[int, list[str]]:
    """Return for each company why each of its people would not read an offer; empty for those who would."""
    rows = select(Role.reseller_id, Person.bounced_at, Person.absent_until, Person.muted_lists)
    rows = rows.join(Person, Person.id == Role.person_id)
    found: dict[int, list[str]] = {}
    for reseller_id, bounced_at, absent_until, muted in session.execute(
        rows.where(Role.vendor_id == vendor_id, Role.active, Role.reseller_id.is_not(None))
    ):
        is_away = absent_until is not None and now < absent_until
        why = UNREACHABLE if bounced_at else AWAY if is_away else MUTED if "offers" in muted else ""
        found.setdefault(reseller_id or 0, []).append(why)
    return found


def _unread(whys: list[str]) -> tuple[str, ...]:
    """Return why nobody at a company would read an offer; nothing where one person would."""
    if not whys:
        return (UNREACHABLE,)
    return () if "" in whys else (max(whys, key=(UNREACHABLE, MUTED, AWAY).index),)
