"""Asks the providers of enrichment, and lets none of them do harm."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import structlog

from app.domain.enrichment import Enricher, Occasion, Suggestion, accepted

log = structlog.get_logger()

LIMIT_S = 2.0

Filled = dict[str, Any]
Sources = dict[str, dict[str, Any]]


class NotAsked(Exception):
    """Somebody beyond this machine has to be asked first, and nobody is asked while a transaction is open."""


@dataclass(frozen=True)
class _Question:
    fields: Mapping[str, Any]
    occasion: Occasion
    ids: Mapping[str, int | None]

    @property
    def key(self) -> str:
        occasion = self.occasion
        news = None if occasion.news is None else sorted(occasion.news)
        return json.dumps([self.fields, sorted(occasion.said), news], sort_keys=True, default=str)


class Enrichment:
    """The providers in their order; each sees what those before it filled in.

    A provider that raises fills nothing. A far one that takes longer than ``LIMIT_S`` is not waited for, and not asked
    again until it has come back, so that a list of a thousand leads waits once.
    """

    def __init__(self, enrichers: Sequence[Enricher] = ()) -> None:
        self._enrichers = tuple(enrichers)
        self.asks_far = any(enricher.is_far for enricher in enrichers)
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
            ask = self._ask_far if enricher.is_far else _ask
            for name, one in accepted(known, ask(enricher, known, ids), occasion.after(filled)).items():
                filled[name], sources[name] = one.value, {"from": enricher.name, "of": list(one.read_from)}
        return filled, sources

    def _ask_far(self, enricher: Enricher, fields: dict[str, Any], ids: Mapping[str, int | None]) -> list[Suggestion]:
        """Ask in a thread of its own, which may be left behind."""
        late = self._late.get(enricher.name)
        if late is not None and late.is_alive():
            return []
        answer: list[Suggestion] = []
        thread = threading.Thread(target=lambda: answer.extend(_ask(enricher, fields, ids)), daemon=True)
        thread.start()
        thread.join(LIMIT_S)
        if not thread.is_alive():
            return answer
        self._late[enricher.name] = thread
        log.warning("enricher is late", enricher=enricher.name, limit_s=LIMIT_S, **ids)
        return []


class Answers:
    """What the providers say to one set of wishes: asked while no transaction is open, used within one.

    A handler learns only in its transaction what it has to ask. It is left then, the providers are asked, and it starts
    anew; where the lead has changed meanwhile, the question is another one and is asked as well.
    """

    def __init__(self, enrichment: Enrichment) -> None:
        self._enrichment = enrichment
        self._known: dict[str, tuple[Filled, Sources]] = {}
        self._open: dict[str, _Question] = {}

    def fill(self, fields: Mapping[str, Any], occasion: Occasion, **ids: int | None) -> tuple[Filled, Sources]:
        """Return what ``Enrichment.fill`` does. Raises: NotAsked: it has to be asked first."""
        if not self._enrichment.asks_far:
            return self._enrichment.fill(fields, occasion, **ids)
        question = _Question(dict(fields), occasion, ids)
        if question.key not in self._known:
            self._open[question.key] = question
            raise NotAsked()
        return self._known[question.key]

    def ask(self) -> None:
        """Ask everything that had to be asked."""
        for key, question in self._open.items():
            self._known[key] = self._enrichment.fill(question.fields, question.occasion, **question.ids)
        self._open.clear()


def _ask(enricher: Enricher, fields: dict[str, Any], ids: Mapping[str, int | None]) -> list[Suggestion]:
    try:
        return list(enricher.suggest(MappingProxyType(fields)))
    except Exception as error:
        # Whatever a provider does wrong, the lead comes in. The message may name the customer: only its class is kept.
        log.warning("enricher failed", enricher=enricher.name, error=type(error).__name__, **ids)
        return []


NO_ANSWERS = Answers(Enrichment())
