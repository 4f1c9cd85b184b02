"""Where a postcode of Germany, Austria, Switzerland or Liechtenstein lies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

_EARTH_RADIUS_KM = 6371.0
_CAR_SIGNS = {"D": "DE", "A": "AT", "FL": "LI"}  # as people write them before a postcode
KM_PER_DEGREE = 111.19  # of latitude: the earth's circumference over 360, rounded down

# The best known town of each area of two digits; areas without one are missing. These are common knowledge, not data
# of the table, whose order says nothing about size.
_LEADING_TOWNS = {
    "DE": (
        "01 Dresden,02 Görlitz,03 Cottbus,04 Leipzig,06 Halle,07 Gera,08 Zwickau,09 Chemnitz,10 Berlin,11 Berlin,"
        "12 Berlin,13 Berlin,14 Potsdam,15 Frankfurt (Oder),16 Eberswalde,17 Neubrandenburg,18 Rostock,"
        "19 Schwerin,20 Hamburg,21 Hamburg,22 Hamburg,23 Lübeck,24 Kiel,25 Itzehoe,26 Oldenburg,27 Bremerhaven,"
        "28 Bremen,29 Celle,30 Hannover,31 Hildesheim,32 Herford,33 Bielefeld,34 Kassel,35 Gießen,36 Fulda,"
        "37 Göttingen,38 Braunschweig,39 Magdeburg,40 Düsseldorf,41 Mönchengladbach,42 Wuppertal,44 Dortmund,"
        "45 Essen,46 Oberhausen,47 Duisburg,48 Münster,49 Osnabrück,50 Köln,51 Köln,52 Aachen,53 Bonn,54 Trier,"
        "55 Mainz,56 Koblenz,57 Siegen,58 Hagen,59 Hamm,60 Frankfurt am Main,61 Bad Homburg,63 Offenbach,"
        "64 Darmstadt,65 Wiesbaden,66 Saarbrücken,67 Ludwigshafen,68 Mannheim,69 Heidelberg,70 Stuttgart,"
        "71 Ludwigsburg,72 Reutlingen,73 Göppingen,74 Heilbronn,75 Pforzheim,76 Karlsruhe,77 Offenburg,"
        "78 Villingen-Schwenningen,79 Freiburg,80 München,81 München,82 München,83 Rosenheim,84 Landshut,"
        "85 München,86 Augsburg,87 Kempten,88 Ravensburg,89 Ulm,90 Nürnberg,91 Erlangen,92 Amberg,"
        "93 Regensburg,94 Passau,95 Bayreuth,96 Bamberg,97 Würzburg,98 Suhl,99 Erfurt"
    ),
    "AT": (
        "10 Wien,11 Wien,12 Wien,13 Wien,23 Mödling,25 Baden,27 Wiener Neustadt,30 St. Pölten,31 St. Pölten,"
        "33 Amstetten,35 Krems,40 Linz,41 Linz,44 Steyr,46 Wels,48 Vöcklabruck,50 Salzburg,51 Salzburg,"
        "60 Innsbruck,61 Innsbruck,63 Kufstein,67 Bludenz,68 Dornbirn,69 Bregenz,70 Eisenstadt,80 Graz,81 Graz,"
        "86 Bruck an der Mur,87 Leoben,90 Klagenfurt,91 Klagenfurt,95 Villach,98 Spittal,99 Lienz"
    ),
    "CH": (
        "10 Lausanne,11 Morges,12 Genève,14 Yverdon,17 Fribourg,18 Vevey,19 Sion,20 Neuchâtel,"
        "23 La Chaux-de-Fonds,25 Biel,28 Delémont,30 Bern,31 Bern,34 Burgdorf,36 Thun,38 Interlaken,39 Brig,"
        "40 Basel,41 Basel,44 Liestal,45 Solothurn,46 Olten,49 Langenthal,50 Aarau,54 Baden,60 Luzern,63 Zug,"
        "64 Schwyz,65 Bellinzona,66 Locarno,69 Lugano,70 Chur,80 Zürich,81 Zürich,82 Schaffhausen,83 Zürich,"
        "84 Winterthur,85 Frauenfeld,86 Uster,90 St. Gallen,92 Gossau,94 Rorschach,95 Wil"
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The area of one postcode: ``state`` as in ISO 3166-2 without the country, degrees of its middle, its towns."""

    country: str
    postcode: str
    state: str | None
    latitude: float
    longitude: float
    towns: tuple[str, ...]


# postcodes.csv is derived from the postal code files of GeoNames (www.geonames.org), licensed CC BY 4.0: one row a
# postcode, its middle the mean of its places', its state that of most of them (Austria's numbers as in ISO 3166-2),
# its towns the municipalities first, then the places, without the numbers of post offices.
@cache
def _table() -> dict[tuple[str, str], str]:
    """Return the rows unsplit: most lives of the product look at a few hundred of the 13,900."""
    text = files("app.domain").joinpath("postcodes.csv").read_text(encoding="utf-8")
    rows = (line.split(";", 2) for line in text.splitlines() if line and not line.startswith("#"))
    return {(country, postcode): rest for country, postcode, rest in rows}


@lru_cache(maxsize=20_000)
def bare_postcode(postcode: str) -> str:
    """Return a postcode without spaces and without the country sign before it: ``D-80 331`` becomes ``80331``."""
    squeezed = "".join(postcode.split()).upper()
    sign, dash, rest = squeezed.partition("-")
    return rest if dash and sign.isalpha() and len(sign) <= 3 else squeezed


@lru_cache(maxsize=20_000)
def area(entry: str, home: str) -> tuple[str, str]:
    """Return what somebody means who names an area: a country and the beginning of its postcodes.

    Args: entry: ``80`` is an area of the ``home`` country, ``AT-5`` and ``A-5`` of Austria, ``CH-`` all of Switzerland.
    Returns: the country in capitals and the bare beginning, both as ``lies_in`` compares them.
    """
    sign, dash, rest = entry.strip().upper().partition("-")
    if not dash or not sign.isalpha() or len(sign) > 2:
        return home.upper(), bare_postcode(entry)
    return _CAR_SIGNS.get(sign, sign), rest.strip()


def lies_in(country: str, postcode: str, within: tuple[str, str]) -> bool:
    """Whether a postcode is of an area: 80 is Munich for a German, Zürich for a Swiss, Graz for an Austrian.

    Args: country: of the postcode; where it is empty, the postcode alone decides. within: as from ``area``.
    """
    home, beginning = within
    is_abroad = bool(country) and bool(home) and country.upper() != home
    return bool(postcode) and not is_abroad and bare_postcode(postcode).startswith(beginning)


@lru_cache(maxsize=20_000)
def place(country: str, postcode: str) -> Place | None:
    """Return where a postcode lies, or None where the table does not know it.

    Args: country: ISO 3166-1 of two letters. postcode: in any spelling, also with the country sign.
    Source: GeoNames, middles rounded to a hundredth of a degree (about 1 km).
    """
    country, postcode = country.upper(), bare_postcode(postcode)
    row = _table().get((country, postcode))
    if row is None:
        return None
    state, latitude, longitude, towns = row.split(";")
    return Place(country, postcode, state or None, float(latitude), float(longitude), tuple(towns.split("|")))


@cache
def knows_country(country: str) -> bool:
    """Whether the table holds the postcodes of a country."""
    return any(one == country.upper() for one, _ in _table())


def distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places in kilometres."""
    north, south = radians(one.latitude), radians(other.latitude)
    across = sin(radians(other.longitude - one.longitude) / 2) ** 2
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * across
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


@cache
def _leading_towns(country: str) -> dict[str, str]:
    return {entry[:2]: entry[3:] for entry in _LEADING_TOWNS.get(country, "").split(",") if entry}


def leading_town(country: str, two_digits: str) -> str | None:
    """Return the best known town of an area of two digits, or None: it tells no more than the digits do."""
    return _leading_towns(country.upper()).get(two_digits)
