"""Logs as lines of facts with ids: never addresses, names or tokens."""

from __future__ import annotations

import logging
import sys

import structlog


def prepare_logs(*, quiet: bool = False) -> None:
    """Log to standard error: readable on a terminal, JSON elsewhere.

    Args: quiet: only what went wrong, where a command says in a line of its own what it did.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    # cssutils speaks of every mso-* property; the tick's own executor of every round.
    for noisy in ("CSSUTILS", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    is_terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer(colors=True) if is_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if not is_terminal else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
