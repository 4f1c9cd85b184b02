"""What a page asks for beside its button, and how the answers are read: strictly, and losing nothing that was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.wishes import Answers, Question
from app.web.amounts import NotAnAmount, read_amount
from app.web.field_values import Unreadable, country_code, field_value

LONGEST_TEXT = 5_000
MORNING = time(9)
FIELD_PREFIX = "field."
WAS_PREFIX = "was."
# The lead's fields as a vendor edits them, in the order of the form. Source: rulebook 3.3.
LEAD_FIELDS = (
    "company", "contact_salutation", "contact_first_name", "contact_last_name", "contact_position", "contact_email",
    "contact_phone", "street", "postcode", "city", "country", "sector", "company_size", "website", "product", "need",
    "temperature", "source", "campaign", "expected_volume_cents", "currency", "time_frame", "language", "consent",
)  # fmt: skip
# What a registration needs to say; in the order of the form. Source: rulebook 7.1.
DEAL_FIELDS = (
    "company", "postcode", "city", "country", "website", "contact_first_name", "contact_last_name", "contact_email",
    "contact_phone", "product", "expected_volume_cents", "currency", "time_frame", "need",
)  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "temperature": ("hot", "warm", "cold"),
    "language": ("de", "en"),
    "consent": ("true", "false"),
}
_MINUS = ("-", "−", "–")
_POINTS = re.compile(r"([+−–-]?)\s?(\d{1,9}|\d{1,3}(?:[.,' ]\d{3}){1,2})")
_DAY = re.compile(r"(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4}))(?:[T ]+(\d\d?):(\d\d)(?::\d\d)?)?")


@dataclass(frozen=True)
class Form:
    """What one page asks.

    zone: the person's, in which days and hours are typed. wants_time: a date with its hour. note: whether words can
    be added, and whether they must. lead_fields: the values that a page with fields shows; None on all other pages.
    shown_fields, needs_fields: which of them it shows, and which must not be left empty; needs_one_of: not all.
    """

    question: Question
    zone: str
    wants_time: bool = False
    wants_note: bool = False
    needs_note: bool = False
    lead_fields: Mapping[str, Any] | None = None
    shown_fields: tuple[str, ...] = LEAD_FIELDS
    needs_fields: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()

    @property
    def must_be_filled(self) -> bool:
        """Whether the button alone is not enough."""
        return bool(self.question.required) or self.needs_note or self.lead_fields is not None


@dataclass(frozen=True)
class ReadAnswers:
    """The answers, and for each field that cannot be used a code: ``missing`` or ``unreadable``."""

    answers: Answers
    errors: dict[str, str] = field(default_factory=dict)


def read_answers(posted: Mapping[str, str], form: Form) -> ReadAnswers:
    """Read a posted form."""
    reader = _Reader(posted, form)
    answers = Answers(
        at=reader.date(), **reader.amount(), reason=reader.reason(), note=reader.note(), fields=reader.fields(),
        points=reader.points(),
    )  # fmt: skip
    return ReadAnswers(answers, reader.errors)


def shown_value(name: str, value: Any) -> str:
    """Return a lead's value as the form shows it, and as ``read_answers`` reads it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if name.endswith("_cents"):
        whole, cents = divmod(int(value), 100)
        return f"{whole}.{cents:02}" if cents else str(whole)
    return str(value)


class _Reader:
    def __init__(self, posted: Mapping[str, str], form: Form) -> None:
        self._posted, self._form = posted, form
        self.errors: dict[str, str] = {}

    def _text(self, name: str) -> str:
        # Browsers send CR LF; anything else that is not printable is nobody's typing.
        text = self._posted.get(name, "").replace("\r\n", "\n")[:LONGEST_TEXT]
        return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()

    def _given(self, name: str, wanted: bool) -> str:
        text = self._text(name) if wanted else ""
        if wanted and not text and name in self._form.question.required:
            self.errors[name] = "missing"
        return text

    def reason(self) -> str | None:
        text = self._given("reason", bool(self._form.question.reasons))
        if text and text not in self._form.question.reasons:
            self.errors["reason"] = "missing"
        return text or None

    def note(self) -> str | None:
        text = self._text("note") if self._form.wants_note else ""
        if not text and self._form.needs_note:
            self.errors["note"] = "missing"
        return text or None

    def date(self) -> datetime | None:
        text = self._given("date", self._form.question.wants_date)
        if not text:
            return None
        at = read_day(text, self._form.zone)
        if at is None:
            self.errors["date"] = "unreadable"
        return at

    def points(self) -> int | None:
        text = self._given("points", self._form.question.wants_points)
        if not text:
            return None
        found = _POINTS.fullmatch(text)
        if not found:
            self.errors["points"] = "unreadable"
            return None
        number = int(re.sub(r"\D", "", found[2]))
        return -number if found[1] in _MINUS else number

    def amount(self) -> dict[str, Any]:
        text = self._given("amount", self._form.question.wants_amount)
        if not text:
            return {}
        try:
            cents, currency = read_amount(text)
        except NotAnAmount:
            self.errors["amount"] = "unreadable"
            return {}
        return {"amount_cents": cents, "currency": currency}

    def fields(self) -> dict[str, Any]:
        """Return only what was changed, so that two people who edit at once do not undo each other."""
        before = self._form.lead_fields
        if before is None:
            return {}
        typed = {
            name: self._text(FIELD_PREFIX + name)
            for name in self._form.shown_fields
            if FIELD_PREFIX + name in self._posted
        }
        for name in self._form.needs_fields:
            if not typed.get(name, shown_value(name, before.get(name))):
                self.errors[FIELD_PREFIX + name] = "missing"
        if self._form.needs_one_of and not any(typed.get(name) for name in self._form.needs_one_of):
            self.errors[FIELD_PREFIX + self._form.needs_one_of[0]] = "missing"
        changed = {name: text for name, text in typed.items() if text != self._was(name, before)}
        return {name: self._field(name, text) for name, text in changed.items()}

    def _was(self, name: str, before: Mapping[str, Any]) -> str:
        """Return what the form showed when it was opened."""
        return self._posted.get(WAS_PREFIX + name, shown_value(name, before.get(name))).replace("\r\n", "\n").strip()

    def _field(self, name: str, text: str) -> Any:
        if name in CHOICES and text and text not in CHOICES[name]:
            self.errors[FIELD_PREFIX + name] = "unreadable"
        if name == "consent" and text:
            return text == "true"
        if not text:
            return None
        try:
            return read_amount(text)[0] if name.endswith("_cents") else field_value(name, text, self._country())
        except (NotAnAmount, Unreadable):
            self.errors[FIELD_PREFIX + name] = "unreadable"
            return None

    def _country(self) -> str:
        before = self._form.lead_fields or {}
        return country_code(self._text(FIELD_PREFIX + "country") or str(before.get("country") or ""))


def read_day(text: str, zone: str) -> datetime | None:
    """Return the instant of a typed day, at 9 in the morning where no hour was given; None when unreadable.

    Understands what date fields send (``2026-12-12``, ``2026-12-12T10:00``) and what people type without one
    (``12.12.2026``, ``12.12.2026 10:00``).
    """
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) for part in (found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)))
    hour, minute = (int(found[7]), int(found[8])) if found[7] else (MORNING.hour, MORNING.minute)
    try:
        return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
