"""For hot leads a text message too, through the operator's gateway. Rulebook 4.6."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import select

from app.mail.sms import Gateway, MailGateway, Webhook, gateway_of
from app.mail.transport import MailroomTransport, Sendable
from app.settings import Settings, SettingsError
from app.store.texts import BACKOFF, TextMessage
from scheduler.texting import Texting
from tests.rules.test_preferences import prefers
from tests.rules.town import MINUTE, Town, berlin

pytestmark = pytest.mark.rule("4.6")
NUMBER = "+491701234567"


class Phone(HTTPServer):
    """A real HTTP gateway on this machine."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.got: list[dict[str, Any]] = []
        self.answers = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Answer(BaseHTTPRequestHandler):
    server: Phone

    def do_POST(self) -> None:
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.answers)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def a_phone() -> Iterator[Phone]:
    phone = Phone()
    thread = threading.Thread(target=phone.serve_forever, daemon=True)
    thread.start()
    try:
        yield phone
    finally:
        phone.shutdown()
        phone.server_close()
        thread.join()


@pytest.fixture
def phone() -> Iterator[Phone]:
    with a_phone() as phone:
        yield phone


def texting(town: Town, gateway: Gateway) -> Texting:
    parts = town.parts
    return Texting(parts.new_work, gateway, parts.tokens, parts.settings.base_url, town.clock, timedelta(seconds=60))


def states(town: Town) -> list[str]:
    with town.looking() as session:
        return list(session.scalars(select(TextMessage.state).order_by(TextMessage.id)))


def test_a_hot_offer_is_texted_with_a_link_and_nothing_of_the_customer(town: Town, phone: Phone) -> None:
    prefers(town, "rita", text_to="0049 170 / 1234567")
    lead_id = town.offered_lead(temperature="hot")

    assert texting(town, Webhook(phone.url)).run() == 1

    [told] = phone.got
    assert told["to"] == NUMBER
    assert f"L-{lead_id}" in told["text"]
    assert "http://127.0.0.1:8000/a/" in told["text"]
    assert "Muster" not in told["text"]
    assert len(told["text"]) <= 320
    assert texting(town, Webhook(phone.url)).run() == 0, "once"


@pytest.mark.parametrize("temperature", ["warm", "cold"])
def test_other_offers_are_not(town: Town, phone: Phone, temperature: str) -> None:
    prefers(town, "rita", text_to=NUMBER)
    town.offered_lead(temperature=temperature)

    assert states(town) == []


def test_a_text_waits_for_the_end_of_the_night_and_of_quiet_hours(town: Town, phone: Phone) -> None:
    prefers(town, "rita", text_to=NUMBER)
    town.at("2026-03-03 21:00")
    town.offered_lead(temperature="hot")
    prefers(town, "rita", quiet_from="21:00", quiet_until="09:30")
    town.offered_lead(temperature="hot")

    town.at(berlin("2026-03-04 07:00") - MINUTE)
    assert texting(town, Webhook(phone.url)).run() == 0
    town.at("2026-03-04 07:00")
    assert texting(town, Webhook(phone.url)).run() == 1
    town.at("2026-03-04 09:30")
    assert texting(town, Webhook(phone.url)).run() == 1


def test_a_lead_that_is_gone_is_not_texted(town: Town, phone: Phone) -> None:
    prefers(town, "rita", text_to=NUMBER)
    lead_id = town.offered_lead(temperature="hot")
    town.picks("rolf", lead_id)

    assert texting(town, Webhook(phone.url)).run() == 0
    assert (phone.got, states(town)) == ([], ["cancelled"])


@pytest.mark.parametrize("answer", [500, 302])
def test_a_gateway_that_fails_is_asked_again_with_the_same_id_and_given_up_at_last(
    town: Town, phone: Phone, answer: int
) -> None:
    """A redirect is a failure too: nobody but the operator says where numbers go."""
    prefers(town, "rita", text_to=NUMBER)
    town.offered_lead(temperature="hot")
    phone.answers = answer

    for pause in (*BACKOFF, timedelta(0)):
        assert texting(town, Webhook(phone.url)).run() == 0
        town.clock.advance(pause)

    assert states(town) == ["failed"]
    assert len({told["id"] for told in phone.got}) == 1
    assert len(phone.got) == len(BACKOFF) + 1


def test_a_gateway_that_is_not_there_raises_nothing(town: Town) -> None:
    prefers(town, "rita", text_to=NUMBER)
    town.offered_lead(temperature="hot")

    assert texting(town, Webhook("http://127.0.0.1:9/send")).run() == 0
    assert states(town) == ["waiting"]


def test_a_gateway_by_mail_gets_the_number_as_its_address(town: Town) -> None:
    prefers(town, "rita", text_to=NUMBER)
    town.offered_lead(temperature="hot")
    sent: list[Sendable] = []
    gateway = gateway_of("mailto:{number}@sms.example", "pickpost@post.example", MailroomTransport(sent.append))
    assert isinstance(gateway, MailGateway)

    assert texting(town, gateway).run() == 1

    [mail] = sent
    assert mail.rcpt_to == "491701234567@sms.example"
    assert b"Hot lead L-1" in mail.content


@pytest.mark.parametrize("url", ["ftp://gateway.example", "gateway.example/send", "mailto:all@sms.example"])
def test_a_gateway_that_cannot_be_one_is_refused_by_name(url: str) -> None:
    with pytest.raises(SettingsError, match="PICKPOST_SMS_URL"):
        Settings.from_environment({"PICKPOST_SMS_URL": url, "PICKPOST_SECRET_KEYS": "for tests"})
