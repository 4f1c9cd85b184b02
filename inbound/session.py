"""One connection of the receiver, in SMTP or LMTP, with the limits that the library leaves out."""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from app.clock import Clock
from app.store.work import NewWork
from inbound.addresses import our_address
from inbound.arrival import Arrival, keep
from inbound.gate import Gate
from inbound.parse.limits import MAX_BYTES

log = structlog.get_logger()

IDLE_S = 300.0
STORE_WITHIN_S = 60.0
MOST_RECIPIENTS = 100
LINE_BUFFER_BYTES = 64 * 1024

LATER = "451 4.3.0 Cannot keep the mail now, try again later"
BUSY = "452 4.3.1 Too much mail at once, try again later"
TOO_LARGE = f"552 5.3.4 The mail is larger than {MAX_BYTES // (1024 * 1024)} MB"
TOO_MANY_CONNECTIONS = b"421 4.7.0 Too many connections, try again later\r\n"


@dataclass(frozen=True)
class Storing:
    """Where mails of a connection go, and whose word is believed."""

    new_work: NewWork
    clock: Clock
    mail_domain: str
    mailbox: str
    trusted: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    def trusts(self, peer: str) -> bool:
        """Whether a peer is a relay of ours."""
        address = ipaddress.ip_address(peer)
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return any(address in network for network in self.trusted)

    def store(self, arrival: Arrival) -> None:
        """Keep a mail. Raises: sqlalchemy.exc.SQLAlchemyError."""
        keep(self.new_work, [arrival], self.clock.now())

    async def handle_RCPT(  # the library finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take every address at our domain, also one that means nothing: it is kept with that reason. No open relay."""
        if our_address(address, self.mail_domain) is None:
            return "550 5.7.1 We do not relay"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"


class _TooLarge(Exception):
    """The sender goes on although the mail is larger than anything we keep."""


class _NoRoom(Exception):
    """Other mails fill the memory that is set aside for them."""


class SmtpSession(SMTP):
    """A connection in SMTP."""

    line_length_limit = LINE_BUFFER_BYTES
    answers_each_recipient = False

    def __init__(self, storing: Storing, gate: Gate, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            storing, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, hostname=storing.mail_domain, ident="Pickpost",
            timeout=IDLE_S, command_call_limit={"*": 100, "MAIL": 1_000, "RCPT": 10_000, "DATA": 1_000, "RSET": 1_000},
            loop=loop,
        )  # fmt: skip
        self._storing = storing
        self._gate = gate
        self._peer = ""
        self._admitted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or refuse at once where too many are open."""
        assert isinstance(transport, asyncio.Transport)
        self._peer = str(transport.get_extra_info("peername")[0])
        self._counted = transport
        self._admitted = self._gate.admit(transport, self._peer, self._storing.trusts(self._peer))
        if self._admitted:
            super().connection_made(transport)
            return
        transport.write(TOO_MANY_CONNECTIONS)
        transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Count the connection out."""
        if self._admitted:
            self._gate.leave(self._counted, self._peer)
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        """Let a refused peer hang up."""
        return super().eof_received() if self._admitted else False

    async def handle_exception(self, error: Exception) -> str:
        """Answer any fault of ours with "later": the library's own answer is a permanent 500 with its text."""
        log.error("receiver fault", error=type(error).__name__)
        return LATER

    @syntax("DATA")
    async def smtp_DATA(self, argument: str | None) -> None:  # noqa: N802  # named by the library
        """Take a mail: read it within the limits, store it, and only then say so.

        The library's own loop keeps the pieces of an endless line for ever and goes on reading after its limit.
        """
        assert self.envelope is not None
        assert self.transport is not None
        recipients = tuple(self.envelope.rcpt_tos)
        if await self.check_helo_needed() or await self._refuse_data(argument, recipients):
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            content = await self._mail()
        except (_TooLarge, _NoRoom) as limit:
            await self.push(TOO_LARGE if isinstance(limit, _TooLarge) else BUSY)
            self.transport.close()
            return
        answer = await self._stored(content, recipients)
        self._gate.release(len(content))
        self._set_post_data_state()  # type: ignore[no-untyped-call]  # the library leaves it without types
        for _ in recipients if self.answers_each_recipient else recipients[:1]:
            await self.push(answer)

    async def _refuse_data(self, argument: str | None, recipients: tuple[str, ...]) -> bool:
        if not recipients:
            await self.push("503 5.5.1 Error: need RCPT command")
        elif argument:
            await self.push("501 5.5.4 Syntax: DATA")
        else:
            return False
        return True

    async def _mail(self) -> bytes:
        """Read up to the lone dot; only CRLF ends a line, so no other line end can smuggle a second mail in.

        Returns: the mail, its bytes reserved at the gate. Raises: _TooLarge, _NoRoom: nothing is reserved any more.
        """
        content, starts_line = bytearray(), True
        try:
            while True:
                piece = await self._piece()
                ends_line = piece.endswith(b"\r\n")
                if starts_line and piece == b".\r\n":
                    return bytes(content)
                kept = piece[1:] if starts_line and piece.startswith(b".") else piece
                if len(content) + len(kept) > MAX_BYTES:
                    raise _TooLarge
                if not self._gate.reserve(len(kept)):
                    raise _NoRoom
                content += kept
                starts_line = ends_line
        except BaseException:
            self._gate.release(len(content))
            raise

    async def _piece(self) -> bytes:
        """Read a line, or as much of a long one as the buffer holds."""
        try:
            line: bytes = await self._reader.readuntil(b"\r\n")
        except asyncio.LimitOverrunError as overrun:
            line = await self._reader.read(overrun.consumed)
        return line

    async def _stored(self, content: bytes, recipients: tuple[str, ...]) -> str:
        assert self.envelope is not None
        assert self.session is not None
        arrival = Arrival(
            content, self._storing.mailbox, recipients, (self.envelope.mail_from or "").strip("<>"), self._peer,
            self.session.host_name, self._storing.trusts(self._peer),
        )  # fmt: skip
        try:
            await asyncio.wait_for(asyncio.to_thread(self._storing.store, arrival), STORE_WITHIN_S)
        except Exception as error:  # whatever it is, the sender keeps the mail and comes again
            log.error("mail not stored", error=type(error).__name__)
            return LATER
        return "250 2.0.0 OK, stored"


class LmtpSession(LMTP, SmtpSession):
    """A connection in LMTP, which answers once for each recipient (RFC 2033)."""

    answers_each_recipient = True
