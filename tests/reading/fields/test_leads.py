"""Every lead text of leads.yaml is read as it says, and nothing it forbids is read."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
import yaml

from inbound.fields import LeadText, read_fields

pytestmark = pytest.mark.rule("3.3")

LEADS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "leads.yaml").read_text("utf-8"))


@pytest.mark.parametrize("lead", LEADS, ids=[lead["name"] for lead in LEADS])
def test_a_lead_is_read_whole_and_nothing_is_made_up(lead: dict[str, Any]) -> None:
    """A missing field is asked for, a wrong one harms: so what must not be read is checked as strictly as what must."""
    name, address = parseaddr(lead.get("from", ""))
    text = LeadText(lead["text"], lead.get("subject", ""), name, address, (), frozenset(lead.get("ours", ())))

    fields = read_fields(text, country=lead["country"], products=tuple(lead.get("products", ())))

    values = {field: reading.value for field, reading in fields.items()}
    assert {field: values.get(field) for field in lead["expect"]} == lead["expect"]
    assert not set(lead.get("not", ())) & values.keys()


def test_every_field_says_where_it_was_read_and_how_surely() -> None:
    text = "Name: Carla Cordes\nTelefon: 089 1234567\nNachricht: Bitte melden."

    fields = read_fields(LeadText(text), country="DE")

    assert fields["contact_phone"].source_line == "Telefon: 089 1234567"
    assert all(0.5 <= reading.confidence <= 1 for reading in fields.values())


def test_a_letter_is_less_sure_than_a_form() -> None:
    form = read_fields(LeadText("Name: Carla Cordes\nE-Mail: carla@kunde.example"), country="DE")
    letter = read_fields(LeadText("Mein Name ist Carla Cordes.\nGruß, carla@kunde.example"), country="DE")

    assert letter["contact_last_name"].confidence < form["contact_last_name"].confidence
