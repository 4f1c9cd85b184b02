"""What PICKPOST_SMTP_URL says about the server that takes our mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Tls = Literal["none", "starttls", "implicit"]

_SHAPE = "smtp://user:password@host:587?starttls=1 or smtps://user:password@host"
_DEFAULT_PORTS: dict[Tls, int] = {"none": 25, "starttls": 587, "implicit": 465}


class SmtpUrlError(ValueError):
    """PICKPOST_SMTP_URL cannot be understood; the message never repeats the URL, which may hold a password."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"PICKPOST_SMTP_URL: {reason}; expected {_SHAPE}")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where and how to hand over mail; without ``user`` nobody logs in."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """Return the server that the URL names.

    Args: url: ``smtp://`` or ``smtps://``; user and password percent-encoded; ``starttls=1`` demands TLS on smtp.
        Ports unless given: 25, 587 with starttls, 465 for smtps.
    Raises: SmtpUrlError: another scheme, no host, a bad port, a path, an unknown option, a user without password.
    Source: design 4, environment.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SmtpUrlError("no valid host and port") from None
    if parts.scheme not in ("smtp", "smtps"):
        raise SmtpUrlError(f"unknown scheme {parts.scheme!r}" if parts.scheme else "no scheme")
    if not parts.hostname:
        raise SmtpUrlError("no host")
    if parts.path not in ("", "/") or parts.fragment:
        raise SmtpUrlError("nothing may follow the port but options")
    if (parts.username is None) != (parts.password is None):
        raise SmtpUrlError("user and password go together")
    tls = _tls(parts.scheme, parts.query)
    return SmtpServer(
        host=parts.hostname,
        port=_DEFAULT_PORTS[tls] if port is None else port,
        tls=tls,
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _tls(scheme: str, query: str) -> Tls:
    options = dict(parse_qsl(query, keep_blank_values=True))
    starttls = options.pop("starttls", "0")
    if options:
        raise SmtpUrlError(f"unknown option {min(options)!r}")
    if starttls not in ("0", "1"):
        raise SmtpUrlError("starttls is 0 or 1")
    if scheme == "smtps":
        if starttls == "1":
            raise SmtpUrlError("smtps is TLS from the start and takes no starttls")
        return "implicit"
    return "starttls" if starttls == "1" else "none"
