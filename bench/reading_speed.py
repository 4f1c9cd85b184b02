"""How long a mail takes from its bytes to its wishes, against the standard library's parse with access to the body."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from inbound.reading import read
from inbound.rehearsal import rehearse
from inbound.wishes import Context, understand

MAILS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "data" / "public"
ROUNDS = 3
CONTEXT = Context(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), "Europe/Berlin", "DE")


def whole_reading(raw: bytes) -> None:
    """Read a mail as the child process does: its kind, its new words, and what they wish."""
    found = read(raw, "post.house.example")
    understand(found.words, CONTEXT)


def usual_reading(raw: bytes) -> None:
    """Parse a mail and fetch its body; the standard library raises on some real mails, which then cost it less."""
    with suppress(Exception):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        if body is not None:
            body.get_content()


def fastest_s(reading: Callable[[bytes], None], raw: bytes) -> float:
    """Return the shortest of a few runs, which is the one that nothing else disturbed."""
    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        reading(raw)
        took.append(perf_counter() - started)
    return min(took)


def main() -> None:
    """Print the median of the ratios, mail by mail, or say that there is nothing to measure on."""
    if not MAILS.is_dir():
        print("reading: skipped, there is no corpus of public mails at ../shared/corpus")
        return
    rehearse()
    mails = [path.read_bytes() for path in sorted(MAILS.rglob("*")) if path.is_file()]
    times = [(fastest_s(whole_reading, raw), fastest_s(usual_reading, raw)) for raw in mails]
    ratios = sorted(ours / usual for ours, usual in times)
    ours_ms, usual_ms = (1000 * median(column) for column in zip(*times, strict=True))
    print(f"reading: bytes to wishes, {len(mails)} public mails")
    print(f"  A mail takes {ours_ms:.2f} ms, its parse and body by the standard library {usual_ms:.2f} ms (medians).")
    print(f"  Mail by mail it is {median(ratios):.2f} times as long (at most 3), for nine in ten less than ", end="")
    print(f"{ratios[len(ratios) * 9 // 10]:.1f} times.")


if __name__ == "__main__":
    main()
