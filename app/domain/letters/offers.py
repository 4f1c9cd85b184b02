"""Letters around an offer: it is there, it is gone, nobody wanted it, it is back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext, MoneyRange, OfferRow


@dataclass(frozen=True)
class WhyYou:
    """What about the partner fits: a criterion by its name, with words or numbers. Source: ``app.domain.fit.Fit``."""

    name: str
    match: str
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class LeadOffer(LetterContext):
    """The teaser of a lead to one of the group it is offered to. Source: rulebook 4.2 to 4.5, mail 4.

    reasons: why this partner, in the order of the vendor's criteria.
    others_count: how many others see the offer. round: 1 for the first group. again: it was taken, or declined by this
    reader, and is free once more. Actions: pick, decline.
    """

    kind: ClassVar[str] = "lead_offer"

    lead_ref: str
    product: str
    need: str
    sector: str
    region: str
    temperature: str
    source: str
    volume_range: MoneyRange | None
    time_frame: str
    fit_percent: int
    reasons: tuple[WhyYou, ...]
    others_count: int
    answer_by: datetime
    round: int
    actions: tuple[Action, ...]
    again: bool = False

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        return {"": plain, "again": replace(plain, context=replace(plain.context, again=True))}

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        context = cls(
            lead_ref="L-2041",
            product="Roboterarm" if german else "Robot arm",
            need="Zwei Arme zum Bestücken einer Fräse, die Zelle steht schon."
            if german
            else "Two arms to load a milling machine; the cell is already there.",
            sector="Metallbau" if german else "Metal working",
            region="Raum München (DE 80…)" if german else "Munich area (DE 80…)",
            temperature="hot",
            source="fair",
            volume_range=MoneyRange(2_500_000, 5_000_000, "EUR"),
            time_frame="2. Quartal" if german else "2nd quarter",
            fit_percent=92,
            reasons=(
                WhyYou("Region", "prefix", ("80…",)),
                WhyYou("Produkt" if german else "Product", "in", ("Roboterarm" if german else "Robot arm",)),
                WhyYou("Projektgröße" if german else "Project size", "range", low=10_000, high=60_000),
                WhyYou("Nähe" if german else "Near", "distance", high=25),
                WhyYou("Erfolg" if german else "Closing", "share", low=0.33),
            ),
            others_count=4,
            answer_by=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
            round=1,
            actions=(Action("pick", 2041, primary=True), Action("decline", 2041)),
        )
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")


@dataclass(frozen=True)
class LeadGone(LetterContext):
    """Somebody else was faster. Source: rulebook 5.2.

    taken_minutes_before: how long before this person's wish, in whole minutes; 0 within the same minute.
    open_offers: what this person can still take.
    """

    kind: ClassVar[str] = "lead_gone"

    lead_ref: str
    title: str
    taken_minutes_before: int
    open_offers: tuple[OfferRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        german = language == "de"
        offers = (
            OfferRow(
                "L-2044",
                "Greifer, Raum Augsburg" if german else "Gripper, Augsburg area",
                datetime(2026, 3, 4, 15, 0, tzinfo=UTC),
                Action("pick", 2044, argument={"item": "L-2044"}),
            ),
            OfferRow(
                "L-2047",
                "Kamera, Raum Rosenheim" if german else "Camera, Rosenheim area",
                datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
                Action("pick", 2047, argument={"item": "L-2047"}),
            ),
        )
        title = "Roboterarm, Raum München" if german else "Robot arm, Munich area"
        context = cls(lead_ref="L-2041", title=title, taken_minutes_before=4, open_offers=offers)
        return Letter(to=8, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        title = "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
        alone = cls(lead_ref="L-2041", title=title, taken_minutes_before=1)
        bare = Letter(to=8, context=alone, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")
        return {"": cls.sample(language), "nothing_else": bare}


@dataclass(frozen=True)
class ReasonCount:
    """How many resellers declined for one reason (capacity, region, product, not_interested, other)."""

    reason: str
    count: int


@dataclass(frozen=True)
class CandidateRow:
    """A reseller the lead could be assigned to, with the action that does it.

    hindrance: a code of what speaks against it now: locked, full, away, unreachable, muted, unwanted; or nothing.
    """

    reseller: str
    fit_percent: int
    assign: Action
    hindrance: str = ""
    away_until: datetime | None = None


@dataclass(frozen=True)
class NobodyPicked(LetterContext):
    """All rounds went by without a taker: the owner decides. Source: rulebook 4.5.

    asked: how many resellers were sent the offer in all ``rounds``. look: to the dry run. mail_number: which mail about
    this it is; last_at: when the one before was written, asked_since, declined_since: how many more by now.
    Actions: widen, requalify, withdraw; assign per candidate.
    """

    kind: ClassVar[str] = "nobody_picked"

    lead_ref: str
    title: str
    rounds: int
    asked: int
    declined_reasons: tuple[ReasonCount, ...]
    candidates: tuple[CandidateRow, ...]
    actions: tuple[Action, ...]
    look: Action | None = None
    mail_number: int = 1
    last_at: datetime | None = None
    asked_since: int = 0
    declined_since: int = 0

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        last_at = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
        again = replace(plain.context, mail_number=2, last_at=last_at)
        changed = replace(plain.context, mail_number=3, last_at=last_at, asked_since=2, declined_since=1)
        others = {"again": again, "changed": changed}
        return {"": plain} | {name: replace(plain, context=context) for name, context in others.items()}

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            lead_ref="L-2019",
            title="Kamera, Raum Leipzig" if language == "de" else "Camera, Leipzig area",
            rounds=3,
            asked=12,
            declined_reasons=(ReasonCount("capacity", 3), ReasonCount("region", 1)),
            candidates=(
                CandidateRow("Rolf IT GmbH", 81, Action("assign", 2019, "3", True, {"reseller": "Rolf IT GmbH"})),
                CandidateRow(
                    "Rita Systems",
                    88,
                    Action("assign", 2019, "4", False, {"reseller": "Rita Systems"}),
                    "away",
                    datetime(2027, 1, 15, 7, 0, tzinfo=UTC),
                ),
            ),
            actions=(Action("widen", 2019), Action("requalify", 2019), Action("withdraw", 2019)),
            look=Action("match", 2019),
        )
        return Letter(to=1, context=context, lead_id=2019, vendor_id=1, thread="lead:2019")


@dataclass(frozen=True)
class BackOnOffer(LetterContext):
    """A lead that was taken is on offer again. Source: rulebook 5.5.

    how: ``undo``, ``give_back`` or ``withdraw``. role: ``reseller`` for the one who had it, ``owner`` for the vendor.
    reason: a code of the domain, empty after an undo. offered_again_to: how many others see it now. undo_until: when a
    giving back can be undone, by whoever did it.
    """

    kind: ClassVar[str] = "back_on_offer"

    lead_ref: str
    title: str
    how: str
    role: str
    reseller: str
    reason: str = ""
    note: str = ""
    offered_again_to: int = 0
    actions: tuple[Action, ...] = ()
    undo_until: datetime | None = None

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls("L-2041", _arm(language), "undo", "reseller", "Rolf IT GmbH", offered_again_to=4)
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        note = "Erst ab Mai wieder frei." if language == "de" else "Free again only from May."
        owner = cls("L-2041", _arm(language), "give_back", "owner", "Rolf IT GmbH", "capacity", note, 4)
        told = Letter(to=1, context=owner, lead_id=2041, vendor_id=1, thread="lead:2041")
        undo = (Action("undo", 2041, "give_back"),)
        until = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
        own = replace(owner, role="reseller", offered_again_to=3, actions=undo, undo_until=until)
        given_back = Letter(to=7, context=own, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")
        return {"": cls.sample(language), "owner": told, "given_back": given_back}


def _arm(language: str) -> str:
    return "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
