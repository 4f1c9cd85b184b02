"""How fast the best 50 of 10,000 partners are found with their explanations, against scoring all in plain Python."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import insert, select

import migrations
from app.domain.criteria import Criterion, Lead
from app.domain.lead import Lead as SalesLead
from app.domain.matching import Candidate, Ranked, rank
from app.domain.partner_index import PartnerIndex
from app.domain.people import Reseller, Vendor
from app.domain.postcodes import distance_km, place
from app.service.partners import candidates_of, ranking_of
from app.store.engine import Database
from app.store.work import Work, reading
from tests.services.servers.postgresql import postgresql
from tests.services.servers.processes import Missing

PARTNERS = 10_000
BEST = 50
ROUNDS = 7
NOW = datetime(2026, 6, 1, tzinfo=UTC)
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
        for number in range(1, PARTNERS + 1)
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


def fill(database: Database, everybody: Sequence[Candidate]) -> None:
    """Store a vendor with its partners."""
    migrations.upgrade(database.writer)
    with Work(database) as work:
        vendor = Vendor(
            slug="nordlicht", name="Nordlicht", language="de", zone="UTC", country="DE", currency="EUR",
            brand_colour="#000000", settings={}, criteria=[one.to_json() for one in CRITERIA], programme={},
            loaded_at=datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        work.session.add(vendor)
        work.session.flush()
        rows = [
            {
                "id": one.id, "vendor_id": vendor.id, "slug": f"p-{one.id}", "name": one.name, "country": one.country,
                "level": one.level, "postcode": one.postcode, "attributes": one.attributes, "zone": "UTC",
                "active": True, "last_offered_at": one.last_offered_at,
            }
            for one in everybody
        ]  # fmt: skip
        work.session.execute(insert(Reseller), rows)
        work.commit()


def asked_by_product(database: Database, fields: Lead) -> list[Ranked]:
    """Return the best as a round of the product finds them: a new transaction, the rows of the queue read."""
    with reading(database) as session:
        lead = SalesLead(fields=dict(fields), vendor=session.scalars(select(Vendor)).one())
        partners = select(Reseller).where(Reseller.vendor_id == lead.vendor.id, Reseller.active)
        return list(islice(ranking_of(session, lead, partners, NOW)(CRITERIA), BEST))


def asked_by_loop(database: Database, fields: Lead) -> list[Ranked]:
    """Return the best by reading every partner's row and judging each."""
    with reading(database) as session:
        vendor = session.scalars(select(Vendor)).one()
        companies = session.scalars(select(Reseller).where(Reseller.vendor_id == vendor.id, Reseller.active)).all()
        return rank(fields, candidates_of(session, companies, vendor, NOW), CRITERIA)[:BEST]


def measure_scoring(everybody: Sequence[Candidate], wanted: Sequence[Lead]) -> None:
    """Print the times of scoring alone, partners in memory; medians of interleaved runs of one process."""
    index, lean = PartnerIndex(everybody), lean_scorer(everybody)
    known = {one.id: one for one in everybody}

    def in_turn(ids: Sequence[int]) -> list[int]:
        return sorted(ids, key=lambda partner_id: known[partner_id].waiting_since)

    def by_index(lead: Lead) -> list[Ranked]:
        return list(islice(index.rank(lead, in_turn, CRITERIA), BEST))

    building_ms = milliseconds(partial(by_index, wanted[0]))
    loop_ms, lean_ms, index_ms = [], [], []
    for lead in wanted:
        loop_ms.append(milliseconds(partial(rank, lead, everybody, CRITERIA)))
        lean_ms.append(milliseconds(partial(lean, lead)))
        index_ms.append(milliseconds(partial(by_index, lead)))
        if [ranked.candidate for ranked in by_index(lead)] != lean(lead):
            raise SystemExit("the index and the lean loop disagree")
    fast = median(index_ms)
    lean_times, loop_times = median(lean_ms) / fast, median(loop_ms) / fast
    print(f"matching: the best {BEST} of {PARTNERS:,} partners by {len(CRITERIA)} criteria, each with its explanation")
    print(f"  Scored in memory in {fast:.2f} ms, after being prepared once in {building_ms:.0f} ms.")
    print(
        f"  A lean loop in plain Python over all of them takes {median(lean_ms):.1f} ms and explains nothing:", end=""
    )
    print(f" ours is 1/{lean_times:.1f} of that (at most 1/5).")
    print(f"  A loop by the product's own rules takes {median(loop_ms):.0f} ms: ours is 1/{loop_times:.0f} of that.")


def measure_product(name: str, database: Database, everybody: Sequence[Candidate], wanted: Sequence[Lead]) -> None:
    """Print the times of one database, from the beginning of a transaction to the ranked partners."""
    fill(database, everybody)
    first_ms = milliseconds(partial(asked_by_product, database, wanted[0]))
    product_ms, loop_ms = [], []
    for lead in wanted:
        begun = perf_counter()
        found = asked_by_product(database, lead)
        between = perf_counter()
        expected = asked_by_loop(database, lead)
        product_ms.append(1000 * (between - begun))
        loop_ms.append(1000 * (perf_counter() - between))
        if [one.candidate.id for one in found] != [one.candidate.id for one in expected]:
            raise SystemExit("the product and the loop disagree")
    database.dispose()
    fast = median(product_ms)
    usual = median(loop_ms)
    print(f"  On {name} a round of offers has them in {fast:.1f} ms (in {first_ms:.0f} ms after a load).", end=" ")
    print(f"Reading and judging every row takes {usual:.0f} ms: ours is 1/{usual / fast:.0f} of that.")


def main() -> None:
    """Measure scoring alone, then the product's whole way on SQLite and, where it is installed, on PostgreSQL."""
    chance = random.Random(1)
    everybody, wanted = partners(chance), leads(chance, ROUNDS)
    measure_scoring(everybody, wanted)
    with tempfile.TemporaryDirectory() as folder:
        measure_product("SQLite", Database(f"sqlite:///{Path(folder)}/matching.db"), everybody, wanted)
    try:
        with postgresql() as server:
            measure_product("PostgreSQL", Database(server.url(server.create())), everybody, wanted)
    except Missing as missing:
        print(f"  PostgreSQL was left out: {missing}")


if __name__ == "__main__":
    main()
