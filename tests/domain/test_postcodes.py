"""The table of postcodes is whole and fits what is known of the three countries."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

import pytest

from app.domain.postcodes import Place, _table, area, bare_postcode, distance_km, leading_town, lies_in, place

FARTHEST_KM = 45
EVERY_PLACE = [found for country, postcode in _table() if (found := place(country, postcode))]


def test_every_row_is_a_place_of_its_country() -> None:
    corners = {"DE": (47.2, 55.1, 5.8, 15.1), "AT": (46.3, 49.1, 9.5, 17.2), "CH": (45.8, 47.9, 5.9, 10.5)}
    counted: dict[str, int] = defaultdict(int)

    for found in EVERY_PLACE:
        counted[found.country] += 1
        south, north, west, east = corners.get(found.country, corners["CH"])
        assert south <= found.latitude <= north, found
        assert west <= found.longitude <= east, found
        assert all(found.towns), found

    assert counted == {"DE": 8308, "AT": 2217, "CH": 3362, "LI": 13}


@pytest.mark.parametrize(
    ("country", "postcode", "state", "town"),
    [
        ("DE", "80331", "BY", "München"),
        ("DE", "01067", "SN", "Dresden"),
        ("AT", "1040", "9", "Wien"),
        ("AT", "4600", "4", "Wels"),
        ("CH", "8001", "ZH", "Zürich"),
        ("CH", "1000", "VD", "Lausanne"),
        ("LI", "9490", None, "Vaduz"),
    ],
)
def test_known_places_are_where_they_are(country: str, postcode: str, state: str | None, town: str) -> None:
    found = place(country, postcode)

    assert found
    assert (found.state, found.towns[0]) == (state, town)


@pytest.mark.parametrize("spelling", ["80331", "D-80331", "de-80 331", " 80331 "])
def test_a_postcode_may_be_spelled_as_people_do(spelling: str) -> None:
    assert bare_postcode(spelling) == "80331"


@pytest.mark.parametrize(("country", "postcode"), [("DE", "00000"), ("FR", "75001"), ("", ""), ("DE", "x" * 1000)])
def test_an_unknown_postcode_is_nowhere(country: str, postcode: str) -> None:
    assert place(country, postcode) is None


@pytest.mark.parametrize(
    ("entry", "home", "country", "postcode", "inside"),
    [
        ("80", "DE", "DE", "80331", True),
        ("80", "DE", "CH", "8001", False),
        ("80", "DE", "", "80331", True),
        ("80", "", "CH", "8001", True),
        ("8", "DE", "DE", "D-80331", True),
        ("81", "DE", "DE", "80331", False),
        ("AT-5", "DE", "AT", "5020", True),
        ("a-5", "DE", "AT", "A-5020", True),
        ("D-80", "AT", "DE", "80331", True),
        ("CH-", "DE", "CH", "9000", True),
        ("CH-", "DE", "DE", "90402", False),
        ("80", "DE", "DE", "", False),
    ],
)
def test_an_area_is_meant_in_ones_own_country(entry: str, home: str, country: str, postcode: str, inside: bool) -> None:
    assert lies_in(country, postcode, area(entry, home)) is inside


def test_every_leading_town_is_near_its_area() -> None:
    by_area: dict[tuple[str, str], list[Place]] = defaultdict(list)
    by_town: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for found in EVERY_PLACE:
        by_area[found.country, found.postcode[:2]].append(found)
        for town in found.towns:
            by_town[found.country, town.split(" ")[0].split("/")[0]].append(found)

    far = []
    for (country, digits), places in by_area.items():
        leading = leading_town(country, digits)
        if leading is None:
            continue
        middle = Place(country, digits, None, fmean(p.latitude for p in places), fmean(p.longitude for p in places), ())
        nearest = min(distance_km(middle, other) for other in by_town[country, leading.split(" ")[0]])
        far += [(country, digits, leading)] if nearest > FARTHEST_KM else []

    assert far == []
