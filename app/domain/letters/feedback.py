"""Letters around feedback: asked for, understood, passed on, missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, LeadRow, Letter, LetterContext


@dataclass(frozen=True)
class FeedbackEcho(LetterContext):
    """Says to the reseller what was understood, with undo. Source: rulebook 2, 6.1.

    when: the appointment, the expected close or the day it is postponed to; an instant where a time was given.
    reason: a code (``price``, ``wrong_data``, …). note: the person's own words, kept. next_due_by: None when closed.
    status_before: the outcome with which the lead was closed until now, if it was.
    """

    kind: ClassVar[str] = "feedback_echo"

    lead_ref: str
    title: str
    status: str
    when: datetime | date | None = None
    amount_cents: int | None = None
    currency: str = ""
    reason: str = ""
    note: str = ""
    next_due_by: datetime | None = None
    actions: tuple[Action, ...] = ()
    status_before: str = ""

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        context = cls(
            lead_ref="L-2041",
            title="Metallbau Muster GmbH",
            status="quoted",
            when=date(2026, 6, 30),
            amount_cents=1_250_000,
            currency="EUR",
            note="Angebot 12.500 € raus, Entscheidung im Juni"
            if german
            else "Quote over €12,500 is out, decision in June",
            next_due_by=datetime(2026, 6, 30, 15, 0, tzinfo=UTC),
            actions=(Action("undo", 2041, "310"), Action("feedback", 2041, "won")),
        )
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        undo = (Action("undo", 2041, "310"),)
        moment = datetime(2026, 12, 12, 9, 0, tzinfo=UTC)
        due_by = datetime(2026, 12, 16, 16, 0, tzinfo=UTC)
        cases = {
            "appointment": cls(
                "L-2041", "Metallbau Muster GmbH", "appointment", moment, next_due_by=due_by, actions=undo
            ),
            "won": cls("L-2041", "Metallbau Muster GmbH", "won", None, 4_800_000, "EUR", actions=undo),
            "lost": cls("L-2041", "Metallbau Muster GmbH", "lost", reason="price", actions=undo),
            "reopened": cls(
                "L-2041", "Metallbau Muster GmbH", "appointment", moment, next_due_by=due_by, actions=undo,
                status_before="lost",
            ),
        }  # fmt: skip
        letters = {name: Letter(7, context, 2041, 1, asked_for=True) for name, context in cases.items()}
        return {"": cls.sample(language), **letters}


@dataclass(frozen=True)
class FeedbackReceipt(LetterContext):
    """Tells the owner what a reseller reported. Source: rulebook 6.4. Fields as in FeedbackEcho."""

    kind: ClassVar[str] = "feedback_receipt"

    lead_ref: str
    title: str
    status: str
    reseller: str
    person: str
    when: datetime | date | None = None
    amount_cents: int | None = None
    currency: str = ""
    reason: str = ""
    note: str = ""
    next_due_by: datetime | None = None
    actions: tuple[Action, ...] = ()
    status_before: str = ""

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            lead_ref="L-2041",
            title="Metallbau Muster GmbH",
            status="appointment",
            reseller="Rolf IT GmbH",
            person="Rolf Rieger",
            when=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
            note="Termin am 12.3. um 10 in der Halle"
            if language == "de"
            else "Appointment on 12 March, 10:00, in the hall",
            next_due_by=datetime(2026, 3, 16, 16, 0, tzinfo=UTC),
        )
        return Letter(to=1, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")


@dataclass(frozen=True)
class FeedbackDue(LetterContext):
    """How does it stand? One mail for all leads of a person that are due. Source: rulebook 6.3, mail 4.

    rows: the most overdue first; they are numbered from 1 and can be answered by number in one reply.
    locked: the company cannot pick until it has answered. returns_by: when the first of them goes back to the list.
    actions: of each row the page with every answer; with one row, remind in 3 and 7 days, ask_time and give_back, too.
    Of one row the first four answers, the reminders and give_back are buttons, of several the first two of each;
    everything has its word, and its button on the page.
    """

    kind: ClassVar[str] = "feedback_due"

    rows: tuple[LeadRow, ...]
    locked: bool
    returns_by: datetime | None = None
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        row = _due_row("L-2041", "Familie M." if language == "de" else "the M. family", 5, 0, _ALL_STATUSES)
        remind = tuple(Action("remind", 2041, days, argument={"days": days}) for days in ("3", "7"))
        more = Action("open", 2041, "more")
        context = cls(
            (row,), locked=False, actions=(more, *remind, Action("ask_time", 2041), Action("give_back", 2041))
        )
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        german = language == "de"
        rows = (
            _due_row("L-1987", "Familie M., Greifer" if german else "M. family, gripper", 2, 3, _SHORT_LIST),
            _due_row("L-1990", "Kamera, Raum Ulm" if german else "Camera, Ulm area", 3, 2, _SHORT_LIST),
            _due_row("L-2041", "Roboterarm, Raum München" if german else "Robot arm, Munich area", 5, 0, _SHORT_LIST),
        )
        more = tuple(Action("open", row.lead_id, "more", argument={"item": row.lead_ref}) for row in rows)
        several = cls(rows, locked=True, returns_by=datetime(2026, 3, 9, 16, 0, tzinfo=UTC), actions=more)
        return {"": cls.sample(language), "several": Letter(7, several, None, 1, thread="due:7")}


_SHORT_LIST = ("contacted", "appointment", "not_reached", "lost")
_ALL_STATUSES = ("contacted", "appointment", "not_reached", "lost", "quoted", "postponed", "won", "bad_lead")


def _due_row(ref: str, title: str, day: int, overdue_days: int, statuses: tuple[str, ...]) -> LeadRow:
    lead_id = int(ref.removeprefix("L-"))
    first = statuses is _ALL_STATUSES or ref == "L-1987"
    item = {} if statuses is _ALL_STATUSES else {"item": ref}
    actions = tuple(Action("feedback", lead_id, status, first and status == "contacted", item) for status in statuses)
    due_by = datetime(2026, 3, day, 16, 0, tzinfo=UTC)
    return LeadRow(lead_id, ref, title, due_by, overdue_days, "picked", actions, "Carla Muster", "+498912345678")


@dataclass(frozen=True)
class LeadReturned(LetterContext):
    """No feedback came: the lead went back to the list. Source: rulebook 6.3.

    role: ``owner`` or ``reseller``, who reads it. missed_by: the deadline that passed without an answer.
    offered_again_to: how many others see it now.
    """

    kind: ClassVar[str] = "lead_returned"

    lead_ref: str
    title: str
    role: str
    reseller: str
    missed_by: datetime
    offered_again_to: int
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        return Letter(1, _returned(language, "owner"), 1987, 1, thread="lead:1987")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        told = Letter(7, _returned(language, "reseller"), 1987, 1, thread="lead:1987")
        return {"": cls.sample(language), "reseller": told}


def _returned(language: str, role: str) -> LeadReturned:
    title = "Greifer, Raum Augsburg" if language == "de" else "Gripper, Augsburg area"
    missed_by = datetime(2026, 2, 26, 16, 0, tzinfo=UTC)
    return LeadReturned("L-1987", title, role, "Rolf IT GmbH", missed_by, offered_again_to=4)
