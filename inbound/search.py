"""Reads everything that is kept for mails and files that name somebody, as an erasure has to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.files import Attachment as StoredFile
from app.domain.privacy_commands import Named
from app.store.engine import Database
from app.store.imports import ImportFile, ImportRow
from app.store.raw_mail import RawMailBytes
from app.store.work import reading
from inbound.fields.values import addresses_in
from inbound.mail import Attachment, Unreadable
from inbound.sandbox import Sandbox


def search(database: Database, names: Iterable[str], but_mails: Collection[int], but_leads: Collection[int]) -> Named:
    """Return what names somebody in a way that only shows when it is read: encoded, or in an attachment.

    Args: names: addresses, phone numbers and whole names. but_mails, but_leads: what goes anyway, and is not read.
    Source: rulebook 9.5.
    """
    wanted = tuple(sorted(set(names)))
    with reading(database) as session, Sandbox(processes=1) as sandbox:
        mails = [(one, *_mail(sandbox, content, wanted)) for one, content in _mails(session, but_mails)]
        files = [(one, _file(sandbox, file, wanted)) for one, file in _files(session, but_leads)]
    unread_files = tuple(one for one, is_named in files if is_named is None)
    unread = sum(count for _, _, count in mails) + len(unread_files)
    named_files = tuple(one for one, is_named in files if is_named)
    return Named(tuple(one for one, is_named, _ in mails if is_named), named_files, unread, unread_files)


def written_addresses(database: Database) -> set[str]:
    """Return every address that is written in a mail, a file or a list that is kept, in small letters.

    Source: rulebook 9.5.
    """
    found: set[str] = set()
    with reading(database) as session, Sandbox(processes=1) as sandbox:
        for _, content in _mails(session, ()):
            found |= _addresses(sandbox, "addresses_in_mail", content)
        for file in (*_files(session, ()), *_unread_lists(session)):
            found |= _addresses(sandbox, "addresses_in_file", file[1])
        for row in session.execute(select(ImportRow.fields, ImportRow.cells, ImportRow.problems)):
            found |= set(addresses_in(json.dumps(list(row), ensure_ascii=False)))
    return found


def _addresses(sandbox: Sandbox, reader: str, content: bytes | Attachment) -> frozenset[str]:
    try:
        found: frozenset[str] = sandbox.call(f"inbound.naming:{reader}", content)
    except Unreadable:
        return frozenset()
    return found


def _unread_lists(session: Session) -> Iterator[tuple[int, Attachment]]:
    for file in session.scalars(select(ImportFile).where(ImportFile.content.is_not(None))):
        yield file.id, Attachment(file.filename, file.content_type, file.content or b"")


def _mails(session: Session, but: Collection[int]) -> Iterator[tuple[int, bytes]]:
    for one in session.scalars(select(RawMailBytes.raw_mail_id).order_by(RawMailBytes.raw_mail_id)).all():
        content = None
        if one not in but:
            content = session.scalar(select(RawMailBytes.content).where(RawMailBytes.raw_mail_id == one))
        if content is not None:
            yield one, content


def _mail(sandbox: Sandbox, content: bytes, names: tuple[str, ...]) -> tuple[bool, int]:
    try:
        found: tuple[bool, int] = sandbox.call("inbound.naming:named_in_mail", content, names)
    except Unreadable:
        return False, 1
    return found


def _files(session: Session, but_leads: Collection[int]) -> Iterator[tuple[int, Attachment]]:
    rows = select(StoredFile.id, StoredFile.lead_id, StoredFile.filename, StoredFile.content_type)
    for one, lead_id, filename, content_type in session.execute(rows.order_by(StoredFile.id)).all():
        content = None
        if lead_id not in but_leads:
            content = session.scalar(select(StoredFile.content).where(StoredFile.id == one))
        if content is not None:
            yield one, Attachment(filename, content_type, content)


def _file(sandbox: Sandbox, file: Attachment, names: tuple[str, ...]) -> bool | None:
    try:
        is_named: bool | None = sandbox.call("inbound.naming:named_in_file", file, names)
    except Unreadable:
        return None
    return is_named
