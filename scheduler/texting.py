"""Hands text messages to the operator's gateway."""

from __future__ import annotations

from datetime import timedelta

import structlog

from app.clock import Clock
from app.mail.sms import Gateway
from app.service.text_words import text_of
from app.store import texts
from app.store.outbox import PostState
from app.store.work import NewWork
from app.tokens import Tokens

log = structlog.get_logger()

BATCH = 10


class Texting:
    """Sends what is due, one by one and in a round of its own, so that a slow gateway holds up no mail."""

    def __init__(
        self, new_work: NewWork, gateway: Gateway | None, tokens: Tokens, base_url: str, clock: Clock, lease: timedelta
    ) -> None:
        self._new_work, self._gateway, self._tokens = new_work, gateway, tokens
        self._base_url, self._clock, self._lease = base_url, clock, lease

    def run(self) -> int:
        """Send the texts that are due; return how many were taken. Without a gateway there is nothing to do."""
        if self._gateway is None:
            return 0
        sent = 0
        for text_id, number, words in self._claim():
            error = self._gateway.send(text_id, number, words)
            with self._new_work() as work:
                texts.settle(work.session, text_id, self._clock.now(), error)
                work.commit()
            if error is not None:
                log.warning("text not taken", text_id=text_id)
            sent += error is None
        return sent

    def _claim(self) -> list[tuple[int, str, str]]:
        now = self._clock.now()
        ready = []
        with self._new_work() as work:
            for one in texts.claim(work.session, now, self._lease, BATCH):
                said = text_of(work.session, one.to_person_id, one.lead_id, now, self._tokens, self._base_url)
                if said is None:
                    one.state, one.leased_until = PostState.CANCELLED, None
                else:
                    ready.append((one.id, *said))
            work.commit()
        return ready
