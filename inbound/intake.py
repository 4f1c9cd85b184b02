"""Takes stored mails one by one from bytes to commands, or to quarantine with the reason."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from app.bootstrap import Parts
from app.domain.commands import HoldWish, NoteReachable, ReportQuarantine
from app.service.outcome import Origin
from app.store import beat, raw_mail
from app.store.raw_mail import RawMail
from app.store.work import reading
from inbound.case import Case, Filing
from inbound.dns_lookups import Resolver, resolve
from inbound.mail import Unreadable
from inbound.sandbox import Sandbox
from inbound.understand.plan import SetAside, WrongAddress, thread_id

log = structlog.get_logger()

MOST_FAULTS = 5
# Reading happens in a child process, so a worker that dies is seldom the mail's doing: restarts must not use up its
# tries.
MOST_DEATHS = 25
REPORT_EVERY = timedelta(hours=1)


class Intake:
    """Reads what has arrived. Any number may run, in any number of processes: each mail is leased to one.

    A mail that was half handled when its reader was killed is handled again; its wishes keep their keys, so the door
    answers the repeated ones without doing them twice.
    """

    def __init__(self, parts: Parts, sandbox: Sandbox | None = None, resolver: Resolver = resolve) -> None:
        self._database = parts.database
        self._new_work = parts.new_work
        self._door = parts.door
        self._tokens = parts.tokens
        self._settings = parts.settings
        self._clock = parts.clock
        self._sandbox = sandbox or Sandbox()
        self._resolver = resolver
        self._has_news_for_operator = True

    def run_once(self, limit: int = 20) -> int:
        """Handle at most ``limit`` waiting mails.

        Returns: how many there were.
        Raises: sqlalchemy.exc.SQLAlchemyError: the database is away; the mails wait where they are.
        """
        handled = 0
        while handled < limit and (raw := self._next()) is not None:
            self._handle(raw)
            handled += 1
        if not handled:
            self._sandbox.make_ready()
        self._tell_operator()
        return handled

    def close(self) -> None:
        """End the reading processes; the next mail starts new ones."""
        self._sandbox.close()

    def _next(self) -> RawMail | None:
        """Lease one mail; leased in sets, those that wait behind a deadly one would count as tried with it."""
        lease = timedelta(seconds=self._settings.lease_seconds)
        with self._new_work() as work:
            waiting = raw_mail.claim(work.session, self._clock.now(), lease, 1)
            work.commit()
        return waiting[0] if waiting else None

    def _handle(self, raw: RawMail) -> None:
        if raw.attempts > MOST_DEATHS:
            self._file(raw, Filing(quarantined=True, note="could not be read: its reader died of it again and again"))
            return
        try:
            filing = self._process(raw)
        except (OperationalError, InterfaceError):
            raise  # the database is away: nothing is known of the mail, and nothing can be noted of it
        except Unreadable as unreadable:
            filing = Filing(quarantined=True, note=f"could not be read: {unreadable.reason}")
        except Exception as error:
            log.exception("mail not handled", raw_mail_id=raw.id, attempt=raw.attempts)
            self._try_again(raw, error)
            return
        self._file(raw, filing)

    def _process(self, raw: RawMail) -> Filing:
        with reading(self._database) as session:
            content = raw_mail.bytes_of(session, raw.id)
        case = Case.opened(raw, content, self._settings, self._sandbox)
        mail = case.read.mail
        try:
            with reading(self._database) as session:
                plan = case.decide(session, self._tokens, self._resolver, self._clock.now())
        except SetAside as aside:
            if isinstance(aside, WrongAddress) and aside.help is not None:
                key = f"{raw.id}:right address"  # read again, such as after the vendor was loaded, it may still wish
                self._door.handle(aside.help, Origin("mail", key, thread_id(mail.message_id)))
            return Filing(True, aside.reason, mail.from_address, mail.subject)
        if plan.revived is not None:  # first, so that the answer to this mail can reach them
            self._door.handle(NoteReachable(by=plan.revived), Origin("auto", f"{raw.id}:reachable"))
        channel, vendor_id = "auto" if plan.is_machines else "mail", None
        for number, command in enumerate(plan.commands):
            key = f"{raw.id}:hold" if isinstance(command, HoldWish) else f"{raw.id}:{number}"
            outcome = self._door.handle(command, Origin(channel, key, thread_id(mail.message_id)))
            vendor_id = vendor_id or outcome.vendor_id
        return Filing(False, plan.note, mail.from_address, mail.subject, vendor_id)

    def _file(self, raw: RawMail, filing: Filing) -> None:
        with self._new_work() as work:
            raw_mail.describe(work.session, raw.id, filing.from_address, filing.subject, filing.vendor_id)
            if filing.quarantined:
                raw_mail.quarantine(work.session, raw.id, filing.note)
            else:
                raw_mail.mark_done(work.session, raw.id, filing.note)
            work.commit()
        self._has_news_for_operator |= filing.quarantined
        log.info("mail handled", raw_mail_id=raw.id, quarantined=filing.quarantined)

    def _try_again(self, raw: RawMail, error: Exception) -> None:
        """Give a mail back after a fault of ours; after the last try it is kept aside."""
        if raw.attempts >= MOST_FAULTS:
            self._file(raw, Filing(quarantined=True, note=f"could not be read: {type(error).__name__}: {error}"))
            return
        with self._new_work() as work:
            raw_mail.try_later(work.session, raw.id, self._clock.now() + timedelta(seconds=30 * 2**raw.attempts))
            work.commit()

    def _tell_operator(self) -> None:
        """Report new mails in quarantine to the operator, at most once an hour and never the same twice."""
        if not self._has_news_for_operator:
            return
        now = self._clock.now()
        with reading(self._database) as session:
            newest = raw_mail.newest_quarantined(session)
            told_at = beat.last_beat(session, "quarantine_report")
        if newest is not None:
            if told_at is not None and now - told_at < REPORT_EVERY:
                return
            command = ReportQuarantine(operator_address=self._settings.operator_address)
            if not self._door.handle(command, Origin("clock", f"quarantine:{newest}")).repeated:
                with self._new_work() as work:
                    beat.beat(work.session, "quarantine_report", now)
                    work.commit()
        self._has_news_for_operator = False
