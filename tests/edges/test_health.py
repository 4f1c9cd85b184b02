"""What watches over the service reads that it lives, keeps up, and how much it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app.store import raw_mail
from app.store.beat import beat
from tests.edges.house import House


def test_alive_asks_nothing_of_the_database(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    take_away_the_database(house, monkeypatch)

    assert house.client().get("/healthz").json == {"status": "ok"}


def test_ready_names_the_age_of_what_waits(house: House) -> None:
    house.offered_lead()
    with house.parts.new_work() as work:
        beat(work.session, "tick", house.clock.now())
        raw_mail.store(work.session, b"mail", mailbox="smtp", now=house.clock.now(), recipients=[])
        work.commit()
    house.clock.advance(timedelta(seconds=90))

    response = house.client().get("/readyz")

    assert response.status_code == 200
    assert response.json == {
        "status": "ok", "database": "ok", "late": [], "outbox_age_s": 90, "inbox_age_s": 90, "tick_age_s": 90,
    }  # fmt: skip


@pytest.mark.parametrize(("minutes", "late"), [(4, []), (6, ["tick"]), (16, ["outbox", "inbox", "tick"])])
def test_ready_says_what_stands_still(house: House, minutes: int, late: list[str]) -> None:
    test_ready_names_the_age_of_what_waits(house)
    house.clock.advance(timedelta(minutes=minutes, seconds=-90))

    response = house.client().get("/readyz")

    assert (response.status_code, response.json["late"]) == (503 if late else 200, late)  # type: ignore[index]  # JSON


def test_a_web_process_alone_is_ready_before_any_worker_has_ticked(house: House) -> None:
    assert house.client().get("/readyz").status_code == 200


def take_away_the_database(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("no route to host"))

    for engine in (house.parts.database.reader, house.parts.database.writer):
        monkeypatch.setattr(engine, "connect", away)


def test_without_the_database_people_get_a_page_and_machines_a_503(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"/a/{house.token('rita', 'pick', house.offered_lead())}"
    client = house.client()
    with monkeypatch.context() as patch:
        take_away_the_database(house, patch)

        answers = [client.get(link), client.post(link, data={"nonce": "x"}), client.get("/mailroom")]
        ready = client.get("/readyz")
        figures = client.get("/metrics")

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert all("Nothing was changed and nothing is lost." in answer.text for answer in answers)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert (ready.status_code, ready.json) == (503, {"status": "unavailable", "database": "away"})
    assert "pickpost_database_up 0.0" in figures.text
    assert client.get(link).status_code == 200


def test_the_figures_count_leads_mails_and_answers_and_name_no_link(house: House) -> None:
    token = house.token("rolf", "pick", house.offered_lead())
    client = house.client()
    client.get(f"/a/{token}")

    text = client.get("/metrics").text

    for line in (
        'pickpost_leads{state="offered"} 1.0',
        "pickpost_database_up 1.0",
        "pickpost_quarantined_mails 0.0",
        'pickpost_age_seconds{part="outbox"} 0.0',
        'pickpost_requests_total{status="200",view="links.look"}',
        'pickpost_request_seconds_count{view="links.look"}',
    ):
        assert line in text
    assert token not in text
