"""The operator loads a programme file: what is missing beside it, and what is wrong in it, is one plain line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from sqlalchemy import select

from app.cli.programmes import load_file
from app.domain.people import Vendor
from tests.edges.house import PROGRAMME, House

WITH_LOGO = PROGRAMME.replace('colour: "#0b6e4f"', 'colour: "#0b6e4f", logo: nordlicht.png')


def written(folder: Path, text: str) -> Path:
    file = folder / "programme.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def logo(house: House) -> bytes | None:
    with house.looking() as session:
        return session.scalars(select(Vendor)).one().brand_logo


def test_a_programme_whose_logo_is_missing_is_loaded_with_a_warning_and_mails_go_without(
    house: House, tmp_path: Path
) -> None:
    """Seen before: the file was read all the same, and the operator got a traceback for what was but a warning."""
    lines = load_file(house.parts, written(tmp_path, WITH_LOGO))

    assert lines[0].startswith("warning: ")
    assert "no file 'nordlicht.png' here, mails go without it" in lines[0]
    assert logo(house) is None


def test_a_logo_that_is_there_goes_into_the_mails(house: House, tmp_path: Path) -> None:
    (tmp_path / "nordlicht.png").write_bytes(b"\x89PNG")

    lines = load_file(house.parts, written(tmp_path, WITH_LOGO))

    assert not any(line.startswith("warning") for line in lines)
    assert logo(house) == b"\x89PNG"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PROGRAMME.replace("settings: {", "settings: {x: {"), "cannot be read: "),
        (PROGRAMME.replace("name: Vera Vogt", "name: Vera: Vogt"), "in line"),
    ],
)
def test_a_slip_of_the_pen_is_one_line_with_its_place_and_changes_nothing(
    house: House, tmp_path: Path, text: str, said: str
) -> None:
    before = house.all_rows()

    with pytest.raises(click.ClickException) as caught:
        load_file(house.parts, written(tmp_path, text))

    assert f"{tmp_path}/programme.yaml:" in caught.value.message
    assert said in caught.value.message
    assert "\n" not in caught.value.message
    assert house.all_rows() == before
