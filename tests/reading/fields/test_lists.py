"""Lists and files: CSV, XLSX, vCards, XML and JSON as attachments."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date

import pytest
from openpyxl import Workbook

from inbound.fields import FieldName, FieldReading, LeadRow, LeadText, read_fields
from inbound.fields.list_rows import read_rows
from inbound.fields.tables import MOST_ROWS, lists_leads, read_table


@dataclass(frozen=True)
class AFile:
    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class AList:
    rows: tuple[LeadRow, ...]
    problem: str
    unread: tuple[str, ...]


def read(file: AFile, country: str = "DE", products: tuple[str, ...] = ()) -> AList:
    table = read_table(file)
    rows = read_rows(table.columns, table.rows, country, products, frozenset({"nordlicht.example"}))
    return AList(rows, table.problem, table.unread)


def read_one(file: AFile, country: str = "DE") -> dict[FieldName, FieldReading]:
    """Read a file that is about one customer."""
    return read_fields(LeadText("", attachments=(file,)), country=country)


CSV = """\
Firma;Vorname;Nachname;E-Mail;Telefon;PLZ;Ort
Cordes GmbH;Carla;Cordes;carla@kunde.example;040 1234567;20457;Hamburg
Dorn AG;Dora;Dorn;dora@kunde.example;;80331;München
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_list_is_read_in_any_encoding(encoding: str) -> None:
    reading = read(AFile("messe.csv", CSV.encode(encoding)))

    assert [row.number for row in reading.rows] == [2, 3]
    assert [row.fields["city"].value for row in reading.rows] == ["Hamburg", "München"]
    assert reading.rows[0].fields["contact_phone"].value == "+49401234567"
    assert reading.problem == ""


@pytest.mark.parametrize("mark", [",", "\t", "|"])
def test_a_list_is_read_with_any_mark_between_its_cells(mark: str) -> None:
    reading = read(AFile("messe.csv", CSV.replace(";", mark).encode()))

    assert [row.fields["company"].value for row in reading.rows] == ["Cordes GmbH", "Dorn AG"]


def test_a_title_above_the_heading_is_skipped_and_rows_count_as_the_sheet_does() -> None:
    reading = read(AFile("messe.csv", ("Messe Hannover 2026\n\n" + CSV).encode()))

    assert [row.number for row in reading.rows] == [4, 5]


def test_each_row_says_what_is_wrong_with_it() -> None:
    lines = [
        "Firma;E-Mail;Telefon",
        "Cordes GmbH;carla(at)kunde;12",
        ";;",
        ";dora@kunde.example;089 1234567",
        "-;n/a;-",
    ]

    reading = read(AFile("messe.csv", "\n".join(lines).encode()))

    assert [(row.number, [problem.code for problem in row.problems]) for row in reading.rows] == [
        (2, ["not_an_address", "not_a_phone_number"]),
        (4, []),
        (5, ["empty"]),
    ]


def test_a_list_without_heading_is_refused_as_a_whole() -> None:
    reading = read(AFile("numbers.csv", b"1;2;3\n4;5;6\n" * 20))

    assert (reading.rows, reading.problem) == ((), "no_heading")


@pytest.mark.parametrize(("rows", "problem"), [(MOST_ROWS, ""), (MOST_ROWS + 1, "too_many_rows")])
def test_a_list_is_read_whole_or_refused_whole(rows: int, problem: str) -> None:
    """At the limit and one above it; a list whose end is missing would be taken for a whole one."""
    lines = "".join(f"Firma {number};a{number}@kunde.example\n" for number in range(rows))

    table = read_table(AFile("all.csv", ("Firma;E-Mail\n" + lines).encode()))

    assert (len(table.rows), table.problem) == (0 if problem else rows, problem)


def a_workbook(*rows: list[object]) -> bytes:
    book, content = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def test_a_workbook_is_read_like_a_list_with_its_numbers_as_typed() -> None:
    content = a_workbook(
        ["Company", "Zip", "City", "Email", "Budget"], ["Cole Ltd", 80331, "München", "carla@cole.example", 12500.0]
    )

    row = read(AFile("fair.xlsx", content)).rows[0]

    assert (row.number, row.fields["postcode"].value, row.fields["expected_volume_cents"].value) == (
        2,
        "80331",
        1_250_000,
    )


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    """Seen failing without the check of the directory: it was unpacked until the XML parser gave up, with its error."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, b" " * 110_000_000)

    assert read(AFile("bomb.xlsx", content.getvalue())).problem == "unreadable"


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00" * 1000, b"no workbook"])
def test_a_broken_workbook_is_a_problem_not_an_exception(content: bytes) -> None:
    assert read(AFile("fair.xlsx", content)).problem == "unreadable"


def test_a_workbook_of_broken_markup_is_a_problem_too() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, "<not <xml")

    assert read(AFile("fair.xlsx", content.getvalue())).problem == "unreadable"


CARD = """\
BEGIN:VCARD
VERSION:3.0
N:Cordes;{name};;Dr.;
FN:{name} Cordes
ORG:Cordes GmbH;Einkauf
TITLE:Leiterin
TEL;TYPE=FAX:040 999
TEL;TYPE=WORK:040 1234567
EMAIL:carla@kunde.example
ADR:;;Hafenweg 12;Hamburg;;20457;Deutschland
END:VCARD
"""


def test_a_card_is_a_lead() -> None:
    fields = read_one(AFile("carla.vcf", CARD.format(name="Carla").encode()))

    expected = {
        "contact_first_name": "Carla", "company": "Cordes GmbH", "contact_phone": "+49401234567",
        "street": "Hafenweg 12", "postcode": "20457", "country": "DE",
    }  # fmt: skip
    assert {name: reading.value for name, reading in fields.items() if name in expected} == expected


def test_several_cards_are_several_leads_and_a_bad_one_is_refused_alone() -> None:
    content = CARD.format(name="Carla") + "BEGIN:VCARD\r\nVERSION:9\r\nN;;;\r\nEND:VCARD\r\n" + CARD.format(name="Dora")

    reading = read(AFile("cards.vcf", content.encode()))

    assert [row.fields["contact_first_name"].value for row in reading.rows if row.fields] == ["Carla", "Dora"]
    assert [(row.number, [one.code for one in row.problems]) for row in reading.rows if row.problems] == [
        (2, ["empty"])
    ]


def test_xml_reads_no_file_and_resolves_no_entity() -> None:
    """Seen failing with lxml's default parser: the entity's text stood in the lead."""
    content = b"""<?xml version="1.0"?>
        <!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "secret">]>
        <lead><customer><name>Cordes&y;</name><city>&x;</city><email>carla@kunde.example</email></customer></lead>"""

    fields = read_one(AFile("lead.xml", content))

    assert fields["contact_email"].value == "carla@kunde.example"
    assert not any("root:" in str(reading.value) or "secret" in str(reading.value) for reading in fields.values())


def test_a_billion_laughs_are_not_laughed() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    content = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><lead><name>&a11;</name></lead>'

    assert read_one(AFile("lead.xml", content.encode())) == {}


def test_adf_keeps_the_dealer_apart_from_the_customer() -> None:
    content = b"""<?adf version="1.0"?><adf><prospect><vehicle><make>Robo</make><model>Arm 7</model></vehicle>
        <customer><contact><name part="first">Carla</name><name part="last">Cole</name>
        <email>carla@buyer.example</email>
        <phone type="fax">020 7946 0999</phone><phone type="voice">020 7946 0018</phone></contact></customer>
        <vendor><contact><name part="full">Sales Desk</name><email>desk@dealer.example</email></contact></vendor>
        </prospect></adf>"""

    fields = read_one(AFile("lead.adf", content), country="GB")

    assert (fields["contact_last_name"].value, fields["contact_phone"].value, fields["product"].value) == (
        "Cole",
        "+442079460018",
        "Robo Arm 7",
    )
    assert fields["contact_email"].value == "carla@buyer.example"


def test_a_picture_is_no_lead() -> None:
    assert read_one(AFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)) == {}


def codes(reading: AList) -> list[tuple[int, list[str]]]:
    return [(row.number, [problem.code for problem in row.problems]) for row in reading.rows]


def test_a_postcode_that_lost_its_zero_gets_it_back_where_the_country_says_so() -> None:
    """Numbers have no zero in front; 1067 is Dresden's 01067 in Germany and a place of its own in Austria."""
    content = a_workbook(
        ["Firma", "PLZ", "Land", "Telefon"],
        ["Elbe GmbH", 1067.0, "DE", 3514567890.0],
        ["Donau GmbH", 1067, "AT", "01 2345678"],
        ["Seine SA", 1000, "France", None],
    )

    rows = read(AFile("fair.xlsx", content)).rows

    assert [row.fields["postcode"].value for row in rows] == ["01067", "1067", "01000"]
    assert rows[0].fields["contact_phone"].value == "+493514567890"


def test_dates_and_sums_of_a_workbook_are_read_as_typed() -> None:
    content = a_workbook(
        ["Firma", "E-Mail", "Wunschtermin", "Budget", "Währung", "Einwilligung"],
        ["Elbe GmbH", "c@elbe.example", date(2026, 5, 1), 12500.5, "CHF", True],
    )

    fields = read(AFile("fair.xlsx", content)).rows[0].fields

    assert fields["time_frame"].value == "2026-05-01"
    assert (fields["expected_volume_cents"].value, fields["currency"].value) == (1_250_050, "CHF")
    assert fields["consent"].value is True


def test_a_company_merged_over_three_contacts_is_each_ones_company() -> None:
    """Seen failing without: a streaming reader gives a merged cell's value to its first row alone."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (["Firma", "Nachname", "E-Mail"], ["Elbe GmbH", "Cordes", "c@elbe.example"],
                [None, "Dorn", "d@elbe.example"], ["Donau AG", "Ernst", "e@donau.example"]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(content)

    rows = read(AFile("fair.xlsx", content.getvalue())).rows

    assert [row.fields["company"].value for row in rows] == ["Elbe GmbH", "Elbe GmbH", "Donau AG"]


def test_a_heading_of_two_rows_is_one_heading() -> None:
    lines = "Firma;Kontakt;;Adresse;\n;Vorname;Nachname;PLZ;Ort\nElbe GmbH;Carla;Cordes;01067;Dresden\n"

    row = read(AFile("fair.csv", lines.encode())).rows[0]

    assert row.number == 3
    names: tuple[FieldName, ...] = ("company", "contact_first_name", "contact_last_name", "postcode", "city")
    assert [row.fields[name].value for name in names] == ["Elbe GmbH", "Carla", "Cordes", "01067", "Dresden"]


def test_the_first_sheet_with_leads_is_read_and_others_are_named() -> None:
    book, content = Workbook(), io.BytesIO()
    book.worksheets[0].append(["So füllen Sie die Liste aus"])
    for title, state in (("Leads", "visible"), ("Archiv", "visible"), ("Alt", "hidden")):
        sheet = book.create_sheet(title)
        sheet.append(["Firma", "E-Mail"])
        sheet.append([f"{title} GmbH", "c@elbe.example"])
        sheet.sheet_state = state
    book.save(content)

    reading = read(AFile("fair.xlsx", content.getvalue()))

    assert [row.fields["company"].value for row in reading.rows] == ["Leads GmbH"]
    assert reading.unread == ("Archiv",)


def test_a_formula_that_was_saved_without_its_value_is_the_text_it_is() -> None:
    """Nothing is evaluated; openpyxl gives the cell as empty, and the lead's need would have been lost."""
    content = a_workbook(
        ["Firma", "E-Mail", "Bedarf"], ["Elbe GmbH", "c@elbe.example", '=HYPERLINK("http://x.example")']
    )

    assert read(AFile("fair.xlsx", content)).rows[0].fields["need"].value == '=HYPERLINK("http://x.example")'


def test_a_cell_may_hold_lines_quotes_and_separators() -> None:
    lines = (
        'Firma;E-Mail;Bedarf\r\n"Elbe; Söhne ""GmbH""";c@elbe.example;"zwei Arme;\r\nbald"\r\nDonau AG;d@x.example;\r\n'
    )

    rows = read(AFile("fair.csv", lines.encode())).rows

    assert rows[0].fields["company"].value == 'Elbe; Söhne "GmbH"'
    assert str(rows[0].fields["need"].value).splitlines() == ["zwei Arme;", "bald"]
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize(
    "lines",
    [
        "sep=,\r\nFirma,E-Mail\r\nElbe GmbH,c@elbe.example\r\n",
        "Firma,E-Mail\rElbe GmbH,c@elbe.example\r",
        "\ufeffcompany_name;EMAIL ADDRESS\nElbe GmbH;c@elbe.example",
        '"Firma";"E-Mail"\n"Elbe GmbH";"c@elbe.example"\n;\n;;\n',
    ],
    ids=["a spreadsheet's note", "old line ends", "English", "quoted, with empty rows at the end"],
)
def test_what_programs_write_is_read(lines: str) -> None:
    (row,) = read(AFile("fair.csv", lines.encode())).rows

    assert (row.fields["company"].value, row.fields["contact_email"].value) == ("Elbe GmbH", "c@elbe.example")


def test_every_cell_becomes_a_field_or_its_row_is_refused_with_what_was_expected() -> None:
    """Nothing of an understood column gets lost silently."""
    good = ["Elbe GmbH", "c@elbe.example", "DE", "01067", "warm", "40k", "ja", "elbe.example", "deutsch"]
    bad = [
        "x" * 201,
        "v@nordlicht.example",
        "Atlantis",
        "x1",
        "lau",
        "viel",
        "vielleicht",
        "keine Ahnung",
        "klingonisch",
    ]
    expected = ["too_long", "own_address", "not_a_country", "not_a_postcode", "not_a_temperature", "not_an_amount",
                "not_yes_or_no", "not_a_website", "not_a_language"]  # fmt: skip
    heading = "Firma;E-Mail;Land;PLZ;Temperatur;Budget;Einwilligung;Website;Sprache"
    rows = [good, *([*good[:at], cell, *good[at + 1 :]] for at, cell in enumerate(bad))]

    reading = read(AFile("fair.csv", "\n".join([heading, *(";".join(row) for row in rows)]).encode()))

    assert codes(reading) == [(2, []), *((3 + at, [code]) for at, code in enumerate(expected))]


def test_what_spreadsheets_show_for_nothing_is_nothing() -> None:
    lines = "Firma;E-Mail;Telefon;Temperatur\nElbe GmbH;c@elbe.example;#N/A;unbekannt\n"

    assert codes(read(AFile("fair.csv", lines.encode()))) == [(2, [])]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("empty.csv", b"", "empty_file"),
        ("blank.csv", b"\n\n;;\n", "empty_file"),
        ("heading.csv", b"Firma;E-Mail\n", "empty_file"),
        ("parts.csv", b"Artikel;Menge;Preis\nArm;2;800\n", "no_heading"),
    ],
)
def test_what_cannot_be_taken_says_why(name: str, content: bytes, problem: str) -> None:
    assert read(AFile(name, content)).problem == problem


def test_an_opendocument_sheet_says_that_it_is_one() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")

    assert read(AFile("list.ods", content.getvalue())).problem == "open_document"


def test_csv_under_a_workbooks_name_is_read_as_what_it_is() -> None:
    """Many a program exports it like that."""
    assert len(read(AFile("export.xls", CSV.encode())).rows) == 2
    assert lists_leads(AFile("export.xls", CSV.encode()))
