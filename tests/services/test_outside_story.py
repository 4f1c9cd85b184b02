"""The main story as the world sees it: an empty folder, a programme, mails over SMTP, links over HTTP, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.outside import OUR_SERVER, Outside
from tests.services.servers.installation import PROGRAM, Installation, installation
from tests.services.servers.smtp_sink import SmtpSink, smtp_sink

VERA, ROLF, RITA = "vera@westlicht.example", "rolf@rolf-it.example", "rita@rita-systems.example"
PROGRAMME = """
vendor: {slug: westlicht, name: Westlicht Automation KG, language: en, timezone: Europe/Berlin, country: DE,
         currency: EUR}
settings: {group_size: 5, auto_release: false}
people:
  - {email: vera@westlicht.example, name: Vera Vogt, role: channel_manager}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "20095", attributes: {products: [gripper]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: en}]}
  - {slug: rita-systems, name: Rita Systems Ltd, country: DE, postcode: "50667", attributes: {products: [gripper]},
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
"""
REQUEST = """---------- Forwarded message ---------
From: Carla Muster <carla@molkerei-muster.example>
Date: Mon, 2 Mar 2026 at 09:00
Subject: Request
To: <sales@westlicht.example>

Hello,

Company: Molkerei Muster GmbH
Contact: Carla Muster
Phone: +49 211 5550188
E-Mail: carla@molkerei-muster.example
Postcode: 40210
City: Düsseldorf
Country: Germany
Product: gripper
Need: We want to stack boxes by ourselves and look for a gripper.
"""
IDENTITY = ("carla", "muster", "5550188", "40210", "düsseldorf")


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpSink]:
    """Where the product's mails go."""
    with smtp_sink() as server:
        yield server


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sink: SmtpSink
) -> Iterator[Installation]:
    """``pickpost serve`` in an empty folder, with the programme loaded and the sink as its way out."""
    environment = {"PICKPOST_SMTP_URL": sink.url, "PICKPOST_AUTHSERV_ID": OUR_SERVER}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        environment["DATABASE_URL"] = server.url(server.create())
    folder = tmp_path_factory.mktemp("outside")
    (folder / "westlicht.yaml").write_text(PROGRAMME, encoding="utf-8")
    with installation(folder, program=PROGRAM, **environment) as running:
        running.command("db", "upgrade")
        running.command("programme", "load", "westlicht.yaml")
        running.start("serve")
        yield running


@pytest.fixture
def outside(product: Installation, sink: SmtpSink) -> Outside:
    """Everybody around it."""
    return Outside(product, sink)


def _offered(outside: Outside, number: int = 1, note: str = "hot #fair") -> None:
    """Vera forwards Carla's mail and releases the lead with one click."""
    outside.forwards(f"Vera Vogt <{VERA}>", "westlicht", note, f"{REQUEST}\nNumber {number}\n")
    received = outside.letter_to(VERA, "lead_received", number)
    assert outside.presses(received.link("release")).code == "released"


@pytest.mark.rule("3.8")
@pytest.mark.slow
@pytest.mark.timeout(200)
def test_a_stranger_is_kept_and_never_answered(product: Installation, outside: Outside, sink: SmtpSink) -> None:
    outside.forwards("Eve Ernst <eve@stranger.example>", "westlicht", "hot", REQUEST)
    outside.forwards(f"Vera Vogt <{VERA}>", "nobody-here", "hot", REQUEST)
    _offered(outside)

    assert not [mail for mail in sink.mails if "stranger" in str(mail.rcpt_to)]
    listed = product.command("quarantine", "list")
    assert "2 in quarantine" in listed
    assert "the sender is unknown" in listed


@pytest.mark.rule("9.2")
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_forged_mail_asks_the_known_address_and_does_nothing_else(outside: Outside) -> None:
    """Without a word of our own server, with its "no", and with another server's word: three questions to Rolf."""
    _offered(outside)
    outside.presses(outside.letter_to(ROLF, "lead_offer").link("take"))
    taken = outside.letter_to(ROLF, "lead_picked")
    forgeries: list[tuple[str | None, str]] = [
        (None, OUR_SERVER), ("dmarc=fail", OUR_SERVER), ("dmarc=pass", "mx.evil.example"),
    ]  # fmt: skip

    for number, (results, server) in enumerate(forgeries, 1):
        outside.writes(
            f"Rolf Rieger <{ROLF}>", taken.reply_to, f"won {number}k", answering=taken, results=results, server=server
        )
        outside.letter_to(ROLF, "confirm_wish", number)

    assert outside.letters_to(ROLF, "feedback_echo") == []
    assert outside.letters_to(VERA, "feedback_receipt") == []
    assert outside.presses(outside.letters_to(ROLF, "confirm_wish")[1].link("")).code == "confirmed"
    assert "2,000" in outside.letter_to(ROLF, "feedback_echo").text
    assert len(outside.letters_to(VERA, "feedback_receipt")) == 1


@pytest.mark.slow
@pytest.mark.timeout(420)
def test_from_a_forwarded_mail_to_the_weekly_digest(product: Installation, outside: Outside) -> None:
    _offered(outside)
    of_rolf, of_rita = (outside.letter_to(name, "lead_offer") for name in (ROLF, RITA))
    for offer in (of_rolf, of_rita):
        assert not [word for word in IDENTITY if word in offer.mail.as_string().lower()]

    # Scanners open everything, both ways, and nothing happens.
    for path in of_rita.links().values():
        assert {outside.opens(path).status, outside.opens(path, "HEAD").status} == {200}
    assert outside.presses(of_rolf.link("take")).code == "picked"
    late = outside.opens(of_rita.link("take"))
    assert (late.status, late.code) == (200, "gone")
    assert "minute" in late.text

    taken = outside.letter_to(ROLF, "lead_picked")
    assert "carla@molkerei-muster.example" in taken.text
    names = [part.get_filename() or "" for part in taken.mail.iter_attachments()]
    assert {Path(name).suffix for name in names} >= {".vcf", ".ics"}
    assert "Rolf IT GmbH" in outside.letter_to(VERA, "lead_taken").text

    appointment = datetime.now(UTC) + timedelta(days=20)
    outside.writes(f"Rolf Rieger <{ROLF}>", taken.reply_to, f"Termin am {appointment:%d.%m.}", answering=taken)
    echo = outside.letter_to(ROLF, "feedback_echo")
    assert "appointment" in echo.text.lower()
    assert appointment.strftime("%B") in echo.text or appointment.strftime("%b") in echo.text
    assert "appointment" in outside.letter_to(VERA, "feedback_receipt").text.lower()

    _time_goes_by(product, outside)


def _time_goes_by(product: Installation, outside: Outside) -> None:
    """Rolf takes a second lead and says nothing more: reminder and digest, then the lead goes to Rita."""
    _offered(outside, 2)
    assert outside.presses(outside.letter_to(ROLF, "lead_offer", 2).link("take")).code == "picked"
    outside.letter_to(ROLF, "lead_picked", 2)
    now = datetime.now(UTC)

    product.command("tick", "--at", (now + timedelta(days=7)).isoformat())
    assert len(outside.letters_to(ROLF, "feedback_due")) == 1
    assert outside.letters_to(RITA, "feedback_due") == []
    for name, kind in ((VERA, "week_manager"), (ROLF, "week_reseller"), (RITA, "week_reseller")):
        assert len(outside.letters_to(name, kind)) == 1

    product.command("tick", "--at", (now + timedelta(days=21)).isoformat())
    assert len(outside.letters_to(VERA, "lead_returned")) == 1
    assert len(outside.letters_to(ROLF, "lead_returned")) == 1
    again = outside.letter_to(RITA, "lead_offer", 3)
    assert outside.presses(again.link("take")).code == "picked"
    assert product.get("/readyz")[0] in (200, 503)
