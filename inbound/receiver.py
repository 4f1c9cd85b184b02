"""Takes mails by SMTP or LMTP and stores each before it says so."""

from __future__ import annotations

import asyncio
import ipaddress
import threading
from concurrent.futures import Future
from urllib.parse import urlsplit

import structlog

from app.clock import Clock
from app.settings import Settings, SettingsError
from app.store.work import NewWork
from inbound.gate import Gate
from inbound.session import LmtpSession, SmtpSession, Storing

log = structlog.get_logger()

START_WITHIN_S = 10


class Receiver:
    """The built-in mail server, in a thread of its own.

    Args: settings: ``receive`` says where to listen and which protocol to speak; ``off`` makes ``start`` do nothing.
    """

    def __init__(self, settings: Settings, clock: Clock, new_work: NewWork) -> None:
        self._settings = settings
        place = urlsplit(settings.receive)
        self.is_on = settings.receive != "off"
        if self.is_on and (place.scheme not in ("smtp", "lmtp") or place.port is None):
            raise SettingsError(
                f"PICKPOST_RECEIVE: expected smtp://host:port, lmtp://host:port or off, found {settings.receive!r}"
            )
        self._host, self._port = place.hostname or "127.0.0.1", place.port or 0
        self._speaks_lmtp = place.scheme == "lmtp"
        storing = Storing(new_work, clock, settings.mail_domain, place.scheme, trusted_networks(settings))
        self._session = LmtpSession if self._speaks_lmtp else SmtpSession
        self._storing = storing
        self.gate = Gate()
        self._listening: Future[int] = Future()

    @property
    def port(self) -> int:
        """The port really listened on, also when the settings leave the choice to the machine by ``:0``."""
        return self._listening.result(START_WITHIN_S)

    def start(self) -> None:
        """Listen. Raises: OSError: the port is taken or not ours to take."""
        if not self.is_on:
            return
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="receiver", daemon=True)
        self._thread.start()
        log.info("receiver listens", port=self.port, protocol="lmtp" if self._speaks_lmtp else "smtp")

    def stop(self) -> None:
        """Stop listening, close every connection, and wait until what is being stored is stored."""
        if not self.is_on:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await self._loop.create_server(
                lambda: self._session(self._storing, self.gate, self._loop), self._host, self._port
            )
        except OSError as error:
            self._listening.set_exception(error)
            return
        self._listening.set_result(server.sockets[0].getsockname()[1])
        await self._stopping.wait()
        server.close()
        self.gate.close_all()
        await server.wait_closed()


def trusted_networks(settings: Settings) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Return the relays whose word is believed, as networks.

    Raises: SettingsError: one is neither an address nor a network.
    """
    try:
        return tuple(ipaddress.ip_network(relay) for relay in settings.trusted_relays)
    except ValueError as error:
        raise SettingsError(f"PICKPOST_TRUSTED_RELAYS: {error}") from error
