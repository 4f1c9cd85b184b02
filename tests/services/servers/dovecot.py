"""Dovecot on free ports: IMAP with IDLE and MOVE, plain and over TLS, password and XOAUTH2, and LMTP."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import imaplib
import json
import shutil
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.services.servers.certificates import write_certificate
from tests.services.servers.processes import Server, answers, find, folder_of, free_port, hand_over, ordinary_user

PASSWORD = "horse@battery:/staple"  # to be quoted in a URL
_TOKEN_KEY = b"the key of the sign-in server that issues the tokens"
_DISTANT_FUTURE = 4_102_444_800  # the year 2100: a token's age is not what these tests are about


@dataclass(frozen=True)
class Ports:
    """Where the server listens on 127.0.0.1."""

    imap: int
    imaps: int
    lmtp: int


class Dovecot:
    """A running mail store that knows every user name, all with one password."""

    def __init__(self, server: Server, folder: Path, ports: Ports) -> None:
        self.server = server
        self.folder = folder
        self.ports = ports
        self.certificate = folder / "certificate.pem"

    def mailbox(self, user: str) -> Mailbox:
        """Return a user's mailbox, which is made when it is first looked into."""
        return Mailbox(self, user)

    def restart(self) -> None:
        """Stop the server, which breaks every connection, and start it again on its ports."""
        self.server.stop()
        self.server.start()


class Mailbox:
    """One user's mail, looked at from outside the product."""

    def __init__(self, dovecot: Dovecot, user: str) -> None:
        self.dovecot = dovecot
        self.user = user

    @property
    def url(self) -> str:
        """The product's address of the inbox, without TLS."""
        return f"imap://{_in_url(self.user)}:{_in_url(PASSWORD)}@127.0.0.1:{self.dovecot.ports.imap}/INBOX"

    @property
    def tls_url(self) -> str:
        """The product's address of the inbox over TLS; ``dovecot.certificate`` is the authority to trust."""
        return f"imaps://{_in_url(self.user)}:{_in_url(PASSWORD)}@127.0.0.1:{self.dovecot.ports.imaps}/INBOX"

    @contextlib.contextmanager
    def session(self) -> Iterator[imaplib.IMAP4]:
        """Open an IMAP session."""
        with imaplib.IMAP4("127.0.0.1", self.dovecot.ports.imap, timeout=20) as session:
            session.login(self.user, PASSWORD)
            yield session

    def append(self, *raws: bytes, folder: str = "INBOX") -> None:
        """Put mails into a folder; whoever idles there is told."""
        with self.session() as session:
            for raw in raws:
                _must(session.append(folder, "", "", raw))

    def deliver(self, raw: bytes, sender: str = "carla@customer.example") -> None:
        """Deliver a mail by LMTP, which adds the headers of a real delivery."""
        with smtplib.LMTP("127.0.0.1", self.dovecot.ports.lmtp, local_hostname="relay.example", timeout=20) as line:
            line.sendmail(sender, [self.user], raw)

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """Return the mails of a folder as they are stored, in their order; none where it does not exist."""
        with self.session() as session:
            if session.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            numbers = _must(session.search(None, "ALL"))[0].split()
            return [_must(session.fetch(number.decode(), "(BODY.PEEK[])"))[0][1] for number in numbers]

    def uidvalidity(self, folder: str = "INBOX") -> int:
        """Return the generation of a folder: with another one, every UID known so far is void."""
        with self.session() as session:
            _must(session.select(f'"{folder}"', readonly=True))
            return int(session.response("UIDVALIDITY")[1][0])

    def recreate(self) -> None:
        """Restore the inbox as from a backup: the same mails, under new UIDs and a new UIDVALIDITY."""
        before, kept = self.uidvalidity(), self.mails()
        self.dovecot.restart()
        home = self.dovecot.folder / "mail" / self.user
        shutil.rmtree(home)
        while self.uidvalidity() == before:  # it is made from the clock's second
            shutil.rmtree(home)
        self.append(*kept)


def access_token(user: str, key: bytes = _TOKEN_KEY) -> str:
    """Return a signed token (JWT, HS256) as a sign-in server would issue it for XOAUTH2."""
    header = {"alg": "HS256", "typ": "JWT"}
    claims = {"sub": user, "email": user, "iat": 0, "exp": _DISTANT_FUTURE}
    signed = b".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
    return (signed + b"." + _base64url(hmac.new(key, signed, hashlib.sha256).digest())).decode()


@contextlib.contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Run Dovecot until the context ends.

    Raises: Missing: it is not installed. NotStarted: it did not come up.
    """
    program, user = find("dovecot"), ordinary_user()
    ports = Ports(free_port(), free_port(), free_port())
    with folder_of(user, "imap") as folder:
        _configure(folder, user, ports)
        server = Server(
            [program, "-F", "-c", folder / "dovecot.conf"],
            user=user,
            log=folder / "dovecot.log",
            ready=lambda: answers(ports.imap, b"* OK") and answers(ports.lmtp, b"220"),
        )
        server.start()
        try:
            yield Dovecot(server, folder, ports)
        finally:
            server.stop()


def _configure(folder: Path, user: str, ports: Ports) -> None:
    write_certificate(folder / "certificate.pem", folder / "key.pem")
    keys = folder / "keys" / "default" / "HS256"
    keys.mkdir(parents=True)
    (keys / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
    (folder / "oauth2.conf").write_text(
        "introspection_mode = local\n"
        f"local_validation_key_dict = fs:posix:prefix={folder}/keys/\n"
        "username_attribute = email\n",
        encoding="ascii",
    )
    (folder / "dovecot.conf").write_text(_configuration(folder, user, ports), encoding="ascii")
    for path in (folder, *folder.rglob("*")):
        hand_over(path, user)


def _configuration(folder: Path, user: str, ports: Ports) -> str:
    """Return a configuration that needs no root (one user, no chroot) and makes nobody wait for a wrong password."""
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_login_user = {user}
default_internal_user = {user}
default_internal_group =
protocols = imap lmtp
listen = 127.0.0.1
mail_location = maildir:~/Maildir
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports.imap}
  }}
  inet_listener imaps {{
    port = {ports.imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {ports.lmtp}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _must(answer: tuple[str, list[Any]]) -> list[Any]:
    """Return an answer's data, or say what the server said."""
    status, data = answer
    if status != "OK":
        raise AssertionError(f"IMAP answered {status}: {data}")
    return data


def _in_url(word: str) -> str:
    return quote(word, safe="")
