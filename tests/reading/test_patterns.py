"""No pattern that reads mail may backtrack: each is fed 100 kB of the worst that can be made for it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import app.domain.own_mark
import inbound

pytestmark = pytest.mark.slow

WORST_BYTES = 100_000
# a second is what a shared core needs for 100,000 starts with a bounded look ahead; backtracking takes minutes
LONGEST_S = 1.0
PIECES = (
    " ", "\t", "\r\n", "a", "A", "1", "-", "=", ".", ":", "@", "<", "(", "[", '"', "\\", "'", "*",
    "a.", "a@", "<a", "a:", "1.", "=?a?q?", "mailto:", "On 1 ", "12 ", "1.1", "> ", "1,0", "a b ", "12:3", "Von: ",
    "boundary=", "; a=", ";a*0*=", "<meta ", "januar 1 ", "5.1.", "[Pickpost ", "写道",
    "| ", "Aa ", "A'", "Ab von ", "x=", "#a", "www.", "é", "-- \n", "12345 A",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield every compiled pattern of the modules that read mail, by module and name."""
    names = [
        info.name for info in pkgutil.walk_packages(inbound.__path__, "inbound.") if not info.name.endswith("imap")
    ]
    for module in [app.domain.own_mark, *(importlib.import_module(name) for name in names)]:
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(name, found, id=name) for name, found in patterns()])
def test_eve_cannot_stall_a_pattern(name: str, pattern: re.Pattern[Any]) -> None:
    """Seen failing on ``\\s+$`` in one of our modules: 100 kB of spaces took it 165 s."""
    for piece in PIECES:
        for size in (WORST_BYTES // 10, WORST_BYTES):  # a tenth first: a bad pattern then fails at once
            text = piece * (size // len(piece)) + "!\n"
            took_s = _seconds(pattern, text.encode() if isinstance(pattern.pattern, bytes) else text)
            assert took_s < LONGEST_S, f"{name} takes {took_s:.1f} s for {size} characters of {piece!r}"


def _seconds(pattern: re.Pattern[Any], text: str | bytes) -> float:
    started = time.thread_time()  # of this core alone: what else the machine does is no fault of a pattern
    for _ in pattern.finditer(text):
        pass
    return time.thread_time() - started
