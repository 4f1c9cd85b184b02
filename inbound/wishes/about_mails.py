"""What a person wants of our mails, said in answer to any letter: to stop, pause, come weekly, bring only hot leads."""

from __future__ import annotations

from typing import Literal, cast

from inbound.wishes.dates import When
from inbound.wishes.details import FAINT, STRONG, days, placed_days, today
from inbound.wishes.doubts import WHOLE_ANSWER, is_beside_the_point, says_more
from inbound.wishes.lexicon import typo_price
from inbound.wishes.model import Context, Reading
from inbound.wishes.sentences import Said, Stated

Pace = Literal["at_once", "hourly", "daily", "weekly"]

_MOST_WORDS, _MOST_WORDS_OF_A_LONG_ONE = 9, 40
_UNTIL = frozenset("bis until till til".split())
PREFERENCES = ("stop", "pause", "resume", "freq.")
_PARTING = frozenset(",;.!?\n")
_SHORT, _OUTRIGHT = 3, 3
"""Telling words up to which *stop* alone is meant; words of a phrase that can mean nothing else."""

_OF_NO_LEAD = (
    "freq.",
    "small.",
    "mark.",
    "temp.",
    "pause",
    "stop",
    "resume",
    "discard",
    "release",
    "withdraw",
    "told.",
)


def preference(said: Said, context: Context) -> list[Reading]:
    """Read what a person wants of our mails, which any letter can be answered with."""
    words = sum(token.kind != "mark" for token in said.text.tokens)
    told = [one for one in said.facts() if one.concept.startswith(PREFERENCES) and len(one.signal.used) > 1]
    if words > (_MOST_WORDS_OF_A_LONG_ONE if told or said.has("mark.only") else _MOST_WORDS):
        return []
    others = any(not one.concept.startswith(_OF_NO_LEAD) for one in said.facts())
    warmths = _temperatures(said)
    if not warmths and (stops := stated_as(said, "stop", moods=("fact",))):
        if until := _until(said, context):  # *no mails until the 23rd*
            return [Reading("pause", 0.9, until=until.last, words=said.words("stop"))]
        return [] if said.has("undo") else [_stop(stops, said, others=others)]
    resumes = stated_as(said, "resume", moods=("fact",))
    if (pauses := _pause(said, context)) and (pauses[0].until or not resumes):
        return pauses
    if resumes and (not said.of_others or len(resumes.signal.used) >= _OUTRIGHT):
        return [Reading("resume", 0.9, words=said.words("resume"))]
    return warmths or ([] if others or said.has("small.no") else _pace(said))


def stated_as(said: Said, *concepts: str, moods: tuple[str, ...] = ("fact", "planned")) -> Stated | None:
    """Return the first of some concepts that is said in one of some moods."""
    return next(
        (one for concept in concepts for one in said.stated if one.concept == concept and one.mood in moods), None
    )


def _stop(stops: Stated, said: Said, *, others: bool) -> Reading:
    count = len(stops.signal.used)
    alone = count < _OUTRIGHT and (others or said.asks)
    doubtful = alone or count == 1 and said.telling > _SHORT or says_more(stops, said)
    return Reading("stop", FAINT if doubtful else STRONG - typo_price(stops.signal), words=said.words("stop"))


def _until(said: Said, context: Context) -> When | None:
    """Return the day ahead that *until* leads up to, the last one if there are several."""
    tokens = said.text.tokens
    led = [
        when
        for at, when in placed_days(said)
        if when.last > today(context) and {token.text for token in tokens[max(0, at - 3) : at]} & _UNTIL
    ]
    return max(led, key=lambda when: when.last, default=None)


def _pause(said: Said, context: Context) -> list[Reading]:
    pauses = [one for one in said.stated if one.concept == "pause" and one.mood in ("fact", "planned")]
    if not pauses or said.of_others or pauses[0].signal.typo or not _is_of_the_writer(said, context):
        return []
    if said.facts("give_back") or said.facts("decline"):
        return []  # an absence is why
    whole = len(pauses[0].signal.used) > 1
    if not whole and pauses[0].signal.start > 1:
        return []
    ahead = [when for when in days(said) if when.last > today(context)]
    sure = STRONG if ahead else 0.82 if whole or said.telling <= WHOLE_ANSWER else FAINT
    until = _until(said, context) or (ahead[0] if ahead else None)
    return [Reading("pause", sure, until=until.last if until else None, words=said.words("pause"))]


def _pace(said: Said) -> list[Reading]:
    instead = [one.signal.start for one in said.stated if one.concept == "mark.instead"]
    facts = [one for one in said.facts("freq.") if not any(at < one.signal.start for at in instead)]
    pace = {one.concept: one for one in reversed(facts or said.facts("freq."))}
    if not pace:
        return []
    concept, one = list(pace.items())[-1]
    if len(pace) > 1:
        return [
            Reading("frequency", FAINT, frequency=cast(Pace, concept.removeprefix("freq.")), words=said.words(concept))
        ]
    frequency = cast(Pace, concept.removeprefix("freq."))
    beside = [at for at in said.unexplained if said.text.tokens[at].text not in said.lexicon.sets["enough"]]
    outright = len(one.signal.used) >= _OUTRIGHT and not is_beside_the_point(one, said)
    return [
        Reading("frequency", FAINT if beside and not outright else 0.92, frequency=frequency, words=said.words(concept))
    ]


def _is_of_the_writer(said: Said, context: Context) -> bool:
    """Say whether an absence is the writer's own, where it could be the customer's: *away till Monday*."""
    texts = [token.text for token in said.text.tokens]
    plain = any(text.startswith(("paus", "snooze", "mute")) for text in texts) or texts[0] == "abwesend"
    return "feedback" not in context.allowed or plain or any(text in said.lexicon.sets["myself"] for text in texts)


def _temperatures(said: Said) -> list[Reading]:
    """Read *only hot* and *no cold ones*."""
    named = [one for one in said.stated if one.concept.startswith("temp.") and one.mood != "asked"]
    if not named or said.has("mark.quote", None):
        return []
    only = stated_as(said, "mark.only", moods=("fact", "planned", "denied"))
    if only:
        named = [one for one in named if not _parted(one, only, said)] or named
    warm = tuple(dict.fromkeys(one.concept.removeprefix("temp.") for one in named))
    words = said.words(named[0].concept)
    denied = {said.clauses[at] for at in said.negations}
    if only and only.mood == "fact" and only.clause not in denied and all(one.clause not in denied for one in named):
        return [Reading("only_temperature", STRONG, temperatures=warm, words=words)]
    if said.has("mark.only", None) and not said.denies:
        return [Reading("only_temperature", STRONG, temperatures=warm, words=words)]
    if said.denies or said.has("small.no") or said.has("stop"):
        return [
            Reading(
                "only_temperature",
                FAINT if said.has("mark.only", None) else 0.82,
                temperatures=tuple(one for one in ("hot", "warm", "cold") if one not in warm),
                words=words,
            )
        ]
    return []


def _parted(one: Stated, other: Stated, said: Said) -> bool:
    """Say whether a mark stands between two signals: *only hot ones, the cold ones cost time*."""
    start, end = sorted((one.signal.start, other.signal.start))
    return any(token.text in _PARTING for token in said.text.tokens[start:end])
