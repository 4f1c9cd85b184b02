"""Letters about points and the rewards that they buy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext

_THREAD = "redemption:3"
_ROLF, _VERA = 7, 2


@dataclass(frozen=True)
class EarnedRow:
    """What one kind of work brought or cost within the week; cause: a reason of the ledger."""

    cause: str
    points: int


@dataclass(frozen=True)
class StandingRow:
    """A company's points with one vendor: the balance, the rank among its partners, what the week brought."""

    vendor: str
    points: int
    rank: int
    of_partners: int
    earned: tuple[EarnedRow, ...] = ()


@dataclass(frozen=True)
class RedemptionReview(LetterContext):
    """A partner wants a reward for its points; the vendor's person decides. Source: rulebook 6.6.

    occasion: new, reminder or escalated. points: what it costs. balance: what the partner has left with these held.
    Actions: approve_redemption, reject_redemption, and the partner's ledger.
    """

    kind: ClassVar[str] = "redemption_review"

    redemption_ref: str
    title: str
    reseller: str
    person: str
    occasion: str
    points: int
    balance: int
    asked_at: datetime
    answer_by: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        actions = (Action("approve_redemption", 3, primary=True), Action("reject_redemption", 3), Action("points", 4))
        context = cls(
            "R-3", _title(language), "Rolf IT GmbH", "Rolf Rieger", "new", 400, 1_140,
            datetime(2026, 3, 3, 9, 0, tzinfo=UTC), datetime(2026, 3, 5, 16, 0, tzinfo=UTC), actions,
        )  # fmt: skip
        return Letter(_VERA, context, None, 1, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        others = {
            occasion: replace(plain, context=replace(plain.context, occasion=occasion))
            for occasion in ("reminder", "escalated")
        }
        return {"": plain, **others}


@dataclass(frozen=True)
class RedemptionAnswered(LetterContext):
    """The vendor grants a reward, or not. Source: rulebook 6.6.

    standing: approved or rejected. words: the vendor's reason. balance: what the partner has now.
    """

    kind: ClassVar[str] = "redemption_answered"

    redemption_ref: str
    title: str
    standing: str
    person: str
    words: str
    points: int
    balance: int

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls("R-3", _title(language), "approved", "Vera Vogt", "", 400, 1_140)
        return Letter(_ROLF, context, None, 1, thread=_THREAD)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        words = "Das Budget für dieses Jahr ist vergeben." if language == "de" else "This year’s budget is spent."
        rejected = replace(plain.context, standing="rejected", words=words, balance=1_540)
        return {"": plain, "rejected": replace(plain, context=rejected)}


def _title(language: str) -> str:
    return "MDF 500 €" if language == "de" else "MDF 500"
