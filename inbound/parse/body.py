"""Chooses and decodes the text of a mail among its parts."""

from __future__ import annotations

import re
from email.message import Message

from inbound.mail import Mark
from inbound.parse.charset import decode
from inbound.text.flowed import unflow
from inbound.text.html import to_text

# No person writes more. The tree of a longer page would break the memory limit, more lines the time limit.
MAX_TEXT = 500_000
MAX_HTML = 2_000_000

_BEYOND_ASCII = bytes(range(0x80, 0x100))
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def content_of(part: Message) -> bytes:
    """Return the decoded bytes of a part; what its transfer encoding cannot give is given undecoded."""
    if part.is_multipart():
        return b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Message, parameters: dict[str, str], subtype: str) -> tuple[str, str | None]:
    """Return the text of a text part, lines ended by ``\\n``, and a defect where it is not all or not as declared."""
    limit = MAX_HTML if subtype == "html" else MAX_TEXT
    whole = content_of(part)
    data = whole if len(whole) <= limit else whole[:limit].rpartition(b"\n")[0] or whole[:limit].rstrip(_BEYOND_ASCII)
    declared = parameters.get("charset")
    if subtype == "html" and not declared and (meta := _META_CHARSET.search(data[:2048])):
        declared = meta[1].decode("ascii", "replace")
    text, defect = decode(data, declared)
    text = _LINE_END.sub("\n", text).replace("\x00", "").replace("\ufeff", "")
    if subtype != "html" and parameters.get("format", "").lower() == "flowed":
        text = unflow(text, parameters.get("delsp", "").lower() == "yes")
    return text, defect if len(data) == len(whole) else f"only the first {limit:,} bytes of a text were read"


def best_text(plain: str, html: str | None) -> tuple[str, tuple[Mark, ...]]:
    """Return the text to read: the plain part, or the HTML one where the plain part is a stub or missing."""
    plain = plain[:MAX_TEXT]
    if html is None:
        return plain, ()
    words = len(plain.split(None, 12)) if plain else 0
    if words > 12 and not _is_markup(plain):
        return plain, ()
    from_html, marks = to_text(html[:MAX_HTML])
    enough = words and 3 * len(plain.split()) >= len(from_html.split()) and not _is_markup(plain)
    return (plain, ()) if enough or not from_html.strip() else (from_html, marks)


def _is_markup(text: str) -> bool:
    start = text.lstrip()[:200].lower()
    return start.startswith(("<html", "<!doctype html", "<body", "<div", "<table"))
