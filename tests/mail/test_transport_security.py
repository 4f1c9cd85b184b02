"""TLS and login on the way to the SMTP server, and the URL that asks for them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.mail.smtp_url import SmtpServer, SmtpUrlError, parse_smtp_url
from app.mail.transport import Sendable, SmtpTransport
from tests.mail.scripted_smtp import Line, scripted_smtp
from tests.services.servers.certificates import write_certificate
from tests.services.servers.processes import free_port

MAIL = Sendable(1, "vera@nordlicht.example", "rolf@rolf-it.example", b"Subject: x\r\n\r\nSecret\r\n")
PASSWORD = "größer:als/10%"
PASSWORD_IN_URL = "gr%C3%B6%C3%9Fer%3Aals%2F10%25"


class Door:
    """Remembers what came in and who logged in; only vera may."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.mechanisms: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append(envelope.original_content or b"")
        return "250 OK"

    def admit(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.mechanisms.append(mechanism)
        return AuthResult(success=data.login == b"vera" and data.password == PASSWORD.encode(), handled=False)


class TlsController(Controller):
    """Listens with STARTTLS, or with TLS from the start when given an ``ssl_context``."""

    def __init__(self, door: Door, port: int, **options: Any) -> None:
        super().__init__(door, hostname="127.0.0.1", port=port, ready_timeout=30, **options)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's context, and that of a client who trusts its certificate."""
    folder: Path = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    write_certificate(certificate, key)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def starttls_port(door: Door, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[int]:
    port = free_port()
    controller = TlsController(
        door, port, tls_context=contexts[0], require_starttls=True, auth_required=True, authenticator=door.admit
    )
    controller.start()
    yield port
    controller.stop()


def test_vera_logs_in_under_starttls_with_any_password(
    door: Door, starttls_port: int, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    url = f"smtp://vera:{PASSWORD_IN_URL}@127.0.0.1:{starttls_port}?starttls=1"

    (result,) = SmtpTransport(url, timeout_s=5, tls_context=contexts[1]).send([MAIL])

    assert result.outcome == "sent"
    assert (door.mails, door.mechanisms) == ([MAIL.content], ["PLAIN"])


def test_with_a_wrong_password_every_mail_waits(
    door: Door, starttls_port: int, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    url = f"smtp://vera:wrong@127.0.0.1:{starttls_port}?starttls=1"

    (result,) = SmtpTransport(url, timeout_s=5, tls_context=contexts[1]).send([MAIL])

    assert (result.outcome, result.code, result.stage) == ("retry", 535, "connection")
    assert result.text == "5.7.8 Authentication credentials invalid"
    assert door.mails == []


def test_a_server_whose_certificate_is_not_trusted_gets_neither_mail_nor_password(
    door: Door, starttls_port: int
) -> None:
    url = f"smtp://vera:{PASSWORD_IN_URL}@127.0.0.1:{starttls_port}?starttls=1"

    (result,) = SmtpTransport(url, timeout_s=5).send([MAIL])

    assert result.outcome == "retry"
    assert "certificate" in result.text.lower()
    assert (door.mails, door.mechanisms) == ([], [])


def test_smtps_is_tls_from_the_start(door: Door, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    port = free_port()
    controller = TlsController(door, port, ssl_context=contexts[0])
    controller.start()
    try:
        trusting = SmtpTransport(f"smtps://127.0.0.1:{port}", timeout_s=5, tls_context=contexts[1]).send([MAIL, MAIL])
        doubting = SmtpTransport(f"smtps://127.0.0.1:{port}", timeout_s=5).send([MAIL])
    finally:
        controller.stop()

    assert [result.outcome for result in trusting + doubting] == ["sent", "sent", "retry"]
    assert len(door.mails) == 2


def test_login_is_used_where_plain_is_not_offered() -> None:
    def script(line: Line) -> None:
        line.greet("AUTH LOGIN XOAUTH2")
        for answer in ("334 UGFzc3dvcmQ6", "235 welcome"):
            heard.append(line.hear())
            line.say(answer)
        line.fall_silent()

    heard: list[str] = []
    with scripted_smtp(script) as server:
        SmtpTransport(server.url.replace("//", "//vera:secret@"), timeout_s=0.3).send([MAIL])

    assert heard[:2] == ["AUTH LOGIN dmVyYQ==", "c2VjcmV0"]


@pytest.mark.parametrize(
    ("offered", "answer", "code", "words"),
    [
        ("AUTH LOGIN", "535 5.7.8 no such user", 535, "5.7.8 no such user"),
        ("AUTH CRAM-MD5 XOAUTH2", "221 bye", 0, "the server offers neither AUTH PLAIN nor AUTH LOGIN"),
        ("SIZE 1000", "221 bye", 0, "the server offers neither AUTH PLAIN nor AUTH LOGIN"),
    ],
)
def test_without_a_login_no_mail_goes_out(offered: str, answer: str, code: int, words: str) -> None:
    def script(line: Line) -> None:
        line.greet(offered)
        line.hear()
        line.say(answer)
        line.fall_silent()

    with scripted_smtp(script) as server:
        (result,) = SmtpTransport(server.url.replace("//", "//vera:secret@"), timeout_s=5).send([MAIL])

    assert (result.outcome, result.code, result.text) == ("retry", code, words)
    assert not any(b"MAIL" in turn for line in server.lines for turn in line.turns)


def test_a_server_without_starttls_hears_nothing_when_tls_is_demanded() -> None:
    """Seen failing with TLS only used where offered: whoever strips the offer then reads password and mail."""

    def script(line: Line) -> None:
        line.greet("AUTH PLAIN")
        line.fall_silent()

    with scripted_smtp(script) as server:
        url = server.url.replace("//", "//vera:secret@") + "?starttls=1"
        (result,) = SmtpTransport(url, timeout_s=5).send([MAIL])

    assert (result.outcome, result.stage) == ("retry", "connection")
    assert "STARTTLS" in result.text
    assert not any(b"AUTH" in turn or b"MAIL" in turn for line in server.lines for turn in line.turns)


def test_what_was_said_before_tls_counts_for_nothing_after_it(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    """CVE-2011-0411 and its kin: a reply slipped in before the handshake must not answer what is said after it.

    Seen failing without the check in ``start_tls``: the slipped-in lines were taken for the answer to EHLO.
    """

    def script(line: Line) -> None:
        line.greet("STARTTLS")
        line.hear()
        line.say("220 go ahead", "250-sink.example", "250 AUTH PLAIN")
        with contexts[0].wrap_socket(line.sock, server_side=True) as secure:
            said_under_tls.append(secure.recv(1000))

    said_under_tls: list[bytes] = []
    with scripted_smtp(script) as server:
        url = server.url.replace("//", "//vera:secret@") + "?starttls=1"
        (result,) = SmtpTransport(url, timeout_s=5, tls_context=contexts[1]).send([MAIL])

    assert (result.outcome, result.text) == ("retry", "replies sent before TLS")
    assert said_under_tls == [b""]


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", SmtpServer("mail.example", 25, "none")),
        ("smtp://mail.example:2525/", SmtpServer("mail.example", 2525, "none")),
        ("smtp://mail.example?starttls=0", SmtpServer("mail.example", 25, "none")),
        ("smtp://mail.example?starttls=1", SmtpServer("mail.example", 587, "starttls")),
        ("smtps://mail.example", SmtpServer("mail.example", 465, "implicit")),
        ("smtps://a%40b:c%3Ad@mail.example:1465", SmtpServer("mail.example", 1465, "implicit", "a@b", "c:d")),
        ("smtp://[::1]:2525", SmtpServer("::1", 2525, "none")),
    ],
)
def test_the_url_names_the_server(url: str, server: SmtpServer) -> None:
    assert parse_smtp_url(url) == server


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no scheme"),
        ("mail.example", "no scheme"),
        ("http://mail.example", "unknown scheme 'http'"),
        ("smtp://", "no host"),
        ("smtp://vera:secret@", "no host"),
        ("smtp://mail.example:smtp", "no valid host and port"),
        ("smtp://mail.example:99999", "no valid host and port"),
        ("smtp://[::1", "no valid host and port"),
        ("smtp://mail.example/inbox", "nothing may follow the port but options"),
        ("smtp://vera@mail.example", "user and password go together"),
        ("smtp://mail.example?starttls=yes", "starttls is 0 or 1"),
        ("smtp://mail.example?tls=1", "unknown option 'tls'"),
        ("smtps://mail.example?starttls=1", "takes no starttls"),
    ],
)
def test_a_bad_url_is_refused_by_the_settings_name_and_without_the_password(url: str, reason: str) -> None:
    with pytest.raises(SmtpUrlError) as refusal:
        SmtpTransport(url)
    assert str(refusal.value).startswith("PICKPOST_SMTP_URL: ")
    assert reason in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_server_does_not_show_its_password() -> None:
    assert "secret" not in repr(parse_smtp_url("smtp://vera:secret@mail.example"))
