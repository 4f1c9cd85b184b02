"""APScheduler's part: it only ticks; what is due stands in our tables."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()


class Ticker:
    """Calls functions every few seconds, each never twice at once; after a fault the next round comes."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def every(self, seconds: float, name: str, do: Callable[[], object]) -> None:
        """Add something to do."""

        def round_of() -> None:
            try:
                do()
            except Exception:
                # The database may be away for a while: the work is still in its tables when it comes back.
                log.exception("a round failed", part=name)

        self._scheduler.add_job(round_of, "interval", seconds=seconds, id=name, name=name)

    def start(self) -> None:
        """Begin to tick, in threads of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """End after the running rounds."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
