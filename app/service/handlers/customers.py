"""The customer is told who will call and asked whether somebody did, where the vendor wants it and they agreed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.domain import letters
from app.domain.customer_commands import AnswerEcho
from app.domain.errors import AlreadyDone, Unknown
from app.domain.feedback import ECHO_REASONS, check_reason
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import Status
from app.domain.people import Person, Reseller, Role
from app.mail.words import LANGUAGES
from app.service.scene import Handled, Scene
from app.service.wording import contact_name, thread_of, title_of
from app.store.outbox import Post, PostState, cancel_waiting

LONGEST_WORDS = 1_000
# By these the holder claims to have spoken with the customer; nobody is asked about a call that did not get through.
_CLAIMS_CONTACT = frozenset(Status) - {Status.NOT_REACHED, Status.BAD_LEAD}


def write_to_customer(scene: Scene, lead: Lead, holder: Role, company: Reseller) -> None:
    """Write to the customer once the pick cannot be undone any more; before that, undoing holds the letter back.

    Source: rulebook 5.3, 5.4.
    """
    customer = _customer(scene, lead) if lead.vendor.rules.customer_mail else None
    if customer is None or lead.undo_until is None:
        return
    context = letters.CustomerIntro(
        vendor=lead.vendor.name, product=str(lead.fields.get("product") or ""),
        reseller=company.name, person=holder.person.name, answers_to=holder.person.address,
    )  # fmt: skip
    scene.write(_letter(lead, customer, context), lead.undo_until)


def name_who_calls(scene: Scene, lead: Lead, colleague: Role, company: Reseller) -> None:
    """Name the colleague who goes on with the lead in a letter that has not left yet. Source: rulebook 5.3."""
    if cancel_waiting(scene.session, letters.CustomerIntro.kind, lead.id):
        write_to_customer(scene, lead, colleague, company)


def write_again_to_customer(scene: Scene, lead: Lead) -> None:
    """Write the letter that a lead's leaving held back, now that it has not left after all."""
    written = select(Post.id).where(
        Post.kind == letters.CustomerIntro.kind, Post.lead_id == lead.id, Post.state != PostState.CANCELLED
    )
    assert lead.holder is not None
    caller = next((role for role in lead.holder.roles if role.person_id == lead.picked_by), None)
    if caller is not None and scene.session.scalar(written.limit(1)) is None:
        write_to_customer(scene, lead, caller, lead.holder)


def ask_customer(scene: Scene, lead: Lead, holder: Role, status: str) -> None:
    """Ask the customer once whether they were contacted, when the holder says so for the first time.

    The question waits as long as a pick can be undone, and for the vendor's working hours.
    Source: rulebook 6.5.
    """
    rules = lead.vendor.rules
    if not rules.customer_echo or lead.echo_at is not None or lead.holder is None or status not in _CLAIMS_CONTACT:
        return
    customer = _customer(scene, lead)
    if customer is None:
        return
    lead.echo_at = lead.vendor.calendar.next_working(scene.now + timedelta(minutes=rules.undo_minutes))
    context = letters.CustomerEcho(
        vendor=lead.vendor.name, product=str(lead.fields.get("product") or ""), reseller=lead.holder.name,
        person=holder.person.name, actions=(Action("echo", lead.id, "yes", True), Action("echo", lead.id, "no")),
    )  # fmt: skip
    scene.write(_letter(lead, customer, context), lead.echo_at)


def hold_back_from_customer(scene: Scene, lead: Lead) -> None:
    """Send the customer nothing of what has not left yet: whoever it speaks of does not have the lead any more."""
    cancel_waiting(scene.session, letters.CustomerIntro.kind, lead.id)
    if cancel_waiting(scene.session, letters.CustomerEcho.kind, lead.id):
        lead.echo_at = None


def answer_echo(scene: Scene, command: AnswerEcho) -> Handled:
    """Note what the customer says; a no, or words of their own, go to the owner. Source: rulebook 6.5."""
    lead, customer = scene.lead(command.lead_id), scene.person(command.by)
    _require_asked(scene, lead, customer)
    answer = {True: "yes", False: "no", None: "words"}[command.contacted]
    if answer == "no":
        check_reason(command.reason, ECHO_REASONS)
    if answer != "words":
        if lead.echo == answer:
            raise AlreadyDone()
        lead.echo = answer
    if answer != "yes":
        _tell_owner(scene, lead, customer, command, answer)
    return Handled("echo_noted", {"answer": answer}, lead.id, lead.vendor_id)


def _require_asked(scene: Scene, lead: Lead, customer: Person) -> None:
    asked = select(Post.id).where(
        Post.kind == letters.CustomerEcho.kind, Post.lead_id == lead.id, Post.to_person_id == customer.id
    )
    if scene.session.scalar(asked.limit(1)) is None:
        raise Unknown()


def _tell_owner(scene: Scene, lead: Lead, customer: Person, command: AnswerEcho, answer: str) -> None:
    holder = scene.person(lead.picked_by) if lead.picked_by is not None else None
    held = lead.holder is not None and lead.closed_at is None
    context = letters.CustomerAnswered(
        lead_ref=lead.ref, title=title_of(lead), answer=answer, customer=customer.name or customer.address,
        reseller=lead.holder.name if lead.holder else "", person=holder.name if holder else "",
        status=lead.status or "", reason=command.reason or "", note=(command.note or "")[:LONGEST_WORDS],
        actions=(Action("nudge", lead.id, primary=True), Action("recall", lead.id)) if held else (),
    )  # fmt: skip
    scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))


def _letter(lead: Lead, customer: Person, context: letters.LetterContext) -> letters.Letter:
    return letters.Letter(customer.id, context, lead.id, lead.vendor_id, thread=f"customer:{lead.id}")


def _customer(scene: Scene, lead: Lead) -> Person | None:
    """Return the customer as a person without any role: known to the outbox, to nothing else.

    Returns: nobody where there is no address, or no consent (rulebook 5.4).
    """
    address = str(lead.fields.get("contact_email") or "").lower()
    if not address or lead.fields.get("consent") is not True:
        return None
    known = scene.session.scalar(select(Person).where(Person.address == address))
    if known is not None:
        return known
    language = str(lead.fields.get("language") or "")
    customer = Person(
        address=address, name=contact_name(lead), zone=lead.vendor.zone, muted_lists=[],
        language=language if language in LANGUAGES else lead.vendor.language,
    )  # fmt: skip
    scene.session.add(customer)
    scene.session.flush()
    return customer
