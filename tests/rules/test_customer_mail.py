"""The customer learns once who will call, and only when it was wanted: rulebook 5.3, 5.4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.people import Person
from app.store.outbox import Post, PostState
from app.tokens import Wish
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
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

    town.do(do.Unsubscribe(by=carla, mail_list="customer"))
    town.taken_lead(**AGREED)

    assert len(_posts(town)) == 1
    assert town.parts.tokens.link(Wish("unsubscribe", carla, 1, "customer", town.clock.now()))
