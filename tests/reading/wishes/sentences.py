"""The corpus of reply sentences: how a line of it is read, and how an understanding is held against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import yaml

from inbound.wishes import REASONS, Context, Reading, Understanding, understand

FOLDER = Path(__file__).parent.parent / "sentences"
ITEMS = ("L-2041", "L-2042", "L-2043")
_REASONS = frozenset(reason for reasons in REASONS.values() for reason in reasons)
_CURRENCIES = frozenset({"EUR", "CHF", "GBP", "USD"})
_WHOLE_ONLY = frozenset({"pause", "frequency", "only_temperature", "assign"})
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


@cache
def sentences(half: str) -> tuple[Sentence, ...]:
    """Return the sentences of a set, both languages."""
    return tuple(
        Sentence(language, letter, str(text), tuple(part.strip() for part in str(wish).split(" | ")))
        for language in ("de", "en")
        for letter, text, wish in yaml.load((FOLDER / f"{half}.{language}.yaml").read_bytes(), yaml.CSafeLoader)
    )


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
    ``bare`` have the right wish and nothing wrong in it, but not all that was told: a reason, a sum, a field is left
    open, as if it had not been written.
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
        if any(same(wish, got) or _is_vague_meeting(wish, got) for wish in sentence.wishes):
            right += 1
            continue
        failures.append((sentence, got))
        if got == "ask":
            asked += 1
        elif any(_is_bare(wish, got) for wish in sentence.wishes):
            bare += 1
        else:
            wrong += 1
    return Score(right, wrong, asked, bare, tuple(failures))


def _is_vague_meeting(wish: str, got: str) -> bool:
    """Say whether a meeting without a day was wished and its last possible one is kept, which the notation lacks."""
    return wish == "appointment" and got.startswith("appointment until=") and len(got.split()) == 2


def _is_bare(wish: str, got: str) -> bool:
    """Say whether every reading is a wished one of the same lead, with some of its values only; of a pause, a pace or
    a choice of leads nothing may be missing, as nobody would ask for it.
    """
    wished = _values(wish)
    for found in _values(got):
        whole = next((one for one in wished if set(found) <= set(one) and _core(found) == _core(one)), None)
        if whole is None or found != whole and _WHOLE_ONLY & set(whole):
            return False
        wished.remove(whole)
    return not wished


def _core(values: list[str]) -> set[str]:
    """Return the lead and the wish of a reading, without what is told beside."""
    return {
        one
        for one in values
        if one.replace("_", "").isalpha() and one not in _REASONS | _CURRENCIES or one.endswith(":")
    }
