"""``pickpost import``: the same reading and the same report from the command line. Rulebook 3.2."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.bootstrap import Parts
from app.cli import imports
from app.domain.lead import Lead
from tests.edges.house import House
from tests.edges.lists import a_row, as_csv


def run(house: House, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    def parts() -> Parts:
        return house.parts

    monkeypatch.setattr(imports, "build", parts)
    return CliRunner().invoke(imports.import_list, list(arguments))


def companies(house: House) -> list[str]:
    with house.looking() as session:
        return [str(lead.fields["company"]) for lead in session.scalars(select(Lead).order_by(Lead.id))]


@pytest.fixture
def messe(tmp_path: Path) -> str:
    file = tmp_path / "messe.csv"
    file.write_bytes(as_csv(a_row(1), a_row(2, Telefon="12"), a_row(3, Quelle="")))
    return str(file)


@pytest.mark.rule("3.2")
def test_a_list_is_imported_and_told_row_by_row(house: House, monkeypatch: pytest.MonkeyPatch, messe: str) -> None:
    result = run(house, monkeypatch, "nordlicht", messe, "--as", "max@nordlicht.example")

    assert result.exit_code == 1, result.output
    assert "row 3: Phone “12”: no phone number that can exist" in result.output
    assert "3 rows: 2 imported (1 incomplete), 0 imported before, 1 refused" in result.output
    assert companies(house) == ["Muster 1 GmbH", "Muster 3 GmbH"]
    assert house.letters_to("max") == ["import_report"]


@pytest.mark.rule("3.2")
def test_again_imports_nothing(house: House, monkeypatch: pytest.MonkeyPatch, messe: str) -> None:
    run(house, monkeypatch, "nordlicht", messe)
    house.clock.advance(timedelta(seconds=1))

    result = run(house, monkeypatch, "nordlicht", messe)

    assert "0 imported (0 incomplete), 2 imported before, 1 refused" in result.output
    assert len(companies(house)) == 2


@pytest.mark.rule("3.2")
def test_a_dry_run_shows_the_columns_and_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, messe: str
) -> None:
    before = house.all_rows()

    result = run(house, monkeypatch, "nordlicht", messe, "--dry-run")

    assert "  PLZ -> Postcode\n" in result.output
    assert "row 3: Phone “12”" in result.output
    assert "2 rows would be imported, 1 refused" in result.output
    assert house.all_rows() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("suedwind",), "no vendor is called 'suedwind'; there are: nordlicht"),
        (("nordlicht", "--as", "rolf@rolf-it.example"), "rolf@rolf-it.example hands in no leads to nordlicht"),
    ],
)
def test_who_or_what_is_not_there_is_told_in_one_line(
    house: House, monkeypatch: pytest.MonkeyPatch, messe: str, arguments: tuple[str, ...], said: str
) -> None:
    result = run(house, monkeypatch, *arguments, messe)

    assert (result.exit_code, companies(house)) == (1, [])
    assert said in result.output
