"""From a wish by name, with what was answered, to the one command it stands for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain import commands as do
from app.domain import customer_commands as of_customers
from app.domain import deal_commands as of_deals
from app.domain import gate_commands as at_gate
from app.domain import import_commands as of_lists
from app.domain import person_commands as of_persons
from app.domain import point_commands as of_points
from app.domain import time_commands as of_time
from app.domain.deal import REJECT_REASONS
from app.domain.deal_lifecycle import DEAL_STATUSES
from app.domain.errors import NeedsReason, Unknown
from app.domain.feedback import (
    DECLINE_REASONS,
    ECHO_REASONS,
    GIVE_BACK_REASONS,
    NEEDS_AMOUNT,
    NEEDS_DATE,
    STATUS_REASONS,
    Statement,
)
from app.domain.file_commands import MATERIAL, AddFiles, AskForFile, FetchFile, UndoFiles
from app.domain.gate import NO_LEAD_REASONS
from app.domain.letters.lists import CUSTOMER, LISTS, customers_of
from app.domain.lifecycle import Status

REMIND_DAYS = (3, 7)
EXTEND_DAYS = 5


@dataclass(frozen=True)
class Answers:
    """What a person added to a wish, in a form or in a sentence.

    at: aware; the appointment, the expected close, the end of a postponement or of an absence. amount_cents with its
    currency. fields: a lead's fields, for *edit*. files: each as name, type and bytes. points: to be added to a
    ledger; below 0, taken from it.
    """

    at: datetime | None = None
    amount_cents: int | None = None
    currency: str | None = None
    reason: str | None = None
    note: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()
    points: int | None = None


@dataclass(frozen=True)
class Question:
    """What a wish asks for before it can be done: ``required`` answers must be given, the others may."""

    reasons: tuple[str, ...] = ()
    wants_date: bool = False
    wants_amount: bool = False
    wants_points: bool = False
    required: frozenset[str] = frozenset()


def question_of(wish: str, option: str = "") -> Question:
    """Return what has to be asked before a wish can be done.

    Source: rulebook 6.1; mail 1.3, which lets nothing harmful happen without a chosen reason.
    """
    if wish == "decline":
        return Question(reasons=DECLINE_REASONS, required=frozenset({"reason"}))
    if wish == "give_back":
        return Question(reasons=GIVE_BACK_REASONS, required=frozenset({"reason"}))
    if (wish, option) == ("echo", "no"):
        return Question(reasons=ECHO_REASONS, required=frozenset({"reason"}))
    if wish == "reject":
        return Question(reasons=REJECT_REASONS, required=frozenset({"reason"}))
    if wish in ("feedback", "deal_report") and option in set(Status):
        status = Status(option)
        required = {"reason"} if status in STATUS_REASONS else set()
        required |= {"date"} if status in NEEDS_DATE else set()
        required |= {"amount"} if status in NEEDS_AMOUNT else set()
        return Question(
            reasons=STATUS_REASONS.get(status, ()),
            wants_date=status in NEEDS_DATE or status is Status.QUOTED,
            wants_amount=status in NEEDS_AMOUNT,
            required=frozenset(required),
        )
    if wish == "no_lead":
        return Question(reasons=NO_LEAD_REASONS, required=frozenset({"reason"}))
    if wish == "correct_points":
        return Question(wants_points=True, required=frozenset({"points"}))
    if wish == "later":
        return Question(wants_date=True)
    if wish in ("absence", "ask_time"):
        return Question(wants_date=True, required=frozenset({"date"}))
    return Question()


def command_of(wish: str, by: int, object_id: int, option: str = "", answers: Answers | None = None) -> do.Command:
    """Return the command that a wish stands for, the same for link, reply, page and API.

    Args: by: the wishing person's id. object_id: a lead's id, or what the wish is about. option: a status, a number of
        days, a company's id or a list's name.
    Raises: Unknown: no such wish or option. NeedsReason: a harmful wish without a reason.
    Source: rulebook 2.
    """
    build = _BUILDERS.get(wish)
    if build is None:
        raise Unknown(wish=wish)
    return build(by, object_id, option, answers or Answers())


Builder = Callable[[int, int, str, Answers], do.Command]


def _on_lead(kind: type[do.LeadCommand]) -> Builder:
    return lambda by, lead_id, option, answers: kind(by=by, lead_id=lead_id)


def _number(option: str) -> int:
    if not (option.isascii() and option.isdigit()):
        raise Unknown(option=option)
    return int(option)


def _feedback(by: int, lead_id: int, option: str, answers: Answers) -> do.Command:
    if option not in set(Status):
        raise Unknown(option=option)
    statement = Statement(
        Status(option), answers.at, answers.amount_cents, answers.currency, answers.reason, answers.note
    )
    return do.GiveFeedback(by=by, lead_id=lead_id, statement=statement)


def _deal_report(by: int, deal_id: int, option: str, answers: Answers) -> do.Command:
    if option not in DEAL_STATUSES:
        raise Unknown(option=option)
    statement = Statement(
        Status(option), answers.at, answers.amount_cents, answers.currency, answers.reason, answers.note
    )
    return of_deals.ReportDeal(by=by, deal_id=deal_id, statement=statement)


def _decline(by: int, lead_id: int, option: str, answers: Answers) -> do.Command:
    if answers.reason is None:
        raise NeedsReason(reasons=list(DECLINE_REASONS))
    return do.DeclineOffer(by=by, lead_id=lead_id, reason=answers.reason)


def _give_back(by: int, lead_id: int, option: str, answers: Answers) -> do.Command:
    return do.GiveBackLead(by=by, lead_id=lead_id, reason=answers.reason, note=answers.note)


def _echo(by: int, lead_id: int, option: str, answers: Answers) -> do.Command:
    if option not in ("yes", "no"):
        raise Unknown(option=option)
    contacted = option == "yes"
    return of_customers.AnswerEcho(
        by=by, lead_id=lead_id, contacted=contacted, reason=answers.reason, note=answers.note
    )


def _list_name(vendor_id: int, option: str) -> str:
    if option == CUSTOMER:
        return customers_of(vendor_id)
    if option not in LISTS:
        raise Unknown(option=option)
    return option


_BUILDERS: dict[str, Builder] = {
    "pick": _on_lead(do.PickLead),
    "undo": lambda by, lead_id, option, answers: do.Undo(by=by, lead_id=lead_id, step=option),
    "release": _on_lead(do.ReleaseLead),
    "discard": _on_lead(do.DiscardLead),
    "withdraw": _on_lead(do.WithdrawLead),
    "widen": _on_lead(do.WidenOffer),
    "requalify": _on_lead(do.RequalifyLead),
    "nudge": _on_lead(do.NudgeHolder),
    "recall": _on_lead(do.RecallLead),
    "take_over": _on_lead(do.TakeOverLead),
    "decline": _decline,
    "give_back": _give_back,
    "feedback": _feedback,
    "echo": _echo,
    "edit": lambda by, lead_id, option, answers: do.EditLead(by=by, lead_id=lead_id, fields=answers.fields),
    "to_agency": _on_lead(at_gate.SendToAgency),
    "qualify": lambda by, lead_id, option, answers: at_gate.QualifyLead(by=by, lead_id=lead_id, fields=answers.fields),
    "merge": lambda by, lead_id, option, answers: at_gate.MergeLeads(by=by, lead_id=lead_id, into_id=_number(option)),
    "keep_both": _on_lead(at_gate.KeepBoth),
    "no_lead": lambda by, lead_id, option, answers: at_gate.CallItNoLead(
        by=by, lead_id=lead_id, reason=answers.reason, note=answers.note
    ),
    "later": lambda by, lead_id, option, answers: at_gate.TryLater(
        by=by, lead_id=lead_id, until=answers.at, note=answers.note
    ),
    "add_files": lambda by, lead_id, option, answers: AddFiles(by=by, lead_id=lead_id, files=answers.files),
    "undo_files": lambda by, lead_id, option, answers: UndoFiles(by=by, lead_id=lead_id, file_id=_number(option)),
    "note": lambda by, lead_id, option, answers: do.AddNote(by=by, lead_id=lead_id, text=answers.note or ""),
    "assign": lambda by, lead_id, option, answers: do.AssignLead(by=by, lead_id=lead_id, reseller_id=_number(option)),
    "hand_over": lambda by, lead_id, option, answers: do.HandOverLead(
        by=by, lead_id=lead_id, person_id=_number(option)
    ),
    "remind": lambda by, lead_id, option, answers: do.SnoozeReminder(by=by, lead_id=lead_id, days=_number(option)),
    "extend": lambda by, lead_id, option, answers: do.ExtendDeadline(
        by=by, lead_id=lead_id, days=_number(option or "5"), until=answers.at
    ),
    "ask_time": lambda by, lead_id, option, answers: of_time.AskTime(by=by, lead_id=lead_id, until=answers.at),
    "grant_time": lambda by, lead_id, option, answers: of_time.GrantTime(by=by, lead_id=lead_id, day=option),
    "refuse_time": lambda by, lead_id, option, answers: of_time.RefuseTime(by=by, lead_id=lead_id, day=option),
    "register": lambda by, vendor_id, option, answers: of_deals.RegisterDeal(
        by=by, vendor_id=vendor_id, fields=answers.fields, words=answers.note or ""
    ),
    "start_import": lambda by, import_id, option, answers: of_lists.StartImport(by=by, import_id=import_id),
    "release_list": lambda by, import_id, option, answers: of_lists.ReleaseList(by=by, import_id=import_id),
    "undo_list": lambda by, import_id, option, answers: of_lists.UndoReleaseList(
        by=by, import_id=import_id, press=_number(option) if option else None
    ),
    "submit": lambda by, vendor_id, option, answers: do.SubmitLead(
        by=by, vendor_id=vendor_id, fields=answers.fields, remarks=answers.note or ""
    ),
    "supply": lambda by, deal_id, option, answers: of_deals.SupplyDeal(
        by=by, deal_id=deal_id, fields=answers.fields, words=answers.note or ""
    ),
    "approve": lambda by, deal_id, option, answers: of_deals.ApproveDeal(by=by, deal_id=deal_id),
    "reject": lambda by, deal_id, option, answers: of_deals.RejectDeal(
        by=by, deal_id=deal_id, reason=answers.reason, note=answers.note
    ),
    "ask_more": lambda by, deal_id, option, answers: of_deals.AskMoreOfDeal(
        by=by, deal_id=deal_id, question=answers.note
    ),
    "deal_report": _deal_report,
    "ask_extension": lambda by, deal_id, option, answers: of_deals.AskExtension(
        by=by, deal_id=deal_id, reason=answers.note
    ),
    "grant_extension": lambda by, deal_id, option, answers: of_deals.GrantExtension(by=by, deal_id=deal_id),
    "refuse_extension": lambda by, deal_id, option, answers: of_deals.RefuseExtension(by=by, deal_id=deal_id),
    "undo_deal": lambda by, deal_id, option, answers: of_deals.UndoDeal(by=by, deal_id=deal_id, step=option),
    "redeem": lambda by, company_id, option, answers: of_points.RedeemPoints(
        by=by, reseller_id=company_id, reward=_number(option)
    ),
    "correct_points": lambda by, company_id, option, answers: of_points.CorrectPoints(
        by=by, reseller_id=company_id, points=answers.points or 0, reason=answers.note or ""
    ),
    "undo_correction": lambda by, entry_id, option, answers: of_points.UndoCorrection(by=by, entry_id=entry_id),
    "approve_redemption": lambda by, redemption_id, option, answers: of_points.ApproveRedemption(
        by=by, redemption_id=redemption_id
    ),
    "reject_redemption": lambda by, redemption_id, option, answers: of_points.RejectRedemption(
        by=by, redemption_id=redemption_id, reason=answers.note
    ),
    "withdraw_redemption": lambda by, redemption_id, option, answers: of_points.WithdrawRedemption(
        by=by, redemption_id=redemption_id
    ),
    "download": lambda by, file_id, option, answers: AskForFile(by=by, file_id=file_id, is_material=option == MATERIAL),
    "fetch": lambda by, file_id, option, answers: FetchFile(by=by, file_id=file_id, is_material=option == MATERIAL),
    "confirm": lambda by, pending_id, option, answers: do.ConfirmWish(by=by, pending_id=pending_id),
    "absence": lambda by, _, option, answers: do.SetAbsence(by=by, until=answers.at),
    "prefer": lambda by, _, option, answers: of_persons.SetPreferences(
        by=by,
        changes={name: value for name, value in answers.fields.items() if name != "deputy"},
        deputy=answers.fields.get("deputy"),
    ),
    "prefer_all": lambda by, _, option, answers: of_persons.WantEverything(by=by),
    "prefer_undo": lambda by, _, option, answers: of_persons.UndoPreferences(by=by),
    "resume": lambda by, _, option, answers: do.SetAbsence(by=by, until=None),
    "unsubscribe": lambda by, vendor_id, option, answers: do.Unsubscribe(
        by=by, mail_list=_list_name(vendor_id, option)
    ),
    "resubscribe": lambda by, vendor_id, option, answers: do.Resubscribe(
        by=by, mail_list=_list_name(vendor_id, option)
    ),
    "trust_device": lambda by, _, option, answers: do.TrustDevice(by=by, trusted=option == "on"),
}
