"""Whatever people do in whatever order, the ledger's sum is what the history is worth. Rulebook 6.6."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app.domain import commands as do
from app.domain.deadlines import first_feedback_by
from app.domain.feedback import Feedback
from app.domain.lifecycle import Status
from app.domain.people import Reseller, Role
from app.domain.points import LedgerIsAppendOnly, PointEntry
from app.store.journal import JournalEntry
from tests.architecture.sources import product_modules
from tests.databases import a_tabled_database
from tests.rules.points import Ledger
from tests.rules.programmes import nordlicht
from tests.rules.town import Town, a_town

TIMES = 3  # a cold lead
Step = tuple[str, Any]


def _walks() -> st.SearchStrategy[list[Step]]:
    who = st.sampled_from(["rolf", "rita"])
    reports = st.sampled_from([Status.NOT_REACHED, Status.CONTACTED, Status.APPOINTMENT, Status.QUOTED, Status.LOST])
    thousands = st.integers(1, 90)
    step = st.one_of(
        st.tuples(st.just("pick"), who), st.tuples(st.just("undo"), who), st.tuples(st.just("give_back"), who),
        st.tuples(st.just("report"), st.tuples(who, reports)), st.tuples(st.just("win"), st.tuples(who, thousands)),
        st.tuples(st.just("wait"), st.sampled_from([10, 50, 70, 24 * 60, 5 * 24 * 60, 15 * 24 * 60])),
        st.tuples(st.just("vera"), st.sampled_from(["recall", "extend", "assign"])),
    )  # fmt: skip
    return st.lists(step, min_size=3, max_size=16)


def take(town: Town, lead_id: int, step: Step) -> None:
    """Have one step of a walk done; many are refused."""
    what, of = step
    now = town.clock.now()
    if what == "wait":
        town.time_passes(now + timedelta(minutes=of))
    elif what == "pick":
        town.picks(of, lead_id)
    elif what == "undo":
        town.undoes(of, lead_id)
    elif what == "give_back":
        town.gives_back(of, lead_id)
    elif what == "win":
        town.reports(of[0], lead_id, Status.WON, amount_cents=of[1] * 100_000 + 1)
    elif what == "report":
        needs: dict[Status, dict[str, Any]] = {
            Status.APPOINTMENT: {"at": now + timedelta(days=2)}, Status.QUOTED: {"amount_cents": 100},
            Status.LOST: {"reason": "price"},
        }  # fmt: skip
        town.reports(of[0], lead_id, of[1], **needs.get(of[1], {}))
    else:
        vera, rolf_it = town.person_id("vera"), town.reseller_id("rolf-it")
        town.do(
            {
                "recall": do.RecallLead(by=vera, lead_id=lead_id),
                "extend": do.ExtendDeadline(by=vera, lead_id=lead_id, days=3),
                "assign": do.AssignLead(by=vera, lead_id=lead_id, reseller_id=rolf_it),
            }[of]
        )


@dataclass
class Worth:
    """What one company's part in the lead is worth."""

    fast: int = 0
    in_time: int = 0
    missed: set[datetime] = field(default_factory=set)
    returns: int = 0


class Retelling:
    """What the journal and the feedbacks are worth, told anew without looking at the ledger."""

    def __init__(self, town: Town, lead_id: int) -> None:
        self._town = town
        with town.looking() as session:
            rows = select(JournalEntry).where(JournalEntry.refused.is_(False)).order_by(JournalEntry.id)
            self._journal = list(session.scalars(rows.where(JournalEntry.lead_id == lead_id)))
            self._feedbacks = list(session.scalars(select(Feedback).order_by(Feedback.id)))
            of_people = select(Role.person_id, Role.reseller_id).where(Role.reseller_id.is_not(None))
            self._company_of = {person: company or 0 for person, company in session.execute(of_people)}
            self._calendars = {one.id: one.calendar for one in session.scalars(select(Reseller))}
        self._rolf_it = town.reseller_id("rolf-it")
        self._rules = nordlicht().settings
        self._lead_id = lead_id
        self._worth: dict[int, Worth] = defaultdict(Worth)
        self._offered: dict[int, datetime] = {}
        self._gone: set[int] = set()
        self._holder = 0
        self._picked_at: datetime | None = None
        self._due: list[datetime] = []

    def sums(self) -> dict[int, int]:
        """Return each company's points."""
        for entry in self._journal:
            self._tell(entry, entry.at)
        return {company: self._sum(company, one) for company, one in self._worth.items()}

    def _tell(self, entry: JournalEntry, at: datetime) -> None:
        by = self._company_of.get(entry.person_id or 0, 0)
        if entry.code == "released":
            self._offered = dict.fromkeys(self._calendars, at)
        elif entry.code == "picked":
            self._pick(by, at, fast_counts=True)
        elif entry.code == "assigned":
            self._pick(self._rolf_it, at, fast_counts=False)
        elif entry.code == "feedback":
            self._report(by, at, entry.facts)
        elif entry.code == "undone" and "asked" not in entry.facts and self._holder:
            self._due.pop()
            self._judge_in_time(by, at)
        elif entry.code == "extended":
            self._due[-1] = datetime.fromisoformat(entry.facts["until"])
        elif entry.code == "missed":
            self._worth[self._holder].missed.add(self._due[-1])
        elif entry.code in ("undone", "given_back", "returned", "recalled") and self._holder:
            self._leave(entry.code, at)

    def _pick(self, company: int, at: datetime, *, fast_counts: bool) -> None:
        calendar = self._calendars[company]
        took = calendar.working_time_between(self._offered[company], at)
        if fast_counts and took < timedelta(hours=1):
            self._worth[company].fast = 5 * TIMES
        self._holder, self._picked_at = company, at
        self._gone |= set(self._calendars) - {company}
        self._due = [first_feedback_by("cold", at, self._rules, calendar)]

    def _report(self, company: int, at: datetime, facts: dict[str, Any]) -> None:
        if at > self._due[-1]:
            self._worth[company].missed.add(self._due[-1])
        # An outcome has no deadline; after it, the next answer cannot be late.
        due = facts["next_due_by"]
        self._due.append(datetime.fromisoformat(due) if due else datetime.max.replace(tzinfo=at.tzinfo))
        self._judge_in_time(company, at)

    def _judge_in_time(self, company: int, at: datetime) -> None:
        first = next((one for one in self._standing(company, at) if one.given_at >= (self._picked_at or at)), None)
        in_time = first is not None and first.given_at <= datetime.fromisoformat(first.before["due_at"])
        self._worth[company].in_time = 5 * TIMES if in_time else 0

    def _standing(self, company: int, at: datetime) -> list[Feedback]:
        """Return what a company has said by an instant and not undone by then."""
        return [
            one
            for one in self._feedbacks
            if one.reseller_id == company and one.given_at <= at and (one.undone_at is None or one.undone_at > at)
        ]

    def _leave(self, code: str, at: datetime) -> None:
        worth = self._worth[self._holder]
        if code != "recalled":
            worth.fast = worth.in_time = 0
        worth.returns += code == "returned"
        self._offered |= dict.fromkeys(self._gone, at)
        self._gone, self._holder = set(), 0

    def _sum(self, company: int, one: Worth) -> int:
        said = self._standing(company, self._town.clock.now())
        work = sum(10 * TIMES for status in ("appointment", "quoted") if any(each.status == status for each in said))
        lead = self._town.lead(self._lead_id)
        if lead.state == "won" and lead.holder_id == company:
            work += (50 + (lead.amount_cents or 0) // 100_000) * TIMES
        return one.fast + one.in_time + work - 10 * len(one.missed) - 20 * one.returns


@pytest.mark.slow
@pytest.mark.rule("6.6")
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=_walks())
def test_after_any_walk_the_ledger_says_what_the_history_is_worth_and_no_line_has_changed(
    tmp_path: Path, walk: list[Step]
) -> None:
    """Seen failing when ``book_work`` booked what a feedback brings and forgot to look at what was booked before."""
    town = a_town(a_tabled_database(tmp_path), nordlicht(group_size=5, unworked_cap=9))
    lead_id, ledger = town.offered_lead(temperature="cold"), Ledger(town)

    before: list[tuple[Any, ...]] = []
    for step in walk:
        take(town, lead_id, step)
        rows = ledger.rows()
        assert rows[: len(before)] == before, "a line of the ledger has changed"
        before = rows

    told = Retelling(town, lead_id).sums()
    booked = {town.reseller_id(slug): ledger.balance(slug) for slug in ("rolf-it", "rita-systems")}
    town.parts.database.dispose()
    assert {company: points for company, points in told.items() if points} == {
        company: points for company, points in booked.items() if points
    }


@pytest.fixture
def booked(town: Town) -> Town:
    """A town whose ledger has a line."""
    town.picks("rolf", town.offered_lead(temperature="hot"))
    assert Ledger(town).lines() == [("fast_pick", 5)]
    return town


@pytest.mark.rule("6.6")
def test_a_line_can_be_neither_changed_nor_deleted(booked: Town) -> None:
    with booked.parts.new_work() as work:
        work.session.scalars(select(PointEntry)).one().points = 500
        with pytest.raises(LedgerIsAppendOnly):
            work.session.flush()
    with booked.parts.new_work() as work:
        work.session.delete(work.session.scalars(select(PointEntry)).one())
        with pytest.raises(LedgerIsAppendOnly):
            work.session.flush()

    assert Ledger(booked).lines() == [("fast_pick", 5)]


@pytest.mark.rule("6.6")
@pytest.mark.parametrize("statement", [update(PointEntry).values(points=500), delete(PointEntry)])
def test_no_statement_past_the_entities_changes_a_line_either(booked: Town, statement: Any) -> None:
    """Seen failing before the guard listened to statements too: they never reach the mapper's events."""
    with booked.parts.new_work() as work, pytest.raises(LedgerIsAppendOnly):
        work.session.execute(statement)

    assert Ledger(booked).lines() == [("fast_pick", 5)]


@pytest.mark.rule("6.6")
@pytest.mark.slow
def test_only_one_module_of_the_product_makes_lines() -> None:
    making = {module.path for module in product_modules() if "PointEntry(" in module.text}

    assert making - {"app/domain/points.py"} == {"app/service/points.py"}
