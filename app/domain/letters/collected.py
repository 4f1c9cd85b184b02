"""What was held back for somebody, in one mail that one reply can answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, LeadRow, Letter, LetterContext, MoneyRange
from app.domain.letters.weeks import DecisionRow, NeedsYouRow


@dataclass(frozen=True)
class OfferedRow:
    """An open offer among others: as much of the teaser as its reader wants; need is empty for the brief ones.

    actions: pick and decline; none where the mail would grow too long, then the number answers.
    """

    lead_ref: str
    title: str
    temperature: str
    volume_range: MoneyRange | None
    time_frame: str
    need: str
    answer_by: datetime
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class NewsRow:
    """Something that happened to a lead and asks nothing; what: its letter's kind, or the code of what was done."""

    lead_ref: str
    title: str
    what: str
    reseller: str = ""
    status: str = ""
    when: datetime | date | None = None
    amount_cents: int | None = None
    currency: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class GoneRow:
    """An offer that was open when it was held back; why: ``gone``, ``own`` (a colleague took it) or ``withdrawn``."""

    lead_ref: str
    title: str
    why_gone: str


@dataclass(frozen=True)
class Collected(LetterContext):
    """One mail for all that was held back: by the reader's cadence, or beyond the day's number of mails.

    rows: leads that wait for feedback, then needs_you, then offered; numbered in this order and answerable by number.
    Beyond the twelfth, what needs the reader has no buttons. decisions: what partners ask, answerable by their codes.
    actions: the page of everything that needs the reader.
    news ask nothing. gone: offers that somebody took meanwhile. Source: rulebook 2, 4.6.
    """

    kind: ClassVar[str] = "collected"

    rows: tuple[LeadRow, ...]
    needs_you: tuple[NeedsYouRow, ...]
    offered: tuple[OfferedRow, ...]
    news: tuple[NewsRow, ...]
    gone: tuple[GoneRow, ...]
    actions: tuple[Action, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        row = LeadRow(
            1987, "L-1987", "Familie M., Greifer" if german else "M. family, gripper",
            datetime(2026, 3, 5, 16, 0, tzinfo=UTC), 0, "picked",
            tuple(
                Action("feedback", 1987, status, status == "contacted", {"item": "L-1987"})
                for status in ("contacted", "lost")
            ),
        )  # fmt: skip
        offered = (
            _offered(2047, "Kamera, Raum Rosenheim" if german else "Camera, Rosenheim area", "warm", german),
            _offered(2051, "Greifer, Raum Ulm" if german else "Gripper, Ulm area", "cold", german),
        )
        gone = GoneRow("L-2044", "Roboterarm, Raum Augsburg" if german else "Robot arm, Augsburg area", "gone")
        return Letter(7, cls((row,), (), offered, (), (gone,)), None, 1, thread="collected")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        german = language == "de"
        needs = (
            NeedsYouRow(
                "L-2019", "Kamera, Raum Leipzig" if german else "Camera, Leipzig area", "nobody_picked", 0,
                Action("assign", 2019, "3", True, {"reseller": "Rolf IT GmbH", "item": "L-2019"}),
                (Action("widen", 2019, argument={"item": "L-2019"}), Action("open", 2019, argument={"item": "L-2019"})),
            ),
            NeedsYouRow(
                "L-1987", "Greifer, Raum Augsburg" if german else "Gripper, Augsburg area", "stuck", 1,
                Action("nudge", 1987, argument={"item": "L-1987"}),
                (Action("recall", 1987, argument={"item": "L-1987"}),),
            ),
            NeedsYouRow(
                "L-2050", "Halle 3", "incomplete", 2, Action("edit", 2050, argument={"item": "L-2050"}),
                (Action("open", 2050, argument={"item": "L-2050"}),),
            ),
        )  # fmt: skip
        title = "Metallbau Muster GmbH"
        news = (
            NewsRow("L-2041", title, "lead_taken", "Rolf IT GmbH"),
            NewsRow("L-2041", title, "feedback_receipt", "Rolf IT GmbH", "quoted", date(2026, 6, 30), 1_250_000, "EUR"),
            NewsRow("L-1990", "Halle 3", "partner_note", note="Ruft Freitag an." if german else "Calls on Friday."),
        )
        every = (Action("needing", 1),)
        many = tuple(_another(needs[0], 2019 + number) for number in range(20))
        return {
            "": cls.sample(language), "owner": Letter(1, cls((), needs, (), news, (), every), None, 1),
            "owner_many": Letter(1, cls((), many, (), (), (), every), None, 1),
            "asked": Letter(1, cls((), (), (), (), (), every, _asked()), None, 1),
        }  # fmt: skip


def _asked() -> tuple[DecisionRow, ...]:
    partner = "Rolf IT GmbH"
    return (
        DecisionRow("D-12", "Muster GmbH", partner, "approval", 1, Action("registration", 12)),
        DecisionRow("D-7", "Halle 3", "Rita Systems Ltd", "more_time", 0, Action("registration", 7)),
        DecisionRow("R-4", "MDF 500", partner, "reward", 0, Action("points", 3)),
    )


def _another(row: NeedsYouRow, lead_id: int) -> NeedsYouRow:
    argument = {**row.action.argument, "item": f"L-{lead_id}"}
    action = replace(row.action, object_id=lead_id, primary=row.lead_ref == f"L-{lead_id}", argument=argument)
    return replace(row, lead_ref=f"L-{lead_id}", action=action, more=())


def _offered(lead_id: int, title: str, temperature: str, german: bool) -> OfferedRow:
    ref = f"L-{lead_id}"
    return OfferedRow(
        lead_ref=ref, title=title, temperature=temperature, volume_range=MoneyRange(1_000_000, 2_500_000, "EUR"),
        time_frame="2. Quartal" if german else "2nd quarter",
        need="Sichtprüfung an zwei Linien." if german else "Visual inspection on two lines.",
        answer_by=datetime(2026, 3, 6, 9, 0, tzinfo=UTC),
        actions=(
            Action("pick", lead_id, argument={"item": ref}),
            Action("decline", lead_id, argument={"item": ref}),
        ),
    )  # fmt: skip
