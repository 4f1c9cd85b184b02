"""Learns the second opinion from the sentences of the repository: ``python -m tests.reading.wishes.learn``."""

from __future__ import annotations

import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import inbound.wishes
from inbound.wishes import REASONS
from inbound.wishes.dates import Reader
from inbound.wishes.items import Part
from inbound.wishes.lexicon import likely_languages
from inbound.wishes.opinion import NOTHING
from inbound.wishes.opinion import features as counted
from inbound.wishes.sentences import joined
from inbound.wishes.understand import told_in
from tests.reading.wishes.sentences import FOLDER, ITEMS, LETTERS, Sentence, sentences

LEARNED_FROM = ("open", "held_out", "blind", *(f"blind_{number}" for number in range(2, 28)))
ORDERS, ROUNDS, PACE, START, LET_GO = 3, 8, 0.12, 0.0025, 0.0003
FEWEST, SLIGHTEST, STEP = 3, 3, 20
"""A feature of two sentences alone is left out, and so is a weight of less than three twentieths."""

REASONED = frozenset(reason for reasons in REASONS.values() for reason in reasons)

Example = tuple[list[str], list[str]]
"""What is counted of a reply, and what it may wish."""


def examples(told: Iterable[Sentence]) -> Iterator[tuple[set[str], set[str]]]:
    """Yield the features and the accepted wishes of every sentence, of a list answered lead by lead."""
    for sentence in told:
        zone, country = {"de": ("Europe/Berlin", "DE"), "en": ("Europe/London", "GB")}[sentence.language]
        context = replace(LETTERS[sentence.letter], zone=zone, country=country, language=sentence.language)
        whole = joined(sentence.text, Reader(context.sent_at.astimezone(ZoneInfo(zone)).date(), country))
        parts = told_in(likely_languages(whole.tokens, sentence.language)[0], whole, context)
        if len(parts) == 1 and not parts[0][0].items:
            yield counted(parts[0][1], context), {_kind(wish) for wish in sentence.wishes}
            continue
        wished = dict(_by_lead(sentence.wishes[0]))
        for part, said in parts:
            if (number := _number(part)) in wished:
                yield counted(said, context), {_kind(wished[number])}


def _number(part: Part) -> str:
    return str(ITEMS.index(part.items[0]) + 1) if len(part.items) == 1 and part.items[0] in ITEMS else ""


def _by_lead(wish: str) -> Iterator[tuple[str, str]]:
    for one in wish.split(";"):
        number, _, wished = one.strip().partition(":")
        yield number, wished.strip()


def _kind(wish: str) -> str:
    """Return a wish with its reason: ``won``, ``lost.price``."""
    words = wish.rpartition(": ")[2].split()
    if not words or words[0] in ("note", "question", "ask", "none"):
        return NOTHING
    return ".".join(words[:1] + [word for word in words[1:2] if word in REASONED])


def learned(rows: list[tuple[set[str], set[str]]]) -> tuple[list[str], dict[str, list[float]]]:
    """Return the wishes and the weights that tell them apart, the mean of some orders in which they can be learned."""
    counts = Counter(feature for found, _ in rows for feature in found)
    names = sorted({wish for _, wishes in rows for wish in wishes})
    kept = sorted(feature for feature in counts if counts[feature] >= FEWEST)
    known = set(kept)
    data = [(sorted(found & known), sorted(names.index(wish) for wish in wishes)) for found, wishes in rows]
    runs = [_learned_in(random.Random(order), data, kept, len(names)) for order in range(ORDERS)]
    return names, {
        feature: [sum(weights) / ORDERS for weights in zip(*(run[feature] for run in runs), strict=True)]
        for feature in kept
    }


def _learned_in(
    order: random.Random, data: list[tuple[list[str], list[int]]], features: list[str], count: int
) -> dict[str, list[float]]:
    """Return the weights by logistic regression with steps that grow smaller."""
    data = list(data)
    weights = {feature: [0.0] * count for feature in features}
    moved = {feature: [START] * count for feature in features}
    for _ in range(ROUNDS):
        order.shuffle(data)
        for found, wishes in data:
            pull = _pull([weights[feature] for feature in found], wishes, count)
            for feature in found:
                row, paths = weights[feature], moved[feature]
                for at, force in pull:
                    paths[at] += force * force
                    row[at] += PACE * (force / math.sqrt(paths[at]) - LET_GO * row[at])
    return weights


def _pull(rows: list[list[float]], wishes: list[int], count: int) -> list[tuple[int, float]]:
    """Return how far each wish is from where it should be; what is nearly right is let be."""
    sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * count
    most = max(sums)
    shares = [math.exp(one - most) for one in sums]
    whole = sum(shares)
    chances = [share / whole for share in shares]
    right = sum(chances[at] for at in wishes) or 1e-9
    pull = [(chances[at] / right if at in wishes else 0.0) - chances[at] for at in range(count)]
    return [(at, force) for at, force in enumerate(pull) if abs(force) > 0.02]


def taught_by() -> str:
    """Return a mark of the sentences and of their wishes, as they stand in the files."""
    files = sorted(path for half in LEARNED_FROM for path in FOLDER.glob(f"{half}.??.yaml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def written(names: list[str], weights: dict[str, list[float]]) -> str:
    """Return the table as the product reads it, with the mark of what it was learned from behind the names."""
    lines = [f"{' '.join(names)} #{taught_by()}"]
    for feature, row in weights.items():
        pairs = [f"{at}:{round(weight * STEP)}" for at, weight in enumerate(row) if abs(weight) * STEP >= SLIGHTEST]
        if pairs:
            lines.append(f"{feature}\t{' '.join(pairs)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    table = Path(inbound.wishes.__file__).with_name("opinion.txt")
    told = [one for half in LEARNED_FROM for one in sentences(half)]
    table.write_text(written(*learned(list(examples(told)))), encoding="utf-8")
