"""Whether two mail domains belong to the same organisation."""

from __future__ import annotations

import functools

import idna
import publicsuffix2


def wire_domain(address: str) -> str:
    """Return the domain of a mail address as DNS knows it: lower case, ASCII; empty where it has none."""
    domain = address.rpartition("@")[2].strip(" <>.").lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


@functools.lru_cache(maxsize=4096)
def organisation(domain: str) -> str:
    """Return the domain that somebody registered: ``firma.co.uk`` for ``mail.firma.co.uk``.

    The library answers the bare top level for one that its list does not know, which would make all of that level one
    organisation; the list's own default rule says two labels.
    """
    found: str = publicsuffix2.get_sld(domain) or domain
    return found if "." in found else ".".join(domain.split(".")[-2:])


def is_aligned(proven: str, wanted: str, strict: bool = False) -> bool:
    """Whether a proven domain speaks for the wanted one (RFC 7489, 3.1): the same, or relaxed of one organisation."""
    if not proven or not wanted:
        return False
    return proven == wanted or (not strict and organisation(proven) == organisation(wanted))
