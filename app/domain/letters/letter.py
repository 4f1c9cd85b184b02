"""A letter is what somebody is to read: a typed context, the commands it offers, and where it belongs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

# The fields of contexts that list leads, in the order in which letters show and number them.
_NUMBERED = ("rows", "blocking", "needs_you", "offers", "open_offers", "offered", "imported")


@dataclass(frozen=True)
class Action:
    """A command a letter offers; the renderer turns it into a link, a ``mailto:`` and a word to reply with.

    wish: wire name of the command (``pick``, ``feedback``, …). object_id: the lead, offer or pending wish it is about.
    option: what the command needs beside its object, short ASCII (a status, a reseller's id). primary: the one filled
    button of the letter. argument: words shown on the button, such as ``{"reseller": "Rolf IT"}``.
    Source: rulebook 2, design law 8.
    """

    wish: str
    object_id: int
    option: str = ""
    primary: bool = False
    argument: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class AttachmentRef:
    """Names a part to attach when the letter is sent.

    kind: ``vcard`` and ``calendar`` are made from the letter's lead; ``lead_attachment`` and ``material`` are stored
    under object_id; ``refused_rows`` are those of the imported file object_id, to be corrected.
    """

    kind: str
    object_id: int | None = None


class LetterContext(ABC):
    """What a letter says, without a word of prose: the base of every kind.

    Instants are aware UTC, money is in cents beside a ``currency``, codes are those of the domain; the renderer puts
    all of them into the reader's language and zone.
    """

    kind: ClassVar[str]

    @classmethod
    @abstractmethod
    def sample(cls, language: str) -> Letter:
        """Return a letter of this kind about invented people, for galleries and golden mails.

        Args: language: of the free text in it, ``de`` or ``en``.
        """

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        """Return every variant worth looking at, by a short name; the plain one is called ``""``."""
        return {"": cls.sample(language)}


@dataclass(frozen=True)
class Letter:
    """One mail to one person, as it stands in the outbox until it is rendered.

    to: a person's id. asked_for: it answers the person's own wish, so it does not count in the day's budget
    (rulebook 4.6). thread: mails of one thread, such as ``lead:2041``, reference the first one really sent.
    """

    to: int
    context: LetterContext
    lead_id: int | None = None
    vendor_id: int | None = None
    attachments: tuple[AttachmentRef, ...] = ()
    asked_for: bool = False
    thread: str = ""

    @property
    def kind(self) -> str:
        """The context's kind: the letter's name in outbox, templates and golden files."""
        return self.context.kind


@dataclass(frozen=True)
class FactRow:
    """One line of a table of facts; name is a lead field in snake case and decides label and wording of the value.

    currency: of a value whose name ends in ``_cents``.
    """

    name: str
    value: str
    currency: str = ""


@dataclass(frozen=True)
class FieldRow:
    """A field and where it is from: read from which line and how surely (0 to 1), said by whom, or worked out.

    found_by, found_from: the provider that filled it, and from which fields. merged_from: the lead that had it.
    currency: of a sum.
    Source: rulebook 3.4, 3.7.
    """

    name: str
    value: str
    source_line: str = ""
    confidence: float = 1.0
    said_by: str = ""
    found_by: str = ""
    found_from: tuple[str, ...] = ()
    merged_from: str = ""
    currency: str = ""

    @classmethod
    def of(cls, name: str, value: str, source: Mapping[str, Any], currency: str) -> FieldRow:
        """Return a field with its entry in the ``sources`` of a lead or registration; ``currency``: of its sums."""
        return cls(
            name, value, str(source.get("line", "")), float(source.get("confidence", 1.0)), str(source.get("by", "")),
            str(source.get("from", "")), tuple(source.get("of", ())), f"L-{source['lead']}" if "lead" in source else "",
            currency if name.endswith("_cents") else "",
        )  # fmt: skip


@dataclass(frozen=True)
class DownloadRow:
    """A file that is too large for the mail: its name, its size, until when and by which link it can be had."""

    name: str
    size_bytes: int
    until: datetime
    action: Action


@dataclass(frozen=True)
class MoneyRange:
    """From, and up to but not including, a sum; ``to_cents`` is None where it is open upwards."""

    from_cents: int
    to_cents: int | None
    currency: str


@dataclass(frozen=True)
class LeadRow:
    """A lead in a list that waits for an answer; overdue_days is negative while there is still time.

    contact, phone: of the customer, for its holder; the number in full, as it is kept.
    """

    lead_id: int
    lead_ref: str
    title: str
    due_by: datetime
    overdue_days: int
    status: str = ""
    actions: tuple[Action, ...] = ()
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OfferRow:
    """An offer that is still open, in a list, with the one action that takes it."""

    lead_ref: str
    title: str
    answer_by: datetime
    pick: Action


def numbered_refs(context: LetterContext) -> tuple[str, ...]:
    """Return the leads a letter lists, in the order of the numbers it prints: number 1 first.

    Whoever answers "2 won 8k" means the second. Source: rulebook 2.
    """
    lists = (getattr(context, name, ()) for name in _NUMBERED)
    return tuple(row.lead_ref for rows in lists for row in rows if hasattr(row, "lead_ref"))
