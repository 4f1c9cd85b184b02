"""A request for a reward: its life is a table, and so is who may wish what of it. Rulebook 6.6, 1."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.errors import NotPermitted, RedemptionOver, Unknown
from app.domain.people import Person, Reseller, Role, Vendor
from app.domain.permissions import RESELLER_ROLES, RoleName
from app.domain.redemption import (
    REDEMPTION_TRANSITIONS,
    Redemption,
    RedemptionState,
    RedemptionStep,
    next_redemption_state,
)
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS, ledger_role_for, redemption_role_for
from app.domain.views import VIEWS, View

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
WISHES = sorted({wish for _, wish in REDEMPTION_TRANSITIONS})
PEOPLES_WISHES = sorted({wish for _, wish in REDEMPTION_PERMISSIONS})
OWN, OTHER, SOMEBODY = 10, 20, 7


def somebody(name: RoleName, *, vendor_id: int = 1, active: bool = True, territory: tuple[str, ...] = ()) -> Person:
    """Return a person with one role; whoever works for a reseller works for company 10."""
    role = Role(
        name=name, vendor_id=vendor_id, vendor=Vendor(id=vendor_id, slug="nordlicht", country="DE"), person_id=SOMEBODY,
        reseller_id=OWN if name in RESELLER_ROLES else None, active=active, territory=list(territory), partners=[],
    )  # fmt: skip
    person = Person(id=SOMEBODY, address="somebody@house.example", name="Somebody", language="en", zone="UTC")
    person.roles.append(role)
    return person


def a_request(company_id: int = OWN, owner_id: int = 3) -> Redemption:
    """Return a request of a company in Munich, at vendor 1."""
    return Redemption(
        id=3, vendor_id=1, reseller_id=company_id, reseller=a_company(company_id), owner_id=owner_id,
        state=RedemptionState.ASKED, title="MDF 500", points=400,
    )  # fmt: skip


def a_company(company_id: int = OWN) -> Reseller:
    return Reseller(id=company_id, vendor_id=1, slug=f"company-{company_id}", country="DE", postcode="80331")


def may(person: Person, wish: str, request: Redemption) -> bool:
    try:
        redemption_role_for(person, wish, request)
    except NotPermitted:
        return False
    return True


@pytest.mark.rule("6.6")
@pytest.mark.parametrize("state", RedemptionState)
@pytest.mark.parametrize("wish", WISHES)
def test_every_pair_either_stands_in_the_table_or_is_refused(state: RedemptionState, wish: str) -> None:
    if (state, wish) in REDEMPTION_TRANSITIONS:
        assert next_redemption_state(state, wish) is REDEMPTION_TRANSITIONS[state, wish]
    else:
        with pytest.raises(RedemptionOver):
            next_redemption_state(state, wish)


@pytest.mark.rule("6.6")
def test_a_decided_request_is_without_a_next_step_and_a_waiting_one_never() -> None:
    for decide in ("approve", "withdraw"):
        request = a_request()
        request.plan(RedemptionStep.REMIND, NOW)
        getattr(request, decide)(SOMEBODY, NOW)
        assert (request.step, request.step_at) == (None, None)
    waiting = a_request()
    waiting.remind(NOW)
    waiting.escalate(NOW)
    assert (waiting.step, waiting.step_at) == (RedemptionStep.ESCALATE, NOW)


@pytest.mark.rule("1", "6.6")
@pytest.mark.parametrize("wish", PEOPLES_WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_what_is_not_in_the_table_is_refused(name: RoleName, wish: str) -> None:
    """The most that a role could have: the request of its own company, or one that it is asked to answer."""
    assert may(somebody(name), wish, a_request(owner_id=SOMEBODY)) == ((name, wish) in REDEMPTION_PERMISSIONS)


@pytest.mark.rule("1", "9.4")
@pytest.mark.parametrize("wish", PEOPLES_WISHES)
@pytest.mark.parametrize("name", RoleName)
def test_at_another_vendor_and_at_a_rival_everybody_is_a_stranger(name: RoleName, wish: str) -> None:
    strangers = [somebody(name, vendor_id=2), somebody(name, active=False)]
    for person in strangers:
        with pytest.raises(Unknown):
            redemption_role_for(person, wish, a_request())
    if name in RESELLER_ROLES:
        with pytest.raises(Unknown):
            redemption_role_for(somebody(name), wish, a_request(company_id=OTHER))


@pytest.mark.rule("1")
@pytest.mark.parametrize(
    ("territory", "owner_id", "his"),
    [((), 3, True), (("8",), 3, True), (("2",), 3, False), (("2",), SOMEBODY, True)],
)
def test_a_channel_manager_answers_for_the_partners_of_his_territory_and_what_he_is_asked(
    territory: tuple[str, ...], owner_id: int, his: bool
) -> None:
    viktor = somebody(RoleName.CHANNEL_MANAGER, territory=territory)

    assert may(viktor, "approve_redemption", a_request(owner_id=owner_id)) is his


@pytest.mark.rule("1", "9.4")
@pytest.mark.parametrize("name", RoleName)
def test_points_are_seen_by_the_company_and_by_whoever_the_table_of_views_names(name: RoleName) -> None:
    for company, mine in ((a_company(OWN), True), (a_company(OTHER), name not in RESELLER_ROLES)):
        sees = (name, View.POINTS) in VIEWS and mine
        if sees:
            assert ledger_role_for(somebody(name), company).name == name
        else:
            with pytest.raises(Unknown):
                ledger_role_for(somebody(name), company)
