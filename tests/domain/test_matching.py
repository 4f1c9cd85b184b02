"""Whom Vera's leads are offered to, and why. Source: rulebook 4.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.criteria import KINDS, Criterion
from app.domain.matching import Candidate, CriterionResult, dry_run, judge, rank
from app.domain.partner_index import InTurn, PartnerIndex
from app.domain.postcodes import distance_km, leading_town, place
from app.domain.programme import ProgrammeSettings
from app.domain.widening import next_round, widened

pytestmark = pytest.mark.rule("4.1")

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LEVELS = ("silver", "gold", "platinum")
REGION = Criterion("Region", "must", "prefix", "regions", lead="postcode")
PRODUCT = Criterion("Product", "counts", "in", "products", lead="product", weight=40)
LEVEL = Criterion("Level", "counts", "rank", "level", weight=20, order=LEVELS)
NEAR = Criterion("Near", "counts", "distance", "postcode", lead="postcode", weight=20, km=100)
MUNICH_LEAD = {"country": "DE", "postcode": "80331", "product": "arm", "expected_volume_cents": 4_000_000}


def a_partner(number: int = 1, **values: Any) -> Candidate:
    own = {key: values.pop(key) for key in ("level", "postcode", "last_offered_at") if key in values}
    return Candidate(number, f"Partner {number}", values.pop("country", "DE"), **own, attributes=values)


def said(criterion: Criterion, partner: Candidate, lead: dict[str, Any] = MUNICH_LEAD) -> CriterionResult:
    return judge(lead, partner, [criterion]).reasons[0]


def test_rolf_of_munich_is_asked_and_rita_of_hamburg_is_not() -> None:
    rolf, rita = a_partner(1, regions=["80", "81"]), a_partner(2, regions=["20", "22"])

    assert [ranked.candidate for ranked in rank(MUNICH_LEAD, [rita, rolf], [REGION])] == [rolf]


def test_80_is_munich_for_a_german_zurich_for_a_swiss_and_graz_for_an_austrian() -> None:
    partners = {country: a_partner(regions=["80"], country=country) for country in ("DE", "CH", "AT")}
    leads = {"DE": "80331", "CH": "8001", "AT": "8010"}

    for country, postcode in leads.items():
        lead = {"country": country, "postcode": postcode}
        assert [home for home, partner in partners.items() if rank(lead, [partner], [REGION])] == [country]


def test_a_german_who_also_works_in_salzburg_says_so_with_the_country() -> None:
    rolf = a_partner(regions=["83", "AT-5"])

    assert said(REGION, rolf, {"country": "AT", "postcode": "A-5020"}).met
    assert not said(REGION, rolf, {"country": "AT", "postcode": "8301"}).met
    assert said(REGION, rolf, {"country": "DE", "postcode": "D-83022"}).met


def test_a_whole_country_is_its_sign_alone() -> None:
    assert said(REGION, a_partner(regions=["CH-"]), {"country": "CH", "postcode": "8001"}).met


@pytest.mark.parametrize("nothing", [None, "", []])
def test_a_must_that_the_partner_says_nothing_of_is_not_met(nothing: object) -> None:
    assert not judge(MUNICH_LEAD, a_partner(regions=nothing), [REGION]).matches
    assert not judge(MUNICH_LEAD, a_partner(), [REGION]).matches


@pytest.mark.parametrize("lead", [{}, {"postcode": None}, {"postcode": ""}])
def test_a_lead_without_the_field_excludes_nobody_gives_no_points_and_says_so(lead: dict[str, Any]) -> None:
    judged = judge(lead, a_partner(regions=["20"], products=["arm"]), [REGION, PRODUCT])

    assert judged.matches
    assert [(reason.met, reason.points, reason.of) for reason in judged.reasons] == [(None, 0, 0), (None, 0, 0)]
    assert judged.fit_percent == 100


def test_every_point_is_explained() -> None:
    rolf = a_partner(regions=["80"], products=["arm", "vision"], level="gold", postcode="85049")

    judged = judge(MUNICH_LEAD, rolf, [REGION, PRODUCT, LEVEL, NEAR])

    assert [(reason.name, reason.points, reason.of) for reason in judged.reasons] == [
        ("Region", 0, 0), ("Product", 40, 40), ("Level", 13, 20), ("Near", 10, 20),
    ]  # fmt: skip
    assert (judged.points, judged.max_points, judged.fit_percent) == (63, 80, 78)
    assert judged.reasons[1].lead_value == "arm"
    assert judged.reasons[1].partner_value == ["arm", "vision"]


def test_words_are_compared_without_regard_to_case() -> None:
    assert said(PRODUCT, a_partner(products=["ARM "])).met
    assert said(PRODUCT, a_partner(products="Arm")).met
    assert not said(PRODUCT, a_partner(products=["armature"])).met


def test_overlap_wants_one_of_the_leads_values() -> None:
    skills = Criterion("Skills", "must", "overlap", "skills", lead="need")

    assert said(skills, a_partner(skills=["weld", "paint"]), {"need": ["paint", "mill"]}).met
    assert not said(skills, a_partner(skills=["weld"]), {"need": ["paint", "mill"]}).met


@pytest.mark.parametrize(("level", "points"), [("silver", 7), ("gold", 13), ("platinum", 20), ("tin", 0), (None, 0)])
def test_a_higher_level_brings_more_points(level: str | None, points: int) -> None:
    assert said(LEVEL, a_partner(level=level)).points == points


def test_a_rank_may_ask_for_a_least_level() -> None:
    at_least_gold = Criterion("Level", "must", "rank", "level", order=LEVELS, least="gold")

    assert [said(at_least_gold, a_partner(level=level)).met for level in LEVELS] == [False, True, True]


def test_small_projects_reach_small_partners() -> None:
    size = Criterion("Size", "must", "range", "projects", lead="expected_volume")
    small, large, any_size = (a_partner(projects=ends) for ends in ([0, 40_000], [40_001, None], [None, None]))

    forty_thousand = {"expected_volume_cents": 4_000_000}

    assert [said(size, partner, forty_thousand).met for partner in (small, large, any_size)] == [True, False, True]
    assert said(size, small, {"expected_volume": 40_000}).met
    assert said(size, small, {"expected_volume": "about forty"}).met is None


def test_at_least_compares_with_the_lead_or_with_the_criterions_own_number() -> None:
    capacity = Criterion("Capacity", "must", "at_least", "capacity", lead="expected_volume")
    closing = Criterion("Closing", "counts", "at_least", "past_conversion", weight=10, least=0.2)

    assert said(capacity, a_partner(capacity=40_000)).met
    assert not said(capacity, a_partner(capacity=39_999)).met
    assert said(closing, a_partner(past_conversion=0.2)).points == 10
    assert said(closing, a_partner(past_conversion=0.19)).points == 0


@pytest.mark.parametrize(
    ("postcode", "points"),
    [("80331", 20), ("85354", 15), ("86150", 10), ("85049", 10), ("83471", 0), ("20095", 0), ("00000", 0)],
)
def test_the_nearer_the_better_in_four_rings(postcode: str, points: int) -> None:
    assert said(NEAR, a_partner(postcode=postcode)).points == points


def test_distance_reaches_across_the_border() -> None:
    lindau_lead = {"country": "DE", "postcode": "88131"}

    assert said(NEAR, a_partner(postcode="6900", country="AT"), lindau_lead).points == 20  # Bregenz
    assert said(NEAR, a_partner(postcode="9000", country="CH"), lindau_lead).points == 15  # St. Gallen


def test_known_distances_are_right_within_two_percent() -> None:
    munich, hamburg, vienna = place("DE", "80331"), place("DE", "20095"), place("AT", "1010")
    assert munich
    assert hamburg
    assert vienna

    assert distance_km(munich, hamburg) == pytest.approx(612, rel=0.02)
    assert distance_km(munich, vienna) == pytest.approx(355, rel=0.02)
    assert distance_km(munich, munich) == 0


def test_an_area_is_called_by_its_best_known_town() -> None:
    assert [leading_town(country, area) for country, area in (("DE", "80"), ("AT", "80"), ("CH", "80"))] == [
        "München", "Graz", "Zürich",
    ]  # fmt: skip
    assert leading_town("DE", "05") is None
    assert leading_town("FR", "75") is None


def test_among_equals_whoever_never_had_an_offer_comes_first_then_who_waited_longest() -> None:
    rolf = a_partner(1, last_offered_at=LONG_AGO + timedelta(days=2))
    rita = a_partner(2, last_offered_at=LONG_AGO)
    newcomer = a_partner(3)

    assert [ranked.candidate.id for ranked in rank(MUNICH_LEAD, [rolf, rita, newcomer], [LEVEL])] == [3, 2, 1]


def test_points_go_before_waiting() -> None:
    waiting, better = a_partner(1, level="silver"), a_partner(2, level="gold", last_offered_at=LONG_AGO)

    assert [ranked.candidate.id for ranked in rank(MUNICH_LEAD, [waiting, better], [LEVEL])] == [2, 1]


def test_a_dry_run_shows_everybody_and_who_fails_last() -> None:
    outside = a_partner(1, regions=["20"], products=["arm"])
    inside = a_partner(2, regions=["80"])

    shown = dry_run(MUNICH_LEAD, [outside, inside], [REGION, PRODUCT])

    assert [(ranked.candidate.id, ranked.matches, ranked.points) for ranked in shown] == [(2, True, 0), (1, False, 40)]


def test_later_rounds_reach_farther_and_lower_but_demand_the_same_region() -> None:
    least_platinum = Criterion("Level", "must", "rank", "level", order=LEVELS, least="platinum")

    assert [widened(NEAR, number).km for number in (1, 2, 3)] == [100, 200, 400]
    assert [widened(least_platinum, number).least for number in (2, 3, 4)] == ["gold", "silver", "silver"]
    assert widened(REGION, 3) == REGION


def test_a_vendor_says_how_each_round_asks_for_less_and_the_last_word_stays() -> None:
    certificate = Criterion("Certificate", "must", "in", "certificates", lead="need")
    widening = ({"Near": {"km": 150}}, {"Near": {"km": 400}, "Region": "counts"})

    assert [widened(NEAR, number, widening).km for number in (1, 2, 3, 4)] == [100, 150, 400, 400]
    assert [widened(REGION, number, widening).kind for number in (1, 2, 3, 4)] == ["must", "must", "counts", "counts"]
    assert widened(certificate, 4, widening) == certificate
    assert [widened(NEAR, number, ()).km for number in (1, 2, 3)] == [100, 100, 100]


def test_a_round_that_would_reach_nobody_is_passed_over() -> None:
    """Seen before: the lead went to its owner after the first round, though the third would have reached Rolf."""
    near = Criterion("Near", "must", "distance", "postcode", lead="postcode", km=100)
    hamburg, nuremberg = a_partner(1, postcode="20095"), a_partner(2, postcode="90402")
    settings = ProgrammeSettings(group_size=1)

    first = next_round(partial(rank, MUNICH_LEAD, [hamburg, nuremberg]), [near], settings, after=0)
    widest = ProgrammeSettings(group_size=1, widening=({"Near": {"km": 120}}, {"Near": {"km": 900}}))
    then = next_round(partial(rank, MUNICH_LEAD, [hamburg]), [near], widest, after=1)

    assert (first[0], [one.candidate.id for one in first[1]]) == (2, [2])
    assert (then[0], [one.candidate.id for one in then[1]]) == (3, [1])
    assert next_round(partial(rank, MUNICH_LEAD, [hamburg]), [near], settings, after=2) == (3, [])


def test_after_the_rounds_in_groups_all_the_rest_are_asked() -> None:
    crowd = [a_partner(number) for number in range(1, 12)]
    ranking, threes = partial(rank, {}, crowd), ProgrammeSettings(group_size=3)

    asked = [len(next_round(ranking, [], threes, after)[1]) for after in (0, 1, 2, 3)]
    longer = ProgrammeSettings(group_size=3, widening=({}, {}, {}))

    assert asked == [3, 3, 11, 11]
    assert [len(next_round(ranking, [], longer, after)[1]) for after in range(5)] == [3, 3, 3, 3, 11]


def test_a_criterion_survives_being_stored() -> None:
    for criterion in (REGION, LEVEL, NEAR):
        assert Criterion.from_json(criterion.to_json()) == criterion


# --- The index gives the loop's answer.

POSTCODES = st.sampled_from(["80331", "85354", "86150", "20095", "8010", "5020", "99999", "", None])
WORDS = st.lists(st.sampled_from(["arm", "vision", "cell"]), max_size=3)
PARTNERS = st.lists(
    st.builds(
        lambda country, postcode, level, regions, products, ends: {
            "country": country, "postcode": postcode, "level": level, "regions": regions, "products": products,
            "projects": ends, "capacity": ends[0],
        },
        st.sampled_from(["DE", "AT", ""]),
        POSTCODES,
        st.sampled_from([*LEVELS, "tin", None]),
        st.lists(st.sampled_from(["8", "80", "2", "AT-8", "DE-", "CH-8"]), max_size=3),
        WORDS,
        st.tuples(st.integers(0, 9), st.integers(0, 9) | st.none()).map(list),
    ),
    max_size=12,
)  # fmt: skip
LEADS = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["DE", "AT", "", None]),
        "postcode": POSTCODES,
        "product": st.sampled_from(["arm", "Vision", "", None]) | WORDS,
        "expected_volume_cents": st.integers(0, 1000) | st.none(),
        "language": st.sampled_from(["de", "en", None]),
    }
)
WEIGHTS = st.integers(0, 30)
CRITERIA = st.lists(
    st.one_of(
        st.builds(Criterion, st.just("region"), st.sampled_from(KINDS), st.just("prefix"), st.just("regions"),
                  st.just("postcode"), WEIGHTS),
        st.builds(Criterion, st.just("product"), st.sampled_from(KINDS), st.sampled_from(["in", "overlap"]),
                  st.just("products"), st.just("product"), WEIGHTS),
        st.builds(Criterion, st.just("level"), st.sampled_from(KINDS), st.just("rank"), st.just("level"), st.none(),
                  WEIGHTS, st.just(LEVELS), st.sampled_from([None, "gold"])),
        st.builds(Criterion, st.just("size"), st.sampled_from(KINDS), st.just("range"), st.just("projects"),
                  st.just("expected_volume"), WEIGHTS),
        st.builds(Criterion, st.just("capacity"), st.sampled_from(KINDS), st.just("at_least"), st.just("capacity"),
                  st.sampled_from([None, "expected_volume"]), WEIGHTS, st.just(()), st.sampled_from([None, 3])),
        st.builds(Criterion, st.just("near"), st.sampled_from(KINDS), st.just("distance"), st.just("postcode"),
                  st.just("postcode"), WEIGHTS, km=st.sampled_from([1.0, 50.0, 300.0])),
        st.builds(Criterion, st.just("won"), st.sampled_from(KINDS), st.just("at_least"), st.just("past_conversion"),
                  st.none(), WEIGHTS, st.just(()), st.sampled_from([None, 0.25])),
        st.builds(Criterion, st.just("language"), st.sampled_from(KINDS), st.just("in"), st.just("languages"),
                  st.just("language"), WEIGHTS),
    ),
    max_size=5,
)  # fmt: skip


CONVERSIONS = st.dictionaries(st.integers(0, 11), st.sampled_from([0.0, 0.25, 1.0]))
SPOKEN = st.dictionaries(st.integers(0, 11), st.sampled_from([("de",), ("de", "en"), ("en",)]))


@given(
    values=PARTNERS, leads=st.lists(LEADS, min_size=1, max_size=3), criteria=CRITERIA, count=st.integers(0, 12),
    days=st.lists(st.lists(st.integers(1, 4) | st.none(), min_size=12, max_size=12), min_size=2, max_size=2),
    figures=st.lists(st.tuples(CONVERSIONS, SPOKEN), min_size=2, max_size=2),
)  # fmt: skip
def test_the_index_answers_as_the_loop_does(
    values: list[dict[str, Any]], leads: list[dict[str, Any]], criteria: list[Criterion], count: int,
    days: list[list[int | None]], figures: list[tuple[dict[int, float], dict[int, tuple[str, ...]]]],
) -> None:  # fmt: skip
    """Seen failing with a partner counted at two levels. It is to find an order of ids instead of waiting time, and
    today's figures remembered from the lead before, too."""
    partners = [a_partner(number, **dict(one)) for number, one in enumerate(values)]
    index = PartnerIndex(partners)

    for waiting, (conversions, spoken) in zip(days, figures, strict=True):  # the same index, as time goes by
        by_figures: dict[str, Mapping[int, Any]] = {"past_conversion": conversions, "languages": spoken}
        known = [
            replace(one, **{name: found[one.id] for name, found in by_figures.items() if one.id in found})
            for one in partners
        ]
        since = (None if day is None else LONG_AGO + timedelta(days=day) for day in waiting)
        asked = [replace(one, last_offered_at=at) for one, at in zip(known, since, strict=False)]
        queue = [one.id for one in sorted(asked, key=lambda one: one.waiting_since)]
        for lead in [*leads, *leads]:  # the second time from what the index remembers
            by_loop = rank(lead, asked, criteria)[:count]
            found = islice(index.rank(lead, _in_turn(queue), criteria, by_figures), count)
            assert list(found) == [replace(one, candidate=known[one.candidate.id]) for one in by_loop]


def test_the_index_ranks_only_who_is_in_the_queue() -> None:
    index = PartnerIndex([a_partner(number) for number in range(1, 6)])

    assert [one.candidate.id for one in index.rank({}, _in_turn([4, 2]), [])] == [4, 2]


def _in_turn(queue: list[int]) -> InTurn:
    return lambda ids: [one for one in queue if one in ids]
