"""A form says beside each field where its value is from, so that whoever completes a lead knows what to trust."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest

from app.domain import commands as do
from app.domain.gate_commands import MergeLeads
from tests.edges.house import CARLA, House
from tests.edges.visitor import Page, Visitor

READ: dict[str, dict[str, Any]] = {
    "company": {"line": "Metallbau Muster GmbH", "confidence": 1.0},
    "postcode": {"line": "80331 München", "confidence": 0.9},
    "product": {"line": "zwei Roboter-Arme", "confidence": 0.6},
    "temperature": {"line": "heiß #Messe", "confidence": 1.0},
}


@pytest.fixture
def vera(house: House) -> Visitor:
    return Visitor(house, "vera")


def handed_in(house: House, **without: None) -> int:
    fields = {name: value for name, value in {**CARLA, **without}.items() if value}
    command = do.SubmitLead(by=house.person_id("vera"), vendor_id=1, fields=fields, sources=READ)
    lead_id = house.do(command).lead_id
    assert lead_id is not None
    return lead_id


def origins(page: Page) -> dict[str, str]:
    """Return what stands beside each field, as a screen reader joins them."""
    said = {str(one.get("id")): " ".join(one.text_content().split()) for one in page.tree.find_class("origin")}
    fields = [
        one for tag in ("input", "select", "textarea") for one in page.tree.iter(tag) if one.get("aria-describedby")
    ]
    return {str(one.get("name")).removeprefix("field."): said[str(one.get("aria-describedby"))] for one in fields}


@pytest.mark.rule("3.4")
@pytest.mark.rule("3.7")
def test_vera_sees_beside_each_field_where_its_value_is_from(house: House, vera: Visitor) -> None:
    lead_id = handed_in(house, country=None, city=None)
    house.do(do.EditLead(by=house.person_id("max"), lead_id=lead_id, fields={"sector": "Metall"}))

    assert origins(vera.open("edit", lead_id)) == {
        "postcode": "aus „80331 München“",
        "product": "bitte prüfen: „zwei Roboter-Arme“",
        "temperature": "aus „heiß #Messe“",
        "sector": "von Max Maurer",
        "country": "aus der Telefonnummer",
        "city": "aus der Postleitzahl",
    }


@pytest.mark.rule("3.6")
def test_a_merged_field_names_the_lead_it_was_merged_from(house: House, vera: Visitor) -> None:
    survivor, other = handed_in(house, street=None), handed_in(house)
    house.do(MergeLeads(by=house.person_id("vera"), lead_id=other, into_id=survivor))

    assert origins(vera.open("edit", survivor))["street"] == f"aus L-{other}, mit diesem Lead zusammengeführt"


@pytest.mark.rule("3.7")
def test_the_mail_says_from_where_a_filled_field_is(house: House) -> None:
    handed_in(house, country=None, city=None)
    house.deliver()

    mail = message_from_bytes(house.mails_to("vera")[0].content, policy=policy.default)

    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        text = " ".join(body.get_content().split())
        assert "aus der Telefonnummer" in text
        assert "aus der Postleitzahl" in text


@pytest.mark.rule("9.1")
def test_what_was_written_by_a_stranger_is_text_and_nothing_else(house: House, vera: Visitor) -> None:
    line = '<script>alert("x")</script> ' + "x" * 500
    command = do.SubmitLead(
        by=house.person_id("vera"), vendor_id=1, fields=CARLA, sources={"product": {"line": line, "confidence": 0.5}}
    )
    lead_id = house.do(command).lead_id
    assert lead_id is not None

    page = vera.open("edit", lead_id)

    assert "<script>alert" not in page.response.text
    assert len(origins(page)["product"]) < 200
