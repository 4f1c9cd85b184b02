"""An agency completes a lead for the vendor, or says why it cannot."""

from __future__ import annotations

from app.domain import gate_commands as do
from app.domain.errors import AlreadyDone, NoAgency
from app.domain.feedback import Note
from app.domain.lead import Lead
from app.domain.letters import Action, FactRow
from app.domain.people import Role
from app.service.gate import qualifiers, write_to_agency, write_to_owner
from app.service.handlers import intake
from app.service.scene import Handled, Scene
from app.service.times import in_a_week, next_morning
from app.service.wording import done_letter

LONGEST_NOTE = 10_000


def send(scene: Scene, command: do.SendToAgency) -> Handled:
    """Ask the agency in whose territory the lead lies to complete it, or the same one once more.

    Raises: NoAgency: nobody can be asked. WrongState.
    Source: rulebook 3.4.
    """
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    asked = qualifiers(scene, lead)
    if not asked:
        raise NoAgency()
    assert asked[0].agency is not None
    was_asked = lead.qualify_by is not None
    rules, calendar = lead.vendor.rules, lead.vendor.calendar
    lead.send_to_agency(asked[0].agency, calendar.plus_working_days(scene.now, rules.qualification_days))
    for one in asked:
        write_to_agency(scene, lead, one.person, "reminder" if was_asked else "new")
    told = (FactRow("agency", asked[0].agency),)
    scene.write(done_letter(lead, role.person_id, "to_agency", until=lead.qualify_by, facts=told))
    assert lead.qualify_by is not None
    return _handled(lead, "to_agency", until=lead.qualify_by.isoformat())


def qualify(scene: Scene, command: do.QualifyLead) -> Handled:
    """Keep what the agency filled in, and hand the lead back when nothing is missing. Source: rulebook 3.4."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    intake.fill_in(scene, lead, role.person.name, command.fields, command.sources)
    if missing := lead.missing(lead.vendor.rules.mandatory):
        write_to_agency(scene, lead, role.person, "updated", asked_for=True)
        return _handled(lead, "still_missing", missing=missing)
    lead.hand_back(next_morning(lead.vendor, scene.now))
    scene.write(done_letter(lead, role.person_id, "qualified"))
    intake.show_and_release(scene, lead, lead.owner_id, occasion="qualified", asked_for=False)
    return _handled(lead, "qualified")


def call_no_lead(scene: Scene, command: do.CallItNoLead) -> Handled:
    """Put a lead away on the agency's word; its owner reads why, and can undo it. Source: rulebook 3.4."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    lead.call_no_lead(command.reason, scene.now)
    _keep(scene, lead, role, command.note)
    told = [FactRow("agency", role.agency or ""), FactRow("reason", str(command.reason))]
    told += [FactRow("note", command.note[:1000])] if command.note else []
    undo = (Action("undo", lead.id, command.wish),)
    scene.write(done_letter(lead, role.person_id, "no_lead"))
    scene.write(done_letter(lead, lead.owner_id, "not_a_lead", facts=tuple(told), actions=undo, asked_for=False))
    return _handled(lead, "no_lead", reason=command.reason)


def try_later(scene: Scene, command: do.TryLater) -> Handled:
    """Ask the agency again when it wants to be asked, or some working days on. Source: rulebook 3.4."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    calendar = lead.vendor.calendar
    days = lead.vendor.rules.qualification_days
    until = calendar.next_working(command.until) if command.until else calendar.plus_working_days(scene.now, days)
    lead.try_later(until, scene.now)
    _keep(scene, lead, role, command.note)
    scene.write(done_letter(lead, role.person_id, "later", until=until))
    return _handled(lead, "later", until=until.isoformat())


def _keep(scene: Scene, lead: Lead, role: Role, note: str | None) -> None:
    if note:
        scene.session.add(
            Note(lead_id=lead.id, person_id=role.person_id, text=note[:LONGEST_NOTE], written_at=scene.now)
        )


def remind(scene: Scene, command: do.RemindAgency) -> Handled:
    """Ask the agency once more at its deadline. Source: rulebook 3.4."""
    lead = _due(scene, command)
    lead.remind_agency(next_morning(lead.vendor, scene.now))
    for role in qualifiers(scene, lead):
        write_to_agency(scene, lead, role.person, "reminder")
    return _handled(lead, "reminded")


def escalate(scene: Scene, command: do.EscalateQualification) -> Handled:
    """Tell the owner that the agency does not answer. Source: rulebook 3.4, 4.5."""
    lead = _due(scene, command)
    lead.escalate_agency(in_a_week(lead.vendor, scene.now))
    write_to_owner(scene, lead, lead.owner_id, occasion="agency_silent", asked_for=False)
    return _handled(lead, "escalated")


def _due(scene: Scene, command: do.RemindAgency | do.EscalateQualification) -> Lead:
    """The clock may be late or twice: what is not due any more is not done."""
    lead = scene.lead(command.lead_id)
    if lead.step != command.wish or lead.step_at is None or lead.step_at > scene.now:
        raise AlreadyDone()
    return lead


def _handled(lead: Lead, code: str, **facts: object) -> Handled:
    return Handled(code, {"lead_ref": lead.ref, **facts}, lead.id, lead.vendor_id)
