"""Letters that answer a wish: done, refused, not understood, which one, was it you."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from app.domain.letters.letter import Action, FactRow, Letter, LetterContext


@dataclass(frozen=True)
class NotUnderstood(LetterContext):
    """Asks back instead of guessing: one button per reading. Source: rulebook 2.

    lead_ref: None when it is not known which lead was meant. words: what the person wrote, above the quote.
    kept_as_note: the words are already in the lead's history. actions: the readings, the likeliest first.
    which_lead: it is only unclear which of several leads was meant, or nothing at all was understood.
    hint: why it was not clear: no_such_day, no_such_number or each_number; about: the day or number as written.
    files: the names of what came along and is kept nowhere yet; the rest of the mail was understood then.
    """

    kind: ClassVar[str] = "not_understood"

    lead_ref: str | None
    words: str
    kept_as_note: bool
    title: str = ""
    actions: tuple[Action, ...] = ()
    which_lead: bool = False
    hint: str = ""
    about: str = ""
    files: tuple[str, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        words = "evtl. Dienstag, er meldet sich nochmal" if language == "de" else "maybe Tuesday, he'll get back to me"
        readings = (
            Action("feedback", 2041, "appointment"),
            Action("feedback", 2041, "postponed"),
            Action("feedback", 2041, "contacted"),
        )
        context = cls("L-2041", words, kept_as_note=True, title="Metallbau Muster GmbH", actions=readings)
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        unknown = cls(None, "passt" if language == "de" else "fine by me", kept_as_note=False, which_lead=True)
        won = tuple(
            Action("feedback", number, "won", argument={"item": ref, "lead_of_button": ref})
            for number, ref in ((2041, "L-2041"), (2042, "L-2042"))
        )
        several = cls(None, "gewonnen 8k" if language == "de" else "won 8k", False, actions=won, which_lead=True)
        pause = cls(None, "Pause", False, actions=(Action("absence", 7),))
        met = (Action("feedback", 2041, "appointment"), Action("feedback", 2041, "contacted"))
        no_day = cls(
            "L-2041", "Termin am 31.2." if language == "de" else "appointment on 31.2.", kept_as_note=True,
            title="Metallbau Muster GmbH", actions=met, hint="no_such_day", about="31.2.",
        )  # fmt: skip
        number = cls(
            None,
            "9 gewonnen" if language == "de" else "9 won",
            False,
            which_lead=True,
            hint="no_such_number",
            about="9",
        )
        warm = cls(None, "alle warm" if language == "de" else "all warm", False, which_lead=True, hint="each_number")
        add = tuple(
            Action("add_files", number, argument={"item": ref, "lead_of_button": ref})
            for number, ref in ((2041, "L-2041"), (2042, "L-2042"))
        )
        answer = "1 gewonnen 8k, 2 verloren Preis" if language == "de" else "1 won 8k, 2 lost price"
        files = cls(None, answer, False, actions=add, which_lead=True, files=("auftrag.pdf",))
        homeless = cls(None, "Anbei der Plan" if language == "de" else "Plan attached", False, files=("plan.pdf",))
        others = {
            "no_lead": unknown, "several_leads": several, "pause": pause, "no_day": no_day, "no_number": number,
            "each_number": warm, "files": files, "homeless": homeless,
        }  # fmt: skip
        letters = {name: Letter(7, context, None, 1, asked_for=True) for name, context in others.items()}
        return {"": cls.sample(language), **letters}


@dataclass(frozen=True)
class ConfirmWish(LetterContext):
    """Was it you? To a person's known address, when a mail could not be proven to be theirs. Source: rulebook 9.2.

    wish, option: what was asked. words: the line that asked for it. Actions: confirm.
    """

    kind: ClassVar[str] = "confirm_wish"

    wish: str
    lead_ref: str
    title: str
    words: str
    asked_at: datetime
    from_address: str
    confirm_until: datetime
    actions: tuple[Action, ...]
    option: str = ""

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            wish="pick",
            lead_ref="L-2041",
            title="Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area",
            words="nehme ich" if language == "de" else "I'll take it",
            asked_at=datetime(2026, 3, 3, 9, 12, tzinfo=UTC),
            from_address="rolf.rieger@privat.example",
            confirm_until=datetime(2026, 3, 5, 9, 12, tzinfo=UTC),
            actions=(Action("confirm", 51, primary=True),),
        )
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")


@dataclass(frozen=True)
class Refused(LetterContext):
    """The wish was not carried out, and why. Source: style 6: one code per refusal of the domain.

    missing: names of lead fields, with ``incomplete``. actions: what can be done instead.
    """

    kind: ClassVar[str] = "refused"

    code: str
    lead_ref: str | None = None
    title: str = ""
    missing: tuple[str, ...] = ()
    facts: tuple[FactRow, ...] = ()
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        title = "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
        return Letter(8, cls("not_on_offer", "L-2041", title), 2041, 1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        edit = Action("edit", 2050, "", True, {"missing": "postcode,temperature"})
        gaps = cls("incomplete", "L-2050", "Halle 3", ("postcode", "temperature"), actions=(edit,))
        undo = Action("undo", 2041, "310", True, {"step": "appointment"})
        since = cls(
            "superseded", "L-2041", "Metallbau Muster GmbH", facts=(FactRow("step", "appointment"),), actions=(undo,)
        )
        others = {"missing_fields": Letter(1, gaps, 2050, 1, asked_for=True)}
        return {"": cls.sample(language), **others, "superseded": Letter(7, since, 2041, 1, asked_for=True)}


@dataclass(frozen=True)
class Done(LetterContext):
    """A short echo of a wish that needs no letter of its own. Source: rulebook 2 (the answer says what was understood).

    code: what happened (declined, released, …). until: a day, where the wish had one (absence, extension).
    """

    kind: ClassVar[str] = "done"

    code: str
    lead_ref: str | None = None
    title: str = ""
    facts: tuple[FactRow, ...] = ()
    until: datetime | date | None = None
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        title = "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
        facts = (FactRow("reason", "capacity"),)
        context = cls("declined", "L-2041", title, facts)
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        away = cls("absent", until=date(2026, 3, 20), actions=(Action("resume", 7),))
        stopped = cls("unsubscribed", actions=(Action("resubscribe", 7, "offers"),))
        title, until = "Metallbau Muster GmbH", datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
        video = (FactRow("file", "Halle 3.mp4"),)
        file = cls("file_mailed", "L-2041", title, video, until, (Action("fetch", 9, primary=True),))
        browser = cls("browser_asked", until=until, actions=(Action("trust_device", 41, "on", primary=True),))
        added = (FactRow("person", "Ruth Rau"), *video)
        files = cls("partner_files", "L-2041", title, added, actions=(Action("open", 2041, primary=True),))
        why = "Danke für die Messe" if language == "de" else "Thanks for the fair"
        points = (FactRow("points", "+50"), FactRow("balance", "1140"), FactRow("reason", why))
        corrected = cls("points_corrected", None, "Rolf IT GmbH", points, actions=(Action("points", 4),))
        others = {"absent": away, "unsubscribed": stopped, "file_mailed": file, "browser_asked": browser,
                  "partner_files": files, "points_corrected": corrected}  # fmt: skip
        return {"": cls.sample(language)} | {
            name: Letter(7, context, None, 1, asked_for=True) for name, context in others.items()
        }


@dataclass(frozen=True)
class WhichWasMeant(LetterContext):
    """Two contrary presses within two minutes undid each other; asks which was meant. Source: mail 1.7."""

    kind: ClassVar[str] = "which_was_meant"

    lead_ref: str
    title: str
    answer_by: datetime
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            lead_ref="L-2041",
            title="Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area",
            answer_by=datetime(2026, 3, 4, 9, 0, tzinfo=UTC),
            actions=(Action("pick", 2041, primary=True), Action("decline", 2041)),
        )
        return Letter(to=7, context=context, lead_id=2041, vendor_id=1, asked_for=True, thread="lead:2041")


@dataclass(frozen=True)
class ColleagueLink(LetterContext):
    """A link of one's own, to somebody whose colleague's link was forwarded to them. Source: rulebook 9.1.

    lead_ref, title: the lead or registration, veiled; without a number, the sales material that is to be downloaded.
    wish, option: what the forwarded link stands for; it is the one action.
    works_it: who works the lead, if only they, or a manager of their company, may do it; then there is no action.
    """

    kind: ClassVar[str] = "colleague_link"

    lead_ref: str
    title: str
    wish: str
    option: str
    actions: tuple[Action, ...]
    works_it: str = ""

    @classmethod
    def sample(cls, language: str) -> Letter:
        title = "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
        context = cls("L-2041", title, "pick", "", (Action("pick", 2041, primary=True),))
        return Letter(to=8, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        title = "Film: Der Arm an der Fräse" if language == "de" else "Film: the arm at the mill"
        film = cls("", title, "fetch", "material", (Action("fetch", 3, "material", primary=True),))
        robot = "Roboterarm, Raum München" if language == "de" else "Robot arm, Munich area"
        others = cls("L-2041", robot, "feedback", "quoted", (), works_it="Rolf Rieger")
        return {
            "": cls.sample(language), "material": Letter(to=8, context=film, lead_id=None, vendor_id=1),
            "others_lead": Letter(to=8, context=others, lead_id=2041, vendor_id=1, thread="lead:2041"),
        }  # fmt: skip
