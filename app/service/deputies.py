"""Who stands in for somebody who is away: a colleague of the same company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import DeputyCycle, NotADeputy, NotPermitted, Unknown
from app.domain.identity import words
from app.domain.people import Person, Role

MOST_IN_A_ROW = 20
_ADDRESSED = frozenset({"herr", "frau", "mr", "mrs", "ms", "kollege", "kollegin", "colleague"})


def find_deputy(session: Session, person: Person, address: str) -> Person:
    """Return the colleague at an address, or the only one of a name, whom a person may name as deputy.

    Raises: NotADeputy: nobody here, the person, or of another company. DeputyCycle: they would stand in for each other.
    Source: rulebook 4.6.
    """
    wanted = address.strip().strip("<>").lower()
    found = session.scalar(select(Person).where(Person.address == wanted)) or _colleague_named(session, person, wanted)
    if found is None or found.id == person.id or not _share_a_house(found, person):
        raise NotADeputy(value=wanted[:100])
    if any(one.id == person.id for one in _row_of_deputies(session, found)):
        raise DeputyCycle(value=wanted[:100])
    return found


def _colleague_named(session: Session, person: Person, name: str) -> Person | None:
    said = set(words(name)) - _ADDRESSED
    vendors = [role.vendor_id for role in person.roles if role.active]
    rows = select(Person).join(Role).where(Role.vendor_id.in_(vendors), Role.active).distinct().order_by(Person.id)
    ids = session.scalars(rows.with_only_columns(Person.id)).all()
    colleagues = (session.get_one(Person, one) for one in ids if one != person.id)
    found = [one for one in colleagues if said and said <= set(words(one.name)) and _share_a_house(one, person)]
    return found[0] if len(found) == 1 else None


def stand_in(session: Session, person: Person, at: datetime, vendor_id: int | None) -> Person | None:
    """Return who reads a person's mails of a vendor while they are away: the first in the row who is there.

    Args: at: aware; when it is to be read. vendor_id: whose mail it is; None: anybody's.
    Returns: None where nobody can.
    """
    for deputy in _row_of_deputies(session, person):
        if not deputy.is_absent(at) and deputy.is_reachable and _share_a_house(deputy, person, vendor_id):
            return deputy
    return None


def role_or_deputys(
    session: Session, person: Person, now: datetime, find: Callable[[Person], Role]
) -> tuple[Role, Person]:
    """Return the role by which a person may do something: their own, or as deputy of somebody away.

    Args: find: the rule, which gives a person's role or raises.
    Returns: the person's own role, and in whose place it counts: mostly their own.
    Raises: Unknown, NotPermitted: neither they nor whom they stand in for may.
    Source: rulebook 4.6.
    """
    try:
        return find(person), person
    except NotPermitted:
        for absent in colleagues_stood_in_for(session, person, now):
            if own := _own_role_for(person, absent, find):
                return own, absent
        raise


def _own_role_for(deputy: Person, absent: Person, find: Callable[[Person], Role]) -> Role | None:
    try:
        theirs = find(absent)
    except (NotPermitted, Unknown):
        return None
    return next((own for own in deputy.roles if houses_shared(own, theirs)), None)


def colleagues_stood_in_for(session: Session, deputy: Person, at: datetime) -> list[Person]:
    """Return for whom somebody stands in now, so that they may do what the absent may."""
    rows = select(Person).where(Person.deputy_id.is_not(None), Person.absent_until > at)
    return [one for one in session.scalars(rows) if stand_in(session, one, at, None) is deputy]


def houses_shared(one: Role, other: Role) -> bool:
    """Whether two roles are of one company and vendor."""
    mine = (one.vendor_id, one.reseller_id, one.distributor, one.agency)
    return one.active and other.active and mine == (other.vendor_id, other.reseller_id, other.distributor, other.agency)


def _share_a_house(one: Person, other: Person, vendor_id: int | None = None) -> bool:
    pairs = ((mine, theirs) for mine in one.roles for theirs in other.roles)
    return any(houses_shared(*pair) and vendor_id in (None, pair[0].vendor_id) for pair in pairs)


def _row_of_deputies(session: Session, person: Person) -> Iterator[Person]:
    """Yield a person's deputy, the deputy's deputy, and so on; each once, whatever the table says."""
    seen = {person.id}
    deputy_id = person.deputy_id
    while deputy_id is not None and deputy_id not in seen and len(seen) < MOST_IN_A_ROW:
        seen.add(deputy_id)
        deputy = session.get(Person, deputy_id)
        if deputy is None:
            return
        yield deputy
        deputy_id = deputy.deputy_id
