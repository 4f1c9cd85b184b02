"""What a letter says is missing is filled by the value alone, or by its label, in both languages. Rulebook 3.4."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.criteria import LEAD_FIELDS
from app.domain.programme import MANDATORY
from app.mail.gap_words import GAPS
from app.mail.words import words_in
from inbound.fields.gaps import fill_gaps
from inbound.wishes import understand
from inbound.wishes.model import Context

pytestmark = pytest.mark.rule("3.4")

AT_GATE = frozenset({"release", "edit", "discard", "to_agency", "note"})
# By field: what is written in German and in English, and under which name and with which value it is kept.
VALUES: dict[str, tuple[str, str, str, object]] = {
    "company": ("Muster GmbH", "Muster Ltd", "company", ""),
    "street": ("Lindenstraße 5", "5 Lime Street", "street", ""),
    "postcode": ("80331", "80331", "postcode", ""),
    "city": ("München", "Munich", "city", ""),
    "country": ("Österreich", "Austria", "country", "AT"),
    "sector": ("Maschinenbau", "Mechanical engineering", "sector", ""),
    "company_size": ("120 Mitarbeiter", "120 employees", "company_size", ""),
    "website": ("www.muster.example", "www.muster.example", "website", ""),
    "contact_salutation": ("Frau", "Mrs", "contact_salutation", ""),
    "contact_first_name": ("Carla", "Carla", "contact_first_name", ""),
    "contact_last_name": ("Muster", "Muster", "contact_last_name", ""),
    "contact_position": ("Einkaufsleiterin", "Head of purchasing", "contact_position", ""),
    "contact_email": ("carla@muster.example", "carla@muster.example", "contact_email", ""),
    "contact_phone": ("089 12345678", "+49 89 12345678", "contact_phone", "+498912345678"),
    "contact_route": ("089 12345678", "carla@muster.example", "", ""),
    "product": ("Arm", "Arm", "product", ""),
    "need": ("Zwei Roboterarme für eine Fräse", "Two robot arms for a mill", "need", ""),
    "remarks": ("Nur vormittags anrufen", "Call in the morning only", "remarks", ""),
    "source": ("Messe", "Fair", "source", ""),
    "campaign": ("Frühling 2026", "Spring 2026", "campaign", ""),
    "temperature": ("warm", "warm", "temperature", ""),
    "expected_volume": ("40.000 EUR", "EUR 40,000", "expected_volume_cents", 4_000_000),
    "expected_volume_cents": ("40.000 EUR", "EUR 40,000", "expected_volume_cents", 4_000_000),
    "currency": ("EUR", "EUR", "currency", ""),
    "time_frame": ("2. Quartal", "2nd quarter", "time_frame", ""),
    "language": ("Englisch", "English", "language", "en"),
    "consent": ("ja", "yes", "consent", True),
}
CASES = [(field, language) for field in dict.fromkeys(MANDATORY + LEAD_FIELDS) for language in ("de", "en")]


def _context(language: str, *missing: str) -> Context:
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    return Context(at, language=language, allowed=AT_GATE, products=("Arm", "Gripper"), missing=missing)


def _filled(text: str, language: str, field: str) -> object:
    """Return the value that a reply fills a gap with, if it does nothing else."""
    found = understand(text, _context(language, field))
    assert found.clear, found
    assert [reading.verb for reading in found.readings] == ["edit"], found
    name = VALUES[field][2] or ("contact_email" if "@" in text else "contact_phone")
    return next(reading.value for key, reading in found.fields.items() if key == name)


def _written(field: str, language: str) -> str:
    german, english, _, _ = VALUES[field]
    return german if language == "de" else english


def _expected(field: str, language: str) -> object:
    value = VALUES[field][3]
    if field == "contact_route" and language == "de":
        return "+498912345678"
    return value or _written(field, language)


@pytest.mark.parametrize(("field", "language"), CASES)
def test_the_value_alone(field: str, language: str) -> None:
    """As it was, for all but postcode, temperature and addresses: "Österreich" was kept as a note."""
    text = _written(field, language)

    assert _filled(text, language, field) == _expected(field, language)


@pytest.mark.parametrize(("field", "language"), CASES)
def test_the_value_behind_the_label_that_the_letter_shows(field: str, language: str) -> None:
    text = f"{words_in(language).field(field)}: {_written(field, language)}"

    assert _filled(text, language, field) == _expected(field, language)


@pytest.mark.parametrize(
    ("language", "written"), [("de", "DE"), ("de", "Deutschland"), ("en", "Germany"), ("en", "de")]
)
def test_every_name_of_a_country(language: str, written: str) -> None:
    assert _filled(written, language, "country") == "DE"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("field", sorted(GAPS))
def test_the_example_of_the_letter_is_understood(field: str, language: str) -> None:
    assert _filled(words_in(language).example([field]), language, field)


@pytest.mark.parametrize(("text", "fields"), [
    ("80331, Deutschland, warm", {"postcode": "80331", "country": "DE", "temperature": "warm"}),
    ("Österreich\nMuster GmbH", {"country": "AT", "company": "Muster GmbH"}),
])  # fmt: skip
def test_several_values_in_one_line(text: str, fields: dict[str, str]) -> None:
    found = understand(text, _context("de", "company", "country", "postcode", "temperature"))

    assert {name: reading.value for name, reading in found.fields.items()} == fields


@pytest.mark.parametrize("text", ["Danke, mache ich morgen", "weiß ich nicht", "Wer ist das?", "I'll ask them", "ok"])
@pytest.mark.parametrize("field", ["company", "need", "source"])
def test_talk_is_no_value(text: str, field: str) -> None:
    assert understand(text, _context("de", field)).fields == {}


def test_a_value_known_by_its_place_only_is_less_sure_than_one_with_its_label() -> None:
    alone = understand("Messe", _context("de", "source")).fields["source"]
    labelled = understand("Quelle: Messe", _context("de", "source")).fields["source"]

    assert alone.confidence < 0.8 < labelled.confidence


@pytest.mark.parametrize("words", ["PLZ 80331 oder 80469", "80331 or 80469", "PLZ 80331 bzw. PLZ 80469"])
def test_of_two_postcodes_none_is_taken(words: str) -> None:
    """As it was: the postcode became 80331, and the town *Oder 80469*."""
    fields, is_all = fill_gaps(words, ("postcode",), country="DE")

    assert (fields, is_all) == ({}, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Seine Handynr ist 0171 5550199", "+491715550199"),
        ("warm. his number is +1 312 555 0148", "+13125550148"),
        ("warm. Meine Nummer ist 0171 5550199", None),
    ],
)
def test_a_number_that_is_called_the_customers_is_theirs_though_nobody_asked(text: str, number: str | None) -> None:
    fields, _ = fill_gaps(text, (), country="DE")

    assert (fields["contact_phone"].value if "contact_phone" in fields else None) == number
