"""A list released as a whole: complete leads go out, the others say why not, and it can be undone. Rulebook 3.4."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.commands import DiscardLead, EditLead, LoadProgramme, PickLead
from app.domain.errors import Protected
from app.domain.import_commands import ReleaseList, UndoReleaseList
from app.domain.letters import ImportReport
from app.domain.offer import Offer, OfferState
from app.service.handlers import intake
from app.service.list_standing import standing_of
from app.service.outcome import Outcome
from app.service.programme_file import read_programme
from inbound.list_releases import Releases
from tests.edges.incoming import PROGRAMME, Incoming, a_mail, reply_to
from tests.edges.lists import VERA, a_row, as_csv, mailed_report, report_to, sends_lists

pytestmark = pytest.mark.slow

SATURDAY = datetime(2026, 3, 7, 10, 0, tzinfo=UTC)


def answers(incoming: Incoming, words: str) -> None:
    """Let Vera answer her latest report."""
    key = incoming.key_of("vera", "import_report")
    incoming.arrives(a_mail(VERA, words, subject="Re: Liste"), reply_to(key))


def states(incoming: Incoming) -> list[str]:
    return [lead.state for lead in incoming.leads()]


def vera_wishes(incoming: Incoming, kind: type[Any], **more: Any) -> Outcome:
    return incoming.do(kind(by=incoming.person("vera").id, **more))


def told(incoming: Incoming) -> str:
    """Return the words of the latest report, on one line."""
    body = mailed_report(incoming).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def worked_off(incoming: Incoming) -> ImportReport:
    incoming.lists.run_once()
    return report_to(incoming)


@pytest.mark.rule("2", "3.2", "3.4")
def test_one_reply_releases_every_complete_row_and_one_undo_takes_them_back(incoming_on_both: Incoming) -> None:
    incoming = incoming_on_both
    again = a_row(1, Bedarf="Jetzt drei Arme")
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2), a_row(3, PLZ=""), again))
    assert [(one.wish, one.primary) for one in report_to(incoming).actions] == [
        ("release_list", True), ("imported", False),
    ]  # fmt: skip

    answers(incoming, "alle freigeben")

    assert states(incoming) == ["offered", "offered", "received", "received"]
    report = report_to(incoming)
    assert (report.pressed, report.done, report.on_offer_count, report.unreleased_count) == ("release_list", 2, 2, 0)
    assert [(row.row_number, row.why) for row in report.imported] == [(5, "duplicate"), (4, "incomplete")]
    assert incoming.kinds_to("vera") == ["import_report", "import_report"], "no mail for each lead"
    assert incoming.kinds_to("rolf") == ["lead_offer", "lead_offer"]

    answers(incoming, "rückgängig")

    assert states(incoming) == ["received"] * 4
    report = report_to(incoming)
    assert (report.pressed, report.done, report.unreleased_count, report.on_offer_count) == ("undo_list", 2, 2, 0)
    assert report.actions[0].wish == "release_list"
    with incoming.looking() as session:
        open_offers = select(func.count()).select_from(Offer).where(Offer.state == OfferState.OPEN)
        assert session.scalar(open_offers) == 0


@pytest.mark.rule("2")
@pytest.mark.parametrize("words", ["alle vollständigen freigeben", "bitte alle raus", "release all complete leads"])
def test_other_words_for_all_mean_the_whole_list_too(incoming: Incoming, words: str) -> None:
    sends_lists(incoming, messe__csv=as_csv(*(a_row(number) for number in range(14))))

    answers(incoming, words)

    assert states(incoming) == ["offered"] * 14, "also the two that the letter had no room for"


@pytest.mark.rule("2")
def test_numbers_mean_only_the_rows_with_these_numbers(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(*(a_row(number) for number in range(13))))

    answers(incoming, "1-12 freigeben")

    assert states(incoming).count("offered") == 12


@pytest.mark.rule("2", "3.4")
def test_what_is_true_when_it_is_pressed_counts_not_what_the_report_said(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1, PLZ=""), a_row(2), a_row(3)))
    assert not vera_wishes(incoming, EditLead, lead_id=1, fields={"postcode": "80331"}).refused
    assert not vera_wishes(incoming, DiscardLead, lead_id=2).refused

    assert vera_wishes(incoming, ReleaseList, import_id=1).code == "release_started"
    report = worked_off(incoming)

    assert states(incoming) == ["offered", "discarded", "offered"]
    assert (report.done, report.away_count, report.incomplete_count) == (2, 1, 0)


@pytest.mark.rule("2")
def test_undo_leaves_a_lead_with_the_partner_who_has_taken_it(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2)))
    vera_wishes(incoming, ReleaseList, import_id=1)
    worked_off(incoming)
    assert incoming.do(PickLead(by=incoming.person("rolf").id, lead_id=1)).code == "picked"

    assert vera_wishes(incoming, UndoReleaseList, import_id=1, press=1).code == "undo_started"
    report = worked_off(incoming)

    assert states(incoming) == ["picked", "received"]
    assert (report.done, report.taken_count, report.unreleased_count) == (1, 1, 1)
    assert vera_wishes(incoming, UndoReleaseList, import_id=1, press=1).code == "already_done"
    assert "1 Lead war schon übernommen und bleibt bei seinem Partner." in told(incoming)


@pytest.mark.rule("2")
def test_undo_takes_back_its_own_release_and_no_later_one(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2, PLZ="")))
    vera_wishes(incoming, ReleaseList, import_id=1)
    worked_off(incoming)
    vera_wishes(incoming, EditLead, lead_id=2, fields={"postcode": "80331"})
    vera_wishes(incoming, ReleaseList, import_id=1)
    assert worked_off(incoming).done == 1

    vera_wishes(incoming, UndoReleaseList, import_id=1, press=1)

    assert worked_off(incoming).done == 1
    assert states(incoming) == ["received", "offered"]


@pytest.mark.rule("2")
def test_a_second_press_in_the_same_moment_is_the_same_release(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1)))

    assert vera_wishes(incoming, ReleaseList, import_id=1).code == "release_started"
    assert vera_wishes(incoming, ReleaseList, import_id=1).code == "already_done"
    assert vera_wishes(incoming, UndoReleaseList, import_id=1).code == "list_busy"
    worked_off(incoming)

    assert incoming.kinds_to("vera") == ["import_report", "import_report"]


@pytest.mark.rule("9.4")
@pytest.mark.parametrize("kind", [ReleaseList, UndoReleaseList])
def test_only_whoever_handed_a_list_in_releases_it(incoming: Incoming, kind: type[Any]) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1)))

    for name in ("max", "rolf"):
        assert incoming.do(kind(by=incoming.person(name).id, import_id=1)).code == "unknown"
    assert states(incoming) == ["received"]


@pytest.mark.rule("3.4")
def test_a_lead_that_the_rules_hold_back_says_why_and_goes_with_the_next_press(
    incoming: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    def protected(*_: Any) -> None:
        raise Protected(until="2026-06-01T00:00:00+00:00")

    sends_lists(incoming, messe__csv=as_csv(a_row(1)))
    monkeypatch.setattr(intake, "require_unprotected", protected)
    vera_wishes(incoming, ReleaseList, import_id=1)
    report = worked_off(incoming)
    assert (report.done, report.held_count, [row.why for row in report.imported]) == (0, 1, ["protected"])
    assert "ein Partner hat den Kunden unter Schutz" in told(incoming)

    monkeypatch.undo()
    vera_wishes(incoming, ReleaseList, import_id=1)

    assert worked_off(incoming).done == 1
    assert states(incoming) == ["offered"]


@pytest.mark.rule("9.6")
def test_a_release_whose_worker_is_killed_goes_on_and_can_be_undone_as_a_whole(
    incoming_on_both: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the leads went out and before that was noted."""
    incoming = incoming_on_both
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2)))
    vera_wishes(incoming, ReleaseList, import_id=1)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Releases, "_note", killed)
    with pytest.raises(KeyboardInterrupt):
        incoming.lists.run_once()
    assert states(incoming) == ["offered", "offered"]
    monkeypatch.undo()
    incoming.clock.advance(timedelta(minutes=2))

    assert worked_off(incoming).done == 2
    assert incoming.kinds_to("rolf") == ["lead_offer", "lead_offer"]
    vera_wishes(incoming, UndoReleaseList, import_id=1)
    assert worked_off(incoming).done == 2


@pytest.mark.rule("3.2", "4.4")
def test_offers_that_wait_for_working_hours_are_not_counted_as_on_offer(incoming: Incoming) -> None:
    """The report called them "on offer at once" on a Saturday, when nobody had a mail before Monday."""
    programme = PROGRAMME.replace("people:", "settings: {auto_release: true}\npeople:", 1)
    incoming.do(LoadProgramme(programme=read_programme(programme, "programme.yaml"), files={}))
    incoming.clock.move_to(SATURDAY)

    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2)))

    assert states(incoming) == ["offered", "offered"]
    assert (report_to(incoming).later_count, report_to(incoming).on_offer_count) == (2, 0)
    assert "Warten auf die Arbeitszeit" in told(incoming)


@pytest.mark.rule("3.2", "3.6")
def test_a_row_whose_twin_has_gone_is_free_by_itself(incoming: Incoming) -> None:
    """As it was: the page counted it as *perhaps there already* for ever, and no release of the list took it along."""
    twins = [a_row(1, Bedarf=words) for words in ("Zwei Arme", "Drei Arme", "Vier Arme")]
    sends_lists(incoming, messe__csv=as_csv(*twins, a_row(2, PLZ=""), a_row(2, PLZ="", Bedarf="Ein Arm")))
    assert (report_to(incoming).duplicate_count, report_to(incoming).unreleased_count) == (3, 1)

    for lead_id in (1, 4):
        assert not vera_wishes(incoming, DiscardLead, lead_id=lead_id).refused
    with incoming.looking() as session:
        standing = standing_of(session, 1, incoming.clock.now())
    assert standing == {"away": 2, "unreleased": 1, "duplicate": 1, "incomplete": 1}, "the third is the second's twin"

    vera_wishes(incoming, ReleaseList, import_id=1)
    assert worked_off(incoming).done == 1
    assert states(incoming) == ["discarded", "offered", "received", "discarded", "received"]


@pytest.mark.rule("2", "3.6")
def test_duplicates_are_merged_and_kept_by_their_numbers(incoming: Incoming) -> None:
    sends_lists(incoming, messe__csv=as_csv(a_row(1), a_row(2)))
    sends_lists(incoming, herbst__csv=as_csv(a_row(1, Bedarf="Drei Arme"), a_row(2, Bedarf="Vier Arme"), a_row(3)))
    report = report_to(incoming)
    assert [(row.lead_ref, row.action.wish, row.action.option) for row in report.imported] == [
        ("L-3", "merge", "1"), ("L-4", "merge", "2"), ("L-5", "release", ""),
    ]  # fmt: skip

    answers(incoming, "1 zusammenführen, 2 beide behalten, 3 freigeben")

    assert incoming.wishes()[-3:] == [("merge", "merged"), ("keep_both", "kept_both"), ("release", "released")]
    assert incoming.lead(3).merged_into == 1
    assert 2 in incoming.lead(4).known_twins
    vera_wishes(incoming, ReleaseList, import_id=2)
    worked_off(incoming)
    assert states(incoming)[2:] == ["merged", "offered", "offered"], "what was kept beside goes with the rest"
