"""The signature on our mails, as others verify it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dkim.canonicalization import Relaxed
from hypothesis import given
from hypothesis import strategies as st

from app.mail.dkim import DkimKeyError, DkimSigner, SigningKey, load_key, relaxed_body
from app.mail.message import Attachment, OutgoingMail, build

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
SMALL_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
AN_OFFER = OutgoingMail(
    from_name="Nordlicht Robotics",
    from_address="leads+nordlicht@pickpost.example",
    to_name="Rolf Größer",
    to_address="rolf@rolf-it.example",
    subject="Lead L-2041: Roboterarm, Raum München – bis Mi. 10:00",
    text="Nehmen:  antworten Sie \t mit „nehme“. \n\n\n",
    html="<table>\n  <tr>\t<td>20.000 €</td></tr>\n</table>\n\n",
    message_id="<offer-2041-7@pickpost.example>",
    date=NOW,
    references=("<lead-2041@pickpost.example>", "<key.k3jd93hf@pickpost.example>"),
    reply_to="reply+k3jd93hf@pickpost.example",
    list_id="offers.pickpost.example",
    list_unsubscribe_https="https://pickpost.example/a/abcdefgh",
    list_unsubscribe_mailto="mailto:reply+k3jd93hf@pickpost.example?subject=pause",
    feedback_id="lead_offer:nordlicht:offer:pickpost",
    language="de",
    attachments=(Attachment("a.pdf", "application/pdf", bytes(range(256))),),
)


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def signer(rsa_key: rsa.RSAPrivateKey) -> DkimSigner:
    return DkimSigner("pickpost.example", "s1", rsa_key)


def verified(signer: DkimSigner, signed: bytes) -> bool:
    """Ask dkimpy, with the signer's own record for the DNS."""
    name, text = signer.dns_record()
    answers = {f"{name}.".encode(): text.encode()}
    return bool(dkim.verify(signed, dnsfunc=lambda asked, timeout=5: answers.get(asked)))


def pem(key: SigningKey | ec.EllipticCurvePrivateKey, password: bytes | None = None) -> bytes:
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def test_rolfs_server_verifies_an_offer(signer: DkimSigner) -> None:
    assert verified(signer, signer.sign(build(AN_OFFER), NOW))


@given(st.text(st.sampled_from("a \t\n.=ä"), max_size=60), st.text(st.sampled_from("ab  ä"), max_size=90))
def test_any_text_and_subject_verifies(text: str, subject: str) -> None:
    signer = DkimSigner("pickpost.example", "s1", SMALL_KEY)
    mail = dataclasses.replace(AN_OFFER, text=text, subject=subject, html="")
    assert verified(signer, signer.sign(build(mail), NOW))


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"="]), max_size=30).map(b"".join))
def test_the_relaxed_body_is_what_dkimpy_makes_of_it(body: bytes) -> None:
    assert relaxed_body(body + b"\r\n") == Relaxed.canonicalize_body(body + b"\r\n")


def test_an_ed25519_signature_covers_the_hash_of_the_headers() -> None:
    """RFC 8463, worked out again here by hand, since dkimpy needs one more library for it."""
    key = Ed25519PrivateKey.generate()
    signer = DkimSigner("pickpost.example", "s2", key)
    signed = signer.sign(build(AN_OFFER), NOW)

    header, _, rest = signed.partition(b"\r\nDate:")
    head, _, body = (b"Date:" + rest).partition(b"\r\n\r\n")
    fields = {}
    for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n"):
        name, _, value = line.partition(b":")
        fields[name.lower()] = name.lower() + b":" + b" ".join(value.split()) + b"\r\n"
    tags = dict(re.findall(rb"(\w+)=([^;]*)", re.sub(rb"\s+", b"", header.partition(b":")[2])))
    covered = [fields[name] for name in dict.fromkeys(tags[b"h"].split(b":")) if name in fields]
    unsigned = re.sub(
        rb"b=[^;=]*=*$", b"b=", b" ".join(header.split()).replace(b"DKIM-Signature: ", b"dkim-signature:")
    )
    signature = base64.b64decode(tags[b"b"])

    key.public_key().verify(signature, hashlib.sha256(b"".join(covered) + unsigned).digest())
    assert base64.b64decode(tags[b"bh"]) == hashlib.sha256(relaxed_body(body)).digest()
    assert tags[b"a"] == b"ed25519-sha256"
    assert signer.dns_record()[1].startswith("v=DKIM1; k=ed25519; p=")


@pytest.mark.parametrize(
    "field",
    [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "References",
        "Auto-Submitted",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Feedback-ID",
        "Content-Language",
        "Content-Type",
        "MIME-Version",
    ],
)
def test_eve_cannot_change_a_header_on_the_way(signer: DkimSigner, field: str) -> None:
    signed = signer.sign(build(AN_OFFER), NOW)
    changed = re.sub(rf"(?m)^({field}: .)".encode(), rb"\1x", signed, count=1)

    assert changed != signed
    assert not verified(signer, changed)


@pytest.mark.parametrize("field", ["From", "To", "Cc", "Subject", "Reply-To", "Date", "Message-ID", "Content-Type"])
def test_eve_cannot_add_a_header_on_the_way(signer: DkimSigner, field: str) -> None:
    """Seen failing with each name signed once: the mail with a second Subject or Reply-To still verified."""
    signed = signer.sign(build(AN_OFFER), NOW)

    assert not verified(signer, f"{field}: eve@eve.example\r\n".encode() + signed)


def test_eve_cannot_change_the_text_on_the_way(signer: DkimSigner) -> None:
    signed = signer.sign(build(AN_OFFER), NOW)
    assert not verified(signer, signed.replace(b"20.000", b"90.000"))
    assert not verified(signer, signed + b"PS: call me\r\n")


def test_a_relay_may_fold_and_space_anew_without_breaking_the_signature(signer: DkimSigner) -> None:
    signed = signer.sign(build(AN_OFFER), NOW)
    refolded = re.sub(rb"(?m)^(References:) ", rb"\1\r\n\t", signed).replace(b"To: Rolf", b"TO:  Rolf") + b"\r\n\r\n"
    assert verified(signer, refolded)


def test_the_same_mail_signs_to_the_same_bytes_in_short_lines(signer: DkimSigner) -> None:
    message = build(AN_OFFER)
    signed = signer.sign(message, NOW)

    assert signed == signer.sign(message, NOW)
    assert signed.endswith(message)
    assert signed.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=pickpost.example; s=s1;")
    header = signed[: -len(message)]
    assert header.isascii()
    assert max(map(len, header.split(b"\r\n"))) <= 78


def test_an_international_domain_is_signed_in_its_wire_form(rsa_key: rsa.RSAPrivateKey) -> None:
    signer = DkimSigner("münchen.example", "s1", rsa_key)
    assert b"d=xn--mnchen-3ya.example;" in signer.sign(build(AN_OFFER), NOW)
    assert signer.dns_record()[0] == "s1._domainkey.xn--mnchen-3ya.example"


def test_a_naive_signing_time_is_refused(signer: DkimSigner) -> None:
    with pytest.raises(ValueError, match="aware"):
        signer.sign(build(AN_OFFER), NOW.replace(tzinfo=None))


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_is_read_from_its_file(tmp_path: Path, rsa_key: rsa.RSAPrivateKey, kind: str) -> None:
    file = tmp_path / "dkim.pem"
    file.write_bytes(pem(rsa_key if kind == "rsa" else Ed25519PrivateKey.generate()))
    signer = DkimSigner("pickpost.example", "s1", load_key(file))
    assert f"a={kind}-sha256".encode() in signer.sign(build(AN_OFFER), NOW)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot read"),
        (b"", "holds no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nrubbish\n-----END PRIVATE KEY-----\n", "holds no private key"),
        (pem(SMALL_KEY, b"secret"), "locked by a password"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "neither an RSA nor an Ed25519 key"),
    ],
)
def test_a_bad_key_is_refused_by_the_settings_name(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "dkim.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DkimKeyError) as refusal:
        load_key(file)
    assert str(refusal.value).startswith("PICKPOST_DKIM_KEY: ")
    assert words in str(refusal.value)


def test_a_key_too_short_to_be_believed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.mail.dkim.SHORTEST_RSA_BITS", 2048)  # the library makes none shorter than 1024 any more
    (tmp_path / "dkim.pem").write_bytes(pem(SMALL_KEY))
    with pytest.raises(DkimKeyError, match="1024 bits are too few"):
        load_key(tmp_path / "dkim.pem")


@pytest.mark.parametrize(
    ("domain", "selector"),
    [("pickpost.example", "s 1"), ("pick;post.example", "s1"), ("", "s1"), ("mün..chen.example", "s1")],
)
def test_a_name_that_is_no_dns_name_is_refused(rsa_key: rsa.RSAPrivateKey, domain: str, selector: str) -> None:
    with pytest.raises(DkimKeyError, match=r"PICKPOST_(DKIM_SELECTOR|MAIL_DOMAIN)"):
        DkimSigner(domain, selector, rsa_key)
