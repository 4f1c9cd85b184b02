"""What templates see of a context: the same names, with every value already in the reader's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from app.domain.letters import (
    Action,
    Bar,
    CandidateRow,
    DecisionRow,
    DownloadRow,
    FactRow,
    FieldRow,
    ImportedRow,
    Kpi,
    LeadRow,
    MoneyRange,
    NeedsYouRow,
    NewsRow,
    OfferedRow,
    OfferRow,
    WhyYou,
)
from app.domain.phone import readable
from app.mail.answers import Links
from app.mail.figures import kpi_view
from app.mail.formats import day, deadline, instant, money, money_range, number, percent, rate, size, span
from app.mail.provenance import aside, is_doubtful
from app.mail.sentences import asks_line, candidate_line, due_line, fit_line, news_line, offer_line, why_line
from app.mail.vocabulary import VALUES
from app.mail.words import Words

MOST_ROWS = 12
MOST_ROWS_WITH_ALL_BUTTONS = 3
_COUNTED = frozenset({"points", "balance"})
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ue000\ue001]")


def clean(text: str) -> str:
    """Return a text from outside with line ends as LF and without any other control character."""
    if text.isprintable():
        return text
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def _most(values: tuple[Any, ...]) -> int:
    """Return how many rows are shown: of what was read of a lead, and of what its owner decides, everything.

    Source: rulebook 3.4, 4.6.
    """
    return len(values) if values and isinstance(values[0], FieldRow | NeedsYouRow) else MOST_ROWS


@dataclass(frozen=True)
class ActionView:
    """An action as a template writes it."""

    label: str
    url: str
    mailto: str
    word: str
    primary: bool


@dataclass(frozen=True)
class View:
    """Puts values into one reader's language and zone.

    By convention of names and types: an instant or day ``x`` becomes ``x_local``, ``x_short`` and ``x_day``;
    ``x_cents`` beside ``currency``, ``x_minutes`` and ``x_percent`` become ``x``; a code with a word becomes
    ``x_word``; names of missing fields become labels; a tuple longer than 12 is cut and the rest counted in
    ``x_more``, but for the fields of a lead. Everything keeps its own name, too.
    """

    words: Words
    zone: str
    links: Links
    read_at: datetime | None = None

    def of(self, context: Any) -> dict[str, Any]:
        """Return a context's fields for a template."""
        seen: dict[str, Any] = {}
        currency = getattr(context, "currency", "")
        for name in _names(context.__class__):
            self._add(seen, name, getattr(context, name), currency)
        return seen

    def _add(self, seen: dict[str, Any], name: str, value: Any, currency: str) -> None:
        if isinstance(value, str):
            seen[name] = clean(value)
            if name in VALUES:
                seen[f"{name}_word"] = self.words.value(name, seen[name])
        elif isinstance(value, date):
            self._add_moment(seen, name, value)
        elif name.endswith("_cents"):
            seen[name.removesuffix("_cents")] = "" if value is None else money(value, currency, self.words.locale)
        elif name.endswith("_minutes"):
            seen[name.removesuffix("_minutes")] = span(value, self.words.locale)
        elif name.endswith("_percent"):
            seen[name] = value
            seen[name.removesuffix("_percent")] = "" if value is None else percent(value, self.words.locale)
        elif name == "missing":
            seen[name] = tuple([self.words.field(each) for each in value])
        elif isinstance(value, tuple):
            seen[name] = self._items(value)
            seen[f"{name}_more"] = max(0, len(value) - _most(value))
        elif value is None:
            seen |= {name: None, f"{name}_local": "", f"{name}_short": "", f"{name}_day": ""}
        else:
            seen[name] = self._item(value)

    def _add_moment(self, seen: dict[str, Any], name: str, value: date) -> None:
        locale = self.words.locale
        seen[name] = value
        moment = instant(value, self.zone, locale) if isinstance(value, datetime) else day(value, locale)
        seen[f"{name}_local"], seen[f"{name}_short"], seen[f"{name}_day"] = moment
        if isinstance(value, datetime):
            seen[f"{name}_short"] = deadline(value, self.read_at, self.zone, locale)

    def _items(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(values) > MOST_ROWS_WITH_ALL_BUTTONS and isinstance(values[0], LeadRow):
            # With all buttons the mail would outgrow 60 kB; the reply words take the rest.
            values = tuple([replace(row, actions=row.actions[:2]) for row in values])
        return tuple([self._item(each) for each in values[: _most(values)]])

    def _item(self, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, (int, float)):
            return value
        if isinstance(value, Action):
            return self.action(value)
        if isinstance(value, (FactRow, FieldRow)):
            return self._field(value)
        if isinstance(value, Kpi):
            return kpi_view(value, self.words)
        if isinstance(value, MoneyRange):
            return money_range(value, self.words.locale)
        if isinstance(value, Bar):
            return self.words.value("label", value.label), value.percent, value.value
        if isinstance(value, tuple):
            return tuple([self._item(each) for each in value])
        return self._row(value)

    def _row(self, row: Any) -> SimpleNamespace:
        seen = SimpleNamespace(**self.of(row))
        if isinstance(row, LeadRow):
            seen.due_line = due_line(row, seen.due_by_local, self.words)
            seen.phone = readable(seen.phone)
            seen.contact_line = ", ".join(part for part in (seen.contact, seen.phone) if part)
        elif isinstance(row, ImportedRow):
            seen.actions = (seen.action, *seen.more)
        elif isinstance(row, NeedsYouRow):
            seen.why_line = why_line(row, self.words)
            seen.actions = (seen.action, *seen.more)
        elif isinstance(row, DecisionRow):
            seen.asks_line = asks_line(row, self.words)
        elif isinstance(row, DownloadRow):
            seen.size = size(row.size_bytes, self.words.locale)
        elif isinstance(row, WhyYou):
            seen.fit_line = fit_line(row, self.words)
        elif isinstance(row, OfferRow):
            seen.actions = (seen.pick,)
        elif isinstance(row, OfferedRow):
            seen.offer_line = offer_line(row, seen.answer_by_local, self.words)
        elif isinstance(row, CandidateRow):
            seen.candidate_line = candidate_line(seen.fit, row.hindrance, seen.away_until_day, self.words)
        elif isinstance(row, NewsRow):
            seen.news_line = news_line(row, self.zone, self.words)
        return seen

    def action(self, action: Action) -> ActionView:
        """Return an action with its three ways and the words on its button."""
        ways = self.links(action)
        return ActionView(self.words.label(action), ways.url, ways.mailto, ways.word, action.primary)

    def _field(self, row: FactRow | FieldRow) -> SimpleNamespace:
        label, value = self.words.field(row.name), self._field_value(row)
        if isinstance(row, FactRow):
            return SimpleNamespace(label=label, value=value)
        return SimpleNamespace(label=label, value=value, aside=aside(row, self.words), doubtful=is_doubtful(row))

    def _field_value(self, row: FactRow | FieldRow) -> str:
        if row.name.endswith("_percent"):
            return rate(float(row.value), self.words.locale)
        if row.name.endswith("_cents") and row.value.isdigit():
            return money(int(row.value), getattr(row, "currency", ""), self.words.locale)
        if row.name.endswith("_at"):
            return instant(datetime.fromisoformat(row.value), self.zone, self.words.locale).local
        if row.name in _COUNTED:
            return number(int(row.value), self.words.locale) if row.value.isdigit() else row.value
        return clean(self.words.value(row.name, row.value))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
