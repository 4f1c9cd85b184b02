"""How somebody's mails are set now, after they changed it by a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext


@dataclass(frozen=True)
class PreferencesSet(LetterContext):
    """The echo of a change of preferences: all that is set now. Source: rulebook 2, 4.6.

    code: ``preferred`` or ``preferences_undone``. Empty temperatures, products and regions are all of them. receipts:
    empty for whoever owns no leads. deputy: a name. Actions: undo.
    """

    kind: ClassVar[str] = "preferences_set"

    code: str
    cadence: str
    temperatures: tuple[str, ...]
    products: tuple[str, ...]
    regions: tuple[str, ...]
    brief: bool
    quiet_from: str
    quiet_until: str
    receipts: str
    language: str
    deputy: str
    back_on: date | None
    muted_lists: tuple[str, ...]
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            code="preferred",
            cadence="daily",
            temperatures=("hot", "warm"),
            products=("Roboterarm",) if language == "de" else ("Robot arm",),
            regions=("80", "81"),
            brief=True,
            quiet_from="20:00",
            quiet_until="07:00",
            receipts="",
            language=language,
            deputy="Ruth Rau",
            back_on=None,
            muted_lists=("digests",),
            actions=(Action("prefer_undo", 7),),
        )
        return Letter(to=7, context=context, vendor_id=1, asked_for=True)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        owner = cls(
            "preferences_undone", "at_once", (), (), (), False, "", "", "outcomes", language, "",
            date(2026, 3, 21), (), (),
        )  # fmt: skip
        return {"": cls.sample(language), "owner": Letter(1, owner, None, 1, asked_for=True)}
