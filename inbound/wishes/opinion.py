"""A second opinion on what a reply wishes, by numbers learned from sentences that were read before."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log2

from inbound.wishes.model import Context, Reading
from inbound.wishes.sentences import Said

_MOST_WORDS = 60
_LONG_WORD, _STEM = 6, 5
_SURE_OF_ANYTHING, _SURE_OF_ANOTHER = 0.3, 0.8
_STEP = 20
"""Weights are kept as whole numbers, this many to one."""

_FROM_ANY = frozenset({"stop", "pause", "resume", "frequency", "only_temperature"})
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
    return found


@cache
def _learned() -> tuple[tuple[str, ...], dict[str, tuple[tuple[int, int], ...]]]:
    """Return the names of the wishes and what each feature speaks for and against, as ``opinion.txt`` has them."""
    first, *rows = (files("inbound.wishes") / "opinion.txt").read_text("utf-8").splitlines()
    weights = {}
    for row in rows:
        name, _, listed = row.partition("\t")
        pairs = (pair.split(":") for pair in listed.split())
        weights[name] = tuple((int(at), int(weight)) for at, weight in pairs)
    return tuple(first.split()), weights


def chances(said: Said, context: Context) -> dict[str, float]:
    """Return how often a reply like this one wished what, by the name of the wish; together they are 1."""
    names, weights = _learned()
    sums = [0] * len(names)
    for feature in features(said, context):
        for at, weight in weights.get(feature, ()):
            sums[at] += weight
    most = max(sums)
    shares = [exp((one - most) / _STEP) for one in sums]
    whole = sum(shares)
    return {name: share / whole for name, share in zip(names, shares, strict=True)}


def chance_of(reading: Reading, said: Said, context: Context) -> float | None:
    """Return how often replies like this one wished what was read, None where too little was learned to say so."""
    letter = letter_of(context)
    if letter is None or reading.verb not in _LETTERS[letter] | _FROM_ANY:
        return None
    found = chances(said, context)
    plain = reading.verb in _FROM_ANY and not said.unexplained  # few wished anything of our mails, but then outright
    least = _SURE_OF_ANOTHER if plain else _SURE_OF_ANYTHING
    return found.get(kind_of(reading)) if max(found.values()) >= least else None
