"""How fast the best 50 of 10,000 partners are found with their explanations, against scoring all in plain Python."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import nsmallest
from statistics import median
from time import perf_counter

from app.domain.criteria import Criterion, Lead
from app.domain.matching import Candidate, rank
from app.domain.partner_index import PartnerIndex
from app.domain.postcodes import distance_km, place

PARTNERS = 10_000
BEST = 50
ROUNDS = 7
LEVELS = ("silver", "gold", "platinum")
PRODUCTS = ("arm", "vision", "gripper", "cell", "service", "training")
TOWNS = ("80331", "20095", "50667", "10115", "70173", "60311", "01067", "90402", "30159", "28195", "44135", "86150")
CRITERIA = (
    Criterion("Region", "must", "prefix", "regions", lead="postcode"),
    Criterion("Product", "counts", "in", "products", lead="product", weight=40),
    Criterion("Level", "counts", "rank", "level", weight=20, order=LEVELS),
    Criterion("Volume", "counts", "at_least", "largest_project", lead="expected_volume", weight=20),
    Criterion("Near", "counts", "distance", "postcode", lead="postcode", weight=20, km=150),
)


def partners(chance: random.Random) -> list[Candidate]:
    """Return made-up partners; half of them work everywhere, the others in a few areas."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Candidate(
            number,
            f"Partner {number}",
            "DE",
            level=chance.choice(LEVELS),
            postcode=chance.choice(TOWNS),
            attributes={
                "regions": list("0123456789") if number % 2 else [f"{chance.randrange(100):02}" for _ in range(4)],
                "products": chance.sample(PRODUCTS, 3),
                "largest_project": chance.choice((10_000, 50_000, 250_000, 1_000_000)),
            },
            last_offered_at=start + timedelta(minutes=chance.randrange(100_000)) if number % 10 else None,
        )
        for number in range(PARTNERS)
    ]


def leads(chance: random.Random, count: int) -> list[Lead]:
    """Return made-up leads of any place and size."""
    return [
        {
            "country": "DE",
            "postcode": chance.choice(TOWNS),
            "product": chance.choice(PRODUCTS),
            "expected_volume_cents": chance.randrange(100_000, 100_000_000),
        }
        for _ in range(count)
    ]


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one run takes."""
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def lean_scorer(everybody: Sequence[Candidate]) -> Callable[[Lead], list[Candidate]]:
    """Return a scorer as lean as plain Python gets: prepared values, no explanations, every partner looked at."""
    prepared = [
        (
            partner,
            tuple(partner.attributes["regions"]),
            frozenset(partner.attributes["products"]),
            (LEVELS.index(partner.level or "") + 1) * 20 // 3,
            partner.attributes["largest_project"],
            place(partner.country, partner.postcode or ""),
        )
        for partner in everybody
    ]

    def score(lead: Lead) -> list[Candidate]:
        postcode, product = lead["postcode"], lead["product"]
        volume, here = lead["expected_volume_cents"] / 100, place(lead["country"], postcode)
        found = []
        for partner, regions, products, level, largest, there in prepared:
            if not postcode.startswith(regions) or here is None or there is None:
                continue
            away = distance_km(here, there)
            near = 20 - 5 * min(3, int(away * 4 / 150)) if away <= 150 else 0
            points = 40 * (product in products) + level + 20 * (largest >= volume) + near
            found.append((-points, partner.waiting_since, partner))
        return [partner for _, _, partner in nsmallest(BEST, found, key=lambda entry: entry[:2])]

    return score


def main() -> None:
    """Print the times and their ratios, medians of interleaved runs of one process."""
    chance = random.Random(1)
    everybody, wanted = partners(chance), leads(chance, ROUNDS)
    index, lean = PartnerIndex(everybody, CRITERIA), lean_scorer(everybody)
    loop_ms, lean_ms, index_ms = [], [], []
    for lead in wanted:
        loop_ms.append(milliseconds(partial(rank, lead, everybody, CRITERIA)))
        lean_ms.append(milliseconds(partial(lean, lead)))
        index_ms.append(milliseconds(partial(index.best, lead, BEST)))
        if [ranked.candidate for ranked in index.best(lead, BEST)] != lean(lead):
            raise SystemExit("the index and the lean loop disagree")
    building_ms = milliseconds(partial(PartnerIndex, everybody, CRITERIA))
    fast = median(index_ms)
    print(f"matching: the best {BEST} of {PARTNERS:,} partners by {len(CRITERIA)} criteria")
    print(f"  index, with explanations  {fast:8.2f} ms  (built once in {building_ms:.0f} ms)")
    print(f"  lean loop, without        {median(lean_ms):8.2f} ms  ratio 1/{median(lean_ms) / fast:.1f} (at most 1/5)")
    print(f"  explaining loop           {median(loop_ms):8.2f} ms  ratio 1/{median(loop_ms) / fast:.0f}")


if __name__ == "__main__":
    main()
