"""One SMTP session with bounded replies, pipelined where the server offers it."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import ssl
import time
from collections import deque
from typing import Any, NamedTuple, NoReturn

from app.mail.smtp_url import SmtpServer

_LONGEST_REPLY_OCTETS = 65_536
_LONGEST_WORDS = 500
_SHORTEST_WAIT_S = 0.001
_GOODBYE_WITHIN_S = 2.0
_WRITE_OCTETS = 262_144  # the time limit holds for each write: a large mail over a slow line needs more than one
_LAST_LINE = re.compile(rb"^(?!\d{3}-)[^\n]*\n", re.MULTILINE)
_ENHANCED_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class Reply(NamedTuple):
    """What the server said: ``code`` is -1 where it spoke no SMTP, ``text`` holds its lines as one, printable."""

    code: int
    text: str

    @property
    def status(self) -> str:
        """The enhanced status code (RFC 3463), such as ``5.1.1``, or nothing."""
        found = _ENHANCED_STATUS.match(self.text)
        return found[0] if found else ""


class SmtpConnection(smtplib.SMTP):
    """A session in which commands are queued with ``say`` and answered one by one by ``hear``.

    With PIPELINING (RFC 2920) all that is queued goes out in one write; without, one command for each answer.
    A reply is limited in size and in time: ``timeout_s`` covers all of its lines.
    """

    def __init__(self, server: SmtpServer, ehlo_name: str, timeout_s: float, context: ssl.SSLContext) -> None:
        self._unread = b""
        self._unsaid: deque[bytes] = deque()
        self._timeout_s = timeout_s
        tls: dict[str, Any] = {"context": context} if isinstance(self, smtplib.SMTP_SSL) else {}
        super().__init__(server.host, server.port, ehlo_name, timeout=timeout_s, **tls)

    @property
    def pipelining(self) -> bool:
        """Whether the server takes several commands at once."""
        return self.has_extn("pipelining")

    def say(self, *commands: bytes) -> None:
        """Queue commands, each closed by CRLF, or a mail's content closed by its dot."""
        self._unsaid.extend(commands)

    def take_back(self) -> bool:
        """Drop what is queued and not yet said; tell whether there was anything."""
        some = bool(self._unsaid)
        self._unsaid.clear()
        return some

    def hear(self) -> Reply:
        """Return the next reply, after saying what is due.

        Raises: smtplib.SMTPServerDisconnected: the line broke, timed out, or the server closes it (421).
        """
        if self._unsaid:
            count = len(self._unsaid) if self.pipelining else 1
            octets = b"".join(self._unsaid.popleft() for _ in range(count))
            for at in range(0, len(octets), _WRITE_OCTETS):
                self.send(octets[at : at + _WRITE_OCTETS])
        code, text = self.getreply()
        reply = Reply(code, printable(text))
        if code == 421:
            raise smtplib.SMTPServerDisconnected(f"421 {reply.text}")
        return reply

    def leave(self) -> None:
        """Say QUIT unless the line is down, wait a moment for the answer, and close; never raises."""
        self._unsaid.clear()
        self._timeout_s = min(self._timeout_s, _GOODBYE_WITHIN_S)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            self.say(b"QUIT\r\n")
            self.hear()
        self.close()

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply within the limits; overrides the standard library's, which has none.

        Raises: smtplib.SMTPServerDisconnected: end of stream, time is up, or too long a reply.
        """
        deadline = time.monotonic() + self._timeout_s
        while not (end := _LAST_LINE.search(self._unread)):
            if len(self._unread) > _LONGEST_REPLY_OCTETS:
                self._hang_up("an endless reply")
            self._unread += self._more(deadline)
        lines = self._unread[: end.end()].splitlines()
        self._unread = self._unread[end.end() :]
        code = int(lines[-1][:3]) if re.match(rb"\d{3}(?: |$)", lines[-1]) else -1
        return code, b"\n".join(line[4:].strip() for line in lines)

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Go over to TLS.

        Raises: smtplib.SMTPException: not offered, refused, or something was said before it that would count after
            it (the STARTTLS injection of CVE-2011-0411). OSError: the handshake failed.
        """
        self.starttls(context=context)
        if self._unread:
            self._hang_up("replies sent before TLS")

    def log_in(self, user: str, password: str) -> None:
        """Authenticate by PLAIN, or by LOGIN where only that is offered, in UTF-8 (RFC 4616).

        Raises: smtplib.SMTPAuthenticationError: refused. smtplib.SMTPNotSupportedError: neither is offered.
        """
        offered = self.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            code, text = self.docmd("AUTH", "PLAIN " + _base64("\0".join(("", user, password))))
        elif "LOGIN" in offered:
            code, text = self.docmd("AUTH", "LOGIN " + _base64(user))
            if code == 334:
                code, text = self.docmd(_base64(password))
        else:
            raise smtplib.SMTPNotSupportedError("the server offers neither AUTH PLAIN nor AUTH LOGIN")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, text)

    def _more(self, deadline: float) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        self.sock.settimeout(max(_SHORTEST_WAIT_S, deadline - time.monotonic()))
        try:
            octets = self.sock.recv(8192)
        except OSError as error:
            self._hang_up(str(error))
        self.sock.settimeout(self._timeout_s)
        if not octets:
            self._hang_up("the server closed the connection")
        return octets

    def _hang_up(self, reason: str) -> NoReturn:
        self.close()
        raise smtplib.SMTPServerDisconnected(reason)


class SmtpsConnection(SmtpConnection, smtplib.SMTP_SSL):
    """The same with TLS from the first octet."""


def connect(server: SmtpServer, ehlo_name: str, timeout_s: float, context: ssl.SSLContext) -> SmtpConnection:
    """Return a session that is ready for mail: greeted, under TLS and logged in as the server's URL says.

    Raises: smtplib.SMTPException or OSError: any of it failed; nothing stays open.
    """
    kind = SmtpsConnection if server.tls == "implicit" else SmtpConnection
    connection = kind(server, ehlo_name, timeout_s, context)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            connection.start_tls(context)
            connection.ehlo_or_helo_if_needed()
        if server.user is not None and server.password is not None:
            connection.log_in(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def printable(text: bytes) -> str:
    """Return a server's words fit for a log or a database: one line, no control characters, at most 500 long."""
    words = " ".join(text.decode("utf-8", "replace").split())
    return "".join(character for character in words if character.isprintable())[:_LONGEST_WORDS]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
