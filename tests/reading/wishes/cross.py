"""Measures the reader on sets its second opinion has not learned from: ``python -m tests.reading.wishes.cross``."""

from __future__ import annotations

import sys
from unittest.mock import patch

from inbound.wishes.agreed import RARE
from inbound.wishes.opinion import table_of
from tests.reading.wishes.learn import LEARNED_FROM, examples, learned, written
from tests.reading.wishes.sentences import Score, score, sentences

MISLEADING = "blind_16"
LEFT_OUT = ("blind_14", "blind_15", *(f"blind_{number}" for number in range(17, 28)), MISLEADING)
"""Each in turn: strangers' sets of what comes in within a month, and one of which a quarter misleads."""

STRICTER = (0.0, 0.15, 0.25, RARE, 0.5)
"""What is tried for the share below which a wish is asked back."""


def main() -> None:
    """Print how each set fares when all others taught, and how right and wrong change with the veto."""
    rows = {half: list(examples(sentences(half))) for half in LEARNED_FROM}
    totals: dict[float, list[Score]] = {least: [] for least in STRICTER}
    for left_out in LEFT_OUT:
        told = [row for half, found in rows.items() if half != left_out for row in found]
        table = table_of(written(*learned(told)))
        for least in STRICTER:
            with patch("inbound.wishes.opinion.table", return_value=table), patch("inbound.wishes.agreed.RARE", least):
                result = score(left_out)
            if left_out != MISLEADING:
                totals[least].append(result)
            if least == RARE:
                sys.stdout.write(line(left_out, [result]))
    sys.stdout.write(line("natural", totals[RARE]))
    for least in STRICTER:
        sys.stdout.write(line(f"veto {least}", totals[least]))


def line(name: str, results: list[Score]) -> str:
    """Return a name with its sentences and how many per cent were right, asked back, bare and wrong."""
    whole = sum(one.total for one in results)
    counts = (sum(getattr(one, part) for one in results) for part in ("right", "asked", "bare", "wrong"))
    return f"{name:10} {whole:5} " + " ".join(f"{100 * count / whole:6.2f}" for count in counts) + "\n"


if __name__ == "__main__":
    main()
