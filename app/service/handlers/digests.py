"""The week, mailed to everyone in exactly their own scope."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.domain import commands as do
from app.domain import letters
from app.domain.errors import AlreadyDone
from app.domain.lead import Lead
from app.domain.letters import Action, Bar, Kpi, NeedsYouRow, OfferRow, PartnerRow
from app.domain.lifecycle import HELD, ON_OFFER
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.service.handlers.programmes import next_digest_at
from app.service.queries.needing import NEEDING, days_waiting, decisions_of, leads_needing
from app.service.queries.registrations import sees_registrations
from app.service.queries.scope import Scope
from app.service.queries.week import Week
from app.service.scene import Handled, Scene
from app.service.week_decisions import decision_rows
from app.service.week_points import point_actions, standing_rows
from app.service.wording import lead_row, title_of, veiled_title

CHART_WEEKS = 6
MOST_NEEDS = 10
MOST_DECISIONS = 5
MOST_ROWS = 20
MOST_OFFERS = 5


def send_digest(scene: Scene, command: do.SendDigest) -> Handled:
    """Write a person's digest and plan the next one; who has no part in anything any more gets none.

    Source: rulebook 8.3.
    """
    person = scene.person(command.person_id)
    if person.digest_due_at is None or person.digest_due_at > scene.now:
        raise AlreadyDone()
    scopes = Scope.scopes_of(person)
    if not scopes:
        person.digest_due_at = None
        return Handled("no_digest")
    person.digest_due_at = next_digest_at(person, scopes[0].role.vendor.rules, scene.now)
    for scope in scopes:
        if not scope.is_reseller:
            week = Week(scene.session, scope, scene.now)
            thread = f"week:{scope.role.vendor_id}"
            scene.write(
                letters.Letter(person.id, _manager_week(scene, week), None, scope.role.vendor_id, thread=thread)
            )
    companies = [scope for scope in scopes if scope.is_reseller]
    if companies:
        context = _reseller_week(scene, person, companies)
        scene.write(letters.Letter(person.id, context, None, companies[0].role.vendor_id, thread="week:own"))
    return Handled("digest_sent", {}, None, scopes[0].role.vendor_id)


def _manager_week(scene: Scene, week: Week) -> letters.WeekManager:
    needs, needs_total = leads_needing(scene.session, week.scope, scene.now, MOST_NEEDS)
    asked = decisions_of(scene.session, week.scope.role)
    decisions = decision_rows(asked, week.scope.role.vendor, scene.now)
    figures = week.figures
    best, weakest, silent = week.partners()
    bars = _weeks_chart(week, week.scope.role.person.language)
    return letters.WeekManager(
        scope=_scope_name(week.scope), week=_week_number(week), cutoff_at=scene.now,
        period_from=_first_day(week), period_to=_first_day(week) + timedelta(days=6),
        leads_in=figures.leads_in,
        picked_percent=None if figures.picked_rate is None else round(100 * figures.picked_rate),
        needs_you_total=needs_total, needs_you=tuple(_need(scene, lead, why) for lead, why in needs),
        decisions_total=len(decisions), decisions=decisions[:MOST_DECISIONS],
        kpis=_kpis(week), chart_title="leads_per_week" if any(bar.value for bar in bars) else "",
        chart=bars if any(bar.value for bar in bars) else (), funnel=_funnel(week),
        best=tuple(PartnerRow(*row) for row in best), weakest=tuple(PartnerRow(*row) for row in weakest),
        silent=tuple(PartnerRow(*row) for row in silent),
        actions=(*_to_all(week.scope, needs_total + len(decisions)), *_to_registrations(scene, [week.scope])),
    )  # fmt: skip


def _to_all(scope: Scope, waiting: int) -> tuple[Action, ...]:
    """Return the way to the page of everything that waits for the reader, where anything does."""
    return (Action(NEEDING, scope.role.vendor_id),) if waiting else ()


_POSTCODES = {"de": "PLZ", "en": "postcodes"}


def _scope_name(scope: Scope) -> str:
    areas = ", ".join(scope.role.territory)
    word = _POSTCODES.get(scope.role.person.language, _POSTCODES["en"])
    return f"{scope.role.company} · {word} {areas}" if areas else scope.role.company


def _week_number(week: Week) -> int:
    return (week.period.start + timedelta(days=3)).isocalendar().week


def _first_day(week: Week) -> date:
    return week.period.start.astimezone(ZoneInfo(week.scope.role.person.zone)).date()


def _need(scene: Scene, lead: Lead, why: str) -> NeedsYouRow:
    action = Action("open", lead.id, argument={"item": lead.ref})
    return NeedsYouRow(lead.ref, title_of(lead), why, days_waiting(lead, why, scene.now), action)


def _kpis(week: Week) -> tuple[Kpi, ...]:
    now, before = week.figures, week.figures_before
    percent = _percent(now.picked_rate)
    kpis = []
    if percent is not None:
        kpis.append(Kpi("picked_percent", percent, "percent", *_change(percent, _percent(before.picked_rate))))
    if now.hours_to_pick is not None:
        change = _change(now.hours_to_pick, before.hours_to_pick, more_is_better=False)
        kpis.append(Kpi("time_to_pick", round(now.hours_to_pick, 1), "hours", *change))
    currency = week.scope.role.vendor.currency
    kpis.append(Kpi("pipeline", week.pipeline_cents(), "money", None, None, currency))
    return tuple(kpis)


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate)


def _change(now: float | None, before: float | None, more_is_better: bool = True) -> tuple[float | None, bool | None]:
    if now is None or before is None:
        return None, None
    change = round(now - before, 1)
    return change, None if change == 0 else (change > 0) is more_is_better


def _weeks_chart(week: Week, language: str) -> tuple[Bar, ...]:
    counted = week.leads_by_week(CHART_WEEKS)
    most = max((count for _, count in counted), default=0) or 1
    name = "KW" if language == "de" else "Week"
    return tuple(
        Bar(f"{name} {(start + timedelta(days=3)).isocalendar().week}", count, round(100 * count / most))
        for start, count in counted
    )


def _funnel(week: Week) -> tuple[Bar, ...]:
    figures = week.figures
    counts = {
        "offered": figures.offered, "picked": figures.picked, "followed_up": figures.followed_up, "won": figures.won,
    }  # fmt: skip
    most = max(counts.values()) or 1
    return (
        tuple(Bar(name, count, round(100 * count / most)) for name, count in counts.items())
        if any(counts.values())
        else ()
    )


def _reseller_week(scene: Scene, person: Person, scopes: list[Scope]) -> letters.WeekReseller:
    first = Week(scene.session, scopes[0], scene.now)
    held = [lead for scope in scopes for lead in _held(scene, scope)]
    held.sort(key=lambda lead: (lead.due_at or scene.now, lead.id))
    rows = [lead_row(lead, scene.now, primary=number == 0) for number, lead in enumerate(held[:MOST_ROWS])]
    offers = [row for scope in scopes for row in _offers(scene, person, scope)]
    return letters.WeekReseller(
        company=scopes[0].role.reseller.name if scopes[0].role.reseller else "", week=_week_number(first),
        cutoff_at=scene.now,
        period_from=_first_day(first), period_to=_first_day(first) + timedelta(days=6),
        rows_total=len(held), rows=tuple(rows), offers=tuple(offers[:MOST_OFFERS]),
        kpis=_reseller_kpis(first), standings=standing_rows(scene, scopes, first.period),
        actions=(*point_actions(scene, scopes), *_to_registrations(scene, scopes), *_to_register(scopes)),
    )  # fmt: skip


def _to_registrations(scene: Scene, scopes: list[Scope]) -> tuple[Action, ...]:
    """Return the way to each vendor's list of registrations, where the reader sees any. Source: rulebook 7.3."""
    seen = [scope.role.vendor_id for scope in scopes if sees_registrations(scene.session, scope)]
    return tuple(Action("registrations", vendor_id) for vendor_id in dict.fromkeys(seen))


def _to_register(scopes: list[Scope]) -> tuple[Action, ...]:
    """Return the way to a registration's form; with several vendors the settings name them. Source: rulebook 7.1."""
    vendors = {scope.role.vendor_id for scope in scopes}
    return (Action("register", vendors.pop()),) if len(vendors) == 1 else ()


def _held(scene: Scene, scope: Scope) -> list[Lead]:
    rows = select(Lead).where(scope.leads(), Lead.state.in_(HELD), Lead.due_at.is_not(None))
    return list(scene.session.scalars(rows))


def _offers(scene: Scene, person: Person, scope: Scope) -> list[OfferRow]:
    rows = (
        select(Lead, Offer.answer_by)
        .join(Offer, Offer.lead_id == Lead.id)
        .where(Offer.reseller_id == scope.role.reseller_id, Offer.state == OfferState.OPEN)
        .where(Lead.state.in_(ON_OFFER), Offer.offered_at <= scene.now, Offer.answer_by > scene.now)
        .order_by(Offer.answer_by)
        .limit(MOST_OFFERS)
    )
    return [
        OfferRow(
            lead.ref,
            veiled_title(lead, person.language),
            answer_by,
            Action("pick", lead.id, argument={"item": lead.ref}),
        )
        for lead, answer_by in scene.session.execute(rows)
    ]


def _reseller_kpis(week: Week) -> tuple[Kpi, ...]:
    now, before = week.figures, week.figures_before
    kpis = []
    rate, rate_before = (_percent(one) for one in week.conversion_rates)
    if rate is not None:
        kpis.append(Kpi("conversion_rate", rate, "percent", *_change(rate, rate_before)))
    if now.hours_to_feedback is not None:
        change = _change(now.hours_to_feedback, before.hours_to_feedback, more_is_better=False)
        kpis.append(Kpi("time_to_feedback", round(now.hours_to_feedback, 1), "hours", *change))
    if now.won:
        currency = week.scope.role.vendor.currency
        kpis.append(Kpi("won_amount", week.won_cents(), "money", None, None, currency))
    return tuple(kpis)
