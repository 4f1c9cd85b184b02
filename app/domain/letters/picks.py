"""Letters around taking a lead: you have it, it was taken, you cannot take more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, AttachmentRef, DownloadRow, FactRow, LeadRow, Letter, LetterContext


@dataclass(frozen=True)
class LeadPicked(LetterContext):
    """You have it: everything known about the customer, to the one who took the lead. Source: rulebook 5.3, mail 4.

    facts: the rest of the lead's fields. undo_until: None where nothing can be undone (assigned by the vendor).
    assigned_by: the vendor's person who gave it, empty after a pick. attachment_names: the files that come along;
    downloads: those that are too large for a mail.
    Actions: one feedback per next status, undo or give_back.
    """

    kind: ClassVar[str] = "lead_picked"

    lead_ref: str
    title: str
    company: str
    contact_name: str
    contact_phone: str
    contact_email: str
    facts: tuple[FactRow, ...]
    need: str
    remarks: str
    first_feedback_by: datetime
    undo_until: datetime | None
    assigned_by: str
    attachment_names: tuple[str, ...]
    actions: tuple[Action, ...]
    downloads: tuple[DownloadRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        attachments = (AttachmentRef("vcard"), AttachmentRef("calendar"), AttachmentRef("material", 3))
        return Letter(7, _picked(language), 2041, 1, attachments, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        by_mail_only = _picked(language, contact_phone="", assigned_by="Vera Vogt")
        video = DownloadRow("Halle 3.mp4", 18_874_368, datetime(2026, 5, 2, 9, 15, tzinfo=UTC), Action("download", 9))
        large = replace(_picked(language), downloads=(video,))
        return {
            "": cls.sample(language),
            "assigned": Letter(7, by_mail_only, 2041, 1, thread="lead:2041"),
            "large_file": Letter(7, large, 2041, 1, thread="lead:2041"),
        }


def _picked(language: str, contact_phone: str = "+49 89 1234567", assigned_by: str = "") -> LeadPicked:
    german = language == "de"
    return LeadPicked(
        lead_ref="L-2041",
        title="Roboterarm, Raum München" if german else "Robot arm, Munich area",
        company="Metallbau Muster GmbH",
        contact_name="Carla Muster",
        contact_phone=contact_phone,
        contact_email="carla@metallbau-muster.example",
        facts=(
            FactRow("contact_position", "Leiterin Fertigung" if german else "Head of production"),
            FactRow("street", "Lindenstraße 5"),
            FactRow("city", "80331 München" if german else "80331 Munich"),
            FactRow("product", "Roboterarm" if german else "Robot arm"),
            FactRow("temperature", "hot"),
            FactRow("time_frame", "2. Quartal" if german else "2nd quarter"),
        ),
        need="Zwei Arme zum Bestücken einer Fräse. Die Zelle steht schon, der Strom liegt an."
        if german
        else "Two arms to load a milling machine. The cell is already there, power is laid on.",
        remarks="Am Stand sehr konkret, will noch im März ein Angebot."
        if german
        else "Very definite at the stand, wants a quote in March.",
        first_feedback_by=datetime(2026, 3, 5, 16, 0, tzinfo=UTC),
        undo_until=None if assigned_by else datetime(2026, 3, 3, 9, 30, tzinfo=UTC),
        assigned_by=assigned_by,
        attachment_names=("Muster.vcf", "L-2041.ics", "Preisliste Arm 2026.pdf"),
        actions=_next_steps(2041, undo=not assigned_by),
    )


def _next_steps(lead_id: int, undo: bool) -> tuple[Action, ...]:
    statuses = ("contacted", "appointment", "not_reached", "quoted", "won", "postponed", "lost", "bad_lead")
    steps = tuple(Action("feedback", lead_id, status, status == "contacted") for status in statuses)
    return (*steps, Action("undo", lead_id, "pick") if undo else Action("give_back", lead_id))


@dataclass(frozen=True)
class LeadTaken(LetterContext):
    """Tells the owner who took the lead, and how fast. Source: rulebook 5.3.

    time_to_pick_minutes: working time from the offer to the pick. assigned_by: who gave it, empty after a pick.
    away_until: of a person to whom it was given although they are away; deputy: who stands in, empty for nobody.
    """

    kind: ClassVar[str] = "lead_taken"

    lead_ref: str
    title: str
    reseller: str
    person: str
    picked_at: datetime
    time_to_pick_minutes: int
    first_feedback_by: datetime
    facts: tuple[FactRow, ...] = ()
    assigned_by: str = ""
    actions: tuple[Action, ...] = ()
    away_until: datetime | None = None
    deputy: str = ""

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        away = replace(
            plain.context, assigned_by="Vera Vogt", away_until=datetime(2026, 3, 16, 23, tzinfo=UTC), deputy="Ruth Rau"
        )
        alone = replace(away, deputy="")
        return {"": plain, "away": replace(plain, context=away), "away_alone": replace(plain, context=alone)}

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        context = cls(
            lead_ref="L-2041",
            title="Roboterarm, Raum München" if german else "Robot arm, Munich area",
            reseller="Rolf IT GmbH",
            person="Rolf Rieger",
            picked_at=datetime(2026, 3, 3, 9, 15, tzinfo=UTC),
            time_to_pick_minutes=75,
            first_feedback_by=datetime(2026, 3, 5, 16, 0, tzinfo=UTC),
            facts=(FactRow("company", "Metallbau Muster GmbH"), FactRow("temperature", "hot")),
        )
        return Letter(to=1, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")


@dataclass(frozen=True)
class Locked(LetterContext):
    """The pick did not go through: answer these leads first, then it does. Source: rulebook 5.1, 5.6, 6.3.

    reason: ``locked`` (an answer is overdue) or ``full`` (the cap of unworked leads). limit: the cap, with ``full``.
    pick_waits: the pick goes through by itself once the blocking leads are answered.
    """

    kind: ClassVar[str] = "locked"

    lead_ref: str
    title: str
    reason: str
    blocking: tuple[LeadRow, ...]
    limit: int = 0
    pick_waits: bool = True
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        return _locked_letter(language, "locked")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        return {"": cls.sample(language), "full": _locked_letter(language, "full")}


def _locked_letter(language: str, reason: str) -> Letter:
    german = language == "de"
    full = reason == "full"
    title = "Roboterarm, Raum München" if german else "Robot arm, Munich area"
    rows = (
        ("L-1987", "Familie M., Greifer" if german else "M. family, gripper", 26, -4 if full else 3),
        ("L-1990", "Kamera, Raum Ulm" if german else "Camera, Ulm area", 27, -5 if full else 2),
    )
    blocking = tuple(_blocking(ref, name, day, late, index == 0) for index, (ref, name, day, late) in enumerate(rows))
    context = Locked("L-2041", title, reason, blocking, limit=5 if full else 0)
    return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")


def _blocking(ref: str, title: str, day: int, overdue_days: int, first: bool) -> LeadRow:
    lead_id = int(ref.removeprefix("L-"))
    actions = tuple(
        Action("feedback", lead_id, status, first and status == "contacted", {"item": ref})
        for status in ("contacted", "not_reached", "appointment", "lost")
    )
    return LeadRow(lead_id, ref, title, datetime(2026, 2, day, 16, 0, tzinfo=UTC), overdue_days, actions=actions)
