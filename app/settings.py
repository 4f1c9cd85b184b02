"""The installation's settings, read once from the environment."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(ValueError):
    """A variable of the environment is missing or wrong: the message names it and says what to set."""


@dataclass(frozen=True)
class Settings:
    """Every setting, with the default that runs on a laptop. Source: design 4."""

    database_url: str = "sqlite:///var/pickpost.db"
    base_url: str = "http://127.0.0.1:8000"
    secret_keys: tuple[str, ...] = ()
    mail_domain: str = "pickpost.localhost"
    smtp_url: str = "mailroom:"
    imap_url: str | None = None
    receive: str = "smtp://127.0.0.1:2525"
    listen: str = "127.0.0.1:8000"
    dkim_key: Path | None = None
    dkim_selector: str | None = None
    authserv_id: str | None = None
    trusted_relays: tuple[str, ...] = ("127.0.0.1", "::1")
    operator: str | None = None
    sms_url: str | None = None
    erasures: Path | None = None
    receipt_keys: tuple[str, ...] = ()
    lease_seconds: int = 60
    undo_minutes: int = 15
    tick_seconds: int = 2
    outbox_batch: int = 20

    @property
    def has_mailroom(self) -> bool:
        """Whether mails stay in the built-in mailroom instead of leaving by SMTP."""
        return self.smtp_url.startswith("mailroom:")

    @property
    def believed_authserv_id(self) -> str | None:
        """Whose Authentication-Results are believed; the built-in mailroom vouches for the mails it sends itself."""
        return self.authserv_id or (f"mailroom.{self.mail_domain}" if self.has_mailroom else None)

    @property
    def is_https(self) -> bool:
        """Whether the links are served over TLS, which ``__Host-`` cookies need."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name, with its port, that requests must name."""
        return urlsplit(self.base_url).netloc

    @property
    def operator_address(self) -> str:
        """Where the installation's operator reads of quarantined mail."""
        return self.operator or f"operator@{self.mail_domain}"

    @property
    def erasure_file(self) -> Path:
        """Where erasures are written down: as set, else beside an SQLite database, else in ``var/``."""
        if self.erasures is not None:
            return self.erasures
        scheme, _, file = self.database_url.partition(":///")
        return Path(file).parent / "erasures.jsonl" if scheme == "sqlite" and file else Path("var/erasures.jsonl")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Args: environment: variable names to texts; ``os.environ`` when left out.
        Raises: SettingsError: a value is missing or cannot be read; the message names the variable.
        Source: design 4.
        """
        given = dict(os.environ if environment is None else environment)
        read = _Reader(given)
        listen = read.text("PICKPOST_LISTEN", cls.listen)
        settings = cls(
            database_url=_with_driver(read.text("DATABASE_URL", cls.database_url)),
            base_url=read.url("PICKPOST_BASE_URL", _base_url_of(listen)).rstrip("/"),
            mail_domain=read.text("PICKPOST_MAIL_DOMAIN", cls.mail_domain).lower(),
            smtp_url=read.text("PICKPOST_SMTP_URL", cls.smtp_url),
            imap_url=given.get("PICKPOST_IMAP_URL") or None,
            receive=read.text("PICKPOST_RECEIVE", cls.receive),
            listen=listen,
            dkim_key=read.path("PICKPOST_DKIM_KEY"),
            dkim_selector=given.get("PICKPOST_DKIM_SELECTOR") or None,
            authserv_id=given.get("PICKPOST_AUTHSERV_ID") or None,
            trusted_relays=read.words("PICKPOST_TRUSTED_RELAYS", cls.trusted_relays),
            operator=given.get("PICKPOST_OPERATOR") or None,
            sms_url=read.gateway("PICKPOST_SMS_URL"),
            erasures=read.path("PICKPOST_ERASURES"),
            receipt_keys=read.words("PICKPOST_RECEIPT_KEYS", ()),
            lease_seconds=read.whole("PICKPOST_LEASE_SECONDS", cls.lease_seconds),
            tick_seconds=read.whole("PICKPOST_TICK_SECONDS", cls.tick_seconds),
            secret_keys=read.words("PICKPOST_SECRET_KEYS", ()),
        )
        return settings if settings.secret_keys else _with_development_key(settings)


@dataclass(frozen=True)
class _Reader:
    given: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.given.get(name, "").strip() or default

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.given.get(name, "").split(",") if word.strip()) or default

    def whole(self, name: str, default: int) -> int:
        text = self.given.get(name, "").strip()
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            raise SettingsError(f"{name}: expected a whole number of at least 1, found {text!r}")
        return int(text)

    def url(self, name: str, default: str) -> str:
        text = self.text(name, default)
        if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).netloc:
            raise SettingsError(f"{name}: expected an address such as https://pickpost.example, found {text!r}")
        return text

    def gateway(self, name: str) -> str | None:
        text = self.given.get(name, "").strip()
        by_http = urlsplit(text).scheme in ("http", "https") and urlsplit(text).netloc
        by_mail = text.startswith("mailto:") and "{number}@" in text
        if text and not (by_http or by_mail):
            raise SettingsError(
                f"{name}: expected an address such as https://gateway.example/send, "
                f"or mailto:{{number}}@gateway.example for a gateway by mail, found {text!r}"
            )
        return text or None

    def path(self, name: str) -> Path | None:
        text = self.given.get(name, "").strip()
        return Path(text) if text else None


def _base_url_of(listen: str) -> str:
    """Return where the links lead when nobody says it: to this machine, at the port that the web server listens on."""
    port = listen.rpartition(":")[2]
    return f"http://127.0.0.1:{port}" if port.isascii() and port.isdigit() else Settings.base_url


def _with_driver(url: str) -> str:
    """Name psycopg 3: what a bare ``postgresql://`` means depends on SQLAlchemy's version."""
    for bare in ("postgresql://", "postgres://"):
        if url.startswith(bare):
            return "postgresql+psycopg://" + url.removeprefix(bare)
    return url


def _with_development_key(settings: Settings) -> Settings:
    """Keep a key of its own beside the database on a laptop; in production the operator sets one."""
    if not _is_development(settings):
        raise SettingsError(
            "PICKPOST_SECRET_KEYS: required outside development; set it to a random text of at least 32 characters, "
            "for example from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    file = Path("var/secret_key")
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(fresh, file)  # two processes that start together agree on the first one's key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return replace(settings, secret_keys=(file.read_text(encoding="ascii").strip(),))


def _is_development(settings: Settings) -> bool:
    """Development is a laptop: its links lead to this machine only, so nobody else can hold one."""
    return urlsplit(settings.base_url).hostname in ("127.0.0.1", "localhost", "::1")
