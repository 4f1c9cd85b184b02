"""What the words say, held against what replies like this one wished -> the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast, get_args

from inbound.wishes.details import days, sums, today
from inbound.wishes.doubts import WHOLE_ANSWER
from inbound.wishes.model import CLEAR_FROM, REASONS, Context, Reading, Reason, Status, Verb
from inbound.wishes.opinion import FROM_ANY, NOTHING, Opinion, kind_of, letter_of, opinion_on, was_learned
from inbound.wishes.sentences import Said
from inbound.wishes.weigh import RETRY_DAYS, Outcome, read_outcome

RARE, RARE_IN_KNOWN_WORDS = 0.35, 0.15
"""Shares of the replies like one that wished what was read, below which it is asked back; the second where every word
of it is explained."""

_OF_SEVERAL = 0.5
"""Share up to which unknown words about several leads of a list at once only say that they are not the news."""

_NOTHING_IS_RARE, _ONLY_A_QUESTION, _NOTHING_AT_ALL = 0.8, 0.95, 0.65
"""Shares below which a reply is not taken for one that wishes nothing, and a question about a deal for one that its
reseller need not answer; and from which on nothing is wished though words say so that are not all explained."""

_USUAL, _NEARLY_ALL = 0.5, 0.9
"""Shares from which on a doubtful reading is believed, and one beside another."""

_WITHOUT_WORDS, _OF_A_PART, _WITH_AN_HOUR, _TO_ASK, _NOTHING_OF_A_PART = 0.82, 0.7, 0.7, 0.5, 0.45
"""Shares from which on a wish is believed that no words of the tables name: of a reply, of its words about one lead of
a list, of a meeting at an hour that is told, of a question to whoever registers a deal; and that nothing is wished of a
lead."""

_INSTEAD, _ANYWAY, _THOUGH_UNMEANT = 0.85, 0.97, 0.85
"""Shares from which on another wish than the one that was read is the one meant: one that is told beside it, or any;
and one is believed beside *hang on*, a joke or *nothing new*."""

_SURE_REASON, _RARE_REASON = 0.9, 0.03
"""Shares, of the replies with a wish, from which on a reason is supplied, and below which one is left to be asked."""

_LEAST, _LEAST_AGAINST_PLAIN_WORDS, _LEAST_OF_OWNERS = 0.3, 0.8, 0.9
"""What the most usual wish must have to speak against another; few wished anything of our mails, but then outright, and
few answers of owners were learned from."""

_ONLY_OFFERED = 0.3
"""Confidence up to which a reading is only what the letter offered."""

_KEPT = frozenset({"note", "question"})
_OR = frozenset({"oder", "or"})
_ON_THE_WAY_TO = frozenset({"contacted", "postponed", "pause"})
_UNMEANT = ("mark.wait", "mark.joke", "mark.other")
_UNMOVED = ("told.unmoved", "told.nothing")
_PLAIN = frozenset("pick decline give_back undo approve reject ask_more release discard widen withdraw".split())
"""Wishes that need no day, sum or name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Readings, surest first; ``clear`` when the first alone is meant; ``question`` when something is asked too."""

    readings: tuple[Reading, ...]
    clear: bool
    question: bool = False


def agreed(verdict: Verdict, said: Said, context: Context, *, leads: int) -> Verdict:
    """Return what the words say as replies like this one let it stand: a wish unlike theirs is asked back, a doubtful
    one that theirs were is believed, and where the words are silent a wish that nearly all of them had.

    Args: leads: how many leads of a list the words are about, 0 where they name none.
    """
    opinion = opinion_on(said, context)
    if opinion is None:
        return verdict
    if not verdict.clear:
        return _believed(verdict, opinion, said, context, leads=leads)
    if said.telling <= WHOLE_ANSWER:
        return verdict
    if not verdict.readings or verdict.readings[0].verb in _KEPT:
        return _wishing_nothing(verdict, opinion, context)
    return _doubted(verdict, opinion, said, context)


def _wishing_nothing(verdict: Verdict, opinion: Opinion, context: Context) -> Verdict:
    """Return that nothing is wished, unless replies like this one did wish something."""
    if "ask_more" in context.allowed and opinion.of("ask_more") >= _TO_ASK:
        return Verdict((Reading("ask_more", CLEAR_FROM),), clear=True)
    least = _ONLY_A_QUESTION if "ask_more" in context.allowed else _NOTHING_IS_RARE
    return replace(verdict, clear=opinion.of(NOTHING) >= least)


def _doubted(verdict: Verdict, opinion: Opinion, said: Said, context: Context) -> Verdict:
    """Return a clear wish, asked back where too few replies like this one had it."""
    best = verdict.readings[0]
    if not was_learned(best, context):
        return verdict
    other, most = opinion.best()
    plain = best.verb in FROM_ANY and not said.unexplained
    rare = opinion.of(kind_of(best)) < (RARE if said.unexplained else RARE_IN_KNOWN_WORDS)
    rare = rare or other == NOTHING and most >= _NOTHING_AT_ALL and bool(said.unexplained)
    least = _LEAST_OF_OWNERS if letter_of(context) == "owner" else _LEAST_AGAINST_PLAIN_WORDS if plain else _LEAST
    if not rare or most < least:
        return replace(verdict, readings=(_with_reason(best, opinion), *verdict.readings[1:]))
    told = most >= _INSTEAD and kind_of(best) in _ON_THE_WAY_TO and _is_told(other, said)
    made = _made(other, said, context) if told or most >= _ANYWAY else None
    if made and best.amount_cents is not None and made.amount_cents is None:
        made = None  # *reached him, the quote for 12,500 is out*: a sum that was told is not passed over
    return replace(verdict, readings=(_with_reason(made, opinion),)) if made else replace(verdict, clear=False)


def _is_told(kind: str, said: Said) -> bool:
    """Say whether the words name a wish too, or a reason for it."""
    return said.has(kind) or any(one.concept.removeprefix("r.") in REASONS.get(kind, ()) for one in said.facts("r."))


def _believed(verdict: Verdict, opinion: Opinion, said: Said, context: Context, *, leads: int) -> Verdict:
    """Return what is not clear from the words alone, clear where replies like this one leave no doubt."""
    kind, share = opinion.best()
    meant = share >= _THOUGH_UNMEANT
    if not meant and any(said.has(mark, None) for mark in _UNMEANT):
        return verdict
    if kind == NOTHING:
        either = any(token.text in _OR for token in said.text.tokens)
        unmoved = leads and context.items and share >= _NOTHING_OF_A_PART and not either
        return Verdict((Reading("note", CLEAR_FROM),), True, verdict.question) if unmoved else verdict
    if _leaves_open(kind, said, context) or not meant and any(said.has(told, None) for told in _UNMOVED):
        return verdict
    heard = [one for one in verdict.readings if one.confidence > _ONLY_OFFERED]
    if leads > 1 and context.items and not heard and share < _OF_SEVERAL:
        return Verdict((Reading("note", CLEAR_FROM),), True, verdict.question)  # *of the others I shall report*
    alike = [one for one in heard if kind_of(one) == kind]
    least = _NEARLY_ALL if len(heard) > 1 else _USUAL
    if not alike:
        least = _OF_A_PART if leads else _WITHOUT_WORDS
        named = said.has(kind, None) or kind == "quoted" and said.has("mark.quote", None)
        made = None if named else _made(kind, said, context)  # what is named and was not read is not meant
        if made and isinstance(made.when, datetime):
            least = min(least, _WITH_AN_HOUR)
        alike = [made] if made else []
    least = _TO_ASK if kind == "ask_more" else least
    if len(alike) != 1 or share < least or _is_a_next_step(alike[0], context):
        return verdict
    return Verdict((_with_reason(replace(alike[0], confidence=CLEAR_FROM), opinion),), True, verdict.question)


def _leaves_open(kind: str, said: Said, context: Context) -> bool:
    """Say whether a meeting may be ahead of whom was or was not reached, or two sums be told."""
    if kind in ("contacted", "not_reached"):
        return any(when.at and when.last >= today(context) for when in days(said))
    return kind in ("won", "quoted") and len({(amount.cents, amount.currency) for _, amount in sums(said)}) > 1


def _is_a_next_step(reading: Reading, context: Context) -> bool:
    """Say whether what may be put off is only what the writer does next: *the rest tomorrow*."""
    return reading.status == "postponed" and bool(
        reading.until and reading.until <= today(context) + timedelta(days=RETRY_DAYS)
    )


def _with_reason(reading: Reading, opinion: Opinion) -> Reading:
    """Return a reading with the reason that nearly all gave, without one that hardly any did."""
    shares = opinion.reasons(kind_of(reading))
    if kind_of(reading) not in REASONS or not shares:
        return reading
    if reading.reason is not None and shares.get(reading.reason, 0.0) < _RARE_REASON:
        reading = replace(reading, reason=None)
    reason = max(sorted(shares), key=lambda name: shares[name])
    if reading.reason is None and reason and shares[reason] >= _SURE_REASON:
        return replace(reading, reason=cast(Reason, reason))
    return reading


def _made(kind: str, said: Said, context: Context) -> Reading | None:
    """Return a reading of a wish that no words name, with the day and the sum told; None where these are not sure."""
    ahead = {when for when in days(said) if when.last >= today(context)}
    if kind in get_args(Status):
        if len(ahead) > 1:
            return None
        found = read_outcome(Outcome(kind, CLEAR_FROM, said.text.text, 0), said, context)
        return found[0] if len(found) == 1 and found[0].confidence >= CLEAR_FROM else None
    day = ahead.pop() if len(ahead) == 1 else None
    if kind == "pause" and day:
        return Reading("pause", CLEAR_FROM, until=day.last)
    if kind not in context.allowed or ahead and kind not in _PLAIN:
        return None
    if kind == "remind":
        return Reading("remind", CLEAR_FROM, in_days=(day.first - today(context)).days if day else None)
    if kind == "extend":
        return Reading("extend", CLEAR_FROM, until=day.last if day else None)
    return Reading(cast(Verb, kind), CLEAR_FROM) if kind in _PLAIN else None
