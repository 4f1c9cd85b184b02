"""Everything that is read of a mail's bytes alone, in one call to the bounded child process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from inbound.bounce import BouncedRecipient, bounced
from inbound.calendar_answer import CalendarAnswer, calendar_answer
from inbound.dkim_signatures import proven_domains
from inbound.fields import (
    EventsRead,
    FieldReading,
    LeadText,
    note_on_top,
    read_deal,
    read_events,
    read_fields,
    read_note,
)
from inbound.fields.model import FieldName
from inbound.fields.tables import cards_in, is_card, is_list, lists_leads
from inbound.forward import Forwarded, unwrap
from inbound.kind import Kind, auto_reply_until, kind_of
from inbound.mail import Attachment, Mail
from inbound.parse import parse
from inbound.raw_headers import raw_values
from inbound.reply import new_words


@dataclass(frozen=True, slots=True)
class Read:
    """What a mail is.

    kind_elsewhere: its kind if our own domain were not ours, for people whose company mails from the same domain.
    results: the Authentication-Results, untouched. words: what was newly written. bounced: who did not get it, of a
    bounce. away_until: the last day of an absence. calendar: what was done with a deadline's entry.
    """

    mail: Mail
    kind: Kind
    kind_elsewhere: Kind
    results: tuple[str, ...] = ()
    words: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    away_until: date | None = None
    calendar: CalendarAnswer | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One lead of a mail: its text, the remark of whoever handed it in, and its files; or the lists it brings."""

    text: LeadText
    note: str
    files: tuple[Attachment, ...]
    lists: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadFound:
    """A lead as it was read: its fields with where they stood, the remark on top, and its files."""

    fields: dict[FieldName, FieldReading]
    note: str
    files: tuple[Attachment, ...]


def read(raw: bytes, own_domain: str) -> Read:
    """Return what the mail is; runs in the child process.

    Args: own_domain: our mail domain; what comes from there has gone in a circle.
    Raises: Unreadable: a limit is broken.
    """
    mail = parse(raw)
    kind = kind_of(mail, own_domain)
    elsewhere = kind_of(mail) if kind is Kind.LOOP else kind
    results = raw_values(raw, "Authentication-Results")
    if kind is Kind.BOUNCE:
        return Read(mail, kind, elsewhere, bounced=bounced(mail))
    if kind is Kind.AUTO_REPLY:
        return Read(mail, kind, elsewhere, results, away_until=auto_reply_until(mail))
    return Read(
        mail, kind, elsewhere, results, words=new_words(mail), calendar=calendar_answer(mail, own_domain)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a mail to a lead address brings.

    lists: files with one lead per row or card, which are imported; ``note`` and ``noted``: what was written with them,
    and the fields it sets for each of their leads.
    """

    leads: tuple[LeadFound, ...] = ()
    lists: tuple[Attachment, ...] = ()
    note: str = ""
    noted: dict[FieldName, FieldReading] = field(default_factory=dict)


def read_leads(
    raw: bytes, country: str, products: tuple[str, ...], ours: frozenset[str], language: str | None
) -> HandedIn:
    """Return every lead of a mail to a lead address; runs in the child process.

    Args: country, language: the vendor's. products: names the vendor sells. ours: addresses and domains that are never
        the customer's.
    Returns: one lead for a forwarded mail, one for each attached mail; and the lists.
    Raises: Unreadable: a limit is broken.
    Source: rulebook 3.1.
    """
    sources = _sources(parse(raw), ours)
    leads = []
    for source in (source for source in sources if not source.lists):
        fields = read_fields(source.text, country=country, products=products, language=language)
        noted = read_note(source.note, products, country)
        leads.append(LeadFound({**fields, **noted}, source.note, source.files))
    with_lists = [source for source in sources if source.lists]
    note = with_lists[0].note if with_lists else ""
    lists = tuple(file for source in with_lists for file in source.lists)
    return HandedIn(tuple(leads), lists, note, read_note(note, products, country) if note else {})


def _sources(mail: Mail, ours: frozenset[str]) -> list[Source]:
    forwarded = unwrap(mail)
    if forwarded is None:
        files = _files(mail.attachments)
        if lists := _lists(files, is_list):
            return [Source(LeadText(""), new_words(mail), (), lists)]
        note, text = note_on_top(mail.text)
        return [Source(LeadText(text, mail.subject, attachments=files, ours=ours), note, files)]
    if len(mail.embedded) < 2:
        return [_source_of(forwarded, forwarded.note, mail, ours)]
    return [_source_of_attached(original, forwarded.note, ours) for original in mail.embedded]


def _lists(files: tuple[Attachment, ...], wants: Callable[[Attachment], bool]) -> tuple[Attachment, ...]:
    """Return the files that hold several leads: those that ``wants`` takes for lists, and cards where there are more
    than one.
    """
    cards = [file for file in files if is_card(file)]
    several = sum(cards_in(file) for file in cards) > 1
    lists = [file for file in files if wants(file) and not is_card(file)]
    return tuple(lists + cards if several or lists else [])


def _source_of(forwarded: Forwarded, note: str, mail: Mail, ours: frozenset[str]) -> Source:
    innermost = forwarded
    while innermost.inner is not None:
        innermost = innermost.inner
    files = _files(innermost.attachments or forwarded.attachments or mail.attachments)
    text = LeadText(
        innermost.body, innermost.subject or mail.subject, innermost.from_name, innermost.from_address, files, ours
    )
    # A customer's own spreadsheet is part of the enquiry; a colleague's list of contacts is a list.
    return Source(text, note, files, _lists(files, lists_leads))


def _source_of_attached(original: Mail, note: str, ours: frozenset[str]) -> Source:
    forwarded = unwrap(original)
    if forwarded is not None:
        return _source_of(forwarded, note, original, ours)
    files = _files(original.attachments)
    text = LeadText(original.text, original.subject, original.from_name, original.from_address, files, ours)
    return Source(text, note, files, _lists(files, lists_leads))


def _files(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    """Return what a reader calls a file: pictures that belong to a signature are none."""
    return tuple(file for file in attachments if not file.inline)


def read_gaps(words: str, products: tuple[str, ...], country: str) -> dict[FieldName, FieldReading]:
    """Return the fields that a vendor's answer fills (``PLZ 80331, warm``); runs in the child process."""
    return read_note(words, products, country)


def read_registration(
    words: str, subject: str, country: str, products: tuple[str, ...], ours: frozenset[str], own_names: frozenset[str]
) -> dict[FieldName, FieldReading]:
    """Return the fields of a mail to the deal address; runs in the child process."""
    return read_deal(words, subject, country=country, products=products, ours=ours, own_names=own_names)


def read_marketing_events(raw: bytes, words: str) -> EventsRead:
    """Return the events of a vendor's mail to the deal address; runs in the child process."""
    mail = parse(raw)
    return read_events(words, mail.subject, _files(mail.attachments))


def signing_domains(raw: bytes, keys: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the domains whose DKIM signature of the mail holds; runs in the child process.

    Args: keys: the published key records by ``selector._domainkey.domain``.
    """
    return proven_domains(raw, keys)
