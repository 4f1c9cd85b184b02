"""Whether the places where the settings want to listen are free, asked before anything else is begun."""

from __future__ import annotations

import errno
import socket
from urllib.parse import urlsplit

from app.settings import Settings, SettingsError

_WEB_HINT = "end that program, or set PICKPOST_LISTEN=127.0.0.1:8001"
_RECEIVER_HINT = "end that program, or set PICKPOST_RECEIVE=smtp://127.0.0.1:2526, or off"


def listen_place(settings: Settings) -> tuple[str, int]:
    """Return host and port of the web server. Raises: SettingsError: they cannot be read."""
    try:
        place = urlsplit(f"//{settings.listen}")
        if place.port is not None:
            return place.hostname or "127.0.0.1", place.port
    except ValueError:
        pass
    raise SettingsError(f"PICKPOST_LISTEN: expected host:port, found {settings.listen!r}")


def refuse_taken_ports(settings: Settings, *, with_web: bool, with_worker: bool) -> None:
    """Raise SettingsError when another program listens where we want to, naming the variable and what to set."""
    if with_web:
        _refuse_taken("PICKPOST_LISTEN", *listen_place(settings), _WEB_HINT)
    if with_worker and settings.receive != "off":
        place = urlsplit(settings.receive)
        _refuse_taken("PICKPOST_RECEIVE", place.hostname or "127.0.0.1", place.port or 0, _RECEIVER_HINT)


def _refuse_taken(variable: str, host: str, port: int, hint: str) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(f"{variable}: another program listens at {host}:{port}; {hint}") from error
        raise SettingsError(f"{variable}: cannot listen at {host}:{port}: {error.strerror}") from error
