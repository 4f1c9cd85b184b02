"""The week, delivered: digests of exactly the reader's own scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, LeadRow, Letter, LetterContext, OfferRow
from app.domain.letters.rewards import EarnedRow, StandingRow


@dataclass(frozen=True)
class Kpi:
    """One figure with its change.

    name: ``picked_percent``, ``conversion_rate``, ``time_to_pick``, … decides label and definition.
    unit: ``count``, ``percent`` (0 to 100), ``hours``, ``days`` or ``money`` (cents of ``currency``).
    change: against the period before, same unit (percentage points for percent); None if there was none.
    better: whether the change is good news; None where it is neither. Source: rulebook 8.1.
    """

    name: str
    value: float
    unit: str
    change: float | None = None
    better: bool | None = None
    currency: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: label, number, and length as a share of the longest bar (0 to 100)."""

    label: str
    value: int
    percent: int


@dataclass(frozen=True)
class NeedsYouRow:
    """Something only the reader can settle; why is a code (nobody_picked, overdue, incomplete, approval, …).

    action: what helps most. more: what else can be done, where the letter has room.
    """

    lead_ref: str
    title: str
    why: str
    days: int
    action: Action
    more: tuple[Action, ...] = ()


@dataclass(frozen=True)
class DecisionRow:
    """What a partner has asked the reader for: a registration (D-3) or a reward (R-2), and the page that decides.

    asks: ``approval``, ``more_time`` or ``reward``. days: since when it waits.
    """

    ref: str
    title: str
    reseller: str
    asks: str
    days: int
    action: Action


@dataclass(frozen=True)
class PartnerRow:
    """A partner in a ranking; figure is what the list is about (won leads, conversion, days of silence)."""

    name: str
    figure: int


@dataclass(frozen=True)
class WeekManager(LetterContext):
    """The week of a channel manager, a distributor or the management. Source: rulebook 8.3, mail 4.

    scope: whose figures. picked_percent: of the leads offered; None where none was. needs_you: leads, at most 10.
    decisions: at most 5. kpis: at most 3. chart: leads per week or per partner, at most 8 bars.
    best by conversion, weakest (busy but not closing), silent: at most 3 each. funnel: stages by code as labels.
    period_from, period_to: days, inclusive. cutoff_at: figures as of then. actions: everything that needs the
    reader, and the list of registrations.
    """

    kind: ClassVar[str] = "week_manager"

    scope: str
    week: int
    period_from: date
    period_to: date
    cutoff_at: datetime
    leads_in: int
    picked_percent: int | None
    needs_you_total: int
    needs_you: tuple[NeedsYouRow, ...]
    kpis: tuple[Kpi, ...]
    chart_title: str
    chart: tuple[Bar, ...]
    funnel: tuple[Bar, ...]
    best: tuple[PartnerRow, ...] = ()
    weakest: tuple[PartnerRow, ...] = ()
    silent: tuple[PartnerRow, ...] = ()
    actions: tuple[Action, ...] = ()
    decisions_total: int = 0
    decisions: tuple[DecisionRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        return Letter(to=1, context=_manager_week(language), vendor_id=1, thread="week:1")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        quiet = cls(
            scope="Nordlicht Robotics GmbH",
            week=10,
            period_from=date(2026, 3, 2),
            period_to=date(2026, 3, 8),
            cutoff_at=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
            leads_in=0,
            picked_percent=None,
            needs_you_total=0,
            needs_you=(),
            kpis=(Kpi("leads_in", 0, "count"),),
            chart_title="",
            chart=(),
            funnel=(),
        )
        decisions = _decisions(language == "de")
        nothing_offered = replace(quiet, leads_in=3, kpis=(Kpi("leads_in", 3, "count"),))
        asked = replace(nothing_offered, decisions_total=7, decisions=decisions, actions=(Action("needing", 1),))
        others = {"quiet": quiet, "asked": asked}
        return {"": cls.sample(language)} | {
            name: Letter(1, context, None, 1, thread="week:1") for name, context in others.items()
        }


def _manager_week(language: str) -> WeekManager:
    german = language == "de"
    weeks = ((7, 31), (8, 38), (9, 35), (10, 42))
    return WeekManager(
        scope="Süddeutschland" if german else "Southern Germany",
        week=10,
        period_from=date(2026, 3, 2),
        period_to=date(2026, 3, 8),
        cutoff_at=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
        leads_in=42,
        picked_percent=74,
        needs_you_total=3,
        needs_you=_needs_you(german),
        kpis=(
            Kpi("picked_percent", 74, "percent", 6, True),
            Kpi("time_to_pick", 3.2, "hours", 0.4, False),
            Kpi("pipeline", 18_400_000, "money", 2_100_000, True, "EUR"),
        ),
        chart_title="leads_per_week",
        chart=tuple(Bar(f"{'KW' if german else 'Week'} {week}", n, round(n * 100 / 42)) for week, n in weeks),
        funnel=(
            Bar("offered", 42, 100),
            Bar("picked", 31, 74),
            Bar("followed_up", 27, 64),
            Bar("quoted", 9, 21),
            Bar("won", 4, 10),
        ),
        best=(PartnerRow("Rolf IT GmbH", 38), PartnerRow("Alpen Automation", 31)),
        weakest=(PartnerRow("Rita Systems", 4),),
        silent=(PartnerRow("Donau Technik", 41),),
        actions=(Action("needing", 1), Action("registrations", 1)),
        decisions_total=2,
        decisions=_decisions(german)[:2],
    )


def _decisions(german: bool) -> tuple[DecisionRow, ...]:
    return (
        DecisionRow("D-12", "Kessler Werke", "Rita Systems Ltd", "approval", 3, Action("registration", 12)),
        DecisionRow("R-3", "MDF 500 €" if german else "MDF 500", "Rolf IT GmbH", "reward", 0, Action("points", 4)),
        DecisionRow("D-9", "Otto Ofenbau GmbH", "Rolf IT GmbH", "more_time", 0, Action("registration", 9)),
    )


def _needs_you(german: bool) -> tuple[NeedsYouRow, ...]:
    camera = "Kamera, Raum Leipzig" if german else "Camera, Leipzig area"
    gripper = "Greifer, Raum Augsburg" if german else "Gripper, Augsburg area"
    return (
        NeedsYouRow("L-2019", camera, "nobody_picked", 2, Action("widen", 2019, "", True, {"item": "L-2019"})),
        NeedsYouRow("L-1987", gripper, "stuck", 9, Action("open", 1987, "", False, {"item": "L-1987"})),
        NeedsYouRow("L-2050", "Halle 3", "incomplete", 1, Action("open", 2050, "", False, {"item": "L-2050"})),
    )


@dataclass(frozen=True)
class WeekReseller(LetterContext):
    """The week of a reseller: open leads to answer, offers to take, own figures. Source: rulebook 8.3.

    rows: own open leads, the next deadline first, numbered from 1 and answerable by number; at most 20, of rows_total.
    standings: the points, one row for each vendor that keeps some. actions: the page of points, and rewards in reach.
    """

    kind: ClassVar[str] = "week_reseller"

    company: str
    week: int
    period_from: date
    period_to: date
    cutoff_at: datetime
    rows_total: int
    rows: tuple[LeadRow, ...]
    offers: tuple[OfferRow, ...]
    kpis: tuple[Kpi, ...]
    standings: tuple[StandingRow, ...] = ()
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        leads = (
            ("L-1987", "Familie M., Greifer" if german else "M. family, gripper", "contacted", 10, -1),
            ("L-2041", "Metallbau Muster GmbH", "quoted", 12, -3),
        )
        context = cls(
            company="Rolf IT GmbH",
            week=10,
            period_from=date(2026, 3, 2),
            period_to=date(2026, 3, 8),
            cutoff_at=datetime(2026, 3, 9, 6, 30, tzinfo=UTC),
            rows_total=2,
            rows=tuple(_open_row(*lead, first=index == 0) for index, lead in enumerate(leads)),
            offers=(
                OfferRow(
                    "L-2047",
                    "Kamera, Raum Rosenheim" if german else "Camera, Rosenheim area",
                    datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
                    Action("pick", 2047, argument={"item": "L-2047"}),
                ),
            ),
            kpis=(
                Kpi("conversion_rate", 38, "percent", 3, True),
                Kpi("time_to_feedback", 5.5, "hours", -1.5, True),
                Kpi("won_amount", 4_800_000, "money", None, None, "EUR"),
            ),
            standings=(
                StandingRow(
                    "Nordlicht Robotics GmbH", 1_140, 2, 8,
                    (EarnedRow("quoted", 30), EarnedRow("in_time", 15), EarnedRow("missed", -10)),
                ),
            ),
            actions=(Action("points", 4), Action("redeem", 4, "12345", argument={"reward": "MDF 500"})),
        )  # fmt: skip
        return Letter(to=7, context=context, vendor_id=1, thread="week:7")


def _open_row(ref: str, title: str, status: str, day: int, overdue_days: int, first: bool) -> LeadRow:
    lead_id = int(ref.removeprefix("L-"))
    likely = ("appointment", "quoted") if status == "contacted" else ("won", "lost")
    actions = tuple(
        Action("feedback", lead_id, option, first and option == likely[0], {"item": ref}) for option in likely
    )
    return LeadRow(lead_id, ref, title, datetime(2026, 3, day, 16, 0, tzinfo=UTC), overdue_days, status, actions)
