"""Deletes payload where it lies and leaves the row: letters, their bytes, raw mails, the mailroom's copies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.customer_event import CustomerEvent
from app.domain.deal import Deal
from app.domain.feedback import Feedback, Note
from app.domain.file_commands import AddFiles
from app.domain.files import Attachment
from app.domain.lead import Lead
from app.domain.people import Person, Reseller, Vendor
from app.domain.personal import struck
from app.store.imports import ImportFile, ImportRow, ListImport
from app.store.journal import JournalEntry
from app.store.mailroom import MailroomMail
from app.store.outbox import Post, PostBytes, PostState
from app.store.raw_mail import RawMail, RawMailBytes, RawMailState

BATCH = 2_000


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in lists that one statement can hold on any database."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def empty_posts(session: Session, ids: Sequence[int]) -> None:
    """Take everything out of letters but that they were; what waits is not sent any more."""
    for some in _batches(ids):
        _empty_posts(session, some)


def _empty_posts(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(PostBytes).where(PostBytes.post_id.in_(ids)))
    session.execute(
        update(Post).where(Post.id.in_(ids), Post.state == PostState.WAITING).values(state=PostState.CANCELLED)
    )
    nothing: dict[str, Any] = {"context": {}, "attachments": [], "last_error": None, "in_reply_to": None}
    session.execute(update(Post).where(Post.id.in_(ids)).values(**nothing).execution_options(synchronize_session=False))


def empty_raw_mails(session: Session, ids: Sequence[int]) -> None:
    """Take everything out of raw mails but when they came; they cannot be read again."""
    for some in _batches(ids):
        _empty_raw_mails(session, some)


def _empty_raw_mails(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(RawMailBytes).where(RawMailBytes.raw_mail_id.in_(ids)))
    nothing: dict[str, Any] = {
        "mail_from": None, "recipients": [], "peer": None, "helo": None, "subject": None, "reading": None,
    }  # fmt: skip
    rows = update(RawMail).where(RawMail.id.in_(ids)).execution_options(synchronize_session=False)
    session.execute(rows.values(**nothing))
    unread = RawMail.state.in_((RawMailState.STORED, RawMailState.QUARANTINED))
    session.execute(rows.where(unread).values(state=RawMailState.DISCARDED, reason="its content was deleted"))


def empty_leads(session: Session, ids: Sequence[int]) -> None:
    """Delete what hangs on leads: files, notes, words of feedback, letters."""
    session.execute(delete(Attachment).where(Attachment.lead_id.in_(ids)))
    session.execute(delete(Note).where(Note.lead_id.in_(ids)))
    session.execute(update(Feedback).where(Feedback.lead_id.in_(ids)).values(note=None))
    empty_posts(session, list(session.scalars(select(Post.id).where(Post.lead_id.in_(ids)))))


def files_added_by(session: Session, person_id: int) -> frozenset[int]:
    """Return the ids of the files that somebody added to leads, as the journal knows them."""
    rows = select(JournalEntry.facts).where(JournalEntry.wish == AddFiles.wish, JournalEntry.person_id == person_id)
    return frozenset(one for facts in session.scalars(rows) for one in facts.get("file_ids", ()))


def leads_added_to(session: Session, person_id: int) -> tuple[int, ...]:
    """Return the leads that have files of which the journal does not know any more whether somebody added them."""
    rows = select(JournalEntry.lead_id, JournalEntry.facts).join(Attachment, Attachment.lead_id == JournalEntry.lead_id)
    rows = rows.where(JournalEntry.wish == AddFiles.wish, JournalEntry.person_id == person_id, ~JournalEntry.refused)
    return tuple(sorted({lead_id for lead_id, facts in session.execute(rows) if lead_id and "file_ids" not in facts}))


def delete_files(session: Session, ids: Sequence[int]) -> list[Lead]:
    """Delete files that came with leads, and return these leads; what waits to be sent is made anew without them."""
    having = select(Attachment.lead_id).where(Attachment.id.in_(ids))
    leads = list(session.scalars(select(Lead).where(Lead.id.in_(having)).order_by(Lead.id)))
    about = select(Post.id).where(Post.lead_id.in_([lead.id for lead in leads]))
    session.execute(delete(PostBytes).where(PostBytes.post_id.in_(about)).execution_options(synchronize_session=False))
    session.execute(delete(Attachment).where(Attachment.id.in_(ids)))
    return leads


def posts_about_deals(session: Session, ids: Iterable[int]) -> list[int]:
    """Return the letters about registrations."""
    return list(session.scalars(select(Post.id).where(Post.thread.in_([f"deal:{deal_id}" for deal_id in ids]))))


def raw_mails_of(session: Session, address: str, names: Iterable[str] = ()) -> list[int]:
    """Return the raw mails that somebody sent, and those that bear their address or a name of theirs in plain sight."""
    wanted = {address, address.lower(), address.upper(), *names}
    bears = _in_bytes(session, RawMailBytes.content, wanted)
    sent = func.lower(RawMail.mail_from) == address.lower()
    rows = select(RawMail.id).join(RawMailBytes, isouter=True).where(or_(sent, bears))
    return list(session.scalars(rows.order_by(RawMail.id)))


def _in_bytes(session: Session, content: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that bytes hold one of the words in UTF-8."""
    find = func.instr if session.get_bind().dialect.name == "sqlite" else func.pg_catalog.position
    return or_(*(find(content, word.encode("utf-8", "replace")) > 0 for word in sorted(words)))


def raw_mails_about(session: Session, lead_ids: Sequence[int]) -> list[int]:
    """Return the raw mails that wished something of leads, by the keys under which the journal knows them."""
    mails = JournalEntry.channel.in_(("mail", "auto"))
    keys = session.scalars(select(JournalEntry.key).where(JournalEntry.lead_id.in_(lead_ids), mails))
    numbers = {key.partition(":")[0] for key in keys}
    return sorted(int(number) for number in numbers if number.isdigit())


def mailroom_mails_of(session: Session, address: str) -> list[int]:
    """Return the mails of the built-in mailroom to somebody."""
    return list(session.scalars(select(MailroomMail.id).where(MailroomMail.address == address.lower())))


def delete_mailroom_mails(session: Session, ids: Sequence[int]) -> None:
    """Delete mails of the built-in mailroom."""
    session.execute(delete(MailroomMail).where(MailroomMail.id.in_(ids)))


def names_nobody_has(session: Session, names: Iterable[str]) -> set[str]:
    """Return those of some last names that no person, customer, company or vendor has who is still here."""
    borne = [Person.name, Reseller.name, Vendor.name]
    borne += [table.fields[name].as_string() for table in (Lead, Deal) for name in ("contact_last_name", "company")]
    return {
        name
        for name in names
        if not any(session.scalar(select(1).where(one.contains(name, autoescape=True)).limit(1)) for one in borne)
    }


def strike(session: Session, words: Iterable[str], alone: Iterable[str] = ()) -> int:
    """Strike names and addresses out of the letters, notes and journal facts of others; return of how many rows.

    Args: alone: last names, struck only where they stand as words of their own.
    """
    known, alone = {word for word in words if word}, {word for word in alone if word}
    wanted = known | alone
    if not wanted:
        return 0
    found = 0
    for table, column in ((Post, "context"), (JournalEntry, "facts")):
        for row in session.scalars(select(table).where(_holds(getattr(table, column), wanted))):
            setattr(row, column, struck(dict(getattr(row, column)), known, alone))
            found += 1
            if isinstance(row, Post):
                session.execute(delete(PostBytes).where(PostBytes.post_id == row.id))
    for words_of, column in ((Note, "text"), (Feedback, "note")):
        told = getattr(words_of, column)
        for row in session.scalars(
            select(words_of).where(or_(*(told.contains(word, autoescape=True) for word in wanted)))
        ):
            setattr(row, column, struck(getattr(row, column), known, alone))
            found += 1
    return found


def _holds(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a JSON column's text holds one of the words, as JSON writes them."""
    text = cast(column, String)
    spelled = {json.dumps(word)[1:-1] for word in words} | set(words)
    return or_(*(text.contains(word, autoescape=True) for word in spelled))


def delete_events(session: Session, ids: Sequence[int]) -> None:
    """Delete what customers did."""
    session.execute(delete(CustomerEvent).where(CustomerEvent.id.in_(ids)))


def delete_list_rows(session: Session, lead_ids: Sequence[int], words: Iterable[str]) -> None:
    """Delete the rows of lists that became these leads or bear a name, and unread lists that bear it in plain sight."""
    wanted = {word for word in words if word}
    bears = or_(*(_holds(column, wanted) for column in (ImportRow.fields, ImportRow.cells, ImportRow.problems)))
    session.execute(delete(ImportRow).where(or_(ImportRow.lead_id.in_(lead_ids), bears)))
    unread = update(ImportFile).where(_in_bytes(session, ImportFile.content, wanted))
    session.execute(unread.values(content=None, problem="unreadable"))
    for handed_in in session.scalars(select(ListImport).where(ListImport.remarks != "")):
        handed_in.remarks = struck(handed_in.remarks, wanted)


# --- what is over its time


def old_posts(session: Session, vendor_id: int | None, before: datetime) -> list[int]:
    """Return letters that are through and older than an instant, at most a batch."""
    rows = select(Post.id).where(
        Post.vendor_id == vendor_id if vendor_id is not None else Post.vendor_id.is_(None),
        Post.written_at < before, Post.state != PostState.WAITING, cast(Post.context, String) != "{}",
    )  # fmt: skip
    return list(session.scalars(rows.order_by(Post.id).limit(BATCH)))


def old_raw_mails(session: Session, vendor_id: int | None, before: datetime) -> list[int]:
    """Return raw mails older than an instant that still have their bytes, at most a batch."""
    mine = RawMail.vendor_id == vendor_id if vendor_id is not None else RawMail.vendor_id.is_(None)
    rows = select(RawMail.id).join(RawMailBytes).where(mine, RawMail.received_at < before)
    return list(session.scalars(rows.order_by(RawMail.id).limit(BATCH)))


def empty_old_journal(session: Session, vendor_id: int, before: datetime) -> int:
    """Take the facts out of old journal entries; who wished what, when and by which way stays for good."""
    old = select(JournalEntry.id).where(
        JournalEntry.vendor_id == vendor_id, JournalEntry.at < before, cast(JournalEntry.facts, String) != "{}"
    )
    ids = list(session.scalars(old.order_by(JournalEntry.id).limit(BATCH)))
    session.execute(update(JournalEntry).where(JournalEntry.id.in_(ids)).values(facts={}))
    return len(ids)
