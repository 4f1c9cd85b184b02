"""How fast a letter is built, signed and handed over, against the usual way of each."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from functools import partial
from statistics import median
from time import perf_counter

import dkim
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from app.mail.dkim import DkimSigner
from app.mail.message import OutgoingMail, build
from app.mail.transport import Sendable, SmtpTransport

ROUNDS = 15
BATCH = 20
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ROW = (
    '<tr><th style="text-align:left;padding:4px 12px">Größe</th><td style="padding:4px 12px">20.000&nbsp;€</td></tr>\n'
)
WIRE = policy.SMTP.clone(max_line_length=998)


def an_offer(number: int) -> OutgoingMail:
    """Return a letter of the usual size: 24 kB of HTML and its text twin."""
    return OutgoingMail(
        from_name="Nordlicht über Pickpost",
        from_address="leads+nordlicht@pickpost.example",
        to_name="Rolf Rieger",
        to_address="rolf@rolf-it.example",
        subject="Lead L-2041: Roboterarm, Raum München – bis Mi. 10:00",
        text="Größe: 20.000 €, Entscheidung im Juni.\n" * 50,
        html=f"<html><body><table>{ROW * 200}</table></body></html>",
        message_id=f"<offer-{number}@pickpost.example>",
        date=NOW,
        references=("<lead-2041@pickpost.example>",),
        reply_to="reply+k3jd93hf@pickpost.example",
        list_id="offers.pickpost.example",
        list_unsubscribe_https="https://pickpost.example/a/abcdefgh2345abcdefgh2345",
        feedback_id="lead_offer:nordlicht:offer:pickpost",
        language="de",
    )


def usual_build(mail: OutgoingMail) -> bytes:
    """Build the same mail with the standard library."""
    message = EmailMessage(policy=WIRE)
    message["Date"] = mail.date
    message["From"] = Address(mail.from_name, addr_spec=mail.from_address)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
    message["Reply-To"] = mail.reply_to
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["References"] = " ".join(mail.references)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"<{mail.list_id}>"
    message["List-Unsubscribe"] = f"<{mail.list_unsubscribe_https}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Feedback-ID"] = mail.feedback_id
    message["Content-Language"] = mail.language
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def usual_sign(message: bytes, pem: bytes) -> bytes:
    """Sign with dkimpy."""
    header = dkim.sign(message, b"s1", b"pickpost.example", pem, canonicalize=(b"relaxed", b"relaxed"))
    return bytes(header) + message


def usual_delivery(port: int, batch: Sequence[Sendable]) -> None:
    """Hand each mail over on a connection of its own."""
    for mail in batch:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=20) as line:
            line.sendmail(mail.mail_from, [mail.rcpt_to], mail.content)


class Sink:
    """Takes every mail and forgets it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


def compared(what: str, ours: Callable[[], object], usual: Callable[[], object], how_many: int) -> None:
    """Print both rates and their ratio, medians of interleaved runs."""
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS):
        for is_ours, work in ((True, ours), (False, usual)):
            start = perf_counter()
            work()
            took[is_ours].append(perf_counter() - start)
    ours_s, usual_s = median(took[True]), median(took[False])
    print(f"  {what}: {how_many / ours_s:,.0f} a second, {usual_s / ours_s:.1f} times as many.")


def main() -> None:
    """Print the rates and their ratios."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    signer, mail = DkimSigner("pickpost.example", "s1", key), an_offer(0)
    message = build(mail)
    batch = [Sendable(n, "leads@pickpost.example", "rolf@rolf-it.example", build(an_offer(n))) for n in range(BATCH)]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    transport = SmtpTransport(f"smtp://127.0.0.1:{port}")
    print(f"message: a letter of {len(message) // 1000} kB on the wire")
    compared("Built, against EmailMessage", partial(build, mail), partial(usual_build, mail), 1)
    compared(
        "Signed with rsa-2048, against dkimpy", partial(signer.sign, message, NOW), partial(usual_sign, message, pem), 1
    )
    try:
        compared(
            f"Handed to an SMTP server, {BATCH} on a connection, against one on each",
            partial(transport.send, batch),
            partial(usual_delivery, port, batch),
            BATCH,
        )
    finally:
        controller.stop()


if __name__ == "__main__":
    main()
