"""What was said, seen from the letter it answers -> readings, and whether they may act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from inbound.wishes.model import CLEAR_FROM, REASONS, Context, Reading, Reason, Verb
from inbound.wishes.sentences import Said, Stated
from inbound.wishes.weigh import FAINT, STRONG, WEAK, _days, _strength, _today, readings_about_work

_FROM_ANY_LETTER = frozenset({"note", "question", "stop", "pause", "resume", "frequency", "only_temperature"})
_MOST_WORDS_OF_A_PREFERENCE = 9
_MOST_WORDS_TO_STOP = 7
_NOISE_FROM, _NOISE_PRICE = 8, 0.12
_SAYS_NOTHING = ("small.", "mark.correction", "mark.past", "mark.instead", "mark.only", "temp.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Readings, surest first; ``clear`` when the first alone is meant; ``question`` when something is asked too."""

    readings: tuple[Reading, ...]
    clear: bool
    question: bool = False


def decide(said: Said, context: Context) -> Verdict:
    """Return what a reply, or its part about one lead, wishes."""
    question = said.asks
    for ask in (_preference, _by_letter):
        readings = ask(said, context)
        if readings:
            return _judged(readings, said, context, question)
    if question:
        wished = [one for one in said.stated if one.mood == "asked" and one.concept in context.allowed]
        readings = [Reading("question", STRONG)] if not wished else [Reading(cast(Verb, wished[0].concept), FAINT), Reading("question", FAINT)]
        return Verdict(tuple(readings), clear=not wished, question=True)
    return _nothing_wished(said, context)


def _judged(readings: list[Reading], said: Said, context: Context, question: bool) -> Verdict:
    noise = _NOISE_PRICE if len(said.unknown) > _NOISE_FROM else 0.0
    readings = [replace(reading, confidence=round(reading.confidence - noise, 2)) for reading in readings]
    best = readings[0]
    rivals = [reading for reading in readings[1:] if reading.confidence > best.confidence - 0.08]
    allowed = not context.allowed or best.verb in context.allowed | _FROM_ANY_LETTER
    return Verdict(tuple(readings[:4]), clear=best.confidence >= CLEAR_FROM and not rivals and allowed, question=question)


def _nothing_wished(said: Said, context: Context) -> Verdict:
    told = [one for one in said.stated if not one.concept.startswith(_SAYS_NOTHING)]
    if told:
        return Verdict((Reading("note", 0.9),), clear=True) if all(map(_changes_nothing, told)) else Verdict(_possible(context), clear=False)
    small = [one for one in said.stated if one.concept.startswith("small.")]
    values = said.text.whens or said.text.amounts or any(token.kind == "number" for token in said.text.tokens)
    polite = any(one.concept in ("small.thanks", "small.talk") for one in small)
    if polite and not values and len(said.unknown) <= 2:
        return Verdict((), clear=True)
    return Verdict(_possible(context), clear=False)


def _changes_nothing(one: Stated) -> bool:
    """Say whether something told leaves a lead as it is: not yet won, a quote to come, a budget."""
    if one.concept in ("mark.budget", "mark.decision"):
        return True
    moods = {"won": ("denied", "supposed", "planned"), "lost": ("denied", "supposed"), "quoted": ("denied", "supposed", "planned"), "appointment": ("denied", "supposed")}
    return one.mood in moods.get(one.concept.replace("mark.quote", "quoted").replace("mark.bought", "won"), ("supposed",))


def _possible(context: Context) -> tuple[Reading, ...]:
    """Return what the letter offered, to be asked when nothing was understood."""
    order: tuple[Verb, ...] = ("pick", "decline", "feedback", "give_back", "release", "discard", "approve", "reject", "note")
    return tuple(Reading(verb, 0.3) for verb in order if verb in context.allowed or verb == "note")


def _words(said: Said) -> int:
    return sum(token.kind not in ("mark",) for token in said.text.tokens)


def _preference(said: Said, context: Context) -> list[Reading]:
    """Read what a person wants of our mails, which any letter can be answered with."""
    if said.has("stop") and _words(said) <= _MOST_WORDS_TO_STOP:
        return [Reading("stop", STRONG, words=said.words("stop"))]
    if _words(said) > _MOST_WORDS_OF_A_PREFERENCE or said.facts("r."):
        return []
    if (said.has("pause") or said.has("pause", "planned")) and not said.has("stop"):
        days = [when for when in _days(said) if when.first > _today(context)]
        return [Reading("pause", STRONG if days else 0.82, until=days[0].last if days else None, words=said.words("pause"))]
    if said.has("resume"):
        return [Reading("resume", 0.9, words=said.words("resume"))]
    warm = [one for one in said.stated if one.concept.startswith("temp.") and one.mood != "asked"]
    if warm and said.has("mark.only", None) and not said.facts("mark.quote"):
        return [Reading("only_temperature", STRONG, temperatures=tuple(dict.fromkeys(one.concept.removeprefix("temp.") for one in warm)), words=said.words(warm[0].concept))]
    pace = said.facts("freq.")
    others = [one for one in said.facts() if not one.concept.startswith(("freq.", "small.", "mark."))]
    if len({one.concept for one in pace}) == 1 and not others:
        return [Reading("frequency", 0.92, frequency=cast("Literal['daily']", pace[0].concept.removeprefix("freq.")), words=said.words(pace[0].concept))]
    return []


def _by_letter(said: Said, context: Context) -> list[Reading]:
    """Ask the rules of the letter that was answered; without one, those of leads."""
    allowed = context.allowed
    rules: list[Callable[[Said, Context], list[Reading]]] = []
    if allowed & {"approve", "reject", "ask_more"}:
        rules.append(_answer_to_deal)
    if allowed & {"release", "discard"}:
        rules.append(_answer_to_gate)
    if allowed & {"extend", "withdraw", "widen", "assign", "remind"}:
        rules.append(_answer_to_owner)
    if allowed & {"pick", "decline"} or not allowed:
        rules.append(_answer_to_offer)
    if "confirm" in allowed:
        rules.append(_confirmation)
    rules.append(readings_about_work)
    for rule in rules:
        if readings := rule(said, context):
            return readings
    return []


def _of(said: Said, *concepts: str, moods: tuple[str, ...] = ("fact", "planned")) -> Stated | None:
    return next((one for concept in concepts for one in said.stated if one.concept == concept and one.mood in moods), None)


def _either(said: Said, yes: Verb, no: Verb, context: Context) -> list[Reading]:
    """Read a wish for or against, by its own words or by a plain yes or no."""
    words_for, words_against = _of(said, yes), _of(said, no) or _of(said, yes, moods=("denied",))
    plain_yes, plain_no = _of(said, "small.yes"), _of(said, "small.no")
    readings = []
    if words_for or plain_yes and context.allowed and not words_against:
        one = words_for or plain_yes
        assert one is not None
        readings.append(Reading(yes, _strength(one, said), words=said.words(one.concept)))
    if words_against or plain_no and context.allowed and not words_for:
        one = words_against or plain_no
        assert one is not None
        readings.append(Reading(no, _strength(one, said), words=said.words(one.concept)))
    return readings


def _answer_to_offer(said: Said, context: Context) -> list[Reading]:
    readings = _either(said, "pick", "decline", context)
    reason = next((one for one in said.facts("r.") if _decline_reason(one)), None)
    if reason and not any(reading.verb == "pick" for reading in readings):
        why = _decline_reason(reason)
        known = next((reading for reading in readings if reading.verb == "decline"), None)
        strength = known.confidence if known else min(0.92, _strength(reason, said))
        return [Reading("decline", strength, reason=why, words=said.words(reason.concept))]
    if reason and readings:
        readings.append(Reading("decline", STRONG, reason=_decline_reason(reason), words=said.words(reason.concept)))
    return readings


def _decline_reason(one: Stated) -> Reason | None:
    name = one.concept.removeprefix("r.")
    name = "not_interested" if name == "no_need" else name
    return cast(Reason, name) if name in REASONS["decline"] else None


def _answer_to_deal(said: Said, context: Context) -> list[Reading]:
    if one := _of(said, "ask_more"):
        return [Reading("ask_more", _strength(one, said), words=said.words("ask_more"))]
    return _either(said, "approve", "reject", context)


def _answer_to_gate(said: Said, context: Context) -> list[Reading]:
    if said.has("bad_lead") and not said.has("release"):
        return [Reading("discard", 0.92, words=said.words("bad_lead"))]
    readings = _either(said, "release", "discard", context)
    return [reading for reading in readings if reading.verb != "discard" or said.has("discard") or len(readings) == 1]


def _confirmation(said: Said, context: Context) -> list[Reading]:
    return [reading for reading in _either(said, "confirm", "note", context) if reading.verb == "confirm"]


def _answer_to_owner(said: Said, context: Context) -> list[Reading]:
    """Read what the owner of a stuck lead wants done with it."""
    days = [when for when in _days(said) if when.first > _today(context)]
    readings = []
    for verb in ("extend", "withdraw", "widen", "remind"):
        if (one := _of(said, verb)) and verb in context.allowed:
            reading = Reading(cast(Verb, verb), _strength(one, said), words=said.words(verb))
            if verb == "extend" and days:
                reading = replace(reading, until=days[0].last)
            if verb == "remind" and days:
                reading = replace(reading, in_days=max(1, (days[0].first - _today(context)) // timedelta(days=1)))
            readings.append(reading)
    if not readings and "assign" in context.allowed and (one := _of(said, "assign")):
        if target := _target(said, one):
            readings.append(Reading("assign", 0.9, target=target, words=said.words("assign")))
    return readings


def _target(said: Said, one: Stated) -> str:
    """Return the name that stands with *assign to*: the words beside it that are none of ours."""
    names = [token for token in said.unknown if said.text.text[token.start].isupper() or "@" in said.text.text[token.end : token.end + 1]]
    return " ".join(said.text.text[token.start : token.end] for token in names[:3])
