"""A real mailbox on Dovecot: nothing leaves it before it is stored, and nothing is stored twice."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from imapclient import IMAPClient
from sqlalchemy import event, select

from app.bootstrap import Parts, build
from app.clock import SystemClock
from app.settings import Settings, SettingsError
from app.store.beat import last_beat
from app.store.raw_mail import RawMail
from app.store.work import reading
from inbound.imap import Mailbox
from inbound.mailbox import OpenMailbox, Place
from inbound.oauth import AccessTokens, SignIn, SignInFailed
from tests.edges.incoming import TUESDAY, a_database
from tests.services.servers import dovecot as imap_server
from tests.services.servers.dovecot import access_token

PROCESSED = "Pickpost/Processed"


def a_mail(number: int = 1) -> bytes:
    """Return a mail that differs by its number."""
    return f"From: vera@nordlicht.example\r\nMessage-ID: <{number}@x.example>\r\n\r\nLead {number}\r\n".encode()


class Watched:
    """An installation that watches one mailbox."""

    def __init__(self, folder: Path, url: str) -> None:
        settings = Settings(database_url=a_database(folder), secret_keys=("a test's key",), receive="off", imap_url=url)
        self.parts: Parts = build(settings, SystemClock())
        self.mailbox = Mailbox(self.parts)

    def stored(self) -> list[RawMail]:
        """Return what has been stored."""
        with reading(self.parts.database) as session:
            return list(session.scalars(select(RawMail).order_by(RawMail.id)))

    def stores(self, count: int) -> bool:
        """Say whether so many mails come to be stored within some seconds."""
        return within(20, lambda: len(self.stored()) >= count)


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Say whether something comes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[[str], Watched]]:
    """Start watching a mailbox by its address; stopped when the test ends."""
    begun: list[Watched] = []

    def begin(url: str) -> Watched:
        watched = Watched(tmp_path, url)
        watched.mailbox.start()
        begun.append(watched)
        return watched

    yield begin
    for watched in begun:
        watched.mailbox.stop()
        watched.parts.database.dispose()


Watch = Callable[[str], Watched]


def test_a_mail_that_arrives_is_noticed_stored_and_moved(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    watched = watch(mailbox.url)
    assert within(20, lambda: _has_looked(watched))

    began = time.monotonic()
    mailbox.append(a_mail())

    assert watched.stores(1)
    assert time.monotonic() - began < 5
    (mail,) = watched.stored()
    assert (mail.mailbox, mail.peer_trusted, mail.state, mail.recipients) == ("imap:INBOX", True, "stored", [])
    assert within(5, lambda: mailbox.mails() == [] and mailbox.mails(PROCESSED) == [a_mail()])


def test_what_waits_is_fetched_in_sets_and_stays_unread_for_people(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    mails = [a_mail(number) for number in range(230)]
    mailbox.append(*mails)

    watched = watch(mailbox.url)

    assert watched.stores(230)
    assert within(10, lambda: len(mailbox.mails(PROCESSED)) == 230)
    assert mailbox.mails() == []
    with mailbox.session() as session:
        session.select(f'"{PROCESSED}"', readonly=True)
        assert session.search(None, "SEEN")[1] == [b""]


def test_it_goes_on_after_the_server_was_restarted(
    watch: Watch, mailbox: imap_server.Mailbox, dovecot: imap_server.Dovecot
) -> None:
    """When the server has hung up, IMAPClient's ``idle_check`` answers ``[]`` at once and for ever: a loop around it
    took a whole core and never saw this mail."""
    watched = watch(mailbox.url)
    assert within(20, lambda: _has_looked(watched))

    dovecot.restart()
    mailbox.append(a_mail())

    assert watched.stores(1)


def test_a_new_uidvalidity_doubles_nothing(
    watch: Watch, mailbox: imap_server.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mails are stored but not moved yet when the mailbox is restored from a backup: the same mails under other
    UIDs. A version that knew mails by UIDVALIDITY and UID stored all five twice."""
    moved = OpenMailbox.put_away
    monkeypatch.setattr(OpenMailbox, "put_away", _fails)
    mailbox.append(*[a_mail(number) for number in range(5)])
    watched = watch(mailbox.url)
    assert watched.stores(5)
    assert len(mailbox.mails()) == 5

    mailbox.recreate()
    monkeypatch.setattr(OpenMailbox, "put_away", moved)

    assert within(20, lambda: len(mailbox.mails(PROCESSED)) == 5)
    assert mailbox.mails() == []
    assert len(watched.stored()) == 5


def test_while_the_database_is_away_the_mailbox_is_untouched(
    watch: Watch, mailbox: imap_server.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moved first and stored then, as the shortest loop does it, these mails were gone."""
    watched = watch(mailbox.url)
    assert within(20, lambda: _has_looked(watched))
    engine = watched.parts.database.writer
    event.listen(engine, "before_cursor_execute", _refuse)

    mailbox.append(a_mail(1), a_mail(2))
    time.sleep(2)
    assert mailbox.mails() == [a_mail(1), a_mail(2)]

    event.remove(engine, "before_cursor_execute", _refuse)
    assert watched.stores(2)
    assert within(5, lambda: mailbox.mails() == [])


def test_a_mail_of_30_mb_is_kept_with_its_head_and_the_reason(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    large = b"From: vera@nordlicht.example\r\nSubject: large\r\n\r\n" + (b"x" * 998 + b"\r\n") * 30_000
    mailbox.append(large, a_mail())

    watched = watch(mailbox.url)

    assert watched.stores(2)
    by_state = {mail.state: mail for mail in watched.stored()}
    assert "larger than 25 MB" in (by_state["quarantined"].reason or "")
    assert by_state["quarantined"].size < 1_000
    assert within(10, lambda: len(mailbox.mails(PROCESSED)) == 2)


def test_a_server_that_cannot_move_copies_first(
    watch: Watch, mailbox: imap_server.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    can = IMAPClient.has_capability
    monkeypatch.setattr(IMAPClient, "has_capability", lambda self, name: name != "MOVE" and can(self, name))
    mailbox.append(a_mail())

    assert watch(mailbox.url).stores(1)

    assert within(10, lambda: mailbox.mails(PROCESSED) == [a_mail()] and mailbox.mails() == [])


def test_stopping_does_not_wait_for_the_next_mail(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    watched = watch(mailbox.url)
    assert within(20, lambda: _has_looked(watched))
    time.sleep(1.5)

    began = time.monotonic()
    watched.mailbox.stop()

    assert time.monotonic() - began < 4


def test_over_tls_the_server_must_prove_itself(
    watch: Watch, mailbox: imap_server.Mailbox, dovecot: imap_server.Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.append(a_mail())
    watched = watch(mailbox.tls_url)
    assert not within(2, lambda: bool(watched.stored()))

    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))

    assert watched.stores(1)


def test_a_token_opens_the_mailbox(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    mailbox.append(a_mail())

    assert watch(_token_url(mailbox, access_token(mailbox.user))).stores(1)


def test_a_token_is_fetched_from_the_sign_in_server_and_renewed(watch: Watch, mailbox: imap_server.Mailbox) -> None:
    mailbox.append(a_mail())
    with SignInServer([{"access_token": access_token(mailbox.user), "expires_in": 3600}]) as server:
        asked = f"&token_url={quote(server.url)}&client_id=pickpost&refresh_token=r%2Ft"

        assert watch(_token_url(mailbox, "") + asked).stores(1)

    assert server.forms[0] == {"grant_type": ["refresh_token"], "client_id": ["pickpost"], "refresh_token": ["r/t"]}


def test_tokens_are_kept_until_shortly_before_they_expire() -> None:
    answers = [{"access_token": "one", "expires_in": 3600, "refresh_token": "new"}, {"access_token": "two"}]
    with SignInServer(answers) as server:
        tokens = AccessTokens(SignIn(server.url, "pickpost", refresh_token="old"))

        assert [tokens.get(TUESDAY), tokens.get(TUESDAY.replace(minute=57))] == ["one", "one"]
        assert tokens.get(TUESDAY.replace(minute=59)) == "two"

    assert [form["refresh_token"] for form in server.forms] == [["old"], ["new"]]


@pytest.mark.parametrize("answer", [{"error": "invalid_grant"}, ["?"], None])
def test_a_sign_in_server_that_refuses_is_no_surprise(answer: Any) -> None:
    with SignInServer([answer]) as server, pytest.raises(SignInFailed):
        AccessTokens(SignIn(server.url, "pickpost", "secret", scope="mail")).get(TUESDAY)


def test_a_secret_is_never_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="https"):
        AccessTokens(SignIn("http://login.example/token", "pickpost"))


@pytest.mark.parametrize("url", ["imaps://host.example/INBOX", "pop3://u:p@host.example", "imaps:///INBOX"])
def test_a_wrong_address_is_named_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="PICKPOST_IMAP_URL") as refused:
        Place.of(url)
    assert "u:p" not in str(refused.value)


class SignInServer:
    """A sign-in server on this machine that gives prepared answers."""

    def __init__(self, answers: list[Any]) -> None:
        self.forms: list[dict[str, list[str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # named by the library
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.forms.append(parse_qs(body))
                answer = answers.pop(0)
                self.send_response(200 if answer else 400)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, format: str, *args: Any) -> None:  # named by the library
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/token"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> SignInServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _token_url(mailbox: imap_server.Mailbox, token: str) -> str:
    user = quote(mailbox.user, safe="")
    return f"imap://{user}:{quote(token)}@127.0.0.1:{mailbox.dovecot.ports.imap}/INBOX?auth=xoauth2"


def _has_looked(watched: Watched) -> bool:
    with reading(watched.parts.database) as session:
        return last_beat(session, "imap") is not None


def _fails(*_: object) -> None:
    raise ConnectionError("the line broke after the mails were stored")


def _refuse(*_: object) -> None:
    raise ConnectionError("the database is away")
