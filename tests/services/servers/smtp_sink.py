"""An SMTP server that keeps what it is given, counts connections, and refuses what a test tells it to refuse."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.servers.processes import free_port

Stage = Literal["MAIL", "RCPT", "DATA"]
DROPPED = "421 4.4.2 connection dropped"


@dataclass(frozen=True)
class Received:
    """A mail that the sink took: its envelope (no sender: ""), its bytes, and on which connection it came (from 1)."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    raw: bytes
    connection: int


@dataclass
class _Refusal:
    stage: Stage
    answer: str
    address: str
    times: int | None


class SmtpSink:
    """A running sink on 127.0.0.1."""

    def __init__(self) -> None:
        self.port = free_port()
        self.connections = 0
        self.mails: list[Received] = []
        self._refusals: list[_Refusal] = []
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """The sink as the product's outgoing server."""
        return f"smtp://127.0.0.1:{self.port}"

    def refuse(self, stage: Stage, answer: str, *, address: str = "", times: int | None = None) -> None:
        """Answer a stage with something else than 250 from now on.

        Args: stage: the command. answer: code and text, such as ``451 4.3.0 later``; ``DROPPED`` closes the connection
        without a word. address: only for this sender (MAIL) or recipient (RCPT, DATA). times: how often, None for ever.
        """
        self._refusals.append(_Refusal(stage, answer, address, times))

    def relent(self) -> None:
        """Refuse nothing any more."""
        self._refusals.clear()

    def wait_for(self, count: int, within_s: float = 20) -> list[Received]:
        """Return the mails as soon as there are at least so many.

        Raises: AssertionError: there were fewer when time was up.
        """
        deadline = time.monotonic() + within_s
        while len(self.mails) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.mails)} of {count} mails came within {within_s} s")
            time.sleep(0.02)
        return list(self.mails)

    def start(self) -> None:
        """Listen, on the same port each time."""
        self._controller = _Counting(self)
        self._controller.start()

    def stop(self) -> None:
        """Close the port and every connection."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(
        self, server: _Numbered, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1  # counted here: the controller looks whether the port is open, but never greets
        server.connection_number = self.connections
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer(server, "MAIL", address) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := self._answer(server, "RCPT", address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: _Numbered, session: Session, envelope: Envelope) -> str:
        if refused := self._answer(server, "DATA", *envelope.rcpt_tos):
            return refused
        sender = (envelope.mail_from or "").removeprefix("<>")  # aiosmtpd's word for the empty sender of a bounce
        raw = envelope.original_content or b""
        self.mails.append(Received(sender, tuple(envelope.rcpt_tos), raw, server.connection_number))
        return "250 OK"

    def _answer(self, server: SMTP, stage: Stage, *addresses: str) -> str | None:
        for refusal in self._refusals:
            fits = refusal.stage == stage and (not refusal.address or refusal.address in addresses)
            if not fits or refusal.times == 0:
                continue
            if refusal.times is not None:
                refusal.times -= 1
            if refusal.answer == DROPPED and isinstance(server.transport, asyncio.Transport):
                server.transport.abort()
            return refusal.answer
        return None


class _Counting(Controller):
    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink
        super().__init__(sink, hostname="127.0.0.1", port=sink.port, ready_timeout=30)

    def factory(self) -> Any:
        return _Numbered(self.sink, **self.SMTP_kwargs)


class _Numbered(SMTP):
    connection_number = 0


@contextlib.contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """Run a sink until the context ends."""
    sink = SmtpSink()
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()
