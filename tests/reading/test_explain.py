"""`pickpost read FILE.eml` tells support what every stage made of a mail."""

from __future__ import annotations

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
