"""Asks the providers of enrichment, and lets none of them do harm."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import structlog

from app.domain.enrichment import Enricher, Occasion, Suggestion, accepted

log = structlog.get_logger()

LIMIT_S = 2.0

Filled = dict[str, Any]
Sources = dict[str, dict[str, Any]]


class Enrichment:
    """The providers in their order; each sees what those before it filled in.

    A provider that raises fills nothing. One that takes longer than ``LIMIT_S`` is not waited for, and not asked again
    until it has come back, so that a list of a thousand leads waits once.
    """

    def __init__(self, enrichers: Sequence[Enricher] = ()) -> None:
        self._enrichers = tuple(enrichers)
        self._late: dict[str, threading.Thread] = {}

    def fill(self, fields: Mapping[str, Any], occasion: Occasion, **ids: int | None) -> tuple[Filled, Sources]:
        """Return values for empty fields, and their sources: ``from`` which provider, ``of`` which fields.

        Args: ids: for the log.
        Source: rulebook 3.7.
        """
        filled: Filled = {}
        sources: Sources = {}
        for enricher in self._enrichers:
            known = {**fields, **filled}
            for name, one in accepted(known, self._ask(enricher, known, ids), occasion.after(filled)).items():
                filled[name], sources[name] = one.value, {"from": enricher.name, "of": list(one.read_from)}
        return filled, sources

    def _ask(self, enricher: Enricher, fields: dict[str, Any], ids: Mapping[str, int | None]) -> list[Suggestion]:
        """Ask in a thread of its own, which may be left behind."""
        late = self._late.get(enricher.name)
        if late is not None and late.is_alive():
            return []
        answer: list[Suggestion] = []
        thread = threading.Thread(target=_listen, args=(enricher, MappingProxyType(fields), answer, ids), daemon=True)
        thread.start()
        thread.join(LIMIT_S)
        if not thread.is_alive():
            return answer
        self._late[enricher.name] = thread
        log.warning("enricher is late", enricher=enricher.name, limit_s=LIMIT_S, **ids)
        return []


def _listen(
    enricher: Enricher, fields: Mapping[str, Any], answer: list[Suggestion], ids: Mapping[str, int | None]
) -> None:
    try:
        answer += list(enricher.suggest(fields))
    except Exception as error:
        # Whatever a provider does wrong, the lead comes in. The message may name the customer: only its class is kept.
        log.warning("enricher failed", enricher=enricher.name, error=type(error).__name__, **ids)


WITHOUT_PROVIDERS = Enrichment()
