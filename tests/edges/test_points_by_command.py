"""``pickpost points``: the ledger printed, and a line added for the vendor's management. Rulebook 6.6."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from app.cli import pickpost
from tests.edges.house import House
from tests.rules.points import Ledger


def run(house: House, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr("app.cli.ledger.build", lambda: house.parts)
    return CliRunner().invoke(pickpost, ["points", *words])


CORRECT = ("correct", "nordlicht", "rolf-it", "--by", "max@nordlicht.example")


@pytest.mark.rule("6.6")
def test_max_has_a_line_added_and_the_ledger_shows_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    added = run(house, monkeypatch, *CORRECT, "--reason", "A start.", "450")
    taken = run(house, monkeypatch, *CORRECT, "--reason", "Booked twice.", "--", "-50")

    assert added.output.splitlines()[-1] == "booked +450; balance: 450"
    assert taken.output.splitlines()[-1] == "booked -50; balance: 400"
    shown = run(house, monkeypatch, "show", "nordlicht", "rolf-it").output.splitlines()
    assert [line.split(maxsplit=4)[2:] for line in shown[:2]] == [
        ["+450", "by_hand", "A start."], ["-50", "by_hand", "Booked twice."],
    ]  # fmt: skip
    assert shown[-1] == "balance: 400"


@pytest.mark.rule("6.6", "1")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("correct", "nordlicht", "rolf-it", "5", "--by", "vera@nordlicht.example", "--reason", "x"),
            "not yours to do",
        ),
        (("correct", "nordlicht", "rolf-it", "5", "--by", "who@nordlicht.example", "--reason", "x"), "nobody has"),
        (
            ("correct", "nordlicht", "nobody", "5", "--by", "max@nordlicht.example", "--reason", "x"),
            "there are: o",
        ),
        ((*CORRECT, "0", "--reason", "x"), "expected -1000000 to 1000000, not 0"),
        ((*CORRECT, "5", "--reason", " "), "give a reason"),
        ((*CORRECT, "5"), "Missing option '--reason'"),
        (("show", "nobody", "rolf-it"), "no vendor is called 'nobody'; there are: nordlicht"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_booked(
    house: House, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    answer = run(house, monkeypatch, *words)

    assert answer.exit_code != 0
    assert said in answer.output
    assert Ledger(house).entries() == []
