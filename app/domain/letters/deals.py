"""Letters about deal registrations: what the partner and the vendor's people read of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, AttachmentRef, DownloadRow, FactRow, FieldRow, Letter, LetterContext

_THREAD = "deal:12"
_CUSTOMER = "Metallbau Muster GmbH"


@dataclass(frozen=True)
class ConflictRow:
    """A record that may be the same customer.

    record: lead, deal or account. ref: ``L-7``, ``D-3`` or empty. holder: who has it, empty for nobody. likeness: how
    the two agree. standing: its state, empty for an account.
    """

    record: str
    ref: str
    title: str
    holder: str
    likeness: str
    standing: str


@dataclass(frozen=True)
class DealRegistered(LetterContext):
    """What was read of a partner's registration, and the first answer, blind. Source: rulebook 7.1, 7.2.

    answer: free, in_review or taken. answer_by: until when the vendor decides.
    """

    kind: ClassVar[str] = "deal_registered"

    deal_ref: str
    title: str
    answer: str
    fields: tuple[FieldRow, ...]
    answer_by: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls("D-12", _CUSTOMER, "free", _fields(), _at(5, 16), (Action("supply", 12),))
        return Letter(7, context, None, 1, asked_for=True, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        others = {
            answer: replace(plain, context=replace(plain.context, answer=answer)) for answer in ("in_review", "taken")
        }
        return {"": plain, **others}


@dataclass(frozen=True)
class DealReview(LetterContext):
    """A registration that waits for the vendor's answer, with everything that may be the same customer.

    occasion: new, supplied, reminder or escalated. words: what the partner wrote. Actions: approve, reject, ask_more.
    Source: rulebook 7.3.
    """

    kind: ClassVar[str] = "deal_review"

    deal_ref: str
    title: str
    reseller: str
    person: str
    occasion: str
    fields: tuple[FieldRow, ...]
    conflicts: tuple[ConflictRow, ...]
    words: str
    answer_by: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        conflicts = (
            ConflictRow("lead", "L-2041", _CUSTOMER, "Rita Systems Ltd", "domain", "working"),
            ConflictRow("account", "", "Muster Metallbau AG", "", "similar_name", ""),
        )
        words = "Wir waren gestern dort." if language == "de" else "We were there yesterday."
        actions = (Action("approve", 12, primary=True), Action("reject", 12), Action("ask_more", 12))
        context = cls(
            "D-12", _CUSTOMER, "Rolf IT GmbH", "Rolf Rieger", "new", _fields(), conflicts, words, _at(5, 16), actions
        )
        return Letter(2, context, None, 1, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        reminder = replace(plain.context, occasion="reminder", conflicts=())
        escalated = replace(plain.context, occasion="escalated")
        return {"": plain, "reminder": replace(plain, context=reminder), "escalated": replace(plain, context=escalated)}


@dataclass(frozen=True)
class DealApproved(LetterContext):
    """The customer is protected: until when, what it brings, and the material; the receipt is attached.

    incentives: the rows of the programme for this product and level. Source: rulebook 7.4.
    """

    kind: ClassVar[str] = "deal_approved"

    deal_ref: str
    title: str
    approved_by: str
    protected_until: datetime
    incentives: tuple[FactRow, ...]
    attachment_names: tuple[str, ...]
    actions: tuple[Action, ...]
    downloads: tuple[DownloadRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        incentives = (FactRow("commission_percent", "8"), FactRow("bonus_cents", "50000", "EUR"))
        context = cls(
            "D-12", _CUSTOMER, "Vera Vogt", datetime(2026, 6, 1, 21, 59, tzinfo=UTC), incentives,
            ("D-12.receipt.json", "preisliste-arm.pdf"), _standing_actions("contacted"),
        )  # fmt: skip
        return Letter(7, context, None, 1, (AttachmentRef("receipt", 12),), thread=_THREAD)


@dataclass(frozen=True)
class DealAnswered(LetterContext):
    """The vendor said no, or asks for more. Source: rulebook 7.3.

    decision: rejected or asked. reason: of a no. note: the vendor's own words. Actions: supply, where asked.
    """

    kind: ClassVar[str] = "deal_answered"

    deal_ref: str
    title: str
    decision: str
    person: str
    reason: str
    note: str
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls("D-12", _CUSTOMER, "rejected", "Vera Vogt", "existing_customer", "", ())
        return Letter(7, context, None, 1, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        question = "Wer entscheidet dort, und bis wann?" if language == "de" else "Who decides there, and by when?"
        asked = cls("D-12", _CUSTOMER, "asked", "Vera Vogt", "", question, (Action("supply", 12, primary=True),))
        return {"": cls.sample(language), "asked": Letter(7, asked, None, 1, thread=_THREAD)}


@dataclass(frozen=True)
class DealStanding(LetterContext):
    """Where does a protected deal stand? To both sides, every few weeks and before the end. Source: rulebook 7.6.

    side: reseller or vendor. days_left: whole days to the end. warns: the end is near. status: the last one told.
    """

    kind: ClassVar[str] = "deal_standing"

    deal_ref: str
    title: str
    side: str
    reseller: str
    status: str
    protected_until: datetime
    days_left: int
    warns: bool
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            "D-12", _CUSTOMER, "reseller", "Rolf IT GmbH", "contacted", datetime(2026, 6, 1, 21, 59, tzinfo=UTC), 69,
            False, _standing_actions("appointment"),
        )  # fmt: skip
        return Letter(7, context, None, 1, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        warning = replace(plain.context, days_left=14, warns=True, status="")
        outcomes = (Action("deal_report", 12, "won"), Action("deal_report", 12, "lost"))
        vendor = replace(plain.context, side="vendor", actions=outcomes)
        variants = {"warning": warning, "today": replace(warning, days_left=0)}
        others = {name: replace(plain, context=context) for name, context in variants.items()}
        return {"": plain, **others, "vendor": replace(plain, to=2, context=vendor)}


@dataclass(frozen=True)
class ExtensionAsked(LetterContext):
    """A partner wants more time, with the reason. Actions: grant_extension, refuse_extension. Source: rulebook 7.6."""

    kind: ClassVar[str] = "extension_asked"

    deal_ref: str
    title: str
    reseller: str
    person: str
    words: str
    protected_until: datetime
    extended_until: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        words = "Das Budget kommt erst im Juni." if language == "de" else "The budget comes in June only."
        context = cls(
            "D-12", _CUSTOMER, "Rolf IT GmbH", "Rolf Rieger", words, datetime(2026, 6, 1, 21, 59, tzinfo=UTC),
            datetime(2026, 8, 30, 21, 59, tzinfo=UTC),
            (Action("grant_extension", 12, primary=True), Action("refuse_extension", 12)),
        )  # fmt: skip
        return Letter(2, context, None, 1, thread=_THREAD)


@dataclass(frozen=True)
class EventRow:
    """One thing a customer did: whose, what, and when."""

    title: str
    what: str
    happened_at: datetime


@dataclass(frozen=True)
class CustomerEvents(LetterContext):
    """What the reader's customers did, the oldest first; total: all of them, of which ``events`` are shown.

    Source: rulebook 7.5.
    """

    kind: ClassVar[str] = "customer_events"

    events: tuple[EventRow, ...]
    total: int

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        rows = (
            EventRow(_CUSTOMER, "Preisseite angesehen" if german else "looked at the price page", _at(3, 9)),
            EventRow("Huber Bau", "war am Messestand" if german else "was at the fair stand", _at(3, 14)),
        )
        return Letter(7, cls(rows, 2), None, 1, thread="events:7")


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, 0, tzinfo=UTC)


def _standing_actions(first: str) -> tuple[Action, ...]:
    ordered = sorted(("contacted", "appointment", "quoted", "won", "lost"), key=lambda status: status != first)
    reports = tuple(Action("deal_report", 12, status, status == first) for status in ordered)
    return (*reports, Action("ask_extension", 12))


def _fields() -> tuple[FieldRow, ...]:
    return (
        FieldRow("company", _CUSTOMER, f"Deal: {_CUSTOMER}, 80331 München, Roboterarm, 40k"),
        FieldRow("postcode", "80331"),
        FieldRow("city", "München"),
        FieldRow("product", "Roboterarm"),
        FieldRow("expected_volume_cents", "4000000", currency="EUR"),
    )
