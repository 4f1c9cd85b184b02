"""What Vera types into the fields of a lead."""

from __future__ import annotations

import pytest

from app.web.field_values import Unreadable, field_value


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("country", "Deutschland", "DE"),
        ("country", "austria", "AT"),
        ("country", "ch", "CH"),
        ("contact_email", "carla@muster.example", "carla@muster.example"),
        ("contact_phone", "0431 / 555 01 12", "+494315550112"),
        ("postcode", "24103", "24103"),
        ("need", "whatever she writes", "whatever she writes"),
    ],
)
def test_what_is_typed_is_kept_as_the_partners_criteria_read_it(name: str, typed: str, kept: str) -> None:
    assert field_value(name, typed, "DE") == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [("country", "Absurdistan"), ("contact_email", "kaputt@@x"), ("contact_phone", "later"), ("postcode", "abc")],
)
def test_what_no_field_can_hold_is_refused(name: str, typed: str) -> None:
    with pytest.raises(Unreadable):
        field_value(name, typed, "DE")
