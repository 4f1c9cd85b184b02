"""Tells whether a mail's From is proven, by our own mail server's word or by asking SPF, DKIM and DMARC ourselves."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import authres
import spf
import structlog

from inbound.dkim_signatures import key_names
from inbound.dns_lookups import BoundedLookups, DnsUnavailable, Resolver
from inbound.domains import is_aligned, organisation, wire_domain
from inbound.mail import Mail

log = structlog.get_logger()

LONGEST_RESULT = 10_000


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a mail reached us.

    believed: it came by IMAP or from a relay of ours, so headers of ours are ours. results: the Authentication-Results
    as they stand in the bytes, the topmost first.
    """

    peer: str | None
    helo: str | None
    mail_from: str | None
    believed: bool
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authentication:
    """Whether the From is proven, and by what: for the operator's eyes."""

    passed: bool
    by: str


SigningDomains = Callable[[dict[str, bytes]], tuple[str, ...]]


def authenticate(
    mail: Mail, envelope: Envelope, authserv_id: str | None, resolver: Resolver, signing_domains: SigningDomains
) -> Authentication:
    """Say whether the domain of the mail's only From vouches for it.

    Args: authserv_id: whose Authentication-Results are believed; without one, and for a mail that came past our own
        server, Pickpost asks itself. signing_domains: checks the DKIM signatures with the given keys, in the child
        process.
    Source: rulebook 9.2, RFC 8601, RFC 7489.
    """
    domain = wire_domain(mail.from_address)
    if not domain:
        return Authentication(False, "no From domain")
    if authserv_id is not None and envelope.believed:
        return _as_our_server_says(envelope.results, authserv_id, domain)
    try:
        return _asked_ourselves(mail, domain, envelope, BoundedLookups(resolver), signing_domains)
    except DnsUnavailable as error:
        return Authentication(False, f"DNS gave no answer: {error}")


def _as_our_server_says(results: Iterable[str], authserv_id: str, domain: str) -> Authentication:
    """Believe the topmost result of our server only: whoever forges one can write it only below that."""
    for text in results:
        header = _parsed(text)
        if header is not None and str(header.authserv_id).lower() == authserv_id.lower():
            return _judged(header.results, domain)
    return Authentication(False, f"no results of {authserv_id}")


def _parsed(text: str) -> Any:
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text[:LONGEST_RESULT]}")
    except Exception:  # a stranger's header; the library raises whatever it stumbles over
        return None


def _judged(results: Iterable[Any], domain: str) -> Authentication:
    by_method: dict[str, list[Any]] = {}
    for result in results:
        by_method.setdefault(str(result.method).lower(), []).append(result)
    for dmarc in by_method.get("dmarc", []):
        if dmarc.result == "pass" and _value(dmarc, "from") in ("", domain):
            return Authentication(True, "dmarc=pass")
        if dmarc.result != "none":
            return Authentication(False, f"dmarc={dmarc.result}")
    for spf_result in by_method.get("spf", []):
        if spf_result.result == "pass" and is_aligned(wire_domain(_value(spf_result, "mailfrom")), domain):
            return Authentication(True, "spf=pass, aligned")
    for signature in by_method.get("dkim", []):
        signer = _value(signature, "d") or wire_domain(_value(signature, "i"))
        if signature.result == "pass" and is_aligned(signer, domain):
            return Authentication(True, "dkim=pass, aligned")
    return Authentication(False, "nothing aligned passed")


def _value(result: Any, name: str) -> str:
    found = next((each.value for each in result.properties if each.name.lower() == name), "")
    return str(found).strip().lower()


def _asked_ourselves(
    mail: Mail, domain: str, envelope: Envelope, lookup: BoundedLookups, signing_domains: SigningDomains
) -> Authentication:
    policy = _policy(domain, lookup)
    strict_dkim, strict_spf = policy.get("adkim") == "s", policy.get("aspf") == "s"
    claimed = [
        name for signer, name in key_names(mail.all("dkim-signature")) if is_aligned(signer, domain, strict_dkim)
    ]
    keys = {name: "".join(lookup(name, "TXT")[:1]).encode() for name in claimed}
    if keys and any(is_aligned(signer, domain, strict_dkim) for signer in signing_domains(keys)):
        return Authentication(True, "DKIM, aligned")
    sender = wire_domain(envelope.mail_from or "") or wire_domain(envelope.helo or "")
    if is_aligned(sender, domain, strict_spf) and _spf_passes(envelope, lookup):
        return Authentication(True, "SPF, aligned")
    return Authentication(False, "neither SPF nor DKIM, aligned, passed")


def _policy(domain: str, lookup: BoundedLookups) -> dict[str, str]:
    """Return the tags of a domain's DMARC record, or of its organisation's; none where there is none."""
    for name in dict.fromkeys((domain, organisation(domain))):
        texts = lookup(f"_dmarc.{name}", "TXT")
        records = [text for text in texts if text.lower().replace(" ", "").startswith("v=dmarc1")]
        if len(records) == 1:
            tags = (tag.partition("=")[::2] for tag in records[0].split(";"))
            return {key.strip().lower(): value.strip().lower() for key, value in tags}
    return {}


def _spf_passes(envelope: Envelope, lookup: BoundedLookups) -> bool:
    """Ask SPF about a peer of the outside world; one of our own machines would say nothing about the sender."""
    if envelope.peer is None or envelope.believed or not ipaddress.ip_address(envelope.peer).is_global:
        return False
    query = _SpfQuery(envelope.peer, envelope.mail_from or "", envelope.helo or "", lookup)
    try:
        return bool(query.check()[0] == "pass")
    except DnsUnavailable:
        raise
    except Exception as error:  # a stranger's record; the library raises whatever it stumbles over
        log.info("SPF not readable", error=type(error).__name__)
        return False


class _SpfQuery(spf.query):  # type: ignore[misc]  # the library ships no types
    """An SPF check that asks DNS only through the mail's bounded lookups."""

    def __init__(self, peer: str, mail_from: str, helo: str, lookup: BoundedLookups) -> None:
        super().__init__(i=peer, s=mail_from, h=helo)
        self._lookup = lookup

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:
        """Return records as the library expects them, and count empty answers as RFC 7208, 4.6.4 asks."""
        found: list[Any] = [] if qtype == "SPF" else self._lookup(str(name), qtype)
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("too many empty answers")
        if qtype == "TXT":
            return [(text.encode(),) for text in found]
        if qtype == "MX":
            return [(int(priority), host) for priority, _, host in (text.partition(" ") for text in found)]
        return found
