"""Takes handed-in lists row by row to leads: read in the child process, submitted in sets, reported once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import update

from app.bootstrap import Parts
from app.domain.commands import SubmitLead
from app.domain.import_commands import ReportImport
from app.domain.people import Person, Vendor
from app.service.outcome import Origin, Outcome
from app.store import imports
from app.store.imports import ImportFile, ImportRow, ImportState, ListImport, RowState
from app.store.work import reading
from inbound.fields.model import LeadRow
from inbound.fields.tables import Column, Table
from inbound.list_releases import Releases
from inbound.list_sets import CHANNEL, handle_set
from inbound.mail import Attachment as MailFile
from inbound.mail import Unreadable
from inbound.sandbox import Sandbox
from inbound.understand.leads import ours_of, sources_of, values_of
from inbound.understand.plan import storable

log = structlog.get_logger()

READ_AT_ONCE = 2_000
SUBMITTED_AT_ONCE = 100

Seen = dict[str, tuple[int, int]]


class Lists:
    """Imports what was handed in. Any number may run, in any number of processes: each list is leased to one.

    A list whose worker was killed goes on where it stood: its rows keep their keys, so the door answers for those that
    are leads already. Memory is bounded by a file and a set of rows, whatever the length of the list.
    """

    def __init__(self, parts: Parts, sandbox: Sandbox | None = None) -> None:
        self._database = parts.database
        self._new_work = parts.new_work
        self._door = parts.door
        self._settings = parts.settings
        self._clock = parts.clock
        self._lease = timedelta(seconds=parts.settings.lease_seconds)
        self._sandbox = sandbox or Sandbox(processes=1)
        self._releases = Releases(parts, self._lease)
        self._works: dict[ImportState, Callable[[ListImport], str]] = {
            ImportState.RUNNING: self._import,
            ImportState.RELEASING: self._release,
            ImportState.TAKING_BACK: self._take_back,
        }

    def run_once(self) -> int:
        """Take one list as far as it can go: until it is shown, or imported and reported on.

        Returns: how many lists waited: one or none.
        Raises: sqlalchemy.exc.SQLAlchemyError: the database is away; the list waits where it is.
        """
        with self._new_work() as work:
            waiting = imports.claim(work.session, self._clock.now(), self._lease)
            imports.forget_old(work.session, self._clock.now()) if waiting else None
            work.commit()
        if waiting is None:
            return 0
        state = ImportState(waiting.state)
        if state is ImportState.STORED:
            readable = self._read(waiting)
            # A list of which nothing can be read needs nobody's yes: its report says why.
            state = ImportState.RUNNING if waiting.starts else ImportState.SHOWN
            state = state if readable else ImportState.RUNNING
            if waiting.starts and readable >= imports.LONG:
                self._report(waiting, ReportImport(import_id=waiting.id, begun=True), f"import:{waiting.id}:begun")
        if work_off := self._works.get(state):
            pressed = work_off(waiting)
            press = waiting.presses if state is ImportState.RELEASING else waiting.undoing
            key = f"import:{waiting.id}:{pressed}:{press}" if pressed else f"import:{waiting.id}"
            self._report(waiting, ReportImport(import_id=waiting.id, pressed=pressed), key)
            state = ImportState.DONE
        with self._new_work() as work:
            imports.let_go(work.session, waiting.id, state)
            work.commit()
        log.info("list handled", import_id=waiting.id, state=state)
        return 1

    def _report(self, handed_in: ListImport, command: ReportImport, key: str) -> None:
        self._door.handle(command, Origin("clock", key, handed_in.in_reply_to))

    def close(self) -> None:
        """End the reading process; the next list starts a new one."""
        self._sandbox.close()

    def _read(self, handed_in: ListImport) -> int:
        """Read every file of a list. Returns: how many rows can become a lead."""
        with reading(self._database) as session:
            files = imports.files_of(session, handed_in.id)
        seen: Seen = {}
        for file in files:
            self._read_file(handed_in, file, seen)
        with reading(self._database) as session:
            return imports.count_rows(session, handed_in.id).waiting

    def _read_file(self, handed_in: ListImport, file: ImportFile, seen: Seen) -> None:
        """Read one file and keep its rows.

        Args: seen: the digests of the rows read so far, each with its file and number.
        """
        with self._new_work() as work:
            content = work.session.get_one(ImportFile, file.id).content
            if content is None:  # read before the worker died
                return
            imports.forget_rows_of(work.session, file)
            work.commit()
        table = self._table(MailFile(file.filename, file.content_type, content))
        numbered = iter(table.rows)
        while part := tuple(islice(numbered, READ_AT_ONCE)):
            try:
                found = self._rows(handed_in, table.columns, part)
            except Unreadable as unreadable:
                table = Table(table.columns, problem="unreadable")
                log.warning("rows not read", import_id=handed_in.id, reason=unreadable.reason)
                break
            cells = dict(part)
            self._keep(handed_in, [_kept(file, row, cells[row.number], seen) for row in found])
        self._describe(file, table)

    def _table(self, file: MailFile) -> Table:
        try:
            table: Table = self._sandbox.call("inbound.fields.tables:read_table", file)
        except Unreadable as unreadable:
            log.warning("list not read", reason=unreadable.reason)
            return Table(problem="unreadable")
        return table

    def _rows(
        self, handed_in: ListImport, columns: tuple[Column, ...], part: tuple[tuple[int, tuple[str, ...]], ...]
    ) -> tuple[LeadRow, ...]:
        with reading(self._database) as session:
            vendor, person = session.get_one(Vendor, handed_in.vendor_id), session.get_one(Person, handed_in.person_id)
            ours = ours_of(session, vendor, person) | {self._settings.mail_domain}
        found: tuple[LeadRow, ...] = self._sandbox.call(
            "inbound.fields.list_rows:read_rows", columns, part, vendor.country, vendor.products, ours
        )
        return found

    def _keep(self, handed_in: ListImport, rows: list[dict[str, Any]]) -> None:
        with self._new_work() as work:
            waiting = {row["digest"]: row for row in rows if row["state"] == RowState.WAITING}
            for digest, lead_id in imports.leads_of_equal_rows(
                work.session, handed_in.vendor_id, list(waiting)
            ).items():
                waiting[digest] |= {"state": RowState.EARLIER, "lead_id": lead_id}
            imports.keep_rows(work.session, rows)
            imports.renew(work.session, handed_in.id, self._clock.now() + self._lease)
            work.commit()

    def _describe(self, file: ImportFile, table: Table) -> None:
        """Note how a file was understood; its bytes are not needed any more."""
        with self._new_work() as work:
            kept = work.session.get_one(ImportFile, file.id)
            kept.columns = [{"label": storable(one.label), "key": one.key} for one in table.columns]
            kept.unread = [storable(name) for name in table.unread]
            kept.problem, kept.content = table.problem, None
            if table.problem:
                imports.forget_rows_of(work.session, kept)
            work.commit()

    def _release(self, handed_in: ListImport) -> str:
        self._releases.release(handed_in)
        return "release_list"

    def _take_back(self, handed_in: ListImport) -> str:
        self._releases.take_back(handed_in)
        return "undo_list"

    def _import(self, handed_in: ListImport) -> str:
        with reading(self._database) as session:
            digests = {file.id: file.digest for file in imports.files_of(session, handed_in.id)}
        for rows in self._sets(handed_in):
            wishes = [(_submit(handed_in, row), _origin(handed_in, digests[row.file_id], row)) for row in rows]
            self._note(handed_in, rows, handle_set(self._door, wishes, handed_in.id))
        return ""

    def _sets(self, handed_in: ListImport) -> Iterator[list[ImportRow]]:
        after = 0
        while True:
            with reading(self._database) as session:
                rows = imports.rows_of(session, handed_in.id, RowState.WAITING, SUBMITTED_AT_ONCE, after)
            if not rows:
                return
            yield rows
            after = rows[-1].id

    def _note(self, handed_in: ListImport, rows: list[ImportRow], outcomes: list[Outcome]) -> None:
        """Note what became of each row, in one statement; what was read of it stands in the lead from now on."""
        with self._new_work() as work:
            repeated = [outcome.lead_id for outcome in outcomes if outcome.repeated and outcome.lead_id]
            earlier = imports.was_imported_before(work.session, repeated, handed_in.id)
            noted = [
                _noted(row, outcome, outcome.lead_id in earlier) for row, outcome in zip(rows, outcomes, strict=True)
            ]
            work.session.execute(update(ImportRow), noted)
            imports.renew(work.session, handed_in.id, self._clock.now() + self._lease)
            work.commit()


def _kept(file: ImportFile, row: LeadRow, cells: tuple[str, ...], seen: Seen) -> dict[str, Any]:
    """Return a row as it is kept: to be imported with its values, or to be corrected with its cells."""
    problems = [{"code": one.code, "field": one.field, "text": storable(one.text)} for one in row.problems]
    values = values_of(row.fields)
    digest = sha256(json.dumps([values, cells] if problems else values, sort_keys=True).encode()).hexdigest()[:32]
    first = seen.setdefault(digest, (file.id, row.number))
    if first != (file.id, row.number):
        problems = [{"code": "duplicate_row", "field": "", "text": str(first[1])}]
        cells = ()
    return {
        "import_id": file.import_id, "file_id": file.id, "number": row.number, "digest": digest, "lead_id": None,
        "state": RowState.REFUSED if problems else RowState.WAITING, "problems": problems,
        "fields": {} if problems else values, "sources": {} if problems else sources_of(row.fields),
        "cells": [storable(cell) for cell in cells] if problems else [],
    }  # fmt: skip


def _submit(handed_in: ListImport, row: ImportRow) -> SubmitLead:
    return SubmitLead(
        by=handed_in.person_id, vendor_id=handed_in.vendor_id, fields=dict(handed_in.fields) | dict(row.fields),
        sources=dict(handed_in.sources) | dict(row.sources), remarks=handed_in.remarks,
        raw_mail_id=handed_in.raw_mail_id, import_id=handed_in.id,
    )  # fmt: skip


def _origin(handed_in: ListImport, digest: str, row: ImportRow) -> Origin:
    """Return the key of a row: the same row of the same file is the same lead, whoever brings it and however often."""
    return Origin(CHANNEL, f"{handed_in.vendor_id}:{digest}:{row.number}")


def _noted(row: ImportRow, outcome: Outcome, is_earlier: bool) -> dict[str, Any]:
    done: dict[str, Any] = {"id": row.id, "lead_id": outcome.lead_id, "problems": [], "fields": {}, "sources": {}}
    if outcome.refused:
        return done | {"state": RowState.REFUSED, "problems": [{"code": outcome.code, "field": "", "text": ""}]}
    if is_earlier:
        return done | {"state": RowState.EARLIER}
    if outcome.facts.get("duplicate"):
        return done | {"state": RowState.DUPLICATE}
    if outcome.facts.get("missing"):
        return done | {"state": RowState.INCOMPLETE}
    return done | {"state": RowState.RELEASED if outcome.facts.get("released") else RowState.COMPLETE}
