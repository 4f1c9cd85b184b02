"""Letters to those who hand leads in or run the house: what was read, what bounced, what is in quarantine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.deals import ConflictRow
from app.domain.letters.letter import Action, FieldRow, Letter, LetterContext


@dataclass(frozen=True)
class LeadReceived(LetterContext):
    """What was read from a forwarded lead, and what is missing. Source: rulebook 3.4.

    complete: every mandatory field is there. will_release: it goes out by itself (auto-release). fields: as read.
    missing: names of mandatory fields. remarks: the forwarder's note on top. occasion: received; qualified, when an
    agency has completed it; agency_silent, when it has not. agency: its name. conflicts: leads and registrations that
    may be the same customer's; where that is not sure, the lead goes out all the same. Actions: merge, keep_both,
    release, edit, to_agency, discard; assign, where the lead is only_for the partner that has registered the customer.
    look: to the dry run, who would be asked. goes_out_at: when the first offers do, where that is later.
    """

    kind: ClassVar[str] = "lead_received"

    lead_ref: str
    title: str
    complete: bool
    will_release: bool
    fields: tuple[FieldRow, ...]
    missing: tuple[str, ...]
    remarks: str
    actions: tuple[Action, ...]
    occasion: str = "received"
    agency: str = ""
    look: Action | None = None
    conflicts: tuple[ConflictRow, ...] = ()
    goes_out_at: datetime | None = None
    only_for: str = ""

    @classmethod
    def sample(cls, language: str) -> Letter:
        others = (Action("edit", 2041), Action("to_agency", 2041), Action("discard", 2041))
        actions = (Action("release", 2041, primary=True), *others)
        return Letter(1, _received(language, (), actions), 2041, 1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        edit = Action("edit", 2041, "", True, {"missing": "postcode,temperature"})
        actions = (edit, Action("to_agency", 2041), Action("discard", 2041))
        gaps = _received(language, ("postcode", "temperature"), actions)
        incomplete = Letter(1, gaps, 2041, 1, asked_for=True, thread="lead:2041")
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        qualified = replace(plain.context, occasion="qualified", agency="Quast & Team")
        again = (Action("to_agency", 2041, primary=True), replace(edit, primary=False), Action("discard", 2041))
        silent = replace(gaps, occasion="agency_silent", agency="Quast & Team", actions=again)
        return {
            "": plain,
            "incomplete": incomplete,
            "goes_out_later": replace(plain, context=_goes_out_later(plain.context)),
            "qualified": replace(plain, context=qualified),
            "agency_silent": replace(incomplete, context=silent),
            "duplicate": replace(plain, context=_duplicate(plain.context)),
            "perhaps_duplicate": replace(plain, context=_perhaps_duplicate(plain.context)),
            "registered": replace(plain, context=_registered(plain.context)),
        }


def _goes_out_later(context: LeadReceived) -> LeadReceived:
    monday = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)
    return replace(context, will_release=True, actions=(), goes_out_at=monday)


def _duplicate(context: LeadReceived) -> LeadReceived:
    conflicts = (
        ConflictRow("lead", "L-2038", "Muster Metallbau", "Rita Systems Ltd", "domain", "working"),
        ConflictRow("deal", "D-12", "Metallbau Muster", "Rolf IT GmbH", "similar_name", "review"),
    )
    merge = Action("merge", 2041, "2038", True, {"lead": "L-2038"})
    others = (Action("keep_both", 2041), *(replace(action, primary=False) for action in context.actions))
    return replace(context, conflicts=conflicts, actions=(merge, *others))


def _perhaps_duplicate(context: LeadReceived) -> LeadReceived:
    found = _duplicate(context)
    alike = replace(found.conflicts[0], likeness="similar_name")
    merge, keep_both = (replace(action, primary=False) for action in found.actions[:2])
    return replace(found, will_release=True, conflicts=(alike,), actions=(merge, keep_both))


def _registered(context: LeadReceived) -> LeadReceived:
    partner = "Rolf IT GmbH"
    conflict = ConflictRow("deal", "D-12", "Metallbau Muster GmbH", partner, "domain", "protected")
    assign = Action("assign", 2041, "3", True, {"reseller": partner})
    return replace(context, conflicts=(conflict,), only_for=partner, look=None, actions=(assign, *context.actions[1:]))


def _received(language: str, missing: tuple[str, ...], actions: tuple[Action, ...]) -> LeadReceived:
    german = language == "de"
    rows = (
        FieldRow("company", "Metallbau Muster GmbH", "Firma: Metallbau Muster GmbH"),
        FieldRow("contact_first_name", "Carla", "Carla Muster", 0.9),
        FieldRow("contact_last_name", "Muster", "Carla Muster", 0.9),
        FieldRow("contact_email", "carla@metallbau-muster.example"),
        FieldRow("contact_phone", "+49 89 1234567", "Tel. 089 / 123 45 67"),
        FieldRow("postcode", "80331", "80331 München", 0.9),
        FieldRow("city", "München", "80331 München", 0.9),
        FieldRow("country", "DE", found_by="contact", found_from=("contact_phone",)),
        FieldRow("product", "Roboterarm", "zwei Roboter-Arme", 0.6),
        FieldRow("temperature", "hot", "heiß!"),
    )
    return LeadReceived(
        lead_ref="L-2041",
        title="Metallbau Muster GmbH",
        complete=not missing,
        will_release=False,
        fields=tuple(row for row in rows if row.name not in missing),
        missing=missing,
        remarks="" if missing else ("heiß! Vom Messestand" if german else "hot! From the fair"),
        actions=actions,
        look=Action("match", 2041),
    )


@dataclass(frozen=True)
class QualificationTask(LetterContext):
    """A lead that an agency's person is to complete: what is known, what is missing, whom to call.

    vendor: for whom. occasion: new, reminder or updated, after the agency added something. Actions: qualify, edit,
    no_lead, later. Source: rulebook 3.4.
    """

    kind: ClassVar[str] = "qualification_task"

    lead_ref: str
    title: str
    vendor: str
    occasion: str
    fields: tuple[FieldRow, ...]
    missing: tuple[str, ...]
    remarks: str
    answer_by: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        received = _received(language, ("postcode", "temperature"), ())
        actions = (
            Action("qualify", 2041, primary=True), Action("edit", 2041), Action("no_lead", 2041),
            Action("later", 2041),
        )  # fmt: skip
        context = cls(
            "L-2041", received.title, "Nordlicht Robotics GmbH", "new", received.fields, received.missing,
            "Vom Messestand" if language == "de" else "From the fair", datetime(2026, 3, 5, 16, tzinfo=UTC), actions,
        )  # fmt: skip
        return Letter(5, context, 2041, 1, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        reminder = replace(plain.context, occasion="reminder")
        whole = _received(language, (), ()).fields
        complete = replace(plain.context, occasion="updated", fields=whole, missing=())
        return {"": plain, "reminder": replace(plain, context=reminder), "complete": replace(plain, context=complete)}


@dataclass(frozen=True)
class DeliveryFailed(LetterContext):
    """A hard bounce: an address of a partner is dead, and the owner can do something. Source: rulebook 9.3.

    lead_refs: leads this person holds or is offered, which now wait. reason: what the other server said. is_last:
    nobody else at the company can be reached, so that it is not asked any more.
    """

    kind: ClassVar[str] = "delivery_failed"

    person: str
    company: str
    address: str
    reason: str
    failed_at: datetime
    lead_refs: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    is_last: bool = False

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        letter = cls.sample(language)
        last = cls(**{**vars(letter.context), "is_last": True})
        return {"": letter, "last": Letter(1, last, None, 1, thread="bounce:7")}

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            person="Rolf Rieger",
            company="Rolf IT GmbH",
            address="rolf@rolf-it.example",
            reason="550 5.1.1 User unknown",
            failed_at=datetime(2026, 3, 3, 9, 20, tzinfo=UTC),
            lead_refs=("L-2041", "L-2044"),
        )
        return Letter(to=1, context=context, vendor_id=1, thread="bounce:7")


@dataclass(frozen=True)
class QuarantineRow:
    """One kept mail; number is what ``pickpost quarantine show`` takes, reason a plain sentence."""

    number: int
    received_at: datetime
    from_address: str
    subject: str
    reason: str


@dataclass(frozen=True)
class QuarantineReport(LetterContext):
    """What waits in quarantine, to the operator; the newest first. Source: rulebook 3.8, 9.6.

    total: how many wait in all, of which ``rows`` are shown.
    """

    kind: ClassVar[str] = "quarantine_report"

    total: int
    rows: tuple[QuarantineRow, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        reasons = (
            ("Der Absender ist unbekannt.", "Kein lesbarer Text in der Mail.")
            if language == "de"
            else ("The sender is unknown.", "There is no readable text in the mail.")
        )
        rows = (
            QuarantineRow(
                17, datetime(2026, 3, 3, 8, 2, tzinfo=UTC), "eve@fremd.example", "Anfrage Roboterarm", reasons[0]
            ),
            QuarantineRow(
                16, datetime(2026, 3, 2, 15, 40, tzinfo=UTC), "scan@rolf-it.example", "Scan 0043", reasons[1]
            ),
        )
        return Letter(to=99, context=cls(total=2, rows=rows))
