"""Asks DNS, with a limit on the time that one mail may cost."""

from __future__ import annotations

import time
from typing import Protocol

import dns.exception
import dns.resolver

LOOKUP_S = 3.0
BUDGET_S = 5.0


class DnsUnavailable(Exception):
    """DNS gave no answer in time, so nothing is known."""


class Resolver(Protocol):
    """Answers DNS questions."""

    def __call__(self, name: str, kind: str, within_s: float) -> list[str]:
        """Return the records of a name, none where there are none.

        Args: kind: ``TXT``, ``A``, ``AAAA``, ``MX`` or ``PTR``. Returns: texts whole, addresses, ``10 host`` for MX,
            host names without the closing dot.
        Raises: DnsUnavailable: no answer within the time.
        """
        ...


def resolve(name: str, kind: str, within_s: float = LOOKUP_S) -> list[str]:
    """Ask the resolver of this machine; see ``Resolver``."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=within_s)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, ValueError, OSError) as error:
        raise DnsUnavailable(type(error).__name__) from error
    if kind == "TXT":
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    return [record.to_text().rstrip(".") for record in answer]


class BoundedLookups:
    """A resolver that remembers its answers and runs out of time: one for each mail."""

    def __init__(self, resolver: Resolver, budget_s: float = BUDGET_S) -> None:
        self._resolver = resolver
        self._ends_at = time.monotonic() + budget_s
        self._answers: dict[tuple[str, str], list[str]] = {}

    def __call__(self, name: str, kind: str) -> list[str]:
        """Return the records of a name. Raises: DnsUnavailable: no answer, or the mail has had its time."""
        asked = (name.lower().rstrip("."), kind)
        if asked not in self._answers:
            left = self._ends_at - time.monotonic()
            if left <= 0:
                raise DnsUnavailable("the time for one mail is used up")
            self._answers[asked] = self._resolver(*asked, within_s=min(left, LOOKUP_S))
        return self._answers[asked]
