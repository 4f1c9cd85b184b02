"""What is written about a lead at the gate: to whoever owns it, and to the agency that completes it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.domain import letters
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import ON_OFFER, OPEN, State
from app.domain.people import Person, Role
from app.domain.permissions import RoleName
from app.service.offer_readers import offers_wait_until
from app.service.protection import Conflict, only_partner, rows_of, twins_of
from app.service.scene import Scene
from app.service.wording import done_letter, field_rows, thread_of, title_of

MOST_TWINS = 5


def write_to_owner(
    scene: Scene, lead: Lead, to: int, *, will_release: bool = False, occasion: str = "received",
    asked_for: bool = True, more: tuple[Action, ...] = (),
) -> None:  # fmt: skip
    """Show a vendor's person everything that was read of a lead, and what can be done with it.

    Args: will_release: it goes out by itself. occasion: as in ``letters.LeadReceived``. more: further buttons.
    Source: rulebook 3.4.
    """
    missing = tuple(lead.missing(lead.vendor.rules.mandatory))
    twins = twins_of(scene, lead)
    only = only_partner(scene, lead) if lead.state == State.RECEIVED else None
    context = letters.LeadReceived(
        lead_ref=lead.ref, title=title_of(lead), complete=not missing, will_release=will_release,
        fields=(*field_rows(lead), *_files(lead)), missing=missing, remarks=lead.remarks, occasion=occasion,
        agency=lead.agency or "",
        conflicts=rows_of(twins)[:MOST_TWINS], look=None if only else Action("match", lead.id),
        goes_out_at=offers_wait_until(scene.session, lead, scene.now) if will_release else None,
        actions=(
            *(about_twins(lead, twins) if will_release else _owners_actions(lead, not missing, twins, only)), *more,
        ),
        only_for=only.argument["reseller"] if only else "",
    )  # fmt: skip
    scene.write(letters.Letter(to, context, lead.id, lead.vendor_id, asked_for=asked_for, thread=thread_of(lead)))


def _files(lead: Lead) -> tuple[letters.FieldRow, ...]:
    names = ", ".join(file.filename for file in lead.attachments)
    return (letters.FieldRow("attachments", names),) if names else ()


def about_twins(lead: Lead, twins: list[Conflict]) -> tuple[Action, ...]:
    """Return the buttons that decide about duplicates: the surest open lead to merge with, and to keep both."""
    others = [one.lead for one in twins if one.lead is not None]
    if not others or lead.state not in {State.RECEIVED, *ON_OFFER}:
        return ()
    into = [one for one in others if one.state in OPEN][:1]
    merge = (Action("merge", lead.id, str(one.id), argument={"lead": one.ref}) for one in into)
    return (*merge, Action("keep_both", lead.id))


def _owners_actions(lead: Lead, is_complete: bool, twins: list[Conflict], only: Action | None) -> tuple[Action, ...]:
    wishes = [
        *(["release"] if is_complete and only is None else []),
        "edit",
        *(["to_agency"] if lead.vendor.agencies else []),
        "discard",
    ]
    if lead.state == State.QUALIFYING:
        wishes.sort(key=lambda wish: wish != "to_agency")
    gaps = {"missing": ",".join(lead.missing(lead.vendor.rules.mandatory))}
    argument = {"edit": gaps} if gaps["missing"] else {}
    own = (Action(wish, lead.id, argument=argument.get(wish, {})) for wish in wishes)
    given = (replace(only, primary=False),) if only else ()
    actions = (*about_twins(lead, twins), *given, *own)
    return (replace(actions[0], primary=True), *actions[1:])


def qualifiers(scene: Scene, lead: Lead) -> list[Role]:
    """Return the people who can be asked to complete a lead: of its agency, else of the one whose territory it is in.

    Returns: nobody where the vendor has no agency that can be reached.
    """
    rows = select(Role).where(Role.vendor_id == lead.vendor_id, Role.name == RoleName.QUALIFIER, Role.active)
    reachable = [role for role in scene.session.scalars(rows.order_by(Role.id)) if role.person.is_reachable]
    by_choice = (
        [role for role in reachable if role.agency == lead.agency],
        [role for role in reachable if role.looks_after(lead.fields)],
        [role for role in reachable if not role.territory],
        reachable,
    )
    chosen = next((roles for roles in by_choice if roles), [])
    return [role for role in chosen if role.agency == chosen[0].agency]


def write_to_agency(
    scene: Scene, lead: Lead, person: Person, occasion: str, *, asked_for: bool = False, more: tuple[Action, ...] = ()
) -> None:
    """Give somebody at an agency a lead to complete; more: further buttons. Source: rulebook 3.4."""
    assert lead.qualify_by is not None
    missing = tuple(lead.missing(lead.vendor.rules.mandatory))
    actions = (
        Action("qualify", lead.id, primary=True),
        Action("edit", lead.id, argument={"missing": ",".join(missing)} if missing else {}),
        *(Action(wish, lead.id) for wish in ("no_lead", "later")),
        *more,
    )
    context = letters.QualificationTask(
        lead_ref=lead.ref, title=title_of(lead), vendor=lead.vendor.name, occasion=occasion,
        fields=(*field_rows(lead), *_files(lead)), missing=missing, remarks=lead.remarks, answer_by=lead.qualify_by,
        actions=actions,
    )  # fmt: skip
    scene.write(
        letters.Letter(person.id, context, lead.id, lead.vendor_id, asked_for=asked_for, thread=thread_of(lead))
    )


def end_task(scene: Scene, lead: Lead) -> None:
    """Tell the agency's people that a lead which they were completing has left them."""
    for role in qualifiers(scene, lead):
        scene.write(done_letter(lead, role.person_id, "task_ended", asked_for=False))
