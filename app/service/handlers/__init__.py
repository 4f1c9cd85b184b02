"""What is done on each command: one function a command, by aggregate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain import commands as do
from app.domain import deal_commands as of_deals
from app.domain import gate_commands as at_gate
from app.domain import person_commands as of_persons
from app.service.handlers import (
    agency,
    collected,
    contradiction,
    deals,
    digests,
    events,
    intake,
    persons,
    picks,
    preferences,
    privacy,
    programmes,
    protections,
    retention,
    rounds,
    work,
)
from app.service.handlers.refusals import write_refusal
from app.service.scene import Handled, Scene

HANDLERS: dict[type[do.Command], Callable[[Scene, Any], Handled]] = {
    do.SubmitLead: intake.submit,
    do.EditLead: intake.edit,
    do.ReleaseLead: intake.release,
    do.DiscardLead: intake.discard,
    do.WithdrawLead: intake.withdraw,
    do.RequalifyLead: intake.requalify,
    do.NudgeOwner: intake.nudge_owner,
    at_gate.SendToAgency: agency.send,
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
    do.Undo: picks.undo,
    do.GiveBackLead: picks.give_back,
    do.RecallLead: picks.recall,
    do.ReturnLead: picks.return_unanswered,
    do.GiveFeedback: work.give_feedback,
    do.AddNote: work.add_note,
    do.MissDeadline: work.miss,
    do.EscalateWork: work.escalate_work,
    do.NudgeHolder: work.nudge,
    do.ExtendDeadline: work.extend,
    do.TakeOverLead: work.take_over,
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
    do.ReportBounce: persons.report_bounce,
    do.ReportQuarantine: persons.report_quarantine,
    do.ErasePerson: privacy.erase,
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
    of_deals.RemindReviewer: protections.remind_reviewer,
    of_deals.EscalateDeal: protections.escalate,
    of_deals.RemindRegistrant: protections.remind_registrant,
    of_deals.AskStanding: protections.ask_standing,
    of_deals.ExpireDeal: protections.expire,
    of_deals.RecordEvents: events.record,
    of_deals.PushEvents: events.push,
}

__all__ = ["HANDLERS", "write_refusal"]
