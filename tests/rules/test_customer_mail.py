"""The customer learns once who will call, and only when it was wanted: rulebook 5.3, 5.4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.people import Person
from app.domain.wishes import command_of
from app.service.restraint import Fate, decide
from app.store.outbox import Post, PostState
from app.tokens import Wish
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import Town

AGREED: dict[str, Any] = {"consent": True, "contact_email": "carla@metallbau-muster.example", "language": "en"}


def _posts(town: Town) -> list[Post]:
    with town.looking() as session:
        return list(session.scalars(select(Post).where(Post.kind == "customer_intro").order_by(Post.id)))


@pytest.mark.rule("5.3")
@pytest.mark.rule("5.4")
def test_carla_reads_who_will_call_when_the_undo_is_over(settle: Settle) -> None:
    town = settle(nordlicht(customer_mail=True))
    lead_id = town.offered_lead(**AGREED)

    town.picks("rolf", lead_id)

    (post,) = _posts(town)
    assert post.send_at == town.clock.now() + timedelta(minutes=15)
    assert (post.context["person"], post.context["answers_to"]) == ("Rolf Rieger", "rolf@rolf-it.example")


@pytest.mark.rule("5.4")
def test_rolfs_undo_holds_the_letter_back(settle: Settle) -> None:
    town = settle(nordlicht(customer_mail=True))
    lead_id = town.taken_lead(**AGREED)

    town.clock.advance(timedelta(minutes=14))
    town.undoes("rolf", lead_id)

    assert [post.state for post in _posts(town)] == [PostState.CANCELLED]


@pytest.mark.rule("5.4")
@pytest.mark.parametrize(
    ("wanted", "fields"),
    [(False, AGREED), (True, AGREED | {"consent": None}), (True, AGREED | {"contact_email": "", "contact_phone": "1"})],
)
def test_nobody_writes_to_carla_without_setting_consent_and_address(
    settle: Settle, wanted: bool, fields: dict[str, Any]
) -> None:
    town = settle(nordlicht(customer_mail=wanted))

    town.taken_lead(**fields)

    assert _posts(town) == []


@pytest.mark.rule("5.4")
def test_carla_can_have_no_more_of_it(settle: Settle) -> None:
    town = settle(nordlicht(customer_mail=True))
    town.taken_lead(**AGREED)
    with town.looking() as session:
        carla = session.scalars(select(Person.id).where(Person.address == AGREED["contact_email"])).one()

    town.do(command_of("unsubscribe", carla, 1, "customer"))
    town.taken_lead(**AGREED)

    assert len(_posts(town)) == 1
    assert town.parts.tokens.link(Wish("unsubscribe", carla, 1, "customer", town.clock.now()))


@pytest.mark.rule("5.4", "9.4")
def test_carlas_opt_out_is_with_one_vendor_and_another_neither_learns_of_it_nor_falls_silent(settle: Settle) -> None:
    """As it was while the opt-out was one list for all: Suedwind could not write to her any more, nor knew why."""
    town = settle(nordlicht(customer_mail=True))
    town.load(suedwind(customer_mail=True))
    town.taken_lead(**AGREED)
    with town.looking() as session:
        carla = session.scalars(select(Person.id).where(Person.address == AGREED["contact_email"])).one()

    town.do(command_of("unsubscribe", carla, 1, "customer"))
    town.taken_lead(**AGREED)
    town.picks("rolf", town.submits("eve", vendor_id=2, **AGREED))

    assert [post.vendor_id for post in _posts(town)] == [1, 2]


@pytest.mark.rule("5.4")
def test_an_opt_out_holds_for_what_is_written_and_not_sent(settle: Settle) -> None:
    """As it was: a letter to a customer was held back by nothing but its writing."""
    town = settle(nordlicht(customer_mail=True))
    town.taken_lead(**AGREED)
    (post,) = _posts(town)
    with town.looking() as session:
        carla = session.get_one(Person, post.to_person_id)
        assert decide(session, post, carla, post.send_at).fate is Fate.SEND
    town.do(command_of("unsubscribe", post.to_person_id, 1, "customer"))

    with town.looking() as session:
        carla = session.get_one(Person, post.to_person_id)
        assert decide(session, post, carla, post.send_at).fate is Fate.DROP
