"""Header fields as they go on the wire: checked, encoded after RFC 2047 and folded."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from email.utils import format_datetime

import idna

CRLF = "\r\n"
LINE_WIDTH = 76  # RFC 2047 2: a line that holds an encoded word
ENCODED_WORD_WIDTH = 75
LONGEST_LINE = 998  # RFC 5322 2.1.1

# Everything that some parser takes for the end of a line, and every other control but TAB.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[!-;=?A-Z\[\]\\^-~]{1,450}@[!-;=?A-Z\[\]\\^-~]{1,450}>")
_BARE_TOKEN = re.compile(r"[!-;=?-~]{1,900}")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")

# RFC 2047 5 (3): all that may stand unencoded in a Q word wherever the word stands.
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q_OCTETS = tuple(chr(octet) if octet in _Q_SAFE else "_" if octet == 0x20 else f"={octet:02X}" for octet in range(256))


class UnsafeField(ValueError):
    """A field of a mail holds what may not stand there; ``field`` names it, ``reason`` says what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def checked(field: str, value: str) -> str:
    """Return ``value`` when it can stand in a header without opening another one.

    Raises: UnsafeField: it holds CR, LF, NUL, another control character but TAB, U+2028, U+2029 or half a
        surrogate pair.
    Source: mail 3, "headers"; CVE-2024-6923 shows what happens otherwise.
    """
    found = _CONTROL.search(value)
    if found:
        raise UnsafeField(field, f"character U+{ord(found[0]):04X} at {found.start()} cannot stand in a header")
    return value


def wire_address(field: str, address: str) -> str:
    """Return a mail address in ASCII, fit for a header and for the SMTP envelope.

    Args: field: named in the error. address: ``local@domain``; the domain may be international (IDNA 2008).
    Raises: UnsafeField: no such address, or a local part outside ASCII, which needs SMTPUTF8 on the whole way.
    """
    checked(field, address)
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UnsafeField(field, f"not a domain name: {error}") from None
    ascii_address = f"{local}@{domain}"
    if not _ADDRESS.fullmatch(ascii_address):
        raise UnsafeField(field, "not a plain ASCII mail address")
    return ascii_address


def unstructured(name: str, value: str) -> str:
    """Return the whole field ``name: value`` for free text such as a subject, folded, without the closing CRLF.

    Shape: ASCII that fits on one line stays as it is; anything else becomes encoded words of at most 75 characters.
    Raises: UnsafeField: see ``checked``.
    """
    checked(name, value)
    if _PLAIN.fullmatch(value) and "=?" not in value and len(name) + 2 + len(value) <= LINE_WIDTH:
        return f"{name}: {value}"
    return f"{name}: {_encoded(value, LINE_WIDTH - len(name) - 2)}"


def mailbox(name: str, display_name: str, address: str) -> str:
    """Return an address field ``name: display name <address>``, folded, without the closing CRLF.

    Shape: a run of blanks of any kind in the display name becomes one space.
    Raises: UnsafeField: see ``checked`` and ``wire_address``.
    """
    display_name = " ".join(checked(name, display_name).split())
    route = f"<{wire_address(name, address)}>"
    if not display_name:
        return f"{name}: {route}"
    phrase = _phrase(display_name, LINE_WIDTH - len(name) - 2)
    last_line = f"{name}: {phrase}".rpartition(CRLF)[2]
    gap = " " if len(last_line) + 1 + len(route) <= LINE_WIDTH else f"{CRLF} "
    return f"{name}: {phrase}{gap}{route}"


def tokens(name: str, values: tuple[str, ...], separator: str = "") -> str:
    """Return a field of bare tokens, one on each line where they do not fit on one; no encoded words, ever.

    Args: values: at least one, each ASCII without blanks (``<id@host>``, ``<https://…>``). separator: put after
        each but the last, such as ",".
    Raises: UnsafeField: a token is empty, longer than 900 characters, not ASCII or holds a blank.
    Source: mail 3, "headers": the default folding of the standard library breaks List-* and References.
    """
    for value in values:
        checked(name, value)
        inner = value[1:-1] if value[:1] == "<" and value[-1:] == ">" else value
        if not _BARE_TOKEN.fullmatch(inner):
            raise UnsafeField(name, "only ASCII without blanks and angle brackets can stand here")
    line = f"{name}: " + f"{separator} ".join(values)
    return line if len(line) <= LINE_WIDTH else f"{name}: " + f"{separator}{CRLF} ".join(values)


def message_ids(name: str, ids: tuple[str, ...]) -> str:
    """Return a field of message ids (Message-ID, In-Reply-To, References).

    Raises: UnsafeField: one is not of the shape ``<left@right>``.
    """
    for message_id in ids:
        if not _MESSAGE_ID.fullmatch(checked(name, message_id)):
            raise UnsafeField(name, "not a message id of the shape <left@right>")
    return tokens(name, ids)


def date(name: str, at: datetime) -> str:
    """Return a date field.

    Raises: UnsafeField: ``at`` is naive.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise UnsafeField(name, "an instant without a zone")
    return f"{name}: {format_datetime(at)}"


def extra(name: str, value: str, taken: frozenset[str]) -> str:
    """Return a further field that the caller adds.

    Args: taken: lower-case names of the fields that stand already; each field stands once.
    Raises: UnsafeField: no field name, one of ``taken``, or a value that may not stand there.
    """
    if not _FIELD_NAME.fullmatch(name):
        raise UnsafeField("extra_headers", "not a header name")
    if name.lower() in taken:
        raise UnsafeField(name, "stands already, and may stand only once")
    if name.lower().startswith("list-"):
        return tokens(name, tuple(value.split(" ")))
    return unstructured(name, value)


def _phrase(display_name: str, width: int) -> str:
    if display_name.isascii() and len(display_name) <= width - 2 and "=?" not in display_name:
        if _ATOMS.fullmatch(display_name):
            return display_name
        quoted = re.sub(r'(["\\])', r"\\\1", display_name)
        if len(quoted) <= width - 2:
            return f'"{quoted}"'
    return _encoded(display_name, width)


def _encoded(text: str, first_width: int) -> str:
    octets = len(text.encode())
    q_length = sum(len(_Q_OCTETS[octet]) for octet in text.encode())
    as_q = q_length <= (octets + 2) // 3 * 4
    words: list[str] = []
    chunk, length, width = "", 0, min(first_width, ENCODED_WORD_WIDTH)
    for character in text:
        encoded = character.encode()
        grown = length + (sum(len(_Q_OCTETS[octet]) for octet in encoded) if as_q else len(encoded))
        if chunk and _word_length(grown, as_q) > width:
            words.append(_word(chunk, as_q))
            grown -= length
            chunk, width = "", ENCODED_WORD_WIDTH
        chunk, length = chunk + character, grown
    words.append(_word(chunk, as_q))
    return f"{CRLF} ".join(words)


def _word_length(length: int, as_q: bool) -> int:
    return len("=?utf-8?q??=") + (length if as_q else (length + 2) // 3 * 4)


def _word(chunk: str, as_q: bool) -> str:
    octets = chunk.encode()
    body = "".join(_Q_OCTETS[octet] for octet in octets) if as_q else base64.b64encode(octets).decode("ascii")
    return f"=?utf-8?{'q' if as_q else 'b'}?{body}?="
