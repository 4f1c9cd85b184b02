"""Points corrected by page and by reply: with a reason, a letter to the partner, and a way back. Rulebook 6.6, 2."""

from __future__ import annotations

from typing import Any, cast

import pytest
import yaml
from sqlalchemy import select

from app.domain import commands as do
from app.domain import point_commands as of_points
from app.service.programme_file import read_programme
from app.store.outbox import Post
from tests.edges.house import PROGRAMME, House
from tests.edges.incoming import Incoming, a_mail, reply_to
from tests.edges.visitor import Visitor
from tests.rules.points import Ledger

SVEN = {"email": "sven@nordlicht.example", "name": "Sven Sommer", "role": "sales_director", "language": "en"}
MAX = "max@nordlicht.example"


def with_sven(house: House) -> Ledger:
    """Return the ledger of a house whose vendor has a sales director, too."""
    written = yaml.safe_load(PROGRAMME)
    written["people"].append(SVEN)
    house.do(do.LoadProgramme(programme=read_programme(yaml.safe_dump(written), "programme.yaml"), files={}))
    return Ledger(house)


@pytest.fixture
def ledger(house: House) -> Ledger:
    """The house, with Sven."""
    return with_sven(house)


def latest_to(house: House, name: str) -> dict[str, Any]:
    """Return what the latest letter to somebody says."""
    with house.looking() as session:
        rows = select(Post).where(Post.to_person_id == house.person_id(name)).order_by(Post.id.desc())
        return dict(session.scalars(rows.limit(1)).one().context)


@pytest.mark.rule("6.6")
@pytest.mark.parametrize("name", ["max", "sven"])
def test_a_head_of_the_vendor_corrects_on_the_ledgers_page_and_takes_it_back_by_a_counter_entry(
    house: House, ledger: Ledger, name: str
) -> None:
    head = Visitor(house, name)
    page = head.go(
        head.open("points", house.reseller_id("rolf-it")).link("Correct" if name == "sven" else "korrigieren")
    )

    answer = head.press(page, points="+1.050", note="Danke für die Messe.")

    assert answer.code == "points_corrected"
    assert ledger.lines() == [("by_hand", 1050)]
    told = latest_to(house, "rolf")
    assert (told["code"], {row["name"]: row["value"] for row in told["facts"]}) == (
        "points_corrected", {"points": "+1050", "balance": "1050", "reason": "Danke für die Messe."},
    )  # fmt: skip
    before = ledger.rows()
    assert head.press(answer).code == "correction_undone"
    assert ledger.rows()[: len(before)] == before, "no line changes"
    assert [(one.points, one.note, one.corrects_id) for one in ledger.entries()] == [
        (1050, "Danke für die Messe.", None), (-1050, "Danke für die Messe.", 1),
    ]  # fmt: skip
    assert latest_to(house, "rolf")["code"] == "correction_undone"


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(("name", "has_it"), [("max", True), ("vera", True), ("rolf", False)])
def test_the_vendor_finds_a_partners_points_on_the_page_of_its_lead(
    house: House, ledger: Ledger, name: str, has_it: bool
) -> None:
    lead_id = house.taken_lead()
    visitor = Visitor(house, name).on_own_device()

    page = visitor.open("open", lead_id)

    assert ("Punkte von Rolf IT GmbH" in page.text) is has_it
    if has_it:
        assert "Das Punktekonto" in visitor.go(page.link("Punkte von")).text
    assert "Punkte von" not in Visitor(house, name).open("open", lead_id).text


@pytest.mark.rule("6.6")
@pytest.mark.parametrize(
    ("typed", "points"),
    [("50", 50), ("+50", 50), ("-50", -50), ("−50", -50), ("- 1 000", -1000), ("1000000", 1_000_000), ("1000001", None),
     ("0", None), ("", None), ("5.5", None), ("fifty", None), ("50 EUR", None), ("--5", None)],
)  # fmt: skip
def test_a_number_is_read_strictly_and_what_was_typed_stays(
    house: House, ledger: Ledger, typed: str, points: int | None
) -> None:
    answer = Visitor(house, "max").act(
        "correct_points", house.reseller_id("rolf-it"), points=typed, note="Für die Messe."
    )

    assert [one.points for one in ledger.entries()] == ([points] if points else [])
    if points is None:
        assert answer.status == 422
        assert "Für die Messe." in answer.text


@pytest.mark.rule("6.6")
def test_without_a_reason_nothing_is_booked(house: House, ledger: Ledger) -> None:
    answer = Visitor(house, "max").act("correct_points", house.reseller_id("rolf-it"), points="5", note="  ")

    assert (answer.status, ledger.entries()) == (422, [])


@pytest.mark.rule("6.6", "1")
@pytest.mark.parametrize(("name", "code"), [("vera", "not_permitted"), ("rolf", "not_permitted"), ("rita", "")])
def test_nobody_else_is_offered_it_or_may(house: House, ledger: Ledger, name: str, code: str) -> None:
    company = house.reseller_id("rolf-it")
    ledger.given(5)

    for wish, number in (("correct_points", company), ("undo_correction", ledger.entries()[0].id)):
        page = Visitor(house, name).open(wish, number)
        assert (page.code, page.status) == (code, 200) if code else page.status == 404
    assert "Punkte korrigieren" not in Visitor(house, name).open("points", company).text
    assert house.do(of_points.UndoCorrection(by=house.person_id(name), entry_id=1)).code == (code or "unknown")


@pytest.mark.rule("6.6")
def test_a_correction_is_taken_back_once_and_only_a_correction(house: House, ledger: Ledger) -> None:
    lead_id = house.taken_lead(temperature="hot")
    house.reported(lead_id)
    (earned, *_), by = ledger.entries(), house.person_id("max")
    ledger.given(5)
    entry = ledger.entries()[-1].id

    codes = [house.do(of_points.UndoCorrection(by=by, entry_id=one)).code for one in (entry, entry, earned.id, 999)]
    counter = ledger.entries()[-1].id

    assert codes == ["correction_undone", "already_done", "unknown", "unknown"]
    assert house.do(of_points.UndoCorrection(by=by, entry_id=counter)).code == "already_done"
    assert Visitor(house, "max").open("undo_correction", entry).code == "already_done"


def replies(incoming: Incoming, words: str, address: str = MAX) -> None:
    """Have Max, or somebody else, answer their latest letter about points."""
    key = incoming.key_of(address.partition("@")[0], "done")
    incoming.arrives(a_mail(address, words, subject="Re: Punkte"), reply_to(key))


@pytest.fixture
def heard(incoming: Incoming) -> Ledger:
    """The installation; Max has a letter about points that he can answer."""
    command = of_points.CorrectPoints(by=incoming.person_id("max"), reseller_id=1, points=100, reason="Ein Anfang.")
    assert incoming.do(command).code == "points_corrected"
    return Ledger(cast(House, incoming))  # which is asked for its rows only


@pytest.mark.rule("6.6", "2")
@pytest.mark.parametrize(
    ("words", "slug", "points", "reason"),
    [
        ("Punkte Rolf IT +50: Danke für die Messe.", "rolf-it", 50, "Danke für die Messe."),
        ("points Rita Systems -20: wrong quote", "rita-systems", -20, "wrong quote"),
        ("+50 Punkte für Rolf IT GmbH: Messe", "rolf-it", 50, "Messe"),
        ("Rolf IT: +1.000 Punkte, weil die Messe gut war", "rolf-it", 1000, "weil die Messe gut war"),
        ("Punkte rolf-it −20: doppelt gebucht", "rolf-it", -20, "doppelt gebucht"),
        ("minus 20 Punkte: doppelt gebucht", "rolf-it", -20, "doppelt gebucht"),
    ],
)
def test_max_corrects_by_one_line_and_reads_what_was_understood(
    incoming: Incoming, heard: Ledger, words: str, slug: str, points: int, reason: str
) -> None:
    replies(incoming, words)

    assert [(one.points, one.note) for one in heard.entries(slug)][-1] == (points, reason)
    (echo,) = [one.context for one in incoming.letters_to("max")][-1:]
    assert echo["code"] == "correction_booked"
    assert {action["wish"] for action in echo["actions"]} == {"undo_correction", "points"}


@pytest.mark.rule("6.6", "2")
def test_undo_by_reply_is_a_counter_entry(incoming: Incoming, heard: Ledger) -> None:
    replies(incoming, "rückgängig")

    assert [one.points for one in heard.entries()] == [100, -100]
    assert incoming.wishes()[-1] == ("undo_correction", "correction_undone")


@pytest.mark.rule("6.6", "2")
@pytest.mark.parametrize(
    "words",
    ["Punkte Rolf IT 50: Messe", "Punkte für Nirgendwo AG +50: Messe", "Punkte Rolf IT +50 oder +60: Messe",
     "Wie viele Punkte hat Rolf IT?"],
)  # fmt: skip
def test_what_is_not_sure_books_nothing(incoming: Incoming, heard: Ledger, words: str) -> None:
    """A number without a sign, a partner that is not there, two numbers, a question."""
    replies(incoming, words)

    assert [one.points for one in heard.entries()] == [100]


@pytest.mark.rule("6.6", "2")
def test_without_a_reason_it_is_asked_for(incoming: Incoming, heard: Ledger) -> None:
    replies(incoming, "Punkte Rolf IT +50")

    assert incoming.wishes()[-1] == ("correct_points", "needs_reason")
    letter = incoming.letters_to("max")[-1]
    assert [action["wish"] for action in letter.context["actions"]] == ["correct_points"]
    assert heard.balance() == 100


@pytest.mark.rule("6.6", "9.2")
def test_rolf_writes_himself_no_points(incoming: Incoming, heard: Ledger) -> None:
    replies(incoming, "Punkte Rolf IT +50: Ich war fleißig.", address="rolf@rolf-it.example")
    mail = a_mail(MAX, "Punkte Rolf IT +50: Messe", subject="Re: Punkte", proof="dmarc=fail")
    incoming.arrives(mail, reply_to(incoming.key_of("max", "done")))

    assert heard.balance() == 100
    assert incoming.kinds_to("max")[-1] == "confirm_wish"
