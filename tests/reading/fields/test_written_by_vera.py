"""A mail that Vera wrote herself, and a registration in free words. Rulebook 3.1, 7.1."""

from __future__ import annotations

import pytest

from inbound.fields import note_on_top, read_deal, read_note

NOTED = ("kalt #Website Produkt: Greifer", "cold #Website product: Greifer")


@pytest.mark.rule("3.1")
@pytest.mark.parametrize("note", NOTED)
def test_a_first_line_of_marks_is_a_note_on_top(note: str) -> None:
    """As it was: all three were the customer's words, and the line the lead's need."""
    text = f"{note}\n\nFirma: Muster GmbH\nPLZ: 80331\n"

    found, rest = note_on_top(text)

    assert (found, rest) == (note, "Firma: Muster GmbH\nPLZ: 80331\n")
    read = {name: reading.value for name, reading in read_note(found, ("Arm", "Greifer"), "DE").items()}
    assert read == {"temperature": "cold", "source": "Website", "product": "Greifer"}


@pytest.mark.rule("3.1")
@pytest.mark.parametrize("text", [
    "Guten Tag,\nwir suchen zwei Arme.", "Firma: Muster GmbH\nPLZ: 80331", "warm", "Es ist warm heute\nviele Grüße",
    "Produkt: Arm\nFirma: Muster GmbH",
])  # fmt: skip
def test_other_first_lines_are_the_leads_own(text: str) -> None:
    assert note_on_top(text) == ("", text)


@pytest.mark.rule("7.1")
@pytest.mark.parametrize(("text", "company"), [
    ("Wir möchten den Kunden Brauerei Huber GmbH registrieren.", "Brauerei Huber GmbH"),
    ("Bitte registrieren Sie unseren neuen Kunden Brauerei Huber GmbH für uns.", "Brauerei Huber GmbH"),
    ("We want to register our customer Huber Brewing Ltd for the arm.", "Huber Brewing Ltd"),
    ("Guten Tag, wir möchten die Firma Metallbau Muster GmbH anmelden, danke", "Metallbau Muster GmbH"),
    ("Deal: The Customer Company Ltd, 80331 München", "The Customer Company Ltd"),
    ("Deal: Kunde Huber GmbH, 80331 München", "Huber GmbH"),
    ("Deal: Kundendienst Nord GmbH, 80331 München", "Kundendienst Nord GmbH"),
])  # fmt: skip
def test_the_firm_is_named_without_the_words_that_lead_up_to_it(text: str, company: str) -> None:
    fields = read_deal(text, "Registrierung", country="DE")

    assert fields["company"].value == company


@pytest.mark.rule("7.1")
@pytest.mark.parametrize(("text", "expected"), [
    ("Hallo Vera, neu ist die Brauerei Huber GmbH in Rosenheim, 83022. Ca. 60.000 Euro, Entscheidung im Herbst.",
     {"company": "Brauerei Huber GmbH", "postcode": "83022", "expected_volume_cents": 6_000_000}),
    ("Please register Acme Tooling Ltd, contact John Smith john@acme.example, arm, 25k EUR, end of June",
     {"company": "Acme Tooling Ltd", "contact_email": "john@acme.example", "product": "arm",
      "time_frame": "end of June", "expected_volume_cents": 2_500_000}),
    ("Deal: Müller & Söhne KG; 4020 Linz; vision; 15.000; sofort",
     {"company": "Müller & Söhne KG", "postcode": "4020", "product": "vision", "time_frame": "sofort",
      "expected_volume_cents": 1_500_000}),
    ("Wir melden die Metallbau Muster GmbH an.\n\nRolf Rieger\nRolf IT GmbH", {"company": "Metallbau Muster GmbH"}),
])  # fmt: skip
def test_what_stands_between_commas_is_read_by_its_shape(text: str, expected: dict[str, object]) -> None:
    """As it was: of a letter only firm, sum and time were read, and a bare sum was the customer's need."""
    fields = read_deal(text, "Neu", country="DE", products=("arm", "vision"), own_names=frozenset({"Rolf IT GmbH"}))

    assert {name: fields[name].value for name in expected if name in fields} == expected


@pytest.mark.rule("7.1")
@pytest.mark.parametrize("town", ["Augsburg", "Marburg", "Mainz", "Oktober", "Januar 2027", "Aug."])
def test_a_town_that_begins_like_a_month_is_no_time(town: str) -> None:
    """As it was: Augsburg was a time frame."""
    fields = read_deal(f"Deal: Muster GmbH, {town}", "", country="DE")

    assert ("time_frame" in fields) == (town[:2] in ("Ok", "Ja") or town == "Aug.")
