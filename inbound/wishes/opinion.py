"""A second opinion on what a reply wishes, by numbers learned from sentences that were read before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log2

from inbound.wishes.calendar_days import When
from inbound.wishes.details import today
from inbound.wishes.model import Context, Reading
from inbound.wishes.sentences import Said

_MOST_WORDS = 60
_LONG_WORD, _STEM = 6, 5
_STEP = 20
"""Weights are kept as whole numbers, this many to one."""

FROM_ANY = frozenset({"stop", "pause", "resume", "frequency", "only_temperature"})
_LETTERS: dict[str, frozenset[str]] = {
    "offer": frozenset({"pick", "decline"}),
    "deal": frozenset({"approve", "reject", "ask_more"}),
    "gate": frozenset({"release", "discard"}),
    "owner": frozenset({"withdraw", "widen", "extend", "assign", "remind"}),
    "work": frozenset({"feedback", "give_back", "undo"}),
}
"""The letters whose answers were learned from, with what each offers; a reward's approval, say, was not."""

_TELLTALE = {"offer": {"pick"}, "deal": {"ask_more"}, "gate": {"release"}, "owner": {"widen"}, "work": {"feedback"}}
"""What tells these letters apart, also where they offer more."""

_KEPT_SIGNS = {"?": "?", "!": "!", ".": "|", ",": "|", ";": "|", ":": "|", "\n": "|"}
_NAME = "<Name>"
NOTHING = "none"
"""The wish of a sentence that wishes nothing."""


def kind_of(reading: Reading) -> str:
    """Return the name of a reading's wish: the status told, else the verb."""
    return reading.status or reading.verb


def letter_of(context: Context) -> str | None:
    """Return the kind of letter that was answered, None for one that nothing was learned of."""
    return next((name for name, offered in _TELLTALE.items() if offered <= context.allowed), None)


def features(said: Said, context: Context) -> set[str]:
    """Return what is counted of a reply: its letter, its length, its words alone, in twos and around a gap.

    Nothing of what the tables make of them is counted, so that the opinion is one of its own.
    """
    words = []
    for token in said.text.tokens[:_MOST_WORDS]:
        if token.kind == "word":
            words.append(token.text)
        elif token.kind == "date":
            words.append(_day_of(said.text.whens.get(token.start), context))
        elif token.kind != "mark":
            words.append(f"<{token.kind}>")
        elif sign := _KEPT_SIGNS.get(token.text):
            words.append(sign)
    row = ["<s>", *words, "</s>"]
    found = {f"letter {letter_of(context)}", f"stands {context.status}", f"long {min(6, int(log2(len(words) + 1)))}"}
    found.update(row)
    found.update(f"{word[:_STEM]}*" for word in words if len(word) > _LONG_WORD and word[0] != "<")
    found.update(" ".join(pair) for pair in pairwise(row))
    found.update(f"{first} _ {last}" for first, last in zip(row, row[2:], strict=False))
    found.update(_beside_names(said))
    return found


def _beside_names(said: Said) -> set[str]:
    """Return the words beside what may be a name: a capital within a sentence on a word that no table knows."""
    tokens = said.text.tokens[:_MOST_WORDS]
    row = [
        _NAME
        if token.kind == "word"
        and before is not None
        and before.kind != "mark"
        and said.text.text[token.start].isupper()
        and not said.lexicon.knows(token.text)
        else "|"
        if token.kind == "mark"
        else f"<{token.kind}>"
        if token.kind != "word"
        else token.text
        for before, token in zip([None, *tokens], tokens, strict=False)
    ]
    pairs = {f"{first} {last}" for first, last in pairwise(["<s>", *row, "</s>"]) if _NAME in (first, last)}
    return pairs | {_NAME} if pairs else pairs


def _day_of(when: When | None, context: Context) -> str:
    """Return a day by its kind: gone by, with an hour, a day, or a span."""
    if when is None:
        return "<date>"
    if when.last < today(context):
        return "<past>"
    return "<hour>" if when.at else "<day>" if when.exact else "<span>"


Table = tuple[tuple[str, ...], dict[str, tuple[tuple[int, int], ...]]]


def table_of(text: str) -> Table:
    """Return the names of the wishes and what each feature speaks for and against, as ``opinion.txt`` has them."""
    first, *rows = text.splitlines()
    names = first.partition(" #")[0]  # behind it stands what was learned from
    weights = {}
    for row in rows:
        name, _, listed = row.partition("\t")
        pairs = (pair.split(":") for pair in listed.split())
        weights[name] = tuple((int(at), int(weight)) for at, weight in pairs)
    return tuple(names.split()), weights


@cache
def table() -> Table:
    """Return what was learned."""
    return table_of((files("inbound.wishes") / "opinion.txt").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Opinion:
    """How often replies like one wished what: shares of 1 by wish, or by wish and reason (``lost.price``)."""

    shares: Mapping[str, float]

    def of(self, kind: str) -> float:
        """Return the share of a wish, for whatever reason."""
        return sum(share for name, share in self.shares.items() if name.partition(".")[0] == kind)

    def best(self) -> tuple[str, float]:
        """Return the wish most of them had, with its share."""
        kinds = {name.partition(".")[0] for name in self.shares}
        kind = max(sorted(kinds), key=self.of)
        return kind, self.of(kind)

    def reasons(self, kind: str) -> dict[str, float]:
        """Return the shares of the reasons among those that had a wish; an empty one for none."""
        whole = self.of(kind) or 1.0
        rows = ((name.partition("."), share) for name, share in self.shares.items())
        return {reason: share / whole for (wish, _, reason), share in rows if wish == kind}


def opinion_on(said: Said, context: Context) -> Opinion | None:
    """Return what replies like this one wished; None in answer to a letter that nothing was learned of."""
    if letter_of(context) is None:
        return None
    names, weights = table()
    sums = [0] * len(names)
    for feature in features(said, context):
        for at, weight in weights.get(feature, ()):
            sums[at] += weight
    most = max(sums)
    shares = [exp((one - most) / _STEP) for one in sums]
    whole = sum(shares)
    return Opinion({name: share / whole for name, share in zip(names, shares, strict=True)})


def was_learned(reading: Reading, context: Context) -> bool:
    """Say whether replies to the letter that was answered were learned from that wished the same verb."""
    letter = letter_of(context)
    return letter is not None and reading.verb in _LETTERS[letter] | FROM_ANY
