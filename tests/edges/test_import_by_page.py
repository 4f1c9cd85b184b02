"""A list by page: chosen, shown as it was understood, imported by a button; and a lead by a form. Rulebook 3.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from sqlalchemy import select

from app.domain.lead import Lead
from app.web import upload
from inbound.lists import Lists
from inbound.sandbox import Sandbox
from tests.edges.house import House
from tests.edges.lists import a_row, as_csv
from tests.edges.visitor import Page, Visitor

pytestmark = pytest.mark.slow


@dataclass
class Uploads:
    """Vera's browser, and the worker that reads what she chooses."""

    house: House
    lists: Lists
    vera: Visitor

    def chooses(self, name: str, content: bytes, page: Page | None = None) -> Page:
        """Choose a file on the upload page and press its button."""
        page = page or self.vera.open("import", 1)
        form = page.form("Zeigen")
        data = {**dict(form.form_values()), "files": (BytesIO(content), name)}
        answer = self.vera.client.post(form.action, data=data, content_type="multipart/form-data")
        return self.vera.go(answer.location) if answer.status_code == 303 else Page(answer)

    def leads(self) -> list[str]:
        """Return the companies of all leads."""
        with self.house.looking() as session:
            return [str(lead.fields.get("company")) for lead in session.scalars(select(Lead).order_by(Lead.id))]


@pytest.fixture(scope="module")
def reader() -> Iterator[Sandbox]:
    with Sandbox(processes=1) as sandbox:
        yield sandbox


@pytest.fixture
def uploads(house: House, reader: Sandbox) -> Uploads:
    return Uploads(house, Lists(house.parts, reader), Visitor(house, "vera"))


@pytest.mark.rule("3.2")
def test_vera_sees_her_columns_before_anything_is_imported_and_every_row_after(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    messe = as_csv(a_row(1), a_row(2, Quelle=""), a_row(3, PLZ="x1"))

    reading = uploads.chooses("messe.csv", messe)
    assert "wird gelesen" in reading.text
    assert reading.response.headers["Refresh"] == "2"
    address = reading.response.request.path
    uploads.lists.run_once()

    shown = uploads.vera.go(address)
    assert "So wurde Ihre Liste verstanden" in shown.text
    assert "E-Mail E-Mail carla@muster1.example" in shown.text
    assert "Zeile 4 PLZ „x1“: keine Postleitzahl dieses Landes" in shown.text
    assert "Bereit zum Import 2" in shown.text
    assert uploads.leads() == []

    assert uploads.vera.press(shown, "Importieren").code == "import_started"
    assert uploads.vera.go(address).response.headers["Refresh"] == "2"
    monkeypatch.setattr("app.web.import_page.LONG", 3)
    assert uploads.vera.go(address).response.headers["Refresh"] == "10"
    uploads.lists.run_once()

    done = uploads.vera.go(address)
    assert uploads.leads() == ["Muster 1 GmbH", "Muster 2 GmbH"]
    assert "L-2: Muster 2 GmbH Zeile 3, Angaben fehlen: Quelle" in done.text
    assert "Refresh" not in done.response.headers
    assert uploads.house.letters_to("vera") == ["import_report"]
    assert uploads.vera.go(done.link("Ergänzen oder ändern")).status == 200


@pytest.mark.rule("3.2")
def test_pressing_import_twice_imports_once(uploads: Uploads) -> None:
    address = uploads.chooses("messe.csv", as_csv(a_row(1))).response.request.path
    uploads.lists.run_once()
    shown = uploads.vera.go(address)

    assert uploads.vera.press(shown).code == "import_started"
    assert uploads.vera.press(shown).code == "import_started"
    uploads.lists.run_once()

    assert uploads.leads() == ["Muster 1 GmbH"]


@pytest.mark.rule("2", "3.2", "3.4")
def test_vera_releases_her_whole_list_on_its_page_and_takes_it_back_there(uploads: Uploads) -> None:
    uploads.chooses("messe.csv", as_csv(a_row(1), a_row(2), a_row(3, Quelle="")))
    uploads.lists.run_once()
    uploads.vera.press(uploads.vera.open("imported", 1), "Importieren")
    uploads.lists.run_once()
    imported = uploads.vera.open("imported", 1)
    assert "Angeboten" not in imported.text

    asked = uploads.vera.go(imported.link("Alle vollständigen freigeben"))
    assert "bleiben und warten auf Sie" in asked.text
    assert uploads.vera.press(asked).code == "release_started"
    assert "Ihre Leads werden freigegeben" in uploads.vera.open("imported", 1).text
    uploads.lists.run_once()

    released = uploads.vera.open("imported", 1)
    assert "Angeboten 2" in released.text
    assert "Alle vollständigen freigeben" not in released.text
    assert uploads.vera.press(uploads.vera.go(released.link("Rückgängig machen"))).code == "undo_started"
    uploads.lists.run_once()
    back = uploads.vera.open("imported", 1)
    assert "Warten auf Ihre Freigabe 2" in back.text
    assert "Rückgängig machen" not in back.text


@pytest.mark.rule("3.2")
def test_fields_that_no_row_has_are_named_before_the_import(uploads: Uploads) -> None:
    address = uploads.chooses("kurz.csv", b"Firma;E-Mail;Lieblingsfarbe\nMuster GmbH;c@muster.example;rot\n")
    uploads.lists.run_once()

    shown = uploads.vera.go(address.response.request.path)

    assert "Diese Angaben fehlen in allen Zeilen" in shown.text
    assert "Temperatur" in shown.text
    assert "Lieblingsfarbe wird nicht verwendet" in shown.text


@pytest.mark.rule("3.2")
def test_a_file_that_cannot_be_read_is_told_on_the_page_and_by_mail(uploads: Uploads) -> None:
    reading = uploads.chooses("liste.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    uploads.lists.run_once()

    assert "im alten Excel-Format" in uploads.vera.go(reading.response.request.path).text
    assert uploads.house.letters_to("vera") == ["import_report"]


def test_without_a_file_or_with_one_too_large_the_page_says_so(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Bitte wählen Sie eine Datei" in uploads.chooses("", b"").text
    monkeypatch.setattr(upload, "UPLOAD_BYTES", 1_000)
    too_large = uploads.chooses("messe.csv", b"x" * 2_000)

    assert (too_large.status, uploads.leads()) == (413, [])
    assert "größer als 25 MB" in too_large.text


@pytest.mark.rule("9.1")
def test_looking_changes_nothing_and_a_stale_form_is_shown_again(uploads: Uploads) -> None:
    page = uploads.vera.open("import", 1)
    before = uploads.house.all_rows()
    uploads.vera.open("import", 1)
    assert uploads.house.all_rows() == before

    data = {"nonce": "forged", "files": (BytesIO(as_csv(a_row(1))), "messe.csv")}
    answer = uploads.vera.client.post(page.form().action, data=data, content_type="multipart/form-data")

    assert answer.status_code == 403
    assert uploads.house.all_rows() == before


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("wish", ["import", "submit"])
@pytest.mark.parametrize("name", ["rolf", "eve"])
def test_who_is_not_the_vendors_gets_no_form(uploads: Uploads, name: str, wish: str) -> None:
    assert Visitor(uploads.house, name).open(wish, 1).status == 404


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("wish", ["imported", "start_import", "release_list", "undo_list"])
@pytest.mark.parametrize("name", ["max", "rolf", "eve"])
def test_a_list_is_shown_to_nobody_but_whoever_handed_it_in(uploads: Uploads, name: str, wish: str) -> None:
    uploads.chooses("messe.csv", as_csv(a_row(1)))
    uploads.lists.run_once()

    page = Visitor(uploads.house, name).open(wish, 1)

    assert page.status == 404
    assert "Muster" not in page.text


@pytest.mark.rule("3.2")
def test_the_settings_lead_vera_to_both_ways(uploads: Uploads) -> None:
    settings = uploads.vera.open("preferences", uploads.house.person_id("vera"))

    assert uploads.vera.go(settings.link("Eine Liste importieren")).status == 200
    assert uploads.vera.go(settings.link("Einen Lead einreichen")).status == 200
    assert "Eine Liste" not in Visitor(uploads.house, "rolf").open("preferences").text


@pytest.mark.rule("3.2")
def test_vera_hands_in_a_lead_by_the_form(uploads: Uploads) -> None:
    answers = {"field.company": "Muster GmbH", "field.postcode": "80331", "field.temperature": "warm"}
    page = uploads.vera.act("submit", 1, note="Vom Messestand", **answers)

    assert page.code == "submitted"
    assert uploads.leads() == ["Muster GmbH"]
    assert uploads.house.letters_to("vera") == ["lead_received"]
    assert uploads.house.lead(1).remarks == "Vom Messestand"


@pytest.mark.rule("3.2")
def test_a_lead_that_names_nobody_is_asked_for_somebody_and_keeps_what_was_typed(uploads: Uploads) -> None:
    page = uploads.vera.act("submit", 1, **{"field.postcode": "80331"})

    assert page.status == 422
    assert "Bitte ausfüllen" in page.text
    assert 'value="80331"' in page.response.text
    assert uploads.leads() == []
