"""A lead of a list is named by its code, whatever its length, or by its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbound.wishes import understand
from tests.reading.wishes.sentences import LETTERS


@pytest.mark.parametrize(
    ("text", "lost"),
    [("L-2: verloren", "L-2"), ("L2 verloren", "L-2"), ("2: verloren", "L-2"), ("L-3: verloren", "L-3")],
)
def test_a_code_of_one_digit_is_that_lead_and_no_place_in_the_list(text: str, lost: str) -> None:
    """Seen failing: in a new house *L-3* lost the third lead of the list, which was L-9."""
    digest = replace(LETTERS["digest"], items=("L-7", "L-2", "L-9"), language="de")

    found = understand(text, digest)

    assert [(reading.item, reading.status) for reading in found.readings] == [(lost, "lost")]
