"""Every public mail, cut anywhere, is read to the end or refused with a reason."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from inbound.explain import explain
from inbound.mail import Unreadable
from inbound.reading import read, read_leads

CUTS_PER_FILE = int(os.environ.get("PICKPOST_TEST_CUTS", "5"))
"""The promise is 100; they take minutes, so a run by hand asks for them."""

READINGS_PER_S = 20
"""Far fewer than a slow machine does; a run that asks for more cuts may last longer."""

CIRCLE = "post.nordlicht.example"


@pytest.mark.slow
@pytest.mark.timeout(60 + 600 * CUTS_PER_FILE // READINGS_PER_S)
def test_a_mail_cut_anywhere_is_read_or_refused(corpus: Path) -> None:
    """Issue 3, bad input: 100 cuts of each file."""
    files = sorted(path for path in (corpus / "data" / "public").rglob("*") if path.is_file())
    faults = [f"{path.name} at {cut}: {fault}" for path in files for cut, fault in _faults(path)]

    assert len(files) > 500
    assert faults == []


def _faults(path: Path) -> list[tuple[int, str]]:
    """Return where a file was cut, and what was raised, for every cut that was neither read nor refused."""
    raw, chance = path.read_bytes(), random.Random(path.name)
    faults = []
    for cut in sorted(chance.randrange(len(raw) + 1) for _ in range(CUTS_PER_FILE)):
        try:
            _read_to_the_end(raw[:cut])
        except Unreadable as refused:
            faults += [] if refused.reason else [(cut, "refused without a reason")]
        except Exception as fault:
            faults.append((cut, repr(fault)))
    return faults


def _read_to_the_end(raw: bytes) -> None:
    """Take a mail through every stage, as an answer and as a lead."""
    explain(raw)
    read(raw, CIRCLE)
    read_leads(raw, "DE", ("Arm",), frozenset({"nordlicht.example"}), "de")
