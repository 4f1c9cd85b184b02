"""What was said, seen from the letter it answers -> readings, and whether they may act."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from inbound.wishes.about_mails import PREFERENCES, preference, stated_as
from inbound.wishes.agreed import Verdict, agreed
from inbound.wishes.dates import When
from inbound.wishes.details import FAINT, STRONG, days, placed_days, sums, today
from inbound.wishes.doubts import (
    by_somebody_else,
    denied_answer,
    is_a_guess,
    is_beside_the_point,
    is_on_a_day_to_come,
    says_something_else,
    turned_by_but,
)
from inbound.wishes.model import CLEAR_FROM, REASONS, Context, Reading, Reason, Verb
from inbound.wishes.opinion import letter_of
from inbound.wishes.sentences import Said, Stated
from inbound.wishes.weigh import is_lone_noun, readings_about_work, strength_of

_FROM_ANY_LETTER = frozenset({"note", "question", "stop", "pause", "resume", "frequency", "only_temperature"})
_OF_OWNERS: tuple[Verb, ...] = ("extend", "withdraw", "widen", "remind", "nudge", "recall", "take_over", "requalify")
_ONE_OR_TWO: tuple[Verb, ...] = ("merge", "keep_both")
NOTE_WORDS = frozenset("note notiz anmerkung vermerk bemerkung remark memo".split())
_AT_ONCE = frozenset({"pick", "approve", "release", "discard"})
_NOISE_FROM, _NOISE_PRICE = 12, 0.2
_MAYBE_A_REASON = {"give_back": 1, "decline": 2, "undo": 2}
_SHORT_QUESTION, _POLITE_WORDS = 8, 1
_SAYS_NOTHING = (
    "small.",
    "mark.wants",
    "mark.joke",
    "mark.correction",
    "mark.past",
    "mark.instead",
    "mark.only",
    "temp.",
)
_NOT_YET = ("denied", "supposed", "planned")
_NO_CHANGE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("won", "mark.bought", "quoted", "mark.quote"), _NOT_YET),
    **dict.fromkeys(("lost", "appointment"), ("denied", "supposed")),
    **dict.fromkeys(("mark.budget", "mark.decision"), ("fact", *_NOT_YET)),
}
"""How what is told leaves a lead as it is: not yet won, a quote to come, a budget."""


def decide(said: Said, context: Context, *, leads: int = 0) -> Verdict:
    """Return what a reply wishes; ``leads`` are as many as its words name of a list: then they are of no preference."""
    if _opens_a_note(said):
        return Verdict((Reading("note", STRONG, words=said.text.text),), clear=True)
    return agreed(_by_words(said, context, about_a_lead=leads > 0), said, context, leads=leads)


def _by_words(said: Said, context: Context, *, about_a_lead: bool) -> Verdict:
    """Return what the words and their phrases say, as far as the tables know them."""
    for ask in (_by_letter,) if about_a_lead else (preference, _by_letter):
        if readings := ask(said, context):
            return _judged(readings, said, context)
    if not said.asks and (readings := _though_supposed(said, context)):
        return Verdict(tuple(readings), clear=False)
    if said.asks or said.has("question"):
        wished = [one for one in said.stated if one.mood == "asked" and one.concept in context.allowed]
        of_mails = any(one.concept.startswith(PREFERENCES) for one in said.stated if one.mood == "asked")
        readings = [Reading(cast(Verb, wished[0].concept), FAINT)] if wished else []
        marked = said.has("question") or "?" in said.text.text or said.telling <= _SHORT_QUESTION
        sure = (
            STRONG if not wished and not of_mails and marked and (said.asks or "feedback" in context.allowed) else FAINT
        )
        return Verdict((*readings, Reading("question", sure)), clear=sure >= CLEAR_FROM, question=True)
    return _nothing_wished(said, context)


def _opens_a_note(said: Said) -> bool:
    """Say whether the words begin with *note:*, so that whatever follows is only to be kept."""
    tokens = said.text.tokens
    return len(tokens) > 2 and tokens[0].text in NOTE_WORDS and tokens[1].text == ":"


def _judged(readings: list[Reading], said: Said, context: Context) -> Verdict:
    doubted = (
        len(said.unknown) > _NOISE_FROM
        or _denies_beside(readings[0], said)
        or said.has("mark.joke", None)
        or said.has("mark.wait", None)
        or said.has("mark.other", None)
        or _is_risky(said)
        or _lacks_its_reason(readings[0], said)
    )
    noise = _NOISE_PRICE if doubted else 0.0
    readings = [replace(reading, confidence=round(reading.confidence - noise, 2)) for reading in readings]
    best = readings[0]
    rivals = [reading for reading in readings[1:] if reading.confidence > best.confidence - 0.08]
    allowed = not context.allowed or best.verb in context.allowed | _FROM_ANY_LETTER
    clear = best.confidence >= CLEAR_FROM and not rivals and allowed
    return Verdict(tuple(readings[:4]), clear=clear, question=said.asks)


def _though_supposed(said: Said, context: Context) -> list[Reading]:
    """Read what is only supposed as if it were stated, for the second opinion to decide: *if it is still free: yes*."""
    stated = [replace(one, mood="fact") if one.mood == "supposed" else one for one in said.stated]
    if stated == said.stated or letter_of(context) is None:
        return []
    readings = _by_letter(replace(said, stated=stated), context)
    return [replace(one, confidence=FAINT) for one in readings]


def _is_risky(said: Said) -> bool:
    """Say whether a word that nothing explains is one of those that turn a story around: *the wrong Miller*."""
    return any(said.text.tokens[at].text in said.lexicon.sets["risky"] for at in said.unexplained)


def _lacks_its_reason(best: Reading, said: Said) -> bool:
    """Say whether a reason may stand in the words that were not understood, beside a wish that has one."""
    return best.verb in _MAYBE_A_REASON and best.reason is None and len(said.unexplained) >= _MAYBE_A_REASON[best.verb]


def _denies_beside(best: Reading, said: Said) -> bool:
    """Say whether a negation that no phrase explains stands in a status' sentence: it may turn the status around."""
    if best.verb != "feedback":
        return False
    of_status = [one for one in said.stated if one.concept == best.status and not one.signal.negative]
    return any(one.sentence in said.denied_in for one in of_status)


def _nothing_wished(said: Said, context: Context) -> Verdict:
    told = [one for one in said.stated if not one.concept.startswith(_SAYS_NOTHING)]
    works = not context.allowed or "feedback" in context.allowed
    if told and works and not sums(said) and all(one.mood in _NO_CHANGE.get(one.concept, ()) for one in told):
        return Verdict((Reading("note", 0.9),), clear=True)
    small = {one.concept for one in said.stated if one.concept.startswith("small.")}
    values = any(token.kind in ("number", "date", "amount") for token in said.text.tokens)
    foreign = [token for token in said.unknown if not said.text.text[token.start].isupper()]
    if (
        not told
        and small & {"small.thanks", "small.talk"}
        and "small.no" not in small
        and not (values or foreign or said.denies)
        and len(said.unexplained) <= _POLITE_WORDS
    ):
        return Verdict((), clear=True)
    return Verdict(_possible(context), clear=False)


def _possible(context: Context) -> tuple[Reading, ...]:
    """Return what the letter offered, to be asked when nothing was understood."""
    order: tuple[Verb, ...] = (
        "pick",
        "decline",
        "feedback",
        "give_back",
        "release",
        "discard",
        "approve",
        "reject",
        "note",
    )
    return tuple(Reading(verb, 0.3) for verb in order if verb in context.allowed or verb == "note")


def _by_letter(said: Said, context: Context) -> list[Reading]:
    """Ask the rules of the letter that was answered; without one, those of leads."""
    allowed = context.allowed
    rules: list[Callable[[Said, Context], list[Reading]]] = []
    if allowed & {"approve", "reject", "ask_more"}:
        rules.append(_answer_to_deal)
    if allowed & {"qualify", "no_lead", "later"}:
        rules.append(_answer_to_task)
    if allowed & {"merge"}:
        rules.append(_answer_to_duplicate)
    if allowed & {"release", "discard"}:
        rules.append(_answer_to_gate)
    if allowed & {*_OF_OWNERS, "assign"}:
        rules.append(_answer_to_owner)
    if allowed & {"pick", "decline"} or not allowed:
        rules.append(_answer_to_offer)
    if "confirm" in allowed:
        rules.append(_confirmation)
    for rule in (*rules, readings_about_work, _giving_to_somebody):
        if readings := rule(said, context):
            return readings
    return []


def _either(said: Said, yes: Verb, no: Verb, context: Context) -> list[Reading]:
    """Read a wish for or against, by its own words or by a plain yes or no; both contradict each other."""
    words_for = stated_as(said, yes)
    words_against = stated_as(said, no) or stated_as(said, yes, moods=("denied",))
    if context.allowed and not words_against and not words_for:
        words_against = stated_as(said, "small.no")
        if words_against and denied_answer(words_against, said):
            return []
        words_for = stated_as(said, "small.yes") if words_against or not said.denies else None
    pairs = ((yes, words_for), (no, words_against))
    return [
        Reading(verb, _sureness(one, verb, said, context), words=said.words(one.concept)) for verb, one in pairs if one
    ]


def _sureness(one: Stated, verb: Verb, said: Said, context: Context) -> float:
    """Return how surely a wish is the writer's own, of today, and all that its clause says."""
    doubtful = (
        by_somebody_else(one, said)
        or is_beside_the_point(one, said)
        or turned_by_but(verb, one.signal.start, said)
        or is_a_guess(one, said)
        or says_something_else(one, verb, said)
        or any(other.mood == "asked" and other.concept in ("decline", "reject") for other in said.stated)
        or verb == "reject"
        and one.signal.negative
        and one.clause in said.now
        or verb in _AT_ONCE
        and is_on_a_day_to_come(one, said, context)
        or one.concept in ("small.yes", "small.no")
        and (
            any(said.sentences[at] == one.sentence for at in said.unexplained)
            or any(other.clause == one.clause for other in said.stated if other.concept == "told.nothing")
            or _thanks_for_news(said)
        )
    )
    return FAINT if doubtful else strength_of(one, said)


def _thanks_for_news(said: Said) -> bool:
    """Say whether a reply thanks for being told, so that its *ok* may be no more than *seen*."""
    thanked = [one for one in said.stated if one.concept == "small.thanks"]
    return any(said.text.tokens[at].text in said.lexicon.sets["news"] for one in thanked for at in one.signal.used)


def _answer_to_offer(said: Said, context: Context) -> list[Reading]:
    """Read taking or declining; a reason alone declines, and beside a yes it contradicts."""
    readings = _either(said, "pick", "decline", context)
    reasons = sorted(said.facts("r."), key=lambda one: one.concept == "r.not_interested")  # what it is not worth for
    reason = next((one for one in reasons if _decline_reason(one)), None)
    if reason is None:
        return readings
    known = next((reading for reading in readings if reading.verb == "decline"), None)
    doubtful = (
        is_lone_noun(reason, said)
        or is_beside_the_point(reason, said)
        or known is None
        and reason.sentence in said.planned_in
    )
    alone = FAINT if doubtful else min(0.92, strength_of(reason, said))
    strength = max(known.confidence, alone) if known else alone
    declined = Reading("decline", strength, reason=_decline_reason(reason), words=said.words(reason.concept))
    picked = [reading for reading in readings if reading.verb == "pick"]
    return (
        [*(replace(reading, confidence=FAINT) for reading in picked), replace(declined, confidence=FAINT)]
        if picked
        else [declined]
    )


def _decline_reason(one: Stated) -> Reason | None:
    name = one.concept.removeprefix("r.")
    name = "not_interested" if name == "no_need" else name
    return name if name in REASONS["decline"] else None


def _answer_to_deal(said: Said, context: Context) -> list[Reading]:
    if one := stated_as(said, "ask_more"):
        return [Reading("ask_more", strength_of(one, said), words=said.words("ask_more"))]
    return _either(said, "approve", "reject", context)


def _answer_to_gate(said: Said, context: Context) -> list[Reading]:
    """Read releasing or discarding a lead that waits at the gate; what is no lead is discarded."""
    if said.has("bad_lead") and not said.has("release"):
        return [Reading("discard", 0.92, words=said.words("bad_lead"))]
    readings = _either(said, "release", "discard", context)
    if len(readings) == 1 and readings[0].verb == "discard" and not said.has("discard"):
        return [
            replace(readings[0], confidence=FAINT)
        ]  # "no" and "not yet" hold a lead back, which is no wish to lose it
    return readings


def _answer_to_duplicate(said: Said, context: Context) -> list[Reading]:
    """Read whether two leads are one customer's; *no* alone says neither."""
    pairs = [(verb, stated_as(said, verb)) for verb in _ONE_OR_TWO]
    return [Reading(verb, _sureness(one, verb, said, context), words=said.words(verb)) for verb, one in pairs if one]


def _answer_to_task(said: Said, context: Context) -> list[Reading]:
    """Read what an agency says of a lead it completes: qualified, none at all, or not reached until later."""
    readings = []
    if one := stated_as(said, "no_lead", "bad_lead"):
        reasons = [each.concept.removeprefix("r.") for each in said.facts("r.")]
        reason = next((name for name in REASONS["no_lead"] if name in reasons), None)
        readings.append(Reading("no_lead", strength_of(one, said), reason=reason, words=said.words(one.concept)))
    if one := stated_as(said, "not_reached", "postponed"):
        ahead = [when for when in days(said) if when.last > today(context)]
        until = ahead[0].first if ahead else None
        readings.append(Reading("later", strength_of(one, said), until=until, words=said.words(one.concept)))
    if one := stated_as(said, "qualify", moods=("fact",)):
        readings.append(Reading("qualify", _sureness(one, "qualify", said, context), words=said.words("qualify")))
    return readings


def _confirmation(said: Said, context: Context) -> list[Reading]:
    return [reading for reading in _either(said, "confirm", "note", context) if reading.verb == "confirm"]


def _answer_to_owner(said: Said, context: Context) -> list[Reading]:
    """Read what the owner of a stuck lead wants done with it."""
    ahead = [when for when in days(said) if when.first > today(context)]
    readings = []
    for verb in _OF_OWNERS:
        if (one := stated_as(said, verb)) and verb in context.allowed:
            reading = Reading(verb, _sureness(one, verb, said, context), words=said.words(verb))
            if verb == "extend" and ahead:
                reading = replace(reading, until=_day_beside(one, ahead, said).last)
            if verb == "remind" and ahead:
                reading = replace(reading, in_days=(ahead[0].first - today(context)).days)
            readings.append(reading)
    return readings or ([] if "feedback" in context.allowed else _giving_to_somebody(said, context))


def _day_beside(one: Stated, ahead: list[When], said: Said) -> When:
    """Return the day that stands in the clause of a wish, else the first."""
    return next((when for at, when in placed_days(said) if said.clauses[at] == one.clause and when in ahead), ahead[0])


_BARE_ASSIGN = frozenset("zuteilen zuweisen assign it bitte please".split())


def _giving_to_somebody(said: Said, context: Context) -> list[Reading]:
    """Read to whom a lead is to go; of whoever may report on it too, only where nothing was said of the customer."""
    if "assign" not in context.allowed or not stated_as(said, "assign"):
        return []
    if target := _target(said):
        return [Reading("assign", 0.9, target=target, words=said.words("assign"))]
    words = {token.text for token in said.text.tokens if token.kind == "word"}
    # A row of a list offers one partner at most: there the word alone is enough.
    return [Reading("assign", 0.9, words=said.words("assign"))] if context.items[1:] and words <= _BARE_ASSIGN else []


def _target(said: Said) -> str:
    """Return the name that stands with *assign to*: a known one, else the capitalised words that are none of ours."""
    names = [token for token in said.text.tokens if token.kind == "name"]
    if not names:
        wish = next(one for one in said.stated if one.concept == "assign")
        clause = [token for at, token in enumerate(said.text.tokens) if said.clauses[at] == wish.clause]
        names = [token for token in said.unknown if token in clause and said.text.text[token.start].isupper()]
    spoken = " ".join(said.text.text[token.start : token.end] for token in names[:3])
    return re.sub(r"['’]s$", "", spoken)
