"""What customers did reaches whoever holds them, past and future, in at most one mail a day. Rulebook 7.5."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain import deal_commands as of_deals
from app.domain.customer_event import CustomerEvent
from app.domain.deal import Deal
from scheduler.due import DueWork
from tests.edges.incoming import MAIL_DOMAIN, Incoming, a_mail
from tests.edges.lists import as_xlsx

DEALS = f"deals+nordlicht@{MAIL_DOMAIN}"
VERA, ROLF = "vera@nordlicht.example", "rolf@rolf-it.example"
VISIT = "Event: Muster GmbH, www.muster.example, Preisseite angesehen, 2026-03-02"
FIELDS = {"company": "Muster GmbH", "website": "muster.example", "postcode": "80331"}


def protect(incoming: Incoming) -> None:
    assert not incoming.do(of_deals.RegisterDeal(by=incoming.person_id("rolf"), vendor_id=1, fields=FIELDS)).refused
    with incoming.looking() as session:
        deal_id = session.scalars(select(Deal.id)).one()
    assert incoming.do(of_deals.ApproveDeal(by=incoming.person_id("vera"), deal_id=deal_id)).code == "approved"


def tick(incoming: Incoming) -> None:
    DueWork(incoming.parts.database, incoming.parts.door, incoming.clock, with_digests=False).run()


def told(incoming: Incoming, name: str = "rolf") -> list[list[str]]:
    posts = [post for post in incoming.letters_to(name) if post.kind == "customer_events"]
    return [[row["what"] for row in post.context["events"]] for post in posts]


def events(incoming: Incoming) -> list[CustomerEvent]:
    with incoming.looking() as session:
        return list(session.scalars(select(CustomerEvent).order_by(CustomerEvent.id)))


@pytest.mark.rule("7.5")
def test_what_a_protected_customer_did_reaches_the_partner(incoming: Incoming) -> None:
    protect(incoming)

    incoming.arrives(a_mail(VERA, VISIT, subject="Web"), DEALS)
    tick(incoming)

    assert told(incoming) == [["Preisseite angesehen"]]
    assert told(incoming, "rita") == []


@pytest.mark.rule("7.5")
def test_what_happened_before_reaches_the_partner_with_the_approval(incoming: Incoming) -> None:
    incoming.arrives(a_mail(VERA, VISIT, subject="Web"), DEALS)
    tick(incoming)
    assert told(incoming) == []

    protect(incoming)
    tick(incoming)

    assert told(incoming) == [["Preisseite angesehen"]]


@pytest.mark.rule("7.5")
def test_one_mail_a_day_however_much_happens(incoming: Incoming) -> None:
    protect(incoming)
    for what in ("Klick", "Messe", "Webseite"):
        incoming.arrives(a_mail(VERA, f"Event: Muster GmbH, muster.example, {what}", subject=what), DEALS)
        tick(incoming)

    assert told(incoming) == [["Klick"]]
    incoming.clock.advance(timedelta(days=1))
    tick(incoming)

    assert told(incoming) == [["Klick"], ["Messe", "Webseite"]]


ROWS = (
    ["Firma", "Domain", "Ereignis", "Datum"], ["Muster", "muster.example", "Klick", "2.3.2026"], ["", "", "", ""],
    ["Huber", "huber.example", "Klick", "2.3.2026"],
)  # fmt: skip


@pytest.mark.rule("7.5")
@pytest.mark.parametrize(
    ("filename", "content"),
    [("events.csv", "\n".join(";".join(row) for row in ROWS).encode("cp1252")), ("events.xlsx", as_xlsx(*ROWS))],
)
def test_a_list_brings_many_at_once(incoming: Incoming, filename: str, content: bytes) -> None:
    protect(incoming)
    mail = a_mail(VERA, "Anbei die Liste.", subject="Kampagne")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)

    incoming.arrives(mail, DEALS)
    tick(incoming)

    assert [(event.fields["company"], event.to_person_id is not None) for event in events(incoming)] == [
        ("Muster", True), ("Huber", False),
    ]  # fmt: skip
    assert told(incoming) == [["Klick"]]


@pytest.mark.rule("7.5")
def test_who_works_the_lead_hears_of_it_too(incoming: Incoming) -> None:
    incoming.taken_lead("rita")

    incoming.arrives(a_mail(VERA, "Event: Metallbau, metallbau-muster.example, Klick", subject="Web"), DEALS)
    tick(incoming)

    assert told(incoming, "rita") == [["Klick"]]


@pytest.mark.rule("7.5")
@pytest.mark.parametrize("broken", [b"PK\x03\x04 half a workbook", b""])
def test_a_mail_without_an_event_is_answered_with_how_they_are_written(incoming: Incoming, broken: bytes) -> None:
    mail = a_mail(VERA, "Hallo!", subject="Gruß")
    mail.add_attachment(broken, maintype="application", subtype="octet-stream", filename="events.xlsx")
    incoming.arrives(mail, DEALS)

    assert events(incoming) == []
    assert [post.context["code"] for post in incoming.letters_to("vera")] == ["no_events"]


@pytest.mark.rule("7.5")
def test_a_partner_records_nothing(incoming: Incoming) -> None:
    refused = incoming.do(
        of_deals.RecordEvents(
            by=incoming.person_id("rolf"), vendor_id=1, events=(of_deals.EventEntry(FIELDS, "Klick"),)
        )
    )

    assert refused.code == "not_permitted"
    assert events(incoming) == []


@pytest.mark.rule("7.5")
def test_rows_of_a_list_that_tell_nothing_are_named_and_the_others_recorded(incoming: Incoming) -> None:
    content = "Firma;Ereignis;Datum\nMuster GmbH;Messe;02.03.2026\n;Messe;\nBeispiel AG;;\nProbe KG;Webinar;\n"
    mail = a_mail(VERA, "", subject="Messe")
    mail.add_attachment(content.encode("utf-16"), maintype="text", subtype="csv", filename="messe.csv")

    incoming.arrives(mail, DEALS)

    assert [event.fields["company"] for event in events(incoming)] == ["Muster GmbH", "Probe KG"]
    (answer,) = incoming.letters_to("vera")
    assert answer.context["facts"] == [{"name": "rows_left_out", "value": "3, 4", "currency": ""}]
