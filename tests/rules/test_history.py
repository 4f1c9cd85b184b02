"""What happened to a lead, with the leads that were merged into it, and who reads which part. Rulebook 3.6, 6.1."""

from __future__ import annotations

import pytest

from app.domain import commands as do
from app.domain import gate_commands as at_gate
from app.domain.lifecycle import Status
from app.web import create_app
from tests.edges.visitor import Page, Visitor
from tests.rules.town import MINUTE, START, Town


@pytest.fixture
def town(town: Town) -> Town:
    """The usual town with its pages."""
    town.app = create_app(town.parts)
    return town


def notes(town: Town, name: str, lead_id: int, text: str) -> None:
    assert town.do(do.AddNote(by=town.person_id(name), lead_id=lead_id, text=text)).code == "noted"


def merges(town: Town, lead_id: int, into: int) -> None:
    command = at_gate.MergeLeads(by=town.person_id("vera"), lead_id=lead_id, into_id=into)
    assert town.do(command).code == "merged"


def page(town: Town, name: str, lead_id: int, query: str = "") -> Page:
    return Visitor(town, name).on_own_device().go(f"/a/{town.token(name, 'open', lead_id)}{query}")


def told(found: Page) -> list[str]:
    """Return the history as it reads, the latest line first, without its instants."""
    lines = [" ".join(" ".join(line.itertext()).split()) for line in found.tree.xpath("//ol[@class='history']/li")]
    return [line.partition(", 10:")[2][3:].removeprefix("· ") for line in lines]


@pytest.mark.rule("3.6")
def test_a_merged_leads_page_tells_the_history_of_both_and_which_came_from_which(town: Town) -> None:
    """Seen failing where a page told of its own lead only: of the other one nothing stood there."""
    old = town.received_lead(source="fair")
    notes(town, "vera", old, "Met at stand 7.")
    new = town.do(
        do.SubmitLead(
            by=town.person_id("max"), vendor_id=1, fields=dict(town.lead(old).fields) | {"source": "web form"},
            attachments=(("sketch.txt", "text/plain", b"x"),),
        )
    ).lead_id  # fmt: skip
    assert new is not None
    notes(town, "vera", new, "Wants a third arm.")

    town.at(START + MINUTE)
    merges(town, new, old)

    assert told(page(town, "vera", old)) == [
        "L-2 Merged into L-1 · Vera Vogt, Nordlicht Robotics GmbH",
        "L-2 Note · Vera Vogt, Nordlicht Robotics GmbH Wants a third arm.",
        "L-2 Came in · Max Maurer, Nordlicht Robotics GmbH by the operator, Source: web form, files: sketch.txt",
        "L-1 Note · Vera Vogt, Nordlicht Robotics GmbH Met at stand 7.",
        "L-1 Came in · Vera Vogt, Nordlicht Robotics GmbH by the operator, Source: trade fair",
    ]
    assert "With the history of L-2, merged into this one." in page(town, "vera", old).text


@pytest.mark.rule("3.6")
def test_a_chain_of_merges_keeps_the_history_of_all(town: Town) -> None:
    """Seen failing where only those merged into the lead itself counted: the first one's note was gone."""
    first, second, third = (town.received_lead() for _ in range(3))
    notes(town, "vera", first, "From the very first.")
    merges(town, first, second)
    merges(town, second, third)

    found = page(town, "vera", third)

    assert "From the very first." in found.text
    assert "With the history of L-1, L-2, merged into this one." in found.text


@pytest.mark.rule("3.6")
def test_after_undoing_a_merge_each_has_its_own_again(town: Town) -> None:
    old, new = town.received_lead(), town.received_lead()
    notes(town, "vera", new, "Wants a third arm.")
    merges(town, new, old)
    town.undoes("vera", new)

    assert "third arm" not in page(town, "vera", old).text
    assert "third arm" in page(town, "vera", new).text


@pytest.mark.rule("3.6")
def test_leads_that_are_kept_beside_each_other_know_of_each_other(town: Town) -> None:
    """Seen failing where only the later one knew: the owner of the first never learnt of the second."""
    first, second = town.received_lead(), town.received_lead()
    town.do(at_gate.KeepBoth(by=town.person_id("vera"), lead_id=second))

    assert (town.lead(first).known_twins, town.lead(second).known_twins) == ([second], [first])
    assert f"L-{second}: Metallbau Muster GmbH" in page(town, "vera", first).text
    assert f"L-{first}: Metallbau Muster GmbH" in page(town, "vera", second).text

    town.releases("vera", first)
    town.picks("rolf", first)
    assert f"L-{second}" not in page(town, "rolf", first).text, "it is not his"


@pytest.mark.rule("6.1")
def test_feedback_stands_there_with_its_data_and_what_was_undone_is_marked(town: Town) -> None:
    lead_id = town.taken_lead("rolf")
    town.reports("rolf", lead_id, Status.QUOTED, amount_cents=1_250_000, note="Sent by post.")
    town.undoes("rolf", lead_id)

    lines = told(page(town, "rolf", lead_id))

    assert "Quote sent undone · Rolf Rieger, Rolf IT GmbH €12,500 Sent by post." in lines
    assert "Last step undone · Rolf Rieger, Rolf IT GmbH" in lines
    assert "Taken · Rolf Rieger, Rolf IT GmbH" in lines


@pytest.mark.rule("6.1", "9.4")
def test_the_next_partner_reads_the_vendors_part_and_nothing_of_the_one_before(town: Town) -> None:
    lead_id = town.taken_lead("rita")
    notes(town, "rita", lead_id, "Their buyer likes blue.")
    notes(town, "vera", lead_id, "Please call in the morning.")
    town.reports("rita", lead_id, Status.NOT_REACHED)
    town.gives_back("rita", lead_id)
    town.at(START + 2 * MINUTE)
    town.picks("rolf", lead_id)

    seen = {name: page(town, name, lead_id).text for name in ("rolf", "vera", "dora")}

    assert "Please call in the morning." in seen["rolf"]
    assert "Their buyer likes blue." in seen["vera"]
    for rivals in ("blue", "Rita Reed", "Rita Systems", "Given back"):
        assert rivals not in seen["rolf"]
        assert rivals not in seen["dora"], "her resellers' only"
    assert "Rolf Rieger" in seen["dora"]


@pytest.mark.rule("6.1", "9.1")
def test_a_browser_that_nobody_chose_is_told_nothing_of_it(town: Town) -> None:
    lead_id = town.received_lead()
    notes(town, "vera", lead_id, "Met at stand 7.")

    found = Visitor(town, "vera").open("open", lead_id)

    assert "stand 7" not in found.text
    assert "only in a browser that we know is yours" in found.text


@pytest.mark.rule("6.1")
@pytest.mark.parametrize(("count", "parts"), [(29, 1), (30, 2)])
def test_a_long_history_comes_in_parts_of_thirty(town: Town, count: int, parts: int) -> None:
    lead_id = town.received_lead()
    for number in range(count):
        notes(town, "vera", lead_id, f"Note {number}.")

    first = page(town, "vera", lead_id)

    assert len(told(first)) == 30
    assert ("Further ones" in first.text) is (parts == 2)
    if parts == 2:
        rest = page(town, "vera", lead_id, first.link("Further ones"))
        assert len(told(rest)) == 1
        assert "Earlier ones" in rest.text


@pytest.mark.rule("5.3", "6.1", "9.4")
def test_the_partner_reads_nothing_internal_of_the_vendor_and_nothing_it_said_to_us(town: Town) -> None:
    """Seen failing where every note of the vendor's was shown: Rolf read what Vera had answered to our mail."""
    lead_id = town.taken_lead("rolf")
    notes(town, "vera", lead_id, "Please call in the morning. Internal: they pay late.")
    notes(town, "vera", lead_id, "intern: Rolf ist langsam")
    town.at(START + 2 * MINUTE)
    unclear = "Hm, whom did we promise this one to?"
    town.do(do.AskBack(by=town.person_id("vera"), words=unclear, lead_id=lead_id, readings=()))
    notes(town, "rolf", lead_id, "Internal: my own words.")

    seen = {name: page(town, name, lead_id).text for name in ("rolf", "vera")}

    assert "Please call in the morning." in seen["rolf"]
    assert not [words for words in ("pay late", "langsam", unclear) if words in seen["rolf"]]
    assert "my own words" in seen["rolf"]
    assert [words for words in ("pay late", "langsam", unclear) if words not in seen["vera"]] == []
