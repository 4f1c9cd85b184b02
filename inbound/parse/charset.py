"""Bytes to text whatever the declared character set, never raising."""

from __future__ import annotations

import codecs
import functools

# Names met in mail that Python does not know, or knows as something narrower than what senders mean by them.
# WHATWG's encoding standard is the source for reading latin-1 as windows-1252 and the Asian sets as their supersets.
ALIASES = {
    "ansi": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "cp-850": "cp850",
    "cp-1252": "cp1252",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb2312_charset": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "ks_c_5601": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "latin1": "cp1252",
    "macintosh": "mac_roman",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "tis-620": "cp874",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-2-0-utf-8": "utf-8",
    "unknown-8bit": "utf-8",
    "us-ascii": "cp1252",
    "utf": "utf-8",
    "utf8mb4": "utf-8",
    "visual": "iso8859-8",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
    "x-unknown": "utf-8",
    "x-windows-949": "cp949",
}
_NOT_ASCII_SAFE = frozenset(
    {
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "hz",
        "iso2022_jp",
        "iso2022_jp_ext",
        "iso2022_jp_2",
        "iso2022_kr",
    }
)
_SAMPLE_BYTES = 16_384
# what detection takes a short western text for: they share nearly all its letters, and western mail is the likelier
_ALMOST_WESTERN = frozenset(
    {"cp1250", "cp1254", "cp1257", "cp1258", "cp437", "cp775", "cp850", "cp852", "cp858", "hp_roman8", "hp-roman8",
     "iso8859-2", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "mac-roman", "mac_roman"}
)  # fmt: skip


@functools.lru_cache(maxsize=256)
def codec_of(declared: str) -> str | None:
    """Return the name of the Python text codec that a declared charset means, or None when there is none."""
    name = declared.strip().strip("\"'").lower().replace(" ", "")
    name = ALIASES.get(name) or ALIASES.get(name.replace("_", "-"), name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # bytes-to-bytes codecs (zip, hex) answer to lookup too, and a sender must not be able to name them
    return info.name if getattr(info, "_is_text_encoding", True) and info.name not in ("idna", "punycode") else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text of ``data`` and, where the declared charset did not do, a defect that names what did.

    Tries what was declared, then UTF-8, then detection on the first 16 KB, then windows-1252 with replacement.
    """
    codec = codec_of(declared) if declared else None
    if data.isascii() and codec not in _NOT_ASCII_SAFE:
        return data.decode("ascii"), None
    tried = [codec] if codec and codec != "cp1252" else []
    for name in (*tried, "utf-8"):
        try:
            text = data.decode(name)
        except (UnicodeError, ValueError):
            continue
        return text, None if name == codec or not declared else f"charset {declared[:40]} read as {name}"
    if codec == "cp1252":
        return data.decode("cp1252", "replace"), None
    guess = _detected(data)
    return data.decode(guess, "replace"), f"charset {(declared or 'none')[:40]} read as {guess}"


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes  # imported on first need: most mails never get here

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    name = codec_of(best.encoding) if best else None
    return "cp1252" if name is None or name in _ALMOST_WESTERN else name
