"""Files that no mail can hold: told of in the letter, downloaded from a page of one's own. Rulebook 5.3, 9.1."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain import commands as do
from app.domain.files import MOST_ATTACHED_BYTES
from app.domain.programme import Material
from app.service.queries.file_page import CHUNK_BYTES
from app.web import create_app
from tests.edges.visitor import Page, Visitor
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import CARLA, MINUTE, Town

MINUTES_OF_A_NONCE = 60


@pytest.fixture
def town(town: Town) -> Town:
    """The usual town with its pages."""
    town.app = create_app(town.parts)
    return town


def taken_with(town: Town, *sizes: int, name: str = "hall.svg") -> dict[str, Any]:
    """Return Rolf's letter about a lead that came with files of these sizes."""
    files = tuple((f"{number}-{name}", "image/svg+xml", b"x" * size) for number, size in enumerate(sizes))
    command = do.SubmitLead(by=town.person_id("vera"), vendor_id=1, fields=CARLA, attachments=files)
    lead_id = town.do(command).lead_id or 0
    town.releases("vera", lead_id)
    assert town.picks("rolf", lead_id).code == "picked"
    return dict(town.post_to("rolf", "lead_picked").context)


def fetches(town: Town, name: str, file_id: int) -> Page:
    """Have somebody open the link of a file and press its button."""
    return Visitor(town, name).act("download", file_id)


@pytest.mark.rule("5.3")
@pytest.mark.parametrize(
    ("sizes", "downloaded"),
    [
        ((MOST_ATTACHED_BYTES,), []),
        ((MOST_ATTACHED_BYTES + 1,), ["0-hall.svg"]),
        ((MOST_ATTACHED_BYTES - 5, 6, 5), ["1-hall.svg"]),
    ],
)
def test_what_one_mail_cannot_hold_is_downloaded_to_the_byte(
    town: Town, sizes: tuple[int, ...], downloaded: list[str]
) -> None:
    letter = taken_with(town, *sizes)

    assert [row["name"] for row in letter["downloads"]] == downloaded
    assert not set(downloaded) & set(letter["attachment_names"])
    assert len(letter["attachment_names"]) + len(downloaded) == len(sizes) + 2, "card and calendar entry go along"


@pytest.mark.rule("5.3")
def test_rolf_gets_every_byte_as_a_file_to_save_that_no_browser_runs(town: Town) -> None:
    size = MOST_ATTACHED_BYTES + CHUNK_BYTES // 2
    (row,) = taken_with(town, size)["downloads"]
    assert row["size_bytes"] == size

    answer = fetches(town, "rolf", row["action"]["object_id"]).response

    assert answer.data == b"x" * size
    headers = answer.headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment; filename=0-hall.svg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert headers["Content-Length"] == str(size)
    assert "no-store" in headers["Cache-Control"]
    entry = town.journal()[-1]
    assert (entry.wish, entry.code, entry.lead_id) == ("download", "fetched", 1)


@pytest.mark.rule("5.3", "9.1")
def test_looking_sends_nothing_and_tells_a_stranger_no_name(town: Town) -> None:
    (row,) = taken_with(town, MOST_ATTACHED_BYTES + 1)["downloads"]
    file_id = row["action"]["object_id"]
    before = town.all_rows()

    strangers = Visitor(town, "rolf").open("download", file_id)
    own = Visitor(town, "rolf").on_own_device().open("download", file_id)

    assert "hall.svg" not in strangers.text
    assert "Metallbau" not in strangers.text
    assert "15.7 MB" in strangers.text
    assert "0-hall.svg" in own.text
    assert strangers.buttons == own.buttons == ["Download"]
    assert Visitor(town, "rolf").client.head(f"/a/{town.token('rolf', 'download', file_id)}").status_code == 200
    assert town.all_rows() == before


@pytest.mark.rule("5.3", "9.1")
def test_the_address_of_a_download_is_dead_after_an_hour_and_the_link_after_its_days(town: Town) -> None:
    """Without the hour, an address left in a browser's history brings the file for two months."""
    (row,) = taken_with(town, MOST_ATTACHED_BYTES + 1)["downloads"]
    visitor, file_id = Visitor(town, "rolf"), row["action"]["object_id"]
    token = town.token("rolf", "download", file_id)
    page = visitor.go(f"/a/{token}")
    nonce = str(page.form().fields["nonce"])
    visitor.press(page)
    pressed = town.clock.now()

    for minutes, is_sent in ((MINUTES_OF_A_NONCE, True), (MINUTES_OF_A_NONCE + 1, False)):
        town.at(pressed + minutes * MINUTE)
        again = visitor.client.get(f"/a/{token}?done={nonce}")
        assert ("attachment" in again.headers.get("Content-Disposition", "")) is is_sent
    town.at(pressed + 61 * 24 * 60 * MINUTE)
    assert visitor.go(f"/a/{token}").status == 404


@pytest.mark.rule("5.3", "9.4")
@pytest.mark.parametrize(("name", "code"), [("rita", "not_permitted"), ("ruth", "not_permitted"), ("vera", "fetched")])
def test_whoever_may_not_see_the_lead_gets_no_file(town: Town, name: str, code: str) -> None:
    (row,) = taken_with(town, MOST_ATTACHED_BYTES + 1)["downloads"]
    file_id = row["action"]["object_id"]

    found = Visitor(town, name).open("download", file_id)

    if code == "fetched":
        assert found.buttons == ["Download"]
    else:
        assert found.code == code
        assert "hall.svg" not in found.text
    assert fetches(town, "rolf", file_id).status == 200


@pytest.mark.rule("5.3", "5.5")
def test_once_given_back_the_file_is_out_of_reach(town: Town) -> None:
    (row,) = taken_with(town, MOST_ATTACHED_BYTES + 1)["downloads"]
    town.gives_back("rolf", 1)

    assert Visitor(town, "rolf").open("download", row["action"]["object_id"]).code == "not_permitted"


@pytest.mark.rule("5.3")
def test_large_sales_material_is_a_link_too_and_says_when_it_is_gone(town: Town) -> None:
    programme = replace(nordlicht(), materials=(Material("Film", "film.mp4", "arm"),))
    big = {"film.mp4": b"y" * (MOST_ATTACHED_BYTES + 1)}
    assert town.do(do.LoadProgramme(programme=programme, files=big)).code == "loaded"
    (row,) = taken_with(town)["downloads"]
    link = row["action"]
    assert (row["name"], link["option"]) == ("film.mp4", "material")

    answer = Visitor(town, "rolf").act("download", link["object_id"], "material")
    assert len(answer.response.data) == MOST_ATTACHED_BYTES + 1
    town.load(suedwind())
    assert Visitor(town, "eve").open("download", link["object_id"], "material").status == 404

    town.load(nordlicht())
    assert Visitor(town, "rolf").open("download", link["object_id"], "material").code == "file_gone"


@pytest.mark.rule("5.3", "9.1")
def test_a_colleague_gets_a_link_of_their_own_by_mail(town: Town) -> None:
    (row,) = taken_with(town, MOST_ATTACHED_BYTES + 1)["downloads"]
    file_id = row["action"]["object_id"]
    rolfs = Visitor(town, "rolf")
    token = town.token("rolf", "download", file_id)

    rolfs.press(rolfs.go(f"/a/{token}?colleague"), colleague="ruth@rolf-it.example")

    (action,) = town.post_to("ruth", "colleague_link").context["actions"]
    assert (action["wish"], action["object_id"]) == ("download", file_id)
