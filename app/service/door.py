"""The one door: every business change passes here, whichever way it came."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.clock import Clock
from app.domain.commands import Command, LeadCommand
from app.domain.errors import Refused
from app.service.enrichment import Answers, Enrichment, NotAsked
from app.service.outcome import Origin, Outcome
from app.service.scene import Handled, Scene
from app.store.journal import JournalEntry, entries_of
from app.store.work import NewWork

log = structlog.get_logger()

Handler = Callable[[Scene, Command], Handled]
# What handles a set of wishes of one kind together, with what each alone would come to; None: each has to be alone.
SetHandler = Callable[[Scene, Sequence[Any]], Sequence[Handled | Refused] | None]
TRIES = 5


class Door:
    """Handles commands: at most once each, in one transaction with its journal entry and its letters.

    Source: design laws 1 and 3.
    """

    def __init__(
        self, new_work: NewWork, clock: Clock, handlers: Mapping[type[Command], Handler], refusal_letter: RefusalLetter,
        enrichment: Enrichment, set_handlers: Mapping[type[Command], SetHandler],
    ) -> None:  # fmt: skip
        self._new_work = new_work
        self._clock = clock
        self._handlers = handlers
        self._set_handlers = set_handlers
        self._refusal_letter = refusal_letter
        self._enrichment = enrichment

    def handle(self, command: Command, origin: Origin) -> Outcome:
        """Do what is wished, or refuse it; the same origin again gets the first answer.

        Returns: the outcome, also of a refusal: only faults of the machinery raise.
        Raises: sqlalchemy.exc.SQLAlchemyError: the database is away; nothing was changed.
        """
        return self.handle_all([(command, origin)])[0]

    def handle_all(self, wishes: Sequence[tuple[Command, Origin]]) -> list[Outcome]:
        """Handle several wishes in one transaction; each is done, or refused, on its own.

        Their entries come into the journal together, at the end: handlers do not find those of the same set there.

        Returns: their outcomes in order.
        Raises: as ``handle``; then none of them was done.
        """
        providers = Answers(self._enrichment)
        for attempt in range(1, TRIES + 1):
            try:
                return self._handle_once(wishes, providers)
            except NotAsked:
                if attempt == TRIES:
                    raise
                providers.ask()
            except (IntegrityError, StaleDataError, OperationalError) as error:
                # Somebody else changed the same rows in the same moment: look again at what is true now.
                if attempt == TRIES or not _may_pass(error):
                    raise
                time.sleep(0.01 * attempt)
        raise AssertionError("unreachable: the last try returns or raises")

    def _handle_once(self, wishes: Sequence[tuple[Command, Origin]], providers: Answers) -> list[Outcome]:
        now, outcomes = self._clock.now(), []
        with self._new_work() as work:
            journal = entries_of(work.session, [(origin.channel, origin.key) for _, origin in wishes])
            together = self._answer_together(work.session, now, _not_journalled(wishes, journal), providers)
            new: list[JournalEntry] = []
            for command, origin in wishes:
                if earlier := journal.get((origin.channel, origin.key)):
                    outcomes.append(_answered_before(earlier))
                    continue
                with suppress(NotAsked):  # the next ones may have questions too: all are asked together
                    scene = Scene(work.session, now, origin, providers)
                    outcomes.append(together.get(origin.key) or self._answer(scene, command))
                    new.append(_entry(command, origin, outcomes[-1], now))
                    journal[origin.channel, origin.key] = new[-1]
            if len(outcomes) < len(wishes):
                raise NotAsked()
            work.session.add_all(new)
            work.commit()
        for (command, origin), outcome in zip(wishes, outcomes, strict=True):
            if not outcome.repeated:
                known = {"channel": origin.channel, "code": outcome.code, "lead_id": outcome.lead_id}
                log.info("wish handled", wish=command.wish, **known)
        return outcomes

    def _answer_together(
        self, session: Session, now: datetime, wishes: Mapping[str, tuple[Command, Origin]], providers: Answers
    ) -> dict[str, Outcome]:
        """Answer the wishes of a list that are of one kind by one handler. Returns: by key; empty: each is alone."""
        commands, origins = [command for command, _ in wishes.values()], [origin for _, origin in wishes.values()]
        handle = self._set_handlers.get(type(commands[0])) if len(commands) > 1 else None
        kinds = {(type(command), origin.channel) for command, origin in wishes.values()}
        if handle is None or len(kinds) > 1 or origins[0].is_mail:
            return {}
        scene = Scene(session, now, origins[0], providers)
        try:
            answers = handle(scene, commands)
        except Refused:  # before anything was done: each is told so on its own
            return {}
        if answers is None:
            return {}
        scene.post_letters()
        return {key: _outcome(one, command) for key, command, one in zip(wishes, commands, answers, strict=True)}

    def _answer(self, scene: Scene, command: Command) -> Outcome:
        try:
            with scene.session.begin_nested():
                handled = self._handlers[type(command)](scene, command)
        except Refused as refusal:
            scene = Scene(scene.session, scene.now, scene.origin)
            outcome = _outcome(refusal, command)
            if scene.origin.is_mail and command.by is not None:
                self._refusal_letter(scene, command, refusal)
        else:
            outcome = _outcome(handled, command)
        scene.post_letters()
        return outcome


RefusalLetter = Callable[[Scene, Command, Refused], None]


def _may_pass(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        # PostgreSQL: serialization failure and deadlock; SQLite never gets here, its writers queue.
        return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")
    return True


def _not_journalled(
    wishes: Sequence[tuple[Command, Origin]], journal: Mapping[tuple[str, str], JournalEntry]
) -> dict[str, tuple[Command, Origin]]:
    """Return the wishes that were not answered before, by their key, each once."""
    new: dict[str, tuple[Command, Origin]] = {}
    for command, origin in wishes:
        if (origin.channel, origin.key) not in journal:
            new.setdefault(origin.key, (command, origin))
    return new


def _outcome(answer: Handled | Refused, command: Command) -> Outcome:
    if isinstance(answer, Handled):
        return Outcome(answer.code, False, answer.facts, answer.lead_id, answer.vendor_id)
    lead_id = command.lead_id if isinstance(command, LeadCommand) else None
    return Outcome(answer.code, True, dict(answer.facts), lead_id)


def _answered_before(entry: JournalEntry) -> Outcome:
    return Outcome(entry.code, entry.refused, dict(entry.facts), entry.lead_id, entry.vendor_id, repeated=True)


def _entry(command: Command, origin: Origin, outcome: Outcome, now: datetime) -> JournalEntry:
    return JournalEntry(
        at=now, channel=origin.channel, key=origin.key, wish=command.wish, person_id=command.by,
        vendor_id=outcome.vendor_id, lead_id=outcome.lead_id, code=outcome.code, refused=outcome.refused,
        facts=outcome.facts,
    )  # fmt: skip
