"""The programme that the tests of the rules begin with, and its variants."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import yaml

from app.domain.programme import Programme
from app.service.programme_file import read_programme

NORDLICHT = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR}
settings: {group_size: 2, unworked_cap: 2}
people:
  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager, territory: ["8", "9"], language: en}
  - {email: nina@nordlicht.example, name: Nina North, role: channel_manager, territory: ["1", "2"], language: en}
  - {email: max@nordlicht.example, name: Max Maurer, role: management, language: en}
  - {email: dora@verteiler.example, name: Dora Dahl, role: distributor_management, distributor: verteiler}
  - {email: quentin@agentur.example, name: Quentin Quast, role: qualifier, agency: agentur}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, level: gold, country: DE, postcode: "80331", distributor: verteiler,
     attributes: {regions: ["80", "20"], products: [arm, vision]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: en},
              {email: ruth@rolf-it.example, name: Ruth Rau, role: sales_rep, language: en}]}
  - {slug: rita-systems, name: Rita Systems Ltd, level: gold, country: DE, postcode: "20095",
     attributes: {regions: ["80", "20"], products: [arm]},
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
  - {slug: sam-solo, name: Sam Solo, level: silver, country: DE, postcode: "20097",
     attributes: {regions: ["80"], products: [arm]},
     people: [{email: sam@sam-solo.example, name: Sam Solo, role: sales_manager, language: en}]}
  - {slug: tina-tec, name: Tina Tec AG, level: silver, country: DE, postcode: "10115",
     attributes: {regions: ["80"], products: [vision]},
     people: [{email: tina@tina-tec.example, name: Tina Tobler, role: sales_manager, language: en}]}
  - {slug: far-away, name: Far Away GmbH, level: silver, country: DE, postcode: "20099",
     attributes: {regions: ["20"], products: [arm]},
     people: [{email: fred@far-away.example, name: Fred Fern, role: sales_manager, language: en}]}
criteria:
  - {name: Region, kind: must, lead: postcode, partner: regions, match: prefix}
  - {name: Product, kind: counts, weight: 40, lead: product, partner: products, match: in}
  - {name: Level, kind: counts, weight: 20, partner: level, match: rank, order: [silver, gold, platinum]}
"""
SUEDWIND = """
vendor: {slug: suedwind, name: Suedwind Vision AG, language: de, timezone: Europe/Vienna, country: AT, currency: EUR}
settings: {auto_release: true}
people:
  - {email: eve@suedwind.example, name: Eve Ernst, role: management, language: en}
  - {email: erik@suedwind.example, name: Erik Egger, role: channel_manager, language: en}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "80331", attributes: {regions: ["80"]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: en}]}
  - {slug: emil-edv, name: Emil EDV, country: AT, postcode: "1010", attributes: {regions: ["80"]},
     people: [{email: emil@emil-edv.example, name: Emil Eder, role: sales_manager, language: en}]}
"""


def nordlicht(without: tuple[str, ...] = (), **settings: Any) -> Programme:
    """Return Vera's and Max's programme.

    Four resellers work in Bavaria's 80: Rolf and Rita (gold), Sam and Tina (silver); two are asked at a time. Far Away
    is asked only for Hamburg's 20. Vera looks after 8 and 9, Nina after 1 and 2.

    Args: without: slugs of resellers to leave out. settings: of the programme, over two in a group and a cap of two.
    """
    written = copy.deepcopy(_written())
    written["settings"] |= settings
    written["resellers"] = [one for one in written["resellers"] if one["slug"] not in without]
    return _read(json.dumps(written))


@cache
def _written() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(NORDLICHT)
    return written


@cache
def _read(text: str) -> Programme:
    """Most tests have the same programme: reading it takes as long as all that they then do."""
    return read_programme(text, "nordlicht.yaml")


def suedwind(**settings: Any) -> Programme:
    """Return the programme of another vendor: Eve manages it, Rolf is its partner too."""
    written: dict[str, Any] = yaml.safe_load(SUEDWIND)
    written["settings"] |= settings
    return read_programme(yaml.safe_dump(written, sort_keys=False), "suedwind.yaml")
