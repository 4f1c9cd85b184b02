"""Checks a mail's DKIM signatures against keys that were looked up before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import dkim

MOST_SIGNATURES = 10


def key_names(signatures: Iterable[str]) -> list[tuple[str, str]]:
    """Return what each signature claims: its domain and the DNS name of its key.

    Args: signatures: the values of the DKIM-Signature headers, unfolded.
    """
    found = []
    for signature in list(signatures)[:MOST_SIGNATURES]:
        tags = dict(tag.strip().partition("=")[::2] for tag in signature.split(";"))
        domain, selector = tags.get("d", "").strip().lower(), tags.get("s", "").strip().lower()
        if domain and selector:
            found.append((domain, f"{selector}._domainkey.{domain}"))
    return found


def proven_domains(raw: bytes, keys: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the domains (``d=``) whose signature covers the whole mail and holds.

    Args: raw: as received. keys: key records by DNS name, lower case, without the closing dot.
    Source: RFC 6376. A signature with ``l=`` proves only the beginning of the text: anybody may write on below it.
    """
    proven = []
    message = dkim.DKIM(raw)
    count = sum(1 for name, _ in message.headers if name.lower() == b"dkim-signature")
    for index in range(min(count, MOST_SIGNATURES)):
        if _holds(message, index, keys) and b"l" not in message.signature_fields:
            proven.append(message.signature_fields[b"d"].decode("ascii").lower())
    return tuple(proven)


def _holds(message: dkim.DKIM, index: int, keys: Mapping[str, bytes]) -> bool:
    def key_of(name: bytes, timeout: int = 0) -> bytes:
        return keys.get(name.decode("ascii", "replace").lower().rstrip("."), b"")

    try:
        return bool(message.verify(idx=index, dnsfunc=key_of))
    except Exception:  # the library raises whatever a broken signature leads it into
        return False
