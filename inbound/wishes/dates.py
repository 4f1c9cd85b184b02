"""Dates and times in a reply, counted from the day it was sent: ``12.12.``, ``am Dienstag``, ``KW 50``, ``in 2 weeks``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from inbound.wishes import date_words as words
from inbound.wishes.clock_times import time_at
from inbound.wishes.feasts import day_after_feast, day_before_feast
from inbound.wishes.tokens import Token

RECENT_DAYS = 62
"""A day without a year that lies this little in the past is taken for the past, not for next year."""


@dataclass(frozen=True, slots=True)
class When:
    """A day or a span of days; ``other`` is the second meaning of words such as *nächsten Freitag*.

    ``first`` and ``last`` are the same for a day. ``vague`` spans name no day (*nächste Woche*, *im Juni*); ``bare`` marks
    what could as well be a number; ``at`` is the time of day, if one stands beside it.
    """

    first: date
    last: date
    at: time | None = None
    other: date | None = None
    relative: bool = False

    @property
    def exact(self) -> bool:
        return self.first == self.last


Found = tuple[When, int]
"""What was read, and how many tokens it took."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads dates off tokens; ``today`` is the day of the mail in the person's zone, ``country`` decides 3/4."""

    today: date
    country: str

    def read(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Return the date that starts at a token, or None."""
        token = tokens[at]
        readers: tuple[Callable[[Sequence[Token], int], Found | None], ...] = (
            (self._numeric, self._day_and_month, self._count_of_units, self._numbered_quarter, self._time_first)
            if token.kind == "number"
            else (
                self._time_first,
                self._from_today,
                self._relative_count,
                self._part_of,
                self._weekday,
                self._week_number,
                self._quarter,
                self._month,
                self._period,
                self._season,
                self._feast,
            )
        )
        for reader in readers:
            if found := reader(tokens, at):
                return self._with_time(tokens, at, found)
        return None

    # --- with digits ---

    def _numeric(self, tokens: Sequence[Token], at: int) -> Found | None:
        text = tokens[at].text
        if "-" in text and text.count("-") == 2:
            parts = text.split("-")
            return self._dated(
                *((parts[0], parts[1], parts[2]) if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])), taken=1
            )
        if "." in text:
            return self._dotted(tokens, at)
        if "/" in text:
            parts = [*text.split("/"), ""][:3]
            month_first = self.country == "US" and int(parts[0]) <= 12 or parts[1].isdigit() and int(parts[1]) > 12
            day, month = (parts[1], parts[0]) if month_first else (parts[0], parts[1])
            return self._dated(parts[2], month, day, taken=1) if text.count("/") <= 2 else None
        return None

    def _dotted(self, tokens: Sequence[Token], at: int) -> Found | None:
        parts = tokens[at].text.split(".")
        closed = at + 1 < len(tokens) and tokens[at + 1].text == "." and tokens[at + 1].start == tokens[at].end
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            return self._dated(parts[2], parts[1], parts[0], taken=1)
        if len(parts) != 2 or not all(part.isdigit() and len(part) <= 2 for part in parts):
            return None
        led = (
            at > 0
            and tokens[at - 1].text in words.LEADING | words.WEEKDAYS.keys() | words.SHORT_WEEKDAYS.keys()
            or at > 1
            and tokens[at - 1].text in ".,"
        )
        if not (closed or led) or time_at(tokens, at) is not None and not closed:
            return None
        return self._dated("", parts[1], parts[0], taken=2 if closed else 1)

    def _dated(self, year: str, month: str, day: str, *, taken: int) -> Found | None:
        try:
            if year:
                value = date(int(year) + 2000 if len(year) == 2 else int(year), int(month), int(day))
                return When(value, value), taken
            return When(value := self.upcoming(int(month), int(day)), value), taken
        except ValueError:
            return None

    def upcoming(self, month: int, day: int) -> date:
        """Return a day without a year as meant: the next one, or the last if that is no longer ago than `RECENT_DAYS`.

        Raises: ValueError: there is no such day.
        """
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            try:
                value = date(year, month, day)
            except ValueError:
                if (month, day) != (2, 29):
                    raise
                continue
            if value >= self.today - timedelta(days=RECENT_DAYS):
                return value
        raise ValueError(f"no {day}.{month}. near {self.today}")

    def _day_and_month(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``9. März``, ``9 march``, ``12th of March 2027``."""
        if not tokens[at].text.isdigit() or not 1 <= int(tokens[at].text) <= 31:
            return None
        after = _skip(tokens, at + 1, (".", "st", "nd", "rd", "th", "of", "of the"))
        month = words.MONTHS.get(_text(tokens, after))
        if month is None:
            return None
        after, year = self._year(tokens, _skip(tokens, after + 1, (".",)))
        found = self._dated(year, str(month), tokens[at].text, taken=after - at)
        return found

    def _year(self, tokens: Sequence[Token], at: int) -> tuple[int, str]:
        following = _skip(tokens, at, (",",))
        text = _text(tokens, following)
        return (following + 1, text) if text.isdigit() and len(text) == 4 and 2020 <= int(text) <= 2049 else (at, "")

    def _count_of_units(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``2 weeks``, ``14 Tage`` and ``3 days ago``."""
        text = tokens[at].text
        unit = words.UNITS.get(_text(tokens, at + 1))
        if not text.isdigit() or unit is None or len(text) > 3:
            return None
        ago = _text(tokens, at + 2) == "ago" or at > 0 and tokens[at - 1].text in ("vor", "seit", "since")
        return self._shifted(unit, -int(text) if ago else int(text), 3 if _text(tokens, at + 2) == "ago" else 2)

    def _numbered_quarter(self, tokens: Sequence[Token], at: int) -> Found | None:
        after = _skip(tokens, at + 1, (".", "st", "nd", "rd", "th"))
        if tokens[at].text in ("1", "2", "3", "4") and words.UNITS.get(_text(tokens, after)) == "quarter":
            return self._quarter_of(int(tokens[at].text)), after + 1 - at
        if (
            tokens[at].text.isdigit()
            and 2024 <= int(tokens[at].text) <= 2049
            and at
            and tokens[at - 1].text in ("in", "bis", "auf", "until", "to", "till", "nach", "im", "jahr")
        ):
            year = int(tokens[at].text)
            return When(date(year, 1, 1), date(year, 12, 31)), 1
        return None

    def _time_first(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``14 Uhr morgen`` and ``2pm on Thursday``: a time whose day follows."""
        timed = time_at(tokens, at)
        if timed is None:
            return None
        after = _skip(tokens, at + timed[1], (",", "am", "on", "den", "der"))
        if after < len(tokens) and after - at <= 5:
            found = self.read(tokens, after)
            if found and found[0].exact and found[0].at is None:
                return replace(found[0], at=timed[0]), after - at + found[1]
        return None

    # --- in words ---

    def _from_today(self, tokens: Sequence[Token], at: int) -> Found | None:
        word = tokens[at].text
        if (
            word not in words.DAYS_FROM_TODAY
            or word == "morgen"
            and at
            and tokens[at - 1].text in ("guten", "gudn", "schoenen")
        ):
            return None
        day = self.today + timedelta(days=words.DAYS_FROM_TODAY[word])
        return When(day, day, relative=True), 2 if _text(tokens, at + 1) in (
            "frueh",
            "vormittag",
            "nachmittag",
            "abend",
            "morning",
            "afternoon",
            "evening",
        ) else 1

    def _relative_count(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``in zwei Wochen``, ``in a week``, ``in 14 tagen``, ``zwei wochen``, ``in a couple of weeks``."""
        ago = tokens[at].text in ("vor", "seit", "since")
        number_at = at + (
            tokens[at].text in ("in", "vor", "seit", "since", "nach", "um", "after", "for", "fuer", "within")
        )
        text = _text(tokens, number_at)
        count = words.NUMBERS.get(text) or (int(text) if text.isdigit() and len(text) <= 3 else None)
        if count is None:
            return None
        unit_at = _skip(tokens, number_at + 1, ("of", "couple"))
        if text in ("a", "an", "one", "ein") and _text(tokens, number_at + 1) == "couple":
            count = 2
        unit = words.UNITS.get(_text(tokens, unit_at))
        if unit is None or number_at == at and text in ("a", "an", "ein", "eine", "einen", "einem", "einer", "one"):
            return None
        taken = unit_at + 1 - at
        if _text(tokens, unit_at + 1) == "ago":
            ago, taken = True, taken + 1
        return self._shifted(unit, -count if ago else count, taken)

    def _shifted(self, unit: str, count: int, taken: int) -> Found | None:
        if abs(count) > 400:
            return None
        if unit in ("month", "quarter", "year"):
            day = _months_later(self.today, count * {"month": 1, "quarter": 3, "year": 12}[unit])
        elif unit == "workday":
            day = self._workdays_later(count)
        else:
            day = self.today + timedelta(days=count * {"hour": 0, "day": 1, "week": 7}[unit])
        return When(day, day, relative=True), taken

    def _workdays_later(self, count: int) -> date:
        day, step = self.today, timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            count -= (1 if count > 0 else -1) * (day.weekday() < 5)
        return day

    def _weekday(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``am Dienstag``, ``Do 14 Uhr``, ``next friday``, ``Dienstag nächster Woche``."""
        modifier = tokens[at].text if tokens[at].text in words.NEXT | words.COMING | words.THIS | words.LAST else ""
        day_at = at + bool(modifier)
        weekday = words.WEEKDAYS.get(_text(tokens, day_at), words.SHORT_WEEKDAYS.get(_text(tokens, day_at)))
        if (
            weekday is None
            or _text(tokens, day_at) in words.DOUBTFUL_WEEKDAYS
            and not (modifier or self._surely_weekday(tokens, day_at))
        ):
            return None
        after = _skip(tokens, day_at + 1, (".", ",", "den", "der", "the"))
        for dated in (self._numeric, self._day_and_month):
            if after < len(tokens) and tokens[after].kind == "number" and (found := dated(tokens, after)):
                return found[0], found[1] + after - at
        coming = self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)
        following = _skip(tokens, day_at + 1, ("in", "of", "der"))
        if (
            _text(tokens, following) in words.NEXT | words.COMING
            and words.UNITS.get(_text(tokens, following + 1)) == "week"
        ):
            monday = self._monday(1)
            return When(day := monday + timedelta(days=weekday), day, relative=True), following + 2 - at
        if modifier in words.LAST:
            day = coming - timedelta(days=7)
            return When(day, day, relative=True), 1 + day_at - at
        in_next_week = self._monday(1) + timedelta(days=weekday)
        other = in_next_week if modifier in words.NEXT and in_next_week != coming else None
        return When(coming, coming, other=other, relative=True), 1 + day_at - at

    def _surely_weekday(self, tokens: Sequence[Token], at: int) -> bool:
        before = tokens[at - 1].text if at else ""
        after = _skip(tokens, at + 1, (".", ",", "um", "at", "ab", "gegen"))
        return before in ("am", "on", "bis", "ab", "until", "till", "by", "vom", "naechsten", "kommenden") or (
            after < len(tokens)
            and tokens[after].kind == "number"
            and (
                time_at(tokens, after) is not None
                or after > at + 1
                and tokens[at + 1].text in ("um", "at")
                or "." in tokens[after].text
            )
        )

    def _monday(self, weeks: int) -> date:
        return self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=weeks)

    def _week_number(self, tokens: Sequence[Token], at: int) -> Found | None:
        word = tokens[at].text
        joined = word[2:] if word[:2] in ("kw", "cw") and word[2:].isdigit() else ""
        number = joined or _text(tokens, _skip(tokens, at + 1, (".",)))
        if not (joined or word in words.WEEK_WORDS) or not number.isdigit() or not 1 <= int(number) <= 53:
            return None
        taken = 1 if joined else _skip(tokens, at + 1, (".",)) + 1 - at
        for year in (self.today.year, self.today.year + 1):
            try:
                monday = date.fromisocalendar(year, int(number), 1)
            except ValueError:
                continue
            if monday + timedelta(days=6) >= self.today:
                return When(monday, monday + timedelta(days=4)), taken
        return None

    def _quarter(self, tokens: Sequence[Token], at: int) -> Found | None:
        word = tokens[at].text
        if word == "q" and _text(tokens, at + 1) in ("1", "2", "3", "4"):
            after, year = self._year(tokens, at + 2)
            return self._quarter_of(int(tokens[at + 1].text), year), after - at
        ordinal = {
            "erstes": 1,
            "ersten": 1,
            "first": 1,
            "zweites": 2,
            "zweiten": 2,
            "second": 2,
            "drittes": 3,
            "dritten": 3,
            "third": 3,
            "viertes": 4,
            "vierten": 4,
            "fourth": 4,
        }.get(word)
        if ordinal and words.UNITS.get(_text(tokens, at + 1)) == "quarter":
            return self._quarter_of(ordinal), 2
        return None

    def _quarter_of(self, number: int, year: str = "") -> When:
        first = date(int(year) if year else self.today.year, number * 3 - 2, 1)
        if not year and _months_later(first, 3) <= self.today:
            first = first.replace(year=first.year + 1)
        return When(first, _months_later(first, 3) - timedelta(days=1))

    def _month(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``Juni``, ``June 2027``, ``march 9th``."""
        word = tokens[at].text
        month = words.MONTHS.get(word)
        if month is None:
            return None
        after = _skip(tokens, at + 1, (".",))
        text = _text(tokens, after)
        if (
            text.isdigit()
            and len(text) <= 2
            and 1 <= int(text) <= 31
            and tokens[after].start - tokens[at].end <= 2
            and words.UNITS.get(_text(tokens, after + 1)) is None
        ):
            following = _skip(tokens, after + 1, ("st", "nd", "rd", "th"))
            following, year = self._year(tokens, following)
            return self._dated(year, str(month), text, taken=following - at)
        if word in words.AMBIGUOUS_MONTHS and not (
            at
            and (
                tokens[at - 1].text
                in words.LEADING
                | words.NEXT
                | words.THIS
                | words.END
                | words.START
                | words.MIDDLE
                | words.LATE
                | {"not", "before"}
            )
        ):
            return None
        if (
            at
            and tokens[at - 1].kind == "number"
            and not self._day_and_month(tokens, at - 1)
            and len(tokens[at - 1].text) <= 2
        ):
            return None  # 30 February: no such day, so no month either
        following, year = self._year(tokens, after)
        return self._month_of(month, year), (following if year else at + 1) - at

    def _month_of(self, month: int, year: str) -> When:
        first = date(int(year) if year else self.today.year, month, 1)
        if not year and first.month < self.today.month:
            first = first.replace(year=first.year + 1)
        return When(first, first.replace(day=monthrange(first.year, first.month)[1]))

    def _part_of(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``Ende Mai``, ``beginning of April``, ``Mitte nächsten Monats``, ``mid-June``, ``Jahresende``."""
        word = tokens[at].text
        if word in words.YEAR_ENDS and not (at and tokens[at - 1].text in words.WISHED):
            return self._end_of(words.YEAR_ENDS[word]), 1
        part, glued = word, ""
        if "-" in word:
            part, _, glued = word.partition("-")
        kind = next(
            (
                name
                for name, group in (
                    ("end", words.END),
                    ("start", words.START),
                    ("middle", words.MIDDLE),
                    ("late", words.LATE),
                )
                if part in group
            ),
            "",
        )
        if not kind:
            return None
        after = at + 1 if glued else _skip(tokens, at + 1, ("of", "des", "der", "the", "im", "in", "vom"))
        if glued:
            month = words.MONTHS.get(glued)
            whole: Found | None = (self._month_of(month, ""), 0) if month else None
        elif words.UNITS.get(_text(tokens, after)) in ("month", "year", "week", "quarter") or _text(tokens, after) in (
            "monats",
            "jahres",
            "quartals",
        ):
            unit = (
                words.UNITS.get(_text(tokens, after))
                or {"monats": "month", "jahres": "year", "quartals": "quarter"}[_text(tokens, after)]
            )
            return (self._end_of(unit), after + 1 - at) if kind == "end" else None
        else:
            whole = self._span(tokens, after)
        if whole is None or whole[0].exact:
            return None
        return _part(whole[0], kind), after - at + whole[1]

    def _span(self, tokens: Sequence[Token], at: int) -> Found | None:
        if at >= len(tokens):
            return None
        if tokens[at].text.isdigit() and 2024 <= int(tokens[at].text) <= 2049:
            year = int(tokens[at].text)
            return When(date(year, 1, 1), date(year, 12, 31)), 1
        month = words.MONTHS.get(tokens[at].text)
        if month:
            after, year_text = self._year(tokens, at + 1)
            return self._month_of(month, year_text), after - at
        return (
            self._period(tokens, at)
            or self._quarter(tokens, at)
            or (self._numbered_quarter(tokens, at) if tokens[at].kind == "number" else None)
        )

    def _end_of(self, unit: str) -> When:
        today = self.today
        day = {
            "week": self._monday(0) + timedelta(days=4), "weekend": self._monday(0) + timedelta(days=5), "month": today.replace(day=monthrange(today.year, today.month)[1]),
            "quarter": self._quarter_of((today.month + 2) // 3).last, "year": date(today.year, 12, 31),
        }[unit]  # fmt: skip
        return When(day, day, relative=True)

    def _period(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``nächste Woche``, ``next month``, ``this quarter``, ``nächsten Juni``; a weekday may follow a week."""
        word = tokens[at].text
        after = at + 1
        if word in words.NEXT | words.COMING and _text(tokens, after) in ("paar", "few"):
            return None
        unit = words.UNITS.get(_text(tokens, after)) or {
            "monats": "month",
            "jahres": "year",
            "quartals": "quarter",
        }.get(_text(tokens, after))
        if word not in words.NEXT | words.COMING | words.THIS or unit in (None, "day", "hour", "workday"):
            month = words.MONTHS.get(_text(tokens, after))
            return (self._month_of(month, ""), 2) if word in words.NEXT | words.COMING | words.THIS and month else None
        ahead = 0 if word in words.THIS else 1
        if unit == "week":
            monday = self._monday(ahead)
            day_at = _skip(tokens, after + 1, ("am", "on", ","))
            weekday = words.WEEKDAYS.get(_text(tokens, day_at), words.SHORT_WEEKDAYS.get(_text(tokens, day_at)))
            if weekday is not None:
                day = monday + timedelta(days=weekday)
                return When(day, day, relative=True), day_at + 1 - at
            return When(monday, monday + timedelta(days=4), relative=True), 2
        if unit == "month":
            first = _months_later(self.today.replace(day=1), ahead)
            return When(first, _months_later(first, 1) - timedelta(days=1), relative=True), 2
        if unit == "quarter":
            first = _months_later(self._quarter_of((self.today.month + 2) // 3).first, 3 * ahead)
            return When(first, _months_later(first, 3) - timedelta(days=1), relative=True), 2
        return When(date(self.today.year + ahead, 1, 1), date(self.today.year + ahead, 12, 31), relative=True), 2

    def _season(self, tokens: Sequence[Token], at: int) -> Found | None:
        if (
            tokens[at].text not in words.SEASONS
            or tokens[at].text in ("fall", "spring")
            and not (at and tokens[at - 1].text in words.LEADING | words.NEXT | words.THIS)
        ):
            return None
        month, day = words.SEASONS[tokens[at].text]
        first = date(self.today.year, month, day)
        if _months_later(first, 3) <= self.today:
            first = first.replace(year=first.year + 1)
        if any(token.text in ("nach", "after") for token in tokens[max(0, at - 2) : at]):
            first = _months_later(first, 3)
        return When(first, _months_later(first, 3) - timedelta(days=1)), 1

    def _feast(self, tokens: Sequence[Token], at: int) -> Found | None:
        """Read ``nach Ostern`` as the first working day after the feast, ``vor Weihnachten`` as the last before."""
        feast = _text(tokens, at + 1)
        if tokens[at].text in ("nach", "after") and feast in words.FEASTS:
            day = day_after_feast(feast, self.today)
        elif tokens[at].text in ("vor", "before", "bis", "by", "until") and feast in words.FEASTS:
            day = day_before_feast(feast, self.today)
        else:
            return None
        return When(day, day), 2

    def _with_time(self, tokens: Sequence[Token], at: int, found: Found) -> Found:
        when, taken = found
        if not when.exact or when.at is not None:
            return found
        following = at + taken
        for _ in range(3):
            if following >= len(tokens):
                break
            if timed := time_at(tokens, following):
                return replace(when, at=timed[0]), following + timed[1] - at
            if tokens[following].text not in (
                ",",
                "um",
                "at",
                "ab",
                "gegen",
                "around",
                "from",
                "-",
                "/",
                "@",
                "@",
                "so",
                "ca",
                "2026",
            ):
                break
            following += 1
        return found


def _part(whole: When, kind: str) -> When:
    if kind == "end":
        return When(whole.last, whole.last)
    days = (whole.last - whole.first).days + 1
    if kind == "late":
        return When(whole.first + timedelta(days=days * 2 // 3), whole.last)
    if kind == "start":
        return When(whole.first, whole.first + timedelta(days=9 if days > 20 else 1))
    day = whole.first + timedelta(days=days // 2 - 1)
    return When(day, day)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _skip(tokens: Sequence[Token], at: int, texts: tuple[str, ...]) -> int:
    while at < len(tokens) and tokens[at].text in texts:
        at += 1
    return at
