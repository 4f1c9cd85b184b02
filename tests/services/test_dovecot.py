"""Dovecot as the tests start it."""

from __future__ import annotations

import imaplib
import ssl
import time

import pytest
from imapclient import IMAPClient

from tests.services.servers.dovecot import PASSWORD, Mailbox, access_token

MAIL = b"From: carla@customer.example\r\nSubject: Roboterarm\r\n\r\nBitte um Angebot.\r\n"


def test_whoever_idles_is_told_of_a_new_mail(mailbox: Mailbox) -> None:
    with IMAPClient("127.0.0.1", mailbox.dovecot.ports.imap, ssl=False, timeout=20) as client:
        client.login(mailbox.user, PASSWORD)
        client.select_folder("INBOX")
        client.idle()
        before = time.monotonic()

        mailbox.append(MAIL)

        assert (1, b"EXISTS") in client.idle_check(timeout=10)
        assert time.monotonic() - before < 5
        client.idle_done()


def test_a_mail_can_be_moved_to_another_folder(mailbox: Mailbox) -> None:
    mailbox.append(MAIL)
    with IMAPClient("127.0.0.1", mailbox.dovecot.ports.imap, ssl=False, timeout=20) as client:
        client.login(mailbox.user, PASSWORD)
        client.create_folder("Processed")
        client.select_folder("INBOX")

        client.move(client.search("ALL"), "Processed")

    assert mailbox.mails() == []
    assert mailbox.mails("Processed") == [MAIL]


def test_a_delivered_mail_names_its_envelope(mailbox: Mailbox) -> None:
    mailbox.deliver(MAIL, sender="carla@customer.example")

    [raw] = mailbox.mails()
    assert b"Return-Path: <carla@customer.example>" in raw
    assert raw.endswith(MAIL)


def test_a_recreated_inbox_holds_the_same_mails_in_a_new_generation(mailbox: Mailbox) -> None:
    mailbox.append(MAIL, MAIL)
    before = mailbox.uidvalidity()

    mailbox.recreate()

    assert mailbox.uidvalidity() != before
    assert mailbox.mails() == [MAIL, MAIL]


def test_a_restart_breaks_connections_and_keeps_mails(mailbox: Mailbox) -> None:
    mailbox.append(MAIL)
    with IMAPClient("127.0.0.1", mailbox.dovecot.ports.imap, ssl=False, timeout=20) as client:
        client.login(mailbox.user, PASSWORD)

        mailbox.dovecot.restart()

        with pytest.raises((imaplib.IMAP4.abort, OSError)):
            client.noop()
        client.shutdown()
    assert mailbox.mails() == [MAIL]


def test_a_token_of_the_sign_in_server_opens_the_mailbox(mailbox: Mailbox) -> None:
    with IMAPClient("127.0.0.1", mailbox.dovecot.ports.imap, ssl=False, timeout=20) as client:
        client.oauth2_login(mailbox.user, access_token(mailbox.user))

        assert client.select_folder("INBOX")[b"EXISTS"] == 0


@pytest.mark.parametrize("whose", ["forged", "of Eve"])
def test_another_token_does_not(mailbox: Mailbox, whose: str) -> None:
    forged = access_token(mailbox.user, key=b"a key of Eve's own")
    token = {"forged": forged, "of Eve": access_token("eve@stranger.example")}[whose]
    with (
        IMAPClient("127.0.0.1", mailbox.dovecot.ports.imap, ssl=False, timeout=20) as client,
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"),
    ):
        client.oauth2_login(mailbox.user, token)


def test_tls_is_trusted_by_its_certificate_only(mailbox: Mailbox) -> None:
    port = mailbox.dovecot.ports.imaps
    trusting = ssl.create_default_context(cafile=str(mailbox.dovecot.certificate))
    with IMAPClient("127.0.0.1", port, ssl_context=trusting, timeout=20) as client:
        client.login(mailbox.user, PASSWORD)

    with pytest.raises(ssl.SSLCertVerificationError):
        IMAPClient("127.0.0.1", port, ssl_context=ssl.create_default_context(), timeout=20)
