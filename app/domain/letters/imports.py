"""The letter about a list of leads: what became of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.letters.letter import Action, AttachmentRef, Letter, LetterContext


@dataclass(frozen=True)
class ImportedFile:
    """One file of a list; problem: a code why it was refused as a whole. unread: its sheets that were left out."""

    filename: str
    problem: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedRow:
    """A row that is a lead now; why: incomplete, duplicate, unreleased, on_offer or merged, or why it cannot be
    released. missing: names of mandatory fields. more: what else can be done with it."""

    row_number: int
    lead_ref: str
    title: str
    why: str
    missing: tuple[str, ...]
    action: Action
    more: tuple[Action, ...] = ()


@dataclass(frozen=True)
class RefusedRow:
    """What is wrong in a row: where, what stands there, and a code for what was expected.

    filename: empty where the list has one file only.
    """

    filename: str
    number: int
    column: str
    text: str
    problem: str


@dataclass(frozen=True)
class ImportReport(LetterContext):
    """What was read of a list and refused, row by row. Source: rulebook 3.1, 3.2.

    Counts are of rows, as things stand; duplicate: of a customer with an open lead, to be decided; held: complete, and
    could not be released; later: offers go out in working hours; nobody: no partner could be asked; earlier: imported
    before, with this list or another. imported: at most a dozen, those that need somebody first. refused: at most a
    dozen; all of them are attached, to be corrected and sent back. pressed: the wish for the whole list whose end is
    told, *release_list* or *undo_list*; done: how many leads it has moved.
    """

    kind: ClassVar[str] = "import_report"

    files: tuple[ImportedFile, ...]
    imported_count: int
    incomplete_count: int
    unreleased_count: int
    on_offer_count: int
    earlier_count: int
    refused_count: int
    imported: tuple[ImportedRow, ...]
    refused: tuple[RefusedRow, ...]
    actions: tuple[Action, ...]
    duplicate_count: int = 0
    held_count: int = 0
    later_count: int = 0
    nobody_count: int = 0
    taken_count: int = 0
    agency_count: int = 0
    away_count: int = 0
    pressed: str = ""
    done: int = 0

    @classmethod
    def sample(cls, language: str) -> Letter:
        refused = (
            RefusedRow("", 7, "contact_email", "carla(at)muster", "not_an_address"),
            RefusedRow("", 7, "contact_phone", "12", "not_a_phone_number"),
            RefusedRow("", 12, "", "3", "duplicate_row"),
        )
        context = cls(
            (ImportedFile("messe.xlsx", "", ("Archiv",)),), 23, 2, 19, 1, 4, 2, _rows(), refused,
            (Action("release_list", 5, primary=True), Action("imported", 5)), 1,
        )  # fmt: skip
        return Letter(1, context, None, 1, (AttachmentRef("refused_rows", 9),), True, "import:5")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        actions = (Action("release_list", 5, primary=True), Action("imported", 5))
        look = Action("imported", 5, primary=True)
        files = (ImportedFile("messe.csv"),)
        nothing = cls((ImportedFile("kontakte.xls", "old_excel"),), 0, 0, 0, 0, 0, 0, (), (), ())
        smooth = cls(files, 2, 0, 2, 0, 0, 0, _rows()[3:5], (), actions)
        released = cls(
            files, 22, 2, 0, 3, 0, 0, (_held(), *_rows()[:3]), (), (look, Action("undo_list", 5, "1")), 1, 1, 15,
            pressed="release_list", done=18,
        )  # fmt: skip
        back = cls(files, 3, 0, 2, 0, 0, 0, _rows()[3:5], (), actions, taken_count=1, pressed="undo_list", done=2)
        others = {"file_refused": nothing, "nothing_refused": smooth, "released": released, "taken_back": back}
        return {"": cls.sample(language)} | {
            name: Letter(1, context, None, 1, (), True, "import:5") for name, context in others.items()
        }


def _rows() -> tuple[ImportedRow, ...]:
    def row(number: int, lead_id: int, title: str, why: str, wish: str, missing: tuple[str, ...] = ()) -> ImportedRow:
        ref = f"L-{lead_id}"
        more = (Action("to_agency", lead_id, argument={"item": ref}),) if missing else ()
        return ImportedRow(number, ref, title, why, missing, Action(wish, lead_id, argument={"item": ref}), more)

    twin, both = (
        Action("merge", 2046, "2039", argument={"lead": "L-2039", "item": "L-2046"}),
        Action("keep_both", 2046, argument={"item": "L-2046"}),
    )
    return (
        ImportedRow(8, "L-2046", "Metallbau Muster AG", "duplicate", (), twin, (both,)),
        row(3, 2041, "Metallbau Muster GmbH", "incomplete", "edit", ("postcode", "temperature")),
        row(9, 2042, "Holzbau Beispiel", "incomplete", "edit", ("contact_route",)),
        row(2, 2043, "Fräswerk Nord GmbH", "unreleased", "release"),
        row(4, 2044, "Probe & Söhne KG", "unreleased", "release"),
        row(5, 2045, "Carla Muster", "on_offer", "open"),
    )


def _held() -> ImportedRow:
    return ImportedRow(6, "L-2047", "Getriebe Vorlage AG", "protected", (), Action("open", 2047))
