"""The web: links, preferences, health and the mailroom, all thin."""

from __future__ import annotations

import traceback
from types import TracebackType
from urllib.parse import urlsplit

import structlog
from flask import Flask, request
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.receipt import trusted_keys
from app.settings import Settings
from app.web import faults, headers, health, links, pages
from app.web.mailroom import views as mailroom

log = structlog.get_logger()

ACTION_BYTES = 64 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Web(Flask):
    """Flask, but for its log line about a fault: that one names the address, and with it a token."""

    def log_exception(
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> None:
        """Note a fault by the name of the view."""
        # As text: a logger that adds local variables would print secrets.
        trace = "".join(traceback.format_exception(*exc_info))
        log.error("web fault", view=request.endpoint, method=request.method, trace=trace)


def create_app(parts: Parts) -> Flask:
    """Return the web application.

    Args: parts: what ``app.bootstrap.build`` made; nothing else is read, no environment either.
    Source: design 1, 4.
    """
    app = Web(__name__)
    app.config.update(
        MAX_CONTENT_LENGTH=ACTION_BYTES, MAX_FORM_MEMORY_SIZE=ACTION_BYTES, TRUSTED_HOSTS=trusted_hosts(parts.settings)
    )
    headers.guard(app)
    pages.prepare(app)
    faults.handle_faults(app)
    health.watch(app)
    app.register_blueprint(links.blueprint(parts))
    app.register_blueprint(health.blueprint(parts))
    if parts.settings.has_mailroom:
        app.register_blueprint(mailroom.blueprint(parts))

    @app.get("/")
    def home() -> Response:
        """Say that there is nothing to log in to."""
        return pages.render("home.html", pages.words_of_browser(), has_mailroom=parts.settings.has_mailroom)

    @app.get("/receipts")
    def receipts() -> Response:
        """Say how anybody can check a signed receipt, and by which public keys. Source: rulebook 7.4."""
        keys = trusted_keys(parts.settings.secret_keys, parts.settings.receipt_keys)
        return pages.render("receipts.html", pages.words_of_browser(), keys=keys)

    return app


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names that requests may name; on a laptop every spelling of this machine."""
    host = urlsplit(settings.base_url).hostname or ""
    return list(_LOOPBACK) if host in ("127.0.0.1", "localhost", "::1") else [host]
