"""What is read of a lead: each value with the line it came from and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
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


ProblemCode = Literal[
    "empty", "nobody_named", "too_long", "not_an_address", "own_address", "not_a_phone_number", "not_a_country",
    "not_a_postcode", "not_a_temperature", "not_an_amount", "not_yes_or_no", "not_a_website", "not_a_language",
    "not_a_name",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row or one of its cells was not taken: ``code`` for the edges to put into words, ``text`` as written."""

    code: ProblemCode
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead of a list: ``number`` as its file counts. A row with a problem is taken neither whole nor in part."""

    number: int
    fields: dict[FieldName, FieldReading]
    problems: tuple[RowProblem, ...] = ()


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
