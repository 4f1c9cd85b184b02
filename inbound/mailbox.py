"""An IMAP mailbox: connected within time limits, read without touching a flag, emptied by moving."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from urllib.parse import parse_qs, unquote, urlsplit

from imapclient import IMAPClient

from app.settings import SettingsError
from inbound.oauth import AccessTokens, SignIn
from inbound.parse.limits import MAX_BYTES

TIMEOUT_S = 30
IDLE_S = 300
LOOK_UP_S = 1.0
WITHOUT_IDLE_S = 30
SET_SIZE = 100
SET_BYTES = 2 * MAX_BYTES
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class ConnectionGone(ConnectionError):
    """The server has closed the connection while nothing was asked of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the mailbox is and how to get in, as ``PICKPOST_IMAP_URL`` says.

    password: with ``auth=xoauth2`` an access token, unless ``sign_in`` gets them.
    """

    host: str
    port: int
    over_tls: bool
    user: str
    password: str
    folder: str
    by_token: bool
    sign_in: SignIn | None

    @classmethod
    def of(cls, url: str) -> Place:
        """Read ``imaps://user:password@host/INBOX``, with ``?auth=xoauth2`` and ``&token_url=…`` for tokens.

        Raises: SettingsError: it cannot be read; the message does not repeat it, for it holds a password.
        """
        parts = urlsplit(url)
        asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise SettingsError("PICKPOST_IMAP_URL: expected imaps://user:password@host/INBOX")
        sign_in = None
        if "token_url" in asked:
            names = ("token_url", "client_id", "client_secret", "refresh_token", "scope")
            sign_in = SignIn(*(asked.get(name, "") for name in names))
        over_tls = parts.scheme == "imaps"
        return cls(
            parts.hostname, parts.port or (993 if over_tls else 143), over_tls, unquote(parts.username),
            unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX", asked.get("auth") == "xoauth2",
            sign_in,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail in the mailbox. whole: all of it; else only its head, because it is larger than anything we read."""

    uid: int
    content: bytes
    whole: bool


@contextmanager
def connected(place: Place, tokens: AccessTokens | None, now: datetime) -> Iterator[OpenMailbox]:
    """Open the mailbox, and close it in the end.

    Raises: imapclient.exceptions.IMAPClientError, OSError, SignInFailed: it cannot be opened.
    """
    context = ssl.create_default_context()
    client = IMAPClient(place.host, place.port, ssl=place.over_tls, ssl_context=context, timeout=TIMEOUT_S)
    try:
        if not place.over_tls and place.host not in _LOOPBACK:
            client.starttls(context)
        if place.by_token:
            client.oauth2_login(place.user, tokens.get(now) if tokens else place.password)
        else:
            client.login(place.user, place.password)
        client.select_folder(place.folder)
        yield OpenMailbox(client)
    finally:
        client.shutdown()


class OpenMailbox:
    """A mailbox with a connection to it."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._processed = self._folder("Pickpost", "Processed")

    def sets(self) -> Iterator[list[Fetched]]:
        """Give all mails, in sets of at most 100 and so many bytes as may be held in memory; no flag changes.

        Which mails were seen is not remembered by flags or UIDs: what is still here was not moved away yet.
        """
        sizes = self._client.fetch(self._client.search("UNDELETED"), ["RFC822.SIZE"])
        uids: list[int] = []
        size = 0
        for uid in sorted(sizes):
            bytes_of_mail = sizes[uid].get(b"RFC822.SIZE", 0)
            if bytes_of_mail > MAX_BYTES:
                yield self._fetched([uid], whole=False)
                continue
            if uids and (len(uids) == SET_SIZE or size + bytes_of_mail > SET_BYTES):
                yield self._fetched(uids, whole=True)
                uids, size = [], 0
            uids.append(uid)
            size += bytes_of_mail
        if uids:
            yield self._fetched(uids, whole=True)

    def _fetched(self, uids: list[int], *, whole: bool) -> list[Fetched]:
        part = b"BODY[]" if whole else b"BODY[HEADER]"
        answers = self._client.fetch(uids, [part.replace(b"BODY[", b"BODY.PEEK[")])
        return [Fetched(uid, answers[uid][part], whole) for uid in uids if answers.get(uid, {}).get(part) is not None]

    def put_away(self, uids: Sequence[int]) -> None:
        """Move mails to the folder of processed ones; servers that cannot move copy first, so that none is lost."""
        if self._client.has_capability("MOVE"):
            self._client.move(uids, self._processed)
            return
        self._client.copy(uids, self._processed)
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)
        else:
            self._client.expunge()

    def wait(self, stop: Event) -> None:
        """Wait until something arrives, a few minutes are over, or ``stop`` is set.

        Raises: ConnectionGone: the server has hung up, which the library would report as silence for ever.
        """
        if not self._client.has_capability("IDLE"):
            stop.wait(WITHOUT_IDLE_S)
            self._client.noop()
            return
        self._client.idle()
        until = time.monotonic() + IDLE_S
        while not stop.is_set() and time.monotonic() < until:
            began = time.monotonic()
            if self._client.idle_check(timeout=LOOK_UP_S):
                break
            if time.monotonic() - began < LOOK_UP_S / 2:
                raise ConnectionGone
        self._client.idle_done()

    def _folder(self, *names: str) -> str:
        """Return a folder in the place and with the separator that this server wants, made where it is missing."""
        prefix, separator = "", "/"
        if self._client.has_capability("NAMESPACE"):
            personal = self._client.namespace().personal
            if personal:
                prefix, separator = personal[0]
        folder = prefix + (separator or "/").join(names)
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        return str(folder)
