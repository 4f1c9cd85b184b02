"""What a forwarder writes on top of a lead, and what a vendor's person answers to fill its gaps."""

from __future__ import annotations

import pytest

from inbound.fields import read_note

pytestmark = pytest.mark.rule("3.1")

PRODUCTS = ("Arm", "Vision Kamera")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("heiß", {"temperature": "hot"}),
        ("heiss!", {"temperature": "hot"}),
        ("warm", {"temperature": "warm"}),
        ("cold", {"temperature": "cold"}),
        ("fyi, sehr heiß", {"temperature": "hot"}),
        ("#fair", {"source": "fair"}),
        ("#messe heiß", {"source": "messe", "temperature": "hot"}),
        ("#hot", {"temperature": "hot"}),
        ("Produkt: Arm", {"product": "Arm"}),
        ("Produkt: vision-kamera", {"product": "Vision Kamera"}),
        ("Arm, warm", {"product": "Arm", "temperature": "warm"}),
        ("PLZ 80331, warm", {"postcode": "80331", "temperature": "warm"}),
        ("PLZ: 80331\nTel: 089 1234567", {"postcode": "80331", "contact_phone": "+49891234567"}),
        ("carla@kunde.example", {"contact_email": "carla@kunde.example"}),
        ("Budget 40k", {"expected_volume_cents": 4_000_000}),
        ("Quelle: Empfehlung; Kampagne: Frühling", {"source": "Empfehlung", "campaign": "Frühling"}),
        ("heiß! Produkt: arm", {"temperature": "hot", "product": "Arm"}),
        ("Produkt: Arm. warm", {"product": "Arm", "temperature": "warm"}),
        ("warm. PLZ 80331", {"temperature": "warm", "postcode": "80331"}),
        ("heiß - Quelle: Messe", {"temperature": "hot", "source": "Messe"}),
        ("Straße: Hauptstr. 5", {"street": "Hauptstr. 5"}),
        ("Firma: Dr. Muster GmbH", {"company": "Dr. Muster GmbH"}),
        ("fyi", {}),
        ("heiß?", {}),
        ("Ist nicht heiß! Bitte trotzdem anrufen", {}),
        ("Bitte darum kümmern, danke!", {}),
        ("ist nicht heiß", {}),
        ("warm oder kalt?", {}),
        ("Das Wetter ist warm und ich habe heute viel zu tun", {}),
        ("", {}),
    ],
)
def test_a_note_sets_what_it_says_and_nothing_else(note: str, expected: dict[str, object]) -> None:
    assert {name: reading.value for name, reading in read_note(note, PRODUCTS, "DE").items()} == expected
