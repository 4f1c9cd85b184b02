"""Working a lead: feedback, deadlines, reminders, and what the owner can do about silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.domain import commands as do
from app.domain import letters
from app.domain.deadlines import (
    escalates_at,
    first_feedback_by,
    next_feedback_by,
    next_reminder_at,
    returns_at,
)
from app.domain.errors import AlreadyDone, Implausible, Unknown
from app.domain.feedback import Feedback, Note, Statement
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import WORKED, State, Step
from app.domain.people import Person, Role
from app.domain.wishes import EXTEND_DAYS, REMIND_DAYS
from app.service.handlers import picks, rounds
from app.service.handlers.customers import ask_customer, hold_back_from_customer, name_who_calls
from app.service.points import book_missed, book_work
from app.service.protection import require_unprotected
from app.service.scene import Handled, Scene
from app.service.times import in_a_week
from app.service.wording import (
    contact_name,
    done_letter,
    lead_row,
    likeliest_next,
    more_time,
    next_steps,
    remind_actions,
    status_actions,
    thread_of,
    title_of,
    way_back,
)
from app.store.locks import locked

LONGEST_NOTE = 10_000


def give_feedback(scene: Scene, command: do.GiveFeedback) -> Handled:
    """Note how a lead stands, plan the next question, and tell both sides what was understood.

    Source: rulebook 6.1 to 6.4.
    """
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    if lead.state == State.TAKEN_OVER:
        require_unprotected(scene, lead)
    statement = _in_currency(command.statement, lead)
    calendar = lead.calendar
    due_at = None
    if not _needs_more(statement):
        due_at = next_feedback_by(statement.status, scene.now, lead.vendor.rules, calendar, statement.at)
    remind_at = next_reminder_at(due_at, scene.now, calendar) if due_at else None
    feedback = lead.give_feedback(statement, role, scene.now, next_due_at=due_at, remind_at=remind_at)
    scene.session.add(feedback)
    scene.session.flush()
    book_work(scene, lead, role.person_id, feedback)
    _write_receipts(scene, lead, role, feedback)
    ask_customer(scene, lead, role, feedback.status)
    scene.session.flush()
    also_picked = picks.carry_out_waiting(scene, lead.holder) if lead.holder is not None else []
    facts = {
        "lead_ref": lead.ref, "status": lead.status, "undo": "undo", "step": str(feedback.id),
        "next_due_by": due_at.isoformat() if due_at else None, "also_picked": also_picked,
    }  # fmt: skip
    return Handled("feedback", facts, lead.id, lead.vendor_id)


def _needs_more(statement: Statement) -> bool:
    """Whether the statement lacks the day its deadline hangs on; the lead refuses it with the right question."""
    return statement.status in ("appointment", "postponed") and statement.at is None


def _in_currency(statement: Statement, lead: Lead) -> Statement:
    if statement.amount_cents is None or statement.currency:
        return statement
    return Statement(
        statement.status, statement.at, statement.amount_cents, lead.vendor.currency, statement.reason, statement.note
    )


def _write_receipts(scene: Scene, lead: Lead, role: Role, feedback: Feedback) -> None:
    undo = (Action("undo", lead.id, str(feedback.id)),)
    following = () if lead.closed_at else (Action("feedback", lead.id, likeliest_next(lead.status)),)
    echo = letters.FeedbackEcho(
        lead_ref=lead.ref, title=title_of(lead), status=feedback.status, when=_spoken(feedback.at, lead.calendar.zone),
        amount_cents=feedback.amount_cents, currency=feedback.currency or "", reason=feedback.reason or "",
        note=feedback.note or "", next_due_by=lead.due_at, actions=(*undo, *following),
        status_before=feedback.before["status"] or "" if feedback.before["closed_at"] else "",
    )  # fmt: skip
    scene.write(letters.Letter(role.person_id, echo, lead.id, lead.vendor_id, asked_for=True, thread=thread_of(lead)))
    if lead.owner_id == role.person_id:
        return
    name = lead.holder.name if lead.holder is not None else lead.vendor.name
    receipt = letters.FeedbackReceipt(**{**vars(echo), "actions": ()}, reseller=name, person=role.person.name)
    scene.write(letters.Letter(lead.owner_id, receipt, lead.id, lead.vendor_id, thread=thread_of(lead)))


def _spoken(at: datetime | None, zone: str) -> datetime | date | None:
    """Return a day where only a day was said: it is stored as its first instant there."""
    local = at.astimezone(ZoneInfo(zone)) if at else None
    return local.date() if local and local.time() == time() else at


def add_note(scene: Scene, command: do.AddNote) -> Handled:
    """Keep words with a lead. Source: rulebook 6.1."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    scene.session.add(
        Note(lead_id=lead.id, person_id=role.person_id, text=command.text[:LONGEST_NOTE], written_at=scene.now)
    )
    stays = (letters.FactRow("status", lead.status or lead.state),)
    scene.write(done_letter(lead, role.person_id, "noted", facts=stays))
    if role.reseller_id is not None:
        told = (letters.FactRow("person", role.person.name), letters.FactRow("note", command.text[:1000]))
        context = letters.Done("partner_note", lead.ref, title_of(lead), told)
        scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("noted", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def miss(scene: Scene, command: do.MissDeadline) -> Handled:
    """Note that an answer is overdue, which locks the company, and plan what follows. Source: rulebook 6.3."""
    lead = scene.lead(command.lead_id)
    _require_step(scene, lead, Step.MISS)
    assert lead.holder_id is not None
    assert lead.due_at is not None
    company = scene.reseller(lead.holder_id)
    follows_at = returns_at if lead.is_unworked else escalates_at
    book_missed(scene, lead)
    lead.miss(scene.now, follows_at(lead.due_at, lead.vendor.rules, company.calendar))
    return Handled("missed", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def escalate_work(scene: Scene, command: do.EscalateWork) -> Handled:
    """Ask the owner what to do about a holder who fell silent. Source: rulebook 6.3."""
    lead = scene.lead(command.lead_id)
    _require_step(scene, lead, Step.ESCALATE_WORK)
    assert lead.holder_id is not None
    assert lead.due_at is not None
    company = scene.reseller(lead.holder_id)
    calendar = company.calendar
    days = calendar.days_since(lead.due_at, scene.now)
    lead.escalate_work(in_a_week(lead.vendor, scene.now))
    context = letters.HolderSilent(
        lead_ref=lead.ref, title=title_of(lead), reseller=company.name, status=lead.status or "picked",
        missed_by=lead.due_at, silent_days=days, candidates=rounds.candidates(scene, lead),
        actions=(
            Action("nudge", lead.id, primary=True), Action("extend", lead.id, str(EXTEND_DAYS)),
            Action("recall", lead.id), Action("take_over", lead.id),
        ),
    )  # fmt: skip
    scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("escalated", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def _require_step(scene: Scene, lead: Lead, step: Step) -> None:
    """The clock may be late or twice: what is not due any more is not done."""
    if lead.step != step or lead.step_at is None or lead.step_at > scene.now:
        raise AlreadyDone()


def nudge(scene: Scene, command: do.NudgeHolder) -> Handled:
    """Remind the holder now, on the owner's wish. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    lead.nudge()
    assert lead.picked_by is not None
    assert lead.holder_id is not None
    scene.write(_due_letter(scene, scene.person(lead.picked_by), [lead]))
    scene.write(done_letter(lead, role.person_id, "nudged"))
    return Handled("nudged", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def take_over(scene: Scene, command: do.TakeOverLead) -> Handled:
    """Let the vendor work the lead itself; the holder is told. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    holder, company_id, calendar = lead.picked_by, lead.holder_id, lead.vendor.calendar
    require_unprotected(scene, lead)
    due_at = first_feedback_by(lead.temperature, scene.now, lead.vendor.rules, calendar)
    lead.take_over(role.person_id, due_at, next_reminder_at(due_at, scene.now, calendar))
    picks.bar_offer(scene, lead, company_id)
    hold_back_from_customer(scene, lead)
    scene.write(done_letter(lead, role.person_id, "taken_over", until=due_at, actions=next_steps(lead)))
    if holder is not None:
        told = letters.Done("lead_left", lead.ref, title_of(lead))
        scene.write(letters.Letter(holder, told, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("taken_over", {"lead_ref": lead.ref, "until": due_at.isoformat()}, lead.id, lead.vendor_id)


def hand_over(scene: Scene, command: do.HandOverLead) -> Handled:
    """Let a colleague at the same company go on with a lead; its deadline stays. Source: rulebook 1."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    assert lead.holder is not None
    colleague = next((one for one in lead.holder.roles if one.active and one.person_id == command.person_id), None)
    if colleague is None:
        raise Unknown()
    lead.hand_over(colleague.person_id)
    name_who_calls(scene, lead, colleague, lead.holder)
    scene.write(picks.picked_letter(scene, lead, colleague, role.person.name))
    facts = (letters.FactRow("person", colleague.person.name),)
    scene.write(done_letter(lead, role.person_id, "handed_over", facts=facts))
    told = letters.Done("handed_over", lead.ref, title_of(lead), facts)
    scene.write(letters.Letter(lead.owner_id, told, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("handed_over", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def remind_later(scene: Scene, command: do.SnoozeReminder) -> Handled:
    """Leave the holder alone about one lead for some days; the deadline stays. Source: mail 4."""
    if command.days not in REMIND_DAYS:
        raise Implausible(field="days", value=command.days, expected=" / ".join(str(days) for days in REMIND_DAYS))
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    calendar = lead.calendar
    until = calendar.opening(calendar.local_day(scene.now) + timedelta(days=command.days))
    lead.remind_later(until)
    if scene.origin.is_mail:
        scene.write(done_letter(lead, role.person_id, "reminder_moved", until=until))
    return Handled("reminder_moved", {"lead_ref": lead.ref, "until": until.isoformat()}, lead.id, lead.vendor_id)


def remind_of(scene: Scene, command: do.RemindOf) -> Handled:
    """Send a person one mail about all leads that are due, and plan the next working day's. Source: rulebook 6.3."""
    person = scene.person(command.person_id)
    rows = (
        select(Lead)
        .where(Lead.picked_by == person.id, Lead.state.in_(WORKED), Lead.remind_at <= scene.now)
        .order_by(Lead.due_at, Lead.id)
    )
    due = list(scene.session.scalars(locked(rows, of=Lead)))
    if not due:
        raise AlreadyDone()
    for lead in due:
        assert lead.due_at is not None
        lead.remind_at = next_reminder_at(lead.due_at, scene.now, lead.calendar)
    scene.write(_due_letter(scene, person, due[:40]))
    return Handled("reminded", {"leads": [lead.ref for lead in due]})


def _due_letter(scene: Scene, person: Person, due: list[Lead]) -> letters.Letter:
    single = len(due) == 1
    rows = []
    for number, lead in enumerate(due):
        row = replace(
            lead_row(lead, scene.now, primary=number == 0),
            contact=contact_name(lead), phone=str(lead.fields.get("contact_phone") or ""),
        )  # fmt: skip
        rows.append(replace(row, actions=status_actions(lead)) if single else row)
    others = (*remind_actions(due[0]), *more_time(due[0]), *way_back(due[0]))
    more = tuple(Action("open", lead.id, "more", argument={} if single else {"item": lead.ref}) for lead in due)
    actions = (*more, *others) if single else more
    context = letters.FeedbackDue(
        rows=tuple(rows), locked=any(lead.is_overdue(scene.now) for lead in due), returns_by=_returns_by(due),
        actions=actions,
    )  # fmt: skip
    thread = thread_of(due[0]) if single else f"due:{person.id}"
    return letters.Letter(person.id, context, due[0].id if single else None, due[0].vendor_id, (), False, thread)


def _returns_by(due: list[Lead]) -> datetime | None:
    returns = [lead.step_at for lead in due if lead.step == Step.RETURN and lead.step_at is not None]
    return min(returns, default=None)
