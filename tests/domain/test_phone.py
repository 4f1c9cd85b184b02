"""Numbers that Rolf reads on his phone."""

from __future__ import annotations

import pytest

from app.domain.phone import readable


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+492115550188", "+49 211 5550188"),
        ("+43662555011", "+43 662 555011"),
        ("+41445550112", "+41 44 555 01 12"),
        ("extension 12", "extension 12"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_is_shown_in_groups_and_anything_else_as_it_stands(stored: str | None, shown: str) -> None:
    assert readable(stored) == shown
