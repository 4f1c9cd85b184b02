"""Nothing that is mailed to us may take long or raise: every reader gets its worst, and noise."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbound.fields import LeadText, read_fields, read_note
from inbound.fields.list_rows import read_rows
from inbound.fields.tables import read_table
from inbound.wishes import Context, understand

pytestmark = pytest.mark.slow

SIZE = 100_000
LONGEST_S = 3.0
ANSWER = Context(
    datetime(2026, 3, 3, 9, 0, tzinfo=UTC), items=("L-1", "L-2"), allowed=frozenset({"feedback", "release"})
)


SEEDS = [
    "a",
    "A",
    "1",
    " ",
    ".",
    "-",
    "a.",
    "A-",
    "1 ",
    "1.",
    "a@",
    "a@b.",
    "Aa ",
    "A'",
    "1(",
    "( ",
    "\t",
    "| ",
    "Ab von ",
    "a:",
    "x=",
    "#a",
    "www.",
    "é",
    "-- \n",
    "12345 A",
    "1,1",
    "hi, ",
    "hot! ",
]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_text_takes_long(seed: str) -> None:
    worst = (seed * (SIZE // len(seed) + 1))[:SIZE]
    started = time.thread_time()

    read_fields(LeadText(worst), country="DE")
    read_note(worst)
    understand(worst, ANSWER)

    assert time.thread_time() - started < LONGEST_S


TROUBLE = (
    "1 2 Termin am 12.12. 31.02. 1/2/3 1'000/3 € 8k nicht noch ? : L-1 Name: PLZ 80331 Ende nächste Woche KW 99 "
    "Q 9 halb um 25:99 0000-00-00 99.99.9999 E-Mail: a@b.example | -- https:// ² ٣ 😀"
)
MIXED = st.lists(st.sampled_from([*TROUBLE.split(), "\n", "\t", "\x00"]) | st.text(max_size=8), max_size=30).map(
    " ".join
)


@given(MIXED)
@settings(max_examples=400, deadline=None)
def test_no_words_raise(text: str) -> None:
    understand(text, ANSWER)
    read_note(text, ("Arm",), "DE")
    read_fields(LeadText(text, text[:50], text[:20], "a@b.example"), country="DE", products=("Arm",))


@dataclass(frozen=True)
class AFile:
    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.vcf", "a.xml", "a.adf", "a.json", "a.tsv", ""]))
@settings(max_examples=300, deadline=None)
def test_no_file_raises(content: bytes, name: str) -> None:
    for start in (b"", b"BEGIN:VCARD\r\n", b"<?xml version='1.0'?><a>", b'{"name": ', b"Name;E-Mail\n"):
        file = AFile(name, start + content)
        read_fields(LeadText("", attachments=(file,)), country="DE")
        table = read_table(file)
        read_rows(table.columns, table.rows, "DE", (), frozenset())
