"""Header values as people wrote them: unfolded, decoded and without control characters."""

from __future__ import annotations

import binascii
import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from urllib.parse import unquote_to_bytes

from inbound.parse.charset import codec_of, decode

# an encoded word as it is in the wild: spaces and unencoded question marks inside, a missing end
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})(?:\?=|$)")
_BETWEEN_WORDS = re.compile(r"\?=[ \t\r\n]{1,60}=\?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029\ufeff]")
_FOLD = re.compile(r"[\r\n]{1,2}[ \t]?|\t")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_PARAMETER = re.compile(
    r""";\s{0,50}([\w!#$&+.^`|~-]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s{0,20}=\s{0,20}("(?:[^"\\]|\\.){0,2000}"?|[^;]{0,2000})"""
)


def plain(value: str) -> str:
    """Return a raw header value on one line; bytes beyond ASCII are read as UTF-8, else as their best guess."""
    if not value.isascii():
        value = _from_surrogates(value)
    value = _FOLD.sub(" ", value)
    return _CONTROL.sub("", value).strip()


def readable(value: str) -> str:
    """Return a header value with its encoded words (RFC 2047) decoded and no control characters.

    Words that a sender split in the middle of a character are joined before decoding. Bad ones stay as they are.
    """
    value = plain(value)
    if "=?" not in value:
        return value
    value = _BETWEEN_WORDS.sub("?==?", value)
    out: list[str] = []
    position = 0
    pending: tuple[str, bytes] | None = None
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        if between or (pending and pending[0] != match[1].lower()):
            _flush(out, pending)
            pending = None
            out.append(between)
        data = _word_bytes(match[2], match[3])
        charset = match[1].lower()
        pending = (charset, pending[1] + data) if pending else (charset, data)
        position = match.end()
    _flush(out, pending)
    out.append(value[position:])
    # a line break hidden in a word must not become a header of its own later (CVE-2024-6923)
    return _CONTROL.sub("", _FOLD.sub(" ", "".join(out))).strip()


def parameters(value: str) -> dict[str, str]:
    """Return the parameters of a Content-Type or Content-Disposition, RFC 2231 pieces joined and decoded."""
    if ";" not in value:
        return {}
    whole: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value):
        name, number, encoded, text = match[1].lower(), match[2], bool(match[3]), _unquoted(match[4])
        if number or encoded:
            pieces.setdefault(name, []).append((int(number or 0), encoded, text))
        else:
            whole.setdefault(name, text)
    for name, parts in pieces.items():
        whole[name] = _joined(sorted(parts, key=lambda part: part[0]))
    return {name: readable(text) for name, text in whole.items()}


def instant(value: str) -> datetime | None:
    """Return the moment a Date header names, in UTC, or None when nobody could tell."""
    try:
        parsed = parsedate_tz(plain(value))
        return datetime.fromtimestamp(mktime_tz(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, IndexError, TypeError, OSError):
        return None


def _from_surrogates(value: str) -> str:
    try:
        data = value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode("utf-8")
    return decode(data, None)[0]


def _word_bytes(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if kind in "qQ":
        return _HEX.sub(lambda match: bytes((int(match[1], 16),)), data.replace(b"_", b" "))
    data = data.replace(b" ", b"")
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _flush(out: list[str], pending: tuple[str, bytes] | None) -> None:
    if pending:
        charset = pending[0].partition("*")[0]  # RFC 2231: a language may follow
        out.append(decode(pending[1], charset if codec_of(charset) else None)[0])


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = text[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
    return text


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    charset, data = "utf-8", b""
    for index, (_, encoded, text) in enumerate(parts):
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    return decode(data, charset if codec_of(charset) else None)[0]
