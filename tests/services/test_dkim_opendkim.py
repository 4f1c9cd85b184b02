"""Our signatures before opendkim, the verifier that most receiving servers run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.mail.dkim import DkimSigner, SigningKey
from app.mail.message import Attachment, OutgoingMail, build
from tests.services.servers.verdicts import SignatureVerdict, opendkim

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
KEYS: dict[str, SigningKey] = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ed25519": Ed25519PrivateKey.generate(),
}
MAIL = OutgoingMail(
    from_name="Nordlicht Robotics",
    from_address="leads+nordlicht@pickpost.example",
    to_name="Rolf Größer",
    to_address="rolf@rolf-it.example",
    subject="Lead L-2041: Roboterarm, Raum München – bis Mi. 10:00",
    text="Nehmen:  antworten Sie \t mit „nehme“. \n\n\n",
    html="<table>\n  <tr>\t<td>20.000 €</td></tr>\n</table>\n\n",
    message_id="<offer-2041-7@pickpost.example>",
    date=NOW,
    references=tuple(f"<lead-{number}@pickpost.example>" for number in range(9)),
    reply_to="reply+k3jd93hf@pickpost.example",
    list_id="offers.pickpost.example",
    list_unsubscribe_https="https://pickpost.example/a/abcdefgh",
    feedback_id="lead_offer:nordlicht:offer:pickpost",
    language="de",
    attachments=(Attachment("Größe.pdf", "application/pdf", bytes(range(256))),),
)


def judged(signer: DkimSigner, signed: bytes) -> SignatureVerdict:
    return opendkim(signed, dict([signer.dns_record()]))


@pytest.mark.parametrize("kind", KEYS)
def test_rolfs_server_believes_our_signature(kind: str) -> None:
    signer = DkimSigner("pickpost.example", "s1", KEYS[kind])
    verdict = judged(signer, signer.sign(build(MAIL), NOW))
    assert verdict.passed, verdict.words


def test_rolfs_server_does_not_believe_a_mail_that_eve_has_changed() -> None:
    signer = DkimSigner("pickpost.example", "s1", KEYS["rsa"])
    signed = signer.sign(build(MAIL), NOW)
    changed = [
        signed.replace(b"20.000", b"90.000"),
        signed.replace(b"/a/abcdefgh", b"/a/zbcdefgh"),
        b"Reply-To: eve@eve.example\r\n" + signed,
        b"Cc: eve@eve.example\r\n" + signed,
    ]
    assert [judged(signer, mail).passed for mail in changed] == [False] * 4
