"""The days, sums and reasons that belong to what was said about a lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inbound.fields.amounts import Amount
from inbound.wishes.clock_times import time_at
from inbound.wishes.dates import When
from inbound.wishes.model import Context, Reading
from inbound.wishes.sentences import Said, plain_amounts

STRONG, WEAK, FAINT = 0.95, 0.83, 0.7
"""Confidence of a telling phrase, of a word that alone could mean else, and of a mere possibility."""


def today(context: Context) -> date:
    """Return the day the reply was sent, in the person's zone."""
    return context.sent_at.astimezone(ZoneInfo(context.zone)).date()


def moment(day: date, at: time | None, context: Context) -> date | datetime:
    """Return a day, or an aware instant in the person's zone where a time of day was said."""
    return datetime.combine(day, at, ZoneInfo(context.zone)) if at else day


def sums(said: Said) -> list[tuple[int, Amount]]:
    """Return (token, sum) for the sums that are the deal's: not a budget, not the old one of *instead of*."""
    budget = said.clauses_of("mark.budget")
    replaced = {one.signal.end for one in said.stated if one.concept == "mark.instead"}
    at_start = {token.start: at for at, token in enumerate(said.text.tokens)}
    found = [
        (at_start[start], amount) for start, amount in said.text.amounts.items() if start in at_start
    ] + plain_amounts(said.text)
    return sorted(
        ((at, amount) for at, amount in found if said.clauses[at] not in budget and at not in replaced),
        key=lambda pair: pair[0],
    )


def placed_days(said: Said) -> list[tuple[int, When]]:
    """Return (token, time) for every day or span said."""
    return [(at, said.text.whens[token.start]) for at, token in enumerate(said.text.tokens) if token.kind == "date"]


def days(said: Said) -> list[When]:
    """Return the days and spans said, but not the old one of *not Tuesday but Friday*, nor when a quote is decided."""
    decided = said.clauses_of("mark.decision") if said.has("mark.quote", None) or said.has("quoted", None) else set()
    replaced = {one.signal.end for one in said.stated if one.concept == "mark.instead"}
    all_days = placed_days(said)
    left = [(at, when) for at, when in all_days if not {at, at - 1} & replaced] or all_days
    return [when for at, when in left if said.clauses[at] not in decided]


def days_beside(at: int, said: Said, context: Context) -> list[When]:
    """Return the days said; of several ahead the one in the clause of the token ``at``, unless the others stand in
    clauses of that sentence that tell nothing else.
    """
    every, now = days(said), today(context)
    placed = [(place, when) for place, when in placed_days(said) if when in every and when.last >= now]
    near = {when for place, when in placed if said.clauses[place] == said.clauses[at]}
    if len({when for _, when in placed}) < 2 or len(near) != 1:
        return every
    told = {one.clause for one in said.stated if not one.concept.startswith("small.")}
    apart = [
        when
        for place, when in placed
        if when not in near and (said.sentences[place] != said.sentences[at] or said.clauses[place] in told)
    ]
    return list(near) if len(apart) == len(placed) - len(near) else every


def appointments(base: Reading, said: Said, context: Context, at: int) -> list[Reading]:
    """Return the appointment with its day; several when the day can be read in several ways."""
    now = today(context)
    ahead = [when for when in days_beside(at, said, context) if when.last >= now]
    timed = {when.first for when in ahead if when.at}
    exact = [when for when in ahead if when.exact and (when.at or when.first not in timed)]
    if len(exact) == 1 and exact[0].at is None and (apart := _times_apart(said)):
        exact = [replace(exact[0], at=clock) for clock in apart]
    if not ahead:
        past = any(when.last < now for when in days(said))
        garbled = any(token.kind == "number" for token in said.text.tokens)
        return (
            [replace(base, confidence=FAINT), replace(base, status="contacted", confidence=FAINT)]
            if past or garbled
            else [base]
        )
    if not exact:
        return [replace(base, until=ahead[0].last)]
    readings = [replace(base, when=moment(when.first, when.at, context)) for when in dict.fromkeys(exact)]
    readings += [replace(base, when=moment(when.other, when.at, context)) for when in exact if when.other]
    return _alternatives(readings)


def _times_apart(said: Said) -> list[time]:
    """Return the times of day that stand apart from the day: *Friday at their place, half past two*."""
    found = ((at, time_at(said.text.tokens, at)) for at in range(len(said.text.tokens)))
    return list(dict.fromkeys(timed[0] for _, timed in found if timed))


def postponements(base: Reading, said: Said, context: Context, at: int) -> list[Reading]:
    """Return the postponement with the day to look again: the first of a month or week, the day itself else."""
    now = today(context)
    ahead = list(dict.fromkeys(when for when in days_beside(at, said, context) if when.last > now))
    if not ahead:
        return [replace(base, confidence=min(base.confidence, WEAK))]
    ahead = [when for when in ahead if when.first > now] or ahead  # *not this year, before May nothing happens*
    readings = [replace(base, until=max(when.first, now + timedelta(days=1))) for when in ahead]
    readings += [replace(base, until=when.other) for when in ahead if when.other]
    return _alternatives(readings)


def _alternatives(readings: list[Reading]) -> list[Reading]:
    return readings if len(readings) == 1 else [replace(reading, confidence=FAINT) for reading in readings]


def with_sum(base: Reading, said: Said, context: Context) -> Reading:
    """Return a quote or a win with its sum, and a quote with the day the decision is expected."""
    found = [amount for _, amount in sums(said)]
    reading = replace(base, amount_cents=found[0].cents, currency=found[0].currency) if found else base
    if len({(amount.cents, amount.currency) for amount in found}) > 1:
        reading = replace(reading, confidence=FAINT)
    if base.status == context.status and not found and not _expected_close(said, context):
        return replace(reading, confidence=FAINT)  # nothing that was not known
    if base.status == "quoted":
        reading = replace(reading, expected_close=_expected_close(said, context))
    return reading


def _expected_close(said: Said, context: Context) -> date | None:
    """Return the last day of the time that stands with a word of decision."""
    clauses = {one.clause for one in said.stated if one.concept == "mark.decision" and one.mood != "asked"}
    near = [when for at, when in placed_days(said) if said.clauses[at] in clauses]
    return next((when.last for when in near if when.last >= today(context)), None)
