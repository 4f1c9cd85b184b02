"""What is read of a lead: each value with the line it came from and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

FieldName = Literal[
    "company", "street", "postcode", "city", "country", "sector", "company_size", "website",
    "contact_salutation", "contact_first_name", "contact_last_name", "contact_position",
    "contact_email", "contact_phone", "product", "need", "remarks", "source", "campaign", "temperature",
    "expected_volume_cents", "currency", "time_frame", "language", "consent",
]  # fmt: skip

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field of a lead.

    ``value`` is text, except ``expected_volume_cents`` (int) and ``consent`` (bool). ``source_line`` is the line it was
    read from, as written, for the *lead received* letter. ``confidence`` is 0 to 1; under 0.5 nothing is ever given.
    """

    value: Value
    source_line: str
    confidence: float


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row or one of its cells was not taken: ``code`` for the edges to put into words, ``text`` as written."""

    code: Literal["empty", "not_an_address", "not_a_phone_number", "nobody_named"]
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead of a list: ``number`` as the sheet counts (the heading is row 1)."""

    number: int
    fields: dict[FieldName, FieldReading]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadReading:
    """Everything read of one mail.

    ``fields`` is the lead of the mail itself; ``rows`` are the leads of an attached list (then ``fields`` holds only
    what goes for all of them). ``problems`` are codes about whole attachments, such as ``("too_many_rows",
    "fair.csv")``.
    """

    fields: dict[FieldName, FieldReading] = field(default_factory=dict)
    rows: tuple[LeadRow, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()


class File(Protocol):
    """An attachment, as `inbound.mail` gives it."""

    @property
    def filename(self) -> str | None: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class LeadText:
    """A lead as it arrived: the original text (never the forwarder's note), its attachments, and who wrote it.

    ``from_name`` and ``from_address`` name the *original* sender of a forwarded mail; leave them empty for a mail that
    the vendor's own person wrote. ``ours`` are addresses and mail domains that never are the customer's.
    """

    text: str
    subject: str = ""
    from_name: str = ""
    from_address: str = ""
    attachments: tuple[File, ...] = ()
    ours: frozenset[str] = frozenset()
