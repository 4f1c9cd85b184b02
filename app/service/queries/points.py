"""A company's points as its own people, and the vendor's, may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.deal import Deal
from app.domain.errors import NotPermitted
from app.domain.incentive import IncentiveDue
from app.domain.kpis import Period
from app.domain.lead import Lead
from app.domain.letters import FactRow
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import RoleName
from app.domain.points import RANKED_OVER, PointEntry, Reason
from app.domain.programme import Reward
from app.domain.redemption import Redemption, RedemptionState
from app.domain.redemption_permissions import REDEEM_PERMISSIONS, correcting_role_for, ledger_role_for
from app.service.deal_wording import deal_title, due_rows, promised_rows
from app.service.points import balance_of
from app.service.wording import title_of

LINES_OF_A_PART = 60


@dataclass(frozen=True)
class Standing:
    """A company's balance, and its rank among the vendor's active partners by what it earned in a year."""

    balance: int
    rank: int
    of_partners: int


@dataclass(frozen=True)
class Line:
    """A line of the ledger. ref, title: what it is about; empty where it is about nothing, or no more theirs."""

    booked_at: datetime
    cause: str
    points: int
    ref: str
    title: str
    note: str
    is_correction: bool


@dataclass(frozen=True)
class PointsPage:
    """Everything on the page of a company's points.

    waiting: its requests that are not decided. may_redeem: whether the reader may spend the points; may_correct: add a
    line by hand. is_own: whether the reader works there. dues: incentives of won registrations, as title and facts.
    promised: what a registration brings on the company's level, as product, or empty for any, and facts.
    """

    company: Reseller
    vendor: Vendor
    standing: Standing
    rewards: tuple[Reward, ...]
    waiting: tuple[Redemption, ...]
    dues: tuple[tuple[str, tuple[FactRow, ...]], ...]
    promised: tuple[tuple[str, tuple[FactRow, ...]], ...]
    may_redeem: bool
    may_correct: bool
    is_own: bool

    @property
    def held(self) -> int:
        """How many points wait for the vendor's answer."""
        return sum(one.points for one in self.waiting)


def keeps_points(vendor: Vendor) -> bool:
    """Whether anything of the vendor's programme gives points."""
    rules = vendor.rules.points
    return any(getattr(rules, reason, 0) for reason in Reason) or bool(rules.won_per_1000)


def standing_of(session: Session, company: Reseller, now: datetime) -> Standing:
    """Return a company's points and rank; companies with as many points share a rank. Source: rulebook 6.6, 9.4."""
    active = select(Reseller.id).where(Reseller.vendor_id == company.vendor_id, Reseller.active)
    rows = (
        select(PointEntry.reseller_id, func.sum(PointEntry.points))
        .where(PointEntry.vendor_id == company.vendor_id, PointEntry.booked_at > now - RANKED_OVER)
        .where(PointEntry.reason != Reason.REDEEMED, PointEntry.reseller_id.in_(active))
        .group_by(PointEntry.reseller_id)
    )
    earned = dict.fromkeys(session.scalars(active), 0) | {one: int(points) for one, points in session.execute(rows)}
    own = earned.get(company.id, 0)
    rank = 1 + sum(points > own for points in earned.values())
    return Standing(balance_of(session, company.id), rank, len(earned))


def earned_in(session: Session, company_id: int, period: Period) -> list[tuple[str, int]]:
    """Return what each cause brought or cost within a period, the most first."""
    rows = (
        select(PointEntry.reason, func.sum(PointEntry.points))
        .where(PointEntry.reseller_id == company_id, PointEntry.reason != Reason.REDEEMED)
        .where(PointEntry.booked_at >= period.start, PointEntry.booked_at < period.end)
        .group_by(PointEntry.reason)
    )
    found = [(reason, int(points)) for reason, points in session.execute(rows) if points]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def points_page(session: Session, now: datetime, company: Reseller, person: Person) -> PointsPage:
    """Return the page of a company's points for one of its people, or of the vendor's; its lines are ``ledger_of``'s.

    Raises: Unknown: they are not theirs to know of.
    """
    role = ledger_role_for(person, company)
    vendor = session.get_one(Vendor, company.vendor_id)
    waiting = select(Redemption).where(Redemption.reseller_id == company.id, Redemption.state == RedemptionState.ASKED)
    return PointsPage(
        company, vendor, standing_of(session, company, now), vendor.rewards,
        tuple(session.scalars(waiting.order_by(Redemption.id))), tuple(_dues(session, company, role)),
        tuple(_promised(vendor, company)), may_redeem=role.name in REDEEM_PERMISSIONS,
        may_correct=_may_correct(person, company), is_own=role.reseller_id == company.id,
    )  # fmt: skip


def _may_correct(person: Person, company: Reseller) -> bool:
    try:
        correcting_role_for(person, company)
    except NotPermitted:
        return False
    return True


def ledger_of(session: Session, company: Reseller, person: Person, start: int = 0) -> tuple[tuple[Line, ...], int]:
    """Return a part of a company's lines, the latest first, and how many there are in all.

    Raises: Unknown: they are not theirs to know of.
    """
    role = ledger_role_for(person, company)
    mine = PointEntry.reseller_id == company.id
    if role.name == RoleName.SALES_REP:
        # As everywhere, a representative sees what is their own.
        mine &= or_(PointEntry.person_id == role.person_id, Lead.picked_by == role.person_id)
    rows = select(PointEntry, Lead, Deal, Redemption).outerjoin(Lead, Lead.id == PointEntry.lead_id).where(mine)
    rows = rows.outerjoin(Deal, Deal.id == PointEntry.deal_id)
    rows = rows.outerjoin(Redemption, Redemption.id == PointEntry.redemption_id)
    counted = select(func.count()).select_from(PointEntry).outerjoin(Lead, Lead.id == PointEntry.lead_id).where(mine)
    found = session.execute(rows.order_by(PointEntry.id.desc()).offset(start).limit(LINES_OF_A_PART)).all()
    lines = tuple(_line(row[0], *_about(company, row[1], row[2], row[3])) for row in found)
    return lines, session.scalar(counted) or 0


def _line(entry: PointEntry, ref: str, title: str) -> Line:
    return Line(
        entry.booked_at, entry.reason, entry.points, ref, title, entry.note or "",
        is_correction=entry.corrects_id is not None,
    )  # fmt: skip


def _about(company: Reseller, lead: Lead | None, deal: Deal | None, redemption: Redemption | None) -> tuple[str, str]:
    """Return number and title of what a line is about; of a lead that has left the company only its number is told."""
    if lead is not None:
        return lead.ref, title_of(lead) if lead.holder_id == company.id else ""
    if deal is not None:
        return deal.ref, deal_title(deal)
    return (redemption.ref, redemption.title) if redemption is not None else ("", "")


def _promised(vendor: Vendor, company: Reseller) -> Iterable[tuple[str, tuple[FactRow, ...]]]:
    """Yield what the programme promises for registrations of this company's level, product by product. Rulebook 7.4."""
    plain = promised_rows(vendor, "", company.level or "")
    for product in vendor.products:
        rows = promised_rows(vendor, product, company.level or "")
        if rows and rows != plain:
            yield product, rows
    if plain:
        yield "", plain


def _dues(session: Session, company: Reseller, role: Role) -> Iterable[tuple[str, tuple[FactRow, ...]]]:
    rows = select(IncentiveDue, Deal).join(Deal, Deal.id == IncentiveDue.deal_id)
    rows = rows.where(IncentiveDue.reseller_id == company.id, IncentiveDue.taken_back_at.is_(None))
    rows = rows.order_by(IncentiveDue.id.desc()).limit(LINES_OF_A_PART)
    if role.name == RoleName.SALES_REP:
        rows = rows.where(Deal.registered_by == role.person_id)
    for due, deal in session.execute(rows):
        yield f"{deal.ref}: {deal_title(deal)}", due_rows(due, deal.vendor.currency)


def rewards_of(person: Person) -> list[tuple[int, Reward]]:
    """Return what a person can ask for, as company's id and reward, of every vendor whose partner they manage."""
    managed = [role for role in person.roles if role.active and role.name in REDEEM_PERMISSIONS]
    return [(role.reseller_id, reward) for role in managed if role.reseller_id for reward in role.vendor.rewards]
