"""opendkim and SpamAssassin as judges of mails."""

from __future__ import annotations

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.services.servers.verdicts import opendkim, spamassassin

MAIL = (
    b"From: Vera <vera@vendor.example>\r\nTo: Rolf <rolf@reseller.example>\r\nSubject: Lead L-2041\r\n"
    b"Date: Sun, 22 Nov 2026 14:00:00 +0000\r\nMessage-ID: <lead-offer-2041-1@vendor.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"A customer near Munich asks for a robot arm. Take it by answering with one word.\r\n"
)


@pytest.fixture(scope="module")
def signed() -> tuple[bytes, dict[str, str]]:
    """A mail signed by the vendor, and what the DNS holds for the verifier."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    signature = dkim.sign(MAIL, b"s1", b"vendor.example", pem, canonicalize=(b"relaxed", b"relaxed"))
    return signature + MAIL, {"s1._domainkey.vendor.example": f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"}


def test_opendkim_takes_a_good_signature(signed: tuple[bytes, dict[str, str]]) -> None:
    verdict = opendkim(*signed)

    assert verdict.passed, verdict.words
    assert "d=vendor.example, 2048-bit key" in verdict.words


def test_opendkim_refuses_a_changed_mail(signed: tuple[bytes, dict[str, str]]) -> None:
    raw, keys = signed

    verdict = opendkim(raw.replace(b"robot arm", b"robot leg"), keys)

    assert not verdict.passed
    assert "failed" in verdict.words


def test_opendkim_passes_no_unsigned_mail() -> None:
    verdict = opendkim(MAIL, {})

    assert not verdict.passed
    assert verdict.words == "message not signed"


def test_spamassassin_tells_a_letter_from_spam() -> None:
    shouting = MAIL.replace(b"Lead L-2041", b"FREE VIAGRA!!! 100% GUARANTEED")
    test_pattern = MAIL + b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"

    letter, louder, spam = spamassassin(MAIL, shouting, test_pattern)

    assert letter.score <= 0.0, letter.rules
    assert louder.score > letter.score
    assert "GTUBE" in spam.rules
    assert spam.score > 900
