"""Action links, as the people see them who open one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from app.domain import commands as do
from app.domain.lifecycle import State, Status
from tests.edges.house import CARLA, House
from tests.edges.visitor import Page, Visitor

pytestmark = pytest.mark.rule("2")


@pytest.fixture
def rolf(house: House) -> Visitor:
    return Visitor(house, "rolf")


@pytest.fixture
def rita(house: House) -> Visitor:
    return Visitor(house, "rita")


@pytest.fixture
def vera(house: House) -> Visitor:
    return Visitor(house, "vera")


def test_rolf_takes_a_lead_with_one_press(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead()

    answer = rolf.act("pick", lead_id)

    assert (answer.status, answer.code) == (200, "picked")
    assert house.lead(lead_id).holder_id == house.reseller_id("rolf-it")
    assert rolf.go(answer.response.request.full_path).text == answer.text


def test_before_the_press_the_page_says_what_until_when_and_who_else(house: House, rita: Visitor) -> None:
    page = rita.open("pick", house.offered_lead())

    assert page.buttons == ["Take this lead"]
    for fact in ("Two", "hot", "€25,000–€50,000", "Wednesday, 4 March, 10:00 (CET)", "1 other partner", "15 minutes"):
        assert fact in page.text.replace("Zwei", "Two")


def test_where_a_lead_comes_from_is_read_in_ones_own_language(house: House, rolf: Visitor, rita: Visitor) -> None:
    lead_id = house.offered_lead(source="fair")

    assert "Quelle Messe" in rolf.open("pick", lead_id).text
    assert "Source trade fair" in rita.open("pick", lead_id).text


def identity() -> list[str]:
    return [str(CARLA[name]) for name in ("company", "contact_last_name", "contact_email", "contact_phone", "street")]


def test_no_page_of_a_pick_tells_who_the_customer_is(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead(need="Carla Muster, Lindenstraße 5: +49 89 12345678, carla@metallbau-muster.example")
    pages = [
        rolf.open("pick", lead_id),
        rolf.open("decline", lead_id),
        rolf.act("pick", lead_id),
        rolf.open("pick", lead_id),
    ]

    assert [page.code for page in pages] == ["", "", "picked", "already_yours"]
    for page in pages:
        assert [word for word in (*identity(), "12345678") if word in page.response.text] == []


def test_one_press_that_arrives_twice_is_one_wish(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead()
    page = rolf.open("pick", lead_id)

    answers = [rolf.press(page), rolf.press(page)]

    assert [answer.code for answer in answers] == ["picked", "picked"]
    assert [entry.code for entry in house.journal() if entry.wish == "pick"] == ["picked"]


def test_rita_reads_how_late_she_was_when_rolf_was_faster(house: House, rolf: Visitor, rita: Visitor) -> None:
    lead_id, other_id = house.offered_lead(), house.offered_lead()
    page = rita.open("pick", lead_id)
    rolf.act("pick", lead_id)
    house.clock.advance(timedelta(minutes=4))

    answer = rita.press(page)

    assert answer.code == "gone"
    assert "Taken 4 minutes before you." in answer.text
    assert rita.go(answer.link("Take this lead")).text.startswith(f"Nordlicht Robotics GmbH L-{other_id}: ")


def test_declining_asks_for_a_reason_and_suggests_none(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead()
    page = rolf.open("decline", lead_id)
    assert page.tree.xpath("//input[@type='radio']")
    assert not page.tree.xpath("//input[@type='radio'][@checked]")

    refused = rolf.press(page)
    assert (refused.status, house.lead(lead_id).version) == (422, house.lead(lead_id).version)
    assert refused.tree.xpath("//fieldset[@aria-invalid]")

    assert rolf.press(refused, reason="capacity").code == "declined"


@pytest.mark.parametrize(("wish", "option"), [("feedback", "lost"), ("feedback", "bad_lead"), ("give_back", "")])
def test_what_harms_needs_a_reason(house: House, rolf: Visitor, wish: str, option: str) -> None:
    lead_id = house.taken_lead()

    assert rolf.act(wish, lead_id, option).status == 422
    assert house.lead(lead_id).state == State.PICKED


def test_rolf_names_the_appointment_s_day_and_hour(house: House, rolf: Visitor) -> None:
    lead_id = house.taken_lead()

    assert rolf.act("feedback", lead_id, "appointment", date="2026-03-12T10:30", note="vor Ort").code == "feedback"

    lead = house.lead(lead_id)
    assert (lead.status, lead.status_at and lead.status_at.isoformat()) == ("appointment", "2026-03-12T09:30:00+00:00")


def test_an_amount_nobody_can_read_is_asked_again_and_nothing_typed_is_lost(house: House, rita: Visitor) -> None:
    lead_id = house.taken_lead("rita")

    again = rita.act("feedback", lead_id, "quoted", amount="about 1.500k", date="2026-06-01", note="two robots")

    assert again.status == 422
    assert "This amount could not be read" in again.text
    assert dict(again.form().form_values()) | {"nonce": ""} == {
        "nonce": "", "amount": "about 1.500k", "date": "2026-06-01", "note": "two robots",
    }  # fmt: skip
    assert rita.press(again, amount="1,5 Mio").code == "feedback"
    assert house.lead(lead_id).amount_cents == 150_000_000


@pytest.mark.parametrize(
    ("option", "typed", "sentence"),
    [
        ("postponed", {"date": "2020-01-01"}, "in the past"),
        ("postponed", {"date": "2099-01-01"}, "too far away"),
        ("postponed", {"date": "tomorrow"}, "could not be read"),
        ("won", {"amount": "0"}, "cannot be right"),
        ("won", {"amount": ""}, "Please give an amount."),
    ],
)
def test_what_cannot_be_meant_is_asked_again(
    house: House, rita: Visitor, option: str, typed: dict[str, str], sentence: str
) -> None:
    lead_id = house.taken_lead("rita")

    again = rita.act("feedback", lead_id, option, **typed)

    assert again.status == 422
    assert sentence in again.text
    assert house.lead(lead_id).status is None


def test_undo_stands_on_the_answer_and_takes_it_back(house: House, rita: Visitor) -> None:
    lead_id = house.offered_lead()

    undone = rita.press(rita.act("pick", lead_id), "Undo")

    assert undone.code == "undone"
    assert house.lead(lead_id).state == State.OFFERED


def test_the_used_pick_link_offers_to_undo_for_fifteen_minutes_and_to_give_back_after(
    house: House, rita: Visitor
) -> None:
    lead_id = house.taken_lead("rita")

    used = rita.open("pick", lead_id)
    undone = rita.press(rita.go(used.link("Undo")))
    assert (used.code, undone.code) == ("already_yours", "undone")

    taken_again = rita.press(rita.go(undone.link("Take it after all")))
    assert (taken_again.code, house.lead(lead_id).state) == ("picked", State.PICKED)

    house.clock.advance(timedelta(minutes=16))
    late = rita.open("pick", lead_id)
    assert late.code == "already_yours"
    assert "Give back" in late.text
    assert "Undo" not in late.text


@pytest.mark.rule("5.5")
def test_who_gave_back_reads_that_they_did_and_the_owner_that_the_partner_did(house: House) -> None:
    lead_id = house.taken_lead("rita")
    house.do(do.GiveBackLead(by=house.person_id("rita"), lead_id=lead_id, reason="region"))

    house.deliver()
    mails = {name: message_from_bytes(house.mails_to(name)[0].content, policy=default) for name in ("rita", "vera")}
    told = {name: str(next(mail.iter_parts()).get_content()) for name, mail in mails.items()}

    assert mails["rita"]["Subject"].startswith(f"L-{lead_id} is no longer yours")
    assert "You gave it back" in told["rita"]
    assert "The partner" not in told["rita"]
    assert mails["vera"]["Subject"].startswith(f"L-{lead_id} wird wieder angeboten")
    assert "Der Partner hat den Lead zurückgegeben" in told["vera"]


def test_a_field_that_cannot_be_read_is_named_with_a_link_to_it_and_an_example(house: House) -> None:
    lead_id = house.received_lead()

    again = Visitor(house, "vera").act("edit", lead_id, **{"field.postcode": "8033", "field.contact_phone": "call me"})

    assert again.status == 422
    links = {str(link.text): link.get("href") for link in again.tree.xpath("//p[@class='notice']//a")}
    assert links == {"Telefon": "#field.contact_phone", "PLZ": "#field.postcode"}
    assert again.tree.xpath("//input[@id='field.postcode']")
    assert "Bitte schreiben Sie ihn so: „80331“." in again.text
    assert "Bitte schreiben Sie ihn so: „+49 89 12345678“." in again.text
    assert house.lead(lead_id).fields["postcode"] == "80331"


def test_a_needed_field_is_called_missing_only_while_it_is_empty(house: House) -> None:
    lead_id = house.received_lead(postcode="")
    vera = Visitor(house, "vera")
    assert "fehlt noch" in vera.open("edit", lead_id).text

    again = vera.act("edit", lead_id, **{"field.postcode": "80331", "field.contact_email": "carla"})

    assert again.status == 422
    assert "fehlt noch" not in again.text


def test_an_old_undo_says_what_came_after_it_and_offers_to_undo_that(house: House, rita: Visitor) -> None:
    lead_id = house.taken_lead("rita")
    assert "Undo taking this lead?" in rita.open("undo", lead_id, "pick").text
    house.reported(lead_id, by="rita")

    page = rita.open("undo", lead_id, "pick")

    assert (page.code, page.buttons) == ("superseded", [])
    assert "Done since: contacted." in page.text
    undo = rita.go(page.link("Undo “contacted”"))
    assert "Undo “contacted”?" in undo.text
    assert rita.press(undo).code == "undone"
    assert house.lead(lead_id).state == State.PICKED


def test_after_a_status_another_one_says_what_was_said_before(house: House, rita: Visitor) -> None:
    lead_id = house.taken_lead("rita")
    rita.act("feedback", lead_id, "contacted")

    assert "Status contacted" in rita.open("feedback", lead_id, "not_reached").text


def test_a_full_desk_shows_what_blocks_it_and_leads_on_to_the_pick(house: House, rita: Visitor) -> None:
    blocking = [house.taken_lead("rita"), house.taken_lead("rita")]
    wanted = house.offered_lead()

    assert "Metallbau" not in rita.open("pick", wanted).text, "this may be a browser of anybody's"

    page = rita.on_own_device().open("pick", wanted)
    assert page.code == "full"
    assert all(f"L-{lead_id}: Metallbau Muster GmbH" in page.text for lead_id in blocking)

    answer = rita.press(rita.go(page.link("Contacted")))
    assert answer.code == "feedback"
    assert rita.press(rita.go(answer.link("Now take the lead"))).code == "picked"


def test_a_locked_company_reads_how_late_each_answer_is(house: House, rita: Visitor) -> None:
    house.taken_lead("rita")
    house.clock.advance(timedelta(days=8))

    page = rita.open("pick", house.offered_lead())

    assert page.code == "locked"
    assert "6 days late" in page.text


def test_a_lead_that_came_back_is_not_offered_to_the_one_who_gave_it_back(house: House, rolf: Visitor) -> None:
    lead_id = house.taken_lead()
    rolf.act("give_back", lead_id, reason="capacity")

    assert rolf.open("pick", lead_id).code == "not_on_offer"


def test_vera_completes_a_lead_and_releases_it(house: House, vera: Visitor) -> None:
    lead_id = house.received_lead(postcode="", temperature="")
    refused = vera.act("release", lead_id)
    assert refused.code == "incomplete"

    form = vera.go(refused.links()[-1])
    answer = vera.press(
        form, **{"field.postcode": "80331", "field.temperature": "warm", "field.expected_volume_cents": "12,5k"}
    )

    assert answer.code == "edited"
    fields = house.lead(lead_id).fields
    assert [fields[name] for name in ("postcode", "temperature", "expected_volume_cents")] == [
        "80331",
        "warm",
        1_250_000,
    ]
    assert {name: fields[name] for name in ("company", "need")} == {name: CARLA[name] for name in ("company", "need")}
    released = vera.act("release", lead_id)
    assert released.code == "released"
    assert vera.press(vera.go(released.link("Zurück zur Qualifizierung"))).code == "requalified"


def test_only_what_was_changed_is_sent_on_so_that_two_editors_do_not_undo_each_other(
    house: House, vera: Visitor
) -> None:
    lead_id = house.received_lead(postcode="", city="Ulm")
    form = vera.open("edit", lead_id)
    house.do(do.EditLead(by=house.person_id("max"), lead_id=lead_id, fields={"city": "Augsburg"}))

    vera.press(form, **{"field.postcode": "80331"})

    assert (house.lead(lead_id).fields["city"], house.lead(lead_id).fields["postcode"]) == ("Augsburg", "80331")


def test_a_value_that_is_not_on_the_list_is_not_taken(house: House, vera: Visitor) -> None:
    lead_id = house.received_lead()

    again = vera.act("edit", lead_id, **{"field.temperature": "boiling", "field.expected_volume_cents": "a lot"})

    assert again.status == 422
    assert house.lead(lead_id).fields == CARLA


def test_vera_opens_a_lead_from_her_digest_and_sees_what_she_can_do(house: House, vera: Visitor, rita: Visitor) -> None:
    lead_id = house.offered_lead()

    assert "Zurückziehen" in vera.open("open", lead_id).text
    assert rita.press(rita.go(rita.open("open", lead_id).link("Take this lead"))).code == "picked"
    assert "Partner erinnern" in vera.open("open", lead_id).text
    assert "Not reached" in rita.open("open", lead_id).text


def test_the_page_speaks_its_person_s_language_whatever_the_browser_says(house: House, rolf: Visitor) -> None:
    page = rolf.open("pick", house.offered_lead(), Accept_Language="en")

    assert page.tree.get("lang") == "de"


@pytest.mark.parametrize("language", ["de", "en"])
def test_where_nobody_is_known_the_browser_s_language_counts(house: House, language: str) -> None:
    page = Page(house.client().get("/a/none", headers={"Accept-Language": f"{language},fr;q=0.9"}))

    assert (page.status, page.tree.get("lang")) == (404, language)


def test_silent_work_is_asked_for_by_the_owner(house: House, vera: Visitor) -> None:
    lead_id = house.taken_lead()

    assert vera.act("nudge", lead_id).code == "nudged"
    assert vera.act("extend", lead_id, "5").code == "extended"
    assert vera.act("recall", lead_id).code == "recalled"
    assert vera.act("assign", lead_id, str(house.reseller_id("rita-systems"))).code == "assigned"
    assert vera.act("take_over", lead_id).code == "taken_over"


def test_a_status_can_be_corrected_after_the_lead_is_won(house: House, rita: Visitor) -> None:
    lead_id = house.taken_lead("rita")
    house.reported(lead_id, Status.CONTACTED, by="rita")

    assert rita.act("feedback", lead_id, "won", amount="48k").code == "feedback"
    assert rita.act("feedback", lead_id, "lost", reason="price").code == "feedback"
    assert house.lead(lead_id).state == State.LOST


@pytest.mark.rule("6.3")
@pytest.mark.parametrize(
    ("wish", "code", "due"), [("grant_time", "time_granted", 12), ("refuse_time", "time_refused", 5)]
)
def test_rolf_asks_for_time_on_a_page_and_vera_answers_on_one(
    house: House, rolf: Visitor, vera: Visitor, wish: str, code: str, due: int
) -> None:
    lead_id = house.taken_lead()
    assert rolf.act("ask_time", lead_id, date="2026-03-12").code == "time_asked"

    page = vera.on_own_device().open(wish, lead_id, "20260312")
    assert "data-at-once" not in page.response.text, "what an owner decides is never pressed by itself"
    assert "Donnerstag, 12. März, 17:00" in page.text, "she reads which day she grants"
    assert vera.press(page).code == code

    assert house.lead(lead_id).due_at == datetime(2026, 3, due, 16, 0, tzinfo=UTC)


def test_the_subject_of_a_page_names_a_lead_without_a_title_once(house: House, vera: Visitor) -> None:
    lead_id = house.received_lead(company="", contact_first_name="", contact_last_name="", product="")

    subject = vera.on_own_device().open("edit", lead_id).tree.find_class("subject")[0].text_content()

    assert subject == f"L-{lead_id}"


def test_vera_gives_a_lead_to_a_partner_from_its_page(house: House) -> None:
    """As it was: the page had every wish of an owner but this one."""
    lead_id = house.offered_lead()
    vera = Visitor(house, "vera").on_own_device()

    page = vera.open("open", lead_id)
    assert vera.press(vera.go(page.link("Rolf IT GmbH"))).code == "assigned"

    assert house.lead(lead_id).holder_id == house.reseller_id("rolf-it")
    assert not any("/a/" in link and "Rita" in link for link in Visitor(house, "rolf").open("open", lead_id).links())
