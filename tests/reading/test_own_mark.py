"""A letter of ours that comes back in an answer is never read as the person's words."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import wrap

import pytest

from inbound.mail import Mail
from inbound.parse import parse
from inbound.reply import new_words
from inbound.text.html import to_text

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
TEXTS = sorted(GOLDEN.glob("*.txt"))
PAGES = sorted(GOLDEN.glob("*.html"))
ANSWER = "rufe morgen an"
_NAMES = re.compile(r'\s(?:id|class|style)="[^"]*"')


def answered(html: str) -> Mail:
    """Return an HTML answer above a letter, without a wrote-line between."""
    return parse(
        f"From: rolf@rolf-it.example\nContent-Type: text/html; charset=utf-8\n\n<p>{ANSWER}</p>{html}".encode()
    )


def twin(path: Path) -> str:
    """Return a letter's text twin; a golden file has its subject on top."""
    return path.read_text(encoding="utf-8").partition("\n\n")[2]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_text_twin_quoted_without_a_sign(path: Path) -> None:
    """Seen failing without the mark: the letter's *Antworten Sie mit* lines were part of the answer."""
    assert new_words(Mail(text=f"{ANSWER}\n\n{twin(path)}")) == ANSWER


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_text_twin_wrapped_anew(path: Path) -> None:
    """A client that quotes at 72 columns may put the mark on a line of its own."""
    letter = "\n".join(line for whole in twin(path).split("\n") for line in wrap(whole, 70) or [""])

    assert new_words(Mail(text=f"{ANSWER}\n\n{letter}")) == ANSWER


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_quoted_as_it_was_sent(path: Path) -> None:
    assert new_words(answered(path.read_text(encoding="utf-8"))) == ANSWER


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_after_a_client_dropped_ids_classes_and_styles(path: Path) -> None:
    assert new_words(answered(_NAMES.sub("", path.read_text(encoding="utf-8")))) == ANSWER


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_page_turned_into_text_by_the_client(path: Path) -> None:
    letter, _ = to_text(path.read_text(encoding="utf-8"))

    assert new_words(Mail(text=f"{ANSWER}\n\n{letter}")) == ANSWER
