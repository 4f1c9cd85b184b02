"""What Rolf reads of Carla's lead before he takes it: all he needs, nothing that is hers. Source: rulebook 4.3."""

from __future__ import annotations

import re
from time import process_time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.identity import Identity
from app.domain.letters.letter import MoneyRange
from app.domain.teaser import region, teaser, volume_range
from app.domain.veil import HIDDEN, Veil

pytestmark = pytest.mark.rule("4.3")

CARLA: dict[str, Any] = {
    "company": "Huber Verpackung GmbH & Co. KG",
    "street": "Kastanienweg 12a",
    "postcode": "85221",
    "city": "Dachau",
    "country": "DE",
    "website": "https://www.huber-verpackung.example/kontakt",
    "contact_salutation": "Frau",
    "contact_first_name": "Carla",
    "contact_last_name": "Müller-Lüdenscheid",
    "contact_email": "c.mueller@huber-verpackung.example",
    "contact_phone": "+49 8131 4567890",
    "product": "arm",
    "sector": "Lebensmittel",
    "source": "Messe automatica",
    "temperature": "hot",
    "expected_volume_cents": 4_000_000,
    "currency": "EUR",
    "time_frame": "2. Quartal",
    "need": "Zwei Roboterarme für die Verpackung von Nudeln",
}


def told(need: str, **fields: Any) -> str:
    return teaser(CARLA | fields | {"need": need}).need


@pytest.mark.parametrize(
    ("need", "shown"),
    [
        (
            "Guten Tag Frau Vogt,\nwie am Stand besprochen suchen wir zwei Arme.",
            "Wie am Stand besprochen suchen wir zwei Arme.",
        ),
        ("Hallo, äußerst dringend: ein Greifer.", "Äußerst dringend: ein Greifer."),
        ("Hello, iOS control for an arm", "iOS control for an arm"),
        ("two arms", "Two arms"),
    ],
)
def test_what_is_left_without_its_greeting_begins_with_a_capital(need: str, shown: str) -> None:
    assert told(need) == shown


def test_rolf_reads_what_he_needs_to_decide() -> None:
    shown = teaser(CARLA)

    assert shown.product == "arm"
    assert shown.need == "Zwei Roboterarme für die Verpackung von Nudeln"
    assert shown.sector == "Lebensmittel"
    assert shown.region == "Raum München (DE 85…)"
    assert shown.temperature == "hot"
    assert shown.source == "Messe automatica"
    assert shown.volume_range == MoneyRange(2_500_000, 5_000_000, "EUR")
    assert shown.time_frame == "2. Quartal"


@pytest.mark.parametrize(
    "text",
    [
        "Huber Verpackung GmbH & Co. KG sucht Arme",
        "Die Firma HUBER sucht Arme",
        "die Hubersche Halle, Hubers Anlage",
        "Halle der Huber-Gruppe",
        "Huberhalle Nord",
        "wir von H u b e r suchen",
        "Hu\u00adber und Hu\u200bber",
        "Frau Müller-Lüdenscheid ruft an",
        "Carla Mueller-Luedenscheid",
        "MULLER-LUDENSCHEID, CARLA",
        "Ansprechpartner: Müller, Durchwahl 4567890",
        "c.mueller@huber-verpackung.example",
        "c.mueller (at) huber-verpackung (punkt) example",
        "c.mueller at huber-verpackung dot example",
        "siehe www.huber-verpackung.example/katalog?id=3",
        "siehe huber-verpackung.example",
        "Tel. +49 8131 4567890",
        "Tel. 0049-8131-4567890",
        "Tel. 08131/456 78 90",
        "Tel. (08131) 45 67 890",
        "Nummer 0 8 1 3 1 4 5 6 7 8 9 0",
        "mobil 0171 1234567 abends",
        "Durchwahl 456-7890",
        "ruf an: null acht eins drei eins vier fünf sechs sieben",
        "Kastanienweg 12a",
        "am Kastanienweg",
        "Werk in 85221 Dachau",
        "D-85221",
        "in Dachau",
        "Filiale in 80331 München",
        "Werk 2: Lindenstraße 7",
        "IBAN DE89 3704 0044 0532 0130 00",
        "USt-IdNr. DE123456789, HRB 12345",
        "Angebot bitte an Herrn Dr. Peter Schmidt",
        "z. Hd. Petra Schulz",
        "Mein Name ist Petra Schulz",
        "Hier schreibt Petra Schulz",
        "Gruß Petra Schulz",
        "Lieferant ist bisher die Maier Automation AG",
        "wir arbeiten mit Beta & Söhne OHG",
        "auch auf Instagram: @huberpack",
    ],
)
def test_nothing_of_carla_is_told(text: str) -> None:
    shown = told(f"Zwei Arme. {text}. Bitte bald.")

    hers = ("huber", "muller", "ludenscheid", "carla", "dachau", "kastanien", "schmidt", "schulz", "maier", "beta")
    assert not [word for word in hers if word in plain(shown).replace(" ", "")]
    assert not re.search(r"4567|456 ?78|1234567|85221|80331|3704|Linden|null acht|12345", shown)
    assert shown.startswith("Zwei Arme.")
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "text",
    [
        "Budget 12.500 € bis 1.250.000 €, 100 000 Teile im Jahr",
        "Termin 01.03.2026 bis 05.03.2026, sonst 2026-12-12 um 14:00",
        "Dichtring 40 mm, Kolbenring 12 x 3",
        "Node.js und ASP 2.0, z.B. mit v3.1",
        "Traglast 16 kg, Reichweite 1800 mm, IP 67, 400 V",
        "Wie im Projekt vom 12.12., aber ohne Greifer",
        "12000 Stück, 3-schichtig, Taktzeit 4,5 s",
        "Die Verpackung soll ohne Folie sein; Maschinenbau ist unser Feld",
        "Interesse an Vision & Arm",
        "Lieferung in den Raum Bayern",
    ],
)
def test_what_tells_nobody_stays_as_it_is(text: str) -> None:
    assert told(text) == text


def test_the_greeting_and_all_from_the_sign_off_on_go() -> None:
    mail = "Sehr geehrte Frau Vogt,\n\nwir suchen zwei Arme.\n\nMit freundlichen Grüßen\nCarla Müller\nWerk Nord"

    assert told(mail) == "Wir suchen zwei Arme."


def test_a_mail_in_one_line_ends_with_its_sign_off_too() -> None:
    assert told("We need two arms. Kind regards Carla, Head of Purchasing") == "We need two arms."


@pytest.mark.parametrize(
    "ending",
    [
        "Vielen Dank im Voraus!\nPetra Schulz\nLeitung Einkauf",
        "Danke und Gruß\nPetra",
        "Grüße aus dem Süden\nPetra",
        "LG\nPetra",
        "Thanks a lot,\n\nPetra Schulz",
        "-- \nPetra Schulz, Beta Werke",
    ],
)
def test_whoever_signs_without_being_known_is_not_told_either(ending: str) -> None:
    assert told(f"Wir suchen zwei Arme.\n{ending}") == "Wir suchen zwei Arme."


def test_a_thank_you_in_the_middle_cuts_nothing() -> None:
    text = (
        "Danke für Ihr Angebot vom Mai.\n"
        + "Wir brauchen nun doch zwei Arme, und zwar solche mit langer Reichweite.\n" * 2
    )

    assert told(text) == text.strip()


def test_the_lines_of_a_web_form_go_with_their_values() -> None:
    form = "Firma: Beta Werke\nName: Petra Schulz\nTelefon: siehe oben\nNachricht: zwei Arme, 16 kg"

    assert told(form) == "Nachricht: zwei Arme, 16 kg"


@pytest.mark.parametrize("field", ["product", "sector", "source", "time_frame"])
def test_the_short_fields_tell_nothing_either(field: str) -> None:
    shown = getattr(teaser(CARLA | {field: "Arm für Huber, 08131 4567890, c.mueller@huber-verpackung.example"}), field)

    assert shown == f"Arm für {HIDDEN}"


def test_a_product_of_the_catalogue_is_named_even_where_the_customer_is_called_like_it() -> None:
    lead = CARLA | {"company": "Robotarm AG", "product": "Robotarm"}

    assert teaser(lead, products=["robotarm"]).product == "Robotarm"
    assert teaser(lead).product == ""


def test_the_initials_of_a_firm_tell_it_too() -> None:
    firm = "Bodensee Milch Werke eG"

    assert told("Arme für die BMW, nicht für Bmw-Autos", company=firm) == f"Arme für die {HIDDEN}, nicht für Bmw-Autos"


def test_a_firm_with_nothing_but_trade_words_is_hidden_by_them() -> None:
    assert told("Automation Technik GmbH braucht Arme", company="Automation Technik GmbH") == f"{HIDDEN} braucht Arme"
    assert HIDDEN in told("Automation für uns", company="Automation Technik GmbH")


def test_a_large_town_is_no_secret_where_the_digits_tell_it() -> None:
    assert told("Werk in München", city="München", postcode="80331") == "Werk in München"


def test_a_customer_of_a_free_mail_provider_does_not_hide_the_web() -> None:
    assert told("Shop im web, Info per Mail", contact_email="info@web.de", website="") == "Shop im web, Info per Mail"


def test_a_lead_with_next_to_nothing_has_a_teaser_too() -> None:
    shown = teaser({"need": None, "temperature": "boiling"})

    assert (shown.need, shown.product, shown.region, shown.volume_range) == ("", "", "", None)
    assert shown.temperature == "cold"


@pytest.mark.parametrize(
    ("country", "postcode", "language", "expected"),
    [
        ("DE", "80331", "de", "Raum München (DE 80…)"),
        ("DE", "D-80 331", "en", "Munich area (DE 80…)"),
        ("AT", "8010", "de", "Raum Graz (AT 80…)"),
        ("ch", "8001", "fr", "Zurich area (CH 80…)"),
        ("DE", "92224", "de", "Raum Amberg (DE 92…)"),
        ("FR", "75001", "de", "FR 75…"),
        ("DE", "", "de", "DE"),
        ("", "80331", "de", ""),
    ],
)
def test_the_region_is_the_country_and_two_digits(country: str, postcode: str, language: str, expected: str) -> None:
    assert region(country, postcode, language) == expected


def test_the_region_never_names_the_customers_small_town() -> None:
    assert "Dachau" not in teaser(CARLA).region


@pytest.mark.parametrize(
    ("cents", "low", "high"),
    [(1, 0, 100_000), (99_999, 0, 100_000), (100_000, 100_000, 250_000), (10**12, 1_000_000_000, None)],
)
def test_the_volume_is_a_band(cents: int, low: int, high: int | None) -> None:
    assert volume_range(cents, "CHF") == MoneyRange(low, high, "CHF")


@pytest.mark.parametrize("nothing", [None, 0, -5, "40000", True])
def test_an_unknown_volume_has_no_band(nothing: object) -> None:
    assert volume_range(nothing, "EUR") is None


def test_a_text_of_any_length_is_veiled_in_no_time() -> None:
    """Seen failing with ``(?:\\w+[ ]?)+GmbH`` for a firm's name, which did not end within a minute."""
    veil = Veil(Identity.of(CARLA))
    seeds = ["a", "A ", "a.", "a-", "0 ", "A&", "Huber ", "www.", "a@", "Frau ", "null ", "(at)", "A b ", "\n", "[…]"]

    start = process_time()
    for seed in seeds:
        veil.over(seed * (100_000 // len(seed)))
        veil.over(seed * (100_000 // len(seed)) + "!")

    assert process_time() - start < 2


# --- Whatever the customer is called, and however the text spells it.


def plain(text: str) -> str:
    """Return a text as an ear hears it: without case, and with umlauts in one spelling."""
    heard = text.lower().translate(str.maketrans("äöü", "aou")).replace("ß", "ss")
    return re.sub("([aou])e+", r"\1", heard)


LETTERS = st.text("abcdefghijklmnoprstuwzäöüß", min_size=4, max_size=10)
NAMES = LETTERS.filter(lambda name: len(plain(name)) > 3).map(str.capitalize)
SPELLINGS = st.sampled_from(
    [
        str, str.upper, str.lower, "{}s".format, "{}sche".format, "{}-Halle".format, "Alt-{}".format, "»{}«".format,
        "({})".format, "{}/".format, "Frau {}".format, " ".join,
        lambda name: name.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})),
        lambda name: name.translate(str.maketrans("äöü", "aou")),
        lambda name: "\u00ad".join(name), lambda name: "\u200b".join(name),
    ]
)  # fmt: skip
MAILS = st.sampled_from(["{}@{}", "{} (at) {}", "{}[at]{}", "<{}@{}>", "mailto:{}@{}", "{} @ {}"])
PHONES = st.sampled_from(["+49 89 {} {}", "089/{}{}", "0049 (0)89 {}-{}", "089 - {} . {}", "089{}{}", "DW {} {}"])


@given(
    first=NAMES, last=NAMES, firm=NAMES, form=st.sampled_from(["GmbH", "AG", "e.K.", "GmbH & Co. KG", ""]),
    spelling=SPELLINGS, mail=MAILS, phone=PHONES, digits=st.integers(100_000, 999_999),
    before=st.sampled_from(["Zwei Arme für ", "wir, ", "", "Bedarf:\n", "80.000 Teile; "]),
    field=st.sampled_from(["need", "product", "sector", "source", "time_frame"]),
)  # fmt: skip
def test_no_word_of_the_contact_survives_in_any_spelling(
    first: str, last: str, firm: str, form: str, spelling: Any, mail: str, phone: str, digits: int, before: str,
    field: str,
) -> None:  # fmt: skip
    """Seen failing when words were compared by ``str.casefold`` alone: Brönn was told as Broenn."""
    assume({plain(first), plain(last), plain(firm)}.isdisjoint({"arme", "zwei", "teile", "bedarf", "halle"}))
    number = str(digits)
    host = f"{plain(firm)}.example"
    lead = {
        "company": f"{firm} {form}", "contact_first_name": first, "contact_last_name": last,
        "contact_email": f"{plain(first)}.{plain(last)}@{host}", "website": f"www.{host}", "city": "München",
        "contact_phone": f"+49 89 {number}", "country": "DE", "postcode": "80331",
    }  # fmt: skip
    written = [spelling(first), spelling(last), f"{spelling(firm)} {form}", mail.format(plain(last), host)]
    lead[field] = before + ", ".join([*written, phone.format(number[:3], number[3:])])

    shown = getattr(teaser(lead), field)

    letters = "".join(filter(str.isalnum, plain(shown)))
    assert not [name for name in (first, last, firm) if plain(name) in letters]
    assert number not in re.sub(r"\D", "", shown)


@given(text=st.text(max_size=300))
def test_no_text_breaks_the_veil(text: str) -> None:
    veil = Veil(Identity.of(CARLA))

    shown = veil.over(text)

    assert not Identity.of(CARLA).is_in(shown)
    assert veil.over(shown) == shown
