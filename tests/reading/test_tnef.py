"""A winmail.dat of Exchange gives its text and its files."""

from __future__ import annotations

import struct
from base64 import encodebytes

from hypothesis import given
from hypothesis import strategies as st

from inbound.parse import parse
from inbound.parse.tnef import unpack

PDF = b"%PDF-1.4\n"


def attribute(level: int, identifier: int, value: bytes) -> bytes:
    """Return one attribute with its checksum."""
    return struct.pack("<BIL", level, identifier, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*rows: tuple[int, int, bytes]) -> bytes:
    """Return (type, name, value) rows as a property list; all of them of variable length."""
    out = struct.pack("<L", len(rows))
    for kind, name, value in rows:
        padding = b"\x00" * (-len(value) % 4)
        out += struct.pack("<HHLL", kind, name, 1, len(value)) + value + padding
    return out


def winmail() -> bytes:
    """Return what Exchange makes of a text with one PDF."""
    return (
        struct.pack("<LH", 0x223E9F78, 1)
        + attribute(1, 0x00069007, struct.pack("<LL", 1252, 0))
        + attribute(1, 0x0002800C, "heiß, bitte anrufen\x00".encode("cp1252"))
        + attribute(1, 0x00069003, properties((0x102, 0x1013, "<p>heiß, bitte <b>anrufen</b></p>".encode())))
        + attribute(2, 0x00069002, b"\x01\x00" + bytes(12))
        + attribute(2, 0x00018010, b"PLAN~1.PDF\x00")
        + attribute(2, 0x0006800F, PDF)
        + attribute(2, 0x00069005, properties((0x1F, 0x3707, "Plan für Carla.pdf\x00".encode("utf-16-le"))))
    )


def test_the_wrapper_gives_its_text_and_files() -> None:
    out = unpack(winmail())

    assert out.text == "heiß, bitte anrufen"
    assert out.html == "<p>heiß, bitte <b>anrufen</b></p>".encode()
    assert out.files == [("Plan für Carla.pdf", PDF)]


def test_a_mail_in_a_winmail_dat_reads_like_any_other() -> None:
    raw = (
        b"From: Vera <vera@nordlicht.example>\r\nMessage-ID: <1@nordlicht.example>\r\n"
        b'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )

    mail = parse(raw + encodebytes(winmail()))

    assert mail.text == "heiß, bitte anrufen"
    assert [(file.filename, file.content_type) for file in mail.attachments] == [
        ("Plan für Carla.pdf", "application/pdf")
    ]


def test_what_is_no_wrapper_gives_nothing() -> None:
    assert unpack(b"").files == []
    assert unpack(PDF * 100).text == ""


@given(st.integers(0, len(winmail())), st.integers(0, len(winmail()) - 1), st.integers(0, 255))
def test_a_damaged_wrapper_gives_what_can_be_read(end: int, place: int, value: int) -> None:
    damaged = bytearray(winmail())
    damaged[place] = value

    unpack(bytes(damaged[:end]))
    unpack(bytes(damaged))
