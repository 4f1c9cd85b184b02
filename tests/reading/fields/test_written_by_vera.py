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
