"""A vendor's programme is created or updated from its file."""

from __future__ import annotations

import mimetypes
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from app.domain import commands as do
from app.domain.account import Account
from app.domain.customer_key import Record
from app.domain.files import Material
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.programme import PersonEntry, Programme, ProgrammeSettings, ResellerEntry, VendorEntry
from app.service.accounts import AccountRow, read_accounts
from app.service.customer_index import forget_all, remember
from app.service.handlers.retention import next_retention_at
from app.service.scene import Handled, Scene

ZONES = {"DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def load_programme(scene: Scene, command: do.LoadProgramme) -> Handled:
    """Make the database say what the programme file says; who is not in it any more may do nothing any more.

    Returns: facts with ``changes``, one line per thing that is new, different or gone.
    Source: design 4.
    """
    changes: list[str] = []
    programme = command.programme
    vendor = _vendor(scene, programme, command.files, changes)
    resellers = _resellers(scene, vendor, programme.resellers, changes)
    wanted: set[int] = set()
    for entry in programme.people:
        wanted.add(_role(scene, vendor, entry, None, changes))
    for company in programme.resellers:
        for entry in company.people:
            wanted.add(_role(scene, vendor, entry, resellers[company.slug], changes))
    _end_other_roles(scene, vendor, wanted, changes)
    _materials(scene, vendor, programme, command.files, changes)
    _accounts(scene, vendor, programme, command.files, changes)
    return Handled("loaded", {"vendor": vendor.slug, "changes": changes}, None, vendor.id)


def _vendor(scene: Scene, programme: Programme, files: dict[str, bytes], changes: list[str]) -> Vendor:
    entry = programme.vendor
    vendor = scene.session.scalar(select(Vendor).where(Vendor.slug == entry.slug))
    values = _vendor_values(entry, programme, files)
    if vendor is None:
        vendor = Vendor(slug=entry.slug, loaded_at=scene.now, **values)
        vendor.retention_due_at = next_retention_at(vendor, scene.now)
        scene.session.add(vendor)
        scene.session.flush()
        changes.append(f"vendor {entry.slug}: new")
        return vendor
    changes += _update(vendor, values, f"vendor {entry.slug}")
    # What is remembered of a load is known by its instant, so no two loads have the same.
    vendor.loaded_at = max(scene.now, vendor.loaded_at + timedelta(microseconds=1))
    vendor.retention_due_at = vendor.retention_due_at or next_retention_at(vendor, scene.now)
    return vendor


def _vendor_values(entry: VendorEntry, programme: Programme, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "name": entry.name, "language": entry.language, "zone": entry.timezone, "country": entry.country,
        "currency": entry.currency, "brand_colour": entry.brand.colour,
        "brand_logo": files.get(entry.brand.logo) if entry.brand.logo else None,
        "settings": programme.settings.to_json(), "criteria": [one.to_json() for one in programme.criteria],
        "programme": {
            "products": list(programme.products()), "imprint": entry.imprint or "", "postcode": entry.postcode or "",
            "logo": entry.brand.logo or "",
            "incentives": [asdict(incentive) for incentive in programme.incentives],
            "accounts": programme.accounts or "",
            "agencies": list(dict.fromkeys(entry.agency for entry in programme.people if entry.agency)),
            "distributors": {one.slug: one.name for one in programme.distributors},
            "rewards": [asdict(reward) for reward in programme.rewards],
        },
    }  # fmt: skip


def _update(thing: Any, values: dict[str, Any], what: str) -> list[str]:
    """Set what differs. Returns: one line per changed value."""
    lines = []
    for name, value in values.items():
        old = getattr(thing, name)
        if old == value:
            continue
        setattr(thing, name, value)
        lines.append(f"{what}: {name} {_shown(old)} -> {_shown(value)}")
    return lines


def _shown(value: Any) -> str:
    text = "none" if value is None else f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _resellers(
    scene: Scene, vendor: Vendor, entries: tuple[ResellerEntry, ...], changes: list[str]
) -> dict[str, Reseller]:
    known = {one.slug: one for one in scene.session.scalars(select(Reseller).where(Reseller.vendor_id == vendor.id))}
    for entry in entries:
        values = {
            "name": entry.name, "level": entry.level, "country": entry.country, "postcode": entry.postcode,
            "distributor": entry.distributor, "zone": entry.timezone or ZONES.get(entry.country, vendor.zone),
            "attributes": _as_json(entry.attributes), "active": True,
        }  # fmt: skip
        if entry.slug in known:
            changes += _update(known[entry.slug], values, f"reseller {entry.slug}")
            continue
        known[entry.slug] = Reseller(vendor_id=vendor.id, slug=entry.slug, **values)
        scene.session.add(known[entry.slug])
        changes.append(f"reseller {entry.slug}: new")
    named = {entry.slug for entry in entries}
    for slug, reseller in known.items():
        if slug not in named and reseller.active:
            reseller.active = False
            changes.append(f"reseller {slug}: no longer a partner")
    scene.session.flush()
    return known


def _as_json(values: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, list | tuple) else value for name, value in values.items()}


def _person(scene: Scene, vendor: Vendor, entry: PersonEntry, zone: str, changes: list[str]) -> Person:
    address = entry.email.lower()
    person = scene.session.scalar(select(Person).where(Person.address == address))
    values = {"name": entry.name, "language": entry.language or vendor.language, "zone": entry.timezone or zone}
    if person is None:
        person = Person(address=address, muted_lists=[], **values)
        person.digest_due_at = next_digest_at(person, vendor.rules, scene.now)
        scene.session.add(person)
        scene.session.flush()
        changes.append(f"person {address}: new")
        return person
    if person.bounced_at is not None:
        person.bounced_at = None
        changes.append(f"person {address}: reachable again")
    if person.prefers.language:
        del values["language"]  # the person chose one, and the file says only what holds for whoever did not
    changes += _update(person, values, f"person {address}")
    return person


def next_digest_at(person: Person, rules: ProgrammeSettings, now: datetime) -> datetime:
    """Return the person's next Monday 07:30, or what the vendor set instead, in UTC. Source: rulebook 8.3."""
    hour, minute = (int(part) for part in rules.digest_time.split(":"))
    local = now.astimezone(ZoneInfo(person.zone))
    days = (_WEEKDAYS.index(rules.digest_weekday) - local.weekday()) % 7
    at = (local + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=7)


def _role(scene: Scene, vendor: Vendor, entry: PersonEntry, reseller: Reseller | None, changes: list[str]) -> int:
    person = _person(scene, vendor, entry, reseller.zone if reseller else vendor.zone, changes)
    reseller_id = reseller.id if reseller else None
    values = {
        "distributor": entry.distributor, "agency": entry.agency, "territory": list(entry.territory),
        "partners": list(entry.resellers), "active": True,
    }  # fmt: skip
    rows = select(Role).where(Role.person_id == person.id, Role.vendor_id == vendor.id, Role.name == entry.role)
    role = scene.session.scalar(rows.where(Role.reseller_id == reseller_id))
    if role is None:
        role = Role(
            person_id=person.id, vendor_id=vendor.id, name=entry.role, reseller_id=reseller_id, reseller=reseller,
            **values,
        )  # fmt: skip
        scene.session.add(role)
        scene.session.flush()
        where = f" at {reseller.slug}" if reseller else ""
        changes.append(f"person {person.address}: {entry.role}{where}")
        return role.id
    changes += _update(role, values, f"person {person.address} as {entry.role}")
    return role.id


def _end_other_roles(scene: Scene, vendor: Vendor, wanted: set[int], changes: list[str]) -> None:
    for role in scene.session.scalars(select(Role).where(Role.vendor_id == vendor.id, Role.active)):
        if role.id not in wanted:
            role.active = False
            changes.append(f"person {role.person.address}: no longer {role.name}")


def _materials(scene: Scene, vendor: Vendor, programme: Programme, files: dict[str, bytes], changes: list[str]) -> None:
    rows = select(Material).where(Material.vendor_id == vendor.id)
    old = {(one.product, one.title, one.filename, one.content) for one in scene.session.scalars(rows)}
    new = {(one.product or "", one.title, one.file, files.get(one.file, b"")) for one in programme.materials}
    if old == new:
        return
    scene.session.execute(delete(Material).where(Material.vendor_id == vendor.id))
    for product, title, filename, content in sorted(new):
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        scene.session.add(
            Material(
                vendor_id=vendor.id, product=product, title=title, filename=filename, content_type=kind, content=content
            )
        )
    changes += [f"material {title}: new" for _, title, _, _ in sorted(new - old)]
    changes += [f"material {title}: gone" for _, title, _, _ in sorted(old - new)]


def _accounts(scene: Scene, vendor: Vendor, programme: Programme, files: dict[str, bytes], changes: list[str]) -> None:
    """Keep the accounts that the file lists now. Raises: AccountsError: it cannot be read; nothing is changed."""
    content = files.get(programme.accounts) if programme.accounts else None
    new = set(read_accounts(content)) if content is not None else set()
    rows = scene.session.execute(
        select(Account.company, Account.domain, Account.postcode).where(Account.vendor_id == vendor.id)
    )
    old = {AccountRow(*row) for row in rows}
    if old == new:
        return
    forget_all(scene.session, vendor, Record.ACCOUNT)
    scene.session.execute(delete(Account).where(Account.vendor_id == vendor.id))
    if new:
        ordered = sorted(new, key=lambda row: (row.company, row.domain, row.postcode))
        scene.session.execute(insert(Account), [{"vendor_id": vendor.id, **asdict(row)} for row in ordered])
    kept = scene.session.scalars(select(Account).where(Account.vendor_id == vendor.id))
    remember(scene.session, vendor, Record.ACCOUNT, {one.id: one.fields for one in kept}, new=True)
    changes.append(f"accounts: {len(new - old)} new, {len(old - new)} gone")
