"""What a lead's own fields tell about its empty ones, and never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from app.domain.enrichment import Enricher, Occasion, Suggestion, accepted, outdated_by
from app.domain.own_knowledge import CountryOfContact, TownOfPostcode

NEW = Occasion()


def suggested(by: Enricher, **fields: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.field, one.value, one.read_from) for one in by.suggest(fields)]


@pytest.mark.parametrize(
    ("fields", "country", "read_from"),
    [
        ({"contact_phone": "+498912345678"}, "DE", ("contact_phone",)),
        ({"contact_phone": "+41443334455"}, "CH", ("contact_phone",)),
        ({"contact_phone": "+12125551234"}, "US", ("contact_phone",)),
        ({"website": "https://www.muster.at/kontakt"}, "AT", ("website",)),
        ({"website": "muster.co.uk"}, "GB", ("website",)),
        ({"contact_email": "carla@muster.ch"}, "CH", ("contact_email",)),
        (
            {"contact_phone": "+4312345678", "website": "muster.at", "contact_email": "carla@gmx.de"}, "AT",
            ("contact_phone", "website"),
        ),
        ({"contact_phone": "+498912345678", "postcode": "80331"}, "DE", ("contact_phone",)),
        ({"website": "muster.fr", "postcode": "75001"}, "FR", ("website",)),
    ],
)  # fmt: skip
def test_the_country_is_read_from_phone_web_address_and_mail_address(
    fields: dict[str, Any], country: str, read_from: tuple[str, ...]
) -> None:
    assert suggested(CountryOfContact(), **fields) == [("country", country, read_from)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"contact_phone": "089 12345678"},
        {"contact_phone": "+80012345678"},
        {"contact_phone": "+1555"},
        {"website": "muster.com"},
        {"website": "muster.io"},
        {"website": "muster.ag"},
        {"website": "muster"},
        {"contact_email": "carla@gmx.de"},
        {"contact_email": "carla@t-online.de"},
        {"contact_email": "carla@metallbau-muster.example"},
        {"contact_phone": "+498912345678", "website": "muster.at"},
        {"website": "muster.de", "contact_email": "carla@muster.ch"},
        {"contact_phone": "+498912345678", "postcode": "1030"},
        {"website": "muster.ch", "postcode": "80331"},
    ],
)
def test_where_two_countries_are_possible_or_none_none_is_said(fields: dict[str, Any]) -> None:
    assert suggested(CountryOfContact(), **fields) == []


def test_the_town_is_that_of_the_postcode_and_country() -> None:
    assert suggested(TownOfPostcode(), country="DE", postcode="80331") == [("city", "München", ("postcode", "country"))]
    assert suggested(TownOfPostcode(), country="CH", postcode="CH-8004") == [
        ("city", "Zürich", ("postcode", "country"))
    ]


@pytest.mark.parametrize(("country", "postcode"), [("", "80331"), ("DE", ""), ("DE", "8033"), ("AT", "1210")])
def test_a_postcode_of_several_towns_or_of_nowhere_says_none(country: str, postcode: str) -> None:
    assert suggested(TownOfPostcode(), country=country, postcode=postcode) == []


def values(suggestions: Iterable[Suggestion], occasion: Occasion = NEW, **fields: Any) -> dict[str, str]:
    return {name: one.value for name, one in accepted(fields, suggestions, occasion).items()}


def test_only_what_is_empty_is_filled() -> None:
    munich = Suggestion("city", "München", ("postcode",))

    assert values([munich], city="") == {"city": "München"}
    assert values([munich], city="Unterföhring") == {}


def test_two_answers_for_one_field_are_none() -> None:
    ulm, neu_ulm = Suggestion("city", "Ulm", ("postcode",)), Suggestion("city", "Neu-Ulm", ("postcode",))

    assert values([ulm, neu_ulm]) == {}
    assert values([ulm, ulm]) == {"city": "Ulm"}


@pytest.mark.parametrize("field", ["temperature", "source", "consent", "need", "expected_volume_cents", "nonsense"])
def test_what_only_the_vendor_or_the_customer_can_know_is_never_filled_in(field: str) -> None:
    assert values([Suggestion(field, "hot", ("company",))]) == {}


@pytest.mark.parametrize("value", ["", "x" * 201, "Mün\nchen", 7, None])
def test_what_is_no_short_text_is_not_taken(value: Any) -> None:
    assert values([Suggestion("city", value, ("postcode",))]) == {}


def test_an_edit_lets_in_what_follows_from_it_and_nothing_that_was_cleared_before() -> None:
    country = Suggestion("country", "DE", ("contact_phone",))

    assert values([country], Occasion(frozenset({"contact_phone"}), frozenset({"contact_phone"}))) == {"country": "DE"}
    assert values([country], Occasion(frozenset({"product"}), frozenset({"product"}))) == {}
    assert values([country], Occasion(frozenset({"country"}), frozenset({"country"}))) == {}


def test_what_followed_from_a_corrected_field_is_outdated_also_by_way_of_another() -> None:
    sources: dict[str, dict[str, Any]] = {
        "country": {"from": "contact", "of": ["contact_phone"]},
        "city": {"from": "postcode", "of": ["postcode", "country"]},
        "company": {"line": "Muster GmbH", "confidence": 1.0},
    }

    assert outdated_by(["contact_phone"], sources) == {"country", "city"}
    assert outdated_by(["country"], sources) == {"city"}
    assert outdated_by(["company"], sources) == set()
