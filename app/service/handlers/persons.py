"""About people: absence, subscriptions, devices, dead addresses, and whether it was really them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app.domain import commands as do
from app.domain import letters
from app.domain.errors import (
    AlreadyDone,
    DeputyCycle,
    Expired,
    Gone,
    Implausible,
    NeedsReason,
    NotADeputy,
    NotPermitted,
    Unknown,
)
from app.domain.feedback import Note
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.letters.lists import ALL, LISTS
from app.domain.lifecycle import HELD, ON_OFFER
from app.domain.offer import Offer
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import RoleName
from app.domain.views import knows_customer
from app.domain.wishes import command_of
from app.service.deputies import find_deputy
from app.service.handlers.refusals import open_offers_of
from app.service.scene import Handled, Scene
from app.service.wording import thread_of, title_of, veiled_title
from app.store import raw_mail
from app.store.locks import locked
from app.store.pending import PendingWish

CONFIRM_WITHIN = timedelta(days=3)
LONGEST_ABSENCE = timedelta(days=366)
REPORT_EVERY = timedelta(hours=1)
REPORTED_ROWS = 20


def set_absence(scene: Scene, command: do.SetAbsence) -> Handled:
    """Be away until an instant, or be back; a machine changes nothing of what the person said themselves.

    Raises: Implausible: a day that cannot be meant. NotADeputy, DeputyCycle.
    Source: rulebook 2, 4.6.
    """
    person, until = scene.person(command.by), command.until
    if until is not None and not scene.now < until <= scene.now + LONGEST_ABSENCE:
        raise Implausible(field="until", value=until.date().isoformat(), expected="a day to come, at most a year ahead")
    code = "absent" if until else "back_without_some" if person.muted_lists else "back"
    if command.is_auto and person.is_away_by_hand(scene.now):
        return Handled(code, {"back_on": _iso(person.back_on(scene.now))})
    person.remember()
    _name_deputy(scene, person, command)
    person.absent_until, person.absence_is_auto = until, command.is_auto and until is not None
    deputy = scene.session.get(Person, person.deputy_id) if until and person.deputy_id else None
    told: tuple[letters.FactRow, ...] = (letters.FactRow("deputy", deputy.name),) if deputy else ()
    if deputy and until and deputy.absent_until and deputy.is_absent(scene.now):
        told += (letters.FactRow("deputy_away", day_of(deputy.absent_until, person)),)
    told += () if until else _still_off(person)
    back_on = person.back_on(scene.now)
    _echo(scene, person, code, back_on, "resume" if until else "absence", facts=told)
    return Handled(code, {"back_on": _iso(back_on), "deputy": deputy.name if deputy else None})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name_deputy(scene: Scene, person: Person, command: do.SetAbsence) -> None:
    """Note who stands in; whom an out-of-office answer names and we do not know, it cannot be."""
    if command.deputy is None:
        return
    try:
        person.deputy_id = find_deputy(scene.session, person, command.deputy).id if command.deputy else None
    except (NotADeputy, DeputyCycle):
        if not command.is_auto:
            raise


def day_of(instant: datetime, reader: Person) -> str:
    """Return the day of an instant on the reader's calendar, ISO 8601."""
    return instant.astimezone(ZoneInfo(reader.zone)).date().isoformat()


def _echo(
    scene: Scene, person: Person, code: str, back_on: date | None = None, back: str = "", option: str = "",
    facts: tuple[letters.FactRow, ...] = (),
) -> None:  # fmt: skip
    """Answer a wish that came by mail; a page says it itself, and an out-of-office answer is never answered."""
    if not scene.origin.is_mail or not person.roles:  # a customer gets no mail but those of rulebook 5.4 and 6.5
        return
    vendor_id = next((role.vendor_id for role in person.roles if role.active), None)
    off = [fact.value for fact in facts if fact.name == "switched_off"]
    actions = [Action(back, person.id, option)] if back else []
    actions += [Action("resubscribe", person.id, mail_list) for mail_list in off]
    context = letters.Done(code, facts=facts, until=back_on, actions=tuple(actions))
    scene.write(letters.Letter(person.id, context, None, vendor_id, asked_for=True))


def unsubscribe(scene: Scene, command: do.Unsubscribe) -> Handled:
    """Send no more mails of one list. Source: mail 1.8."""
    person = scene.person(command.by)
    person.remember()
    person.muted_lists = sorted({*person.muted_lists, command.mail_list})
    _echo(scene, person, "unsubscribed", None, "resubscribe", command.mail_list, _rows([command.mail_list]))
    return Handled("unsubscribed", {"lists": [one.value for one in _rows([command.mail_list])]})


def resubscribe(scene: Scene, command: do.Resubscribe) -> Handled:
    """Send a list's mails again, or all; the answer says which, and which are still off."""
    person = scene.person(command.by)
    person.remember()
    on = [*person.muted_lists] if command.mail_list == ALL else [command.mail_list]
    person.muted_lists = [muted for muted in person.muted_lists if muted not in on]
    _echo(scene, person, "resubscribed", None, "prefer_undo", facts=(*_rows(on), *_still_off(person)))
    return Handled(
        "resubscribed",
        {
            "lists": [one.value for one in _rows(on)],
            "still_off": [one.value for one in _still_off(person)],
            "undo": "prefer_undo",
        },
    )


def _rows(mail_lists: list[str]) -> tuple[letters.FactRow, ...]:
    return tuple(letters.FactRow("mail_list", one) for one in mail_lists if one in LISTS)


def _still_off(person: Person) -> tuple[letters.FactRow, ...]:
    return tuple(letters.FactRow("switched_off", one) for one in person.muted_lists if one in LISTS)


def trust_device(scene: Scene, command: do.TrustDevice) -> Handled:
    """End *act at once* on all of a person's devices; trusting one is the cookie's own business. Source: mail 1.6."""
    person = scene.person(command.by)
    if not command.trusted:
        person.devices_since = scene.now
    return Handled("device_trusted" if command.trusted else "devices_revoked")


def hold_wish(scene: Scene, command: do.HoldWish) -> Handled:
    """Ask a person at their known address whether a mail was theirs. Source: rulebook 9.2."""
    person = scene.person(command.person_id)
    pending = PendingWish(
        person_id=person.id, raw_mail_id=command.raw_mail_id, wish=command.asked_for, facts={}, asked_at=scene.now,
        expires_at=scene.now + CONFIRM_WITHIN,
    )  # fmt: skip
    scene.session.add(pending)
    scene.session.flush()
    lead = scene.session.get(Lead, command.lead_id) if command.lead_id else None
    context = letters.ConfirmWish(
        wish=command.asked_for, lead_ref=lead.ref if lead else "",
        title=veiled_title(lead, person.language) if lead else "",
        words=command.words[:300], asked_at=scene.now, from_address=command.from_address,
        confirm_until=pending.expires_at, actions=(Action("confirm", pending.id, primary=True),),
    )  # fmt: skip
    vendor_id = lead.vendor_id if lead else person.roles[0].vendor_id if person.roles else None
    scene.write(
        letters.Letter(person.id, context, lead.id if lead else None, vendor_id, (), True, f"confirm:{pending.id}")
    )
    return Handled("held", {}, lead.id if lead else None, vendor_id)


def confirm(scene: Scene, command: do.ConfirmWish) -> Handled:
    """Say "it was me": the mail is read again, this time as its sender's own. Source: rulebook 9.2."""
    pending = scene.session.scalar(locked(select(PendingWish).where(PendingWish.id == command.pending_id)))
    if pending is None:
        raise Unknown()
    if pending.person_id != command.by:
        raise NotPermitted()
    if pending.confirmed_at is not None:
        raise AlreadyDone()
    if scene.now > pending.expires_at:
        raise Expired()
    pending.confirmed_at = scene.now
    raw_mail.replay(scene.session, pending.raw_mail_id, scene.now)
    return Handled("confirmed", {})


def ask_back(scene: Scene, command: do.AskBack) -> Handled:
    """Ask what a mail meant, one button per reading, and keep its words with the lead. Source: rulebook 2."""
    person = scene.person(command.by)
    lead = scene.session.get(Lead, command.lead_id) if command.lead_id else None
    vendor_ids = {role.vendor_id for role in person.roles}
    if lead is not None and not _may_name(scene, person, lead):
        lead = None
    knows = lead is not None and knows_customer(person, lead)
    if lead is not None and command.words:
        scene.session.add(Note(lead_id=lead.id, person_id=person.id, text=command.words[:10_000], written_at=scene.now))
    if lead is not None and _is_taken_by_others(person, lead):
        return _tell_gone(scene, person, lead)
    actions = tuple(
        Action(*reading[:3], argument=reading[3] if lead else _with_lead(reading[3]))
        for reading in command.readings
        if _is_a_wish(person, *reading[:3])
    )
    context = letters.NotUnderstood(
        lead_ref=lead.ref if lead else None, words=command.words[:1000], kept_as_note=lead is not None,
        title="" if lead is None else title_of(lead) if knows else veiled_title(lead, person.language),
        actions=actions, which_lead=lead is None and all(_names_a_lead(action) for action in actions),
        hint=command.hint, about=command.about, files=command.files,
    )  # fmt: skip
    thread = thread_of(lead) if lead else ""
    vendor_id = lead.vendor_id if lead else min(vendor_ids, default=None)
    scene.write(letters.Letter(person.id, context, lead.id if lead else None, vendor_id, (), True, thread))
    return Handled("asked_back", {}, lead.id if lead else None, vendor_id)


def _is_taken_by_others(person: Person, lead: Lead) -> bool:
    """Whether nothing is left to ask: another company has the lead that this person's was offered."""
    at_vendor = [role for role in person.roles if role.active and role.vendor_id == lead.vendor_id]
    is_taken = lead.picked_at is not None and lead.state not in ON_OFFER
    return is_taken and all(role.reseller_id not in (None, lead.holder_id) for role in at_vendor)


def _tell_gone(scene: Scene, person: Person, lead: Lead) -> Handled:
    """Say how much earlier another was, as a refused pick does. Source: rulebook 5.2."""
    late, title = lead.minutes_late(scene.now), veiled_title(lead, person.language)
    context = letters.LeadGone(lead.ref, title, late, open_offers_of(scene, person, lead))
    scene.write(letters.Letter(person.id, context, lead.id, lead.vendor_id, (), True, thread_of(lead)))
    return Handled(Gone.code, {"minutes_late": late}, lead.id, lead.vendor_id)


def _may_name(scene: Scene, person: Person, lead: Lead) -> bool:
    """Whether a lead is one that a person sees or was offered: words that name any other are kept with none."""
    if knows_customer(person, lead):
        return True
    companies = [role.reseller_id for role in person.roles if role.active and role.reseller_id is not None]
    offered = select(Offer.id).where(Offer.lead_id == lead.id, Offer.reseller_id.in_(companies)).limit(1)
    return scene.session.scalar(offered) is not None


def _names_a_lead(action: Action) -> bool:
    return action.argument.get("item", "").startswith("L-")


def _with_lead(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Let a button say its lead's code, as those beside it are about others."""
    return {**argument, "lead_of_button": argument["item"]} if argument.get("item") else dict(argument)


def _is_a_wish(person: Person, wish: str, object_id: int, option: str) -> bool:
    """Whether a reading stands for a command: a button for anything else could not be pressed, nor even be shown."""
    try:
        command_of(wish, person.id, object_id, option)
    except NeedsReason:
        return True
    except Unknown:
        return False
    return True


def note_reachable(scene: Scene, command: do.NoteReachable) -> Handled:
    """Send mail again to somebody who has written from an address that was dead. Source: rulebook 9.3."""
    person = scene.person(command.by)
    if person.bounced_at is None:
        raise AlreadyDone()
    person.bounced_at = None
    return Handled("reachable", {"person": person.id})


def report_bounce(scene: Scene, command: do.ReportBounce) -> Handled:
    """Tell whoever looks after a person's leads that mail does not arrive; an address that is dead is marked.

    Source: rulebook 9.3.
    """
    person = scene.session.scalar(select(Person).where(Person.address == command.address.lower()))
    if person is None:
        raise Unknown()
    if person.bounced_at is not None:
        raise AlreadyDone()
    if command.for_good:
        person.bounced_at = scene.now
    vendor_id = None
    for role in person.roles:
        owner = _owner_for(scene, role)
        if owner is None or owner.id == person.id:
            continue
        vendor_id = role.vendor_id
        context = letters.DeliveryFailed(
            person=person.name, company=role.reseller.name if role.reseller else "", address=person.address,
            reason=command.reason[:300], failed_at=scene.now, lead_refs=_refs_held(scene, person),
            is_last=_is_last(role),
        )  # fmt: skip
        scene.write(letters.Letter(owner.id, context, None, role.vendor_id, thread=f"bounce:{person.id}"))
    return Handled("bounced", {"person": person.id}, None, vendor_id)


def _owner_for(scene: Scene, role: Role) -> Person | None:
    """Return who of the vendor is told: the owner of what this person holds, else the first channel manager."""
    held = select(Lead.owner_id).where(Lead.picked_by == role.person_id, Lead.vendor_id == role.vendor_id)
    owner_id = scene.session.scalar(held.where(Lead.state.in_(HELD)).limit(1))
    if owner_id is None:
        ranks = (RoleName.CHANNEL_MANAGER, RoleName.SALES_DIRECTOR, RoleName.MANAGEMENT)
        people = scene.session.execute(
            select(Role.name, Role.person_id)
            .where(Role.vendor_id == role.vendor_id, Role.name.in_(ranks), Role.active)
            .order_by(Role.id)
        ).all()
        by_rank = sorted(people, key=lambda row: ranks.index(RoleName(row.name)))
        owner_id = next((row.person_id for row in by_rank if row.person_id != role.person_id), None)
    return scene.session.get(Person, owner_id) if owner_id is not None else None


def _is_last(role: Role) -> bool:
    """Whether nobody at a partner can be reached now: offers go to others. Source: rulebook 9.3."""
    return role.reseller is not None and not any(person.is_reachable for person in role.reseller.people)


def _refs_held(scene: Scene, person: Person) -> tuple[str, ...]:
    ids = scene.session.scalars(select(Lead.id).where(Lead.picked_by == person.id, Lead.state.in_(HELD)).limit(20))
    return tuple(f"L-{lead_id}" for lead_id in ids)


def report_quarantine(scene: Scene, command: do.ReportQuarantine) -> Handled:
    """Tell the operator what waits in quarantine. Source: rulebook 3.8."""
    operator = scene.session.scalar(select(Person).join(Role).where(Role.name == RoleName.OPERATOR).limit(1))
    operator = operator or scene.session.scalar(select(Person).where(Person.address == command.operator_address))
    if operator is None:
        operator = Person(
            address=command.operator_address, name="Operator", language="en", zone="Europe/Berlin", muted_lists=[]
        )
        scene.session.add(operator)
        scene.session.flush()
    rows = tuple(
        letters.QuarantineRow(mail.id, mail.received_at, mail.mail_from or "", mail.subject or "", mail.reason or "")
        for mail in raw_mail.quarantined(scene.session, REPORTED_ROWS)
    )
    context = letters.QuarantineReport(total=raw_mail.quarantined_count(scene.session), rows=rows)
    vendor_id = scene.session.scalar(select(func.min(Vendor.id)))
    scene.write(letters.Letter(operator.id, context, None, vendor_id, thread="quarantine"))
    return Handled("reported", {"total": context.total})
