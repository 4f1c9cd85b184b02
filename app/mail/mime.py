"""The parts of a MIME body: text as quoted-printable, files as base64, and multiparts around them."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from app.mail.headers import UnsafeField, checked

_BASE64_LINE = 76
_LONGEST_FILENAME_OCTETS = 240  # 720 characters when percent-encoded: one header line holds it
_TOKEN = r"[A-Za-z0-9!#$&^_.+-]{1,100}"
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}(?:; ?{_TOKEN}=(?:{_TOKEN}|\"[A-Za-z0-9 _./:+-]{{0,100}}\")){{0,5}}")
_ANY_FILE = "application/octet-stream"
_PLAIN_FILENAME = re.compile(r"[A-Za-z0-9!#$&^_.+(),=@ -]{1,60}")
_CONTENT_ID = re.compile(r"[A-Za-z0-9._+-]{1,100}@[A-Za-z0-9.-]{1,100}")


class Attachment(NamedTuple):
    """A file that goes with a mail; ``content_type`` may carry parameters, as ``text/calendar; method=PUBLISH``."""

    filename: str
    content_type: str
    content: bytes


class InlineImage(NamedTuple):
    """An image that the HTML shows as ``cid:<cid>``; ``cid`` has the shape ``left@right``."""

    cid: str
    content_type: str
    content: bytes
    filename: str = "image"


def text_part(field: str, subtype: str, text: str) -> bytes:
    """Return a text part: its headers, a blank line and the quoted-printable body, closed by CRLF.

    Args: field: named in the error. subtype: plain or html.
    Raises: UnsafeField: NUL or half a surrogate pair in the text.
    """
    if "\x00" in text:
        raise UnsafeField(field, "character U+0000 cannot stand in a mail")
    try:
        octets = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    except UnicodeEncodeError as error:
        raise UnsafeField(field, f"half a surrogate pair at {error.start}") from None
    if not octets.endswith(b"\r\n"):
        octets += b"\r\n"  # b2a_qp takes its own line ends from the first one it finds
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + binascii.b2a_qp(octets)


def attachment_part(attachment: Attachment) -> bytes:
    """Return a file's part in base64.

    A type that is no media type, or that may not be encoded (``message/*``, ``multipart/*``: RFC 2045 6.4), is sent
    as ``application/octet-stream``: the file's name says the rest.
    Raises: UnsafeField: a control character in the name or the type.
    """
    filename, content_type, content = attachment
    disposition = f"attachment;\r\n {_filename('attachments', filename)}"
    return _file_part(_media_type("attachments", content_type), disposition, content)


def image_part(image: InlineImage) -> bytes:
    """Return an inline image's part in base64.

    Raises: UnsafeField: the content id is not ``left@right``, or a control character in name or type.
    """
    if not _CONTENT_ID.fullmatch(image.cid):
        raise UnsafeField("inline_images", "a content id has the shape left@right")
    disposition = f"inline;\r\n {_filename('inline_images', image.filename)}\r\nContent-ID: <{image.cid}>"
    return _file_part(_media_type("inline_images", image.content_type), disposition, image.content)


def multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Return the parts as one ``multipart/<subtype>``, closed by CRLF.

    Args: boundary: begins with ``=_``, which neither quoted-printable nor base64 can produce (RFC 2045 6.7).
    """
    delimiter = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{subtype};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    body = b"".join(delimiter + b"\r\n" + part + b"\r\n" for part in parts)
    return head + body + delimiter + b"--\r\n"


def _file_part(media_type: str, disposition: str, content: bytes) -> bytes:
    head = (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: {disposition}\r\n\r\n"
    )
    octets = binascii.b2a_base64(content, newline=False)
    lines = [octets[at : at + _BASE64_LINE] for at in range(0, len(octets), _BASE64_LINE)]
    return head.encode("ascii") + b"\r\n".join(lines) + b"\r\n"


def _media_type(field: str, content_type: str) -> str:
    checked(field, content_type)
    if not _MEDIA_TYPE.fullmatch(content_type) or content_type.lower().startswith(("message/", "multipart/")):
        return _ANY_FILE
    return content_type


def _filename(field: str, filename: str) -> str:
    checked(field, filename)
    name = _shortened(filename.strip()) or "attachment"
    if _PLAIN_FILENAME.fullmatch(name):
        return f'filename="{name}"'
    return f"filename*=utf-8''{quote(name, safe='')}"  # RFC 2231 4


def _shortened(filename: str) -> str:
    stem, dot, ending = filename.rpartition(".")
    if len(filename.encode()) <= _LONGEST_FILENAME_OCTETS:
        return filename
    if not dot or len(ending.encode()) > 20:
        stem, dot, ending = filename, "", ""
    room = _LONGEST_FILENAME_OCTETS - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending
