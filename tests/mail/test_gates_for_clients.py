"""What mail clients make of our letters: facts of caniemail's table about everything that a letter's body uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.letters_seen import Seen, every_preview

TABLE = json.loads(Path(__file__).with_name("clients.json").read_text(encoding="utf-8"))
CLIENTS: list[str] = TABLE["clients"]
FEATURES: dict[str, str] = TABLE["features"]
WANTED_PERCENT = 92

# Every "no" of the table about something that we use, with the reason why the letter stands all the same.
NO: dict[str, dict[str, str]] = {
    "css-border-radius": {
        "outlook windows": "VML draws the round button",
        "gmx desktop-webmail": "square corners are fine",
        "web-de desktop-webmail": "square corners are fine",
    },
    "css-box-sizing": {
        "outlook windows": "VML draws the button",
        "yahoo desktop-webmail": "the button is a few pixels wider than wanted, within the card",
    },
    "css-height": {"yahoo desktop-webmail": "the line height of stripe and bars says the same"},
    "css-table-layout": {
        "outlook windows": "the heading cells have their width in percent",
        "outlook macos": "the heading cells have their width in percent",
    },
    "css-white-space": {
        "outlook windows": "our mark may wrap",
        "samsung-email android": "our mark may wrap",
    },
    "css-word-wrap": {
        "outlook windows": "a very long word widens its column",
        "outlook android": "a very long word widens its column",
    },
    "html-aria-label": dict.fromkeys(
        ("thunderbird macos", "gmx desktop-webmail", "gmx android", "web-de desktop-webmail", "web-de android",
         "yahoo desktop-webmail"),
        "the subject and the h1 name the letter, too",
    ),
    "html-body": {"outlook macos": "the table of class page has the background"},
    "html-dir": {
        "gmx desktop-webmail": "left to right is the default; align says it for tables",
        "web-de desktop-webmail": "left to right is the default; align says it for tables",
    },
    "html-doctype": dict.fromkeys(
        ("outlook windows", "thunderbird macos", "samsung-email android", "ionos-1and1 desktop-webmail"),
        "they set a doctype of their own",
    ),
    "html-lang": dict.fromkeys(
        ("gmx desktop-webmail", "gmx android", "web-de desktop-webmail", "web-de android",
         "ionos-1and1 desktop-webmail"),
        "the screen reader takes the language of its page",
    ),
    "html-role": dict.fromkeys(
        ("gmx desktop-webmail", "gmx android", "web-de desktop-webmail", "web-de android",
         "ionos-1and1 desktop-webmail"),
        "layout tables have one column each, and are read in their order",
    ),
}  # fmt: skip
# Used by letters and not in the table, with the reason why that is no risk.
NOT_IN_TABLE = {
    "css-color": "as old as CSS",
    "css-mso-hide": "Outlook's own",
    "css--webkit-text-size-adjust": "a hint that telephones may ignore",
    "css-text-size-adjust": "a hint that telephones may ignore",
    "html-a": "as old as HTML",
    "html-br": "as old as HTML",
    "html-h1": "stands in the table as h1-h6",
    "html-h2": "stands in the table as h1-h6",
    "html-td": "stands in the table as table",
    "html-th": "stands in the table as table",
    "html-tr": "stands in the table as table",
    "html-scope": "told to screen readers only",
    "html-border": "as old as tables; CSS says it, too",
    "html-href": "as old as HTML",
    "html-class": "only for the dark style, which is an extra",
    "html-id": "only the mark by which our own mails are known",
    "html-style": "the attribute; the element is an extra",
    "html-aria-roledescription": "told to screen readers only",
    "html-alt": "empty: a logo says nothing that the footer does not",
    "html-src": "an inline image by its Content-ID",
}
SAME = {
    "css-border-bottom": "css-border",
    "css-border-left": "css-border",
    "css-border-top": "css-border",
    "css-font-family": "css-font",
    "css-padding-left": "css-padding",
    "css-padding-right": "css-padding",
}
IN_HEAD = {"html", "head", "meta", "title", "style"}


def used() -> Iterator[str]:
    """Yield every feature that the body of some letter uses, by its name in the table."""
    for preview in every_preview().values():
        yield "html-doctype"
        for tag, attributes in Seen(preview.rendered.html).tags:
            if tag in IN_HEAD:
                continue
            yield f"html-{tag}"
            yield from (f"html-{name}" for name in attributes)
            for declaration in attributes.get("style", "").split(";"):
                name = f"css-{declaration.partition(':')[0].strip()}"
                yield SAME.get(name, name) if name != "css-" else "html-style"


USED = frozenset(used())


def test_everything_a_letter_uses_is_in_the_table_or_known_to_be_harmless() -> None:
    assert USED - FEATURES.keys() - NOT_IN_TABLE.keys() == set()


def test_what_is_excused_is_really_used() -> None:
    assert NO.keys() - USED == set()
    assert {name for name in NOT_IN_TABLE if not name.startswith(("html-alt", "html-src"))} - USED == set()


@pytest.mark.parametrize("feature", sorted(USED & FEATURES.keys()))
def test_every_no_of_a_client_has_its_reason(feature: str) -> None:
    refusing = {client for client, answer in zip(CLIENTS, FEATURES[feature], strict=True) if answer == "n"}

    assert refusing == NO.get(feature, {}).keys()


def test_the_features_we_use_are_known_by_92_percent_of_the_clients_that_matter() -> None:
    answers = "".join(FEATURES[feature] for feature in USED & FEATURES.keys())
    known = len(answers) - answers.count("u")

    assert len(CLIENTS) == 21
    assert 100 * (answers.count("y") + answers.count("a")) / known >= WANTED_PERCENT
