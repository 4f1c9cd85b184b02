"""What the first bytes of a file say it is."""

from __future__ import annotations

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_ZIPPED = (
    (b"[Content_Types].xml", b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"[Content_Types].xml", b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"[Content_Types].xml", b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_BY_SUFFIX = {
    "csv": "text/csv",
    "eml": "message/rfc822",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "xml": "application/xml",
}
# binary types that a text file must not keep just because a sender claimed them
_TEXTUAL_APPLICATION = frozenset(
    {
        "application/xml",
        "application/json",
        "application/ics",
        "application/pgp-signature",
        "application/csv",
        "application/x-pkcs7-signature",
        "application/pkcs7-signature",
    }
)


def sniff(content: bytes, declared: str, filename: str) -> str:
    """Return the media type of a file by its bytes, then by its name, and only then as declared.

    ``message/*`` and ``text/calendar`` keep what was declared: the mail's structure tells them apart, not bytes.
    """
    if declared.startswith("message/") or declared in ("text/calendar", "text/rfc822-headers"):
        return declared
    head = content[:4096]
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"heix", b"mif1") else "video/mp4"
    return _textual(head, declared, filename)


def _zipped(content: bytes) -> str:
    # names of the members stand in local headers at the front and in the directory at the end
    names = content[:65_536] + content[-65_536:]
    for first, second, name in _ZIPPED:
        if first in names and second in names:
            return name
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in names[:200]:
        return "application/vnd.oasis.opendocument.spreadsheet"
    return "application/zip"


def _textual(head: bytes, declared: str, filename: str) -> str:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return declared if not declared.startswith("text/") else "application/octet-stream"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith(b"begin:vcard"):
        return "text/vcard"
    if start.startswith(b"begin:vcalendar"):
        return "text/calendar"
    if start.startswith((b"<?xml", b"<adf", b"<openimmo")):
        return "application/xml"
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    by_name = _BY_SUFFIX.get(filename.rpartition(".")[2].lower())
    if by_name and (declared in ("application/octet-stream", "text/plain", "") or declared not in _TEXTUAL_APPLICATION):
        return by_name
    return declared or "application/octet-stream"
