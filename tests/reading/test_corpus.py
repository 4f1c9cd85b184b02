"""The public collection of mails with known truth is read as well as we promise.

Seen failing with the best installable readers in our place: 106 of 168 replies and 59 of 123 forwards are theirs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PYTHONPATH = os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "tests" / "corpus")))


def scores(corpus: Path, tmp_path: Path, *options: str) -> tuple[dict[str, tuple[int, int]], int]:
    """Return (right, of all) by column of the harness's total, and the number of crashes."""
    report = tmp_path / "report.json"
    command = [sys.executable, str(corpus / "harness.py"), "--public", "--impl", "pickpost", "--json", str(report)]
    subprocess.run([*command, *options], check=True, env={**os.environ, "PYTHONPATH": PYTHONPATH}, timeout=110)
    (result,) = json.loads(report.read_text()).values()
    total: dict[str, Any] = result["TOTAL"]
    counts = {name: tuple(int(number) for number in value.split("/")) for name, value in total.items()}
    return {name: (right, of) for name, (right, of) in counts.items()}, result["speed"]["crashes"]


@pytest.mark.parametrize(
    ("options", "column", "least"),
    [
        ("--task reply", "ok", 158),
        ("--task reply --wire html", "ok", 158),
        ("--task reply --wire base64", "ok", 158),
        ("--task forward", "all", 122),
        ("--task forward --wire html", "all", 122),
        ("--task forward --mutate form1", "all", 122),
        ("--task forward --mutate another", "all", 122),
        ("--task bounce", "detected", 327),
        ("--task bounce", "rcpt", 318),
        ("--task bounce", "hard", 260),
        ("--task class", "label", 376),
        ("--task class", "[auto-reply]", 6),
        ("--task class", "[human]", 19),
        ("--task class", "[list]", 3),
        ("--task class", "[auto-generated]", 4),
        ("--task lead", "all", 170),
    ],
)
def test_the_public_half_is_read_as_promised(
    corpus: Path, tmp_path: Path, options: str, column: str, least: int
) -> None:
    columns, crashes = scores(corpus, tmp_path, *options.split())

    assert crashes == 0
    assert columns[column][0] >= least
