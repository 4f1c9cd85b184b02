"""What the largest mails take of the memory and time that a mail may take, in the child process that reads them."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from inbound.mail import Unreadable
from inbound.parse.limits import MAX_BYTES
from inbound.sandbox import MEMORY_BYTES, TIME_S, Sandbox

MIB = 1024 * 1024
HEAD = b"From: Vera <vera@nordlicht.example>\r\nSubject: Fwd: Roboterarm\r\nMessage-ID: <1@nordlicht.example>\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
CIRCLE = "post.house.example"
AS_LEAD = ("DE", ("Arm",), frozenset({"nordlicht.example"}), "de")
SENTENCE = "Angebot am 3.4. über 12.500 € gesendet, Termin nicht gewonnen, Tel. 089 555 0100. ".encode()


def full(head: bytes, piece: bytes) -> bytes:
    """Return a mail as large as may be, its body one piece again and again."""
    return head + piece * ((MAX_BYTES - len(head)) // len(piece))


def with_file(content_type: bytes, name: bytes, content: bytes) -> bytes:
    """Return a mail with a line of text and a file."""
    head = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhot\r\n--b\r\nContent-Type: "
        + content_type
    )
    named = b"\r\nContent-Disposition: attachment; filename=" + name + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + named + base64.encodebytes(content) + b"\r\n--b--\r\n"


def largest() -> Iterator[tuple[str, bytes]]:
    """Yield mails of nearly 25 MB of the kinds that took most when many were tried."""
    inside = MAX_BYTES * 7 // 10
    row = b"Firma Eins GmbH;carla@kunde.example;80331;Arm\r\n"
    yield "a picture", with_file(b"image/jpeg", b"a.jpg", b"\xff\xd8\xff\xe0" + os.urandom(inside))
    yield "a list", with_file(b"text/csv", b"a.csv", b"company;email;postcode;product\r\n" + row * (inside // len(row)))
    yield "text in one line", full(PLAIN, SENTENCE)
    yield "text in lines", full(PLAIN, SENTENCE + b"\r\n")
    yield "quoted text", full(PLAIN + b"hot\r\nOn 3 Mar 2026 Rolf wrote:\r\n", b"> " + SENTENCE + b"\r\n")
    yield "HTML, a table", full(HTML + b"<table>", b"<tr><td>Firma</td><td>Eins GmbH</td></tr>\r\n")
    yield "HTML, one paragraph", full(HTML + b"<p>", SENTENCE)


def taken(raw: bytes) -> tuple[float, float, str]:
    """Return the seconds of the longer of both readings, the child's highest address space in MiB, and a refusal."""
    with Sandbox(processes=1) as sandbox:
        sandbox.call("inbound.reading:read", HEAD + b"\r\nhot", CIRCLE)
        (child,) = sandbox._children
        refused, times = "", []
        for name, arguments in (("read", (CIRCLE,)), ("read_leads", AS_LEAD)):
            started = perf_counter()
            try:
                sandbox.call(f"inbound.reading:{name}", raw, *arguments)
            except Unreadable as unreadable:
                refused = unreadable.reason
            times.append(perf_counter() - started)
        status = Path(f"/proc/{child._process.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    highest = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmPeak:")), 0.0)
    return max(times), highest, refused


def main() -> None:
    """Print each mail's share of what it may take."""
    print(f"largest mails: at most {MEMORY_BYTES // MIB} MB and {TIME_S:g} s, read twice: as an answer and as a lead")
    for name, raw in largest():
        seconds, mib, refused = taken(raw)
        outcome = f"refused: {refused}" if refused else "read"
        print(f"  {name}, {len(raw) / MIB:.0f} MB: {seconds:.1f} s, {mib:.0f} MB, {outcome}")


if __name__ == "__main__":
    main()
