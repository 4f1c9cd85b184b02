"""What customers write about their budget and their time is taken as they mean it; other sums and times never are."""

from __future__ import annotations

import pytest

from inbound.fields import LeadText, read_fields
from inbound.fields.plans import pairs_of_plans


def plans(text: str) -> dict[str, str]:
    """Return the budget and the time as written."""
    return {pair.key: pair.value for pair in pairs_of_plans(text)}


@pytest.mark.parametrize(
    ("text", "volume", "time_frame"),
    [
        ("Etwa 45.000 EUR, noch in diesem Jahr.", "45.000 EUR", "noch in diesem Jahr"),
        ("Das Budget von 65.000 EUR ist frei, Start im Frühjahr.", "65.000 EUR", "Start im Frühjahr"),
        ("Wir haben 30 TEUR eingeplant und wollen im 2. Quartal 2027 anfangen.", "30 TEUR", "im 2. Quartal 2027"),
        ("Wir investieren bis zu 100.000 CHF, Lieferung bis Ende März.", "100.000 CHF", "Lieferung bis Ende März"),
        ("Wir brauchen die Anlage so bald wie möglich.", None, "so bald wie möglich"),
        ("in KW 12 soll es losgehen", None, "in KW 12"),
        ("We have a budget of £80k and start in early spring 2027.", "£80k", "start in early spring 2027"),
        ("We need it within the next 3 months, around 25,000 euros.", "25,000 euros", "within the next 3 months"),
        ("Delivery by the end of the year would be great.", None, "by the end of the year"),
        ("Unser Umsatz liegt bei 12 Mio EUR. Budget ca. 20.000 €.", "20.000 €", None),
        ("I am on holiday in August. We need two by end of September.", None, "by end of September"),
    ],
)
def test_a_customer_names_a_budget_and_a_time(text: str, volume: str | None, time_frame: str | None) -> None:
    assert plans(text) == {
        key: value for key, value in (("expected_volume", volume), ("time_frame", time_frame)) if value
    }


@pytest.mark.parametrize(
    "text",
    [
        "Der Mitbewerber bietet es für etwa 18.000 € an.",
        "Kurz: ca. 15.000 €. Ihr Angebot über 18.000 € war zu hoch.",
        "Leasing für etwa 500 EUR pro Monat",
        "about 12k each, please.",
        "Our old machine cost us around 40.000 EUR.",
        "Fördermittel von etwa 30.000 EUR sind beantragt.",
        "Budget 20.000 EUR oder Budget 30.000 EUR",
        "Wie im März besprochen brauchen wir einen Arm.",
        "Bitte rufen Sie mich so bald wie möglich an.",
        "Ab Mai oder Juni, mal sehen.",
        "Nicht vor dem Sommer, also im Herbst nicht.",
        "This may result in a later delivery.",
        "Unser Werk wurde im Herbst 2019 erweitert.",
    ],
)
def test_what_is_another_sum_or_time_is_left_to_be_asked_for(text: str) -> None:
    """Seen failing while every sum with a currency was the budget: the competitor's price became the customer's."""
    assert plans(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag,\n\nwir suchen einen Arm. Etwa 45.000 EUR, noch in diesem Jahr.\n\nMit Grüßen\nCarla Kunde",
        "Name: Carla Kunde\nE-Mail: carla@kunde.example\nNachricht: Etwa 45.000 EUR, noch in diesem Jahr.",
    ],
    ids=["a letter", "a form"],
)
def test_a_letter_and_a_forms_message_become_fields(text: str) -> None:
    fields = read_fields(LeadText(text), country="DE", products=("Arm",), language="de")

    assert fields["expected_volume_cents"].value == 4_500_000
    assert fields["currency"].value == "EUR"
    assert fields["time_frame"].value == "noch in diesem Jahr"


def test_a_labelled_budget_counts_before_a_sentence() -> None:
    text = "Name: Carla Kunde\nE-Mail: carla@kunde.example\nBudget: 20.000 EUR\nNachricht: Budget etwa 45.000 EUR."

    assert read_fields(LeadText(text), country="DE")["expected_volume_cents"].value == 2_000_000
