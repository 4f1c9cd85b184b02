"""What an owner decides about a holder who fell silent, or who wants more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext
from app.domain.letters.offers import CandidateRow


@dataclass(frozen=True)
class HolderSilent(LetterContext):
    """A later deadline was missed for long: the owner decides. Source: rulebook 6.3.

    status: the last one reported. missed_by: the deadline that passed. silent_days: calendar days since then.
    candidates: to whom else it could be given. Actions: nudge, extend, recall, take_over.
    """

    kind: ClassVar[str] = "holder_silent"

    lead_ref: str
    title: str
    reseller: str
    status: str
    missed_by: datetime
    silent_days: int
    actions: tuple[Action, ...]
    candidates: tuple[CandidateRow, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            lead_ref="L-1987",
            title="Metallbau Muster GmbH",
            reseller="Rolf IT GmbH",
            status="contacted",
            missed_by=datetime(2026, 2, 17, 16, 0, tzinfo=UTC),
            silent_days=14,
            actions=(
                Action("nudge", 1987, primary=True),
                Action("extend", 1987, "5"),
                Action("recall", 1987),
                Action("take_over", 1987),
            ),
            candidates=(
                CandidateRow("Rita Systems", 81, Action("assign", 1987, "4", False, {"reseller": "Rita Systems"})),
                CandidateRow("Donau Technik", 64, Action("assign", 1987, "5", False, {"reseller": "Donau Technik"})),
            ),
        )
        return Letter(to=1, context=context, lead_id=1987, vendor_id=1, thread="lead:1987")


@dataclass(frozen=True)
class TimeAsked(LetterContext):
    """A holder wants a later deadline. Source: rulebook 5.3, 6.3.

    status: the last one reported. due_at: the deadline as it stands. asked_until: the wanted one. Actions: grant_time,
    refuse_time.
    """

    kind: ClassVar[str] = "time_asked"

    lead_ref: str
    title: str
    reseller: str
    person: str
    status: str
    due_at: datetime
    asked_until: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            "L-1987", "Metallbau Muster GmbH", "Rolf IT GmbH", "Rolf Rieger", "contacted",
            datetime(2026, 3, 6, 16, 0, tzinfo=UTC), datetime(2026, 3, 20, 16, 0, tzinfo=UTC),
            (Action("grant_time", 1987, "20260320", True), Action("refuse_time", 1987, "20260320")),
        )  # fmt: skip
        return Letter(to=1, context=context, lead_id=1987, vendor_id=1, thread="lead:1987")
