"""The dry run of a lead: every partner, every criterion, every point, and in which round each is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.criteria import Criterion
from app.domain.lead import Lead
from app.domain.matching import Candidate, Ranked, judge_all, order_of, rank
from app.domain.offer import Offer, OfferState
from app.domain.people import Reseller, Role
from app.domain.widening import criteria_of, last_round, next_round
from app.service.hindrances import full_or_locked, unread_by
from app.service.partners import candidates_of, criteria_of_vendor
from app.service.protection import protection_of
from app.service.scene import Scene


@dataclass(frozen=True)
class MatchRow:
    """One partner in a dry run.

    place: from 1, in the order of asking. round: in which it was or would be asked; None: in none. offer: its offer, if
    it was asked. notes: codes of what stands in its way beside the criteria. goes_out_at: when its offer does, where
    that is still to come.
    """

    place: int
    ranked: Ranked
    round: int | None
    offer: Offer | None = None
    notes: tuple[str, ...] = ()
    goes_out_at: datetime | None = None

    @property
    def last_offer_at(self) -> datetime | None:
        """When the partner was last offered a lead, or will be this one: chosen now, its offer may wait for work."""
        return self.goes_out_at or self.candidate.last_offered_at

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
    companies = list(session.scalars(rows.options(selectinload(Reseller.roles).joinedload(Role.person))))
    candidates = {one.id: one for one in candidates_of(session, companies, lead.vendor, now)}
    unread = unread_by(scene, lead, companies)
    standing = select(Offer).where(Offer.lead_id == lead.id, Offer.state != OfferState.WITHDRAWN)
    offers = {offer.reseller_id: offer for offer in session.scalars(standing)}
    rounds = {reseller_id: offer.round for reseller_id, offer in offers.items()}
    waiting = [one for one in candidates.values() if one.id not in offers and one.id not in unread]
    rounds |= _rounds_to_come(lead, waiting, criteria)
    judged = _judged(lead, list(candidates.values()), rounds, criteria)
    owing = full_or_locked(scene, lead, companies)
    protection = protection_of(scene, lead.vendor, lead.fields)
    return Match(
        lead,
        tuple(criteria),
        tuple(
            _row(
                place,
                one,
                rounds.get(one.candidate.id),
                offers.get(one.candidate.id),
                tuple(known[one.candidate.id] for known in (owing, unread) if one.candidate.id in known),
                now,
            )
            for place, one in enumerate(judged, start=1)
        ),
        protection.reseller.name if protection else "",
    )


def _row(
    place: int, ranked: Ranked, number: int | None, offer: Offer | None, notes: tuple[str, ...], now: datetime
) -> MatchRow:
    is_to_come = offer is not None and offer.state == OfferState.OPEN and offer.offered_at > now
    return MatchRow(place, ranked, number, offer, notes, offer.offered_at if offer and is_to_come else None)


def _rounds_to_come(lead: Lead, waiting: list[Candidate], criteria: list[Criterion]) -> dict[int, int]:
    rounds: dict[int, int] = {}
    number, last = lead.round, last_round(lead.vendor.rules)
    while number < last:
        number, group = next_round(partial(rank, lead.fields, waiting), criteria, lead.vendor.rules, number)
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
