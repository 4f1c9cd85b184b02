"""Who is the same customer, and that whoever is like another is also kept under a word of theirs. Rulebook 3.6, 7.2."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from app.domain.conflicts import EXACT, PART, Customer, Likeness

MUSTER = {"company": "Metallbau Muster GmbH", "postcode": "80331", "city": "München", "country": "DE"}
WORDS = (
    "Metallbau Muster Maier Huber Bau Lindner Schmidt Technik Anlagen Auto Weber Fischer Holz Stahl Elektro Wagner "
    "Brunner Hofmann Schneider Druck Kran Nord Kaiser Vogt Lang Mühle Ott Ey 3M AEG"
).split()
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def customer(**fields: Any) -> Customer:
    return Customer.of(fields, "DE")


def are_found(one: Customer, other: Customer) -> bool:
    """Tell whether looking for one of two customers finds what the other is kept under."""
    kept = other.kept_under()
    near = one.areas_near()
    similar = any(
        key.kind == PART and key.word in one.name_parts()
        and (key.area in near if near else key.area.startswith(one.country))
        for key in kept
    )  # fmt: skip
    return similar or bool(kept & one.exact_keys())


@pytest.mark.rule("3.6")
@pytest.mark.parametrize(
    ("fields", "likeness"),
    [
        ({"website": "https://www.muster.example/arms", "contact_email": "x@gmail.com"}, Likeness.DOMAIN),
        ({"contact_email": "carla@muster.example"}, Likeness.DOMAIN),
        ({"contact_phone": "089 / 1234 5678"}, Likeness.PHONE),
        ({"contact_phone": "0049 89 12345678"}, Likeness.PHONE),
        ({"company": "METALLBAU MUSTER AG", "postcode": "80331"}, Likeness.NAME_AND_PLACE),
        ({"company": "Metallbau Muster", "postcode": "20095"}, Likeness.NAME),
        ({"company": "Muster Metalbau", "postcode": "80999"}, Likeness.SIMILAR_NAME),
        ({"company": "Muster Metalbau", "postcode": "20095"}, None),
        ({"company": "Muster Metalbau", "postcode": "20095", "city": "München"}, Likeness.SIMILAR_NAME),
        ({"company": "Muster Metalbau"}, Likeness.SIMILAR_NAME),
        ({"company": "Bäckerei Huber", "postcode": "80331"}, None),
        ({}, None),
    ],
)
def test_customers_are_alike_by_domain_phone_and_name_with_place(fields: dict[str, str], likeness: str | None) -> None:
    known = customer(**MUSTER, contact_email="info@muster.example", contact_phone="+498912345678")

    assert customer(**fields).likeness(known) == likeness
    assert are_found(customer(**fields), known) >= (likeness is not None)
    assert are_found(known, customer(**fields)) >= (likeness is not None)


@pytest.mark.rule("3.6")
def test_a_free_mail_provider_makes_nobody_the_same_but_the_whole_address_does() -> None:
    carla, other = customer(contact_email="carla@gmx.de"), customer(contact_email="otto@gmx.de")

    assert carla.likeness(other) is None
    assert not are_found(carla, other)
    assert carla.likeness(customer(contact_email="Carla@GMX.de")) is Likeness.EMAIL


@pytest.mark.rule("3.6")
def test_nothing_is_kept_of_nobody() -> None:
    assert customer().kept_under() == frozenset()
    assert customer(company="GmbH & Co. KG").exact_keys() <= {("name", "gmbh co kg", "")}


@pytest.mark.rule("3.6")
def test_whoever_is_like_another_is_found_by_a_key() -> None:
    """8,000 pairs of names a letter or two apart; with only whole words as keys, 3 of 10 of those alike are missed."""
    chance = Random(36)
    alike = 0
    for _ in range(8_000):
        name = " ".join(chance.sample(WORDS, chance.choice((1, 1, 2, 3))))
        one = customer(company=name, **_place(chance))
        other = customer(company=_misspelt(name, chance), **_place(chance))
        if (likeness := one.likeness(other)) is None:
            continue
        alike += 1
        assert are_found(one, other), (one, other, likeness)
        assert are_found(other, one), (one, other, likeness)
    assert alike > 1_000


def _place(chance: Random) -> dict[str, str]:
    return chance.choice(
        ({}, {"postcode": "80331"}, {"postcode": "81999", "city": "München"}, {"postcode": "80331", "city": "München"},
         {"city": "München"}, {"postcode": "20095"}, {"postcode": "8010", "country": "AT"})
    )  # fmt: skip


def _misspelt(name: str, chance: Random) -> str:
    letters = list(name)
    at = chance.randrange(len(letters))
    letters[at : at + chance.choice((0, 1))] = chance.choice(LETTERS) if chance.random() < 0.7 else ""
    return " ".join(chance.sample(words, len(words))) if (words := "".join(letters).split()) else name


@pytest.mark.rule("7.2")
def test_only_some_likenesses_are_sure() -> None:
    assert {Likeness.DOMAIN, Likeness.PHONE, Likeness.EMAIL, Likeness.NAME_AND_PLACE} == EXACT
