"""Invented customers of the sample programme: who asks, where, and for what."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

FIRST = "Carla Erik Jana Paul Mira Tom Lena Jonas Anke Omar Sofia Ben Petra Luca Nora Emil".split()
LAST = "Adler Berger Krüger Steiner Vogel Huber Lorenz Keller Winter Sommer Graf Busch Engel Haas Pohl Seidel".split()
TRADES = ("Metallbau", "Schreinerei", "Brauerei", "Druckerei", "Kunststofftechnik", "Großbäckerei", "Zahntechnik")
PLACES = (
    ("DE", "80331", "München"), ("DE", "80796", "München"), ("DE", "81675", "München"), ("DE", "85049", "Ingolstadt"),
    ("DE", "86150", "Augsburg"), ("DE", "90402", "Nürnberg"), ("DE", "20355", "Hamburg"), ("DE", "22765", "Hamburg"),
    ("DE", "28195", "Bremen"), ("DE", "24103", "Kiel"), ("DE", "50823", "Köln"), ("DE", "40213", "Düsseldorf"),
    ("DE", "60311", "Frankfurt am Main"), ("DE", "10245", "Berlin"), ("DE", "04109", "Leipzig"),
    ("DE", "01067", "Dresden"), ("DE", "70190", "Stuttgart"), ("DE", "76133", "Karlsruhe"), ("AT", "1030", "Wien"),
    ("AT", "4020", "Linz"), ("CH", "8004", "Zürich"), ("CH", "3011", "Bern"), ("DE", "99084", "Erfurt"),
)  # fmt: skip
NEEDS = {
    "Roboterarm": (
        "Zwei Arme zum Beladen einer Fräse, die Zelle steht schon.",
        "Ein Arm zum Palettieren, Schichtbetrieb.",
    ),
    "Greifer": ("Greifer für empfindliche Teile, vier verschiedene Größen.", "Vakuumgreifer für Kartons bis 12 kg."),
    "Kamera": ("Kamera zur Lageerkennung am Band.", "Sichtprüfung von Etiketten, 120 Stück je Minute."),
}
SOURCES = ("Messe automatica", "Web-Formular", "Webinar", "Empfehlung", "Mailing Herbst")
TIME_FRAMES = ("sofort", "3 Monate", "6 Monate", "dieses Jahr")


@dataclass(frozen=True)
class Customer:
    """One invented prospect, as the fields of a lead."""

    fields: dict[str, Any]

    @property
    def temperature(self) -> str:
        """How warm the lead is."""
        return str(self.fields["temperature"])


def customer(chance: random.Random, number: int) -> Customer:
    """Return a prospect; the same chance gives the same one."""
    country, postcode, city = chance.choice(PLACES)
    first, last, trade = chance.choice(FIRST), chance.choice(LAST), chance.choice(TRADES)
    product = chance.choice(tuple(NEEDS))
    temperature = chance.choices(("hot", "warm", "cold"), (2, 5, 3))[0]
    fields = {
        "company": f"{trade} {last} GmbH", "contact_first_name": first, "contact_last_name": last,
        "contact_email": f"{first.lower()}@{_ascii(trade)}-{_ascii(last)}{number}.example",
        "contact_phone": f"+49{chance.choice((89, 40, 30, 221, 711))}{5551000 + number}", "country": country,
        "postcode": postcode, "city": city, "sector": trade, "product": product, "need": chance.choice(NEEDS[product]),
        "source": chance.choice(SOURCES), "temperature": temperature, "time_frame": chance.choice(TIME_FRAMES),
        "expected_volume_cents": chance.choice((8, 12, 24, 31, 48, 65, 90)) * 100_000, "currency": "EUR",
        "language": "de",
    }  # fmt: skip
    return Customer(fields)


def _ascii(name: str) -> str:
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.lower().replace(letter, plain)
    return name
