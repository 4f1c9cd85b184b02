"""A registration's life is a table, and so is who may wish what of it: every role, wish and state. Rulebook 7, 1."""

from __future__ import annotations

import pytest

from app.domain.deal import Deal
from app.domain.deal_lifecycle import DEAL_TRANSITIONS, OPEN_DEALS, DealState, next_deal_state
from app.domain.deal_permissions import DEAL_PERMISSIONS, REGISTER_PERMISSIONS, deal_role_for
from app.domain.errors import DealOver, NotPermitted, Unknown
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import RESELLER_ROLES, VENDOR_ROLES, RoleName

WISHES = sorted({wish for _, wish in DEAL_TRANSITIONS})
PEOPLES_WISHES = sorted({wish for _, wish in DEAL_PERMISSIONS})
REVIEWS = {"approve", "reject", "ask_more", "grant_extension", "refuse_extension"}
OWN, OTHER, SOMEBODY, SOMEBODY_ELSE = 10, 20, 7, 8


def somebody(
    name: RoleName, *, vendor_id: int = 1, active: bool = True, territory: tuple[str, ...] = (),
    partners: tuple[str, ...] = (),
) -> Person:  # fmt: skip
    """Return a person with one role; whoever works for a reseller works for company 10."""
    role = Role(
        name=name, vendor_id=vendor_id, vendor=Vendor(id=vendor_id, slug="nordlicht", country="DE"), person_id=SOMEBODY,
        reseller_id=OWN if name in RESELLER_ROLES else None, active=active, territory=list(territory),
        partners=list(partners),
    )  # fmt: skip
    person = Person(id=SOMEBODY, address="somebody@house.example", name="Somebody", language="en", zone="UTC")
    person.roles.append(role)
    return person


def a_deal(company_id: int = OWN, by: int = SOMEBODY, owner_id: int = 3, postcode: str = "80331") -> Deal:
    """Return a registration of a company, at vendor 1."""
    return Deal(
        id=12, vendor_id=1, reseller_id=company_id, registered_by=by, owner_id=owner_id, state=DealState.REVIEW,
        reseller=Reseller(id=company_id, vendor_id=1, slug=f"company-{company_id}", country="DE"),
        fields={"company": "Muster GmbH", "postcode": postcode, "country": "DE"},
    )  # fmt: skip


def may(person: Person, wish: str, deal: Deal) -> bool:
    """Tell whether the table lets somebody wish this."""
    try:
        deal_role_for(person, wish, deal)
    except NotPermitted:
        return False
    return True


@pytest.mark.rule("7.3", "7.6")
@pytest.mark.parametrize("state", DealState)
@pytest.mark.parametrize("wish", WISHES)
def test_every_pair_either_stands_in_the_table_or_is_refused(state: DealState, wish: str) -> None:
    if (state, wish) in DEAL_TRANSITIONS:
        assert next_deal_state(state, wish) is DEAL_TRANSITIONS[state, wish]
    else:
        with pytest.raises(DealOver):
            next_deal_state(state, wish)


@pytest.mark.rule("7.6")
def test_from_wherever_a_registration_is_some_chain_of_wishes_closes_it() -> None:
    for start in OPEN_DEALS:
        reached = {start}
        while more := {goal for (state, _), goal in DEAL_TRANSITIONS.items() if state in reached} - reached:
            reached |= more
        assert reached - OPEN_DEALS, start


@pytest.mark.rule("7.4")
def test_only_an_approval_or_a_step_taken_back_protects_a_customer() -> None:
    leading = {wish for (state, wish), goal in DEAL_TRANSITIONS.items() if goal is DealState.PROTECTED is not state}

    assert leading == {"approve", "undo_deal:protected"}


@pytest.mark.rule("1", "7.3")
@pytest.mark.parametrize("wish", PEOPLES_WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_what_is_not_in_the_table_is_refused(name: RoleName, wish: str) -> None:
    """The most that a role could have: a registration of its own, or one that it is asked to decide."""
    assert may(somebody(name), wish, a_deal(owner_id=SOMEBODY)) == ((name, wish) in DEAL_PERMISSIONS)


@pytest.mark.rule("1", "9.4")
@pytest.mark.parametrize("wish", PEOPLES_WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_at_another_vendor_and_at_a_rival_everybody_is_a_stranger(name: RoleName, wish: str) -> None:
    for person in (somebody(name, vendor_id=2), somebody(name, active=False)):
        with pytest.raises(Unknown):
            deal_role_for(person, wish, a_deal())
    if name in RESELLER_ROLES:
        with pytest.raises(Unknown):
            deal_role_for(somebody(name), wish, a_deal(OTHER))


@pytest.mark.rule("1", "7.6")
@pytest.mark.parametrize("wish", sorted({wish for name, wish in DEAL_PERMISSIONS if name in RESELLER_ROLES}))
def test_a_manager_has_the_companys_registrations_a_rep_only_their_own(wish: str) -> None:
    for deal, reps in ((a_deal(), True), (a_deal(by=SOMEBODY_ELSE), False)):
        assert may(somebody(RoleName.SALES_MANAGER), wish, deal)
        assert may(somebody(RoleName.SALES_REP), wish, deal) is reps


@pytest.mark.rule("1", "7.3")
@pytest.mark.parametrize(
    ("deal", "hers"),
    [
        (a_deal(postcode="80331"), True),
        (a_deal(OTHER, postcode="80331"), True),
        (a_deal(OTHER, postcode="20095"), False),
        (a_deal(OWN, postcode="20095"), True),
        (a_deal(OTHER, owner_id=SOMEBODY, postcode="20095"), True),
    ],
    ids=["place and partner", "place", "neither", "partner", "asked to decide"],
)
def test_a_channel_manager_decides_for_territory_and_partners_and_what_she_is_asked(deal: Deal, hers: bool) -> None:
    vera = somebody(RoleName.CHANNEL_MANAGER, territory=("8",), partners=("company-10",))

    assert may(vera, "approve", deal) is hers


@pytest.mark.rule("1", "7.3")
def test_no_partner_decides_and_only_partners_register() -> None:
    deciding = {name for name, wish in DEAL_PERMISSIONS if wish in REVIEWS}

    assert deciding == VENDOR_ROLES
    assert REGISTER_PERMISSIONS == RESELLER_ROLES
