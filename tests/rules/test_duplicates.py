"""The same customer twice: flagged, merged with the history of both, or kept apart. Rulebook 3.6."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from app.domain import commands as do
from app.domain import gate_commands as at_gate
from app.domain.lifecycle import State, Status
from app.service.outcome import Outcome
from app.web import create_app
from tests.rules.conftest import Settle
from tests.rules.deals import Registry
from tests.rules.post_office import PostOffice
from tests.rules.programmes import nordlicht, suedwind
from tests.rules.town import MINUTE, START, Town

OTHER: dict[str, Any] = {
    "company": "Huber GmbH", "website": "huber.example", "contact_email": "otto@huber.example",
    "contact_phone": "+498999999999",
}  # fmt: skip


def _merges(town: Town, lead_id: int, into: int, name: str = "vera") -> Outcome:
    return town.do(at_gate.MergeLeads(by=town.person_id(name), lead_id=lead_id, into_id=into))


def _keeps_both(town: Town, lead_id: int) -> Outcome:
    return town.do(at_gate.KeepBoth(by=town.person_id("vera"), lead_id=lead_id))


def _received(town: Town) -> dict[str, Any]:
    return dict(town.post_to("vera", "lead_received").context)


def _wishes(town: Town) -> list[str]:
    return [action["wish"] for action in _received(town)["actions"]]


@pytest.mark.rule("3.6")
@pytest.mark.parametrize(
    ("fields", "likeness"),
    [
        ({}, "domain"),
        ({"contact_email": "office@metallbau-muster.example", "company": "MM Holding"}, "domain"),
        ({"contact_email": "muster@gmx.de"}, "phone"),
        ({"contact_email": "muster@gmx.de", "contact_phone": None}, "name_and_place"),
        ({"contact_email": "x@gmx.de", "contact_phone": None, "company": "Metalbau Muster AG"}, "similar_name"),
    ],
)
def test_a_lead_of_a_known_customer_is_flagged_with_merge_and_keep_both(
    town: Town, fields: dict[str, Any], likeness: str
) -> None:
    first = town.received_lead()

    town.received_lead(**fields)

    (row,) = _received(town)["conflicts"]
    assert (row["record"], row["ref"], row["likeness"]) == ("lead", f"L-{first}", likeness)
    assert _wishes(town)[:3] == ["merge", "keep_both", "release"]


@pytest.mark.rule("3.6")
def test_another_customer_is_not(town: Town) -> None:
    town.received_lead()

    town.received_lead(**OTHER)

    assert _received(town)["conflicts"] == []
    assert "merge" not in _wishes(town)


@pytest.mark.rule("3.6", "9.4")
def test_another_vendors_customer_is_not(town: Town) -> None:
    town.load(suedwind())
    town.submits("eve", vendor_id=2)

    town.received_lead()

    assert _received(town)["conflicts"] == []


@pytest.mark.rule("3.6")
def test_a_partners_registration_is_shown_too(town: Town) -> None:
    Registry(town).registered("rolf")

    town.received_lead()

    (row,) = _received(town)["conflicts"]
    assert (row["record"], row["holder"]) == ("deal", "Rolf IT GmbH")


@pytest.mark.rule("3.6")
@pytest.mark.parametrize(("minutes", "shown"), [(0, True), (1, False)])
def test_closed_leads_count_for_the_vendors_days_to_the_minute(settle: Settle, minutes: int, shown: bool) -> None:
    town = settle(nordlicht(duplicate_days=30))
    lead_id = town.taken_lead("rolf")
    town.reports("rolf", lead_id, Status.LOST, reason="price")

    town.at(START.astimezone(UTC) + MINUTE * (30 * 1440 + minutes))
    town.received_lead()

    assert bool(_received(town)["conflicts"]) is shown
    assert "merge" not in _wishes(town), "what is over is not reopened by a new inquiry"
    assert ("keep_both" in _wishes(town)) is shown


@pytest.mark.rule("3.6")
def test_the_older_lead_lives_on_and_gets_what_it_lacked_with_where_it_came_from(town: Town) -> None:
    old = town.received_lead(contact_phone=None, sector=None, product="vision")
    new = town.received_lead(sector="Mills", product="arm")

    assert _merges(town, new, old).code == "merged"

    survivor = town.lead(old)
    assert (survivor.fields["sector"], survivor.fields["contact_phone"]) == ("Mills", "+498912345678")
    assert survivor.fields["product"] == "vision", "nothing is overwritten"
    assert survivor.sources["sector"]["lead"] == new
    assert (town.lead(new).state, town.lead(new).merged_into) == (State.MERGED, old)


@pytest.mark.rule("3.6")
def test_who_holds_the_older_lead_reads_what_is_new(town: Town) -> None:
    old = town.taken_lead("rolf", sector=None)
    new = town.received_lead(need="Now three arms.", sector="Mills")

    _merges(town, new, old)

    told = town.post_to("rolf", "done").context
    assert told["code"] == "lead_grew"
    assert [(row["name"], row["value"]) for row in told["facts"]] == [("need", "Now three arms."), ("sector", "Mills")]


@pytest.mark.rule("3.6")
def test_the_files_of_both_go_to_whoever_takes_the_lead(town: Town) -> None:
    def with_file(name: str) -> int:
        fields = dict(town.lead(first).fields) if first else {}
        command = do.SubmitLead(
            by=town.person_id("vera"), vendor_id=1, fields=fields, attachments=((name, "text/plain", b"x"),)
        )
        return town.do(command).lead_id or 0

    first = town.received_lead()
    second = with_file("sketch.txt")
    _merges(town, second, first)
    town.releases("vera", first)
    town.picks("rolf", first)

    assert "sketch.txt" in town.post_to("rolf", "lead_picked").context["attachment_names"]


@pytest.mark.rule("3.6")
def test_a_merge_is_undone_within_fifteen_minutes_and_not_a_minute_later(town: Town) -> None:
    old, new = town.received_lead(sector=None), town.received_lead(sector="Mills")
    before = town.everything_of(old)
    _merges(town, new, old)

    town.at(START + 15 * MINUTE)
    assert town.undoes("vera", new).code == "unmerged"
    assert town.everything_of(old) == before
    assert town.lead(new).state == State.RECEIVED
    assert town.releases("vera", new).code == "released"

    again = town.received_lead(sector="Mills")
    _merges(town, again, old)
    town.at(START + 31 * MINUTE)
    assert town.undoes("vera", again).code == "undo_expired"
    assert town.lead(again).state == State.MERGED


@pytest.mark.rule("3.6", "9.1")
def test_a_link_of_the_merged_lead_leads_on_to_the_one_that_lives(town: Town) -> None:
    old, new = town.received_lead(), town.received_lead()
    _merges(town, new, old)
    client = create_app(town.parts).test_client()

    for wish in ("open", "release", "edit"):
        page = client.get(f"/a/{town.token('vera', wish, new)}").text
        assert 'data-code="merged"' in page
        (link,) = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/a/")]
        assert f"L-{old}" in client.get(link).text


@pytest.mark.rule("3.6")
def test_nothing_is_wished_of_a_merged_lead_any_more(town: Town) -> None:
    old, new = town.received_lead(), town.received_lead()
    _merges(town, new, old)

    assert town.releases("vera", new).code == "merged"
    assert _merges(town, new, old).code == "merged"
    assert town.lead(new).step_at is None


@pytest.mark.rule("3.6")
def test_kept_apart_they_are_not_asked_about_again(town: Town) -> None:
    town.received_lead()
    second = town.received_lead()

    assert _keeps_both(town, second).code == "kept_both"

    assert _received(town)["conflicts"] == []
    assert town.releases("vera", second).code == "released"
    town.received_lead()
    assert len(_received(town)["conflicts"]) == 2, "a third one is like both"


@pytest.mark.rule("3.6", "3.4")
def test_with_auto_release_a_duplicate_waits_for_the_decision(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    town.received_lead()
    second = town.received_lead()
    assert town.offers(second) == {}

    _keeps_both(town, second)

    assert town.asked(second) == ["rolf-it", "rita-systems"]


@pytest.mark.rule("3.6", "7.4")
def test_a_protected_customers_lead_is_offered_to_nobody_also_when_both_are_kept(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    Registry(town).protected("rolf")
    first, second = town.received_lead(), town.received_lead()

    _keeps_both(town, second)

    assert town.offers(first) == town.offers(second) == {}
    assert town.releases("vera", second).code == "protected"


@pytest.mark.rule("3.6", "1")
@pytest.mark.parametrize("name", ["nina", "rolf", "quentin", "dora"])
def test_only_who_looks_after_both_may_merge(town: Town, name: str) -> None:
    old, new = town.received_lead(), town.received_lead()

    assert _merges(town, new, old, name).code == "not_permitted"
    assert town.lead(new).state == State.RECEIVED


@pytest.mark.rule("3.6", "1")
def test_a_lead_of_anothers_territory_is_not_merged_into(town: Town) -> None:
    ninas = town.submits("nina", postcode="20095", **OTHER)
    mine = town.received_lead()

    assert _merges(town, mine, ninas).code == "not_permitted"


@pytest.mark.rule("3.6", "9.4")
def test_a_lead_is_merged_neither_with_itself_nor_with_another_vendors_nor_with_one_that_is_over(town: Town) -> None:
    town.load(suedwind())
    theirs, mine, over = town.submits("eve", vendor_id=2), town.received_lead(), town.received_lead(**OTHER)
    town.do(do.DiscardLead(by=town.person_id("vera"), lead_id=over))

    assert _merges(town, mine, mine).code == "implausible"
    assert _merges(town, mine, theirs).code == "unknown"
    assert _merges(town, mine, over).code == "wrong_state"
    assert _merges(town, mine, 987_654).code == "unknown"
    assert town.lead(mine).state == State.RECEIVED


@pytest.mark.rule("3.6", "2")
@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("zusammenführen", State.MERGED),
        ("merge", State.MERGED),
        ("ist derselbe Kunde, bitte zusammenführen", State.MERGED),
        ("beide behalten", State.RECEIVED),
        ("keep both", State.RECEIVED),
        ("not the same, keep both", State.RECEIVED),
    ],
)
def test_vera_decides_by_replying(town: Town, post_office: PostOffice, words: str, state: State) -> None:
    first, second = town.received_lead(), town.received_lead()

    post_office.writes("vera@nordlicht.example", words, answering=town.post_to("vera", "lead_received"))

    assert town.lead(second).state == state
    assert town.lead(second).known_twins == ([] if state == State.MERGED else [first])


@pytest.mark.slow
@pytest.mark.rule("3.6", "2")
@pytest.mark.parametrize("words", ["rückgängig", "undo"])
def test_vera_takes_a_merge_back_by_the_word_that_its_letter_prints(
    town: Town, post_office: PostOffice, words: str
) -> None:
    """Seen failing: the letter is about the older lead, held by Rolf by now, and so was her answer: *wrong state*."""
    first, second = town.taken_lead(), town.received_lead()
    _merges(town, second, first)

    post_office.writes("vera@nordlicht.example", words, answering=town.post_to("vera", "done"))

    assert (town.lead(second).state, town.lead(first).state) == (State.RECEIVED, State.PICKED)


def _alike(town: Town) -> tuple[int, int]:
    """Return an older lead, and a newer one on offer that is alike by its name only."""
    old = town.received_lead()
    return old, town.received_lead(
        company="Muster Metallbau", contact_email="x@anders.example", contact_phone=None, postcode="80337", street=None
    )


@pytest.mark.rule("3.6")
def test_a_lead_that_is_alike_by_name_goes_out_and_its_mail_says_so_with_both_buttons(settle: Settle) -> None:
    """As it was: it went out while its mail said "Please decide", without a button to do so."""
    town = settle(nordlicht(auto_release=True))
    old, new = _alike(town)

    told = _received(town)

    assert town.lead(new).state == State.OFFERED
    assert (told["will_release"], [row["likeness"] for row in told["conflicts"]]) == (True, ["similar_name"])
    assert [(action["wish"], action["option"]) for action in told["actions"]] == [
        ("merge", str(old)),
        ("keep_both", ""),
    ]


@pytest.mark.rule("3.6")
def test_merged_while_on_offer_nobody_can_take_it_any_more_and_undone_it_can_be_released_anew(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    old, new = _alike(town)

    assert _merges(town, new, old).code == "merged"

    assert town.asked(new) == []
    assert town.picks("rolf", new).code == "not_on_offer"
    assert town.undoes("vera", new).code == "unmerged"
    assert town.releases("vera", new).code == "released"
    assert town.asked(new) == ["rolf-it", "rita-systems"]


@pytest.mark.rule("3.6")
def test_kept_while_on_offer_it_stays_there_and_is_not_shown_again(settle: Settle) -> None:
    town = settle(nordlicht(auto_release=True))
    _, new = _alike(town)
    before = len(town.posts_to("vera", "lead_received"))

    assert _keeps_both(town, new).code == "kept_both"

    assert town.lead(new).state == State.OFFERED
    assert len(town.posts_to("vera", "lead_received")) == before
    assert town.post_to("vera", "done").context["code"] == "kept_both"
