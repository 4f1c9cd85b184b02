"""Is the From proven? By our own mail server's word, or by DKIM, SPF and DMARC asked ourselves."""

from __future__ import annotations

import base64
import time
from contextlib import suppress
from dataclasses import replace
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from inbound.authentication import Authentication, Envelope, authenticate
from inbound.dkim_signatures import proven_domains
from inbound.dns_lookups import BoundedLookups, DnsUnavailable, Resolver
from inbound.domains import is_aligned, organisation
from inbound.parse import parse
from inbound.raw_headers import raw_values

pytestmark = pytest.mark.rule("9.2")

OURS = "mx.house.example"
FROM_RELAY = Envelope("127.0.0.1", "mx.house.example", "rolf@rolf-it.example", believed=True)
FROM_STRANGER = Envelope("203.0.113.9", "mail.rolf-it.example", "rolf@rolf-it.example", believed=False)


class Dns:
    """Answers from a table, and remembers what was asked."""

    def __init__(self, records: dict[tuple[str, str], list[str]] | None = None) -> None:
        self.records = records or {}
        self.asked: list[str] = []

    def __call__(self, name: str, kind: str, within_s: float) -> list[str]:
        self.asked.append(f"{kind} {name}")
        return self.records.get((name, kind), [])


def judged(
    raw: bytes, envelope: Envelope, dns: Resolver | None = None, authserv_id: str | None = OURS
) -> Authentication:
    """Return what is thought of a mail."""
    came = replace(envelope, results=raw_values(raw, "Authentication-Results"))
    return authenticate(parse(raw), came, authserv_id, dns or Dns(), lambda keys: proven_domains(raw, keys))


def with_results(*results: str, sender: str = "Rolf <rolf@rolf-it.example>") -> bytes:
    """Return a mail with these Authentication-Results, the topmost first."""
    lines = [*(f"Authentication-Results: {text}" for text in results), f"From: {sender}", "Subject: Re: L-2041"]
    return "\r\n".join([*lines, "", "nehme ich", ""]).encode()


@pytest.mark.parametrize(
    "result",
    [
        f"{OURS}; dmarc=pass (p=none dis=none) header.from=rolf-it.example",
        f"{OURS.upper()} 1; dmarc=pass",
        f"{OURS}; dmarc=none header.from=rolf-it.example; spf=pass smtp.mailfrom=bounce@mail.rolf-it.example",
        f"{OURS}; dkim=fail header.d=rolf-it.example; dkim=pass header.d=rolf-it.example header.s=a",
        f"{OURS};\r\n\tspf=fail smtp.mailfrom=x.example;\r\n\tdkim=pass header.i=@rolf-it.example",
    ],
)
def test_our_own_servers_word_is_believed(result: str) -> None:
    assert judged(with_results(result), FROM_RELAY).passed


@pytest.mark.parametrize(
    "result",
    [
        f"{OURS}; dmarc=fail header.from=rolf-it.example",
        f"{OURS}; dmarc=fail; dkim=pass header.d=rolf-it.example",
        f"{OURS}; dmarc=temperror; spf=pass smtp.mailfrom=rolf@rolf-it.example",
        f"{OURS}; dmarc=pass header.from=evil.example",
        f"{OURS}; spf=pass smtp.mailfrom=eve@evil.example",
        f"{OURS}; dkim=pass header.d=evil.example",
        f"{OURS}; spf=pass smtp.helo=rolf-it.example",
        f"{OURS}; auth=pass smtp.auth=rolf@rolf-it.example",
        f"{OURS}; none",
        "mx.elsewhere.example; dmarc=pass header.from=rolf-it.example",
        f"{OURS}.evil.example; dmarc=pass header.from=rolf-it.example",
        f"evil.example ({OURS}; dmarc=pass); dmarc=pass header.from=rolf-it.example",
        ";;;(((",
        "",
    ],
)
def test_nothing_less_than_an_aligned_pass_counts(result: str) -> None:
    assert not judged(with_results(result), FROM_RELAY).passed


def test_a_forged_result_below_our_servers_own_is_not_believed() -> None:
    """Eve writes our server's id into her mail; our server's own verdict stands above hers. A first version that took
    any result of ours with a pass believed her: it passed this mail."""
    raw = with_results(f"{OURS}; dmarc=fail header.from=rolf-it.example", f"{OURS}; dmarc=pass")

    assert not judged(raw, FROM_RELAY).passed


def test_a_forged_result_from_a_peer_that_is_no_relay_is_not_believed() -> None:
    """Whoever connects to our receiver directly can write anything: without ``believed`` this mail passed."""
    raw = with_results(f"{OURS}; dmarc=pass header.from=rolf-it.example")

    assert not judged(raw, FROM_STRANGER).passed


@pytest.mark.parametrize(
    "disguised", ["=?utf-8?q?mx.house.example=3B_dmarc=3Dpass?=", "mx.hou\x00se.example; dmarc=pass"]
)
def test_a_result_that_becomes_ours_only_by_tolerant_reading_is_not_believed(disguised: str) -> None:
    """Our server strips forged results that bear its id (RFC 8601, 5), and has no reason to strip these. Read from the
    mended headers, as a first version did, the second one passed."""
    assert not judged(with_results(disguised), FROM_RELAY).passed


@cache
def _keys() -> tuple[bytes, str]:
    """Return a private key for signing, and its record for DNS."""
    private = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return pem, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def signed(domain: str, sender: str = "rolf@rolf-it.example", length: bool = False) -> bytes:
    """Return a mail with a real DKIM signature of a domain."""
    raw = f"From: {sender}\r\nTo: reply@post.house.example\r\nSubject: Re: L-2041\r\n\r\nnehme ich\r\n".encode()
    signature: bytes = dkim.sign(
        raw, b"s1", domain.encode(), _keys()[0], canonicalize=(b"relaxed", b"relaxed"), length=length
    )
    return signature + raw


def key_at(domain: str, **more: list[str]) -> Dns:
    """Return a DNS that knows the key of a domain."""
    records = {(f"s1._domainkey.{domain}", "TXT"): [_keys()[1]]}
    return Dns(records | {(name.replace("__", "."), "TXT"): texts for name, texts in more.items()})


def test_a_signature_of_the_senders_domain_proves_it() -> None:
    found = judged(signed("rolf-it.example"), FROM_STRANGER, key_at("rolf-it.example"), None)

    assert found == Authentication(True, "DKIM, aligned")


def test_a_signature_of_another_domain_proves_nothing() -> None:
    """Eve's mail with Rolf in From bears Eve's own, valid signature. A version that asked "is a signature valid?"
    passed it; so did authheaders 0.16.3, for which all domains below an ending that it does not know are one."""
    dns = key_at("evil.example")

    assert not judged(signed("evil.example"), FROM_STRANGER, dns, None).passed
    assert "TXT s1._domainkey.evil.example" not in dns.asked


def test_a_signature_does_not_outlive_a_changed_word() -> None:
    raw = signed("rolf-it.example").replace(b"nehme ich", b"gewonnen 48k")

    assert not judged(raw, FROM_STRANGER, key_at("rolf-it.example"), None).passed


def test_a_signature_of_only_the_beginning_proves_nothing() -> None:
    """With ``l=`` anybody may write on below what was signed, and a reply's words stand wherever its reader finds
    them. dkimpy alone says this mail's signature holds."""
    raw = signed("rolf-it.example", length=True) + b"gewonnen 48k\r\n"
    assert dkim.verify(raw, dnsfunc=lambda name, timeout=0: _keys()[1].encode())

    assert not judged(raw, FROM_STRANGER, key_at("rolf-it.example"), None).passed


def test_one_good_signature_among_bad_ones_is_enough() -> None:
    raw = b"DKIM-Signature: v=1; a=rsa-sha256; d=rolf-it.example; s=s1; h=from; bh=x; b=x\r\n" + signed(
        "rolf-it.example"
    )

    assert judged(raw, FROM_STRANGER, key_at("rolf-it.example"), None).passed


def test_a_domain_that_wants_it_strict_gets_it_strict() -> None:
    raw = signed("mail.rolf-it.example")
    strict = ["v=DMARC1; p=reject; adkim=s"]

    assert judged(raw, FROM_STRANGER, key_at("mail.rolf-it.example"), None).passed
    dns = key_at("mail.rolf-it.example")
    dns.records["_dmarc.rolf-it.example", "TXT"] = strict
    assert not judged(raw, FROM_STRANGER, dns, None).passed


SPF = {("rolf-it.example", "TXT"): ["other=1", "v=spf1 ip4:8.8.4.0/24 mx -all"]}
PUBLIC = Envelope("8.8.4.4", "mail.rolf-it.example", "rolf@rolf-it.example", believed=False)


def test_the_senders_own_machine_proves_it_by_spf() -> None:
    assert judged(with_results(), PUBLIC, Dns(SPF), None) == Authentication(True, "SPF, aligned")


@pytest.mark.parametrize(
    "envelope",
    [
        Envelope("8.8.8.8", "mail.rolf-it.example", "rolf@rolf-it.example", believed=False),
        Envelope("8.8.4.4", "mail.evil.example", "eve@evil.example", believed=False),
        Envelope("8.8.4.4", "", "", believed=False),
        Envelope(None, None, None, believed=True),
    ],
)
def test_spf_of_another_machine_or_sender_proves_nothing(envelope: Envelope) -> None:
    records = SPF | {("evil.example", "TXT"): ["v=spf1 +all"]}

    assert not judged(with_results(), envelope, Dns(records), None).passed


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.7", "::1"])
def test_a_machine_of_our_own_network_proves_nothing_by_spf(peer: str) -> None:
    """Domains do list private addresses in their records; every mail that a relay of ours hands over comes from one.
    Without the look at the peer all three passed."""
    records = {("rolf-it.example", "TXT"): ["v=spf1 ip4:127.0.0.0/8 ip4:10.0.0.0/8 ip6:::1 -all"]}
    envelope = Envelope(peer, "mail.rolf-it.example", "rolf@rolf-it.example", believed=False)

    assert not judged(with_results(), envelope, Dns(records), None).passed


def test_while_dns_is_away_nothing_is_proven() -> None:
    def away(name: str, kind: str, within_s: float) -> list[str]:
        raise DnsUnavailable("timeout")

    assert not judged(signed("rolf-it.example"), PUBLIC, away, None).passed


def test_one_mail_cannot_make_us_wait_for_dns_for_long() -> None:
    def slow(name: str, kind: str, within_s: float) -> list[str]:
        time.sleep(min(0.1, within_s))
        return [f"v=spf1 include:n{name} -all"] if kind == "TXT" and not name.startswith("_dmarc") else []

    began = time.monotonic()
    lookups = BoundedLookups(slow, budget_s=0.3)
    asked = 0
    with suppress(DnsUnavailable):
        for asked in range(100):
            lookups(f"n{asked}.example", "TXT")

    assert asked < 10
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("mail.firma.co.uk", "firma.co.uk"),
        ("a.b.firma.de", "firma.de"),
        ("rolf-it.example", "rolf-it.example"),
        ("a.b.rolf-it.example", "rolf-it.example"),
        ("example", "example"),
    ],
)
def test_what_somebody_registered(domain: str, registered: str) -> None:
    """publicsuffix2, and authheaders with it, answers ``example`` for the third and fourth: by that, all domains below
    an ending that its list does not know are one organisation, and everybody there may speak for everybody."""
    assert organisation(domain) == registered


def test_neighbours_below_one_ending_are_not_aligned() -> None:
    assert not is_aligned("evil.example", "rolf-it.example")
    assert not is_aligned("evil.co.uk", "firma.co.uk")
    assert not is_aligned("", "")
    assert is_aligned("mail.firma.de", "firma.de")
    assert not is_aligned("mail.firma.de", "firma.de", strict=True)
