"""Points redeemed, granted and refused by mail alone. Rulebook 6.6 and 2."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain import point_commands as of_points
from app.domain.programme import Reward
from app.domain.redemption import Redemption, RedemptionState
from app.service.programme_file import read_programme
from tests.edges.incoming import PROGRAMME, Incoming, a_mail, reply_to

ROLF, RITA, VERA = "rolf@rolf-it.example", "rita@rita-systems.example", "vera@nordlicht.example"


@pytest.fixture
def incoming(incoming: Incoming) -> Incoming:
    """The installation with a catalogue, 450 points for Rolf, and his week in his mailbox."""
    programme = read_programme(PROGRAMME, "programme.yaml")
    rewards = (Reward("MDF 500", 400), Reward("Schulung", 100), Reward("Demo-Arm", 900))
    incoming.do(do.LoadProgramme(programme=replace(programme, rewards=rewards), files={}))
    by_hand = of_points.CorrectPoints(by=incoming.person_id("max"), reseller_id=1, points=450, reason="Ein Anfang.")
    assert incoming.do(by_hand).code == "points_corrected"
    incoming.clock.move_to(incoming.person("rolf").digest_due_at or incoming.clock.now())
    assert incoming.do(do.SendDigest(person_id=incoming.person_id("rolf"))).code == "digest_sent"
    return incoming


def requests(incoming: Incoming) -> list[Redemption]:
    with incoming.looking() as session:
        return list(session.scalars(select(Redemption).order_by(Redemption.id)))


def answers(incoming: Incoming, address: str, kind: str, words: str) -> None:
    name = address.partition("@")[0]
    incoming.arrives(a_mail(address, words, subject="Re: KW 11"), reply_to(incoming.key_of(name, kind)))


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(
    "words", ["MDF 500 einlösen", "redeem MDF 500", "Wir möchten MDF 500 einlösen.", "mdf 500 einloesen, danke!"]
)
def test_one_line_redeems(incoming: Incoming, words: str) -> None:
    answers(incoming, ROLF, "week_reseller", words)

    assert [(one.title, one.points) for one in requests(incoming)] == [("MDF 500", 400)]
    assert incoming.kinds_to("vera")[-1] == "redemption_review"
    assert incoming.kinds_to("rolf")[-1] == "done"


@pytest.mark.rule("6.6", "2")
@pytest.mark.parametrize(
    "words",
    ["MDF 500", "Kann ich MDF 500 einlösen?", "MDF 500 nicht einlösen", "Punkte einlösen", "2x MDF 500 einlösen"],
)
def test_what_is_not_sure_is_asked_back_with_a_button_for_each_reading(incoming: Incoming, words: str) -> None:
    answers(incoming, ROLF, "week_reseller", words)

    assert requests(incoming) == []
    assert incoming.kinds_to("rolf")[-1] == "not_understood"
    assert incoming.wishes()[-1] == ("ask", "asked_back")


@pytest.mark.rule("6.6")
def test_over_the_balance_is_answered_by_name(incoming: Incoming) -> None:
    answers(incoming, ROLF, "week_reseller", "Demo-Arm einlösen")

    assert requests(incoming) == []
    assert incoming.wishes()[-1] == ("redeem", "too_few_points")
    assert incoming.kinds_to("rolf")[-1] == "refused"


@pytest.mark.rule("6.6")
def test_vera_grants_by_one_word(incoming: Incoming) -> None:
    answers(incoming, ROLF, "week_reseller", "MDF 500 einlösen")

    answers(incoming, VERA, "redemption_review", "genehmigt")

    assert requests(incoming)[0].state == RedemptionState.APPROVED
    assert "redemption_answered" in incoming.kinds_to("rolf")


@pytest.mark.rule("6.6")
@pytest.mark.parametrize("words", ["abgelehnt: das Budget ist vergeben", "abgelehnt, Budget ist leer"])
def test_vera_rejects_with_her_own_words(incoming: Incoming, words: str) -> None:
    answers(incoming, ROLF, "week_reseller", "MDF 500 einlösen")

    answers(incoming, VERA, "redemption_review", words)

    assert (requests(incoming)[0].state, requests(incoming)[0].reason) == (RedemptionState.REJECTED, words)


@pytest.mark.rule("6.6")
def test_a_bare_no_is_asked_for_its_reason(incoming: Incoming) -> None:
    answers(incoming, ROLF, "week_reseller", "MDF 500 einlösen")

    answers(incoming, VERA, "redemption_review", "abgelehnt")

    assert requests(incoming)[0].state == RedemptionState.ASKED
    assert incoming.wishes()[-1] == ("reject_redemption", "needs_reason")
    assert incoming.kinds_to("vera")[-1] == "refused"


@pytest.mark.rule("6.6", "2")
def test_rolf_takes_it_back_by_one_word(incoming: Incoming) -> None:
    answers(incoming, ROLF, "week_reseller", "MDF 500 einlösen")

    answers(incoming, ROLF, "done", "rückgängig")

    assert requests(incoming)[0].state == RedemptionState.WITHDRAWN


@pytest.mark.rule("6.6", "9.2")
def test_rita_answers_neither_for_vera_nor_for_rolf(incoming: Incoming) -> None:
    answers(incoming, ROLF, "week_reseller", "MDF 500 einlösen")

    key = incoming.key_of("vera", "redemption_review")
    incoming.arrives(a_mail(RITA, "genehmigt", subject="Re: R-1"), reply_to(key))
    week = incoming.key_of("rolf", "week_reseller")
    incoming.arrives(a_mail(RITA, "Schulung einlösen", subject="Re: KW 11"), reply_to(week))

    assert [one.state for one in requests(incoming)] == [RedemptionState.ASKED]


@pytest.mark.rule("6.6", "9.2")
def test_a_mail_that_proves_nothing_redeems_nothing_before_rolf_says_it_was_him(incoming: Incoming) -> None:
    mail = a_mail(ROLF, "MDF 500 einlösen", subject="Re: KW 11", proof="dmarc=fail")
    incoming.arrives(mail, reply_to(incoming.key_of("rolf", "week_reseller")))

    assert requests(incoming) == []
    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"
