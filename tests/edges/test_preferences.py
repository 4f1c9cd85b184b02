"""How our mails come, set on the page and by replies: the same wishes, the same answers. Rulebook 2, 4.6."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain import person_commands as of_persons
from app.mail.sms import Webhook
from app.store.outbox import Post
from tests.edges.house import House
from tests.edges.incoming import Incoming, a_mail, reply_to
from tests.edges.visitor import Page, Visitor

pytestmark = pytest.mark.rule("4.6")
RITA, ROLF = "rita@rita-systems.example", "rolf@rolf-it.example"


@pytest.fixture
def rita(house: House) -> Visitor:
    return Visitor(house, "rita")


def saves(visitor: Visitor, **typed: Any) -> Page:
    """Open the settings, fill the form and press *Save*, as a browser without scripts does."""
    form = visitor.open("preferences").form("Save")
    fields = {**dict(form.form_values()), **typed}
    answer = visitor.client.post(form.action, data=fields)
    return visitor.go(answer.location) if answer.status_code == 303 else Page(answer)


def test_the_form_saves_everything_at_once_and_shows_it_again(house: House, rita: Visitor) -> None:
    done = saves(
        rita, cadence="daily", temperatures=["hot", "warm"], products=["arm"], regions="80, at-10", brief="brief",
        quiet_from="20:00", quiet_until="7:00", language="de",
    )  # fmt: skip

    assert done.code == "preferred"
    prefers = house.person("rita").prefers
    assert (prefers.cadence, prefers.temperatures, prefers.products) == ("daily", ("hot", "warm"), ("arm",))
    assert (prefers.regions, prefers.brief) == (("80", "AT-10"), True)
    assert (prefers.quiet_from, prefers.quiet_until) == ("20:00", "07:00")
    again = rita.open("preferences")
    assert again.tree.get("lang") == "de"
    shown = again.form("Speichern").form_values()
    assert ("cadence", "daily") in shown
    assert ("regions", "80, AT-10") in shown


def test_the_answer_page_has_undo(house: House, rita: Visitor) -> None:
    done = saves(rita, cadence="never")
    assert house.person("rita").cadence == "never"

    assert rita.press(done, "Undo").code == "preferences_undone"

    assert house.person("rita").cadence == "at_once"


def test_each_bad_field_is_named_and_nothing_is_changed(house: House, rita: Visitor) -> None:
    before = house.all_rows()

    again = saves(rita, cadence="yearly", regions="Bavaria", quiet_from="25", deputy=ROLF)

    assert again.status == 422
    assert house.all_rows() == before
    assert "Please choose one of these." in again.text
    assert "beginnings of postcodes, for example" in again.text
    assert "Please write a time like 20:00" in again.text
    assert "Only a colleague of your company can stand in" in again.text
    assert ("regions", "Bavaria") in again.form("Save").form_values(), "what was typed stays"


@pytest.mark.rule("6.4")
def test_an_owner_is_asked_about_receipts_and_not_about_offers(house: House) -> None:
    page = Visitor(house, "vera").open("preferences")
    names = {name for name, _ in page.form("Speichern").form_values()}

    assert "receipts" in names
    assert "cadence" not in names


def test_a_number_for_texts_is_asked_for_only_where_the_operator_has_a_gateway(house: House, rita: Visitor) -> None:
    assert "Text messages to" not in rita.open("preferences").text

    house.parts.__dict__["texts"] = Webhook("https://gateway.example/send")
    assert saves(rita, text_to="0170 1234567").status == 422
    assert saves(rita, text_to="+49 170 1234567").code == "preferred"

    assert house.person("rita").prefers.text_to == "+491701234567"
    assert "+491701234567" in [value for _, value in rita.open("preferences").form("Save").form_values()]


def test_looking_at_the_form_s_own_link_changes_nothing(house: House, rita: Visitor) -> None:
    before = house.all_rows()

    page = rita.go(f"/a/{house.token('rita', 'prefer', house.person_id('rita'))}")

    assert "Save" in page.buttons
    assert house.all_rows() == before


def test_the_form_of_yesterday_is_not_saved(house: House, rita: Visitor) -> None:
    form = rita.open("preferences").form("Save")
    house.clock.move_to(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))

    answer = Page(rita.client.post(form.action, data=dict(form.form_values())))

    assert answer.status == 403
    assert "open for too long" in answer.text
    assert house.person("rita").preferences == {}


def replies(incoming: Incoming, name: str, address: str, words: str, kind: str = "lead_offer") -> Post:
    """Answer the latest letter of a kind; return the answer to it."""
    incoming.arrives(a_mail(address, words, subject="Re: your mail"), reply_to(incoming.key_of(name, kind)))
    return incoming.letters_to(name)[-1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nur heiße", {"temperatures": ["hot"]}),
        ("only hot", {"temperatures": ["hot"]}),
        ("täglich", {"cadence": "daily"}),
        ("daily", {"cadence": "daily"}),
        ("nur PLZ 80, 81", {"regions": ["80", "81"]}),
        ("only postcodes 80 and 81, please", {"regions": ["80", "81"]}),
        ("nur Produkt arm", {"products": ["arm"]}),
        ("kurz", {"brief": True}),
        ("auf Englisch", {"language": "en"}),
        ("in German please", {"language": "de"}),
        ("Ruhe 20 bis 7 Uhr", {"quiet_from": "20:00", "quiet_until": "07:00"}),
        ("quiet hours: 20:30-6", {"quiet_from": "20:30", "quiet_until": "06:00"}),
        (
            "wöchentlich, nur heiße und warme, kurz",
            {"cadence": "weekly", "temperatures": ["hot", "warm"], "brief": True},
        ),
    ],
)
def test_a_reply_sets_what_it_says_and_is_told_back_with_undo(
    incoming: Incoming, words: str, expected: dict[str, Any]
) -> None:
    incoming.offered_lead()

    echo = replies(incoming, "rolf", ROLF, words)

    assert echo.kind == "preferences_set"
    assert incoming.person("rolf").preferences == expected
    assert [action["wish"] for action in echo.context["actions"]] == ["prefer_undo"]


def test_undo_by_reply_and_everything_again(incoming: Incoming) -> None:
    incoming.offered_lead()
    replies(incoming, "rolf", ROLF, "nur PLZ 20")

    echo = replies(incoming, "rolf", ROLF, "rückgängig", "preferences_set")
    assert echo.context["code"] == "preferences_undone"
    assert incoming.person("rolf").preferences == {}

    replies(incoming, "rolf", ROLF, "wöchentlich, nur kalte")
    replies(incoming, "rolf", ROLF, "wieder alles")
    assert incoming.person("rolf").preferences == {}


def test_a_deputy_by_reply_alone_and_with_a_pause(incoming: Incoming) -> None:
    incoming.offered_lead()

    replies(incoming, "rolf", ROLF, "Vertretung: ruth@rolf-it.example")
    assert incoming.person("rolf").deputy_id == incoming.person_id("ruth")

    echo = replies(incoming, "rolf", ROLF, "Pause bis 20.3., Vertretung: ruth@rolf-it.example")
    assert echo.context["code"] == "absent"
    assert {"name": "deputy", "value": "Ruth Rau", "currency": ""} in echo.context["facts"]


@pytest.mark.rule("4.6")
@pytest.mark.parametrize(
    "words",
    ["Pause bis 20.3., Vertretung: Ruth Rau", "Bin bis 20.3. im Urlaub, Ruth vertritt mich",
     "away until 20 March, my deputy is Ruth Rau"],
)  # fmt: skip
def test_a_colleague_may_be_named_by_name(incoming: Incoming, words: str) -> None:
    """As it was: the absence was noted, and the deputy dropped without a word."""
    incoming.offered_lead()

    echo = replies(incoming, "rolf", ROLF, words)

    assert (echo.context["code"], incoming.person("rolf").deputy_id) == ("absent", incoming.person_id("ruth"))


@pytest.mark.rule("4.6")
@pytest.mark.parametrize("words", ["Pause bis 20.3., Vertretung: Rita Reed", "Rolf vertritt mich", "Deputy: Nobody"])
def test_a_name_that_no_colleague_bears_changes_nothing(incoming: Incoming, words: str) -> None:
    incoming.offered_lead()

    assert replies(incoming, "rolf", ROLF, words).context["code"] == "not_a_deputy"
    assert (incoming.person("rolf").deputy_id, incoming.person("rolf").absent_until) == (None, None)


@pytest.mark.parametrize("words", ["Vertretung: rita@rita-systems.example", "Vertretung: rolf@rolf-it.example"])
def test_a_rival_or_oneself_as_deputy_is_refused_by_mail(incoming: Incoming, words: str) -> None:
    incoming.offered_lead()

    assert replies(incoming, "rolf", ROLF, words).context["code"] == "not_a_deputy"
    assert incoming.person("rolf").deputy_id is None


@pytest.mark.parametrize(
    "words",
    ["nur PLZ 80 ist unser Gebiet, daher nein", "kurz angerufen", "täglich versucht, nie erreicht", "PLZ 80331, warm"],
)
def test_what_says_something_else_as_well_sets_nothing(incoming: Incoming, words: str) -> None:
    incoming.taken_lead()

    replies(incoming, "rolf", ROLF, words, "lead_picked")

    assert incoming.person("rolf").preferences == {}


def test_a_pause_without_a_day_is_asked_until_when(incoming: Incoming) -> None:
    incoming.offered_lead()

    asked = replies(incoming, "rolf", ROLF, "Pause")

    assert asked.kind == "not_understood"
    assert [action["wish"] for action in asked.context["actions"]] == ["absence", "pick", "decline"]


def test_the_next_mail_of_somebody_ends_the_absence_that_a_machine_set(incoming: Incoming) -> None:
    incoming.offered_lead()
    away = a_mail(
        ROLF, "Ich bin bis zum 15. März nicht im Büro. In dringenden Fällen: ruth@rolf-it.example",
        subject="Abwesenheitsnotiz", Auto_Submitted="auto-replied",
    )  # fmt: skip
    incoming.arrives(away, reply_to(incoming.key_of("rolf", "lead_offer")))
    rolf = incoming.person("rolf")
    assert rolf.absence_is_auto
    assert rolf.deputy_id == incoming.person_id("ruth")

    told = replies(incoming, "rolf", ROLF, "nehme")

    assert incoming.person("rolf").absent_until is None
    assert (told.kind, told.context["code"]) == ("done", "back")
    assert "lead_picked" in incoming.kinds_to("rolf")


def test_a_mail_does_not_end_the_absence_that_somebody_set_themselves(incoming: Incoming) -> None:
    incoming.offered_lead()
    replies(incoming, "rolf", ROLF, "Pause bis 20.3.")

    replies(incoming, "rolf", ROLF, "nehme")

    assert incoming.person("rolf").absent_until is not None


def test_one_reply_answers_a_collected_mail_for_many_leads(incoming: Incoming) -> None:
    """Rolf holds one lead and is offered two: he reports, takes and declines in one line. Rulebook 2."""
    held = incoming.taken_lead()
    command = of_persons.SetPreferences(by=incoming.person_id("rolf"), changes={"cadence": "daily"})
    assert incoming.do(command).code == "preferred"
    leads = [incoming.offered_lead(temperature="warm") for _ in range(2)]
    incoming.delivers_until(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    collected = next(post for post in incoming.letters_to("rolf") if post.kind == "collected")
    assert [row["lead_ref"] for row in collected.context["offered"]] == [f"L-{lead_id}" for lead_id in leads]

    replies(incoming, "rolf", ROLF, "1 nehme, 2 nein Kapazität", "collected")

    assert incoming.lead(leads[0]).picked_by == incoming.person_id("rolf")
    assert [wish for wish in incoming.wishes() if wish[0] in ("pick", "decline")] == [
        ("pick", "picked"),
        ("decline", "declined"),
    ]
    assert incoming.lead(held).status is None
