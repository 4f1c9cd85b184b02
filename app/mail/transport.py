"""Mails handed over in batches: to an SMTP server, or to the built-in mailroom."""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

import structlog

from app.mail.smtp_connection import Reply, SmtpConnection, connect, printable
from app.mail.smtp_url import parse_smtp_url

log = structlog.get_logger(__name__)

Stage = Literal["check", "connection", "sender", "recipient", "data", "content", "mailroom"]

_MOST_LOST_CONNECTIONS = 3
_ENVELOPE_ADDRESS = re.compile(r"[!-;=?-~]{1,320}")
_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_NOT_THE_ADDRESS = ("5.3.", "5.6.", "5.7.")  # RFC 3463: the system, the content, a policy
_NOT_LOGGED_IN = (530, 535, 538)


class Outcome(StrEnum):
    """What became of a mail: taken over by the server, to be tried again, or refused for good."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sendable:
    """A mail ready to go; ``content`` has CRLF line ends, ``mail_from`` may be empty (the null sender)."""

    id: int
    mail_from: str
    rcpt_to: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the mail ``id``: the server's ``code`` (0 where it said nothing), its words, and at what stage.

    Stages: check, before any connection; connection, with greeting, TLS and login; sender, recipient and data, the
    three commands of the envelope; content; mailroom.
    """

    id: int
    outcome: Outcome
    code: int
    text: str
    stage: Stage

    @property
    def address_is_bad(self) -> bool:
        """Whether the refusal is about the recipient's address, so that it should be marked."""
        too_big = self.code == 552 and self.stage in ("data", "content")
        about_something_else = too_big or self.text.startswith(_NOT_THE_ADDRESS)
        return self.outcome is Outcome.FAILED and self.code >= 500 and not about_something_else


class Transport(Protocol):
    """Takes mails over; thread-safe."""

    def send(self, batch: Sequence[Sendable]) -> list[Result]:
        """Hand over the mails; return one result for each, in the order of the batch. Never raises for a mail."""
        ...


class MailroomTransport:
    """Hands each mail to a callable that keeps it; what that raises makes the mail wait for another try."""

    def __init__(self, keep: Callable[[Sendable], None]) -> None:
        self._keep = keep

    def send(self, batch: Sequence[Sendable]) -> list[Result]:
        return [self._send_one(mail) for mail in batch]

    def _send_one(self, mail: Sendable) -> Result:
        try:
            self._keep(mail)
        except Exception as error:
            log.warning("mailroom did not take a mail", mail_id=mail.id, exc_info=True)
            return Result(mail.id, Outcome.RETRY, 0, f"{type(error).__name__}: {error}", "mailroom")
        return Result(mail.id, Outcome.SENT, 250, "kept in the mailroom", "mailroom")


class SmtpTransport:
    """Hands a batch to one SMTP server over one connection, opened anew when it breaks in the middle.

    A refused recipient or content fails that mail when the code is 5xx, and lets it wait when it is 4xx. A refused
    connection, login or sender is the operator's fault, and so is a recipient refused by policy (5.7.x, "relay
    denied"): all of these wait, whatever the code. A mail whose connection breaks after its content went out waits
    too: the server may have it, so the next try must bear the same Message-ID.
    """

    def __init__(
        self,
        url: str,
        timeout_s: float = 20,
        *,
        batch_within_s: float = 30,
        ehlo_name: str = "localhost",
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        """Read the URL; no connection yet.

        Args: url: PICKPOST_SMTP_URL. timeout_s: for connecting, for each reply and for each write. batch_within_s:
            no mail is begun later than this after the batch, which keeps it within its lease. ehlo_name: how we call
            ourselves. tls_context: instead of the system's trusted authorities.
        Raises: SmtpUrlError: the URL cannot be understood.
        """
        self._server = parse_smtp_url(url)
        self._timeout_s = timeout_s
        self._batch_within_s = batch_within_s
        self._ehlo_name = ehlo_name
        self._tls_context = tls_context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody yet
        if tls_context is None and self._server.tls != "none":
            self._tls_context.load_default_certs()
        if self._server.user and self._server.tls == "none":
            log.warning("the SMTP password goes out in the clear: set starttls=1 in PICKPOST_SMTP_URL")

    def send(self, batch: Sequence[Sendable]) -> list[Result]:
        delivery = _Delivery(batch, time.monotonic() + self._batch_within_s)
        while delivery.waiting and not delivery.given_up:
            try:
                connection = connect(self._server, self._ehlo_name, self._timeout_s, self._tls_context)
            except (OSError, smtplib.SMTPException) as error:
                delivery.give_up(error)
                break
            try:
                delivery.run(connection)
            except (OSError, smtplib.SMTPException) as error:
                delivery.lost_connection(error)
            finally:
                connection.leave()
        return [delivery.results[mail.id] for mail in batch]


class _Delivery:
    """How far one batch has come, over as many connections as it takes."""

    def __init__(self, batch: Sequence[Sendable], begin_before_s: float) -> None:
        self.results = {mail.id: refusal for mail in batch if (refusal := _unfit(mail))}
        self.waiting = deque(mail for mail in batch if mail.id not in self.results)
        self.given_up = False
        self._begin_before_s = begin_before_s
        self._on_the_way: Sendable | None = None
        self._losses_in_a_row = 0
        self._lost_with: Sendable | None = None

    def run(self, smtp: SmtpConnection) -> None:
        """Deliver from the left of ``waiting``; the next envelope is said together with the content before it.

        Raises: OSError, smtplib.SMTPException: the connection broke; ``lost_connection`` says what that means.
        """
        while self.waiting or self._on_the_way:
            if self.waiting:
                smtp.say(*_envelope(self.waiting[0]))
            if self._on_the_way:
                self._settle(self._on_the_way, "content", smtp.hear())
                self._on_the_way = None
            if self._is_late():
                self._leave_waiting("not begun: the batch took too long")
            if self.waiting:
                self._next(smtp)

    def lost_connection(self, error: Exception) -> None:
        """Settle the mail that was on the way, and the first waiting one when it has lost two connections."""
        if self._on_the_way:
            self._retry(self._on_the_way, "content", f"connection lost, perhaps delivered: {error}")
            self._on_the_way = None
        elif self.waiting and self.waiting[0] is self._lost_with:
            self._retry(self.waiting.popleft(), "connection", str(error))
        self._lost_with = self.waiting[0] if self.waiting else None
        self._losses_in_a_row += 1
        log.warning("smtp connection lost", reason=type(error).__name__, waiting=len(self.waiting))
        if self._losses_in_a_row >= _MOST_LOST_CONNECTIONS or self._is_late():
            self._leave_waiting(f"connection lost {self._losses_in_a_row} times: {error}")

    def give_up(self, error: Exception) -> None:
        """Let all that is left wait: no connection, no TLS or no login."""
        code, words = 0, str(error)
        if isinstance(error, smtplib.SMTPResponseException):
            code, octets = error.smtp_code, error.smtp_error
            words = printable(octets) if isinstance(octets, bytes) else octets
        log.warning("smtp server not ready", code=code, reason=type(error).__name__, waiting=len(self.waiting))
        self._leave_waiting(words, code)

    def _is_late(self) -> bool:
        return time.monotonic() > self._begin_before_s

    def _next(self, smtp: SmtpConnection) -> None:
        mail = self.waiting[0]
        refusal = _heard_refusal(smtp)
        self.waiting.popleft()
        if refusal:
            self._settle(mail, *refusal)
            smtp.say(b"RSET\r\n")
            smtp.hear()
        else:
            smtp.say(_dotted(mail.content))
            self._on_the_way = mail

    def _settle(self, mail: Sendable, stage: Stage, reply: Reply) -> None:
        self._losses_in_a_row = 0
        outcome = _outcome(stage, reply)
        self.results[mail.id] = Result(mail.id, outcome, reply.code, reply.text, stage)
        if outcome is not Outcome.SENT:
            log.warning("mail refused", mail_id=mail.id, stage=stage, code=reply.code, status=reply.status)

    def _retry(self, mail: Sendable, stage: Stage, text: str, code: int = 0) -> None:
        self.results[mail.id] = Result(mail.id, Outcome.RETRY, code, text, stage)

    def _leave_waiting(self, text: str, code: int = 0) -> None:
        self.given_up = True
        while self.waiting:
            self._retry(self.waiting.popleft(), "connection", text, code)


def _heard_refusal(smtp: SmtpConnection) -> tuple[Stage, Reply] | None:
    """Hear the answers to one envelope; return the first that is no consent, with the stage it came at."""
    refusal: tuple[Stage, Reply] | None = None
    stages: tuple[tuple[Stage, int], ...] = (("sender", 2), ("recipient", 2), ("data", 3))
    reply = None
    for stage, consent in stages:
        reply = smtp.hear()
        if reply.code // 100 != consent:
            refusal = refusal or (stage, reply)
            if smtp.take_back():
                return refusal
    if refusal and reply and reply.code == 354:
        # RFC 2920 3.1: a pipelining server may want content although it took no recipient; it gets none.
        smtp.say(b".\r\n")
        smtp.hear()
    return refusal


def _outcome(stage: Stage, reply: Reply) -> Outcome:
    if stage == "content" and reply.code // 100 == 2:
        return Outcome.SENT
    operators_fault = (
        stage == "sender"
        or reply.code in _NOT_LOGGED_IN
        or (stage == "recipient" and reply.status.startswith("5.7."))
        or reply.code == 503  # out of step with the server: no verdict on this mail
    )
    return Outcome.FAILED if reply.code // 100 == 5 and not operators_fault else Outcome.RETRY


def _unfit(mail: Sendable) -> Result | None:
    """Return a failure for a mail that could break the dialogue: a forged envelope, or line ends other than CRLF."""
    envelope_is_plain = _ENVELOPE_ADDRESS.fullmatch(mail.rcpt_to) and _ENVELOPE_ADDRESS.fullmatch(mail.mail_from or "-")
    crlf = mail.content.count(b"\r\n")
    if not envelope_is_plain:
        return Result(mail.id, Outcome.FAILED, 0, "an envelope address is not plain ASCII", "check")
    if crlf != mail.content.count(b"\n") or crlf != mail.content.count(b"\r"):
        return Result(mail.id, Outcome.FAILED, 0, "a line end other than CRLF", "check")
    return None


def _envelope(mail: Sendable) -> tuple[bytes, bytes, bytes]:
    return (
        f"MAIL FROM:<{mail.mail_from}>\r\n".encode("ascii"),
        f"RCPT TO:<{mail.rcpt_to}>\r\n".encode("ascii"),
        b"DATA\r\n",
    )


def _dotted(content: bytes) -> bytes:
    stuffed = _LINE_START_DOT.sub(b"..", content)
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
