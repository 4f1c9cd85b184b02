"""Forms in sixteen languages and seven layouts, their lines in any order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from inbound.fields import LeadText, read_fields

pytestmark = pytest.mark.rule("3.3")

Row = tuple[str, str]

FORMS: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text("utf-8"))

LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "colon": lambda rows: "\n".join(f"{label}: {value}" for label, value in rows),
    "colon after a blank": lambda rows: "\n".join(f"{label} : {value}" for label, value in rows),
    "below": lambda rows: "\n\n".join(f"{label}:\n{value}" for label, value in rows),
    "bold": lambda rows: "\n".join(f"*{label}:* {value}" for label, value in rows),
    "tabs": lambda rows: "\n".join(f"{label}\t{value}" for label, value in rows),
    "bullets": lambda rows: "\n".join(f"• {label}: {value}" for label, value in rows),
    "bars": lambda rows: "\n".join(f"| {label} | {value} |" for label, value in rows),
}
FIELDS = ("contact_last_name", "company", "contact_email", "contact_phone", "postcode", "city", "need")


def forms() -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield (country, layout, text, expected fields); the message stands last in half of them."""
    dice = random.Random("forms")
    for country, form in FORMS.items():
        labels, values = form["labels"], form["values"]
        for layout, laid_out in LAYOUTS.items():
            rows = list(zip(labels, values, strict=True))
            dice.shuffle(rows)
            if dice.random() < 0.5:
                rows.sort(key=lambda row: row[0] == labels[-1])
            expected: dict[str, object] = dict(zip(FIELDS, values, strict=True))
            expected |= {"contact_last_name": values[0].split()[-1], "contact_phone": form["phone"]}
            yield country, layout, laid_out(rows), expected


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [pytest.param(country, text, expected, id=f"{country} {layout}") for country, layout, text, expected in forms()],
)
def test_a_form_is_read_in_any_order_and_layout(country: str, text: str, expected: dict[str, object]) -> None:
    fields = read_fields(LeadText(text), country=country)

    assert {name: fields[name].value if name in fields else None for name in expected} == expected


def test_a_vendor_elsewhere_reads_foreign_forms_without_a_wrong_value() -> None:
    """The vendor's country only guesses, postcode and language say more; missing is allowed, wrong is not."""
    wrong = []
    for country, layout, text, expected in forms():
        fields = read_fields(LeadText(text), country="DE")
        wrong += [
            (country, layout, name, fields[name].value)
            for name, value in expected.items()
            if name in fields and fields[name].value != value
        ]

    assert wrong == []
