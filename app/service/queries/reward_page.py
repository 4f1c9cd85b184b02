"""What the page of a link about points or a reward says before its button is pressed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, joinedload

from app.domain.errors import AlreadyDone, NoSuchReward, NotPermitted, Refused, TooFewPoints, Unknown
from app.domain.people import Person, Reseller, Vendor
from app.domain.points import PointEntry
from app.domain.programme import Reward
from app.domain.redemption import Redemption, RedemptionState, next_redemption_state
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS, redemption_role_for
from app.service.points import is_taken_back
from app.service.queries.points import PointsPage, points_page
from app.tokens import Wish

POINTS = "points"
REDEEM = "redeem"
REDEMPTION_WISHES = frozenset(wish for _, wish in REDEMPTION_PERMISSIONS)
CORRECT, UNDO_CORRECTION = "correct_points", "undo_correction"
POINT_WISHES = REDEMPTION_WISHES | {POINTS, REDEEM, CORRECT, UNDO_CORRECTION}


@dataclass(frozen=True)
class RewardPage:
    """A company's points, with the reward or the request that a link is about.

    own_company: the company, where the reader works there. reward, redemption: None on the page of points itself.
    entry: the line that was added by hand and is to be taken back.
    """

    points: PointsPage
    own_company: Reseller | None
    reward: Reward | None = None
    redemption: Redemption | None = None
    entry: PointEntry | None = None
    refusal: Refused | None = None

    @property
    def vendor(self) -> Vendor:
        """Whose programme it is."""
        return self.points.vendor


def reward_page(session: Session, now: datetime, person: Person, wish: Wish) -> RewardPage:
    """Return what a link about points shows.

    Raises: Unknown: the company or the request is not there, or not theirs to know of.
    Source: rulebook 9.1, 9.4.
    """
    if wish.name in REDEMPTION_WISHES:
        return _about_request(session, now, person, wish)
    entry = session.get(PointEntry, wish.object_id) if wish.name == UNDO_CORRECTION else None
    company = session.get(Reseller, entry.reseller_id if entry is not None else wish.object_id)
    if company is None or (entry is None and wish.name == UNDO_CORRECTION):
        raise Unknown()
    points = points_page(session, now, company, person)
    own = company if points.is_own else None
    if wish.name == POINTS:
        return RewardPage(points, own)
    if wish.name in (CORRECT, UNDO_CORRECTION):
        return RewardPage(points, own, entry=entry, refusal=_refusal_to_correct(session, points, entry))
    if own is None:
        raise Unknown()
    reward = next((one for one in points.rewards if str(one.key) == wish.option), None)
    return RewardPage(points, own, reward, refusal=_refusal(points, reward))


def _refusal_to_correct(session: Session, points: PointsPage, entry: PointEntry | None) -> Refused | None:
    if not points.may_correct:
        return NotPermitted()
    return AlreadyDone() if entry is not None and is_taken_back(session, entry) else None


def _refusal(points: PointsPage, reward: Reward | None) -> Refused | None:
    """Return why the door would refuse to redeem as things stand; a request that waits is looked for when it is."""
    if not points.may_redeem:
        return NotPermitted()
    if reward is None:
        return NoSuchReward()
    if points.standing.balance < reward.points:
        return TooFewPoints(reward=reward.title, points=reward.points, balance=points.standing.balance)
    return None


def _about_request(session: Session, now: datetime, person: Person, wish: Wish) -> RewardPage:
    whole = [joinedload(Redemption.reseller), joinedload(Redemption.asker)]
    redemption = session.get(Redemption, wish.object_id, options=whole, populate_existing=True)
    if redemption is None:
        raise Unknown()
    refusal: Refused | None = None
    try:
        redemption_role_for(person, wish.name, redemption)
        next_redemption_state(RedemptionState(redemption.state), wish.name)
    except Unknown:
        raise
    except Refused as refused:
        refusal = refused
    points = points_page(session, now, redemption.reseller, person)
    own = redemption.reseller if points.is_own else None
    return RewardPage(points, own, redemption=redemption, refusal=refusal)
