"""The figures of a week for one scope, as the digest shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.kpis import Figures, LeadFacts, Period, by_partner, figures, pipeline_cents
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, State
from app.domain.people import Reseller
from app.service.queries.scope import Scope
from app.store.journal import JournalEntry

LOOK_BACK = timedelta(days=400)
SILENT_DAYS = 21


@dataclass(frozen=True)
class Week:
    """One scope's leads of the last year, with the week that is reported and the one before."""

    session: Session
    scope: Scope
    now: datetime

    @cached_property
    def period(self) -> Period:
        """Return the last whole week, Monday to Sunday, where the reader lives."""
        zone = self.scope.role.person.zone
        this_week = Period.of_week(self.now.date(), zone)
        return Period.of_week((this_week.start - timedelta(days=2)).date(), zone)

    @cached_property
    def period_before(self) -> Period:
        """Return the week before that."""
        return Period.of_week((self.period.start - timedelta(days=2)).date(), self.scope.role.person.zone)

    @cached_property
    def leads(self) -> Sequence[Lead]:
        """Return the scope's leads that may count."""
        since = self.now - LOOK_BACK
        recent = or_(Lead.submitted_at >= since, Lead.closed_at >= since, Lead.state.in_(HELD))
        return self.session.scalars(select(Lead).where(self.scope.leads(), recent).order_by(Lead.id)).all()

    @cached_property
    def facts(self) -> list[LeadFacts]:
        """Return every lead as the figures see it."""
        return [_facts(lead, self.companies, self._returned) for lead in self.leads]

    @cached_property
    def companies(self) -> dict[int, Reseller]:
        """Return the vendor's partners by id."""
        rows = select(Reseller).where(Reseller.vendor_id == self.scope.role.vendor_id)
        return {company.id: company for company in self.session.scalars(rows)}

    @cached_property
    def _returned(self) -> dict[int, datetime]:
        rows = select(JournalEntry.lead_id, JournalEntry.at).where(
            JournalEntry.vendor_id == self.scope.role.vendor_id, JournalEntry.code == "returned"
        )
        return {lead_id: at for lead_id, at in self.session.execute(rows.order_by(JournalEntry.id)) if lead_id}

    @cached_property
    def figures(self) -> Figures:
        """Return the week's figures."""
        return figures(self.facts, self.period)

    @cached_property
    def figures_before(self) -> Figures:
        """Return the figures of the week before, to set them against."""
        return figures(self.facts, self.period_before)

    @cached_property
    def quarters(self) -> tuple[Period, Period]:
        """Return the 13 weeks up to the end of the reported one, and as many before: a week is too short for a rate."""
        long = timedelta(days=91)
        end = self.period.end
        return Period(end - long, end), Period(end - 2 * long, end - long)

    @property
    def conversion_rates(self) -> tuple[float | None, float | None]:
        """Return the share won of the leads taken in these 13 weeks, and in those before."""
        now, before = (figures(self.facts, quarter).conversion_rate for quarter in self.quarters)
        return now, before

    def won_cents(self) -> int:
        """Return what was won in the week, all together."""
        return sum(one.amount_cents or 0 for one in self.facts if one.won_at in self.period)

    def pipeline_cents(self) -> int:
        """Return what the open leads are worth today, in cents of the vendor's currency."""
        return pipeline_cents(self.facts, self.now, self.scope.role.vendor.rules.stage_percent)

    def leads_by_week(self, weeks: int) -> list[tuple[datetime, int]]:
        """Return the number of leads that came in, for each of the last weeks, the oldest first."""
        counted: list[tuple[datetime, int]] = []
        period = self.period
        for _ in range(weeks):
            counted.append((period.start, sum(lead.submitted_at in period for lead in self.leads)))
            period = Period.of_week((period.start - timedelta(days=2)).date(), self.scope.role.person.zone)
        return counted[::-1]

    def partners(self) -> tuple[list[tuple[str, int]], list[tuple[str, int]], list[tuple[str, int]]]:
        """Return the best by conversion, the busy that do not close, and the silent with their days of silence."""
        quarter, _ = self.quarters
        rates = []
        for company_id, facts in by_partner(self.facts).items():
            found = figures(facts, quarter)
            if found.picked >= 3 and found.conversion_rate is not None:
                rates.append((self.companies[company_id].name, round(100 * found.conversion_rate)))
        rates.sort(key=lambda row: (-row[1], row[0]))
        best = [row for row in rates if row[1] > 0][:3]
        weakest = [row for row in rates[::-1] if row not in best and row[1] < 15][:3]
        return best, weakest, self._silent()

    def _silent(self) -> list[tuple[str, int]]:
        longest: Counter[str] = Counter()
        for lead in self.leads:
            if lead.state in HELD and lead.holder_id and lead.due_at and lead.due_at < self.now:
                company = self.companies[lead.holder_id]
                days = company.calendar.days_since(lead.due_at, self.now)
                longest[company.name] = max(longest[company.name], days)
        return [(name, days) for name, days in longest.most_common(3) if days >= SILENT_DAYS]


def _facts(lead: Lead, companies: dict[int, Reseller], returned: dict[int, datetime]) -> LeadFacts:
    to_pick = to_feedback = None
    if lead.holder_id is not None and lead.picked_at is not None:
        calendar = companies[lead.holder_id].calendar
        to_pick = calendar.working_time_between(lead.offered_at or lead.picked_at, lead.picked_at)
        if lead.first_feedback_at is not None:
            to_feedback = calendar.working_time_between(lead.picked_at, lead.first_feedback_at)
    expected = lead.fields.get("expected_volume_cents")
    return LeadFacts(
        received_at=lead.submitted_at, offered_at=lead.offered_at, picked_at=lead.picked_at,
        first_feedback_at=lead.first_feedback_at, returned_at=returned.get(lead.id),
        won_at=lead.closed_at if lead.state == State.WON else None, work_to_pick=to_pick,
        work_to_feedback=to_feedback, amount_cents=lead.amount_cents if lead.amount_cents is not None else expected,
        status=lead.status, due_at=lead.due_at, is_open=lead.state in HELD, partner_id=lead.holder_id,
    )  # fmt: skip
