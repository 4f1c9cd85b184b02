"""The corpus of reply sentences: how a line of it is read, and how an understanding is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from inbound.wishes import REASONS, Context, Reading, Understanding, understand

FOLDER = Path(__file__).parent.parent / "sentences"
ITEMS = ("L-2041", "L-2042", "L-2043")
_REASONS = frozenset(reason for reasons in REASONS.values() for reason in reasons)
SENT_AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday, in week 10; all dates of the corpus count from it."""

_ANSWER = Context(SENT_AT)
_WORK = replace(_ANSWER, allowed=frozenset({"feedback", "give_back", "undo"}))
LETTERS: dict[str, Context] = {
    "offer": replace(_ANSWER, allowed=frozenset({"pick", "decline"})),
    "lead": _WORK,
    "picked": _WORK,
    "won": replace(_WORK, status="won"),
    "quoted": replace(_WORK, status="quoted"),
    "digest": replace(_ANSWER, allowed=frozenset({"feedback", "give_back"}), items=ITEMS),
    "vendor": replace(_ANSWER, allowed=frozenset({"release", "discard", "edit"}), products=("Arm", "Vision")),
    "owner": replace(_ANSWER, allowed=frozenset({"extend", "withdraw", "widen", "assign", "remind"})),
    "deal": replace(_ANSWER, allowed=frozenset({"approve", "reject", "ask_more"})),
}


@dataclass(frozen=True)
class Sentence:
    """One line of the corpus; ``wishes`` are the accepted meanings, as written (see `meaning`)."""

    language: str
    letter: str
    text: str
    wishes: tuple[str, ...]


def sentences(half: str) -> Iterator[Sentence]:
    """Yield the sentences of ``held_out`` or ``open``, both languages."""
    for language in ("de", "en"):
        for letter, text, wish in yaml.safe_load((FOLDER / f"{half}.{language}.yaml").read_text("utf-8")):
            yield Sentence(language, letter, str(text), tuple(part.strip() for part in str(wish).split(" | ")))


def understood(sentence: Sentence) -> Understanding:
    """Return what the product makes of a sentence."""
    zone, country = {"de": ("Europe/Berlin", "DE"), "en": ("Europe/London", "GB")}[sentence.language]
    letter = replace(LETTERS[sentence.letter], zone=zone, country=country, language=sentence.language)
    return understand(sentence.text, letter)


def meaning(found: Understanding) -> str:
    """Return an understanding as the corpus writes it: ``won 8000 EUR``, ``1: lost price; 2: contacted``, ``ask``."""
    if not found.clear:
        return "ask"
    if found.fields and all(reading.verb == "edit" for reading in found.readings):
        return "fields " + " ".join(f"{name}={reading.value}" for name, reading in sorted(found.fields.items()))
    if not found.readings:
        return "none"
    return "; ".join(_reading(reading) for reading in found.readings)


def _reading(reading: Reading) -> str:
    item = (
        f"{ITEMS.index(reading.item) + 1}:" if reading.item in ITEMS else f"{reading.item}:" if reading.item else None
    )
    amount = f"{(reading.amount_cents or 0) / 100:.2f}".rstrip("0").rstrip(".")
    parts = [
        item,
        reading.status if reading.verb == "feedback" else reading.verb,
        reading.reason,
        reading.frequency,
        *reading.temperatures,
        amount if reading.amount_cents is not None else None,
        reading.currency,
        f"when={reading.when.strftime('%Y-%m-%dT%H:%M') if isinstance(reading.when, datetime) else reading.when}"
        if reading.when
        else None,
        f"until={reading.until}" if reading.until else None,
        f"close={reading.expected_close}" if reading.expected_close else None,
        f"to={reading.target}" if reading.target else None,
        f"in={reading.in_days}" if reading.in_days else None,
    ]
    return " ".join(part for part in parts if part)


def same(expected: str, got: str) -> bool:
    """Say whether two meanings are the same, whatever the order of leads and values."""
    first, second = (_values(text) for text in (expected, got))
    return first == second


def _values(text: str) -> list[list[str]]:
    """Return the values of every reading, in order; what is only kept is the same of one lead or of all."""
    parts = [part.split() for part in text.split(";")]
    kept = {part[-1] if part else "" for part in parts}
    if kept in ({"note"}, {"question"}):
        return [[kept.pop()]]
    return sorted(sorted(part) for part in parts)


@dataclass(frozen=True)
class Score:
    """Counts over one half: of the sentences with a wish, how many were acted rightly, asked back, or acted wrongly;
    ``bare`` are right but for their reason, which is then asked for.
    """

    right: int
    wrong: int
    asked: int
    bare: int
    failures: tuple[tuple[Sentence, str], ...]

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.asked + self.bare


def score(half: str) -> Score:
    """Return how the product does on a half; acting where asking was due is wrong, asking where it was due is right."""
    right = wrong = asked = bare = 0
    failures = []
    for sentence in sentences(half):
        got = meaning(understood(sentence))
        if any(same(wish, got) for wish in sentence.wishes):
            right += 1
            continue
        failures.append((sentence, got))
        if got == "ask":
            asked += 1
        elif any(same(_without_reasons(wish), got) for wish in sentence.wishes):
            bare += 1
        else:
            wrong += 1
    return Score(right, wrong, asked, bare, tuple(failures))


def _without_reasons(wish: str) -> str:
    return " ".join(word for word in wish.replace(";", " ; ").split() if word not in _REASONS)
