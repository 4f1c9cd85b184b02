"""Leads come in: submitted, completed, released, or put away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.domain import commands as do
from app.domain import gate_commands as at_gate
from app.domain.customer_key import Record
from app.domain.enrichment import Occasion, outdated_by
from app.domain.errors import NotPermitted, Refused, Unknown
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.letters import Action, FactRow
from app.domain.lifecycle import AT_GATE, ON_OFFER, WORKED, State, Step
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import SUBMIT_PERMISSIONS, VENDOR_ROLES, RoleName, role_for
from app.service.customer_index import forget, remember
from app.service.enrichment import NotAsked
from app.service.gate import end_task, write_to_agency, write_to_owner
from app.service.handlers.rounds import ask_next_round, open_offers, take_back_offers
from app.service.offer_readers import offers_wait_until
from app.service.protection import is_surely_there, protection_of, require_unprotected, twins_of
from app.service.scene import Handled, Scene
from app.service.times import in_a_week, next_morning
from app.service.together import Together, locked_leads
from app.service.wording import done_letter, fact_rows
from app.store.imports import note_at_gate


def submit(scene: Scene, command: do.SubmitLead) -> Handled:
    """Keep a lead that a vendor's person handed in, tell them what was read, and offer it where that is set.

    Raises: Unknown: no such vendor or person. NotPermitted: not one of the vendor's people.
    Source: rulebook 3.1 to 3.4.
    """
    lead = _received(scene, command)
    scene.session.add(lead)
    scene.session.flush()
    remember(scene.session, lead.vendor, Record.LEAD, {lead.id: lead.fields}, new=True)
    return _shown(scene, command, lead)


def submit_all(scene: Scene, commands: Sequence[do.SubmitLead]) -> list[Handled] | None:
    """Keep the leads of a list's set, each as ``submit`` does; None: they are not of one list.

    Raises: as ``submit``, before anything is kept.
    Source: rulebook 3.2.
    """
    if len({(command.vendor_id, command.import_id) for command in commands}) > 1 or commands[0].import_id is None:
        return None
    leads, unasked = [], 0
    for command in commands:
        try:
            leads.append(_received(scene, command))
        except NotAsked:  # the next ones may have questions too: all are asked together
            unasked += 1
    if unasked:
        raise NotAsked()
    scene.session.add_all(leads)
    scene.session.flush()
    remember(scene.session, leads[0].vendor, Record.LEAD, {lead.id: lead.fields for lead in leads}, new=True)
    scene.together = Together(scene.session, scene.now, leads)
    return [_shown(scene, command, lead) for command, lead in zip(commands, leads, strict=True)]


def _received(scene: Scene, command: do.SubmitLead) -> Lead:
    """Return a new lead, which nobody has kept yet. Raises: as ``submit``."""
    vendor = scene.session.get(Vendor, command.vendor_id)
    if vendor is None:
        raise Unknown()
    person = scene.person(command.by)
    role = submitting_role(person, vendor)
    said = {name: value for name, value in command.fields.items() if value not in (None, "")}
    filled, from_where = scene.providers.fill(said, Occasion(), vendor_id=vendor.id)
    fields = said | filled
    lead = Lead(
        vendor=vendor, owner_id=_owner_of(vendor, role, fields),
        submitted_by=person.id, raw_mail_id=command.raw_mail_id, submitted_at=scene.now, state=State.RECEIVED,
        fields=fields, sources=dict(command.sources) | from_where, remarks=command.remarks, round=0, returned_count=0,
    )  # fmt: skip
    lead.plan(Step.NUDGE_OWNER, next_morning(vendor, scene.now))
    return lead


def _shown(scene: Scene, command: do.SubmitLead, lead: Lead) -> Handled:
    """Keep a new lead's files, and tell whoever handed it in what was read of it."""
    for filename, content_type, content in command.attachments:
        scene.session.add(Attachment(lead_id=lead.id, filename=filename, content_type=content_type, content=content))
    in_list = command.import_id is not None
    show_and_release(scene, lead, lead.submitted_by or lead.owner_id, in_list=in_list)
    missing = lead.missing(lead.vendor.rules.mandatory)
    facts = {"lead_ref": lead.ref, "missing": missing, "released": lead.state in ON_OFFER}
    if in_list and lead.state == State.RECEIVED:
        facts["duplicate"] = is_surely_there(scene, lead)
    return Handled("submitted", facts, lead.id, lead.vendor_id)


def edit(scene: Scene, command: do.EditLead) -> Handled:
    """Fill or correct fields and show what is there now. Source: rulebook 3.4."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    fill_in(scene, lead, role.person.name, command.fields, command.sources)
    show_at_gate(scene, lead, role)
    missing = lead.missing(lead.vendor.rules.mandatory)
    return Handled("edited", {"lead_ref": lead.ref, "missing": missing}, lead.id, lead.vendor_id)


def fill_in(
    scene: Scene, lead: Lead, by: str, fields: dict[str, Any], sources: Mapping[str, Mapping[str, Any]]
) -> None:
    """Fill or correct fields, each with the name of whoever said so, and what follows from them.

    Raises: WrongState.
    Source: rulebook 3.4, 3.7.
    """
    outdated = outdated_by(fields, lead.sources)
    changed = dict.fromkeys(outdated) | fields
    occasion = Occasion(frozenset(fields), outdated.union(fields))
    filled, from_where = scene.providers.fill({**lead.fields, **changed}, occasion, lead_id=lead.id)
    said = {name: {"by": by, **sources.get(name, {})} for name in fields}
    lead.edit(changed | filled, said | from_where)
    note_at_gate(scene.session, lead.id, not lead.missing(lead.vendor.rules.mandatory))
    remember(scene.session, lead.vendor, Record.LEAD, {lead.id: lead.fields})


def show_at_gate(scene: Scene, lead: Lead, role: Role, more: tuple[Action, ...] = ()) -> None:
    """Show a lead at the gate to whoever has just changed it; with auto-release a complete one goes out.

    Args: more: buttons beside those of the gate.
    """
    if role.name == RoleName.QUALIFIER:
        write_to_agency(scene, lead, role.person, "updated", asked_for=True, more=more)
    else:
        show_and_release(scene, lead, role.person_id, more=more)


def show_and_release(
    scene: Scene, lead: Lead, to: int, *, occasion: str = "received", asked_for: bool = True, in_list: bool = False,
    more: tuple[Action, ...] = (),
) -> None:  # fmt: skip
    """Show a vendor's person a lead at the gate; with auto-release a complete one goes out.

    Args: in_list: it is one of a list, whose report shows it. more: buttons beside those of the gate.
    Source: rulebook 3.2, 3.4.
    """
    rules = lead.vendor.rules
    may_go = rules.auto_release and lead.state == State.RECEIVED and not lead.missing(rules.mandatory)
    free = may_go and protection_of(scene, lead.vendor, lead.fields, lock=True) is None
    will_release = free and not is_surely_there(scene, lead)
    if will_release:
        lead.release(rules.mandatory, scene.now)
        ask_next_round(scene, lead)
    if not in_list:
        write_to_owner(scene, lead, to, will_release=will_release, occasion=occasion, asked_for=asked_for, more=more)


def release(scene: Scene, command: do.ReleaseLead) -> Handled:
    """Put a complete lead on offer. Source: rulebook 3.4."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    require_unprotected(scene, lead)
    was = lead.state
    lead.release(lead.vendor.rules.mandatory, scene.now)
    asked = ask_next_round(scene, lead)
    later = offers_wait_until(scene.session, lead, scene.now, open_offers(scene, lead) if scene.together else None)
    if command.import_id is None:
        when = (FactRow("goes_out_at", later.isoformat()),) if later else ()
        back = (Action("requalify", lead.id),)
        scene.write(done_letter(lead, role.person_id, "released", facts=when, actions=back))
    if was == State.QUALIFYING:
        end_task(scene, lead)
    facts = {"lead_ref": lead.ref, "asked": asked, "goes_out_at": later.isoformat() if later else None}
    return Handled("released", facts, lead.id, lead.vendor_id)


def release_all(scene: Scene, commands: Sequence[do.ReleaseLead]) -> list[Handled | Refused] | None:
    """Put the leads of a set on offer, each as ``release`` does, or refuse it; None: they are not of one vendor.

    A release is refused before it changes anything, so that the others go on beside it.
    Source: rulebook 3.4.
    """
    leads = locked_leads(scene.session, [command.lead_id for command in commands])
    if len({lead.vendor_id for lead in leads}) != 1:
        return None
    scene.together = Together(scene.session, scene.now, leads)
    return [_or_refused(release, scene, command) for command in commands]


def _or_refused(handler: Callable[[Scene, Any], Handled], scene: Scene, command: do.Command) -> Handled | Refused:
    try:
        return handler(scene, command)
    except Refused as refused:
        return refused


def discard(scene: Scene, command: do.DiscardLead) -> Handled:
    """Put a lead away that was never offered; it can be undone."""
    return _put_away(scene, command, "discarded")


def withdraw(scene: Scene, command: do.WithdrawLead) -> Handled:
    """Take a lead off the market; waiting offers are not sent any more."""
    handled = _put_away(scene, command, "withdrawn")
    take_back_offers(scene, command.lead_id)
    return handled


def _put_away(scene: Scene, command: do.LeadCommand, code: str) -> Handled:
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    was = lead.state
    lead.close(command.wish, scene.now)
    if was == State.QUALIFYING:
        end_task(scene, lead)
    scene.write(done_letter(lead, role.person_id, code, actions=(Action("undo", lead.id, command.wish),)))
    facts = {"lead_ref": lead.ref, "undo": "undo", "step": command.wish}
    return Handled(code, facts, lead.id, lead.vendor_id)


def requalify(scene: Scene, command: do.RequalifyLead) -> Handled:
    """Take an offered lead back, to be completed. Source: rulebook 4.5."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    lead.requalify(next_morning(lead.vendor, scene.now))
    take_back_offers(scene, lead.id)
    if command.import_id is None:
        write_to_owner(scene, lead, role.person_id)
    return Handled("requalified", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def reopen(scene: Scene, lead: Lead, role: Role) -> Handled:
    """Undo a discard, a withdrawal or a merge: the lead waits again for its release."""
    if lead.state == State.MERGED:
        return _unmerge(scene, lead, role)
    lead.reopen(next_morning(lead.vendor, scene.now))
    write_to_owner(scene, lead, role.person_id)
    return Handled("reopened", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def merge(scene: Scene, command: at_gate.MergeLeads) -> Handled:
    """Let a lead live on in another of the same customer; who holds that one reads what is new.

    Raises: Unknown: the other is no lead of this vendor. NotPermitted: one of both is not theirs. WrongState.
    Source: rulebook 3.6.
    """
    for lead_id in sorted((command.lead_id, command.into_id)):
        scene.lead(lead_id)  # locked in one order, so that two merges cannot wait for each other
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    survivor = scene.lead(command.into_id)
    if survivor.vendor_id != lead.vendor_id:
        raise Unknown()
    role_for(role.person, command.wish, survivor)
    undo_by = scene.now + timedelta(minutes=lead.vendor.rules.undo_minutes)
    was_on_offer = lead.state in ON_OFFER
    filled = lead.merge(survivor, survivor.id, lead.id, scene.now, undo_by)
    if was_on_offer:
        take_back_offers(scene, lead.id)
    forget(scene.session, Record.LEAD, [lead.id])
    remember(scene.session, survivor.vendor, Record.LEAD, {survivor.id: survivor.fields})
    undo = (Action("undo", lead.id, command.wish),)
    scene.write(done_letter(survivor, role.person_id, "merged", actions=undo, until=undo_by))
    if survivor.state in AT_GATE:
        write_to_owner(scene, survivor, role.person_id)
    elif survivor.picked_by is not None and survivor.state in WORKED:
        scene.write(done_letter(survivor, survivor.picked_by, "lead_grew", facts=_news(lead, filled), asked_for=False))
    facts = {"lead_ref": lead.ref, "survivor_ref": survivor.ref, "undo": "undo", "step": command.wish}
    return Handled("merged", facts, lead.id, lead.vendor_id)


def _news(lead: Lead, filled: list[str]) -> tuple[FactRow, ...]:
    """Return what the holder of the other lead did not know: the new words first."""
    told = dict.fromkeys([*(["need"] if lead.fields.get("need") else []), *filled])
    return tuple(row for row in fact_rows(lead, told) if row.name != "currency")


def _unmerge(scene: Scene, lead: Lead, role: Role) -> Handled:
    survivor = scene.lead(lead.merged_into or 0)
    lead.unmerge(survivor, lead.id, scene.now, next_morning(lead.vendor, scene.now))
    lead.round = 0
    remember(scene.session, lead.vendor, Record.LEAD, {lead.id: lead.fields, survivor.id: survivor.fields})
    write_to_owner(scene, lead, role.person_id)
    return Handled("unmerged", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def keep_both(scene: Scene, command: at_gate.KeepBoth) -> Handled:
    """Keep a lead beside those it was found like; with auto-release it goes out now, if it has not. Rulebook 3.6."""
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    others = [one.lead for one in twins_of(scene, lead) if one.lead is not None]
    lead.keep_beside(other.id for other in others)
    for other in others:
        other.know_twins([lead.id])
    note_at_gate(scene.session, lead.id, not lead.missing(lead.vendor.rules.mandatory), is_decided=True)
    if lead.state in ON_OFFER:
        scene.write(done_letter(lead, role.person_id, "kept_both"))
    else:
        show_and_release(scene, lead, role.person_id)
    return Handled("kept_both", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def nudge_owner(scene: Scene, command: do.NudgeOwner) -> Handled:
    """Show a waiting lead again to whoever has to complete or release it. Source: rulebook 4.5."""
    lead = scene.lead(command.lead_id)
    lead.nudge_owner(in_a_week(lead.vendor, scene.now))
    write_to_owner(scene, lead, lead.submitted_by or lead.owner_id, asked_for=False)
    return Handled("nudged", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def submitting_role(person: Person, vendor: Vendor) -> Role:
    """Return the role by which a person hands in leads to a vendor. Raises: NotPermitted."""
    for role in person.roles:
        if role.active and role.vendor_id == vendor.id and role.name in SUBMIT_PERMISSIONS:
            return role
    raise NotPermitted()


def vendor_roles(scene: Scene, vendor: Vendor) -> list[Role]:
    """Return the roles of those who look after partners, channel managers first, then their directors."""
    rows = select(Role).where(Role.vendor_id == vendor.id, Role.name.in_(VENDOR_ROLES), Role.active)
    ranks = (RoleName.CHANNEL_MANAGER, RoleName.SALES_DIRECTOR, RoleName.MANAGEMENT)
    return sorted(scene.session.scalars(rows.order_by(Role.id)), key=lambda role: ranks.index(RoleName(role.name)))


def _owner_of(vendor: Vendor, submitted_by: Role, fields: dict[str, Any]) -> int:
    """Return who looks after a lead: the channel manager of its postcode, or the one who handed it in."""
    managers = vendor.channel_managers
    responsible = next((manager for manager in managers if manager.looks_after(fields)), None)
    if responsible is not None:
        return responsible.person_id
    if submitted_by.name == RoleName.CHANNEL_MANAGER or not managers:
        return submitted_by.person_id
    return next((manager.person_id for manager in managers if not manager.territory), managers[0].person_id)
