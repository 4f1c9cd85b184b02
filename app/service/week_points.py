"""What a partner's week says of its points."""

from __future__ import annotations

from app.domain.kpis import Period
from app.domain.letters import Action, EarnedRow, StandingRow
from app.domain.people import Reseller, Vendor
from app.domain.redemption_permissions import REDEEM_PERMISSIONS
from app.service.points import balance_of
from app.service.queries.points import earned_in, keeps_points, standing_of
from app.service.queries.scope import Scope
from app.service.scene import Scene

MOST_REWARDS = 2


def standing_rows(scene: Scene, scopes: list[Scope], period: Period) -> tuple[StandingRow, ...]:
    """Return the points with each vendor that keeps some; of other partners it only tells how many there are.

    Source: rulebook 6.6, 9.4.
    """
    rows = []
    for company, vendor in _with_points(scopes):
        standing = standing_of(scene.session, company, scene.now)
        earned = tuple(EarnedRow(*row) for row in earned_in(scene.session, company.id, period))
        rows.append(StandingRow(vendor.name, standing.balance, standing.rank, standing.of_partners, earned))
    return tuple(rows)


def point_actions(scene: Scene, scopes: list[Scope]) -> tuple[Action, ...]:
    """Return the way to the page of points, and for whoever may redeem the dearest rewards in reach."""
    managed = {one.role.reseller_id for one in scopes if one.role.name in REDEEM_PERMISSIONS}
    actions = []
    for company, vendor in _with_points(scopes):
        actions.append(Action("points", company.id))
        balance = balance_of(scene.session, company.id) if company.id in managed else 0
        within = sorted((one for one in vendor.rewards if one.points <= balance), key=lambda one: -one.points)
        actions += [
            Action("redeem", company.id, str(reward.key), argument={"reward": reward.title})
            for reward in within[:MOST_REWARDS]
        ]
    return tuple(actions)


def _with_points(scopes: list[Scope]) -> list[tuple[Reseller, Vendor]]:
    found = {one.role.reseller_id: (one.role.reseller, one.role.vendor) for one in scopes}
    return [(company, vendor) for company, vendor in found.values() if company is not None and keeps_points(vendor)]
