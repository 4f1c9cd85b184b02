"""Forms in sixteen languages and seven layouts, their lines in any order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from inbound.fields import LeadText, read_fields

Row = tuple[str, str]

# Labels of name, company, e-mail, phone, postcode, city and message, with a person of that country.
FORMS: dict[str, tuple[str, list[str], list[str], str]] = {
    "DE": ("de", ["Ihr Name", "Firma", "E-Mail-Adresse", "Rufnummer", "Postleitzahl", "Wohnort", "Anliegen"], ["Carla Cordes", "Cordes GmbH", "carla@kunde.example", "0221 1234567", "50667", "Köln", "Bitte um Rückruf."], "+492211234567"),
    "AT": ("de", ["Name", "Unternehmen", "E-Mail", "Handy", "PLZ", "Ort", "Ihre Nachricht"], ["Carla Cordes", "Cordes GmbH", "carla@kunde.example", "0664 1234567", "1010", "Wien", "Bitte um ein Angebot."], "+436641234567"),
    "GB": ("en", ["Your Name", "Company Name", "Email Address", "Contact number", "Postcode", "Town", "Enquiry"], ["Carla Cole", "Cole Ltd", "carla@buyer.example", "0161 496 0018", "M1 1AE", "Manchester", "Please call me."], "+441614960018"),
    "US": ("en", ["Full name", "Organization", "Email", "Phone", "ZIP Code", "City", "Comments"], ["Carla Cole", "Cole Inc.", "carla@buyer.example", "(212) 456-7890", "10001", "New York", "Please call me."], "+12124567890"),
    "FR": ("fr", ["Votre nom", "Raison sociale", "Adresse e-mail", "Tél.", "CP", "Commune", "Votre message"], ["Claire Petit", "Petit SARL", "claire@client.example", "04 72 40 12 34", "69002", "Lyon", "Merci de me rappeler."], "+33472401234"),
    "ES": ("es", ["Nombre y apellidos", "Empresa", "E-mail", "Teléfono de contacto", "C.P.", "Población", "Consulta"], ["Lucía Ortega", "Ortega SL", "lucia@cliente.example", "912 34 56 78", "28013", "Madrid", "Quisiera un presupuesto."], "+34912345678"),
    "IT": ("it", ["Nome e cognome", "Ragione sociale", "Indirizzo e-mail", "Recapito telefonico", "C.A.P.", "Comune", "Richiesta"], ["Chiara Bianchi", "Bianchi Srl", "chiara@cliente.example", "02 1234567", "20121", "Milano", "Vorrei un preventivo."], "+39021234567"),
    "NL": ("nl", ["Uw naam", "Bedrijfsnaam", "E-mailadres", "Telefoonnummer", "Postcode", "Woonplaats", "Uw bericht"], ["Fleur Jansen", "Jansen BV", "fleur@klant.example", "020 123 4567", "1012 AB", "Amsterdam", "Graag een offerte."], "+31201234567"),
    "PL": ("pl", ["Imię i nazwisko", "Nazwa firmy", "Adres e-mail", "Nr telefonu", "Kod pocztowy", "Miejscowość", "Treść wiadomości"], ["Anna Kowalska", "Kowalska sp. z o.o.", "anna@klient.example", "22 123 45 67", "00-950", "Warszawa", "Proszę o wycenę."], "+48221234567"),
    "SE": ("sv", ["Ditt namn", "Företag", "E-postadress", "Telefonnummer", "Postnr", "Postort", "Ditt meddelande"], ["Linnéa Ström", "Ström AB", "linnea@kund.example", "08-123 456 78", "111 22", "Stockholm", "Jag vill ha en offert."], "+46812345678"),
    "DK": ("da", ["Dit navn", "Virksomhed", "E-mail", "Telefonnr.", "Postnr.", "By", "Din besked"], ["Carla Christensen", "Christensen ApS", "carla@kunde.example", "32 12 34 56", "2100", "København", "Ring til mig."], "+4532123456"),
    "NO": ("no", ["Fullt navn", "Bedrift", "E-post", "Tlf", "Postnummer", "Sted", "Melding"], ["Kari Hansen", "Hansen AS", "kari@kunde.example", "22 12 34 56", "0150", "Oslo", "Ring meg."], "+4722123456"),
    "FI": ("fi", ["Nimi", "Yritys", "Sähköpostiosoite", "Puhelinnumero", "Postinumero", "Paikkakunta", "Viesti"], ["Kaarina Korhonen", "Korhonen Oy", "kaarina@asiakas.example", "040 1234567", "00100", "Helsinki", "Soita minulle."], "+358401234567"),
    "PT": ("pt", ["Nome completo", "Empresa", "E-mail", "Telemóvel", "Código postal", "Localidade", "Mensagem"], ["Carla Costa", "Costa Lda", "carla@cliente.example", "912 345 678", "1100-148", "Lisboa", "Gostaria de um orçamento."], "+351912345678"),
    "CZ": ("cs", ["Jméno a příjmení", "Název firmy", "E-mail", "Telefonní číslo", "PSČ", "Obec", "Vaše zpráva"], ["Karla Novotná", "Novotná s.r.o.", "karla@zakaznik.example", "601 123 456", "110 00", "Praha", "Prosím o nabídku."], "+420601123456"),
    "RO": ("ro", ["Nume și prenume", "Nume companie", "Adresa de email", "Număr de telefon", "Cod poștal", "Localitate", "Mesajul dvs."], ["Carla Ionescu", "Ionescu SRL", "carla@client.example", "021 312 3456", "010011", "București", "Aș dori o ofertă."], "+40213123456"),
}  # fmt: skip

LAYOUTS: dict[str, Callable[[list[Row]], str]] = {
    "colon": lambda rows: "\n".join(f"{label}: {value}" for label, value in rows),
    "colon after a blank": lambda rows: "\n".join(f"{label} : {value}" for label, value in rows),
    "below": lambda rows: "\n\n".join(f"{label}:\n{value}" for label, value in rows),
    "bold": lambda rows: "\n".join(f"*{label}:* {value}" for label, value in rows),
    "tabs": lambda rows: "\n".join(f"{label}\t{value}" for label, value in rows),
    "bullets": lambda rows: "\n".join(f"• {label}: {value}" for label, value in rows),
    "bars": lambda rows: "\n".join(f"| {label} | {value} |" for label, value in rows),
}
FIELDS = ("contact_last_name", "company", "contact_email", "contact_phone", "postcode", "city", "need")


def forms() -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield (country, layout, text, expected fields); the message stands last in half of them, anywhere in the others."""
    dice = random.Random("forms")
    for country, (_, labels, values, phone) in FORMS.items():
        for layout, laid_out in LAYOUTS.items():
            rows = list(zip(labels, values, strict=True))
            dice.shuffle(rows)
            if dice.random() < 0.5:
                rows.sort(key=lambda row: row[0] == labels[-1])
            expected: dict[str, object] = dict(zip(FIELDS, values, strict=True))
            expected |= {"contact_last_name": values[0].split()[-1], "contact_phone": phone}
            yield country, layout, laid_out(rows), expected


@pytest.mark.parametrize(("country", "layout", "text", "expected"), list(forms()), ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "")
def test_a_form_is_read_in_any_order_and_layout(country: str, layout: str, text: str, expected: dict[str, object]) -> None:
    fields = read_fields(LeadText(text), country=country).fields

    assert {name: fields[name].value if name in fields else None for name in expected} == expected


def test_a_vendor_elsewhere_reads_foreign_forms_without_a_wrong_value() -> None:
    """The vendor's country only guesses; postcode and language of the form say more. Missing is allowed, wrong is not."""
    wrong = []
    for country, layout, text, expected in forms():
        fields = read_fields(LeadText(text), country="DE").fields
        wrong += [
            (country, layout, name, fields[name].value)
            for name, value in expected.items()
            if name in fields and fields[name].value != value
        ]

    assert wrong == []
