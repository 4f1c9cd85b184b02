"""A reply -> what it states, denies, supposes, plans and asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from inbound.fields.amounts import Amount, amounts_in, decimal_of
from inbound.wishes.dates import Reader, When
from inbound.wishes.lexicon import Lexicon, Signal
from inbound.wishes.tokens import MOST_CHARACTERS, Token, tokens_of

_SENTENCE_ENDS = frozenset(".!?;\n")
_CLAUSE_ENDS = _SENTENCE_ENDS | {",", ":", "(", ")", "–", "-", "—"}
_CLAUSE_WORDS = frozenset(
    "und aber sondern dann weil denn because cause and but then jedoch allerdings so sonst plus".split()
)
_TURNS = frozenset({"aber", "but"})
_SLIGHT = frozenset("der die das den dem ein eine einen nur leider bitte a an the just only sorry sadly please".split())
"""Words that add nothing to a reply of one word."""

_COUNTED = frozenset("nr nummer no number num # id az bj baujahr built".split())
"""Words before a number that names something instead of summing it."""

_SHORTENED = frozenset(
    "ang tel nr ca evtl ggf bzgl bzw inkl zzgl incl excl approx appt appr no st hr fr mr mrs ms dr vs ev "
    "usw etc entsch nae".split()
)
"""Words whose full stop ends no sentence."""

_REQUESTED = ("give_back", "undo", "freq.", "mark.only", "stop", "pause", "resume", "extend", "widen", "r.")
"""What a polite question is a wish for."""

_LONGEST_SIGNATURE, _LONGEST_NAME = 10, 4
_BEFORE_A_NAME = frozenset(".!?\n-")
_HOUR = re.compile(r"[ .,]{0,3}\d{1,2}(?:[:.]\d\d)? ?(?:uhr|h)\b", re.IGNORECASE)
"""What makes *2 Fr* the second lead's Friday instead of two francs."""

_FEWEST_PLAIN = 100
"""A number without currency below this is a count, not a sum."""


@dataclass(frozen=True, slots=True)
class Text:
    """Tokens of a reply, dates and sums as one each; ``whens`` and ``amounts`` are found by a token's start."""

    text: str
    tokens: tuple[Token, ...]
    whens: dict[int, When]
    amounts: dict[int, Amount]

    def part(self, tokens: Sequence[Token]) -> Text:
        """Return the same with only some of the tokens."""
        return replace(self, tokens=tuple(tokens))


@dataclass(frozen=True, slots=True)
class Stated:
    """A signal with how it is said."""

    signal: Signal
    clause: int
    sentence: int
    mood: str
    """``fact``, ``denied``, ``supposed``, ``planned`` or ``asked``."""

    @property
    def concept(self) -> str:
        return self.signal.concept


@dataclass(slots=True)
class Said:
    """What one reply, or its part about one lead, says.

    ``unknown`` are words in no table, ``asks`` and ``denies`` whether any sentence does, ``of_others`` whether the
    customer or somebody else is spoken of, ``denials`` where a negation stands that no phrase has, ``actors`` where
    colleagues and rivals are named, ``undecided`` where *never* or *have not* is said, ``negations`` where any is,
    ``unexplained`` the words that neither belong to a phrase nor are empty, ``planned_in`` the sentences that plan,
    ``now`` the clauses that speak of the moment only, ``telling`` how many
    words and values weigh anything.
    """

    text: Text
    lexicon: Lexicon
    stated: list[Stated] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)
    asks: bool = False
    denies: bool = False
    denied_in: set[int] = field(default_factory=set)
    denials: tuple[int, ...] = ()
    actors: tuple[int, ...] = ()
    undecided: frozenset[int] = frozenset()
    negations: frozenset[int] = frozenset()
    unexplained: tuple[int, ...] = ()
    planned_in: frozenset[int] = frozenset()
    of_others: bool = False
    now: set[int] = field(default_factory=set)
    telling: int = 0

    def facts(self, prefix: str = "") -> list[Stated]:
        """Return what is stated as a fact, of concepts that start so."""
        return [one for one in self.stated if one.mood == "fact" and one.concept.startswith(prefix)]

    def has(self, concept: str, mood: str | None = "fact") -> bool:
        """Say whether a concept occurs in a mood (None: in any)."""
        return any(one.concept == concept and mood in (None, one.mood) for one in self.stated)

    def clauses_of(self, concept: str) -> set[int]:
        return {one.clause for one in self.stated if one.concept == concept}

    def words(self, concept: str) -> str:
        """Return the text that said a concept."""
        for one in self.stated:
            if one.concept == concept:
                tokens = self.text.tokens[one.signal.start : one.signal.end]
                return self.text.text[tokens[0].start : tokens[-1].end]
        return ""


def joined(text: str, reader: Reader) -> Text:
    """Return a text's tokens with every sum and every date as one token."""
    text = unicodedata.normalize("NFC", text[:MOST_CHARACTERS])
    tokens = tokens_of(text)
    sums = {
        amount.start: amount
        for amount in amounts_in(text)
        if amount.explicit and not (amount.currency == "CHF" and _HOUR.match(text, amount.end))
    }
    result: list[Token] = []
    whens: dict[int, When] = {}
    amounts: dict[int, Amount] = {}
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if amount := sums.get(token.start):
            end = at + 1
            while end < len(tokens) and tokens[end].start < amount.end:
                end += 1
            amounts[token.start] = amount
            result.append(Token(text[token.start : amount.end], "amount", token.start, amount.end))
            at = end
        elif found := reader.read(tokens, at):
            whens[token.start] = found[0]
            end = tokens[at + found[1] - 1].end
            result.append(Token(text[token.start : end], "date", token.start, end))
            at += found[1]
        else:
            result.append(token)
            at += 1
    return Text(text, tuple(result), whens, amounts)


def said(text: Text, lexicon: Lexicon, leave_out: frozenset[str] = frozenset()) -> Said:
    """Return what a text says in the words of a lexicon, without the concepts that cannot be meant."""
    signals = lexicon.signals(text.tokens, leave_out)
    result = Said(text, lexicon)
    result.clauses, result.sentences = _numbered(text.tokens)
    result.undecided = frozenset(at for at, token in enumerate(text.tokens) if token.text in lexicon.never_or_not_yet)
    asked = _asked(text.tokens, result.sentences, lexicon)
    wanted = _requests(text.tokens, result.sentences, lexicon)
    frames: dict[str, set[int]] = {"frame.not": set(), "frame.plan": set(), "frame.if": set(), "frame.now": set()}
    for signal in signals:
        if signal.concept in frames:
            frames[signal.concept].add(
                (result.sentences if signal.concept == "frame.if" else result.clauses)[signal.start]
            )
    for signal in signals:
        if signal.concept in frames:
            continue
        clause, sentence = result.clauses[signal.start], result.sentences[signal.start]
        requested = sentence in wanted and signal.concept.startswith(_REQUESTED)
        mood = "fact" if requested else "asked" if sentence in asked else "supposed"
        if mood == "supposed" and sentence not in frames["frame.if"]:
            mood = _stated_mood(signal, clause, frames, result)
        result.stated.append(Stated(signal, clause, sentence, mood))
    _note_manner(result, signals, frames, lexicon)
    result.asks = bool(asked)
    used = {at for signal in signals for at in signal.used}
    rest = [token for at, token in enumerate(text.tokens) if at not in used and token.kind == "word"]
    result.unknown = [token for token in rest if not lexicon.knows(token.text)]
    return result


def _stated_mood(signal: Signal, clause: int, frames: dict[str, set[int]], said: Said) -> str:
    """Return whether what is neither asked nor supposed is a fact, denied or planned."""
    if signal.concept.startswith("small."):
        return "fact"
    undecided = (
        signal.concept == "lost"
        and signal.negative
        and (clause in frames["frame.now"] or bool(said.undecided & set(signal.used)))
    )
    if undecided or clause in frames["frame.not"]:
        return "denied"
    return "planned" if clause in frames["frame.plan"] else "fact"


def _note_manner(result: Said, signals: list[Signal], frames: dict[str, set[int]], lexicon: Lexicon) -> None:
    """Put down how the whole is said: what is denied, planned, left open, of whom, and what nothing explains."""
    result.denies = bool(frames["frame.not"])
    result.denied_in = {result.sentences[one.start] for one in signals if one.concept == "frame.not"}
    result.of_others = any(token.text in lexicon.third_persons for token in result.text.tokens)
    result.denials = tuple(one.start for one in signals if one.concept == "frame.not")
    result.actors = tuple(at for at, token in enumerate(result.text.tokens) if token.text in lexicon.other_actors)
    result.now = frames["frame.now"]
    polite = {at for one in signals if one.concept.startswith("small.") and len(one.used) > 1 for at in one.used}
    negations = {at for at, token in enumerate(result.text.tokens) if token.text in lexicon.negations}
    result.negations = frozenset(negations - polite)  # *no worries* denies nothing
    result.planned_in = frozenset(result.sentences[one.start] for one in signals if one.concept == "frame.plan")
    result.unexplained = _unexplained(result.text, signals, lexicon)
    result.telling = sum(token.kind != "mark" and token.text not in _SLIGHT for token in result.text.tokens)


def _unexplained(text: Text, signals: list[Signal], lexicon: Lexicon) -> tuple[int, ...]:
    """Return the words, not empty, that no phrase rests on; one read as a misspelling explains none."""
    explained = {
        at
        for one in signals
        if not one.typo or len(one.used) > 1 or len(text.tokens) <= 2 and not one.concept.startswith("mark.")
        for at in one.used
    }
    signed = _signature(text, signals)
    own = {at for one in signals if not one.concept.startswith(("mark.", "frame.", "freq.")) for at in one.used}
    return tuple(
        at
        for at, token in enumerate(text.tokens)
        if at < signed and token.kind == "word" and at not in explained | own and token.text not in lexicon.empty
    )


def _signature(text: Text, signals: list[Signal]) -> int:
    """Return where the writer's name begins: a few words after *regards*, or a last line of two capitalised words."""
    tokens = text.tokens
    polite = [one for one in signals if one.concept in ("small.talk", "small.thanks")]
    last = max(
        (one.end for one in signals if one.concept not in ("small.talk", "small.thanks", "frame.not")), default=0
    )
    closing = [one.end for one in polite if one.start >= last]
    if closing and sum(token.kind == "word" for token in tokens[closing[0] :]) <= _LONGEST_SIGNATURE:
        return closing[0]
    ends = [at for at, token in enumerate(tokens[:-1]) if token.text in _BEFORE_A_NAME]
    tail = tokens[ends[-1] + 1 :] if ends else ()
    named = all(text.text[token.start].isupper() for token in tail if token.kind == "word")
    return ends[-1] + 1 if ends and ends[-1] >= last - 1 and named and len(tail) <= _LONGEST_NAME else len(tokens)


def without_names(text: Text, lexicon: Lexicon, people: frozenset[str] = frozenset()) -> Text:
    """Return the text with words after *Frau*, *Mr* and the like, and known names, as names that say nothing.

    Args: people: words that are names of people the sender knows, in small letters.
    """
    tokens = list(text.tokens)
    for at, token in enumerate(tokens):
        before = tokens[at - 2] if at > 1 and tokens[at - 1].text == "." else tokens[at - 1] if at else None
        capital = text.text[token.start].isupper()
        follows = before is not None and before.text in lexicon.named_by and capital and " " not in token.text
        is_known = token.text in people and (capital or not lexicon.knows(token.text))
        if follows and token.kind in ("word", "date") or is_known and token.kind == "word":
            tokens[at] = Token("<name>", "name", token.start, token.end)
    return text.part(tokens)


def _numbered(tokens: Sequence[Token]) -> tuple[list[int], list[int]]:
    """Return for every token the number of its clause and of its sentence."""
    clauses, sentences = [], []
    clause = sentence = 0
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text in _CLAUSE_WORDS:
            clause += 1
            sentence += token.text in _TURNS
        clauses.append(clause)
        sentences.append(sentence)
        if token.kind == "mark" and not (token.text == "." and at and tokens[at - 1].text in _SHORTENED):
            clause += token.text in _CLAUSE_ENDS
            sentence += token.text in _SENTENCE_ENDS
    return clauses, sentences


def _asked(tokens: Sequence[Token], sentences: list[int], lexicon: Lexicon) -> set[int]:
    """Return the sentences that ask: they end with a question mark or start with a question's words."""
    asked = {sentences[at] for at, token in enumerate(tokens) if token.text == "?"}
    starts = {sentence: at for at, sentence in reversed(list(enumerate(sentences))) if tokens[at].kind != "mark"}
    for sentence, at in starts.items():
        texts = tuple(token.text for token in tokens[at : at + 4])
        if any(texts[: len(start)] == start for start in lexicon.questions) and not any(
            texts[: len(start)] == start for start in lexicon.no_questions
        ):
            asked.add(sentence)
    return asked


def _requests(tokens: Sequence[Token], sentences: list[int], lexicon: Lexicon) -> set[int]:
    """Return the sentences that begin as a polite wish does: *can somebody else have this?*"""
    starts = {sentence: at for at, sentence in reversed(list(enumerate(sentences))) if tokens[at].kind != "mark"}
    return {
        sentence
        for sentence, at in starts.items()
        if any(tuple(token.text for token in tokens[at : at + len(start)]) == start for start in lexicon.requests)
    }


def plain_amounts(text: Text) -> list[tuple[int, Amount]]:
    """Return (token, sum) for bare numbers that can be sums: at least a hundred, no year, no phone number."""
    found = []
    for at, token in enumerate(text.tokens):
        if token.kind != "number":
            continue
        value = decimal_of(token.text)
        if any(before.text in _COUNTED for before in text.tokens[max(0, at - 2) : at]):
            continue
        beside = [text.tokens[i].kind for i in (at - 1, at + 1) if 0 <= i < len(text.tokens)]
        if (
            value is None
            or value < _FEWEST_PLAIN
            or len(token.text) > 11
            or "/" in token.text
            or ":" in token.text
            or token.text[0] == "0"
            or "number" in beside
        ):
            continue
        if token.text.isdigit() and 2000 <= value <= 2049:
            continue
        found.append((at, Amount(round(value * 100), None, False, token.start, token.end)))
    return found
