"""Everything that can be wished of the product, as frozen values.

A command looks the same whichever way it came: link, reply, page, API or clock. ``by`` is the id of the person who
wishes it, or None when the clock or the operator's command line does. ``wish`` is its name in links, tables and docs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.feedback import Statement
from app.domain.programme import Programme


@dataclass(frozen=True, kw_only=True)
class Command:
    """A wish of one person."""

    wish: ClassVar[str] = ""
    by: int | None = None


@dataclass(frozen=True, kw_only=True)
class LeadCommand(Command):
    """A wish about one lead."""

    lead_id: int


@dataclass(frozen=True, kw_only=True)
class SubmitLead(Command):
    """Hand in a lead; one of an import gets no letter of its own: the list's report tells of it. Rulebook 3.1."""

    wish: ClassVar[str] = "submit"
    vendor_id: int
    fields: dict[str, Any]
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: str = ""
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    raw_mail_id: int | None = None
    import_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class EditLead(LeadCommand):
    """Fill or correct fields. Source: rulebook 3.4."""

    wish: ClassVar[str] = "edit"
    fields: dict[str, Any]
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReleaseLead(LeadCommand):
    """Offer a complete lead; of one of a list, the list's report tells. Source: rulebook 3.4."""

    wish: ClassVar[str] = "release"
    import_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DiscardLead(LeadCommand):
    """Throw away a lead that was never offered. Source: rulebook 3.4."""

    wish: ClassVar[str] = "discard"


@dataclass(frozen=True, kw_only=True)
class WidenOffer(LeadCommand):
    """Ask the next round of companies. Source: rulebook 4.5."""

    wish: ClassVar[str] = "widen"


@dataclass(frozen=True, kw_only=True)
class EscalateLead(LeadCommand):
    """Tell the owner that nobody took it. Source: rulebook 4.5."""

    wish: ClassVar[str] = "escalate"


@dataclass(frozen=True, kw_only=True)
class NudgeOwner(LeadCommand):
    """Remind the owner of a lead that waits to be completed or released. Source: rulebook 4.5, "no lead lies still"."""

    wish: ClassVar[str] = "nudge_owner"


@dataclass(frozen=True, kw_only=True)
class RequalifyLead(LeadCommand):
    """Take an offered lead back to be completed. Source: rulebook 4.5."""

    wish: ClassVar[str] = "requalify"
    import_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawLead(LeadCommand):
    """Take a lead off the market. Source: rulebook 4.5."""

    wish: ClassVar[str] = "withdraw"


@dataclass(frozen=True, kw_only=True)
class AssignLead(LeadCommand):
    """Give a lead to one company of the owner's choice, whoever has it now. Source: rulebook 4.5, 6.3."""

    wish: ClassVar[str] = "assign"
    reseller_id: int


@dataclass(frozen=True, kw_only=True)
class PickLead(LeadCommand):
    """Take a lead. Source: rulebook 5.1, 5.2."""

    wish: ClassVar[str] = "pick"


@dataclass(frozen=True, kw_only=True)
class Undo(LeadCommand):
    """Take back a step with the lead, if nothing came after it: a pick, a feedback, a decline, a discard, a withdrawal.

    Giving a lead back is one, too, while it is free.
    step: its name, a wish or the number of a feedback; empty for whatever was last.
    Source: rulebook 2, 5.5.
    """

    wish: ClassVar[str] = "undo"
    step: str = ""


@dataclass(frozen=True, kw_only=True)
class DeclineOffer(LeadCommand):
    """Say no to an offer. Source: rulebook 4.7."""

    wish: ClassVar[str] = "decline"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class GiveBackLead(LeadCommand):
    """Hand a lead back for the others. Source: rulebook 5.5."""

    wish: ClassVar[str] = "give_back"
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class GiveFeedback(LeadCommand):
    """Say how a lead stands. Source: rulebook 6.1."""

    wish: ClassVar[str] = "feedback"
    statement: Statement


@dataclass(frozen=True, kw_only=True)
class AddNote(LeadCommand):
    """Keep words with a lead. Source: rulebook 6.1."""

    wish: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True, kw_only=True)
class SnoozeReminder(LeadCommand):
    """Be left alone about one lead for some days; its deadline stays. Source: mail 4."""

    wish: ClassVar[str] = "remind"
    days: int


@dataclass(frozen=True, kw_only=True)
class MissDeadline(LeadCommand):
    """Note that an answer is overdue. Source: rulebook 6.3."""

    wish: ClassVar[str] = "miss"


@dataclass(frozen=True, kw_only=True)
class ReturnLead(LeadCommand):
    """Take a lead from a holder who never answered. Source: rulebook 6.3."""

    wish: ClassVar[str] = "return"


@dataclass(frozen=True, kw_only=True)
class EscalateWork(LeadCommand):
    """Tell the owner that a holder fell silent. Source: rulebook 6.3."""

    wish: ClassVar[str] = "escalate_work"


@dataclass(frozen=True, kw_only=True)
class NudgeHolder(LeadCommand):
    """Remind the holder on the owner's wish. Source: rulebook 6.3."""

    wish: ClassVar[str] = "nudge"


@dataclass(frozen=True, kw_only=True)
class ExtendDeadline(LeadCommand):
    """Give the holder more working days, or until the end of work of a day. Source: rulebook 6.3.

    until: aware; its day in the holder's zone counts, and then ``days`` does not.
    """

    wish: ClassVar[str] = "extend"
    days: int = 5
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RecallLead(LeadCommand):
    """Take a lead from its holder and offer it to the others, on the owner's wish. Source: rulebook 6.3."""

    wish: ClassVar[str] = "recall"


@dataclass(frozen=True, kw_only=True)
class TakeOverLead(LeadCommand):
    """Let the vendor work the lead itself. Source: rulebook 6.3."""

    wish: ClassVar[str] = "take_over"


@dataclass(frozen=True, kw_only=True)
class HandOverLead(LeadCommand):
    """Let a colleague at one's own company go on with a lead. Source: rulebook 1."""

    wish: ClassVar[str] = "hand_over"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class RemindOf(Command):
    """Send one person the day's mail about all due leads. Source: rulebook 6.3."""

    wish: ClassVar[str] = "remind_of"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SendDigest(Command):
    """Send one person the week. Source: rulebook 8.3."""

    wish: ClassVar[str] = "digest"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class HoldWish(Command):
    """Keep a mail's wish back until the person says that it was theirs. Source: rulebook 9.2."""

    wish: ClassVar[str] = "hold"
    person_id: int
    raw_mail_id: int
    asked_for: str
    words: str
    from_address: str
    lead_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ConfirmWish(Command):
    """Say "it was me": the wish that waited for it happens now. Source: rulebook 9.2."""

    wish: ClassVar[str] = "confirm"
    pending_id: int


@dataclass(frozen=True, kw_only=True)
class AskBack(Command):
    """Ask a person what their mail meant and keep the words.

    hint: why it was not clear, where that can be told: ``no_such_day``, ``no_such_number``, or ``each_number`` for a
    value that was said of a whole list. about: the day or the number as written. files: what came along, where
    only its place is asked.
    Source: rulebook 2.
    """

    wish: ClassVar[str] = "ask"
    words: str
    hint: str = ""
    about: str = ""
    lead_id: int | None = None
    readings: tuple[tuple[str, int, str, dict[str, Any]], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetAbsence(Command):
    """Be away until an instant, or be back. Source: rulebook 2, 4.6.

    deputy: the address of who stands in; None leaves the one there is. is_auto: a machine's answer says so, or the
    person's next mail ends it.
    """

    wish: ClassVar[str] = "absence"
    until: datetime | None
    deputy: str | None = None
    is_auto: bool = False


@dataclass(frozen=True, kw_only=True)
class Unsubscribe(Command):
    """Get no more mails of one list. Source: mail 1.8."""

    wish: ClassVar[str] = "unsubscribe"
    mail_list: str


@dataclass(frozen=True, kw_only=True)
class Resubscribe(Command):
    """Get a list's mails again, or those of every list that is off."""

    wish: ClassVar[str] = "resubscribe"
    mail_list: str


@dataclass(frozen=True, kw_only=True)
class TrustDevice(Command):
    """Let this person's devices act at once, or end that for all of them. Source: mail 1.6."""

    wish: ClassVar[str] = "trust_device"
    trusted: bool


@dataclass(frozen=True, kw_only=True)
class LendLink(Command):
    """Send a colleague, at an address that is known, the wish of a link in their own name. ``by``: whom the link names.

    Source: rulebook 9.1.
    """

    wish: ClassVar[str] = "lend"
    address: str
    name: str
    object_id: int
    option: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteReachable(Command):
    """Note that somebody whose address was dead has written from it. Source: rulebook 9.3."""

    wish: ClassVar[str] = "reachable"


@dataclass(frozen=True, kw_only=True)
class ReportBounce(Command):
    """Note that an address does not exist; ``for_good`` False: that it took no mail for days. Source: rulebook 9.3."""

    wish: ClassVar[str] = "bounce"
    address: str
    reason: str
    for_good: bool = True


@dataclass(frozen=True, kw_only=True)
class ReportQuarantine(Command):
    """Tell the operator of mails that nobody could use. Source: rulebook 3.8."""

    wish: ClassVar[str] = "report_quarantine"
    operator_address: str


@dataclass(frozen=True, kw_only=True)
class ApplyRetention(Command):
    """Delete a vendor's payload that is over its time. Source: rulebook 9.5."""

    wish: ClassVar[str] = "retain"
    vendor_id: int


@dataclass(frozen=True, kw_only=True)
class LoadProgramme(Command):
    """Create or update a vendor from its programme file. ``files`` are those it names. Source: design 4."""

    wish: ClassVar[str] = "load_programme"
    programme: Programme
    files: dict[str, bytes] = field(default_factory=dict)


def commands() -> dict[str, type[Command]]:
    """Return every command by its wish."""
    waiting: list[type[Command]] = [Command]
    found: dict[str, type[Command]] = {}
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if child.wish:
                found[child.wish] = child
    return dict(sorted(found.items()))
