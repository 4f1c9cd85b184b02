"""What a partner is told of why it was chosen: its own words, and no more of the customer than the teaser tells."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.criteria import Criterion
from app.domain.fit import Fit, fit_of
from app.domain.letters import WhyYou
from app.domain.matching import Candidate, judge
from app.mail.sentences import fit_line
from app.mail.words import words_in

LEAD = {
    "country": "DE", "postcode": "80331", "city": "München", "product": "Arm", "expected_volume_cents": 4_000_000,
    "language": "de", "need": ["paint"],
}  # fmt: skip


def fits(criterion: Criterion, **attributes: Any) -> Fit:
    """Return what Rolf, in Freising near Munich, is told of a criterion that he meets."""
    own = {name: attributes.pop(name) for name in ("level", "past_conversion", "languages") if name in attributes}
    rolf = Candidate(1, "Rolf IT", "DE", postcode="85354", attributes=attributes, **own)
    (result,) = judge(LEAD, rolf, [criterion]).reasons
    assert result.met
    return fit_of(criterion, result, rolf, LEAD)


def lines(fit: Fit) -> tuple[str, str]:
    """Return how a fit reads in German and in English."""
    why = WhyYou("Name", fit.match, fit.words, fit.low, fit.high)
    german, english = (fit_line(why, words_in(language)) for language in ("de", "en"))
    return german.replace("\N{NO-BREAK SPACE}", " "), english


@pytest.mark.rule("4.1")
@pytest.mark.parametrize(
    ("criterion", "attributes", "german", "english"),
    [
        (Criterion("Region", "must", "prefix", "regions", "postcode"), {"regions": ["20", "80", "81"]}, "80…", "80…"),
        (Criterion("Product", "must", "in", "products", "product"), {"products": ["vision", "arm"]}, "arm", "arm"),
        (Criterion("Skills", "must", "overlap", "skills", "need"), {"skills": ["weld", "paint"]}, "weld, paint",
         "weld, paint"),
        (Criterion("Level", "must", "rank", "level", order=("silver", "Gold")), {"level": "gold"}, "gold", "gold"),
        (Criterion("Size", "must", "range", "projects", "expected_volume"), {"projects": [10_000, 50_000]},
         "von 10.000 bis 50.000", "from 10,000 to 50,000"),
        (Criterion("Size", "must", "range", "projects", "expected_volume"), {"projects": [None, 50_000]}, "bis 50.000",
         "up to 50,000"),
        (Criterion("Size", "must", "range", "projects", "expected_volume"), {"projects": [10_000, None]}, "ab 10.000",
         "from 10,000"),
        (Criterion("Staff", "must", "at_least", "staff", least=3), {"staff": 12}, "12", "12"),
        (Criterion("Closing", "must", "at_least", "past_conversion", least=0.2), {"past_conversion": 1 / 3},
         "33 % der übernommenen Leads gewonnen", "33% of the leads taken were won"),
        (Criterion("Tongue", "must", "in", "languages", "language"), {"languages": ("de", "en")}, "de", "de"),
        (Criterion("Near", "must", "distance", "base", "postcode", km=200), {"base": "85354"},
         "höchstens 50 km entfernt", "at most 50 km away"),
    ],
)  # fmt: skip
def test_every_kind_of_criterion_says_in_both_languages_what_fits(
    criterion: Criterion, attributes: dict[str, Any], german: str, english: str
) -> None:
    assert lines(fits(criterion, **attributes)) == (german, english)


@pytest.mark.rule("4.3")
def test_a_partner_whose_area_is_one_postcode_is_told_two_digits_of_it() -> None:
    region = Criterion("Region", "must", "prefix", "regions", "postcode")

    assert fits(region, regions=["80331", "80333", "2"]).words == ("80…",)


@pytest.mark.rule("4.3")
def test_a_partner_next_door_is_told_no_less_than_25_kilometres() -> None:
    near = Criterion("Near", "must", "distance", "base", "postcode", km=20)

    assert fits(near, base="80333").high == 25


@pytest.mark.rule("4.3")
def test_of_a_field_that_the_teaser_hides_only_the_partners_whole_list_is_told() -> None:
    """Which of its towns fits would name the customer's."""
    town = Criterion("Town", "must", "in", "towns", "city")

    assert fits(town, towns=["Augsburg", "München", "Ulm"]).words == ("Augsburg", "München", "Ulm")


def test_a_fit_survives_being_stored() -> None:
    assert Fit("range", low=1, high=None).to_json() == {"match": "range", "words": [], "low": 1, "high": None}
