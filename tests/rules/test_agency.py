"""An agency completes a lead for the vendor: its task, its form, its reminders. Rulebook 3.4 and 1."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain import commands as do
from app.domain import gate_commands as at_gate
from app.domain.lifecycle import State
from app.domain.programme import PersonEntry, Programme
from app.service.outcome import Outcome
from app.web import create_app
from tests.edges.visitor import Visitor
from tests.rules.conftest import Settle
from tests.rules.post_office import PostOffice
from tests.rules.programmes import nordlicht
from tests.rules.town import MINUTE, Town, berlin

GAPS: dict[str, Any] = {"postcode": None, "temperature": None}
# Sent on Tuesday 3 March with two working days: the end of work on Thursday.
DEADLINE = berlin("2026-03-05 17:00")
NEXT_MORNING = berlin("2026-03-06 09:00")


def _sends(town: Town, lead_id: int, name: str = "vera") -> Outcome:
    return town.do(at_gate.SendToAgency(by=town.person_id(name), lead_id=lead_id))


def _at_agency(town: Town, **fields: Any) -> int:
    lead_id = town.received_lead(**{**GAPS, **fields})
    assert _sends(town, lead_id).code == "to_agency"
    return lead_id


def _qualifies(town: Town, lead_id: int, name: str = "quentin", **fields: Any) -> Outcome:
    return town.do(at_gate.QualifyLead(by=town.person_id(name), lead_id=lead_id, fields=fields))


def _with_agencies(*others: PersonEntry, **settings: Any) -> Programme:
    programme = nordlicht(**settings)
    return replace(programme, people=(*programme.people, *others))


def _qualifier(name: str, agency: str, *territory: str) -> PersonEntry:
    return PersonEntry(f"{name}@{agency}.example", name.title(), "qualifier", agency=agency, territory=territory)


@pytest.mark.rule("3.4")
def test_quentin_gets_what_is_known_what_is_missing_and_whom_to_call(town: Town) -> None:
    lead_id = _at_agency(town)

    task = town.post_to("quentin", "qualification_task").context
    known = {row["name"]: row["value"] for row in task["fields"]}
    assert task["missing"] == ["postcode", "temperature"]
    assert (known["contact_phone"], known["contact_email"]) == ("+49 89 12345678", "carla@metallbau-muster.example")
    assert town.lead(lead_id).qualify_by == DEADLINE
    assert [action["wish"] for action in task["actions"]] == ["qualify", "edit", "no_lead", "later"]
    assert town.post_to("vera", "done").context["code"] == "to_agency"
    assert town.lead(lead_id).state == State.QUALIFYING


@pytest.mark.rule("3.4")
def test_when_it_is_complete_it_goes_back_to_vera_who_releases_it(town: Town) -> None:
    lead_id = _at_agency(town)

    assert _qualifies(town, lead_id, postcode="80331", temperature="warm").code == "qualified"

    back = town.post_to("vera", "lead_received").context
    assert (back["occasion"], back["agency"], back["complete"]) == ("qualified", "agentur", True)
    assert town.lead(lead_id).sources["postcode"]["by"] == "Quentin Quast"
    assert town.releases("vera", lead_id).code == "released"


@pytest.mark.rule("3.4")
def test_with_auto_release_it_goes_out_as_soon_as_the_agency_has_completed_it(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    lead_id = _at_agency(town)

    _qualifies(town, lead_id, postcode="80331", temperature="warm")

    assert town.asked(lead_id) == ["rolf-it", "rita-systems"]


@pytest.mark.rule("3.4")
def test_with_a_gap_left_what_was_filled_in_is_kept_and_the_rest_asked_for(town: Town) -> None:
    lead_id = _at_agency(town)

    outcome = _qualifies(town, lead_id, postcode="80331")

    assert (outcome.code, outcome.facts["missing"]) == ("still_missing", ["temperature"])
    assert town.lead(lead_id).state == State.QUALIFYING
    assert town.lead(lead_id).fields["postcode"] == "80331"
    assert town.post_to("quentin", "qualification_task").context["missing"] == ["temperature"]


@pytest.mark.rule("3.4", "3.5")
def test_the_agency_rates_a_lead_and_nobody_makes_it_prettier(town: Town) -> None:
    lead_id = _at_agency(town, postcode="80331")

    _qualifies(town, lead_id, temperature="cold")

    assert town.lead(lead_id).temperature == "cold"


@pytest.mark.rule("3.4")
def test_what_is_no_lead_is_put_away_with_its_reason_and_vera_can_undo_that(town: Town) -> None:
    lead_id = _at_agency(town)
    by = town.person_id("quentin")

    assert town.do(at_gate.CallItNoLead(by=by, lead_id=lead_id)).code == "needs_reason"
    assert town.do(at_gate.CallItNoLead(by=by, lead_id=lead_id, reason="price")).code == "needs_reason"
    assert town.do(at_gate.CallItNoLead(by=by, lead_id=lead_id, reason="wrong_data")).code == "no_lead"

    told = town.post_to("vera", "done").context
    assert told["code"] == "not_a_lead"
    assert {row["name"]: row["value"] for row in told["facts"]} == {"agency": "agentur", "reason": "wrong_data"}
    assert town.lead(lead_id).state == State.DISCARDED
    assert town.undoes("vera", lead_id).code == "reopened"
    assert town.lead(lead_id).reason is None


@pytest.mark.rule("3.4")
def test_at_the_deadline_the_agency_is_reminded_and_the_next_morning_vera_hears_of_it(town: Town) -> None:
    lead_id = _at_agency(town)
    before = len(town.posts_to("vera", "lead_received"))

    town.time_passes(DEADLINE - MINUTE)
    assert len(town.posts_to("quentin", "qualification_task")) == 1
    town.time_passes(DEADLINE)
    assert town.post_to("quentin", "qualification_task").context["occasion"] == "reminder"
    town.time_passes(NEXT_MORNING - MINUTE)
    assert len(town.posts_to("vera", "lead_received")) == before
    town.time_passes(NEXT_MORNING)

    told = town.post_to("vera", "lead_received").context
    assert (told["occasion"], told["actions"][0]["wish"]) == ("agency_silent", "to_agency")
    assert town.lead(lead_id).step_at is not None, "no lead lies still"


@pytest.mark.rule("3.4")
def test_the_days_are_the_vendors_setting(settle: Settle) -> None:
    town = settle(nordlicht(qualification_days=5))
    lead_id = _at_agency(town)

    assert town.lead(lead_id).qualify_by == berlin("2026-03-10 17:00")


@pytest.mark.rule("3.4")
def test_a_customer_who_was_not_reached_is_asked_for_again_on_the_day_that_quentin_names(town: Town) -> None:
    lead_id = _at_agency(town)
    later = berlin("2026-03-12 09:00")

    outcome = town.do(at_gate.TryLater(by=town.person_id("quentin"), lead_id=lead_id, until=later, note="voicemail"))
    assert outcome.code == "later"
    town.time_passes(later - MINUTE)
    assert len(town.posts_to("quentin", "qualification_task")) == 1
    town.time_passes(later)

    assert town.post_to("quentin", "qualification_task").context["occasion"] == "reminder"
    assert town.notes(lead_id) == ["voicemail"]


@pytest.mark.rule("3.4")
def test_a_day_that_has_passed_cannot_be_meant(town: Town) -> None:
    lead_id = _at_agency(town)
    past = town.clock.now() - MINUTE * 1440

    outcome = town.do(at_gate.TryLater(by=town.person_id("quentin"), lead_id=lead_id, until=past))

    assert outcome.code == "implausible"
    assert town.lead(lead_id).qualify_by == DEADLINE


@pytest.mark.rule("3.4")
@pytest.mark.parametrize(("postcode", "asked"), [("80331", "sued"), ("20095", "nord"), (None, "nord")])
def test_the_agency_of_the_territory_is_asked_and_otherwise_the_one_for_everything(
    settle: Settle, postcode: str | None, asked: str
) -> None:
    programme = _with_agencies(_qualifier("nora", "nord"), _qualifier("susi", "sued", "8"))
    town = settle(replace(programme, people=tuple(one for one in programme.people if one.agency != "agentur")))

    lead_id = _at_agency(town, postcode=postcode)

    assert town.lead(lead_id).agency == asked


@pytest.mark.rule("3.4")
def test_everybody_of_the_agency_is_asked_and_nobody_of_another(settle: Settle) -> None:
    town = settle(_with_agencies(_qualifier("quirin", "agentur"), _qualifier("nora", "nord")))

    _at_agency(town)

    assert (
        len(town.posts_to("quirin", "qualification_task")) == len(town.posts_to("quentin", "qualification_task")) == 1
    )
    assert town.posts_to("nora", "qualification_task") == []


@pytest.mark.rule("3.4")
def test_without_an_agency_there_is_no_button_and_the_wish_is_refused(settle: Settle) -> None:
    programme = nordlicht()
    town = settle(replace(programme, people=tuple(one for one in programme.people if one.agency is None)))
    lead_id = town.received_lead(**GAPS)

    assert [one["wish"] for one in town.post_to("vera", "lead_received").context["actions"]] == ["edit", "discard"]
    assert _sends(town, lead_id).code == "no_agency"
    assert town.lead(lead_id).state == State.RECEIVED


@pytest.mark.rule("3.4")
def test_vera_may_complete_and_release_it_herself_and_the_agency_is_told(town: Town) -> None:
    lead_id = _at_agency(town)
    by = town.person_id("vera")
    town.do(do.EditLead(by=by, lead_id=lead_id, fields={"postcode": "80331", "temperature": "hot"}))

    assert town.releases("vera", lead_id).code == "released"

    assert town.post_to("quentin", "done").context["code"] == "task_ended"
    assert _qualifies(town, lead_id, need="mine").code == "not_permitted"


@pytest.mark.rule("1", "3.4")
def test_an_agency_sees_and_does_nothing_before_it_is_asked_or_after_it_has_answered(town: Town) -> None:
    town.app = create_app(town.parts)
    quentin = Visitor(town, "quentin").on_own_device()
    lead_id = town.received_lead()

    def page(wish: str) -> str:
        return quentin.open(wish, lead_id).response.text

    for wish in ("open", "qualify", "edit"):
        assert "Muster" not in page(wish)
    _sends(town, lead_id)
    for wish in ("open", "qualify", "edit"):
        assert "Muster" in page(wish)
    _qualifies(town, lead_id)
    for wish in ("open", "qualify", "edit"):
        assert "Muster" not in page(wish)
    assert _qualifies(town, lead_id, need="more").code == "not_permitted"


@pytest.mark.rule("3.4")
def test_the_page_asks_quentin_when_to_try_again_and_not_when_he_is_back(town: Town) -> None:
    town.app = create_app(town.parts)
    lead_id = _at_agency(town)

    page = Visitor(town, "quentin").open("later", lead_id).text

    assert "Wieder versuchen am" in page
    assert "Erster Tag zurück" not in page


@pytest.mark.rule("3.4")
@pytest.mark.parametrize("name", ["rolf", "ruth", "dora", "quentin", "nina"])
def test_only_who_looks_after_a_lead_gives_it_to_the_agency(town: Town, name: str) -> None:
    assert _sends(town, town.received_lead(), name).code == "not_permitted"


@pytest.mark.rule("3.4", "2")
@pytest.mark.parametrize("words", ["an Agentur", "to qualification", "zur Qualifizierung"])
def test_vera_gives_it_to_the_agency_by_replying(town: Town, post_office: PostOffice, words: str) -> None:
    lead_id = town.received_lead(**GAPS)

    post_office.writes("vera@nordlicht.example", words, answering=town.post_to("vera", "lead_received"))

    assert town.lead(lead_id).state == State.QUALIFYING


@pytest.mark.rule("3.4", "2")
@pytest.mark.parametrize(
    ("words", "state", "filled"),
    [
        ("PLZ 80331, warm", State.QUALIFYING, {"postcode": "80331", "temperature": "warm"}),
        ("PLZ 80331, warm, qualifiziert", State.RECEIVED, {"postcode": "80331", "temperature": "warm"}),
        ("postcode 80331, warm\nqualified", State.RECEIVED, {"postcode": "80331", "temperature": "warm"}),
        ("qualifiziert", State.QUALIFYING, {}),
        ("kein Lead: falsche Daten", State.DISCARDED, {}),
        ("not a lead, duplicate", State.DISCARDED, {}),
        ("nicht erreicht, wieder am 12.3.", State.QUALIFYING, {}),
    ],
)
def test_quentin_answers_his_task_by_replying(
    town: Town, post_office: PostOffice, words: str, state: State, filled: dict[str, str]
) -> None:
    lead_id = _at_agency(town)

    post_office.writes("quentin@agentur.example", words, answering=town.post_to("quentin", "qualification_task"))

    lead = town.lead(lead_id)
    assert lead.state == state
    assert {name: lead.fields[name] for name in ("postcode", "temperature") if name in lead.fields} == filled


@pytest.mark.rule("3.4", "2")
def test_a_reply_that_names_no_reason_is_asked_for_one(town: Town, post_office: PostOffice) -> None:
    lead_id = _at_agency(town)

    post_office.writes("quentin@agentur.example", "kein Lead", answering=town.post_to("quentin", "qualification_task"))

    asked = town.post_to("quentin", "refused").context
    assert (asked["code"], asked["actions"][0]["wish"]) == ("needs_reason", "no_lead")
    assert town.lead(lead_id).state == State.QUALIFYING


@pytest.mark.rule("3.4")
def test_the_form_shows_every_field_marks_the_mandatory_ones_and_hands_the_lead_back(town: Town) -> None:
    lead_id = _at_agency(town)
    client = create_app(town.parts).test_client()
    url = f"/a/{town.token('quentin', 'qualify', lead_id)}"

    page = client.get(url).text
    nonce = page.split('name="nonce" value="')[1].split('"')[0]
    posted = {
        "nonce": nonce,
        "field.postcode": "80331",
        "was.postcode": "",
        "field.temperature": "warm",
        "was.temperature": "",
    }
    answer = client.post(url, data=posted, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)

    assert page.count('class="wanted"') == 2
    for name in ("field.street", "field.sector", "field.consent", "field.time_frame"):
        assert f'name="{name}"' in page
    assert 'data-code="qualified"' in answer.text
    assert town.lead(lead_id).state == State.RECEIVED
