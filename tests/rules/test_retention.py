"""What is over its time is emptied, and no figure changes. Rulebook 9.5."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain import commands as do
from app.domain.lifecycle import Status
from app.domain.people import Vendor
from app.service.queries.scope import Scope
from app.service.queries.week import Week
from app.store import forgetting
from app.store.outbox import Post, PostState
from app.store.raw_mail import RawMail, RawMailBytes, RawMailState
from inbound.intake import Intake
from inbound.quarantine import NotInQuarantine, Quarantine
from inbound.sandbox import Sandbox
from tests.databases import a_tabled_database, a_tabled_postgresql_database
from tests.edges.incoming import no_dns
from tests.rules.post_office import PostOffice
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import BERLIN, MINUTE, Town, a_town

VERA, ROLF = "vera@nordlicht.example", "rolf@rolf-it.example"
SHORT = {"raw_mail": 30, "outbox": 40, "closed_leads": 50, "journal": 60}


@pytest.fixture(params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A vendor that keeps little for long; once on SQLite and once on PostgreSQL."""
    with ExitStack() as stack:
        url = (
            a_tabled_database(tmp_path)
            if request.param == "sqlite"
            else stack.enter_context(a_tabled_postgresql_database(request.getfixturevalue("postgresql")))
        )
        town = a_town(url, nordlicht(retention_days=SHORT))
        stack.callback(town.parts.database.dispose)
        yield town


@pytest.fixture
def mails(town: Town, reader: Sandbox) -> PostOffice:
    return PostOffice(town, Intake(town.parts, reader, no_dns))


def won_lead(town: Town) -> int:
    lead_id = town.taken_lead()
    town.reports("rolf", lead_id, Status.WON, amount_cents=4_800_000, currency="EUR", note="Carla signed")
    return lead_id


@pytest.mark.rule("9.5")
def test_a_closed_lead_keeps_its_payload_to_its_last_day_and_its_figures_for_good(town: Town) -> None:
    lead_id = won_lead(town)
    closed_at = town.lead(lead_id).closed_at
    assert closed_at is not None

    look_on(town, closed_at + timedelta(days=50))
    kept = town.lead(lead_id)
    look_on(town, closed_at + timedelta(days=50) + MINUTE)
    emptied = town.lead(lead_id)

    assert kept.fields["company"] == "Metallbau Muster GmbH"
    assert set(emptied.fields) <= {"product", "temperature", "source", "country", "postcode", "currency",
                                   "expected_volume_cents"}  # fmt: skip
    assert (emptied.amount_cents, emptied.state, emptied.sources, emptied.remarks) == (4_800_000, "won", {}, "")
    assert [feedback.note for feedback in town.feedbacks(lead_id)] == [None]


def look_on(town: Town, at: datetime, vendors: tuple[int, ...] = (1,)) -> None:
    """Have vendors looked through at an instant, as if their night were then."""
    with town.parts.new_work() as work:
        for vendor_id in vendors:
            work.session.get_one(Vendor, vendor_id).retention_due_at = at
        work.commit()
    town.at(at)
    for vendor_id in vendors:
        assert town.do(do.ApplyRetention(vendor_id=vendor_id)).code == "retained"


@pytest.mark.rule("9.5", "8.1")
def test_no_figure_changes_for_anybody(town: Town) -> None:
    """The figures of a year that has everything in it, before and after all of it is emptied."""
    won_lead(town)
    lost = town.taken_lead(by="rita")
    town.reports("rita", lost, Status.LOST, reason="price")
    town.taken_lead(by="ruth", postcode="20095")
    town.at(town.clock.now() + timedelta(days=70))
    all_sent(town)
    before = figures(town)

    look_on(town, town.clock.now())

    assert emptied_letters(town) > 5
    assert town.lead(lost).forgotten_at is not None
    assert figures(town) == before


def figures(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = {}
    now = town.clock.now()
    with town.looking() as session:
        for name in ("vera", "nina", "max", "dora", "rolf", "ruth", "rita"):
            for scope in Scope.scopes_of(session.merge(town.person(name), load=False)):
                week = Week(session, scope, now - timedelta(days=63))
                found[name] = (week.figures, week.pipeline_cents(), week.leads_by_week(12), week.partners(), week.facts)
    return found


def emptied_letters(town: Town) -> int:
    with town.looking() as session:
        return sum(not post.context for post in session.scalars(select(Post)))


@pytest.mark.rule("9.5")
def test_letters_go_after_forty_days_but_never_one_that_waits(town: Town) -> None:
    lead_id = town.taken_lead()
    all_sent(town, but="lead_picked")
    written_at = town.post_to("rolf", "lead_picked").written_at

    look_on(town, written_at + timedelta(days=40))
    assert emptied_letters(town) == 0
    look_on(town, written_at + timedelta(days=40) + MINUTE)

    assert town.post_to("rolf", "lead_picked").context["lead_ref"] == f"L-{lead_id}"
    assert not town.post_to("rolf", "lead_offer").context


def all_sent(town: Town, but: str = "") -> None:
    with town.parts.new_work() as work:
        for post in work.session.scalars(select(Post).where(Post.kind != but)):
            post.state = PostState.SENT
        work.commit()


@pytest.mark.rule("9.5")
def test_a_raw_mail_goes_after_thirty_days_and_can_then_be_neither_shown_nor_read_again(
    town: Town, mails: PostOffice
) -> None:
    raw = mails.writes(VERA, "Firma: Metallbau Muster GmbH, 80331 München, carla@metallbau-muster.example")
    strange = mails.writes("eve@stranger.example", "Hello")
    assert (raw.vendor_id, strange.vendor_id) == (1, None)
    desk = Quarantine(town.parts.database, town.parts.new_work)
    assert desk.show(strange.id)[1]

    look_on(town, raw.received_at + timedelta(days=30))
    assert bytes_left(town) == {raw.id, strange.id}
    look_on(town, raw.received_at + timedelta(days=30) + MINUTE)

    assert bytes_left(town) == set()
    with town.looking() as session:
        kept = session.get_one(RawMail, strange.id)
    assert (kept.state, kept.mail_from, kept.subject, kept.reason) == (
        RawMailState.DISCARDED, None, None, "its content was deleted",
    )  # fmt: skip
    with pytest.raises(NotInQuarantine):
        desk.show(strange.id)


def bytes_left(town: Town) -> set[int]:
    with town.looking() as session:
        return set(session.scalars(select(RawMailBytes.raw_mail_id)))


@pytest.mark.rule("9.5")
def test_a_mail_that_is_no_vendors_stays_as_long_as_any_vendor_keeps_mails(town: Town, mails: PostOffice) -> None:
    town.load(suedwind())  # keeps mails for a year
    strange = mails.writes("eve@stranger.example", "Hello")

    look_on(town, strange.received_at + timedelta(days=365))
    assert bytes_left(town) == {strange.id}
    look_on(town, strange.received_at + timedelta(days=365) + MINUTE)
    assert bytes_left(town) == set()


@pytest.mark.rule("9.5")
def test_an_answer_to_a_letter_that_is_emptied_is_asked_back_not_lost(town: Town, mails: PostOffice) -> None:
    town.offered_lead(temperature="hot")
    offer = town.post_to("rolf", "lead_offer")
    with town.parts.new_work() as work:
        forgetting.empty_posts(work.session, [offer.id])
        work.commit()

    raw = mails.writes(ROLF, "take", answering=offer)

    assert raw.state == RawMailState.DONE
    assert town.journal()[-1].wish in ("pick", "ask")


@pytest.mark.rule("9.5")
def test_the_journal_keeps_who_did_what_for_good_and_its_details_for_sixty_days(town: Town) -> None:
    lead_id = won_lead(town)
    picked = next(entry for entry in town.journal() if entry.wish == "pick")
    assert picked.facts

    look_on(town, picked.at + timedelta(days=60) + MINUTE)

    after = next(entry for entry in town.journal() if entry.wish == "pick")
    assert (after.at, after.person_id, after.code, after.lead_id) == (picked.at, picked.person_id, "picked", lead_id)
    assert after.facts == {}


@pytest.mark.rule("9.5")
def test_each_vendor_has_its_own_periods(town: Town) -> None:
    """Eve's vendor keeps closed leads for three years."""
    town.load(suedwind())
    ours = won_lead(town)
    theirs = town.submits("eve", vendor_id=2)
    assert not town.do(do.WithdrawLead(by=town.person_id("eve"), lead_id=theirs)).refused

    look_on(town, town.clock.now() + timedelta(days=51), vendors=(1, 2))

    assert town.lead(ours).forgotten_at is not None
    assert town.lead(theirs).fields["company"] == "Metallbau Muster GmbH"


@pytest.mark.rule("9.5")
def test_it_is_looked_every_night_at_three_and_a_big_heap_goes_on_by_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    won_lead(town)
    all_sent(town)

    town.time_passes(town.clock.now() + timedelta(days=45))
    for _ in range(20):
        town.clock.advance(timedelta(seconds=2))
        town.time_passes()

    assert emptied_letters(town) > 4
    with town.looking() as session:
        due = session.get_one(Vendor, 1).retention_due_at
    assert due is not None
    assert due.astimezone(BERLIN).strftime("%H:%M") == "03:00"
