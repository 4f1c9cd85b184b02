"""A lead of a list is named by its code, whatever its length, or by its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inbound.wishes import understand
from inbound.wishes.dates import Reader
from inbound.wishes.items import parts_of
from inbound.wishes.lexicon import lexicon_of
from inbound.wishes.sentences import joined
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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Quotes are out on 1 and 2.", {"L-2041", "L-2042"}),
        ("no answer from the other two, 1 won 8k", {"L-2041", "L-2042", "L-2043"}),
        ("mit 3 Leuten gesprochen", set()),
    ],
)
def test_leads_are_named_behind_a_small_word_too(text: str, named: set[str]) -> None:
    digest = replace(LETTERS["digest"], language="en")
    whole = joined(text, Reader(date(2026, 3, 3), "GB"))

    assert {item for part in parts_of(whole, digest.items, lexicon_of("en")) for item in part.items} == named
