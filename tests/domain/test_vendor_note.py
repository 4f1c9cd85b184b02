"""What the vendor wrote on top of a lead, as the partner reads it. Rulebook 3.1, 5.3."""

from __future__ import annotations

import pytest

from app.domain.lead import Lead
from app.domain.lifecycle import State
from app.domain.vendor_note import for_partner, is_internal, without_internal
from inbound.fields.notes import read_note

GREETING = "Hallo zusammen,\n\nheiß! Der Kunde hat es eilig.\n\n(intern: Rabatt bis 12 %)\n\nViele Grüße\nVera Vogt"


@pytest.mark.rule("3.1", "5.3")
@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("heiß, Produkt: arm", ""),
        ("warm", ""),
        ("#messe", ""),
        ("", ""),
        ("Vom Messestand", "Vom Messestand"),
        (
            "heiß, #messe\nProdukt: arm\nSie will noch im März ein Angebot.\nIntern: Rolf schläft, bitte Rita.",
            "Sie will noch im März ein Angebot.",
        ),
        (
            "Hallo Team, bitte freigeben, sehr warm! Am Stand sehr konkret, Budget 40k, Entscheidung im Juni",
            "Am Stand sehr konkret, Entscheidung im Juni",
        ),
        (
            "warm #fair. Met her at the stand, wants a quote in March. Internal: margin 30%",
            "Met her at the stand, wants a quote in March.",
        ),
        ("PLZ 80331, warm und Produkt: Greifer - ruft am Freitag zurück", "ruft am Freitag zurück"),
        (GREETING, "Der Kunde hat es eilig."),
        ("Herr Müller ist ein alter Kunde; intern - nicht unter 40k gehen", "Herr Müller ist ein alter Kunde"),
        ("Internal note: they owe us money\n\nCall before ten.", "Call before ten."),
        (
            "Sehr interessiert an der internen Logistik: 3 Hallen.",
            "Sehr interessiert an der internen Logistik: 3 Hallen.",
        ),
        ("Interne Logistik: 3 Hallen", "Interne Logistik: 3 Hallen"),
        ("Der Chef ist ein warmherziger Mensch, heißt Otto", "Der Chef ist ein warmherziger Mensch, heißt Otto"),
    ],
)
def test_what_only_set_fields_or_is_internal_stays_with_the_vendor(note: str, told: str) -> None:
    """As it was: the note went unread, and *heiß, Produkt: arm* and *Intern: …* stood in Rolf's letter."""
    read = read_note(note, ("arm", "Greifer"), "DE")

    assert for_partner(note, {str(name): {"line": one.source_line} for name, one in read.items()}) == told


@pytest.mark.rule("5.3")
@pytest.mark.parametrize(
    ("line", "internal"),
    [("Interne Notiz: zahlt spät", True), ("internal note - pays late", True), ("Vertraulich: zahlt spät", True),
     ("Bemerkung: ruft an", False), ("Internationaler Konzern: ja", False), ("Intern Anna Muster: Praktikum", False)],
)  # fmt: skip
def test_a_line_is_internal_only_where_it_says_so(line: str, internal: bool) -> None:
    assert is_internal(line) is internal
    assert (without_internal(line) == "") is internal


@pytest.mark.rule("3.1", "5.3")
def test_a_word_that_does_not_hold_any_more_is_not_told_when_the_field_is_changed_later() -> None:
    """As it was: Vera corrected *hot* to *warm*, and Rolf read *heiß!* in her note."""
    lead = Lead(
        state=State.RECEIVED, fields={"temperature": "hot"}, sources={"temperature": {"line": "heiß!"}},
        remarks="heiß! Ruft am Freitag zurück",
    )  # fmt: skip

    for value in ("warm", "cold"):
        lead.edit({"temperature": value}, {"temperature": {"by": "Vera Vogt"}})

    assert for_partner(lead.remarks, lead.sources) == "Ruft am Freitag zurück"
