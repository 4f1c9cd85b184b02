"""Whose mailboxes there are: everybody the programmes know, and every other address that has mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.domain.people import Person, Role, Vendor
from app.mail.vocabulary import N_
from app.store.mailroom import mailboxes

ROLE_WORDS = {
    "operator": N_("operator"),
    "management": N_("management"),
    "sales_director": N_("sales director"),
    "channel_manager": N_("channel manager"),
    "qualifier": N_("qualifier"),
    "distributor_management": N_("distributor, management"),
    "distributor_sales": N_("distributor, sales"),
    "sales_manager": N_("sales manager"),
    "sales_rep": N_("sales representative"),
}


@dataclass(frozen=True)
class Box:
    """One mailbox. role: a code of ROLE_WORDS, empty for somebody unknown."""

    address: str
    name: str
    role: str = ""
    count: int = 0


@dataclass
class Group:
    """The mailboxes of one company."""

    name: str
    boxes: list[Box] = field(default_factory=list)


def groups(session: Session) -> list[Group]:
    """Return all mailboxes by company: the vendors' first, then their partners', then everybody else's."""
    counts = dict(mailboxes(session))
    found: dict[str, Group] = {}
    roles = session.scalars(
        select(Role)
        .where(Role.active)
        .options(joinedload(Role.person), selectinload(Role.reseller), selectinload(Role.vendor))
    )
    seen: set[str] = set()
    for role in sorted(roles, key=_order):
        if role.person.address in seen:
            continue
        seen.add(role.person.address)
        name = role.company
        box = Box(role.person.address, role.person.name, role.name, counts.get(role.person.address, 0))
        found.setdefault(name, Group(name)).boxes.append(box)
    others = [Box(address, address, "", count) for address, count in sorted(counts.items()) if address not in seen]
    return [*found.values(), *([Group("", others)] if others else [])]


def _order(role: Role) -> tuple[int, bool, bool, str, int]:
    is_vendors = role.company == role.vendor.name
    return role.vendor_id, not is_vendors, role.reseller_id is not None, role.company, role.id


def person_at(session: Session, address: str) -> Person | None:
    """Return who has an address, if the programmes know them."""
    return session.scalar(select(Person).where(Person.address == address.lower()))


def lead_addresses(session: Session, mail_domain: str) -> Sequence[tuple[str, str]]:
    """Return each vendor's name with the address that its leads are forwarded to."""
    rows = session.execute(select(Vendor.name, Vendor.slug).order_by(Vendor.id))
    return [(name, f"leads+{slug}@{mail_domain}") for name, slug in rows]


def lead_address_of(person: Person | None, mail_domain: str) -> str:
    """Return where one of a vendor's people forwards leads to; empty for all others."""
    roles = [role for role in person.roles if role.active and role.reseller_id is None] if person else []
    return f"leads+{roles[0].vendor.slug}@{mail_domain}" if roles else ""
