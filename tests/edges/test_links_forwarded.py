"""A mail was forwarded: a colleague gets a link of their own, a stranger learns nothing. Rulebook 9.1."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import yaml

from app.domain import commands as do
from app.domain.deal_commands import RegisterDeal
from app.service.programme_file import read_programme
from app.service.queries.wish_page import LEAD_WISHES
from tests.edges.house import PROGRAMME, House
from tests.edges.visitor import Page, Visitor

pytestmark = pytest.mark.slow

RUTH = "ruth@rolf-it.example"
CUSTOMER = ("Metallbau", "Muster", "Carla", "carla@", "12345678", "Lindenstra")
# Whoever changes fields has to see them.
EDITS = {"edit"}
OPTIONS = {"feedback": "contacted", "assign": "2", "remind": "3", "extend": "5"}


@pytest.fixture
def house(house: House) -> House:
    """The usual house; Ruth works with Rolf, Emil for another vendor's partner with the same name."""
    written = yaml.safe_load(PROGRAMME)
    written["resellers"][0]["people"].append({"email": RUTH, "name": "Ruth Rau", "role": "sales_rep", "language": "en"})
    house.do(do.LoadProgramme(programme=read_programme(yaml.safe_dump(written), "p.yaml"), files={}))
    other = yaml.safe_load(PROGRAMME)
    other["vendor"] |= {"slug": "suedwind", "name": "Suedwind AG"}
    other["people"] = [{"email": "erik@suedwind.example", "name": "Erik Egger", "role": "management"}]
    other["resellers"] = other["resellers"][:1]
    other["resellers"][0]["people"] = [{"email": "emil@rolf-it.example", "name": "Emil Eder", "role": "sales_manager"}]
    house.do(do.LoadProgramme(programme=read_programme(yaml.safe_dump(other), "p.yaml"), files={}))
    return house


def asks_for(house: House, token: str, address: str) -> Page:
    """Have somebody who holds Rolf's mail give an address of their own, in a browser of their own."""
    stranger = Visitor(house, "rolf")
    page = stranger.go(f"/a/{token}")
    own = page.link("colleague" if "colleague" in page.text else "derselben Firma")
    return stranger.press(stranger.go(own), colleague=address)


def bare(page: Page) -> str:
    """Return a page but for what differs from one to the next in any case."""
    return re.sub('nonce="[^"]+"', "", page.response.text)


@pytest.mark.rule("9.1")
def test_a_colleague_gets_a_link_of_their_own_and_acts_in_their_own_name(house: House) -> None:
    lead_id = house.offered_lead()

    page = asks_for(house, house.token("rolf", "pick", lead_id), f" {RUTH.upper()} ")
    house.deliver()

    assert "unterwegs" in page.text
    mail = house.mails_to("ruth")[0].content.decode()
    wishes = {
        found: house.parts.tokens.wish(found)
        for found in re.findall(r"/a/([a-z2-7]{20,64})", mail.replace("=\r\n", ""))
    }
    assert {wish.person_id for wish in wishes.values()} == {house.person_id("ruth")}
    token = next(found for found, wish in wishes.items() if wish.name == "pick")
    ruth = Visitor(house, "ruth")
    assert ruth.press(ruth.go(f"/a/{token}")).code == "picked"
    assert house.lead(lead_id).picked_by == house.person_id("ruth")


@pytest.mark.rule("9.1", "1")
def test_a_colleague_who_may_not_is_told_whom_to_ask_and_not_sent_in_circles(house: House) -> None:
    """As it was: asking, a mail, its button, and only then *You may not do that here*."""
    lead_id = house.offered_lead()
    house.do(do.PickLead(by=house.person_id("rolf"), lead_id=lead_id))

    asks_for(house, house.token("rolf", "feedback", lead_id, "contacted"), RUTH)
    house.deliver()

    _, title, text = house.mails_to("ruth")[0].content.decode().partition("Rolf Rieger works this lead\r\n=")
    assert title
    assert "/a/" not in text.partition("If you did not ask")[0]


@pytest.mark.rule("9.1")
@pytest.mark.parametrize(
    "address",
    [
        "nobody@nowhere.example", "rita@rita-systems.example", "emil@rolf-it.example", "vera@nordlicht.example",
        "rolf@rolf-it.example", "", "no address", f"{RUTH}\r\nBcc: eve@evil.example", f"{RUTH}, eve@evil.example",
        "ruth@rolf-it.example\x00", "a" * 5_000 + "@rolf-it.example", "' OR 1=1 --",
    ],
)  # fmt: skip
def test_anybody_else_reads_the_same_page_to_the_byte_and_nothing_is_sent(house: House, address: str) -> None:
    """A stranger, a rival, a namesake at another vendor, the vendor itself, a header smuggled into the address.

    Were the answer, or the way to it, one byte different, one could ask who works there.
    """
    token = house.token("rolf", "pick", house.offered_lead())
    good = asks_for(house, token, RUTH)
    before = {name: house.letters_to(name) for name in ("rolf", "rita", "vera", "emil", "ruth")}

    page = asks_for(house, token, address)

    assert (page.status, bare(page)) == (good.status, bare(good))
    assert page.response.headers["Content-Length"] == good.response.headers["Content-Length"]
    assert {name: house.letters_to(name) for name in before} == before
    assert [entry.facts for entry in house.journal() if entry.wish == "lend"] == [{}, {}]
    assert {entry.code for entry in house.journal() if entry.wish == "lend"} == {"lent"}


@pytest.mark.rule("9.1")
def test_a_colleague_is_not_flooded_and_a_stranger_does_not_notice(house: House) -> None:
    token = house.token("rolf", "pick", house.offered_lead())

    pages = {bare(asks_for(house, token, RUTH)) for _ in range(5)}

    assert len(pages) == 1
    assert house.letters_to("ruth").count("colleague_link") == 3
    house.clock.advance(timedelta(days=1, minutes=1))
    asks_for(house, token, RUTH)
    assert house.letters_to("ruth").count("colleague_link") == 4


@pytest.mark.rule("9.1")
def test_after_twenty_tries_with_somebodys_links_nothing_is_sent_for_a_day(house: House) -> None:
    token = house.token("rolf", "pick", house.offered_lead())
    for number in range(20):
        asks_for(house, token, f"guess{number}@rolf-it.example")

    asks_for(house, token, RUTH)

    assert "colleague_link" not in house.letters_to("ruth")


@pytest.mark.rule("9.1")
def test_without_the_pages_nonce_or_from_another_site_nothing_happens(house: House) -> None:
    token = house.token("rolf", "pick", house.offered_lead())
    before = house.all_rows()

    for data, headers in (
        ({"colleague": RUTH}, {}),
        ({"colleague": RUTH, "nonce": "made up"}, {}),
        ({"colleague": RUTH, "nonce": house.parts.tokens.nonce(token)}, {"Origin": "https://evil.example"}),
    ):
        assert house.client().post(f"/a/{token}", data=data, headers=headers).status_code == 403
    assert house.all_rows() == before


@pytest.mark.rule("9.1")
def test_a_link_about_oneself_is_nobody_elses(house: House) -> None:
    """Settings, subscriptions and "was it you?" are not lent."""
    before = house.all_rows()
    for wish, option in (("unsubscribe", "offers"), ("absence", ""), ("preferences", ""), ("trust_device", "off")):
        token = house.token("rolf", wish, 0, option)
        page = Visitor(house, "rolf").go(f"/a/{token}")
        assert "derselben Firma" not in page.text
        data = {"colleague": RUTH, "nonce": house.parts.tokens.nonce(token)}
        house.client().post(f"/a/{token}", data=data)
    assert "colleague_link" not in house.letters_to("ruth")
    assert [row for row in house.all_rows()["outbox"] if row not in before["outbox"]] == []


@pytest.mark.rule("9.1", "4.3")
@pytest.mark.parametrize("wish", sorted((LEAD_WISHES | {"open"}) - EDITS))
def test_a_browser_that_nobody_chose_is_shown_neither_the_customer_nor_anybodys_whole_name(
    house: House, wish: str
) -> None:
    """Seen failing where any browser was shown what a chosen one is: many wishes' pages named the customer, one
    her street, and one a colleague."""
    lead_ids = [house.received_lead(), house.offered_lead(), house.taken_lead()]
    for name in ("vera", "max", "rolf", "rita", "ruth"):
        for lead_id in lead_ids:
            page = Visitor(house, name).open(wish, lead_id, OPTIONS.get(wish, ""))
            assert [word for word in CUSTOMER if word in page.response.text] == [], f"{name}, L-{lead_id}"
            assert not re.search(r"\b(Vogt|Maurer|Rieger|Reed|Rau)\b", page.response.text)


@pytest.mark.rule("9.1")
def test_nor_after_the_press(house: House) -> None:
    lead_id = house.taken_lead()

    page = Visitor(house, "rolf").act("feedback", lead_id, "contacted")

    assert page.code == "feedback"
    assert [word for word in CUSTOMER if word in page.response.text] == []


@pytest.mark.rule("9.1")
def test_nor_is_a_registration_named_to_a_stranger(house: House) -> None:
    fields = {"company": "Metallbau Muster GmbH", "postcode": "80331", "product": "arm"}
    house.do(RegisterDeal(by=house.person_id("rolf"), vendor_id=1, fields=fields))

    for name, wish in (("vera", "approve"), ("vera", "reject"), ("rolf", "deal_report")):
        text = Visitor(house, name).open(wish, 1, "won" if wish == "deal_report" else "").response.text
        assert [word for word in CUSTOMER if word in text] == []
    assert "Metallbau Muster" in Visitor(house, "vera").on_own_device().open("approve", 1).text


@pytest.mark.rule("9.1")
def test_on_a_device_of_ones_own_the_customer_is_named(house: House) -> None:
    lead_id = house.taken_lead()

    page = Visitor(house, "rolf").on_own_device().open("feedback", lead_id, "contacted")

    assert f"L-{lead_id}: Metallbau Muster GmbH" in page.text
    assert "derselben Firma" not in page.text
