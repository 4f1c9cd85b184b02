"""Chooses and decodes the text of a mail among its parts."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from inbound.mail import Mark
from inbound.parse.charset import decode
from inbound.text.flowed import unflow
from inbound.text.html import to_text

_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def content_of(part: Message) -> bytes:
    """Return the decoded bytes of a part; what its transfer encoding cannot give is given undecoded."""
    payload = part.get_payload()
    if isinstance(payload, list):
        payload = str(payload[0]) if payload else ""
    data = payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower().rstrip(";").strip("\"'")
    if encoding == "base64":
        return _from_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        decoded = part.get_payload(decode=True)
        return decoded if isinstance(decoded, bytes) else data
    return data


def text_of(part: Message, parameters: dict[str, str], subtype: str) -> tuple[str, str | None]:
    """Return the text of a text part, lines ended by ``\\n``, and a defect where the charset was not as declared."""
    data = content_of(part)
    declared = parameters.get("charset")
    if subtype == "html" and not declared and (meta := _META_CHARSET.search(data[:2048])):
        declared = meta[1].decode("ascii", "replace")
    text, defect = decode(data, declared)
    text = _LINE_END.sub("\n", text).replace("\x00", "").replace("\ufeff", "")
    if subtype != "html" and parameters.get("format", "").lower() == "flowed":
        text = unflow(text, parameters.get("delsp", "").lower() == "yes")
    return text, defect


def best_text(plain: str, html: str | None) -> tuple[str, tuple[Mark, ...]]:
    """Return the text to read: the plain part, or the HTML one where the plain part is a stub or missing."""
    if html is None:
        return plain, ()
    words = len(plain.split(None, 12)) if plain else 0
    if words > 12 and not _is_markup(plain):
        return plain, ()
    from_html, marks = to_text(html)
    enough = words and 3 * len(plain.split()) >= len(from_html.split()) and not _is_markup(plain)
    return (plain, ()) if enough or not from_html.strip() else (from_html, marks)


def _is_markup(text: str) -> bool:
    start = text.lstrip()[:200].lower()
    return start.startswith(("<html", "<!doctype html", "<body", "<div", "<table"))


def _from_base64(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        clean = _NO_BASE64.sub(b"", data)
        try:
            return binascii.a2b_base64(clean[: len(clean) // 4 * 4])
        except (binascii.Error, ValueError):
            return data
