"""Portals and shops mail leads in any form; what is read is the customer's, and no held field is wrong."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
import yaml

from inbound.fields import LeadText, read_fields
from inbound.parse import parse

pytestmark = pytest.mark.rule("3.3")

MAILS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "portals.yaml").read_text("utf-8"))
HELD = (
    "contact_first_name", "contact_last_name", "company", "contact_email", "contact_phone", "street", "postcode",
    "city",
)  # fmt: skip


def lead_text(row: dict[str, Any]) -> LeadText:
    """Return a row as it arrives: a whole mail, parsed."""
    mail = EmailMessage()
    mail.set_content(row.get("html") or row["plain"], subtype="html" if "html" in row else "plain")
    if file := row.get("file"):
        maintype, _, subtype = file["type"].partition("/")
        mail.add_attachment(file["text"].encode(), maintype=maintype, subtype=subtype, filename=file["name"])
    read = parse(mail.as_bytes())
    name, address = parseaddr(row.get("from", ""))
    return LeadText(read.text, "Neue Anfrage", name, address, read.attachments, frozenset(row.get("ours", ())))


@pytest.mark.parametrize("row", MAILS, ids=[row["name"] for row in MAILS])
def test_a_portals_mail_is_read_whole_and_nothing_wrong_is_held(row: dict[str, Any]) -> None:
    """Seen failing for 9 fields of 65 mails: columns read as names, a firm as a person, a date as a phone number."""
    read = {name: reading.value for name, reading in read_fields(lead_text(row), country=row["country"]).items()}

    held = {name: read[name] for name in HELD if name in read and name not in row.get("allow", ())}
    assert held == row["expect"]


def test_two_rows_below_a_row_of_labels_are_two_leads_and_neither_is_taken_for_the_one() -> None:
    text = "Vorname\tNachname\tOrt\nCarla\tKunde\tUlm\nKarl\tKogler\tGraz"

    read = read_fields(LeadText(text), country="DE")

    assert not {"contact_first_name", "contact_last_name"} & read.keys()
