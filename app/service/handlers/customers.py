"""The customer is told who will call, where the vendor wants it and the customer agreed."""

from __future__ import annotations

from sqlalchemy import select

from app.domain import letters
from app.domain.lead import Lead
from app.domain.people import Person, Reseller, Role
from app.mail.words import LANGUAGES
from app.service.scene import Scene
from app.service.wording import contact_name


def write_to_customer(scene: Scene, lead: Lead, holder: Role, company: Reseller) -> None:
    """Write to the customer once the pick cannot be undone any more; before that, undoing holds the letter back.

    Source: rulebook 5.3, 5.4.
    """
    address = str(lead.fields.get("contact_email") or "").lower()
    agreed = lead.vendor.rules.customer_mail and lead.fields.get("consent") is True
    if not (agreed and address and lead.undo_until):
        return
    context = letters.CustomerIntro(
        vendor=lead.vendor.name, product=str(lead.fields.get("product") or ""),
        reseller=company.name, person=holder.person.name, answers_to=holder.person.address,
    )  # fmt: skip
    customer = _customer(scene, lead, address)
    thread = f"customer:{lead.id}"
    scene.write(letters.Letter(customer.id, context, lead.id, lead.vendor_id, thread=thread), lead.undo_until)


def _customer(scene: Scene, lead: Lead, address: str) -> Person:
    """Return the customer as a person without any role: known to the outbox, to nothing else."""
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
