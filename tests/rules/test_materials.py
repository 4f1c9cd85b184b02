"""Whoever takes a lead gets the sales material of each product that the customer asks for: rulebook 5.3."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.programme import Material
from tests.rules.conftest import Settle
from tests.rules.programmes import nordlicht
from tests.rules.town import Town

MATERIALS = (
    Material("Overview", "all.pdf"),
    Material("Arm", "arm.pdf", "arm"),
    Material("Vision", "vision.pdf", "Vision"),
    Material("Both", "prices.pdf", "arm"),
    Material("Both", "prices.pdf", "vision"),
    Material("Set", "set.pdf", "Arm, grip and base"),
    Material("Base", "base.pdf", "base"),
)
USUAL = ["L-1.vcf", "L-1.ics", "all.pdf"]


@pytest.fixture
def stocked(settle: Settle) -> Town:
    """A town whose vendor has material for several products."""
    return settle(replace(nordlicht(), materials=MATERIALS))


def names_for(town: Town, product: Any) -> list[str]:
    """Return the names of everything attached when Rolf takes a lead for a product."""
    town.taken_lead(product=product, postcode="80331")
    return list(town.post_to("rolf", "lead_picked").context["attachment_names"])


@pytest.mark.rule("5.3")
@pytest.mark.parametrize(
    ("product", "files"),
    [
        ("arm", {"arm.pdf", "prices.pdf"}),
        ("ARM ", {"arm.pdf", "prices.pdf"}),
        ("vision", {"vision.pdf", "prices.pdf"}),
        ("Arm, Vision", {"arm.pdf", "vision.pdf", "prices.pdf"}),
        ("Arm und Vision", {"arm.pdf", "vision.pdf", "prices.pdf"}),
        ("vision & base; arm", {"arm.pdf", "vision.pdf", "prices.pdf", "base.pdf"}),
        ("arm, grip and base", {"set.pdf", "arm.pdf", "prices.pdf", "base.pdf"}),
        ("armature", set()),
        ("sandy", set()),
    ],
)
def test_each_product_brings_its_own_files_once_and_all_products_the_common_ones(
    stocked: Town, product: str, files: set[str]
) -> None:
    """Seen failing with the field compared as a whole: "Arm, Vision" brought nothing but the overview."""
    names = names_for(stocked, product)

    assert names[:2] == USUAL[:2]
    assert sorted(names) == sorted([*USUAL, *files])


@pytest.mark.rule("5.3")
def test_several_products_may_be_a_list_too(stocked: Town) -> None:
    assert sorted(names_for(stocked, ["arm", "Vision"])) == sorted([*USUAL, "arm.pdf", "vision.pdf", "prices.pdf"])


@pytest.mark.rule("5.3")
def test_each_name_in_the_letter_is_a_file_of_the_mail(stocked: Town) -> None:
    names = names_for(stocked, "Arm, Vision")

    parts = stocked.post_to("rolf", "lead_picked").attachments
    assert len(parts) == len(names)
    assert [part["kind"] for part in parts] == ["vcard", "calendar"] + ["material"] * 4
