"""A mail to a lead address -> the leads it hands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.commands import Command, SubmitLead
from app.domain.import_commands import HandInList
from app.domain.mail_providers import MAIL_PROVIDERS
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import SUBMIT_PERMISSIONS
from inbound.fields import FieldReading
from inbound.reading import HandedIn, LeadFound
from inbound.understand.plan import Plan, SetAside, WrongAddress, storable

LONGEST_REMARK = 10_000

ReadLeads = Callable[[str, tuple[str, ...], frozenset[str], str], HandedIn]


def vendor_of(session: Session, slug: str, person_id: int | None) -> Vendor:
    """Return whose lead address a mail went to.

    Args: slug: behind the plus sign; without one, the only vendor for whom the person may hand in leads.
    Raises: WrongAddress: there is no such vendor, or it cannot be told.
    """
    if slug:
        vendor = session.scalar(select(Vendor).where(Vendor.slug == slug))
        if vendor is None:
            raise WrongAddress(f"there is no vendor {slug[:60]}")
        return vendor
    own = select(Vendor).join(Role, Role.vendor_id == Vendor.id).where(Role.person_id == person_id, Role.active)
    vendors = session.scalars(own.where(Role.name.in_(SUBMIT_PERMISSIONS)).distinct()).all()
    if len(vendors) != 1:
        raise WrongAddress("the address names no vendor")
    return vendors[0]


def plan_leads(
    session: Session, raw_mail_id: int, person: Person, vendor: Vendor, mail_domain: str, read_leads: ReadLeads
) -> Plan:
    """Return one ``SubmitLead`` for each lead of a mail, and one ``HandInList`` for its lists.

    Args: read_leads: reads them in the child process, given country, products, addresses that are not the customer's,
        and language.
    Raises: SetAside: nothing in it could be a lead.
    Source: rulebook 3.1.
    """
    found = read_leads(
        vendor.country, vendor.products, ours_of(session, vendor, person) | {mail_domain}, vendor.language
    )
    leads = [lead for lead in found.leads if lead.fields or lead.files or lead.note.strip()]
    if not leads and not found.lists:
        raise SetAside("the mail is empty")
    commands: tuple[Command, ...] = tuple(_submit(raw_mail_id, lead, person, vendor) for lead in leads)
    if found.lists:
        commands += (_hand_in(raw_mail_id, found, person, vendor),)
    return Plan(commands, f"{len(leads)} lead(s) and {len(found.lists)} list(s) handed in")


def _hand_in(raw_mail_id: int, found: HandedIn, person: Person, vendor: Vendor) -> HandInList:
    return HandInList(
        by=person.id, vendor_id=vendor.id, starts=True, fields=values_of(found.noted), sources=sources_of(found.noted),
        remarks=storable(found.note).strip()[:LONGEST_REMARK], raw_mail_id=raw_mail_id,
        files=tuple((storable(file.filename), file.content_type, file.content) for file in found.lists),
    )  # fmt: skip


def _submit(raw_mail_id: int, lead: LeadFound, person: Person, vendor: Vendor) -> SubmitLead:
    return SubmitLead(
        by=person.id, vendor_id=vendor.id, fields=values_of(lead.fields), sources=sources_of(lead.fields),
        remarks=storable(lead.note).strip()[:LONGEST_REMARK], raw_mail_id=raw_mail_id,
        attachments=tuple((file.filename, file.content_type, file.content) for file in lead.files),
    )  # fmt: skip


def values_of(fields: Mapping[Any, FieldReading]) -> dict[str, Any]:
    """Return what was read, by field name."""
    return {
        str(name): storable(reading.value) if isinstance(reading.value, str) else reading.value
        for name, reading in fields.items()
    }


def sources_of(fields: Mapping[Any, FieldReading]) -> dict[str, dict[str, Any]]:
    """Return where each field was read and how sure that is."""
    return {
        str(name): {"line": storable(reading.source_line), "confidence": reading.confidence}
        for name, reading in fields.items()
    }


def ours_of(session: Session, vendor: Vendor, person: Person, reseller_id: int | None = None) -> frozenset[str]:
    """Return the addresses and domains that are the vendor's, or a partner's, and so never the customer's."""
    of_company = Role.reseller_id.is_(None) if reseller_id is None else Role.reseller_id == reseller_id
    rows = select(Person.address).join(Role).where(Role.vendor_id == vendor.id, of_company)
    addresses = {person.address, *session.scalars(rows)}
    domains = {address.rpartition("@")[2] for address in addresses} - MAIL_PROVIDERS
    return frozenset(addresses | domains)
