"""Who may wish what is one table: every role, every wish, one's own lead and somebody else's. Rulebook 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from app.domain.errors import NotPermitted, Unknown
from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import (
    LEAD_PERMISSIONS,
    RESELLER_ROLES,
    SUBMIT_PERMISSIONS,
    VENDOR_ROLES,
    RoleName,
    role_for,
)

pytestmark = pytest.mark.rule("1")

WISHES = sorted({wish for _, wish in LEAD_PERMISSIONS})
HOLDERS_WISHES = {"give_back", "feedback", "remind", "note", "ask_time", "decline_entry", "add_files", "undo_files"}
OWN_WORK = {"feedback", "remind"}  # what the vendor may wish of a lead that it has taken over
OFFERED_WISHES = {"pick", "decline", "undo"}
OWN_COMPANY, OTHER_COMPANY, SOMEBODY, SOMEBODY_ELSE = 10, 20, 7, 8


@dataclass(frozen=True)
class Somebody:
    """A person with one role."""

    person: Person
    role: Role


def somebody(name: RoleName, *, vendor_id: int = 1, active: bool = True, **of_role: Any) -> Somebody:
    """Return a person; whoever works for a reseller works for company 10."""
    reseller_id = OWN_COMPANY if name in RESELLER_ROLES else None
    agency = "agentur" if name == RoleName.QUALIFIER else None
    values: dict[str, Any] = {"territory": [], "partners": [], "agency": agency, **of_role}
    vendor = Vendor(id=vendor_id, slug="nordlicht", country="DE")
    role = Role(
        name=name, vendor_id=vendor_id, vendor=vendor, person_id=SOMEBODY, reseller_id=reseller_id, active=active,
        **values,
    )  # fmt: skip
    person = Person(id=SOMEBODY, address="rolf@rolf-it.example", name="Rolf Rieger", language="en", zone="UTC")
    person.roles.append(role)
    return Somebody(person, role)


def a_lead(*, holder: int | None = None, picked_by: int | None = None, postcode: str = "80331", **of_lead: Any) -> Lead:
    """Return a lead of vendor 1 that Vera, person 3, looks after."""
    company = Reseller(id=holder, slug=f"company-{holder}", country="DE") if holder else None
    return Lead(
        id=1, vendor_id=1, owner_id=of_lead.get("owner_id", 3), submitted_by=of_lead.get("submitted_by", 3),
        fields={"postcode": postcode, "country": "DE"}, holder_id=holder, holder=company, picked_by=picked_by,
        state=of_lead.get("state", State.RECEIVED), agency=of_lead.get("agency"),
    )  # fmt: skip


def may(who: Somebody, wish: str, lead: Lead) -> bool:
    """Tell whether the table lets somebody wish this; whoever has no part in the vendor is a stranger."""
    try:
        return role_for(who.person, wish, lead) is who.role
    except NotPermitted:
        return False


@pytest.mark.rule("1")
@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_what_is_not_in_the_table_is_refused(name: RoleName, wish: str) -> None:
    """The most that a role could have: its own lead, held by itself."""
    takes_over = name in VENDOR_ROLES and wish in OWN_WORK
    held_by = None if takes_over else OWN_COMPANY
    own = a_lead(
        holder=held_by, picked_by=SOMEBODY, owner_id=SOMEBODY, state=State.QUALIFYING, agency="agentur"
    )  # fmt: skip

    assert may(somebody(name), wish, own) == ((name, wish) in LEAD_PERMISSIONS)


@pytest.mark.rule("1")
@pytest.mark.rule("9.4")
@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_at_another_vendor_everybody_is_a_stranger(name: RoleName, wish: str) -> None:
    """Not even that the lead exists is told."""
    with pytest.raises(Unknown):
        role_for(somebody(name, vendor_id=2).person, wish, a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY))


@pytest.mark.rule("1")
@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_a_role_that_ended_allows_nothing(name: RoleName, wish: str) -> None:
    with pytest.raises(Unknown):
        role_for(somebody(name, active=False).person, wish, a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY))


@pytest.mark.rule("1")
@pytest.mark.parametrize("wish", sorted(HOLDERS_WISHES))
def test_a_manager_works_the_companys_leads_a_rep_only_their_own_nobody_a_rivals(wish: str) -> None:
    manager, rep = somebody(RoleName.SALES_MANAGER), somebody(RoleName.SALES_REP)
    own, colleagues, rivals, nobodys = (
        a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY),
        a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY_ELSE),
        a_lead(holder=OTHER_COMPANY, picked_by=SOMEBODY_ELSE),
        a_lead(),
    )

    assert [may(manager, wish, lead) for lead in (own, colleagues, rivals, nobodys)] == [True, True, False, False]
    assert [may(rep, wish, lead) for lead in (own, colleagues, rivals, nobodys)] == [True, False, False, False]


@pytest.mark.rule("1")
@pytest.mark.parametrize("wish", sorted(OFFERED_WISHES))
def test_both_of_a_company_may_answer_its_offers(wish: str) -> None:
    for name in RESELLER_ROLES:
        assert may(somebody(name), wish, a_lead())


@pytest.mark.rule("1")
def test_a_rep_undoes_nothing_of_a_colleague() -> None:
    colleagues = a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY_ELSE)

    assert may(somebody(RoleName.SALES_MANAGER), "undo", colleagues)
    assert not may(somebody(RoleName.SALES_REP), "undo", colleagues)


@pytest.mark.rule("1")
@pytest.mark.parametrize(
    ("lead", "hers"),
    [
        (a_lead(postcode="80331"), True),
        (a_lead(postcode="20095"), False),
        (a_lead(postcode=""), False),
        (a_lead(postcode="20095", owner_id=SOMEBODY), True),
        (a_lead(postcode="20095", submitted_by=SOMEBODY), True),
        (a_lead(postcode="20095", holder=OWN_COMPANY), True),
        (a_lead(postcode="20095", holder=OTHER_COMPANY), False),
    ],
)
def test_a_channel_manager_has_a_territory_and_partners(lead: Lead, hers: bool) -> None:
    vera = somebody(RoleName.CHANNEL_MANAGER, territory=["8", "9"], partners=["company-10"])

    assert may(vera, "withdraw", lead) is hers


@pytest.mark.rule("1")
def test_a_channel_manager_without_either_has_all_and_management_always_does() -> None:
    anywhere = a_lead(postcode="20095")

    assert may(somebody(RoleName.CHANNEL_MANAGER), "withdraw", anywhere)
    for name in (RoleName.MANAGEMENT, RoleName.SALES_DIRECTOR):
        assert may(somebody(name, territory=["8"]), "withdraw", anywhere)


@pytest.mark.rule("1", "3.4")
@pytest.mark.parametrize("wish", sorted({wish for name, wish in LEAD_PERMISSIONS if name == RoleName.QUALIFIER}))
@pytest.mark.parametrize(
    ("state", "agency", "theirs"),
    [
        (State.QUALIFYING, "agentur", True),
        (State.QUALIFYING, "another", False),
        (State.QUALIFYING, None, False),
        (State.RECEIVED, "agentur", False),
        (State.OFFERED, "agentur", False),
        (State.DISCARDED, "agentur", False),
    ],
)
def test_an_agency_acts_on_what_it_qualifies_and_only_until_it_has(
    wish: str, state: State, agency: str | None, theirs: bool
) -> None:
    assert may(somebody(RoleName.QUALIFIER), wish, a_lead(state=state, agency=agency)) is theirs


@pytest.mark.rule("1")
def test_no_vendors_person_answers_for_a_reseller_and_no_reseller_for_the_vendor() -> None:
    reseller = {wish for name, wish in LEAD_PERMISSIONS if name in RESELLER_ROLES}
    vendor = {wish for name, wish in LEAD_PERMISSIONS if name in VENDOR_ROLES}

    assert reseller & vendor == {"note", "undo", "add_files", "undo_files"} | OWN_WORK
    assert reseller == HOLDERS_WISHES | OFFERED_WISHES | {"hand_over"}


@pytest.mark.rule("6.3")
@pytest.mark.parametrize("wish", sorted(OWN_WORK))
@pytest.mark.parametrize("name", sorted(VENDOR_ROLES))
def test_the_vendors_people_report_on_what_they_took_over_and_on_nothing_else(name: RoleName, wish: str) -> None:
    held, free, taken_over = a_lead(holder=OTHER_COMPANY, picked_by=SOMEBODY_ELSE), a_lead(), a_lead(picked_by=3)

    assert [may(somebody(name), wish, lead) for lead in (held, free, taken_over)] == [False, False, True]


@pytest.mark.rule("6.3")
def test_what_was_taken_over_outside_the_own_territory_is_not_a_channel_managers() -> None:
    vera = somebody(RoleName.CHANNEL_MANAGER, territory=["8", "9"])

    assert not may(vera, "feedback", a_lead(picked_by=3, postcode="20095"))
    assert may(vera, "feedback", a_lead(picked_by=3, postcode="80331"))


@pytest.mark.rule("1")
def test_only_a_companys_manager_hands_its_leads_on() -> None:
    own, rivals = a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY_ELSE), a_lead(holder=OTHER_COMPANY)

    assert [may(somebody(RoleName.SALES_MANAGER), "hand_over", lead) for lead in (own, rivals)] == [True, False]
    assert not may(somebody(RoleName.SALES_REP), "hand_over", a_lead(holder=OWN_COMPANY, picked_by=SOMEBODY))


@pytest.mark.rule("1")
def test_only_the_vendors_people_hand_leads_in() -> None:
    assert SUBMIT_PERMISSIONS == VENDOR_ROLES


@pytest.mark.rule("1")
def test_the_second_role_counts_where_the_first_does_not_allow_it() -> None:
    """Whoever is a rep at one company and manages another may answer for that one's lead."""
    both = somebody(RoleName.SALES_REP)
    manages = Role(
        name=RoleName.SALES_MANAGER, vendor_id=1, person_id=SOMEBODY, reseller_id=OTHER_COMPANY, active=True,
        territory=[], partners=[],
    )  # fmt: skip
    both.person.roles.append(manages)

    assert role_for(both.person, "feedback", a_lead(holder=OTHER_COMPANY, picked_by=SOMEBODY_ELSE)) is manages
