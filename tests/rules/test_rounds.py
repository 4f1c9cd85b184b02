"""Nobody takes it: the next are asked, then the rest, then the owner decides. Rulebook 4.5."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.lifecycle import CLOSED, State, Status
from app.store.outbox import Post, PostState
from app.store.work import Work
from app.web import create_app
from tests.edges.visitor import Visitor
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin

ALL_FOUR = ["rolf-it", "rita-systems", "sam-solo", "tina-tec"]


@pytest.mark.rule("4.5")
@pytest.mark.parametrize(
    ("temperature", "answer_by"),
    [("hot", "2026-03-04 10:00"), ("warm", "2026-03-06 10:00"), ("cold", "2026-03-11 10:00")],
)
def test_the_window_is_8_24_or_48_working_hours_to_the_minute(town: Town, temperature: str, answer_by: str) -> None:
    lead_id = town.offered_lead(temperature=temperature)
    assert (
        town.post_to("rolf", "lead_offer")
        .context["answer_by"]
        .startswith(berlin(answer_by).astimezone(town.clock.now().tzinfo).isoformat()[:16])
    )

    town.time_passes(berlin(answer_by) - MINUTE)
    assert town.asked(lead_id) == ALL_FOUR[:2]

    town.time_passes(answer_by)
    assert town.asked(lead_id) == ALL_FOUR


@pytest.mark.rule("4.5")
@pytest.mark.parametrize(
    ("released", "temperature", "answer_by"),
    [
        ("2026-03-27 10:00", "warm", "2026-04-01 10:00"),  # the night of the 29th has an hour less
        ("2026-10-23 10:00", "warm", "2026-10-28 10:00"),  # the night of the 25th has an hour more
        ("2026-03-08 21:40", "hot", "2026-03-09 17:00"),  # out at once on Sunday, eight hours of Monday to answer
        ("2026-03-06 16:59", "hot", "2026-03-09 16:59"),  # a minute of Friday, the rest on Monday
        ("2026-04-02 16:00", "hot", "2026-04-07 16:00"),  # Good Friday and Easter Monday do not count
    ],
)
def test_the_window_knows_clock_changes_nights_and_holidays(
    town: Town, released: str, temperature: str, answer_by: str
) -> None:
    town.at(released)
    lead_id = town.offered_lead(temperature=temperature)

    town.time_passes(berlin(answer_by) - MINUTE)
    assert town.asked(lead_id) == ALL_FOUR[:2]
    town.time_passes(answer_by)
    assert town.asked(lead_id) == ALL_FOUR


@pytest.mark.rule("4.5")
def test_the_next_are_asked_when_the_last_of_the_group_has_had_its_hours(town: Town) -> None:
    """4 June 2026 is Corpus Christi: a holiday for Rolf in Munich, an ordinary Thursday for Rita in Hamburg."""
    town.at("2026-06-04 10:00")
    lead_id = town.offered_lead(temperature="warm")

    town.time_passes("2026-06-09 10:00")
    assert town.asked(lead_id) == ALL_FOUR[:2], "Rita's time is over, Rolf's is not"
    town.time_passes(berlin("2026-06-09 17:00") - MINUTE)
    assert town.asked(lead_id) == ALL_FOUR[:2]
    town.time_passes("2026-06-09 17:00")
    assert town.asked(lead_id) == ALL_FOUR


@pytest.mark.rule("4.5")
def test_the_first_companies_can_still_take_it_while_the_next_are_asked(town: Town) -> None:
    lead_id = town.offered_lead()
    town.time_passes("2026-03-06 10:00")

    assert town.picks("rolf", lead_id).code == "picked"


@pytest.mark.rule("4.5")
def test_two_rounds_of_a_group_then_all_the_rest_then_the_owner(settle: Settle) -> None:
    town = settle(nordlicht(group_size=1))
    lead_id = town.offered_lead(temperature="hot")

    rounds = [list(town.asked(lead_id))]
    for when in ("2026-03-04 10:00", "2026-03-05 10:00"):
        town.time_passes(when)
        rounds.append(town.asked(lead_id))
    assert rounds == [ALL_FOUR[:1], ALL_FOUR[:2], ALL_FOUR]
    assert town.posts_to("vera", "nobody_picked") == []

    town.time_passes("2026-03-06 10:00")
    assert town.lead(lead_id).state == State.ESCALATED
    told = town.post_to("vera", "nobody_picked").context
    assert (told["asked"], told["rounds"]) == (4, 3)
    assert {action["wish"] for action in told["actions"]} == {"widen", "requalify", "withdraw"}


@pytest.mark.rule("4.5")
def test_an_escalated_lead_can_still_be_taken(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    lead_id = town.offered_lead(temperature="hot")
    town.time_passes("2026-03-04 10:00")
    assert town.lead(lead_id).state == State.ESCALATED

    assert town.picks("sam", lead_id).code == "picked"


@pytest.mark.rule("4.5")
def test_the_owner_is_shown_the_companies_that_were_not_asked_and_gives_it_to_one(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    lead_id = town.offered_lead(temperature="hot")
    town.time_passes("2026-03-04 10:00")

    shown = town.post_to("vera", "nobody_picked").context["candidates"]
    assert [candidate["reseller"] for candidate in shown] == ["Rolf IT GmbH", "Rita Systems Ltd", "Sam Solo"]
    chosen = int(shown[1]["assign"]["option"])
    outcome = town.do(do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=chosen))

    assert outcome.code == "assigned"
    assert town.lead(lead_id).holder_id == town.reseller_id("rita-systems")
    assert town.post_to("rita", "lead_picked").context["assigned_by"] == "Vera Vogt"
    assert town.picks("rolf", lead_id).code == "gone"


@pytest.mark.rule("4.5")
def test_who_is_away_is_not_the_first_the_owner_could_give_it_to_and_was_not_asked(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    back = berlin("2026-04-15 08:00")
    town.do(do.SetAbsence(by=town.person_id("rolf"), until=back))
    town.do(do.SetAbsence(by=town.person_id("ruth"), until=back + timedelta(days=9)))
    town.offered_lead(temperature="hot")
    town.time_passes("2026-03-04 10:00")

    told = town.post_to("vera", "nobody_picked").context
    shown = [(row["reseller"], row.get("hindrance"), row["assign"].get("primary")) for row in told["candidates"]]

    assert told["asked"] == 3
    assert shown[0] == ("Rita Systems Ltd", "", True)
    assert [name for name, _, _ in shown] == ["Rita Systems Ltd", "Sam Solo", "Tina Tec AG"]


@pytest.mark.rule("4.5")
def test_where_all_are_away_the_owner_reads_until_when_and_none_is_the_first_button(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    back = berlin("2026-04-15 08:00")
    for name in ("rolf", "ruth", "rita", "sam", "tina"):
        town.do(do.SetAbsence(by=town.person_id(name), until=back))
    town.offered_lead(temperature="hot")
    town.time_passes("2026-03-04 10:00")

    told = town.post_to("vera", "nobody_picked").context

    assert told["asked"] == 0
    assert {(row["hindrance"], datetime.fromisoformat(row["away_until"])) for row in told["candidates"]} == {
        ("away", back)
    }
    assert not any(row["assign"]["primary"] for row in told["candidates"])


@pytest.mark.rule("4.5")
def test_an_offer_dropped_on_its_way_out_does_not_count_as_asked(settle: Settle) -> None:
    town = settle(nordlicht(group_size=50))
    lead_id = town.offered_lead(temperature="hot")
    with Work(town.parts.database) as work:
        rows = select(Post).where(Post.kind == "lead_offer", Post.to_person_id == town.person_id("sam"))
        for post in work.session.scalars(rows):
            post.state = PostState.CANCELLED
        work.commit()
    town.time_passes("2026-03-04 10:00")

    assert town.lead(lead_id).state == State.ESCALATED
    assert town.post_to("vera", "nobody_picked").context["asked"] == 3


@pytest.mark.rule("4.5")
def test_the_owner_asks_the_next_before_time_is_up(town: Town) -> None:
    lead_id = town.offered_lead()

    outcome = town.do(do.WidenOffer(by=town.person_id("vera"), lead_id=lead_id))

    assert outcome.code == "widened"
    assert town.asked(lead_id) == ALL_FOUR


@pytest.mark.rule("4.5")
def test_back_in_qualification_nobody_can_take_it_until_it_is_released_again(town_on_both: Town) -> None:
    town = town_on_both
    lead_id = town.offered_lead()

    town.do(do.RequalifyLead(by=town.person_id("vera"), lead_id=lead_id))
    assert town.picks("rolf", lead_id).code == "not_on_offer"
    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"postcode": "20095"}))
    town.releases("vera", lead_id)

    assert town.asked(lead_id) == ["rolf-it", "rita-systems"]
    assert town.offer(lead_id, "rolf-it").round == 1
    assert town.picks("rolf", lead_id).code == "picked"


@pytest.mark.rule("4.5")
def test_whoever_no_longer_fits_the_corrected_lead_cannot_take_it(settle: Settle) -> None:
    """Sam works in 80 only; the postcode was wrong. His old mail is no way in."""
    town = settle(nordlicht(group_size=3))
    lead_id = town.offered_lead()
    assert "sam-solo" in town.asked(lead_id)

    town.do(do.RequalifyLead(by=town.person_id("vera"), lead_id=lead_id))
    town.do(do.EditLead(by=town.person_id("vera"), lead_id=lead_id, fields={"postcode": "20095"}))
    town.releases("vera", lead_id)

    assert town.asked(lead_id) == ["rolf-it", "rita-systems", "far-away"]
    assert town.picks("sam", lead_id).code == "not_on_offer"


@pytest.mark.rule("4.5")
@pytest.mark.parametrize("state", ["received", "escalated"])
def test_whoever_does_nothing_about_a_waiting_lead_is_asked_again(settle: Settle, state: str) -> None:
    town = settle(nordlicht(group_size=50))
    lead_id = town.received_lead(temperature="hot")
    kind = "lead_received"
    if state == "escalated":
        town.releases("vera", lead_id)
        town.time_passes("2026-03-04 10:00")
        kind = "nobody_picked"

    town.days_pass("2026-03-20 10:00", timedelta(hours=6))

    assert town.lead(lead_id).state == state
    assert 2 <= len(town.posts_to("vera", kind)) <= 4, "again, but no nagging"


def _wishes(town: Town, lead_id: int, chance: random.Random) -> list[Callable[[], object]]:
    vera, sam = town.person_id("vera"), town.reseller_id("sam-solo")
    status = chance.choice(list(Status))
    in_a_week = town.clock.now() + timedelta(days=7)
    return [
        lambda: town.releases("vera", lead_id),
        lambda: town.picks(chance.choice(("rolf", "ruth", "rita", "sam")), lead_id),
        lambda: town.declines(chance.choice(("rolf", "rita", "tina")), lead_id),
        lambda: town.undoes(chance.choice(("rolf", "rita", "vera", "max")), lead_id),
        lambda: town.gives_back(chance.choice(("rolf", "rita", "sam")), lead_id),
        lambda: town.reports(
            chance.choice(("rolf", "rita", "sam")), lead_id, status, at=in_a_week, amount_cents=100_00, reason="other"
        ),
        lambda: town.do(do.WidenOffer(by=vera, lead_id=lead_id)),
        lambda: town.do(do.RequalifyLead(by=vera, lead_id=lead_id)),
        lambda: town.do(do.WithdrawLead(by=vera, lead_id=lead_id)),
        lambda: town.do(do.AssignLead(by=vera, lead_id=lead_id, reseller_id=sam)),
        lambda: town.do(do.ExtendDeadline(by=vera, lead_id=lead_id, days=3)),
        lambda: town.do(do.RecallLead(by=vera, lead_id=lead_id)),
        lambda: town.do(do.NudgeHolder(by=vera, lead_id=lead_id)),
        lambda: town.do(do.SnoozeReminder(by=town.person_id("rolf"), lead_id=lead_id, days=3)),
    ]


@pytest.mark.slow
@pytest.mark.rule("4.5")
@pytest.mark.parametrize("seed", range(4))
def test_no_lead_lies_still_whatever_people_do_and_however_much_time_passes(settle: Settle, seed: int) -> None:
    """An open lead always has a next deadline to come, a closed one none; who holds it and where it is agree."""
    town, chance = settle(nordlicht(unworked_cap=50)), random.Random(seed)
    lead_id = town.offered_lead()
    for _ in range(30):
        chance.choice(_wishes(town, lead_id, chance))()
        town.time_passes(town.clock.now() + timedelta(hours=chance.choice((0, 1, 5, 30, 100))))
        lead = town.lead(lead_id)
        if lead.state in CLOSED:
            assert (lead.step, lead.step_at, lead.remind_at) == (None, None, None)
        else:
            assert lead.step is not None
            assert lead.step_at is not None
            assert lead.step_at > town.clock.now(), "what was due is done"
        has_holder = lead.state in {State.PICKED, State.WORKING, State.WON, State.LOST, State.BAD}
        assert (lead.holder_id is not None) == has_holder, lead.state


@pytest.mark.rule("4.5")
def test_the_owner_reads_which_mail_about_it_this_is_and_what_has_changed(town: Town) -> None:
    """As it was: every week the same mail, and nobody could tell whether it was new."""
    lead_id = town.offered_lead(temperature="hot")
    while town.lead(lead_id).state != State.ESCALATED:
        town.time_passes(town.lead(lead_id).step_at)
    town.declines("rolf", lead_id)
    town.time_passes(town.lead(lead_id).step_at)
    town.time_passes(town.lead(lead_id).step_at)

    told = [post.context for post in town.posts_to("vera", "nobody_picked")]

    assert [one["mail_number"] for one in told] == [1, 2, 3]
    assert [(one["asked_since"], one["declined_since"]) for one in told] == [(0, 0), (0, 1), (0, 0)]
    assert [bool(one["last_at"]) for one in told] == [False, True, True]


@pytest.mark.rule("4.5", "4.6")
def test_the_page_that_gives_a_lead_to_an_absent_partner_says_so_before_the_press(town: Town) -> None:
    town.app = create_app(town.parts)
    lead_id, vera = town.offered_lead(), Visitor(town, "vera")
    until = town.clock.now() + timedelta(days=9)
    assert not town.do(do.SetAbsence(by=town.person_id("rita"), until=until)).refused

    away = vera.open("assign", lead_id, str(town.reseller_id("rita-systems"))).text
    there = vera.open("assign", lead_id, str(town.reseller_id("sam-solo"))).text

    assert "Please note away until" in away
    assert "Please note" not in there
