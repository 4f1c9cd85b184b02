"""More time for a lead: the holder asks, also by moving the calendar entry, and the owner answers."""

from __future__ import annotations

from datetime import datetime

from app.domain import letters
from app.domain import time_commands as do
from app.domain.commands import ExtendDeadline, LeadCommand
from app.domain.deadlines import extended_by, next_reminder_at
from app.domain.errors import Implausible, NeedsDate, NotPermitted, WrongState
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import State, next_state
from app.domain.people import Role
from app.service.lead_steps import day_meant
from app.service.scene import Handled, Scene
from app.service.wording import done_letter, likeliest_next, next_steps, thread_of, title_of, way_back

LONGEST_EXTENSION_DAYS = 60


def extend(scene: Scene, command: ExtendDeadline) -> Handled:
    """Give the holder more time, on the owner's wish. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    next_state(State(lead.state), command.wish)
    due_at = _until(lead, command.until, scene.now) if command.until else _in_days(lead, command.days, scene.now)
    lead.extend(due_at, next_reminder_at(due_at, scene.now, lead.calendar))
    assert lead.picked_by is not None
    scene.write(done_letter(lead, role.person_id, "extended", until=due_at))
    to_holder = letters.Done("more_time", lead.ref, title_of(lead), until=due_at, actions=next_steps(lead))
    scene.write(letters.Letter(lead.picked_by, to_holder, lead.id, lead.vendor_id, thread=thread_of(lead)))
    return Handled("extended", {"lead_ref": lead.ref, "until": due_at.isoformat()}, lead.id, lead.vendor_id)


def ask_time(scene: Scene, command: do.AskTime) -> Handled:
    """Put the holder's request to the owner, who can grant exactly that. Source: rulebook 5.3, 6.3."""
    lead, role = _of_holder(scene, command)
    if command.until is None:
        raise NeedsDate()
    until = _until(lead, command.until, scene.now)
    lead.ask_time(until)
    assert lead.due_at is not None
    assert lead.holder is not None
    day = day_meant(lead, until)
    context = letters.TimeAsked(
        lead_ref=lead.ref, title=title_of(lead), reseller=lead.holder.name, person=role.person.name,
        status=lead.status or "picked", due_at=lead.due_at, asked_until=until,
        actions=(Action("grant_time", lead.id, day, True), Action("refuse_time", lead.id, day)),
    )  # fmt: skip
    scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))
    scene.write(done_letter(lead, role.person_id, "time_asked", until=until))
    return Handled("time_asked", {"lead_ref": lead.ref, "until": until.isoformat()}, lead.id, lead.vendor_id)


def grant_time(scene: Scene, command: do.GrantTime) -> Handled:
    """Move the deadline to where the holder asked for, and tell both. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    until = _meant(lead, command.day)
    lead.grant_time(until, scene.now, next_reminder_at(until, scene.now, lead.calendar))
    _tell_both(scene, lead, role, "time_granted")
    return Handled("time_granted", {"lead_ref": lead.ref, "until": until.isoformat()}, lead.id, lead.vendor_id)


def refuse_time(scene: Scene, command: do.RefuseTime) -> Handled:
    """Leave the deadline where it is, and tell both. Source: rulebook 6.3."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    lead.refuse_time(_meant(lead, command.day))
    _tell_both(scene, lead, role, "time_refused")
    return Handled("time_refused", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def decline_entry(scene: Scene, command: do.DeclineEntry) -> Handled:
    """Say to whoever declined or deleted the calendar entry that nothing changed, and what they can do instead."""
    lead, role = _of_holder(scene, command)
    next_state(State(lead.state), command.wish)
    likely = Action("feedback", lead.id, likeliest_next(lead.status), primary=True)
    actions = (likely, Action("ask_time", lead.id), *way_back(lead))
    scene.write(done_letter(lead, role.person_id, "entry_declined", until=lead.due_at, actions=actions))
    return Handled("entry_declined", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def _of_holder(scene: Scene, command: LeadCommand) -> tuple[Lead, Role]:
    """Return the lead and the role by which somebody holds it.

    Raises: WrongState: it is not with their company any more, or is closed. NotPermitted, Unknown.
    """
    try:
        return scene.lead_for(command.lead_id, command.by, command.wish)
    except NotPermitted as refused:
        lead, person = scene.lead(command.lead_id), scene.person(command.by)
        companies = {role.reseller_id for role in person.roles if role.active and role.vendor_id == lead.vendor_id}
        if lead.holder_id in companies - {None}:
            raise
        if companies - {None}:  # what changed is the lead, not their role
            raise WrongState(state=lead.state) from refused
        raise


def _in_days(lead: Lead, days: int, now: datetime) -> datetime:
    if not 1 <= days <= LONGEST_EXTENSION_DAYS:
        raise Implausible(field="days", value=days, expected=f"1 to {LONGEST_EXTENSION_DAYS}")
    return extended_by(lead.due_at or now, days, now, lead.calendar)


def _until(lead: Lead, wanted: datetime, now: datetime) -> datetime:
    """Return the end of work of a wanted day, or of the next working day.

    Raises: Implausible: it is past, no later than the deadline, or later than an owner can grant.
    """
    calendar = lead.calendar
    soonest = max(lead.due_at or now, now)
    latest = extended_by(soonest, LONGEST_EXTENSION_DAYS, now, calendar)
    day, first, last = (calendar.local_day(at) for at in (wanted, soonest, latest))
    until = calendar.closing(day) if first <= day <= last else soonest
    if until <= soonest:
        raise Implausible(field="until", value=day.isoformat(), expected=f"after {first} and up to {last}")
    return until


def _meant(lead: Lead, day: str) -> datetime:
    """Return the deadline that a letter spoke of. Raises: WrongState: by now there is another, or none."""
    for at in (lead.asked_until, lead.due_at):
        if at is not None and day_meant(lead, at) == day:
            return at
    raise WrongState(state=lead.state)


def _tell_both(scene: Scene, lead: Lead, role: Role, code: str) -> None:
    scene.write(done_letter(lead, role.person_id, code, until=lead.due_at))
    if lead.picked_by is not None:
        steps = next_steps(lead)
        scene.write(done_letter(lead, lead.picked_by, code, until=lead.due_at, actions=steps, asked_for=False))
