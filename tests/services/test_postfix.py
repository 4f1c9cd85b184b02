"""Postfix as the tests start it."""

from __future__ import annotations

import smtplib

from tests.services.servers.postfix import Postfix
from tests.services.servers.smtp_sink import SmtpSink

MAIL = b"From: vera@vendor.example\r\nMessage-ID: <1@vendor.example>\r\nSubject: Lead\r\n\r\nBitte um Angebot.\r\n"


def send(postfix: Postfix, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port, local_hostname="vendor.example", timeout=20) as line:
        line.sendmail("bounce@vendor.example", list(recipients), MAIL)


def test_a_mail_for_anybody_goes_to_the_next_hop(postfix: Postfix, smtp_sink: SmtpSink) -> None:
    send(postfix, "rolf@reseller.example")

    [mail] = smtp_sink.wait_for(1)
    assert mail.rcpt_to == ("rolf@reseller.example",)
    assert mail.mail_from == "bounce@vendor.example"
    assert b"Received: from vendor.example" in mail.raw
    assert mail.raw.endswith(b"Bitte um Angebot.\r\n")


def test_a_mail_waits_in_the_queue_while_the_next_hop_is_away(postfix: Postfix, smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    send(postfix, "rolf@reseller.example")
    assert smtp_sink.mails == []

    smtp_sink.start()

    [mail] = smtp_sink.wait_for(1, within_s=30)
    assert mail.rcpt_to == ("rolf@reseller.example",)


def test_a_refused_recipient_comes_back_as_a_bounce(postfix: Postfix, smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("RCPT", "550 5.1.1 no such user", address="gone@reseller.example")

    send(postfix, "gone@reseller.example")

    [bounce] = smtp_sink.wait_for(1)
    assert bounce.mail_from == ""
    assert bounce.rcpt_to == ("bounce@vendor.example",)
    assert b"Final-Recipient: rfc822; gone@reseller.example" in bounce.raw
