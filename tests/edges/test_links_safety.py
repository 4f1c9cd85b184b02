"""What a link must never do: act by being looked at, for somebody else, or from another site's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.domain import commands as do
from app.domain.letters.lists import LISTS
from app.domain.lifecycle import Status
from app.domain.time_commands import AskTime
from app.service.programme_file import read_programme
from app.service.queries.wish_page import LEAD_WISHES
from app.tokens import NONCE_AGE_S
from tests.edges.house import PROGRAMME, House
from tests.edges.visitor import Page, Visitor

pytestmark = [pytest.mark.rule("9.1"), pytest.mark.slow]

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@pytest.fixture
def rolf(house: House) -> Visitor:
    return Visitor(house, "rolf")


def every_link(house: House) -> Iterator[str]:
    """Yield a link of every wish to everybody, on leads in every state."""
    leads = [house.received_lead(), house.offered_lead(), house.taken_lead(), house.received_lead(postcode="")]
    until = house.clock.now() + timedelta(days=9)
    house.do(AskTime(by=house.person_id("rolf"), lead_id=leads[2], until=until))
    options = {
        "feedback": tuple(map(str, Status)), "unsubscribe": LISTS, "resubscribe": LISTS, "trust_device": ("off",),
        "remind": ("3", "7"), "extend": ("5",), "assign": (str(house.reseller_id("rita-systems")),),
        "grant_time": ("20260312",), "refuse_time": ("20260312",),
    }  # fmt: skip
    about_oneself = ("absence", "resume", "unsubscribe", "resubscribe", "preferences", "trust_device", "confirm")
    for name in ("vera", "max", "rolf", "rita", "eve"):
        for wish in (*LEAD_WISHES, "open", *about_oneself):
            for option in options.get(wish, ("",)):
                for object_id in (0,) if wish in about_oneself else leads:
                    yield f"/a/{house.token(name, wish, object_id, option)}"


def test_looking_at_any_link_in_any_state_changes_nothing(house: House) -> None:
    """Seen failing on the naive way, where GET did the wish too: leads were released, offers taken and withdrawn."""
    links = list(every_link(house))
    before = house.all_rows()
    client = house.client()

    answers = {client.open(link, method=method).status_code for link in links for method in ("GET", "HEAD")}

    assert len(links) > 500
    assert answers == {200, 404}
    assert house.all_rows() == before


def posted(house: House, visitor: Visitor, page: Page, headers: dict[str, str] | None = None, **typed: str) -> Page:
    before = house.all_rows()
    visitor.headers = headers or {}
    answer = visitor.press(page, **typed)
    if answer.status != 200:
        assert house.all_rows() == before
    return answer


def test_a_press_without_the_page_s_nonce_does_nothing_but_show_the_page_again(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead()
    page = rolf.open("pick", lead_id)

    for nonce in ("", "made up", rolf.open("decline", lead_id).form().fields["nonce"]):
        again = posted(house, rolf, page, nonce=nonce)
        assert again.status == 403

    assert rolf.press(again).code == "picked"


def test_a_page_that_lay_open_for_an_hour_asks_for_one_more_press(house: House, rolf: Visitor) -> None:
    page = rolf.open("pick", house.offered_lead())
    house.clock.advance(timedelta(seconds=NONCE_AGE_S + 1))

    again = posted(house, rolf, page)

    assert again.status == 403
    assert again.tree.xpath("//p[@role='alert']")
    assert rolf.press(again).code == "picked"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_press_from_another_page_is_refused(house: House, rolf: Visitor, headers: dict[str, str]) -> None:
    assert posted(house, rolf, rolf.open("pick", house.offered_lead()), headers).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_press_on_our_own_page_is_taken(house: House, rolf: Visitor, headers: dict[str, str]) -> None:
    """Browsers write ``Origin: null`` on forms of pages that send no referrer, as ours do."""
    assert posted(house, rolf, rolf.open("pick", house.offered_lead()), headers).code == "picked"


def without_nonce(page: Page) -> str:
    return page.response.text.replace(page.tree.find(".//style").get("nonce"), "")


def test_altered_expired_and_foreign_links_get_one_page_without_detail(house: House) -> None:
    eve = Visitor(house, "eve")
    lead_id = house.offered_lead()
    expired, good = house.token("rolf", "pick", lead_id, days=1), house.token("rolf", "pick", lead_id)
    altered = good[:-1] + ("a" if good[-1] != "a" else "b")
    house.clock.advance(timedelta(days=2))

    pages = [
        eve.go(f"/a/{expired}"), eve.go(f"/a/{altered}"), eve.go("/a/never-made"), eve.open("pick", lead_id),
        eve.open("feedback", 4711, "contacted"), eve.go(f"/a/{good}?done=never-pressed"), eve.go("/nowhere"),
    ]  # fmt: skip

    assert {page.status for page in pages} == {404}
    assert len({without_nonce(page) for page in pages}) == 1
    assert eve.client.post(f"/a/{expired}").status_code == 404


def test_bad_variants_never_lock_the_good_link(house: House, rolf: Visitor) -> None:
    lead_id = house.offered_lead()
    good = house.token("rolf", "pick", lead_id)
    for place in range(len(good)):
        rolf.go(f"/a/{good[:place]}{'a' if good[place] != 'a' else 'b'}{good[place + 1 :]}")

    assert rolf.press(rolf.go(f"/a/{good.upper()}")).code == "picked"


def test_another_vendor_s_people_see_nothing_of_a_lead(house: House) -> None:
    """Even with a link to it that is signed for them."""
    lead_id = house.offered_lead()
    neighbour = PROGRAMME.replace("nordlicht", "suedwind").replace("-it", "-too").replace("rita-", "rosa-")
    neighbour = neighbour.replace("vera@", "volker@").replace("max@", "moritz@").replace("eve@", "elke@")
    neighbour = neighbour.replace("rolf@", "ralf@").replace("rita@", "rosa@").replace("other-corner", "corner-too")
    assert not house.do(do.LoadProgramme(programme=read_programme(neighbour, "p.yaml"), files={})).refused

    for name in ("volker", "moritz", "ralf", "rosa"):
        visitor = Visitor(house, name)
        options = {"feedback": "contacted", "assign": "1", "remind": "3", "merge": "1"}
        statuses = {visitor.open(wish, lead_id, options.get(wish, "")).status for wish in (*LEAD_WISHES, "open")}
        assert statuses == {404}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/a/nothing", 404),
        ("/", 200),
        ("/receipts", 200),
        ("/healthz", 200),
        ("/mailroom", 200),
        ("/static/page.css", 200),
    ],
)
def test_every_answer_bears_the_headers(house: House, address: str, status: int) -> None:
    with house.client().get(address) as response:
        assert response.status_code == status
    expected = HEADERS | ({"Cache-Control": "public, max-age=3600"} if "static" in address else {})
    assert {name: response.headers.get(name) for name in expected} == expected
    policy = response.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "script-src 'self';"):
        assert rule in policy
    assert "unsafe" not in policy


def test_more_than_64_kb_is_refused(house: House, rolf: Visitor) -> None:
    page = rolf.open("feedback", house.taken_lead(), "contacted")

    assert posted(house, rolf, page, note="x" * 70_000).status == 413


def test_a_request_for_another_host_is_refused(house: House) -> None:
    token = house.token("rolf", "pick", house.offered_lead())

    assert house.client().get(f"/a/{token}", base_url="http://evil.example").status_code == 400


def test_links_on_pages_never_take_their_host_from_the_request(house: House, rolf: Visitor) -> None:
    page = rolf.open("open", house.taken_lead())

    assert page.links()
    assert all(link.startswith("/a/") for link in page.links())


def test_a_fault_is_noted_without_the_link(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    token = house.token("rolf", "pick", house.offered_lead())
    monkeypatch.setattr("app.web.links.ask", lambda *_, **__: 1 / 0)

    assert house.client().get(f"/a/{token}").status_code == 500
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.out + said.err
    assert token not in said.out + said.err


def test_nothing_else_can_be_posted_to(house: House) -> None:
    """Every wish ends at the door by one route; the other writes a mail, as anybody's mail program could."""
    posting = {
        rule.endpoint for rule in house.app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }

    assert posting == {"links.press", "mailroom.send_written"}


def test_a_link_that_is_signed_for_somebody_without_the_offer_does_nothing(house: House) -> None:
    lead_id = house.offered_lead()
    token = house.token("eve", "pick", lead_id)

    response = house.client().post(f"/a/{token}", data={"nonce": house.parts.tokens.nonce(token)})

    assert response.status_code == 404
    assert house.lead(lead_id).holder_id is None
