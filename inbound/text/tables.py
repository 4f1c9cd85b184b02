"""Reads the tables of words that stand in our data modules, and folds words for comparing with them."""

from __future__ import annotations


def entries(table: str) -> tuple[str, ...]:
    """Return the entries of a table: parted by ``|`` or line ends, as written but for space around; none is empty."""
    return tuple(
        dict.fromkeys(entry.strip() for line in table.splitlines() for entry in line.split("|") if entry.strip())
    )


def folded(text: str) -> str:
    """Return ``text`` without case; a Turkish dotted capital İ becomes a plain i, not an i and a loose dot."""
    folded_text = text.casefold()
    return folded_text if folded_text.isascii() else folded_text.replace("\u0307", "")
