"""The letter about data that was erased: what passed on, what is on offer again, what ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.letters.letter import Letter, LetterContext


@dataclass(frozen=True)
class DataErased(LetterContext):
    """Somebody's data was erased; names nobody. Source: rulebook 9.5.

    Each holds references of leads and registrations. passed_on: that a colleague looks after now. on_offer: leads that
    nobody at the partner could take over, offered again. alone: registrations without anybody. emptied: whose customer
    wanted to be erased; they have ended. files: of which files were deleted, as they named somebody.
    """

    kind: ClassVar[str] = "data_erased"

    passed_on: tuple[str, ...] = ()
    on_offer: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        return Letter(to=1, context=cls(emptied=("L-2041",)), vendor_id=1, thread="erased")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        partner = cls(("L-1987", "L-2044"), ("L-2050",), ("D-12",), files=("L-2061",))
        return {"": cls.sample(language), "partner": Letter(1, partner, None, 1, thread="erased")}
