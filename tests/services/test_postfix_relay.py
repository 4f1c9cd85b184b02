"""Our mails on their way through a real relay."""

from __future__ import annotations

from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from app.mail.dkim import DkimSigner
from app.mail.message import OutgoingMail, build
from app.mail.transport import Sendable, SmtpTransport
from tests.services.servers.postfix import Postfix
from tests.services.servers.smtp_sink import SmtpSink

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
PEOPLE = ("rolf@rolf-it.example", "rita@rita-it.example", "dora@distri.example")


@pytest.fixture(scope="module")
def signer() -> DkimSigner:
    return DkimSigner("pickpost.example", "s1", rsa.generate_private_key(public_exponent=65537, key_size=2048))


def an_offer(signer: DkimSigner, number: int, recipient: str) -> Sendable:
    mail = OutgoingMail(
        from_name="Nordlicht über Pickpost",
        from_address="leads+nordlicht@pickpost.example",
        to_name="Größer, Rolf",
        to_address=recipient,
        subject=f"Lead L-{number}: Roboterarm, Raum München – bis Mi. 10:00",
        text=".\r\n..ein Punkt am Anfang\r\n" + "ä" * 900 + "\r\nFrom here on  \r\n\t\r\n",
        html="<p>20.000\u00a0€</p>\n" * 300,
        message_id=f"<offer-{number}@pickpost.example>",
        date=NOW,
        references=tuple(f"<{'lead' * 15}-{part}@pickpost.example>" for part in range(9)),
        reply_to="reply+k3jd93hf@pickpost.example",
        list_id="offers.pickpost.example",
        list_unsubscribe_https="https://pickpost.example/a/" + "abcdefgh2345" * 9,
    )
    return Sendable(number, "bounce@pickpost.example", recipient, signer.sign(build(mail), NOW))


def test_sixty_mails_reach_three_people_byte_by_byte_over_one_pipelined_connection(
    postfix: Postfix, smtp_sink: SmtpSink, signer: DkimSigner
) -> None:
    batch = [an_offer(signer, number, PEOPLE[number % 3]) for number in range(60)]

    results = SmtpTransport(postfix.url, timeout_s=20).send(batch)

    assert [(result.id, result.outcome) for result in results] == [(number, "sent") for number in range(60)]
    arrived = {mail.raw.partition(b"DKIM-Signature:")[2]: mail.rcpt_to for mail in smtp_sink.wait_for(60, within_s=60)}
    assert arrived == {mail.content.partition(b"DKIM-Signature:")[2]: (mail.rcpt_to,) for mail in batch}
    assert "ehlo=1 mail=60 rcpt=60 data=60 quit=1 commands=182" in postfix.log()


def test_the_signature_survives_the_relay(postfix: Postfix, smtp_sink: SmtpSink, signer: DkimSigner) -> None:
    SmtpTransport(postfix.url, timeout_s=20).send([an_offer(signer, 1, PEOPLE[0])])

    (mail,) = smtp_sink.wait_for(1)
    name, record = signer.dns_record()
    assert b"\r\nReceived: " in b"\r\n" + mail.raw
    assert dkim.verify(
        mail.raw, dnsfunc=lambda asked, timeout=5: record.encode() if asked == f"{name}.".encode() else None
    )


def test_an_address_that_postfix_cannot_read_fails_and_the_others_go(
    postfix: Postfix, smtp_sink: SmtpSink, signer: DkimSigner
) -> None:
    """With PIPELINING the refused recipient's DATA is answered too; the dialogue must stay in step."""
    batch = [an_offer(signer, number, PEOPLE[0]) for number in range(5)]
    batch[1] = Sendable(1, "bounce@pickpost.example", "rolf@rolf-it..example", batch[1].content)
    batch[3] = Sendable(3, "bounce@pickpost..example", PEOPLE[1], batch[3].content)

    results = SmtpTransport(postfix.url, timeout_s=20).send(batch)

    assert [result.outcome for result in results] == ["sent", "failed", "sent", "retry", "sent"]
    assert [results[index].stage for index in (1, 3)] == ["recipient", "sender"]
    assert {mail.rcpt_to for mail in smtp_sink.wait_for(3)} == {(PEOPLE[0],)}


def test_mails_wait_while_the_relay_is_down_and_go_when_it_is_back(
    postfix: Postfix, smtp_sink: SmtpSink, signer: DkimSigner
) -> None:
    transport = SmtpTransport(postfix.url, timeout_s=20)
    mail = an_offer(signer, 1, PEOPLE[0])

    postfix.server.stop()
    while_down = transport.send([mail])
    postfix.server.start()
    when_back = transport.send([mail])

    assert [result.outcome for result in while_down + when_back] == ["retry", "sent"]
    assert len(smtp_sink.wait_for(1)) == 1
