"""`pickpost read FILE.eml` tells support what every stage made of a mail."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from app.cli.mails import read
from tests.reading.mails import MAILS, names


def told(name: str) -> str:
    """Return what is printed for one of our mails."""
    result = CliRunner().invoke(read, [str(MAILS / f"{name}.eml")])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", names())
def test_support_reads_what_became_of_every_mail(name: str) -> None:
    blocks = [line for line in told(name).splitlines() if line and not line.startswith(" ")]

    assert blocks[:2] == ["mail", "kind"]
    assert len(blocks) > 2


def test_a_reply_is_told_from_its_bytes_to_its_wish() -> None:
    text = told("outlook_german_reply_above_quote")

    assert "kind: reply" in text
    assert "text: Termin am 12.03. um 14 Uhr\n" in text
    assert "appointment" in text.partition("\nwish\n")[2]


def test_a_forward_is_told_with_the_line_each_field_stood_in() -> None:
    text = told("gmail_german_forward_inline")

    assert "from_address: carla" in text.partition("\nforwarded\n")[2]
    assert "contact_email: carla" in text.partition("\nlead\n")[2]


def test_a_vacation_is_told_by_its_days_and_wishes_nothing() -> None:
    """Seen failing while every kind was read to its end: *nehme Ihre Nachricht an* was printed as a pick."""
    text = told("outlook_german_vacation")

    assert "until: 2026-03-13" in text.partition("\nabsence\n")[2]
    assert "wish" not in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("outlook_cp1252_undeclared", ("für 12.500 € gewonnen", "charset none read as cp1252")),
        ("outlook_german_vacation", ("kind: auto_reply", "until: 2026-03-13", "deputy: rita@rolf-it.example")),
        ("outlook_german_reply_above_quote", ("appointment", "when: 2026-03-12 14:00:00+01:00", "confidence: 0.95")),
        ("outlook_forward_of_a_web_form_with_mail_labels", ("from_address: noreply@nordlicht.example", "Neue Anfrage")),
        ("postfix_two_recipients_one_full", ("5.2.2", "5.1.2", "hard: True", "hard: False")),
        ("gmail_german_forward_inline", ("fair   <- '#fair' (0.95)", "hot   <- 'heiß' (0.95)", "(0.75)", "(0.63)")),
    ],
)
def test_the_examples_of_the_handbook_are_what_is_printed(name: str, shown: tuple[str, ...]) -> None:
    """``docs/reading.md`` gives a real example of every stage; a stage that changes must change its example."""
    handbook = (MAILS.parents[1] / "docs" / "reading.md").read_text(encoding="utf-8")
    text = told(name)

    assert f"*Example* `{name}.eml`" in handbook
    assert [piece for piece in shown if piece not in text] == []


def test_every_example_of_the_handbook_is_one_of_our_mails() -> None:
    handbook = (MAILS.parents[1] / "docs" / "reading.md").read_text(encoding="utf-8")
    examples = re.findall(r"\*Example\* `([\w.]+)\.eml`", handbook)

    assert len(examples) >= 7
    assert set(examples) <= set(names())
