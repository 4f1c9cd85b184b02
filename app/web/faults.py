"""Pages for what goes wrong: no such page, too much, not now, our fault."""

from __future__ import annotations

import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from app.domain.errors import Unknown
from app.tokens import BadToken
from app.web.pages import render, words_of_browser

log = structlog.get_logger()
RETRY_AFTER_S = 30


def not_found() -> Response:
    """Return the one page for every link that cannot be used: altered, expired, foreign, never made.

    Nobody can tell from it which. Source: mail 1.9.
    """
    return render("not_found.html", words_of_browser(), 404)


def handle_faults(app: Flask) -> None:
    """Give every fault its page."""

    @app.errorhandler(BadToken)
    @app.errorhandler(Unknown)
    @app.errorhandler(404)
    def on_unknown(_error: Exception) -> Response:
        return not_found()

    @app.errorhandler(DBAPIError)
    @app.errorhandler(PoolTimeout)
    def on_database_away(error: Exception) -> Response:
        log.error("database away", kind=type(error).__name__)
        response = render("unavailable.html", words_of_browser(), 503)
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> Response:
        response = render("fault.html", words_of_browser(), error.code or 500, code=error.code or 500)
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response
