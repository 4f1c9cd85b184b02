"""Unpacks winmail.dat, the wrapper Exchange puts around texts and files (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_SIGNATURE = 0x223E9F78
_ATTRIBUTE = struct.Struct("<BIL")
# names of attributes, the low half of their ids
_NEW_FILE, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY, _MAIL_PROPERTIES, _CODEPAGE = 0x800C, 0x9003, 0x9007
# names of properties within the two attributes that hold such
_LONG_NAME, _DATA, _TEXT, _HTML = 0x3707, 0x3701, 0x1000, 0x1013
_FIXED_BYTES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _UNICODE, _OBJECT, _BINARY, _MANY = 0x1E, 0x1F, 0x0D, 0x102, 0x1000
_MOST_FILES = 500


@dataclass(slots=True)
class Unpacked:
    """What a winmail.dat holds: the text, the HTML page, and (name, bytes) of each file; empty where it holds none."""

    text: str = ""
    html: bytes = b""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpack(data: bytes) -> Unpacked:
    """Return what ``data`` holds, as far as it can be read; nothing of what is no winmail.dat.

    Formatted text in RTF alone is not read: Exchange sends the plain text beside it.
    """
    out = Unpacked()
    codepage = "cp1252"
    for name, value in _attributes(data):
        if name == _CODEPAGE and len(value) >= 4:
            codepage = _codec(struct.unpack_from("<L", value)[0])
        elif name == _BODY:
            out.text = _string(value, codepage)
        elif name == _MAIL_PROPERTIES:
            _take_mail(out, value, codepage)
        elif name == _NEW_FILE and len(out.files) < _MOST_FILES:
            out.files.append(("", b""))
        elif out.files:
            _take_file(out, name, value, codepage)
    out.files = [(title, content) for title, content in out.files if content]
    return out


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 6 or struct.unpack_from("<L", data)[0] != _SIGNATURE:
        return
    position = 6
    while position + _ATTRIBUTE.size <= len(data):
        _, identifier, length = _ATTRIBUTE.unpack_from(data, position)
        position += _ATTRIBUTE.size
        yield identifier & 0xFFFF, data[position : position + length]
        position += length + 2  # a checksum follows


def _take_mail(out: Unpacked, value: bytes, codepage: str) -> None:
    for kind, name, content in _properties(value):
        if name == _TEXT:
            out.text = _typed(kind, content, codepage)
        elif name == _HTML:
            out.html = content.rstrip(b"\x00") if kind == _BINARY else _typed(kind, content, codepage).encode()


def _take_file(out: Unpacked, name: int, value: bytes, codepage: str) -> None:
    title, content = out.files[-1]
    if name == _FILE_TITLE:
        title = title or _string(value, codepage)
    elif name == _FILE_DATA:
        content = value
    elif name == _FILE_PROPERTIES:
        for kind, identifier, stated in _properties(value):
            if identifier == _LONG_NAME:
                title = _typed(kind, stated, codepage)
            elif identifier == _DATA and kind == _BINARY and not content:
                content = stated
    out.files[-1] = (title, content)


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield (type, name, bytes) of each property up to the first that makes no sense."""
    if len(data) < 4:
        return
    position = 4
    try:
        for _ in range(min(struct.unpack_from("<L", data)[0], 2_000)):
            kind, name = struct.unpack_from("<HH", data, position)
            position += 4
            if name >= 0x8000:  # a named property: who defined it, then its number or its name
                (by_name,) = struct.unpack_from("<L", data, position + 16)
                (length,) = struct.unpack_from("<L", data, position + 20)
                position += 24 + (_padded(length) if by_name else 0)
            values = 1
            if kind & _MANY or kind & 0xFFF in (_STRING, _UNICODE, _OBJECT, _BINARY):
                (values,) = struct.unpack_from("<L", data, position)
                position += 4
            for _ in range(min(values, 1_000)):
                content, position = _value(data, position, kind & ~_MANY)
                yield kind & ~_MANY, name, content
    except struct.error:
        return


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    fixed = _FIXED_BYTES.get(kind)
    if fixed:
        return data[position : position + fixed], position + fixed
    (length,) = struct.unpack_from("<L", data, position)
    start = position + 4
    return data[start : start + length], start + _padded(length)


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4


def _typed(kind: int, content: bytes, codepage: str) -> str:
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(content, codepage)


def _string(content: bytes, codepage: str) -> str:
    return content.decode(codepage, "replace").rstrip("\x00")


def _codec(number: int) -> str:
    known = {65001: "utf-8", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 20866: "koi8-r"}
    return known.get(number) or (f"cp{number}" if 1250 <= number <= 1258 or number in (437, 850, 852) else "cp1252")
