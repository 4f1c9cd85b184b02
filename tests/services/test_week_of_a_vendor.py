"""A vendor's whole week, over SMTP and HTTP only: what Vera forwards, answers and clicks, and what Max reads."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.outside import OUR_SERVER, Letter, Outside
from tests.services.servers.installation import MAIL_DOMAIN, PROGRAM, Installation, installation
from tests.services.servers.smtp_sink import SmtpSink

VERA, MAX, QUENTIN = "vera@westlicht.example", "max@westlicht.example", "quentin@agentur.example"
ROLF, RITA = "rolf@rolf-it.example", "rita@rita-systems.example"
AS_VERA = f"Vera Vogt <{VERA}>"
PROGRAMME = """
vendor: {slug: westlicht, name: Westlicht Automation KG, language: en, timezone: Europe/Berlin, country: DE,
         currency: EUR}
settings: {group_size: 5, auto_release: false}
people:
  - {email: vera@westlicht.example, name: Vera Vogt, role: channel_manager}
  - {email: max@westlicht.example, name: Max Maurer, role: management}
  - {email: quentin@agentur.example, name: Quentin Quast, role: qualifier, agency: Agentur Quast}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "20095",
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de}]}
  - {slug: rita-systems, name: Rita Systems Ltd, country: DE, postcode: "50667",
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
"""
LIST = b"""company;contact;email;phone;postcode;city;country;need;source;temperature
Kelterei Brandt GmbH;Anna Brandt;anna@brandt.example;+49 30 5550141;10115;Berlin;DE;A gripper for bottles;fair;hot
Gie\xc3\x9ferei Pohl KG;Paul Pohl;paul@pohl.example;+49 40 5550142;20095;Hamburg;DE;An arm for castings;fair;warm
;Nobody Noone;not-an-address;;;;DE;;fair;lukewarm
"""


@pytest.fixture
def product(tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Installation]:
    """``pickpost serve`` in an empty folder, with the programme loaded and the sink as its way out.

    On SQLite; the partner's week is on PostgreSQL, and the story of the first day on both.
    """
    environment = {"PICKPOST_SMTP_URL": smtp_sink.url, "PICKPOST_AUTHSERV_ID": OUR_SERVER}
    (tmp_path / "westlicht.yaml").write_text(PROGRAMME, encoding="utf-8")
    with installation(tmp_path, program=PROGRAM, **environment) as running:
        running.command("db", "upgrade")
        running.command("programme", "load", "westlicht.yaml")
        running.start("serve")
        yield running


@pytest.fixture
def outside(product: Installation, smtp_sink: SmtpSink) -> Outside:
    """Everybody around it."""
    return Outside(product, smtp_sink)


def forward(outside: Outside, company: str, note: str = "#fair", **more: str) -> None:
    """Vera forwards what a customer wrote; without a postcode and a temperature it is not complete."""
    domain = f"{company.split()[1].lower()}.example"
    lines = {"Company": company, "Contact": "Carla Klein", "E-Mail": f"carla@{domain}", "Country": "Germany", **more}
    outside.forwards(
        AS_VERA, "westlicht", note,
        f"---------- Forwarded message ---------\nFrom: Carla Klein <carla@{domain}>\n"
        "Date: Mon, 2 Mar 2026 at 09:00\nSubject: Request\nTo: <sales@westlicht.example>\n\n"
        + "".join(f"{name}: {value}\n" for name, value in lines.items())
        + f"Need: {company} looks for a gripper.\n",
    )  # fmt: skip


def answer(outside: Outside, letter: Letter, words: str, sender: str = AS_VERA) -> None:
    """Somebody, mostly Vera, answers one of our letters."""
    outside.writes(sender, letter.reply_to, words, answering=letter)


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.rule("3.2", "3.4", "3.6", "4.5", "7.3", "8.3", "9.1", "9.5")
def test_veras_week_from_a_gap_in_a_lead_to_the_figures(product: Installation, outside: Outside) -> None:
    """What waits for one another in no way is sent at once, so that the week takes no longer than it must."""
    _monday_she_fills_a_gap_in_one_lead_and_gives_another_to_the_agency(outside)
    _tuesday_the_agency_qualifies_and_max_releases_by_a_link_that_vera_forwarded(outside)
    _wednesday_she_sends_a_list(outside)
    _thursday_she_merges_keeps_both_and_rejects_a_registration(outside)
    _friday_nobody_has_taken_it_and_she_assigns_it(product, outside)
    _on_monday_both_read_the_week(product, outside)
    _a_customer_wants_to_be_forgotten(product)


def _monday_she_fills_a_gap_in_one_lead_and_gives_another_to_the_agency(outside: Outside) -> None:
    forward(outside, "Molkerei Muster GmbH")
    forward(outside, "Sägewerk Tannhof KG")
    received = outside.letter_to(VERA, "lead_received")
    assert "postcode" in received.text.lower()
    answer(outside, received, "postcode 40211, hot")
    answer(outside, outside.letter_to(VERA, "lead_received", 2), "to qualification")
    answer(outside, outside.letter_to(VERA, "lead_received", 3), "release")


def _tuesday_the_agency_qualifies_and_max_releases_by_a_link_that_vera_forwarded(outside: Outside) -> None:
    task = outside.letter_to(QUENTIN, "qualification_task")
    assert "carla@tannhof.example" in task.text
    answer(outside, task, "postcode 50667, hot, qualified", f"Quentin Quast <{QUENTIN}>")
    for partner in (ROLF, RITA):
        assert "Muster" not in outside.letter_to(partner, "lead_offer").text
    forwarded = outside.letter_to(VERA, "lead_received", 4).link("release")
    assert "Tannhof" not in outside.opens(forwarded).text
    outside.presses(f"{forwarded}?colleague", colleague=MAX)
    assert outside.presses(outside.letter_to(MAX, "colleague_link").link("release")).code == "released"
    taken = outside.letter_to(RITA, "lead_offer", 2)
    assert outside.presses(taken.link("take")).code == "picked"


def _wednesday_she_sends_a_list(outside: Outside) -> None:
    outside.writes(
        AS_VERA, f"leads+westlicht@{MAIL_DOMAIN}", "From the fair.", subject="List", files={"fair.csv": LIST}
    )
    report = outside.letter_to(VERA, "import_report")
    assert [
        part.get_filename() for part in report.mail.iter_attachments() if (part.get_filename() or "").endswith("csv")
    ]
    assert "Kelterei Brandt GmbH" in report.text


def _thursday_she_merges_keeps_both_and_rejects_a_registration(outside: Outside) -> None:
    forward(outside, "Molkerei Muster GmbH", "hot #fair", Postcode="40211", Phone="+49 211 5550188")
    forward(outside, "Molkerei Muster GmbH", "for their second plant, hot #fair", Postcode="40211")
    outside.writes(
        f"Rolf Rieger <{ROLF}>", f"deals+westlicht@{MAIL_DOMAIN}", "Deal: Kelterei Brandt GmbH, 10115 Berlin"
    )
    flagged, other = (outside.letter_to(VERA, "lead_received", number) for number in (5, 6))
    assert "merge" in " ".join(flagged.links()).lower()
    before = len(outside.letters_to(ROLF, "lead_offer"))
    answer(outside, flagged, "merge")
    answer(outside, other, "keep both")
    answer(outside, outside.letter_to(VERA, "deal_review"), "rejected: existing customer")
    assert "Kelterei Brandt" in outside.letter_to(ROLF, "deal_answered").text
    outside.letter_to(VERA, "done", 3)
    assert len(outside.letters_to(ROLF, "lead_offer")) == before


def _friday_nobody_has_taken_it_and_she_assigns_it(product: Installation, outside: Outside) -> None:
    product.command("tick", "--at", in_days(5))
    collected = outside.letter_to(VERA, "collected")  # with the list's row that still lacks a field
    row = re.search(r"(\d+)\) L-\d+: [^\n]*\n\s+Nobody has taken it", collected.text.replace("\r\n", "\n"))
    assert row, collected.text
    answer(outside, collected, f"{row[1]} assign to Rolf IT")
    given = outside.letter_to(ROLF, "lead_picked")
    assert "5550188" in given.text  # what the second mail brought is the first lead's now
    answer(outside, given, "kontaktiert", f"Rolf Rieger <{ROLF}>")
    outside.letter_to(VERA, "feedback_receipt")


def _on_monday_both_read_the_week(product: Installation, outside: Outside) -> None:
    product.command("tick", "--at", in_days(12))
    for reader in (VERA, MAX):
        assert outside.letters_to(reader, "week_manager")
    assert outside.letters_to(QUENTIN, "week_manager") == []


def _a_customer_wants_to_be_forgotten(product: Installation) -> None:
    file = product.folder / "carla.zip"
    product.command("export", "person", "carla@tannhof.example", "--to", str(file))
    with zipfile.ZipFile(file) as everything:
        assert any("Tannhof" in everything.read(name).decode("utf-8", "replace") for name in everything.namelist())
    product.command("erase", "person", "carla@tannhof.example")
    again = product.attempt("export", "person", "carla@tannhof.example", "--to", str(product.folder / "again.zip"))
    assert "nothing is held" in again.stderr


def in_days(days: int) -> str:
    """Return the instant so many days from now, as the command line takes it."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()
