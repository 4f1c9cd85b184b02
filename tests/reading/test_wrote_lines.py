"""Wrote-lines and printed headers are known in the languages mail programs speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbound.mail import Mail
from inbound.reply import new_words
from inbound.text.headers import header_block
from inbound.text.labels import LABELS, Field
from inbound.text.lines import lines_of
from inbound.text.separators import separator
from inbound.text.wrote import is_wrote_line, sender_of, wrote_line

ROWS = (Path(__file__).parent / "wrote_lines.txt").read_text(encoding="utf-8").splitlines()[1:]
WROTE_LINES = [row.split("\t") for row in ROWS]


@pytest.mark.parametrize(("language", "line"), WROTE_LINES)
def test_a_wrote_line_ends_the_new_words(language: str, line: str) -> None:
    mail = Mail(text=f"nehme ich\n\n{line}\n\nWie steht es?")

    assert new_words(mail) == "nehme ich", language


@pytest.mark.parametrize(("language", "line"), WROTE_LINES)
def test_a_wrote_line_broken_in_two_is_known_too(language: str, line: str) -> None:
    middle = line.find(" ", len(line) // 2)
    broken = line[:middle] + "\n" + line[middle + 1 :] if middle > 0 else line

    assert new_words(Mail(text=f"nehme ich\n\n{broken}\n\n> Wie steht es?")) == "nehme ich", broken


@pytest.mark.parametrize(("language", "line"), [row for row in WROTE_LINES if "@" in row[1]])
def test_a_wrote_line_names_its_sender(language: str, line: str) -> None:
    found = wrote_line(lines_of(line), 0)

    assert found is not None
    name, address, _ = sender_of(found.text)
    assert address == "vera@nordlicht.example"
    assert name in ("Vera Vogt", ""), language


@pytest.mark.parametrize(
    "sentence",
    [
        "The customer wrote:",
        "He wrote that 12 people will come.",
        "Am Dienstag schrieb mir der Kunde, dass er kauft.",
        "Angebot 12.500 € raus, Entscheidung im Juni:",
        "Termin am 12.03.2026 um 14:00",
        "Ansprechpartnerin: carla@kunde.example",
        "Carla schreibt: bitte melden",
        "Meine Adresse ist rolf@rolf-it.example, bitte nur dorthin:",
    ],
)
def test_a_sentence_is_no_wrote_line(sentence: str) -> None:
    assert not is_wrote_line(sentence)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "line",
    [
        "On Tuesday Nordlicht wrote:",
        "On Tue, Nordlicht Robotics GmbH wrote:",
        "Nordlicht wrote:",
        "You wrote:",
        "Am Dienstag schrieb Nordlicht:",
        "Am Di. um 10:15 schrieb Vera:",
        "Vera Vogt schrieb:",
        "Dr. Vera Vogt schrieb:",
        "Sie schrieben:",
        "Du schriebst:",
        "Le mardi Nordlicht a écrit :",
        "El martes, Vera escribió:",
        "Il martedì Vera Vogt ha scritto:",
        "Op dinsdag schreef Vera Vogt:",
        "Em terça-feira Vera escreveu:",
        "W piątek Vera napisała:",
        "Den tisdag skrev Vera:",
        "V úterý Vera Vogt napsala:",
        "Vera написала:",
    ],
)
def test_a_wrote_line_without_date_and_address_is_known_right_above_its_quote(line: str, gap: str) -> None:
    """Seen failing when a date or an address was asked for: the line stood among Rolf's own words."""
    quote = "> Lead L-2041: Roboterarm\n> Antwort bis Mittwoch"

    assert new_words(Mail(text=f"nehme ich\n\n{line}{gap}{quote}")) == "nehme ich"
    assert new_words(Mail(text=f"{line}{gap}{quote}\n\nnehme ich")) == "nehme ich"


@pytest.mark.parametrize(
    "sentence",
    [
        "The customer wrote:",
        "Verloren: Carla schrieb:",
        "Verloren. Carla schrieb:",
        "Gewonnen 48k, schrieb Carla:",
        "Habe das Angebot geschickt, Carla schrieb:",
        "Am Dienstag nehme ich, schrieb Vera:",
        "Carla schreibt: bitte melden",
        "Termin am Dienstag:",
    ],
)
def test_a_sentence_above_a_quote_stays(sentence: str) -> None:
    assert new_words(Mail(text=f"{sentence}\n> Wir kaufen.")) == sentence


def test_who_wrote_stays_where_nothing_is_quoted_below() -> None:
    assert new_words(Mail(text="Carla schrieb:\n\nWir kaufen.")) == "Carla schrieb:\n\nWir kaufen."


@pytest.mark.parametrize("language", sorted(LABELS))
def test_printed_headers_are_read_in_every_language(language: str) -> None:
    rows = LABELS[language]
    values: dict[Field, str] = {
        "from": "Carla Kunde <carla@kunde.example>",
        "date": "2 March 2026 17:01",
        "to": "info@nordlicht.example",
        "subject": "arm",
    }
    lines = [f"{rows[field].split('|')[0].capitalize()}: {value}" for field, value in values.items()]

    block = header_block(lines_of("\n".join([*lines, "", "How much?"])), 0)

    assert block is not None
    assert block.values == values
    assert block.end == 4


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("---------- Forwarded message ---------", "forwarded"),
        ("-------- Weitergeleitete Nachricht --------", "forwarded"),
        ("Anfang der weitergeleiteten Nachricht:", "forwarded"),
        ("----- Weitergeleitet von Rolf Rieger/ROLFIT am 03.03.2026 10:15 -----", "forwarded"),
        ("-------- İletilen İleti --------", "forwarded"),
        ("-----Original Message-----", "original"),
        ("-------- Original-Nachricht --------", "original"),
        ("----- Ursprüngliche Nachricht -----", "original"),
    ],
)
def test_separators_are_known(line: str, kind: str) -> None:
    found = separator(line)

    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("line", ["----------", "- - -", "original message", "--- Angebot ---", "Nachricht:"])
def test_other_lines_are_no_separators(line: str) -> None:
    assert separator(line) is None
