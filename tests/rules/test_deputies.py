"""Who is away has a deputy: offers, reminders and decisions go there. Rulebook 2, 4.6."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain import commands as do
from app.service.outcome import Outcome
from tests.rules.carrier import Carrier
from tests.rules.test_preferences import prefers
from tests.rules.town import MINUTE, Town, berlin

pytestmark = pytest.mark.rule("4.6")
RUTH, ROLF, RITA, NINA = (
    "ruth@rolf-it.example", "rolf@rolf-it.example", "rita@rita-systems.example", "nina@nordlicht.example",
)  # fmt: skip
BACK = "2026-03-10 00:00"


def goes_away(town: Town, name: str, until: str = BACK, deputy: str | None = None, is_auto: bool = False) -> Outcome:
    until_at = berlin(until).astimezone(UTC)
    return town.do(do.SetAbsence(by=town.person_id(name), until=until_at, deputy=deputy, is_auto=is_auto))


def test_an_offer_goes_to_the_deputy_and_only_once(town: Town) -> None:
    """Ruth is of the company and asked anyway: she does not get the same offer twice."""
    goes_away(town, "rolf", deputy=RUTH)

    town.offered_lead()

    assert town.posts_to("rolf", "lead_offer") == []
    assert len(town.posts_to("ruth", "lead_offer")) == 1


def test_a_deputy_who_wants_no_offers_gets_those_of_the_absent(town: Town) -> None:
    prefers(town, "ruth", temperatures=("hot",))
    goes_away(town, "rolf", deputy=RUTH)

    town.offered_lead(temperature="warm")

    assert len(town.posts_to("ruth", "lead_offer")) == 1


def test_a_reminder_goes_to_the_deputy_who_may_answer_it(town: Town) -> None:
    """Ruth is a sales representative: of Rolf's leads she may say something only while she stands in for him."""
    lead_id = town.taken_lead(by="rolf")
    assert town.reports("ruth", lead_id).code == "not_permitted"
    goes_away(town, "rolf", "2026-03-20 00:00", deputy=RUTH)

    town.time_passes("2026-03-06 09:00")

    assert town.posts_to("rolf", "feedback_due") == []
    assert len(town.posts_to("ruth", "feedback_due")) == 1
    assert town.reports("ruth", lead_id).code == "feedback"


def test_what_an_owner_must_decide_goes_to_their_deputy(town: Town) -> None:
    """Nina looks after the north; while Vera is away she may decide about Vera's leads as well."""
    goes_away(town, "vera", "2026-03-30 00:00", deputy=NINA)
    lead_id = town.received_lead()
    assert town.releases("nina", lead_id).code == "released"

    town.days_pass("2026-03-27 18:00")

    assert town.posts_to("vera", "nobody_picked") == []
    assert town.post_to("nina", "nobody_picked").lead_id == lead_id
    assert town.do(do.WithdrawLead(by=town.person_id("nina"), lead_id=lead_id)).code == "withdrawn"


def test_an_absence_ends_on_its_minute(town: Town) -> None:
    lead_id = town.taken_lead(by="rolf")
    goes_away(town, "rolf", deputy=RUTH)

    town.at(berlin(BACK) - MINUTE)
    assert town.reports("ruth", lead_id).code == "feedback"

    town.at(BACK)
    assert town.reports("ruth", lead_id).code == "not_permitted"


def test_a_letter_that_waited_until_its_reader_went_away_goes_to_the_deputy(town: Town) -> None:
    """The reminder was written before Rolf left, and is due to be sent after."""
    carrier = Carrier(town)
    town.taken_lead(by="rolf")
    carrier.goes()
    town.time_passes("2026-03-06 09:00")
    goes_away(town, "rolf", deputy=RUTH)

    carrier.goes()

    assert "feedback_due" not in carrier.got("rolf")
    assert carrier.got("ruth")[-1] == "feedback_due"


def test_a_deputy_who_is_away_too_hands_on_to_the_next_and_a_letter_without_any_is_kept_from_nobody(
    town: Town,
) -> None:
    goes_away(town, "vera", deputy=NINA)
    goes_away(town, "nina", deputy="max@nordlicht.example")
    lead_id = town.received_lead()
    town.releases("vera", lead_id)
    town.clock.advance(MINUTE)

    for slug in ("rolf", "rita", "sam", "tina"):
        town.declines(slug, lead_id)

    assert town.post_to("max", "nobody_picked").lead_id == lead_id


def test_without_a_deputy_a_company_of_one_is_not_asked_while_that_one_is_away(town: Town) -> None:
    goes_away(town, "rita")

    assert town.asked(town.offered_lead()) == ["rolf-it", "sam-solo"]


@pytest.mark.parametrize("address", [RITA, ROLF, "nobody@rolf-it.example", "no address"])
def test_only_a_colleague_of_the_same_company_can_stand_in(town: Town, address: str) -> None:
    assert prefers(town, "rolf", deputy=address, brief=True).code == "not_a_deputy"
    assert goes_away(town, "rolf", deputy=address).code == "not_a_deputy"

    rolf = town.person("rolf")
    assert (rolf.deputy_id, rolf.absent_until, rolf.preferences) == (None, None, {}), "nothing half done"


def test_a_circle_of_deputies_is_refused(town: Town) -> None:
    prefers(town, "rolf", deputy=RUTH)
    assert prefers(town, "ruth", deputy=ROLF).code == "deputy_cycle"

    prefers(town, "vera", deputy=NINA)
    prefers(town, "nina", deputy="max@nordlicht.example")
    assert prefers(town, "max", deputy="vera@nordlicht.example").code == "deputy_cycle", "also by way of a third"

    assert town.person("max").deputy_id is None


def test_an_out_of_office_answer_names_a_deputy_we_know_and_is_never_refused_for_one_we_do_not(town: Town) -> None:
    assert goes_away(town, "rolf", deputy="boss@elsewhere.example", is_auto=True).code == "absent"
    assert town.person("rolf").deputy_id is None

    goes_away(town, "rolf", deputy=RUTH, is_auto=True)
    assert town.person("rolf").deputy_id == town.person_id("ruth")


def test_an_out_of_office_answer_does_not_touch_what_the_person_said_themselves(town: Town) -> None:
    goes_away(town, "rolf", "2026-03-20 00:00")

    goes_away(town, "rolf", "2026-03-08 00:00", is_auto=True)

    rolf = town.person("rolf")
    assert rolf.absent_until == berlin("2026-03-20 00:00")
    assert not rolf.absence_is_auto


@pytest.mark.parametrize(("deputy", "named"), [(RUTH, "Ruth Rau"), (None, "")])
def test_vera_who_assigns_a_lead_to_somebody_away_reads_until_when_and_who_stands_in(
    town: Town, deputy: str | None, named: str
) -> None:
    """As it was: "Rolf Rieger will call the customer", who is on the beach until the 20th."""
    lead_id = town.offered_lead()
    goes_away(town, "rolf", "2026-03-20 00:00", deputy=deputy)

    rolf = town.reseller_id("rolf-it")
    outcome = town.do(do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=rolf))

    told = town.post_to("vera", "lead_taken").context
    assert berlin("2026-03-20 00:00") == datetime.fromisoformat(told["away_until"])
    assert (told["deputy"], outcome.facts["deputy"]) == (named, named)


def test_somebody_who_is_there_is_not_warned_of(town: Town) -> None:
    lead_id = town.offered_lead()

    rolf = town.reseller_id("rolf-it")
    outcome = town.do(do.AssignLead(by=town.person_id("vera"), lead_id=lead_id, reseller_id=rolf))

    assert town.post_to("vera", "lead_taken").context["away_until"] is None
    assert "away_until" not in outcome.facts
