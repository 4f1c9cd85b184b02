"""The headers mail programs print above a mail are read in their languages, forwarded and answered, in every dress."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest

from inbound.forward import unwrap
from inbound.mail import Mail
from inbound.parse import parse
from inbound.reply import new_words
from inbound.text.headers import header_block
from inbound.text.lines import lines_of

pytestmark = pytest.mark.rule("3.1")

ROWS = (Path(__file__).parent / "printed_headers.txt").read_text(encoding="utf-8").splitlines()[2:]
VALUES = {
    "F": "Carla Kunde <carla@kunde.example>",
    "T": "Info Nord <info@nordlicht.example>",
    "C": "Max Maurer <max@nordlicht.example>",
    "S": "Anfrage Arm",
}
Pairs = list[tuple[str, str]]


def as_text(above: str, pairs: Pairs, quote: str = "", bold: str = "") -> str:
    """Return the note, the line above, the headers and the letter as a program writes them into plain text."""
    headers = "".join(f"{quote}{bold}{label}:{bold} {value}\n" for label, value in pairs)
    return f"heiß\n\n{above}\n{headers}{quote}\n{quote}Was kostet der Arm?\n{quote}\n{quote}Carla"


def as_html(above: str, rows: str) -> str:
    """Return the same as a page; ``rows`` are the headers."""
    letter = "<div>Was kostet der Arm?</div><br><div>Carla</div>"
    page = f"<div>heiß</div><br><div>{html.escape(above)}</div>{rows}<br>{letter}"
    return parse(f"Content-Type: text/html; charset=utf-8\n\n{page}".encode()).text


def bold_lines(above: str, pairs: Pairs) -> str:
    """Return the headers as lines of a page with their labels in bold."""
    rows = "".join(f"<b>{label}:</b> {html.escape(value)}<br>" for label, value in pairs)
    return as_html(above, f"<div>{rows}</div>")


def table(above: str, pairs: Pairs) -> str:
    """Return the headers as a table."""
    rows = "".join(f"<tr><th>{label}: </th><td>{html.escape(value)}</td></tr>" for label, value in pairs)
    return as_html(above, f"<table>{rows}</table>")


DRESSES: dict[str, Callable[[str, Pairs], str]] = {
    "plain": as_text,
    "bold": lambda above, pairs: as_text(above, pairs, bold="*"),
    "quoted": lambda above, pairs: as_text(above, pairs, quote="> "),
    "bold lines of a page": bold_lines,
    "table of a page": table,
}


def printed(row: str) -> tuple[str, str, Pairs, str]:
    """Return a row's subject prefix, the line above, its labels with their values, and the date as printed."""
    _, _, prefix, above, labels, date = row.split("\t")
    values = {**VALUES, "D": date}
    return prefix, above, [(label[2:], values[label[0]]) for label in labels.split("|")], date


@pytest.mark.parametrize("row", ROWS)
def test_vera_forwards_and_carla_is_the_sender(row: str) -> None:
    """Seen failing for 40 rows of 261 when a language's divider or label was none of our words."""
    prefix, above, pairs, date = printed(row)

    for dress, text in DRESSES.items():
        forwarded = unwrap(Mail(subject=f"{prefix}: Anfrage Arm", text=text(above, pairs)))

        assert forwarded is not None, dress
        assert (forwarded.note, forwarded.from_name, forwarded.from_address, forwarded.subject, forwarded.date) == (
            "heiß", "Carla Kunde", "carla@kunde.example", "Anfrage Arm", date,
        ), dress  # fmt: skip
        assert (forwarded.to, forwarded.cc) == (("info@nordlicht.example",), ("max@nordlicht.example",)), dress
        assert forwarded.body == "Was kostet der Arm?\n\nCarla", dress


@pytest.mark.parametrize("row", ROWS)
def test_rolf_answers_above_them_and_only_his_words_count(row: str) -> None:
    _, above, pairs, _ = printed(row)

    assert new_words(Mail(subject="Re: Anfrage", in_reply_to="<a@b>", text=as_text(above, pairs))) == "heiß"


def test_a_divider_in_an_unknown_language_belongs_to_what_is_below() -> None:
    text = as_text("-------- Xyzzy plugh --------", printed(ROWS[0])[2])
    forwarded = unwrap(Mail(subject="Fwd: Anfrage Arm", text=text))

    assert forwarded is not None
    assert forwarded.note == "heiß"
    assert new_words(Mail(text=text)) == "heiß"


def test_labels_in_an_unknown_language_are_known_by_their_values() -> None:
    pairs = [("From", VALUES["F"]), ("Plugh", "3.3.2026 10:15"), ("Xyzzy", VALUES["T"]), ("Subject", "Anfrage Arm")]
    forwarded = unwrap(Mail(subject="Fwd: Anfrage Arm", text=as_text("", pairs)))

    assert forwarded is not None
    assert (forwarded.date, forwarded.to) == ("3.3.2026 10:15", ("info@nordlicht.example",))
    assert forwarded.from_name == "Carla Kunde"


def test_a_web_forms_own_labels_are_not_guessed_at() -> None:
    """Seen failing when an address alone made a recipient: the form's lines were printed headers, its lead history."""
    form = "Von: Carla <carla@kunde.example>\nE-Mail: Carla <carla@kunde.example>\nBetreff: Arm\nNachricht: Wann?"

    assert header_block(lines_of(form), 0) is None
