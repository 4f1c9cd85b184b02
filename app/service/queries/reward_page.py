"""What the page of a link about points or a reward says before its button is pressed, and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, joinedload

from app.domain.errors import NoSuchReward, NotPermitted, Refused, TooFewPoints, Unknown
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.programme import Reward
from app.domain.redemption import Redemption, RedemptionState, next_redemption_state
from app.domain.redemption_permissions import (
    REDEEM_PERMISSIONS,
    REDEMPTION_PERMISSIONS,
    ledger_role_for,
    redemption_role_for,
)
from app.service.queries.points import PointsPage, points_page
from app.tokens import Wish

POINTS = "points"
REDEEM = "redeem"
REDEMPTION_WISHES = frozenset(wish for _, wish in REDEMPTION_PERMISSIONS)
POINT_WISHES = REDEMPTION_WISHES | {POINTS, REDEEM}


@dataclass(frozen=True)
class RewardPage:
    """A company's points, with the reward or the request that a link is about.

    own_company: the company, where the reader works there. reward, redemption: None on the page of points itself.
    """

    points: PointsPage
    own_company: Reseller | None
    reward: Reward | None = None
    redemption: Redemption | None = None
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
    company = session.get(Reseller, wish.object_id)
    if company is None:
        raise Unknown()
    role = ledger_role_for(person, company)
    points = points_page(session, now, company, role)
    own = company if points.is_own else None
    if wish.name == POINTS:
        return RewardPage(points, own)
    if own is None:
        raise Unknown()
    reward = next((one for one in points.rewards if str(one.key) == wish.option), None)
    return RewardPage(points, own, reward, refusal=_refusal(points, role, reward))


def _refusal(points: PointsPage, role: Role, reward: Reward | None) -> Refused | None:
    """Return why the door would refuse to redeem as things stand; a request that waits is looked for when it is."""
    if role.name not in REDEEM_PERMISSIONS:
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
    role = next(one for one in person.roles if one.active and one.vendor_id == redemption.vendor_id)
    points = points_page(session, now, redemption.reseller, role)
    own = redemption.reseller if points.is_own else None
    return RewardPage(points, own, redemption=redemption, refusal=refusal)
