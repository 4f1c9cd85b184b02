"""Which of a vendor's products some words name: in the plural, with an article, in a compound; never a wrong one."""

from __future__ import annotations

import pytest

from inbound.fields.products import named_product, product_in_letter
from inbound.fields.settle import nearest_product

PRODUCTS = ("Arm", "Kamera", "Greifer", "Vision")


@pytest.mark.rule("3.3")
@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Roboterarm mit Greifer", "Arm"), ("eine Kamera", "Kamera"), ("2 Arme", "Arm"), ("zwei Roboterarme", "Arm"),
        ("Wärmebildkamera", "Kamera"), ("Überwachungskameras", "Kamera"), ("Greifer für Roboterarm", "Greifer"),
        ("two robot arms", "Arm"), ("an arm with a gripper", "Arm"), ("3x Kamera", "Kamera"),
        ("Sauggreifer", "Greifer"),
        ("Vision System", "Vision"), ("Roboterarm inkl. Kamera und Greifer", "Arm"), ("den Arm", "Arm"),
    ],
)  # fmt: skip
def test_a_product_is_found_in_the_plural_and_in_compounds(text: str, product: str) -> None:
    """Seen failing by likeness alone: the arm with a gripper was offered as a gripper, two arms as nothing."""
    assert nearest_product(text, PRODUCTS)[0] == product


@pytest.mark.rule("3.3")
@pytest.mark.parametrize(
    "text",
    ["Alarm", "Feueralarm", "Schwarm", "warm", "Farm", "Armatur", "Armband", "Gendarm", "Charme", "Television",
     "Provision", "Supervision", "Kameramann", "Greifvogel", "kein Arm", "ohne Kamera", "Arme und Kameras",
     "Arm oder Greifer"],
)  # fmt: skip
def test_no_product_is_found_in_other_words_in_a_denial_or_beside_another(text: str) -> None:
    assert nearest_product(text, PRODUCTS)[0] == ""


@pytest.mark.rule("3.3")
def test_a_longer_name_is_not_the_shorter_one() -> None:
    products = ("Arm 5", "Arm 7", "Arm")

    assert named_product("Roboterarm 7 mit Kamera", products) == "Arm 7"
    assert named_product("Roboterarme", products) == "Arm"
    assert named_product("Arm 5 und Arm 7", products) is None


@pytest.mark.rule("3.3")
@pytest.mark.parametrize(
    ("letter", "found"),
    [
        ("Anfrage\n\nwir palettieren und suchen\neinen Roboterarm mit Greifer. Noch dieses Jahr.",
         ("Arm", "wir palettieren und suchen einen Roboterarm mit Greifer")),
        ("Wir suchen Arme. Die Arme sollen im Mai kommen!", ("Arm", "Wir suchen Arme")),
        ("Wir suchen einen Arm. Dazu zwei Kameras.", ("", "")), ("Arme und Kameras. Am Ende ein Arm.", ("", "")),
        ("Keine Kameras. Wir suchen Arme.", ("", "")), ("Bitte rufen Sie an.", ("", "")), ("", ("", "")),
    ],
)  # fmt: skip
def test_a_letter_names_one_product_or_none(letter: str, found: tuple[str, str]) -> None:
    assert product_in_letter(letter, PRODUCTS) == found
