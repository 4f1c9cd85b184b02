"""What is done on each command: one function a command, by aggregate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.domain import commands as do
from app.domain import customer_commands as of_customers
from app.domain import deal_commands as of_deals
from app.domain import file_commands as of_files
from app.domain import gate_commands as at_gate
from app.domain import import_commands as of_lists
from app.domain import person_commands as of_persons
from app.domain import point_commands as of_points
from app.domain import privacy_commands as of_privacy
from app.domain import time_commands as of_time
from app.domain.errors import Refused
from app.service.handlers import (
    agency,
    browsers,
    colleagues,
    collected,
    contradiction,
    corrections,
    customers,
    deal_undo,
    deals,
    digests,
    events,
    files,
    help,
    imports,
    intake,
    lead_undo,
    more_time,
    persons,
    picks,
    preferences,
    privacy,
    programmes,
    protections,
    retention,
    rewards,
    rounds,
    work,
)
from app.service.handlers.refusals import write_refusal
from app.service.scene import Handled, Scene

HANDLERS: dict[type[do.Command], Callable[[Scene, Any], Handled]] = {
    do.SubmitLead: intake.submit,
    of_lists.HandInList: imports.hand_in,
    of_lists.StartImport: imports.start,
    of_lists.ReleaseList: imports.release,
    of_lists.UndoReleaseList: imports.undo_release,
    of_lists.ReportImport: imports.report,
    do.EditLead: intake.edit,
    do.ReleaseLead: intake.release,
    do.DiscardLead: intake.discard,
    do.WithdrawLead: intake.withdraw,
    do.RequalifyLead: intake.requalify,
    do.NudgeOwner: intake.nudge_owner,
    at_gate.SendToAgency: agency.send,
    at_gate.MergeLeads: intake.merge,
    at_gate.KeepBoth: intake.keep_both,
    at_gate.QualifyLead: agency.qualify,
    at_gate.CallItNoLead: agency.call_no_lead,
    at_gate.TryLater: agency.try_later,
    at_gate.RemindAgency: agency.remind,
    at_gate.EscalateQualification: agency.escalate,
    do.WidenOffer: rounds.widen,
    do.EscalateLead: rounds.escalate,
    do.DeclineOffer: contradiction.decline,
    do.PickLead: contradiction.pick,
    do.AssignLead: picks.assign,
    do.Undo: lead_undo.undo,
    do.GiveBackLead: picks.give_back,
    do.RecallLead: picks.recall,
    do.ReturnLead: picks.return_unanswered,
    do.GiveFeedback: work.give_feedback,
    do.AddNote: work.add_note,
    do.MissDeadline: work.miss,
    do.EscalateWork: work.escalate_work,
    do.NudgeHolder: work.nudge,
    do.ExtendDeadline: more_time.extend,
    of_time.AskTime: more_time.ask_time,
    of_time.GrantTime: more_time.grant_time,
    of_time.RefuseTime: more_time.refuse_time,
    of_time.DeclineEntry: more_time.decline_entry,
    do.TakeOverLead: work.take_over,
    of_customers.AnswerEcho: customers.answer_echo,
    do.HandOverLead: work.hand_over,
    do.SnoozeReminder: work.remind_later,
    do.RemindOf: work.remind_of,
    do.SendDigest: digests.send_digest,
    do.SetAbsence: persons.set_absence,
    of_persons.SetPreferences: preferences.set_preferences,
    of_persons.WantEverything: preferences.want_everything,
    of_persons.UndoPreferences: preferences.undo_preferences,
    of_persons.SendCollected: collected.send_collected,
    do.Unsubscribe: persons.unsubscribe,
    do.Resubscribe: persons.resubscribe,
    do.TrustDevice: persons.trust_device,
    do.HoldWish: persons.hold_wish,
    do.ConfirmWish: persons.confirm,
    do.AskBack: persons.ask_back,
    of_persons.SendHelp: help.send_help,
    do.LendLink: colleagues.lend,
    of_persons.AskForBrowser: browsers.ask_for_browser,
    do.NoteReachable: persons.note_reachable,
    do.ReportBounce: persons.report_bounce,
    do.ReportQuarantine: persons.report_quarantine,
    of_privacy.ErasePerson: privacy.erase,
    do.ApplyRetention: retention.retain,
    do.LoadProgramme: programmes.load_programme,
    of_deals.RegisterDeal: deals.register,
    of_deals.SupplyDeal: deals.supply,
    of_deals.ApproveDeal: deals.approve,
    of_deals.RejectDeal: deals.reject,
    of_deals.AskMoreOfDeal: deals.ask_more,
    of_deals.ReportDeal: protections.report,
    of_deals.AskExtension: protections.ask_extension,
    of_deals.GrantExtension: protections.grant_extension,
    of_deals.RefuseExtension: protections.refuse_extension,
    of_deals.UndoDeal: deal_undo.undo,
    of_deals.RemindReviewer: protections.remind_reviewer,
    of_deals.EscalateDeal: protections.escalate,
    of_deals.RemindRegistrant: protections.remind_registrant,
    of_deals.AskStanding: protections.ask_standing,
    of_deals.ExpireDeal: protections.expire,
    of_deals.RecordEvents: events.record,
    of_deals.PushEvents: events.push,
    of_files.AskForFile: files.ask_for_file,
    of_files.AddFiles: files.add,
    of_files.UndoFiles: files.take_back,
    of_files.FetchFile: files.fetch,
    of_points.RedeemPoints: rewards.redeem,
    of_points.ApproveRedemption: rewards.approve,
    of_points.RejectRedemption: rewards.reject,
    of_points.WithdrawRedemption: rewards.withdraw,
    of_points.RemindRedemption: rewards.remind,
    of_points.EscalateRedemption: rewards.escalate,
    of_points.CorrectPoints: corrections.correct_points,
    of_points.UndoCorrection: corrections.undo_correction,
}

SET_HANDLERS: dict[type[do.Command], Callable[[Scene, Sequence[Any]], Sequence[Handled | Refused] | None]] = {
    do.SubmitLead: intake.submit_all,
    do.ReleaseLead: intake.release_all,
}

__all__ = ["HANDLERS", "SET_HANDLERS", "write_refusal"]
