"""Drains the outbox: claims letters, renders and hands them over, marks what came of it."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.domain import commands as do
from app.mail.transport import Outcome as Handover
from app.mail.transport import Result, Sendable, Transport
from app.service.door import Door
from app.service.outcome import Origin
from app.service.posting import Composer
from app.service.restraint import restrain, unheard
from app.store import outbox
from app.store.outbox import Post
from app.store.work import NewWork

log = structlog.get_logger()


class Delivery:
    """Sends what is due; any number of these may run, in any number of processes."""

    def __init__(
        self, new_work: NewWork, composer: Composer, transport: Transport, door: Door, clock: Clock, lease: timedelta
    ) -> None:
        self._new_work = new_work
        self._composer = composer
        self._transport = transport
        self._door = door
        self._clock = clock
        self._lease = lease

    def run(self, batch: int, most: int = 5000) -> int:
        """Send until nothing is due; return how many letters left. ``most`` bounds one run."""
        sent = tried = 0
        while tried < most:
            ready, found = self._claim(batch)
            if not found:
                break
            tried += found
            sent += self._mark(self._transport.send(ready)) if ready else 0
        return sent

    def _claim(self, batch: int) -> tuple[list[Sendable], int]:
        ready = []
        with self._new_work() as work:
            now = self._clock.now()
            posts = outbox.claim(work.session, now, self._lease, batch)
            for post in restrain(work.session, posts, now):
                mail = self._compose(work.session, post)
                if mail is not None:
                    ready.append(mail)
            noes = list(unheard(work.session, posts, now))
            work.commit()
        for no, post_id in noes:
            self._door.handle(no, Origin("clock", f"unheard:{post_id}"))
        return ready, len(posts)

    def _compose(self, session: Session, post: Post) -> Sendable | None:
        try:
            return self._composer.compose(session, post)
        except Exception as error:
            # One letter that cannot be made must not hold up the others; it waits for a mended release.
            log.exception("letter cannot be made", post_id=post.id, kind=post.kind)
            outbox.mark_retry(session, post.id, self._clock.now(), f"{type(error).__name__}: {error}")
            return None

    def _mark(self, results: list[Result]) -> int:
        now = self._clock.now()
        bad: list[Result] = []
        given_up: list[Result] = []
        sent = [result.id for result in results if result.outcome is Handover.SENT]
        with self._new_work() as work:
            outbox.mark_sent(work.session, sent, now)
            for result in results:
                said = f"{result.code} {result.text}"
                if result.outcome is Handover.RETRY:
                    if not outbox.mark_retry(work.session, result.id, now, said):
                        given_up.append(result)
                elif result.outcome is Handover.FAILED:
                    outbox.mark_failed(work.session, result.id, said)
                    bad.append(result)
            work.commit()
        for result in bad:
            log.warning("letter refused for good", post_id=result.id, code=result.code)
            if result.address_is_bad:
                self._report(result, for_good=True)
        for result in given_up:
            log.warning("letter given up", post_id=result.id, code=result.code)
            # A server of ours that took nothing for days says nothing about anybody's address.
            if result.stage not in ("connection", "sender"):
                self._report(result, for_good=False)
        return len(sent)

    def _report(self, result: Result, *, for_good: bool) -> None:
        with self._new_work() as work:
            address = work.session.get_one(Post, result.id).to.address
        command = do.ReportBounce(address=address, reason=f"{result.code} {result.text}", for_good=for_good)
        self._door.handle(command, Origin("smtp", f"refused:{result.id}"))
