"""No table is forgotten when somebody's data is erased. Rulebook 9.5."""

from __future__ import annotations

from app.store.tables import ERASURE, metadata


def test_every_table_says_what_an_erasure_does_to_it() -> None:
    """What is enforced beside this: tests/rules/test_erasing.py looks for the name in every column of every table."""
    assert set(ERASURE) == set(metadata.tables), "enter it in ERASURE, and see that held_about or the erasure finds it"
