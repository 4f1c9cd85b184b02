"""The SMTP sink that stands for the world beyond this machine."""

from __future__ import annotations

import smtplib

import pytest

from tests.services.servers.smtp_sink import DROPPED, SmtpSink, Stage

MAIL = b"From: vera@vendor.example\r\nSubject: Lead\r\n\r\n.a line that begins with a dot\r\n"


def client(sink: SmtpSink) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", sink.port, local_hostname="vendor.example", timeout=10)


def test_a_mail_is_kept_with_its_envelope_byte_by_byte(smtp_sink: SmtpSink) -> None:
    with client(smtp_sink) as line:
        line.sendmail("bounce@vendor.example", ["rolf@reseller.example", "rita@rival.example"], MAIL)

    [mail] = smtp_sink.wait_for(1)
    assert mail.mail_from == "bounce@vendor.example"
    assert mail.rcpt_to == ("rolf@reseller.example", "rita@rival.example")
    assert mail.raw == MAIL


def test_connections_are_counted_and_mails_know_theirs(smtp_sink: SmtpSink) -> None:
    for _ in range(2):
        with client(smtp_sink) as line:
            line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL)
            line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL)

    assert [mail.connection for mail in smtp_sink.wait_for(4)] == [1, 1, 2, 2]
    assert smtp_sink.connections == 2


def test_a_refusal_counts_for_one_address_and_as_often_as_told(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("RCPT", "450 4.2.1 mailbox busy", address="rolf@reseller.example", times=1)
    with client(smtp_sink) as line:
        refused = line.sendmail("vera@vendor.example", ["rolf@reseller.example", "rita@rival.example"], MAIL)
        assert refused == {"rolf@reseller.example": (450, b"4.2.1 mailbox busy")}

        assert line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL) == {}


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_every_stage_can_be_refused_for_good(smtp_sink: SmtpSink, stage: Stage) -> None:
    smtp_sink.refuse(stage, "554 5.7.1 no")
    with client(smtp_sink) as line, pytest.raises(smtplib.SMTPException, match=r"5\.7\.1"):
        line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL)

    assert smtp_sink.mails == []


def test_a_connection_can_be_dropped_while_a_mail_is_sent(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("DATA", DROPPED, times=1)

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)), client(smtp_sink) as line:
        line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL)

    assert smtp_sink.mails == []


def test_it_comes_back_on_its_port(smtp_sink: SmtpSink) -> None:
    smtp_sink.stop()
    with pytest.raises(ConnectionRefusedError):
        client(smtp_sink)

    smtp_sink.start()

    with client(smtp_sink) as line:
        line.sendmail("vera@vendor.example", ["rolf@reseller.example"], MAIL)
    assert len(smtp_sink.wait_for(1)) == 1
