"""The one door: every business change passes here, whichever way it came."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
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
TRIES = 5


class Door:
    """Handles commands: at most once each, in one transaction with its journal entry and its letters.

    Source: design laws 1 and 3.
    """

    def __init__(
        self, new_work: NewWork, clock: Clock, handlers: Mapping[type[Command], Handler], refusal_letter: RefusalLetter,
        enrichment: Enrichment,
    ) -> None:  # fmt: skip
        self._new_work = new_work
        self._clock = clock
        self._handlers = handlers
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
            new: list[JournalEntry] = []
            for command, origin in wishes:
                if earlier := journal.get((origin.channel, origin.key)):
                    outcomes.append(_answered_before(earlier))
                    continue
                with suppress(NotAsked):  # the next ones may have questions too: all are asked together
                    outcomes.append(self._answer(Scene(work.session, now, origin, providers), command))
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

    def _answer(self, scene: Scene, command: Command) -> Outcome:
        try:
            with scene.session.begin_nested():
                handled = self._handlers[type(command)](scene, command)
        except Refused as refusal:
            scene = Scene(scene.session, scene.now, scene.origin)
            outcome = _refused(command, refusal)
            if scene.origin.is_mail and command.by is not None:
                self._refusal_letter(scene, command, refusal)
        else:
            outcome = Outcome(handled.code, False, handled.facts, handled.lead_id, handled.vendor_id)
        scene.post_letters()
        return outcome


RefusalLetter = Callable[[Scene, Command, Refused], None]


def _may_pass(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        # PostgreSQL: serialization failure and deadlock; SQLite never gets here, its writers queue.
        return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")
    return True


def _refused(command: Command, refusal: Refused) -> Outcome:
    lead_id = command.lead_id if isinstance(command, LeadCommand) else None
    return Outcome(refusal.code, True, dict(refusal.facts), lead_id)


def _answered_before(entry: JournalEntry) -> Outcome:
    return Outcome(entry.code, entry.refused, dict(entry.facts), entry.lead_id, entry.vendor_id, repeated=True)


def _entry(command: Command, origin: Origin, outcome: Outcome, now: datetime) -> JournalEntry:
    return JournalEntry(
        at=now, channel=origin.channel, key=origin.key, wish=command.wish, person_id=command.by,
        vendor_id=outcome.vendor_id, lead_id=outcome.lead_id, code=outcome.code, refused=outcome.refused,
        facts=outcome.facts,
    )  # fmt: skip
