"""Books points in the transaction of what earns or costs them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.deal import Deal
from app.domain.feedback import Feedback
from app.domain.incentive import IncentiveDue
from app.domain.lead import Lead
from app.domain.people import Reseller
from app.domain.points import SPEED, WORK, PointEntry, Reason, answered_deadline, difference, earned, is_late, worth
from app.domain.redemption import Redemption
from app.service.deal_wording import closest_incentive
from app.service.scene import Scene
from app.store.locks import locked


class Account:
    """One company's lines about one lead or registration, and where new ones are added.

    Args: by: the person by whose wish something happens; None: the clock's.
    """

    def __init__(self, scene: Scene, company_id: int, about: Lead | Deal, by: int | None) -> None:
        self._scene, self._about, self._by = scene, about, by
        self._company_id = company_id
        self._entries: list[PointEntry] | None = None

    def lines(self, reason: Reason) -> list[PointEntry]:
        """Return what is booked for a reason, the oldest first."""
        if self._entries is None:
            rows = select(PointEntry).where(PointEntry.reseller_id == self._company_id, self._is_about())
            self._entries = list(self._scene.session.scalars(rows.order_by(PointEntry.id)))
        return [entry for entry in self._entries if entry.reason == reason]

    def _is_about(self) -> ColumnElement[bool]:
        if isinstance(self._about, Lead):
            return PointEntry.lead_id == self._about.id
        return PointEntry.deal_id == self._about.id

    def settle(self, reason: Reason, points: int | None, amount_cents: int = 0) -> None:
        """Add what makes the lines of a reason true; None: nothing is earned by it any more."""
        booked = self.lines(reason)
        if added := difference(booked, points, amount_cents):
            corrects = booked[-1].id if sum(entry.points for entry in booked) else None
            self.add(reason, added, amount_cents=amount_cents or None, corrects_id=corrects)

    def add(
        self, reason: Reason, points: int, *, amount_cents: int | None = None, deadline_at: datetime | None = None,
        corrects_id: int | None = None,
    ) -> None:  # fmt: skip
        """Add a line, unless it would say nothing."""
        if not points:
            return
        entry = PointEntry(
            vendor_id=self._about.vendor_id, reseller_id=self._company_id, person_id=self._by, reason=reason,
            points=points, amount_cents=amount_cents, deadline_at=deadline_at, corrects_id=corrects_id,
            booked_at=self._scene.now, lead_id=self._about.id if isinstance(self._about, Lead) else None,
            deal_id=self._about.id if isinstance(self._about, Deal) else None,
        )  # fmt: skip
        self._scene.session.add(entry)
        self.lines(reason)
        assert self._entries is not None
        self._entries.append(entry)


def book_pick(scene: Scene, lead: Lead, company: Reseller, offered_at: datetime, by: int) -> None:
    """Book a pick that came within the first working hours of its offer, by the company's own calendar."""
    rules = lead.vendor.rules
    took = company.calendar.working_time_between(offered_at, lead.picked_at or scene.now)
    if took < timedelta(hours=rules.fast_pick_hours):
        account = Account(scene, company.id, lead, by)
        account.settle(Reason.FAST_PICK, worth(Reason.FAST_PICK, rules.points, lead.temperature))


def book_work(scene: Scene, lead: Lead, by: int, latest: Feedback | None = None) -> None:
    """Let the holder's lines say what its work on a lead is worth now: after a feedback, or after one is undone.

    What the vendor works itself earns nobody anything.

    Args: latest: the feedback just given, which may be late before the clock has noticed.
    """
    if lead.holder_id is None:
        return
    rules = lead.vendor.rules.points
    rows = select(Feedback).where(Feedback.lead_id == lead.id, Feedback.reseller_id == lead.holder_id)
    found = earned(lead, scene.session.scalars(rows.order_by(Feedback.id)))
    account = Account(scene, lead.holder_id, lead, by)
    for reason in WORK:
        amount_cents = found.get(reason, 0)
        points = worth(reason, rules, lead.temperature, amount_cents) if reason in found else None
        account.settle(reason, points, amount_cents)
    deadline = answered_deadline(latest) if latest is not None and is_late(latest) else None
    if deadline is not None:
        _miss(account, deadline, worth(Reason.MISSED, rules))


def book_missed(scene: Scene, lead: Lead) -> None:
    """Book the holder's deadline that the clock found missed; each deadline costs once."""
    assert lead.holder_id is not None
    assert lead.due_at is not None
    _miss(Account(scene, lead.holder_id, lead, None), lead.due_at, worth(Reason.MISSED, lead.vendor.rules.points))


def _miss(account: Account, deadline_at: datetime, points: int) -> None:
    if all(entry.deadline_at != deadline_at for entry in account.lines(Reason.MISSED)):
        account.add(Reason.MISSED, points, deadline_at=deadline_at)


def book_leaving(scene: Scene, lead: Lead, company_id: int, by: int | None) -> None:
    """Take back what a company has for being quick: it leaves the lead by its own wish, or by saying nothing."""
    account = Account(scene, company_id, lead, by)
    for reason in SPEED:
        account.settle(reason, None)


def book_return(scene: Scene, lead: Lead, company_id: int) -> None:
    """Book a lead that went back without a word from its holder."""
    book_leaving(scene, lead, company_id, None)
    points = worth(Reason.SILENT_RETURN, lead.vendor.rules.points)
    Account(scene, company_id, lead, None).add(Reason.SILENT_RETURN, points)


def book_won_deal(scene: Scene, deal: Deal, by: int) -> None:
    """Book a registered deal that was won. Source: rulebook 7.6."""
    amount_cents = deal.amount_cents or 0
    points = worth(Reason.WON, deal.vendor.rules.points, amount_cents=amount_cents)
    Account(scene, deal.reseller_id, deal, by).settle(Reason.WON, points, amount_cents)


def book_incentive(scene: Scene, deal: Deal) -> IncentiveDue | None:
    """Record what the vendor owes for a won deal, by the programme of that day; None where it promises nothing."""
    entry = closest_incentive(deal.vendor, str(deal.fields.get("product") or ""), deal.reseller.level or "")
    if not any(entry.get(name) for name in ("commission_percent", "discount_percent", "bonus")):
        return None
    percent, amount_cents = float(entry.get("commission_percent") or 0), deal.amount_cents or 0
    due = IncentiveDue(
        vendor_id=deal.vendor_id, reseller_id=deal.reseller_id, deal_id=deal.id, commission_percent=percent,
        commission_cents=round(amount_cents * percent / 100), bonus_cents=round(100 * (entry.get("bonus") or 0)),
        discount_percent=float(entry.get("discount_percent") or 0), currency=deal.currency or deal.vendor.currency,
        booked_at=scene.now,
    )  # fmt: skip
    scene.session.add(due)
    return due


def take_back_win(scene: Scene, deal: Deal, by: int) -> None:
    """Take back what a win has brought, because it is undone: points by one more line, the incentive by its date."""
    Account(scene, deal.reseller_id, deal, by).settle(Reason.WON, None)
    rows = select(IncentiveDue).where(IncentiveDue.deal_id == deal.id, IncentiveDue.taken_back_at.is_(None))
    for due in scene.session.scalars(locked(rows)):
        due.taken_back_at = scene.now


def book_redemption(scene: Scene, redemption: Redemption, by: int) -> None:
    """Hold the points of a request; they are spent unless the request is turned down or taken back."""
    scene.session.add(_line_of(scene, redemption, by, -redemption.points, None))


def give_back_points(scene: Scene, redemption: Redemption, by: int) -> None:
    """Give back what a request held."""
    rows = select(PointEntry.id).where(PointEntry.redemption_id == redemption.id)
    scene.session.add(_line_of(scene, redemption, by, redemption.points, scene.session.scalars(rows).one()))


def _line_of(scene: Scene, redemption: Redemption, by: int, points: int, corrects_id: int | None) -> PointEntry:
    return PointEntry(
        vendor_id=redemption.vendor_id, reseller_id=redemption.reseller_id, redemption_id=redemption.id, person_id=by,
        reason=Reason.REDEEMED, points=points, corrects_id=corrects_id, booked_at=scene.now,
    )  # fmt: skip


def book_by_hand(
    scene: Scene, company: Reseller, points: int, reason: str, by: int, corrects_id: int | None = None
) -> PointEntry:
    """Add a line that the heads of the vendor want; ``corrects_id``: the one that it takes back."""
    entry = PointEntry(
        vendor_id=company.vendor_id, reseller_id=company.id, person_id=by, reason=Reason.BY_HAND, points=points,
        note=reason, corrects_id=corrects_id, booked_at=scene.now,
    )  # fmt: skip
    scene.session.add(entry)
    scene.session.flush()
    return entry


def is_taken_back(session: Session, entry: PointEntry) -> bool:
    """Whether a line that was added by hand counts no more, or only takes another back."""
    countered = select(PointEntry.id).where(PointEntry.corrects_id == entry.id).limit(1)
    return entry.corrects_id is not None or session.scalar(countered) is not None


def balance_of(session: Session, company_id: int) -> int:
    """Return the sum of a company's lines."""
    return session.scalar(select(func.sum(PointEntry.points)).where(PointEntry.reseller_id == company_id)) or 0
