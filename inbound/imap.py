"""Fetches mails from an IMAP mailbox: stored first, and only then moved away."""

from __future__ import annotations

import threading

import structlog

from app.bootstrap import Parts
from app.store.beat import beat
from inbound.arrival import Arrival, keep
from inbound.mailbox import Fetched, OpenMailbox, Place, connected
from inbound.oauth import AccessTokens
from inbound.parse.limits import MAX_BYTES

log = structlog.get_logger()

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 300.0
TOO_LARGE = f"larger than {MAX_BYTES // (1024 * 1024)} MB: only its head was fetched, the mail is in the mailbox"


class Mailbox:
    """Watches one mailbox, in a thread of its own or in the caller's.

    A mail is fetched, stored and committed, then moved to ``Pickpost/Processed``. If its watcher dies in between, the
    mail is fetched again and known by its content, also after the server has given it another UID. Several processes
    may watch the same mailbox.
    """

    def __init__(self, parts: Parts) -> None:
        self._clock = parts.clock
        self._new_work = parts.new_work
        self._place = Place.of(parts.settings.imap_url) if parts.settings.imap_url else None
        sign_in = self._place.sign_in if self._place else None
        self._tokens = AccessTokens(sign_in) if sign_in else None
        self._stopping = threading.Event()

    @property
    def is_on(self) -> bool:
        """Whether a mailbox is set."""
        return self._place is not None

    def start(self) -> None:
        """Watch in a thread, until ``stop``."""
        if self.is_on:
            self._thread = threading.Thread(target=self.run, name="imap", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop, after the set of mails at hand is stored and moved."""
        self._stopping.set()
        if self.is_on:
            self._thread.join()

    def run(self) -> None:
        """Watch until stopped. Whatever fails, the connection or the database, is tried again after a pause."""
        assert self._place is not None
        pause_s = FIRST_PAUSE_S
        while not self._stopping.is_set():
            try:
                with connected(self._place, self._tokens, self._clock.now()) as mailbox:
                    while not self._stopping.is_set():
                        self._fetch(mailbox)
                        pause_s = FIRST_PAUSE_S
                        mailbox.wait(self._stopping)
            except Exception as error:  # a watcher that dies of one fault is silent about all that follow
                log.warning("mailbox not watched", error=type(error).__name__, again_in_s=pause_s)
                if self._tokens:
                    self._tokens.forget()
                self._stopping.wait(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _fetch(self, mailbox: OpenMailbox) -> None:
        """Store everything that is there and move it away; nothing is moved that is not stored."""
        for fetched in mailbox.sets():
            if fetched:
                keep(self._new_work, [self._arrival(mail) for mail in fetched], self._clock.now())
                mailbox.put_away([mail.uid for mail in fetched])
                log.info("mails fetched", count=len(fetched))
            if self._stopping.is_set():
                return
        with self._new_work() as work:
            beat(work.session, "imap", self._clock.now())
            work.commit()

    def _arrival(self, mail: Fetched) -> Arrival:
        assert self._place is not None
        reason = None if mail.whole else TOO_LARGE
        return Arrival(mail.content, f"imap:{self._place.folder}", peer_trusted=True, reason=reason)
