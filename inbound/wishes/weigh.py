"""What was said about a lead being worked -> readings of its status, surest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from inbound.wishes.date_words import LEADING
from inbound.wishes.details import (
    FAINT,
    STRONG,
    WEAK,
    appointments,
    days,
    moment,
    postponements,
    sums,
    today,
    with_sum,
)
from inbound.wishes.doubts import (
    WHOLE_ANSWER,
    calls_off_a_meeting,
    comes_afterwards,
    is_beside_the_point,
    is_doubtful,
    is_how_a_rival_stands,
    is_of_a_rival,
    is_of_ones_own,
    turned_by_but,
)
from inbound.wishes.lexicon import typo_price
from inbound.wishes.model import REASONS, Context, Reading, Reason, Status
from inbound.wishes.sentences import Said, Stated

_STATUSES = ("not_reached", "contacted", "appointment", "quoted", "postponed", "won", "lost", "bad_lead")
_ABSORBS: dict[str, frozenset[str]] = {
    "won": frozenset({"contacted", "quoted", "appointment"}),
    "lost": frozenset({"contacted", "quoted", "not_reached", "appointment"}),
    "bad_lead": frozenset({"not_reached", "contacted"}),
    "quoted": frozenset({"contacted", "not_reached"}),
    "appointment": frozenset({"contacted", "postponed"}),
    "postponed": frozenset({"contacted"}),
    "not_reached": frozenset({"contacted"}),
    "give_back": frozenset({"not_reached", "contacted", "lost"}),
}
"""Of two things said at once, which one the other is only the way to (rulebook 6.1)."""

_PLANNED_IS_NOTHING = frozenset({"contacted", "quoted", "won", "lost", "bad_lead"})
_ENDS = frozenset({"won", "lost", "bad_lead", "give_back"})
"""What ends a lead: where it may have been told, nothing less is recorded instead."""

_SMALL_TALK = 5
RETRY_DAYS = 4
"""Somebody not reached who is tried again this soon is still *not reached*; later it is *postponed*."""

_MOMENTARY = frozenset({"no_budget", "no_need", "not_interested", "timing", "price", "competitor"})
_AROUND_A_BARE_DAY = LEADING | frozenset("nochmal nochmals wieder erst again in mal ca etwa".split())


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that can be recorded about a lead, with the strength of the words for it."""

    kind: str
    strength: float
    words: str
    at: int
    reason: Reason | None = None
    stated: bool = True
    """False for what only a reason tells."""


def readings_about_work(said: Said, context: Context) -> list[Reading]:
    """Return what was said about a lead's state, surest first; more than one means that they contradict each other."""
    outcomes = list(_joined(_outcomes(said, context)).values())
    if not outcomes and context.status == "quoted" and (decided := _decided_by(said, context)):
        return [decided]
    corrects = context.status in ("won", "quoted") and bool(sums(said))
    if not outcomes or corrects and {one.kind for one in outcomes} == {"undo"}:
        return _from_bare_values(said, context)
    left = _left_over(outcomes, said, context)
    readings = [reading for outcome in left for reading in read_outcome(outcome, said, context)]
    ended = any(one.kind in _ENDS for one in left)
    further = _ENDS if {one.kind for one in left} & {"appointment"} else _ENDS | {"appointment"}
    doubted = not ended and any(one.stated and one.strength <= FAINT and one.kind in further for one in outcomes)
    if len(left) > 1 or doubted or _is_open(said, left) or any(turned_by_but(one.kind, one.at, said) for one in left):
        readings = [replace(reading, confidence=min(reading.confidence, FAINT)) for reading in readings]
    return sorted(readings, key=lambda reading: -reading.confidence)


def _decided_by(said: Said, context: Context) -> Reading | None:
    """Return when a quote that is out is decided, where nothing else is told (*deciding by Friday*)."""
    decides = any(one.concept == "mark.decision" and one.mood in ("fact", "planned") for one in said.stated)
    reading = with_sum(Reading("feedback", WEAK, "quoted", words=said.words("mark.decision")), said, context)
    return reading if decides and reading.expected_close and not said.asks else None


def strength_of(one: Stated, said: Said) -> float:
    """Return how telling the words of a signal are: a lone word that often means else is weak, a misspelt one costs."""
    words = [said.text.tokens[at].text for at in one.signal.used]
    weak = len(words) == 1 and words[0] in said.lexicon.sets["weak"]
    return (WEAK if weak else STRONG) - typo_price(one.signal)


def _joined(outcomes: Iterator[Outcome]) -> dict[str, Outcome]:
    """Return one outcome per kind: the strongest, with the first reason that was given."""
    found: dict[str, Outcome] = {}
    for outcome in outcomes:
        known = found.setdefault(outcome.kind, outcome)
        strongest = outcome if outcome.strength > known.strength else known
        last = max(known.at, outcome.at)
        found[outcome.kind] = replace(
            strongest, reason=known.reason or outcome.reason, at=last, stated=known.stated or outcome.stated
        )
    return found


def _outcomes(said: Said, context: Context) -> Iterator[Outcome]:
    kinds = set()
    for one in said.stated:
        if (
            one.mood in ("fact", "planned", "denied")
            and one.concept in (*_STATUSES, "give_back", "undo")
            and (kind := _turned(one, said))
        ):
            kinds.add(kind)
            strength = FAINT if is_doubtful(one, kind, said, context) else strength_of(one, said)
            yield Outcome(kind, strength, said.words(one.concept), one.signal.start)
    for one in said.facts("mark.bought"):
        elsewhere = bool(said.facts("r.competitor"))
        kind = "lost" if elsewhere else "won"
        reason: Reason | None = "competitor" if elsewhere else None
        strength = FAINT if is_doubtful(one, kind, said, context) else STRONG - typo_price(one.signal)
        yield Outcome(kind, strength, said.words("mark.bought"), one.signal.start, reason)
    for one in sorted(said.stated, key=lambda one: one.concept == "r.competitor"):
        if (
            one.concept.startswith("r.")
            and one.mood in ("fact", "planned")
            and (reasoned := _of_reason(one, said, kinds))
        ):
            yield reasoned
    if said.facts("lost") and said.has("mark.budget"):
        yield Outcome("lost", WEAK, said.words("mark.budget"), 0, "no_budget")
    yield from _of_quote(said)
    yield from _of_again(said, context)
    yield from _of_call(said, context)


def _turned(one: Stated, said: Said) -> str | None:
    """Return what a status means in its mood: not got hold of is not reached, a win to come is nothing yet."""
    if one.concept == "not_reached" and is_of_ones_own(one, said):
        return None
    if one.mood == "fact":
        return one.concept
    if one.mood == "denied":
        tried = {said.text.tokens[at].text for at in one.signal.used} & said.lexicon.sets["reached"]
        return "not_reached" if one.concept == "contacted" and tried else None
    return None if one.concept in _PLANNED_IS_NOTHING else one.concept


def is_lone_noun(one: Stated, said: Said) -> bool:
    """Say whether a reason is only named among other words: *Preis ist noch offen*, *Kapazität ist da*."""
    words = {said.text.tokens[at].text for at in one.signal.used}
    return not words - said.lexicon.sets["faint reasons"] and said.telling > WHOLE_ANSWER


def _of_reason(one: Stated, said: Said, kinds: set[str]) -> Outcome | None:
    """Turn a reason into the outcome it belongs to: the price loses a lead, a wrong number makes it a bad one."""
    name = one.concept.removeprefix("r.")
    strength = min(strength_of(one, said), 0.92)
    lone = is_lone_noun(one, said)
    quoting = said.clauses_of("mark.quote") | said.clauses_of("quoted")
    replanned = not kinds and one.sentence in said.planned_in
    if (
        lone
        or replanned
        or "lost" not in kinds
        and (is_how_a_rival_stands(one, said) or name == "competitor" and one.clause in quoting)
        or is_beside_the_point(one, said)
        or one.clause in said.now
        and name in _MOMENTARY
    ):
        strength = FAINT
    if lone and "lost" in kinds and is_beside_the_point(one, said):
        return None  # *loved the price* is no reason to lose
    spoken = said.words(one.concept)
    if "give_back" in kinds:
        return Outcome("give_back", 0.0, spoken, one.signal.start, name) if name in REASONS["give_back"] else None
    name = "no_need" if name == "not_interested" else name
    if name == "timing" and "postponed" in kinds:
        return None
    for verb in ("lost", "bad_lead"):
        if name in REASONS[verb]:
            return Outcome(verb, strength, spoken, one.signal.start, name, stated=False)
    if name in REASONS["give_back"] and "lost" not in kinds:
        return Outcome(
            "give_back",
            strength if name == "region" else FAINT,
            spoken,
            one.signal.start,
            name,
            stated=False,
        )
    return None


def _of_quote(said: Said) -> Iterator[Outcome]:
    """Read the noun alone: beside a sum it was quoted, as the only word too, with a day to come it is a plan."""
    facts = said.facts("mark.quote")
    sentences = {one.sentence for one in facts}
    if any(said.sentences[at] in sentences for at, _ in sums(said)):
        strength = FAINT if any(is_of_a_rival(one, said) for one in facts) else 0.92
        yield Outcome("quoted", strength, said.words("mark.quote"), facts[0].signal.start)
    elif facts and said.telling == 1:
        yield Outcome("quoted", WEAK, said.words("mark.quote"), 0)


def _of_again(said: Said, context: Context) -> Iterator[Outcome]:
    """Read *again*, *call back* and the like: they postpone a lead only with a day to come."""
    ahead = [when for when in days(said) if when.last > today(context)]
    if not ahead:
        return
    soon = all(when.first <= today(context) + timedelta(days=1) for when in ahead)  # *I will try him again tomorrow*
    for one in said.stated:
        if one.concept == "mark.again" and one.mood in ("fact", "planned", "denied"):
            strength = FAINT if comes_afterwards(said) or soon else STRONG - typo_price(one.signal)
            yield Outcome("postponed", strength, said.words("mark.again"), one.signal.start)


def _of_call(said: Said, context: Context) -> Iterator[Outcome]:
    """Read a call to come: at a time of day it is an appointment, on a day alone it may be one or a reminder."""
    calls = [one for one in said.stated if one.concept == "mark.call" and one.mood in ("fact", "planned")]
    ahead = [when for when in days(said) if when.last >= today(context)]
    if not calls or not ahead:
        return
    if ahead[0].at is not None:
        yield Outcome("appointment", WEAK, said.words("mark.call"), calls[0].signal.start)
    elif not said.has("mark.again", None) and not said.facts("appointment") and ahead[0].first > today(context):
        yield Outcome("postponed", FAINT, said.words("mark.call"), calls[0].signal.start)


def _left_over(outcomes: list[Outcome], said: Said, context: Context) -> list[Outcome]:
    """Return the outcomes that no other one explains."""
    if any(one.kind == "appointment" for one in outcomes) and _past_meeting(said, context):
        outcomes = list(
            _joined(
                replace(one, kind="contacted", strength=STRONG) if one.kind == "appointment" else one
                for one in outcomes
            ).values()
        )
    kinds = {outcome.kind: outcome for outcome in outcomes}
    if calls_off_a_meeting(said):
        return [Outcome(kind, FAINT, said.words("mark.cancelled"), 0) for kind in ("appointment", "postponed", "lost")]
    gone = _explained(kinds, said, context)
    ends = [
        kinds[kind]
        for kind in ("lost", "bad_lead")
        if kind in kinds and not kinds[kind].stated and kinds[kind].reason != "duplicate"
    ]
    if ends and "postponed" not in kinds and any(when.first > today(context) for when in days(said)):
        return [ends[0], Outcome("postponed", FAINT, "", 0)]
    left = [one for kind, one in kinds.items() if kind not in gone]
    best = max((one.strength for one in left), default=0.0)
    return [one for one in left if one.strength > best - 0.08 or one.strength > FAINT and best < 0.9]


def _explained(kinds: dict[str, Outcome], said: Said, context: Context) -> set[str]:
    """Return the kinds that another one explains, so that they need not be recorded."""
    gone: set[str] = set()
    if "undo" in kinds and said.clauses_of("undo") & {one.clause for one in said.stated if one.concept in _STATUSES}:
        gone |= kinds.keys() - {"undo"}  # *clicked lost by mistake*
    if (
        "undo" in kinds
        and kinds.keys() & set(_STATUSES)
        and not said.clauses_of("undo") & {one.clause for one in said.stated if one.concept in _STATUSES}
    ):
        gone.add("undo")
    if {"undo", "give_back"} <= kinds.keys() and kinds["give_back"].reason is None:
        gone.add("give_back")  # *the wrong one, please take it back*
    if {"not_reached", "postponed"} <= kinds.keys():
        day = next((when.first for when in days(said) if when.last > today(context)), None)
        if day is None or day <= today(context) + timedelta(days=RETRY_DAYS):
            gone.add("postponed")
    if {"lost", "postponed"} <= kinds.keys() and not days(said):
        gone.add("postponed")
    if {"quoted", "postponed"} <= kinds.keys() and not said.facts("postponed"):
        gone.add("postponed")
    for kind in {kind for kind, one in kinds.items() if one.strength > FAINT or kind == "give_back"} - gone:
        gone |= _ABSORBS.get(kind, frozenset()) & kinds.keys()
    bad, met = kinds.get("bad_lead"), kinds.get("contacted")
    if bad and met and bad.reason == "wrong_data" and met.at > bad.at:
        gone.discard("contacted")  # the right number was found after all
    return gone


def _is_open(said: Said, left: list[Outcome]) -> bool:
    """Say whether an end was told of what is also said to be still open."""
    return said.has("mark.open") and any(one.kind in ("won", "lost", "bad_lead") for one in left)


def _past_meeting(said: Said, context: Context) -> bool:
    clauses = said.clauses_of("appointment")
    said_days = days(said)
    gone_by = bool(said_days) and all(when.last < today(context) for when in said_days)
    ahead = any(when.last >= today(context) for when in said_days)
    later = [when for when in said_days if when.last > today(context) or when.at]
    just_met = bool(said.facts("contacted")) and bool(said_days) and not later
    return bool(clauses & said.clauses_of("mark.past")) and not ahead or gone_by and said.has("mark.past") or just_met


def read_outcome(outcome: Outcome, said: Said, context: Context) -> list[Reading]:
    """Return the reading of an outcome with its day, sum and reason; two if a day can be read in two ways."""
    kind = outcome.kind
    base = Reading("feedback", round(outcome.strength, 2), words=outcome.words)
    if kind == "give_back":
        silent: Reason | None = "no_contact" if said.facts("not_reached") else None
        return [replace(base, verb="give_back", reason=outcome.reason or silent)]
    if kind == "undo":
        return [replace(base, verb="undo")]
    base = replace(base, status=cast(Status, kind), reason=outcome.reason if kind in REASONS else None)
    if kind == "appointment":
        moved = [one.signal.end - 1 for one in said.facts("postponed")]  # *it was the 5th, he moved it to the 19th*
        return appointments(base, said, context, max([outcome.at, *moved]))
    if kind == "postponed":
        return postponements(base, said, context, outcome.at)
    if kind in ("won", "quoted"):
        return [with_sum(base, said, context)]
    return [base]


def _from_bare_values(said: Said, context: Context) -> list[Reading]:
    """Read a day or a sum that stands alone, by what the lead's state makes of it."""
    found = [amount for _, amount in sums(said)]
    if found and not said.facts("mark.budget"):
        first = Reading("feedback", FAINT, "quoted", amount_cents=found[0].cents, currency=found[0].currency)
        if context.status not in ("won", "quoted"):
            return [replace(with_sum(first, said, context), confidence=FAINT), replace(first, status="won")]
        corrects = said.has("mark.correction", None) or said.telling <= WHOLE_ANSWER
        told = [one for one in said.stated if not one.concept.startswith(("mark.", "small.", "undo"))]
        sure = (
            corrects
            and not told
            and len(said.unexplained) <= _SMALL_TALK
            and len({amount.cents for amount in found}) == 1
        )
        return [replace(first, status=cast(Status, context.status), confidence=0.92 if sure else FAINT)]
    ahead = [when for when in days(said) if when.last > today(context)]
    others = [
        token
        for token in said.text.tokens
        if token.kind not in ("mark", "date") and token.text not in _AROUND_A_BARE_DAY
    ]
    if len(ahead) != 1 or others or said.asks:
        return []
    if ahead[0].at is None and ahead[0].other is None:
        soon = ahead[0].first <= today(context) + timedelta(days=RETRY_DAYS)  # the writer's own next step
        return [Reading("feedback", FAINT if soon else 0.82, "postponed", until=ahead[0].first)]
    return [
        Reading("feedback", FAINT, "appointment", when=moment(ahead[0].first, ahead[0].at, context)),
        Reading("feedback", FAINT, "postponed", until=ahead[0].first),
    ]
