"""What was said about a lead being worked -> readings of its status, surest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from inbound.fields.amounts import Amount
from inbound.wishes.dates import When
from inbound.wishes.lexicon import typo_price
from inbound.wishes.model import REASONS, Context, Reading, Reason, Status, Verb
from inbound.wishes.sentences import Said, Stated, plain_amounts

STRONG, WEAK, FAINT = 0.95, 0.85, 0.7
"""Confidence of a telling phrase, of a word that alone could mean else, and of a mere possibility."""

_STATUSES = ("not_reached", "contacted", "appointment", "quoted", "postponed", "won", "lost", "bad_lead")
_ABSORBS: dict[str, frozenset[str]] = {
    "won": frozenset({"contacted", "quoted", "appointment"}),
    "lost": frozenset({"contacted", "quoted", "not_reached", "appointment"}),
    "bad_lead": frozenset({"not_reached", "contacted"}),
    "quoted": frozenset({"contacted", "postponed"}),
    "appointment": frozenset({"contacted", "postponed"}),
    "postponed": frozenset({"contacted"}),
    "not_reached": frozenset({"contacted"}),
    "give_back": frozenset({"not_reached", "contacted", "lost"}),
    "undo": frozenset(),
}
"""Of two things said at once, which one the other is only the way to (rulebook 6.1)."""

_PLANNED_IS_NOTHING = frozenset({"contacted", "quoted", "won", "lost", "bad_lead"})
_RETRY_DAYS = 4
"""Somebody not reached who is tried again this soon is still *not reached*; later it is *postponed*."""

_WEAK_WORDS = frozenset(
    "kontakt contact met replied responded introduction call lunch coffee catch erst later spaeter away krank hold reminder auftrag order po deal abschluss "
    "tot gone zurueck return war besetzt busy cost kosten region gebiet entfernung distance produkt product timing zeitlich preislich privat private "
    "error mistake fehler irrtum cancel stornieren versehen besuch visit treffen meet booked scheduled visiting urlaub".split()
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that can be recorded about a lead, with the strength of the words for it."""

    kind: str
    strength: float
    words: str
    reason: Reason | None = None
    first: int = 0


def readings_about_work(said: Said, context: Context) -> list[Reading]:
    """Return what was said about a lead's state, surest first; more than one means that they contradict each other."""
    outcomes = _outcomes(said, context)
    if not outcomes:
        return _from_bare_values(said, context)
    left = _left_over(outcomes, said, context)
    readings = [reading for outcome in left for reading in _read(outcome, said, context)]
    return sorted(readings, key=lambda reading: -reading.confidence)


def _outcomes(said: Said, context: Context) -> list[Outcome]:
    found: dict[str, Outcome] = {}

    def add(outcome: Outcome) -> None:
        known = found.get(outcome.kind)
        if known is None or outcome.strength > known.strength:
            found[outcome.kind] = outcome if known is None or outcome.reason or not known.reason else replace(outcome, reason=known.reason)
        elif outcome.reason and not known.reason:
            found[outcome.kind] = replace(known, reason=outcome.reason)

    for one in said.stated:
        if one.mood in ("fact", "planned", "denied") and one.concept in (*_STATUSES, "give_back", "undo") and (kind := _turned(one)):
            add(Outcome(kind, _strength(one, said), said.words(one.concept), first=one.signal.start))
    for one in said.facts("mark.bought"):
        if not said.facts("r.competitor"):
            add(Outcome("won", STRONG - typo_price(one.signal), said.words("mark.bought"), first=one.signal.start))
    for one in said.facts("r."):
        for outcome in _of_reason(one, said, set(found)):
            add(outcome)
    if quote := _of_quote(said):
        add(quote)
    return list(found.values())


def _turned(one: Stated) -> str | None:
    """Return the outcome a status means in its mood: *nicht kontaktiert* is not reached, *wird gewonnen* is nothing yet."""
    if one.mood == "fact":
        return one.concept
    if one.mood == "denied":
        return "not_reached" if one.concept == "contacted" else None
    return None if one.concept in _PLANNED_IS_NOTHING else one.concept


def _strength(one: Stated, said: Said) -> float:
    tokens = [said.text.tokens[at].text for at in one.signal.used]
    weak = len(tokens) == 1 and tokens[0] in _WEAK_WORDS
    return (WEAK if weak else STRONG) - typo_price(one.signal)


def _of_reason(one: Stated, said: Said, kinds: set[str]) -> Iterable[Outcome]:
    """Turn a reason into the outcome it belongs to: the price loses a lead, a wrong number makes it a bad one."""
    name = one.concept.removeprefix("r.")
    strength = min(_strength(one, said), 0.92)
    words = said.words(one.concept)
    if "give_back" in kinds:
        name = "no_contact" if name == "no_contact" else name
        if name in REASONS["give_back"]:
            yield Outcome("give_back", 0.0, words, cast(Reason, name), one.signal.start)
        return
    if name == "not_interested":
        name = "no_need"
    if name == "timing" and "postponed" in kinds:
        return
    for verb in ("lost", "bad_lead"):
        if name in REASONS[verb]:
            yield Outcome(verb, strength if verb in kinds or strength > WEAK else strength - 0.03, words, cast(Reason, name), one.signal.start)
            return
    if name in REASONS["give_back"] and "lost" not in kinds:
        yield Outcome("give_back", strength if name == "region" and strength > WEAK else FAINT, words, cast(Reason, name), one.signal.start)


def _of_quote(said: Said) -> Outcome | None:
    """Read the noun alone: beside a sum it was quoted, as the only word too, with a day to come it is a plan."""
    facts = said.facts("mark.quote")
    if not facts:
        return None
    sentences = {one.sentence for one in facts}
    if any(said.sentences[at] in sentences for at, _ in _sums(said)):
        return Outcome("quoted", 0.92, said.words("mark.quote"))
    words = [token for token in said.text.tokens if token.kind != "mark"]
    return Outcome("quoted", WEAK, said.words("mark.quote")) if len(words) == 1 else None


def _left_over(outcomes: list[Outcome], said: Said, context: Context) -> list[Outcome]:
    """Return the outcomes that no other one explains."""
    kinds = {outcome.kind for outcome in outcomes}
    gone: set[str] = set()
    if "appointment" in kinds and _past_meeting(said, context):
        outcomes = [replace(one, kind="contacted") if one.kind == "appointment" else one for one in outcomes]
        kinds = {outcome.kind for outcome in outcomes}
    if "appointment" in kinds and said.clauses_of("appointment") & said.clauses_of("mark.cancelled"):
        return [Outcome(kind, FAINT, said.words("mark.cancelled")) for kind in ("postponed", "lost")]
    if "undo" in kinds and kinds & set(_STATUSES):
        gone.add("undo")
    if {"not_reached", "postponed"} <= kinds:
        day = next((when.first for when in _days(said)), None)
        today = _today(context)
        if day is None or day <= today + timedelta(days=_RETRY_DAYS):
            gone.add("postponed")
    if {"lost", "postponed"} <= kinds and not _days(said):
        gone.add("postponed")
    if "lost" in kinds and "postponed" not in kinds and not said.facts("lost") and any(when.first > _today(context) for when in _days(said)):
        outcomes = [*outcomes, Outcome("postponed", STRONG, "")]
    for kind in kinds - gone:
        gone |= _ABSORBS.get(kind, frozenset()) & kinds
    left = [one for one in outcomes if one.kind not in gone]
    best = max((one.strength for one in left), default=0.0)
    return [one for one in left if one.strength >= best - 0.05 or one.strength >= WEAK]


def _past_meeting(said: Said, context: Context) -> bool:
    clauses = said.clauses_of("appointment")
    days = [when for when in _days(said)]
    return bool(clauses & said.clauses_of("mark.past")) or bool(days) and all(when.last < _today(context) for when in days) and said.has("mark.past")


def _read(outcome: Outcome, said: Said, context: Context) -> list[Reading]:
    """Return the reading of an outcome with its day, sum and reason; two if a day can be read in two ways."""
    kind = outcome.kind
    base = Reading("feedback", round(outcome.strength, 2), words=outcome.words)
    if kind in ("give_back", "undo"):
        return [replace(base, verb=cast(Verb, kind), reason=outcome.reason if kind == "give_back" else None)]
    base = replace(base, status=cast(Status, kind), reason=outcome.reason if kind in REASONS else None)
    if kind == "appointment":
        return _appointments(base, said, context)
    if kind == "postponed":
        return _postponements(base, said, context)
    if kind in ("won", "quoted"):
        return [_with_sum(base, said, context)]
    return [base]


def _appointments(base: Reading, said: Said, context: Context) -> list[Reading]:
    days = [when for when in _days(said) if when.last >= _today(context)]
    exact = [when for when in days if when.exact]
    if not days:
        past = any(when.last < _today(context) for when in _days(said))
        return [replace(base, confidence=FAINT), replace(base, status="contacted", confidence=FAINT)] if past else [base]
    if not exact:
        return [replace(base, until=days[0].last)]
    readings = [replace(base, when=_moment(when.first, when.at, context)) for when in dict.fromkeys(exact)]
    readings += [replace(base, when=_moment(when.other, when.at, context)) for when in exact if when.other]
    return readings if len(readings) == 1 else [replace(reading, confidence=FAINT) for reading in readings]


def _postponements(base: Reading, said: Said, context: Context) -> list[Reading]:
    days = list(dict.fromkeys(when for when in _days(said) if when.last > _today(context)))
    if not days:
        return [replace(base, confidence=min(base.confidence, WEAK - 0.04))]
    readings = [replace(base, until=max(when.first, _today(context) + timedelta(days=1))) for when in days]
    readings += [replace(base, until=when.other) for when in days if when.other]
    return readings if len(readings) == 1 else [replace(reading, confidence=FAINT) for reading in readings]


def _with_sum(base: Reading, said: Said, context: Context) -> Reading:
    sums = [amount for _, amount in _sums(said)]
    reading = base
    if len({(amount.cents, amount.currency) for amount in sums}) > 1:
        return replace(reading, confidence=FAINT, amount_cents=sums[0].cents, currency=sums[0].currency)
    if sums:
        reading = replace(reading, amount_cents=sums[0].cents, currency=sums[0].currency)
    if base.status == "quoted":
        reading = replace(reading, expected_close=_expected_close(said, context))
    return reading


def _expected_close(said: Said, context: Context) -> date | None:
    """Return the last day of the time that stands with a word of decision."""
    clauses = said.clauses_of("mark.decision") - {one.clause for one in said.stated if one.concept == "mark.decision" and one.mood == "asked"}
    near = [when for at, when in _placed_days(said) if said.clauses[at] in clauses]
    return next((when.last for when in near if when.last >= _today(context)), None)


def _from_bare_values(said: Said, context: Context) -> list[Reading]:
    """Read a day or a sum that stands alone, by what the lead's state makes of it."""
    sums = [amount for _, amount in _sums(said)]
    corrects = said.has("mark.correction", None) or len(said.text.tokens) <= 3
    if sums and context.status in ("won", "quoted") and not said.facts("mark.budget"):
        strength = 0.92 if corrects and len({amount.cents for amount in sums}) == 1 else FAINT
        return [Reading("feedback", strength, cast(Status, context.status), amount_cents=sums[0].cents, currency=sums[0].currency, words="")]
    if sums and not said.facts("mark.budget"):
        return [Reading("feedback", FAINT, status, amount_cents=sums[0].cents, currency=sums[0].currency) for status in ("quoted", "won")]
    days = [when for when in _days(said) if when.last > _today(context)]
    told = [one for one in said.stated if not one.concept.startswith(("small.", "mark.correction", "mark.past"))]
    if len(days) != 1 or told or said.unknown:
        return []
    if days[0].at is None and days[0].other is None:
        return [Reading("feedback", 0.82, "postponed", until=days[0].first)]
    return [Reading("feedback", FAINT, "appointment", when=_moment(days[0].first, days[0].at, context)), Reading("feedback", FAINT, "postponed", until=days[0].first)]


def _sums(said: Said) -> list[tuple[int, Amount]]:
    """Return (token, sum) for the sums that are the deal's: not a budget, not the old one of *instead of*."""
    budget = {one.clause for one in said.stated if one.concept == "mark.budget"}
    replaced = {one.signal.end for one in said.stated if one.concept == "mark.instead"}
    at_start = {token.start: at for at, token in enumerate(said.text.tokens)}
    found = [(at_start[start], amount) for start, amount in said.text.amounts.items() if start in at_start] + plain_amounts(said.text)
    return sorted(((at, amount) for at, amount in found if said.clauses[at] not in budget and at not in replaced), key=lambda pair: pair[0])


def _placed_days(said: Said) -> list[tuple[int, When]]:
    return [(at, said.text.whens[token.start]) for at, token in enumerate(said.text.tokens) if token.kind == "date"]


def _days(said: Said) -> list[When]:
    """Return the days said, without those that belong to a decision expected."""
    decided = said.clauses_of("mark.decision") if said.has("mark.quote", None) or said.has("quoted", None) else set()
    return [when for at, when in _placed_days(said) if said.clauses[at] not in decided]


def _today(context: Context) -> date:
    return context.sent_at.astimezone(ZoneInfo(context.zone)).date()


def _moment(day: date, at: time | None, context: Context) -> date | datetime:
    return datetime.combine(day, at, ZoneInfo(context.zone)) if at else day
