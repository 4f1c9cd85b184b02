"""A year of the sample programme, lived through the door with the clock set back."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import select, update

from app.bootstrap import Parts
from app.cli.demo.customers import customer
from app.cli.demo.episodes import Episodes
from app.clock import FrozenClock
from app.domain import commands as do
from app.domain.feedback import DECLINE_REASONS, LOST_REASONS, Statement
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, ON_OFFER, State, Status
from app.domain.offer import Offer, OfferState
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.point_commands import ApproveRedemption, RedeemPoints
from app.domain.redemption import Redemption
from app.service.outcome import Origin
from app.service.points import balance_of
from app.store.outbox import Post, PostState
from app.store.work import reading
from scheduler.due import DueWork

LEADS = 300
YEAR = timedelta(days=365)
PICKS = 0.9  # of the decisions that are no refusal on principle
KEPT_LETTERS = timedelta(days=8)


@dataclass(frozen=True)
class Habit:
    """How a company works: hours until it picks, share it declines, answers at all, and wins."""

    hours_to_pick: float
    declines: float
    answers: float
    wins: float


HABITS = {
    "rolf-it": Habit(1.5, 0.1, 0.97, 0.45),
    "rita-systems": Habit(3, 0.15, 0.95, 0.4),
    "hansa-automation": Habit(5, 0.2, 0.9, 0.3),
    "rheinwerk": Habit(9, 0.2, 0.85, 0.08),
    "spree-robotik": Habit(7, 0.3, 0.9, 0.25),
    "neckar-cobots": Habit(4, 0.2, 0.92, 0.35),
    "donau-technik": Habit(14, 0.25, 0.45, 0.2),
    "limmat-robotics": Habit(4, 0.1, 0.95, 0.38),
}


@dataclass
class History:
    """One year of one vendor; ``live`` plays it."""

    parts: Parts
    clock: FrozenClock
    until: datetime
    chance: random.Random = field(default_factory=lambda: random.Random("pickpost"))  # a story, no secret
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def live(self) -> None:
        """Let the year pass: leads come in, companies act by their habits, and the clock does its part."""
        due = DueWork(self.parts.database, self.parts.door, self.clock, with_digests=False)
        self._meet_everybody()
        start = self.until - YEAR
        for number in range(LEADS):
            at = start + YEAR * (number + self.chance.random()) / LEADS
            self._plan(at.replace(hour=self.chance.randrange(7, 15)), partial(self._submit, number))
        for week in range(1, 52):
            self._plan(start + timedelta(weeks=week), self._look_through)
        self._plan(self.until - timedelta(weeks=3), lambda: self._redeem("rolf-it", granted=True))
        self._plan(self.until - timedelta(days=1), lambda: self._redeem("rita-systems", granted=False))
        for at, act in Episodes(self.parts, self.until).planned():
            self._plan(at, act)
        next_due = start
        while self._events:
            at, _, act = heapq.heappop(self._events)
            if at > self.until:
                continue
            while next_due < at:
                self.clock.move_to(next_due)
                due.run()
                next_due += timedelta(hours=8)
            self.clock.move_to(at)
            act()
        self.clock.move_to(self.until)
        due.run()
        self._free_whom_the_welcome_names()
        self._forget_old_letters()

    def _meet_everybody(self) -> None:
        with reading(self.parts.database) as session:
            self._vendor_id = session.scalars(select(Vendor.id)).one()
            self._calendars = {one.id: one.calendar for one in session.scalars(select(Reseller))}
            self._slugs = {one.id: one.slug for one in session.scalars(select(Reseller))}
            roles = list(session.scalars(select(Role).where(Role.reseller_id.is_not(None)).order_by(Role.id.desc())))
            self._people = {role.reseller_id: role.person_id for role in roles}
            self._max = session.scalars(select(Person.id).where(Person.address.like("max@%"))).one()
            self._vera = session.scalars(select(Person.id).where(Person.address.like("vera@%"))).one()

    def _plan(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), act))

    def _do(self, command: do.Command) -> str:
        return self.parts.door.handle(command, Origin("page", f"history:{next(self._numbers)}")).code

    def _submit(self, number: int) -> None:
        prospect = customer(self.chance, number)
        fields = dict(prospect.fields)
        if self.chance.random() < 0.06:
            del fields["postcode"]
        command = do.SubmitLead(by=self._vera, vendor_id=self._vendor_id, fields=fields)
        lead_id = self.parts.door.handle(command, Origin("page", f"history:lead:{number}")).lead_id
        assert lead_id is not None
        self._plan(self.clock.now() + timedelta(minutes=5), lambda: self._consider(lead_id))
        if "postcode" not in fields and self.chance.random() < 0.7:
            filled = do.EditLead(by=self._vera, lead_id=lead_id, fields={"postcode": prospect.fields["postcode"]})
            self._plan(self.clock.now() + timedelta(hours=5), lambda: self._complete(filled))

    def _complete(self, filled: do.EditLead) -> None:
        self._do(filled)
        self._plan(self.clock.now() + timedelta(minutes=5), lambda: self._consider(filled.lead_id))

    def _consider(self, lead_id: int) -> None:
        """Let every company that sees the lead decide when it acts, and look again when more are asked."""
        with reading(self.parts.database) as session:
            lead = session.get_one(Lead, lead_id)
            if lead.state not in ON_OFFER:
                return
            rows = select(Offer.reseller_id).where(Offer.lead_id == lead_id, Offer.state == OfferState.OPEN)
            companies = list(session.scalars(rows))
            looks_again, escalated = lead.step_at, lead.state == State.ESCALATED
        for company_id in companies:
            habit = HABITS[self._slugs[company_id]]
            hours = max(0.05, self.chance.expovariate(1 / habit.hours_to_pick))
            at = self._calendars[company_id].plus_working_hours(self.clock.now(), hours)
            self._plan(at, partial(self._decide, lead_id, company_id, habit))
        if escalated:
            self._plan(self.clock.now() + timedelta(hours=20), lambda: self._decide_as_owner(lead_id, companies))
        elif looks_again and looks_again > self.clock.now():
            self._plan(looks_again + timedelta(hours=9), lambda: self._consider(lead_id))

    def _decide(self, lead_id: int, company_id: int, habit: Habit) -> None:
        by, dice = self._people[company_id], self.chance.random()
        if dice < habit.declines:
            self._do(do.DeclineOffer(by=by, lead_id=lead_id, reason=self.chance.choice(DECLINE_REASONS)))
            return
        code = self._do(do.PickLead(by=by, lead_id=lead_id)) if dice < PICKS else "left_alone"
        if code == "picked":
            self._answer_soon(lead_id, company_id, habit, Status.CONTACTED)
        elif code == "locked" and self.chance.random() < habit.answers:
            self._catch_up(company_id, habit)
            later = self._calendars[company_id].plus_working_hours(self.clock.now(), 0.5)
            self._plan(later, lambda: self._decide(lead_id, company_id, habit))

    def _catch_up(self, company_id: int, habit: Habit, *, also_unworked: bool = False) -> None:
        """Answer what is overdue, because a locked company cannot take anything new."""
        with reading(self.parts.database) as session:
            rows = select(Lead.id, Lead.status).where(Lead.holder_id == company_id, Lead.state.in_(HELD))
            is_owed = Lead.due_at < self.clock.now()
            overdue = session.execute(
                rows.where(is_owed | (Lead.state == State.PICKED) if also_unworked else is_owed)
            ).all()
        for lead_id, status in overdue:
            following = self._following(Status(status), habit) if status else Status.CONTACTED
            self._answer(lead_id, company_id, habit, following or Status.LOST)

    def _look_through(self) -> None:
        """Do as a team does on Mondays: nothing that waits is forgotten."""
        a_week_ago = self.clock.now() - timedelta(days=7)
        with reading(self.parts.database) as session:
            waiting = session.execute(select(Lead.id, Lead.state).where(Lead.state.in_(ON_OFFER))).all()
            forgotten = session.scalars(
                select(Lead.id).where(Lead.state == State.RECEIVED, Lead.submitted_at < a_week_ago)
            ).all()
        for lead_id in forgotten:
            self._do(do.DiscardLead(by=self._vera, lead_id=lead_id))
        for lead_id, state in waiting:
            if state == State.ESCALATED:
                self._decide_as_owner(lead_id, list(self._slugs))
            else:
                self._consider(lead_id)

    def _decide_as_owner(self, lead_id: int, companies: list[int]) -> None:
        """Do as Vera does with a lead that nobody took: give it to somebody, take it back, or let it wait."""
        dice = self.chance.random()
        if dice < 0.4 and companies:
            company_id = self.chance.choice(companies)
            if self._do(do.AssignLead(by=self._vera, lead_id=lead_id, reseller_id=company_id)) == "assigned":
                self._answer_soon(lead_id, company_id, HABITS[self._slugs[company_id]], Status.CONTACTED)
        elif dice < 0.85:
            self._do(do.WithdrawLead(by=self._vera, lead_id=lead_id))

    def _answer_soon(self, lead_id: int, company_id: int, habit: Habit, status: Status) -> None:
        if self.chance.random() < habit.answers:
            hours = self.chance.uniform(1, 14) if status is Status.CONTACTED else self.chance.uniform(20, 90)
            at = self._calendars[company_id].plus_working_hours(self.clock.now(), hours)
            self._plan(at, lambda: self._answer(lead_id, company_id, habit, status))

    def _answer(self, lead_id: int, company_id: int, habit: Habit, status: Status) -> None:
        with reading(self.parts.database) as session:
            lead = session.get_one(Lead, lead_id)
            if lead.state not in HELD or lead.holder_id != company_id:
                return
            volume = int(lead.fields.get("expected_volume_cents", 0)) or 1_000_000
        self._do(do.GiveFeedback(by=self._people[company_id], lead_id=lead_id, statement=self._say(status, volume)))
        following = self._following(status, habit)
        if following is not None:
            self._answer_soon(lead_id, company_id, habit, following)

    def _say(self, status: Status, volume_cents: int) -> Statement:
        now = self.clock.now()
        if status is Status.APPOINTMENT:
            return Statement(status, at=now + timedelta(days=self.chance.randrange(2, 9)))
        if status is Status.QUOTED:
            return Statement(status, at=now + timedelta(days=30), amount_cents=volume_cents, currency="EUR")
        if status is Status.WON:
            return Statement(status, amount_cents=round(volume_cents * self.chance.uniform(0.8, 1.2)), currency="EUR")
        if status is Status.LOST:
            return Statement(status, reason=self.chance.choice(LOST_REASONS))
        if status is Status.BAD_LEAD:
            return Statement(status, reason="wrong_data")
        if status is Status.POSTPONED:
            return Statement(status, at=now + timedelta(days=self.chance.randrange(20, 60)))
        return Statement(status)

    def _following(self, status: Status, habit: Habit) -> Status | None:
        dice = self.chance.random()
        if status is Status.CONTACTED:
            choices = (
                Status.APPOINTMENT,
                Status.QUOTED,
                Status.POSTPONED,
                Status.NOT_REACHED,
                Status.LOST,
                Status.BAD_LEAD,
            )
            return self.chance.choices(choices, (45, 20, 8, 7, 12, 8))[0]
        if status in (Status.APPOINTMENT, Status.POSTPONED, Status.NOT_REACHED):
            return Status.QUOTED if dice < 0.75 else Status.LOST
        if status is Status.QUOTED:
            return Status.WON if dice < habit.wins else Status.LOST
        return None

    def _redeem(self, slug: str, *, granted: bool) -> None:
        """Let a company ask for the dearest reward in reach; management grants it, or it waits for whoever looks."""
        company_id = next(one for one, name in self._slugs.items() if name == slug)
        with reading(self.parts.database) as session:
            balance = balance_of(session, company_id)
            rewards = session.get_one(Vendor, self._vendor_id).rewards
        within = sorted((one for one in rewards if one.points <= balance), key=lambda one: -one.points)
        if not within:
            return
        asked = RedeemPoints(by=self._people[company_id], reseller_id=company_id, reward=within[0].key)
        if self._do(asked) == "redemption_asked" and granted:
            with reading(self.parts.database) as session:
                request = session.scalars(select(Redemption.id).order_by(Redemption.id.desc()).limit(1)).one()
            self._do(ApproveRedemption(by=self._max, redemption_id=request))

    def _free_whom_the_welcome_names(self) -> None:
        """Let Rolf and Rita owe nothing, so that both can take the fresh lead, whatever day today is."""
        for company_id, slug in self._slugs.items():
            if slug in ("rolf-it", "rita-systems"):
                self._catch_up(company_id, HABITS[slug], also_unworked=True)

    def _forget_old_letters(self) -> None:
        """Leave in the outbox what belongs in the mailboxes of today; a year of mails would bury it."""
        with self.parts.new_work() as work:
            old = update(Post).where(Post.state == PostState.WAITING, Post.written_at < self.until - KEPT_LETTERS)
            work.session.execute(old.values(state=PostState.CANCELLED))
            work.commit()
