"""The customer is asked once whether somebody got in touch, and a no reaches the owner: rulebook 6.5, 5.4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain import commands as do
from app.domain.customer_commands import AnswerEcho
from app.domain.lifecycle import Status
from app.service.outcome import Outcome
from app.store.outbox import Post, mark_sent
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin

AGREED: dict[str, Any] = {"consent": True, "contact_email": "carla@metallbau-muster.example", "language": "en"}


@pytest.fixture
def asking(settle: Settle) -> Town:
    """A town whose vendor asks its customers; nobody writes to them before."""
    return settle(nordlicht(customer_echo=True))


def questions(town: Town) -> list[Post]:
    return town.posts_to("carla", "customer_echo")


def asked(town: Town) -> int:
    """Return a lead that Rolf says he is in touch with, and whose Carla was asked."""
    lead_id = town.taken_lead(**AGREED)
    town.reports("rolf", lead_id)
    town.clock.advance(timedelta(hours=1))
    return lead_id


def says(town: Town, lead_id: int, contacted: bool | None, name: str = "carla", **words: str) -> Outcome:
    reason = None if contacted is not False else "nobody"
    command = AnswerEcho(by=town.person_id(name), lead_id=lead_id, contacted=contacted, reason=reason, **words)
    return town.do(command)


@pytest.mark.rule("6.5")
def test_carla_is_asked_once_after_the_first_feedback(asking: Town) -> None:
    lead_id = asking.taken_lead(**AGREED)

    asking.reports("rolf", lead_id)
    asking.clock.advance(timedelta(hours=1))
    asking.reports("rolf", lead_id, Status.QUOTED, amount_cents=100_000)

    (question,) = questions(asking)
    assert (question.context["person"], question.context["reseller"]) == ("Rolf Rieger", "Rolf IT GmbH")
    assert [(action["wish"], action["option"]) for action in question.context["actions"]] == [
        ("echo", "yes"),
        ("echo", "no"),
    ]


@pytest.mark.rule("6.5")
@pytest.mark.parametrize(
    ("wanted", "fields"),
    [(False, AGREED), (True, AGREED | {"consent": None}), (True, AGREED | {"consent": False}),
     (True, AGREED | {"contact_email": "", "contact_phone": "1"})],
)  # fmt: skip
def test_nobody_asks_without_setting_consent_and_address(settle: Settle, wanted: bool, fields: dict[str, Any]) -> None:
    town = settle(nordlicht(customer_echo=wanted))
    lead_id = town.taken_lead(**fields)

    town.reports("rolf", lead_id)

    with town.looking() as session:
        assert session.query(Post).where(Post.kind == "customer_echo").all() == []


@pytest.mark.rule("6.5")
@pytest.mark.parametrize(("status", "details"), [(Status.NOT_REACHED, {}), (Status.BAD_LEAD, {"reason": "wrong_data"})])
def test_nobody_asks_carla_about_a_call_that_did_not_get_through(
    asking: Town, status: Status, details: dict[str, Any]
) -> None:
    lead_id = asking.taken_lead(**AGREED)
    asking.reports("rolf", lead_id, status, **details)
    with asking.looking() as session:
        assert session.query(Post).where(Post.kind == "customer_echo").count() == 0

    asking.reports("rolf", lead_id)

    assert len(questions(asking)) == 1


@pytest.mark.rule("6.5")
@pytest.mark.parametrize(
    ("reported_at", "asked_at"),
    [("2026-03-03 10:00", "2026-03-03 10:15"), ("2026-03-03 16:45", "2026-03-04 09:00"),
     ("2026-03-06 17:30", "2026-03-09 09:00")],
)  # fmt: skip
def test_the_question_waits_for_the_undo_and_for_working_hours(asking: Town, reported_at: str, asked_at: str) -> None:
    lead_id = asking.taken_lead(**AGREED)
    asking.at(reported_at)

    asking.reports("rolf", lead_id)

    assert questions(asking)[0].send_at == berlin(asked_at)


@pytest.mark.rule("6.5")
def test_a_feedback_that_rolf_undoes_in_time_asks_nobody_and_the_next_one_does(asking: Town) -> None:
    lead_id = asking.taken_lead(**AGREED)
    asking.reports("rolf", lead_id)

    asking.clock.advance(14 * MINUTE)
    asking.undoes("rolf", lead_id)
    assert questions(asking) == []
    asking.reports("rolf", lead_id)

    assert [question.send_at for question in questions(asking)] == [berlin("2026-03-03 10:29")]


@pytest.mark.rule("6.5")
def test_a_feedback_that_rolf_undoes_too_late_has_asked_once_and_for_all(asking: Town) -> None:
    lead_id = asking.taken_lead(**AGREED)
    asking.reports("rolf", lead_id)
    with asking.parts.new_work() as work:
        mark_sent(work.session, [questions(asking)[0].id], asking.clock.now())
        work.commit()

    asking.clock.advance(16 * MINUTE)
    asking.undoes("rolf", lead_id)
    asking.reports("rolf", lead_id)

    assert len(questions(asking)) == 1


@pytest.mark.rule("6.5")
@pytest.mark.parametrize("how", ["gives back", "recalled", "taken over", "assigned"])
def test_a_question_about_rolf_does_not_leave_when_the_lead_is_no_longer_his(asking: Town, how: str) -> None:
    lead_id = asking.taken_lead(**AGREED)
    asking.reports("rolf", lead_id)
    vera, rita = asking.person_id("vera"), asking.reseller_id("rita-systems")

    ways: dict[str, do.Command] = {
        "gives back": do.GiveBackLead(by=asking.person_id("rolf"), lead_id=lead_id, reason="capacity"),
        "recalled": do.RecallLead(by=vera, lead_id=lead_id),
        "taken over": do.TakeOverLead(by=vera, lead_id=lead_id),
        "assigned": do.AssignLead(by=vera, lead_id=lead_id, reseller_id=rita),
    }
    assert not asking.do(ways[how]).refused

    assert questions(asking) == []


@pytest.mark.rule("6.5")
def test_a_no_tells_the_owner_who_can_remind_the_partner_or_offer_the_lead_again(asking: Town) -> None:
    lead_id = asked(asking)

    assert says(asking, lead_id, False, note="I am still waiting.").code == "echo_noted"

    told = asking.post_to("vera", "customer_answered").context
    assert (told["reseller"], told["status"], told["reason"]) == ("Rolf IT GmbH", "contacted", "nobody")
    assert (told["customer"], told["note"]) == ("Carla Muster", "I am still waiting.")
    assert [action["wish"] for action in told["actions"]] == ["nudge", "recall"]
    assert asking.do(do.RecallLead(by=asking.person_id("vera"), lead_id=lead_id)).code == "recalled"


@pytest.mark.rule("6.5")
def test_a_yes_is_noted_and_disturbs_nobody(asking: Town) -> None:
    lead_id = asked(asking)

    assert says(asking, lead_id, True).code == "echo_noted"

    assert asking.lead(lead_id).echo == "yes"
    assert asking.posts_to("vera", "customer_answered") == []
    assert says(asking, lead_id, True).code == "already_done"
    assert says(asking, lead_id, False).code == "echo_noted", "who thinks better of it may say so"


@pytest.mark.rule("6.5")
@pytest.mark.rule("9.1")
@pytest.mark.parametrize("name", ["rolf", "rita", "vera", "max"])
def test_nobody_but_the_customer_answers_for_the_customer(asking: Town, name: str) -> None:
    lead_id = asked(asking)

    assert says(asking, lead_id, True, name=name).code == "unknown"
    assert asking.lead(lead_id).echo is None


@pytest.mark.rule("6.5")
def test_a_customer_answers_for_their_own_lead_only(asking: Town) -> None:
    asked(asking)
    other = asking.taken_lead(by="rita", contact_email="otto@other.example", company="Other GmbH")

    assert says(asking, other, False).code == "unknown"


@pytest.mark.rule("5.4")
@pytest.mark.rule("6.5")
def test_who_wants_no_more_mail_is_never_asked_about_any_lead(asking: Town) -> None:
    asked(asking)

    asking.do(do.Unsubscribe(by=asking.person_id("carla"), mail_list="customer"))
    second = asking.taken_lead(by="rita", **AGREED)
    asking.reports("rita", second)

    assert len(questions(asking)) == 1
