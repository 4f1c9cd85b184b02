"""A partner's whole week, over SMTP and HTTP only: Rolf never sees anything but his mails and their links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.outside import OUR_SERVER, Letter, Outside
from tests.services.servers.installation import MAIL_DOMAIN, PROGRAM, Installation, installation
from tests.services.servers.smtp_sink import SmtpSink

VERA, ROLF, RITA = "vera@westlicht.example", "rolf@rolf-it.example", "rita@rita-systems.example"
DEALS = f"deals+westlicht@{MAIL_DOMAIN}"
AS_VERA, AS_ROLF = f"Vera Vogt <{VERA}>", f"Rolf Rieger <{ROLF}>"
PROGRAMME = """
vendor: {slug: westlicht, name: Westlicht Automation KG, language: en, timezone: Europe/Berlin, country: DE,
         currency: EUR}
settings: {group_size: 5, auto_release: true, mails_per_day: 20}  # a week of mails is written on one day here
people:
  - {email: vera@westlicht.example, name: Vera Vogt, role: channel_manager}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, level: gold, country: DE, postcode: "20095",
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de}]}
  - {slug: rita-systems, name: Rita Systems Ltd, level: gold, country: DE, postcode: "50667",
     people: [{email: rita@rita-systems.example, name: Rita Reed, role: sales_manager, language: en}]}
incentives: [{product: gripper, level: gold, commission_percent: 8, bonus: 500}]
rewards: [{title: MDF 100, points: 100}]
"""
CUSTOMERS = ("Molkerei Muster GmbH", "Sägewerk Tannhof KG", "Backhaus Olsen AG", "Druckerei Quandt OHG")


@pytest.fixture
def product(postgresql_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Installation]:
    """``pickpost serve`` in an empty folder, with the programme loaded and the sink as its way out.

    On PostgreSQL; the vendor's week is on SQLite, and the story of the first day on both.
    """
    environment = {"PICKPOST_SMTP_URL": smtp_sink.url, "PICKPOST_AUTHSERV_ID": OUR_SERVER}
    environment["DATABASE_URL"] = postgresql_url
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


def offer_of(outside: Outside, number: int, temperature: str = "hot") -> None:
    """Vera forwards the request of one customer; it is complete and goes out at once."""
    company = CUSTOMERS[number - 1]
    domain = f"{company.split()[1].lower()}.example"
    outside.forwards(
        AS_VERA, "westlicht", f"{temperature} #fair",
        f"---------- Forwarded message ---------\nFrom: Carla Klein <carla@{domain}>\n"
        "Date: Mon, 2 Mar 2026 at 09:00\nSubject: Request\nTo: <sales@westlicht.example>\n\n"
        f"Company: {company}\nContact: Carla Klein\nPhone: +49 211 555010{number}\nE-Mail: carla@{domain}\n"
        f"Postcode: 4021{number}\nCity: Düsseldorf\nCountry: Germany\nProduct: gripper\n"
        f"Need: We look for gripper number {number} for our packing line.\n",
    )  # fmt: skip


def answer(outside: Outside, letter: Letter, words: str, sender: str = AS_ROLF) -> None:
    """Somebody, mostly Rolf, answers one of our letters."""
    outside.writes(sender, letter.reply_to, words, answering=letter)


def in_days(days: int) -> str:
    """Return the instant so many days from now, as the command line takes it."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.rule("2", "4.6", "4.7", "5.6", "6.6", "7.1", "7.3", "7.4", "7.5", "7.6", "8.3")
def test_rolfs_week_from_the_first_offer_to_his_reward(product: Installation, outside: Outside) -> None:
    taken = _monday_he_takes_one_and_declines_one(outside)
    _tuesday_he_registers_a_deal_of_his_own(product, outside)
    _tuesday_his_customer_looks_at_prices_and_wants_more_time(outside)
    _wednesday_he_wants_hot_leads_only(product, outside)
    _thursday_he_wins(outside, taken)
    _thursday_he_wins_his_own_deal_too(outside)
    _friday_passes_and_he_is_behind(product, outside)
    _on_monday_he_reads_his_points_and_redeems_them(product, outside)


def _monday_he_takes_one_and_declines_one(outside: Outside) -> Letter:
    offer_of(outside, 1)
    answer(outside, outside.letter_to(ROLF, "lead_offer"), "nehme ich")
    taken = outside.letter_to(ROLF, "lead_picked")
    assert "Molkerei Muster GmbH" in taken.text
    assert outside.opens(outside.letter_to(RITA, "lead_offer").link("take")).code == "gone"
    answer(outside, taken, f"Termin am {datetime.now(UTC) + timedelta(days=20):%d.%m.} um 14 Uhr")
    assert "14:00" in outside.letter_to(ROLF, "feedback_echo").text

    offer_of(outside, 2)
    second = outside.letter_to(ROLF, "lead_offer", 2)
    answer(outside, second, "nein, keine Kapazität")
    outside.letter_to(ROLF, "done")
    assert outside.presses(outside.letter_to(RITA, "lead_offer", 2).link("take")).code == "picked"
    return taken


def _tuesday_he_registers_a_deal_of_his_own(product: Installation, outside: Outside) -> None:
    outside.writes(AS_ROLF, DEALS, "Deal: Huber Metallbau GmbH, 80331 München, gripper, 40k, Q2")
    assert "Huber Metallbau" in outside.letter_to(ROLF, "deal_registered").text
    review = outside.letter_to(VERA, "deal_review")
    answer(outside, review, "I need more information: who decides there?", AS_VERA)
    answer(outside, outside.letter_to(ROLF, "deal_answered"), "Das macht Frau Huber.")
    again = outside.letter_to(VERA, "deal_review", 2)
    assert "Frau Huber" in again.text
    assert outside.presses(again.link("approve")).code == "approved"
    approved = outside.letter_to(ROLF, "deal_approved")
    assert "8" in approved.text
    [receipt] = [part for part in approved.mail.iter_attachments() if part.get_content_type() == "application/json"]
    content = receipt.get_payload(decode=True)
    assert isinstance(content, bytes)
    file = product.folder / "receipt.json"
    file.write_bytes(content)
    assert "Huber" in json.dumps(json.loads(content), ensure_ascii=False)
    key = product.command("receipt", "key").splitlines()[0]
    assert "genuine" in product.command("receipt", "verify", str(file), "--key", key)


def _tuesday_his_customer_looks_at_prices_and_wants_more_time(outside: Outside) -> None:
    outside.writes(AS_VERA, DEALS, "Event: Huber Metallbau GmbH, 80331 München, looked at the price page")
    before = len(outside.letters_to(ROLF, "done"))
    answer(outside, outside.letter_to(ROLF, "deal_approved"), "verlängern, das Budget kommt im Juni")
    answer(outside, outside.letter_to(VERA, "extension_asked"), "approved", AS_VERA)
    assert "Mehr Zeit" in outside.letter_to(ROLF, "done", before + 2).text


def _wednesday_he_wants_hot_leads_only(product: Installation, outside: Outside) -> None:
    answer(outside, outside.letter_to(ROLF, "lead_offer"), "nur heiße")
    outside.letter_to(ROLF, "preferences_set")
    offer_of(outside, 3, "warm")
    outside.letter_to(VERA, "lead_received", 3)
    product.command("tick", "--at", in_days(4))  # a warm offer waits for working hours, whatever day this test runs on
    assert outside.presses(outside.letter_to(RITA, "lead_offer", 3).link("take")).code == "picked"
    assert len(outside.letters_to(ROLF, "lead_offer")) == 2


def _thursday_he_wins(outside: Outside, taken: Letter) -> None:
    answer(outside, taken, "gewonnen 48k")
    assert "48.000" in outside.letter_to(ROLF, "feedback_echo", 2).text
    assert "48,000" in outside.letter_to(VERA, "feedback_receipt", 2).text


def _thursday_he_wins_his_own_deal_too(outside: Outside) -> None:
    assert "looked at the price page" in outside.letter_to(ROLF, "customer_events").text
    before = len(outside.letters_to(ROLF, "done"))
    answer(outside, outside.letter_to(ROLF, "deal_approved"), "gewonnen 4k")
    answer(outside, outside.letter_to(ROLF, "done", before + 1), "rückgängig")
    assert "zurückgenommen" in outside.letter_to(ROLF, "done", before + 2).text
    answer(outside, outside.letter_to(ROLF, "deal_approved"), "gewonnen 40k")
    assert "3.200" in outside.letter_to(ROLF, "done", before + 3).text  # of 40,000 the programme's 8 %


def _friday_passes_and_he_is_behind(product: Installation, outside: Outside) -> None:
    offer_of(outside, 4)
    answer(outside, outside.letter_to(ROLF, "lead_offer", 3), "nehme")
    outside.letter_to(ROLF, "lead_picked", 2)
    product.command("tick", "--at", in_days(7))
    due = outside.letter_to(ROLF, "feedback_due")
    answer(outside, due, "nicht erreicht")
    outside.letter_to(ROLF, "feedback_echo", 3)


def _on_monday_he_reads_his_points_and_redeems_them(product: Installation, outside: Outside) -> None:
    product.command("tick", "--at", in_days(12))
    week = outside.letters_to(ROLF, "week_reseller")[-1]
    assert "Punkte" in week.text
    answer(outside, week, "MDF 100 einlösen")
    assert outside.presses(outside.letter_to(VERA, "redemption_review").link("approve")).code.startswith("redemption")
    assert "MDF 100" in outside.letter_to(ROLF, "redemption_answered").text
