"""Whether the service lives, whether it keeps up, and its figures for Prometheus."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Blueprint, Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.bootstrap import Parts
from app.domain.lead import Lead
from app.store.beat import last_beat
from app.store.outbox import oldest_waiting
from app.store.raw_mail import oldest_unread, quarantined_count
from app.store.work import reading

# Beyond these ages mail or time stands still. A part that has never run is not late: it may live in another process.
LIMITS = {
    "outbox": timedelta(minutes=15),
    "inbox": timedelta(minutes=15),
    "tick": timedelta(minutes=5),
}


def ages(session: Session, now: datetime) -> dict[str, timedelta | None]:
    """Return how long the oldest letter and the oldest mail have waited, and how long ago time last ticked."""
    since = {
        "outbox": oldest_waiting(session, now),
        "inbox": oldest_unread(session, now),
        "tick": last_beat(session, "tick"),
    }
    return {part: max(timedelta(), now - at) if at else None for part, at in since.items()}


def blueprint(parts: Parts) -> Blueprint:
    """Return ``/healthz``, ``/readyz`` and ``/metrics``. Source: design 4."""
    health = Blueprint("health", __name__)
    registry = CollectorRegistry()
    registry.register(_Stored(parts))

    @health.get("/healthz")
    def alive() -> Response:
        """Say that this process answers; nothing else is asked."""
        return jsonify(status="ok")

    @health.get("/readyz")
    def ready() -> tuple[Response, int]:
        """Say whether the database answers and whether mail and time keep moving."""
        try:
            with reading(parts.database) as session:
                found = ages(session, parts.clock.now())
        except SQLAlchemyError:
            return jsonify(status="unavailable", database="away"), 503
        late = [part for part, age in found.items() if age is not None and age > LIMITS[part]]
        seconds = {f"{part}_age_s": None if age is None else int(age.total_seconds()) for part, age in found.items()}
        return jsonify(status="late" if late else "ok", database="ok", late=late, **seconds), 503 if late else 200

    @health.get("/metrics")
    def metrics() -> Response:
        """Return the figures: what is stored, and what this process has answered."""
        return Response(generate_latest(registry) + generate_latest(REQUESTS), content_type=CONTENT_TYPE_LATEST)

    return health


class _Stored(Collector):
    """Reads the figures of the database whenever Prometheus asks."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name no figure in advance, so that registering needs no database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures; without a database, that it is away."""
        try:
            with reading(self._parts.database) as session:
                found = list(self._read(session, self._parts.clock.now()))
        except SQLAlchemyError:
            yield GaugeMetricFamily("pickpost_database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily("pickpost_database_up", "Whether the database answers.", value=1)
        yield from found

    def _read(self, session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
        waited = GaugeMetricFamily(
            "pickpost_age_seconds", "How long the oldest waits, and how long ago time ticked.", labels=["part"]
        )
        for part, age in ages(session, now).items():
            if age is not None:
                waited.add_metric([part], age.total_seconds())
        yield waited
        leads = GaugeMetricFamily("pickpost_leads", "Leads by state.", labels=["state"])
        for state, count in session.execute(select(Lead.state, func.count()).group_by(Lead.state)):
            leads.add_metric([state], count)
        yield leads
        yield GaugeMetricFamily("pickpost_quarantined_mails", "Mails in quarantine.", value=quarantined_count(session))


REQUESTS = CollectorRegistry()
# Labelled by the name of the view, never by the address: a token must not end up in a time series.
_ANSWERED = Counter("pickpost_requests", "Answered requests.", ["view", "status"], registry=REQUESTS)
_SECONDS = Histogram("pickpost_request_seconds", "Time to answer.", ["view"], registry=REQUESTS)


def watch(app: Flask) -> None:
    """Count and time every request of an app."""

    @app.before_request
    def start() -> None:
        g.started_at_s = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        view = request.endpoint or "none"
        _ANSWERED.labels(view, str(response.status_code)).inc()
        if "started_at_s" in g:
            _SECONDS.labels(view).observe(time.perf_counter() - g.started_at_s)
        return response
