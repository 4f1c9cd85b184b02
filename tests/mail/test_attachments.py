"""The contact card and the calendar entry that Rolf gets with a lead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from app.mail.attachments import CALENDAR_TYPE, VCARD_TYPE, Contact, calendar_entry, vcard
from app.mail.message import Attachment, OutgoingMail, build

CARLA = Contact(
    salutation="Frau",
    first_name="Carla",
    last_name="Größer; Müller",
    position="Leiterin Einkauf, Werk 2",
    company="Muster & Söhne GmbH",
    email="carla@muster.example",
    phone="+49 89 1234567",
    street="Marienplatz 1",
    postcode="80331",
    city="München",
    country="DE",
    website="https://muster.example",
    note="Zeile 1\r\nZeile 2; bitte \\ nachmittags " + "ä" * 100,
)
DUE = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
ENTRY: dict[str, Any] = {
    "uid": "feedback-2041@pickpost.example",
    "title": "L-2041: Rückmeldung zu Familie M., Muster; Söhne",
    "due_at": DUE,
    "description": "Erste Rückmeldung.\nEin Klick genügt: " + "ü" * 90,
    "url": "https://pickpost.example/a/abcdefgh",
    "stamped_at": DUE - timedelta(days=2),
    "organizer_address": "reply+k7q2m9x4@pickpost.example",
    "attendee_address": "rolf@rolf-it.example",
    "attendee_name": "Rolf Rieger",
    "organizer_name": 'Nordlicht "Robotics", Vertrieb',
}
ANY_TEXT = st.text(max_size=80)


def unfolded(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.decode().removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def test_rolf_can_save_carla_as_she_is() -> None:
    card = vobject.readOne(vcard(CARLA).decode())

    assert card.version.value == "3.0"
    assert card.fn.value == "Frau Carla Größer; Müller"
    assert (card.n.value.family, card.n.value.given, card.n.value.prefix) == ("Größer; Müller", "Carla", "Frau")
    assert card.org.value == ["Muster & Söhne GmbH"]
    assert (card.title.value, card.url.value) == ("Leiterin Einkauf, Werk 2", "https://muster.example")
    assert (card.email.value, card.tel.value) == ("carla@muster.example", "+49 89 1234567")
    address = card.adr.value
    assert (address.street, address.code, address.city, address.country) == ("Marienplatz 1", "80331", "München", "DE")
    assert card.note.value == "Zeile 1\nZeile 2; bitte \\ nachmittags " + "ä" * 100
    unfolded(vcard(CARLA))


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        (Contact(last_name="Größer", company="Muster GmbH"), "Größer"),
        (Contact(salutation="Frau", company="Muster GmbH"), "Muster GmbH"),
        (Contact(email="carla@muster.example", phone="089 1"), "carla@muster.example"),
        (Contact(phone="089 1"), "089 1"),
    ],
)
def test_a_card_is_named_after_what_there_is(contact: Contact, name: str) -> None:
    card = vobject.readOne(vcard(contact).decode())
    assert card.fn.value == name
    assert "adr" not in card.contents


def test_a_contact_of_whom_nothing_is_known_makes_no_card() -> None:
    with pytest.raises(ValueError, match="makes no card"):
        vcard(Contact(salutation="Frau", city="München"))


@given(ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_out_of_its_property_of_a_card(company: str, note: str) -> None:
    """Seen failing without ``_tame``: a bare CR, or U+0085, in the note began a property of its own."""
    lines = unfolded(vcard(Contact(first_name="Carla", company=company, note=f"{note}\rTEL:0900\x85TEL:0900")))
    names = [line.partition(":")[0] for line in lines]
    assert names[0] == "BEGIN"
    assert names[-1] == "END"
    assert set(names) <= {"BEGIN", "VERSION", "FN", "N", "ORG", "NOTE", "END"}
    assert all(len(line.splitlines()) == 1 for line in lines)


def test_the_deadline_stands_in_rolfs_calendar_with_an_alarm_the_day_before() -> None:
    content = calendar_entry(**ENTRY)
    calendar = vobject.readOne(content.decode())
    event = calendar.vevent

    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert event.uid.value == "feedback-2041@pickpost.example"
    assert (event.dtstart.value, event.dtend.value) == (DUE - timedelta(minutes=30), DUE)
    assert (event.summary.value, event.description.value) == (ENTRY["title"], ENTRY["description"])
    assert event.url.value == ENTRY["url"]
    assert event.organizer.value == "mailto:reply+k7q2m9x4@pickpost.example"
    assert event.attendee.value == "mailto:rolf@rolf-it.example"
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert event.organizer.params["CN"] == ["Nordlicht 'Robotics', Vertrieb"]
    assert event.valarm.trigger.value == timedelta(days=-1)
    unfolded(content)


def test_a_deadline_told_in_any_zone_is_written_in_utc() -> None:
    elsewhere = DUE.astimezone(timezone(timedelta(hours=9)))
    assert calendar_entry(**{**ENTRY, "due_at": elsewhere}) == calendar_entry(**ENTRY)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_out_of_its_line_of_an_entry(title: str, description: str, name: str) -> None:
    """Seen failing without ``_tame``: a bare CR stayed in the title, and calendars end the line there."""
    texts = {"title": f"{title}\r\nATTENDEE:x", "description": f"{description}\u2028URL:x", "organizer_name": name}
    lines = unfolded(calendar_entry(**{**ENTRY, **texts}))
    assert len(lines) == 26
    assert all(len(line.splitlines()) == 1 for line in lines)


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": DUE.replace(tzinfo=None)},
        {"stamped_at": DUE.replace(tzinfo=None)},
        {"url": "https://pickpost.example/\r\nATTENDEE:x"},
        {"url": "pickpost.example"},
        {"organizer_address": "a b@pickpost.example"},
    ],
)
def test_what_no_calendar_could_read_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a calendar entry needs"):
        calendar_entry(**{**ENTRY, **changes})


def test_both_files_travel_in_a_mail() -> None:
    mail = OutgoingMail(
        from_name="",
        from_address="leads@pickpost.example",
        to_name="",
        to_address="rolf@rolf-it.example",
        subject="L-2041",
        text="x",
        message_id="<a@pickpost.example>",
        date=DUE,
        attachments=(
            Attachment("kontakt.vcf", VCARD_TYPE, vcard(CARLA)),
            Attachment("frist.ics", CALENDAR_TYPE, calendar_entry(**ENTRY)),
        ),
    )
    raw = build(mail)
    assert b"Content-Type: text/vcard; charset=utf-8\r\n" in raw
    assert b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n" in raw
