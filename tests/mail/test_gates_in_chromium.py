"""The gates that need a browser: what a letter looks like, light and dark, narrow and wide, with and without style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from app.mail.preview import Preview
from tests.mail.letters_seen import an_offer_of, every_preview, in_colour
from tests.services.servers.chromium import Chromium, axe_violations, overflow_px

LETTERS_SEEN = pytest.mark.parametrize("preview", every_preview().values(), ids=every_preview().keys())
SCHEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
GERMAN = [preview.rendered.html for preview in every_preview().values() if preview.language == "de"]
_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_LETTER = re.compile(r"<div role=\"article\".*</div>", re.DOTALL)
_BUTTONS = """() => [...document.querySelectorAll('.button')].map(button => {
  const box = button.getBoundingClientRect()
  return {filled: button.classList.contains('filled'), height: box.height, bottom: box.bottom}
})"""
_SMALLEST_PX = """() => Math.min(...[...document.querySelectorAll('body *')]
  .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim().length > 0))
  .map(element => parseFloat(getComputedStyle(element).fontSize)))"""

# Addresses and what has a hyphen may go on in the next line; a word of a language is read in one piece.
_BROKEN_WORDS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = []
  while (walk.nextNode()) {
    for (const word of walk.currentNode.textContent.matchAll(/[^\\s–]+/g)) {
      if (/[@-]/.test(word[0])) continue
      const range = document.createRange()
      range.setStart(walk.currentNode, word.index)
      range.setEnd(walk.currentNode, word.index + word[0].length)
      const lines = new Set([...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top)))
      if (lines.size > 1) broken.push(word[0])
    }
  }
  return broken
}"""


@pytest.fixture(scope="module")
def telephone(chromium: Chromium) -> Iterator[Page]:
    """A page as wide as a small telephone."""
    with chromium.page(width_px=320) as page:
        yield page


def _buttons(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(_BUTTONS)
    return found


def one_page(letters: Iterable[str]) -> str:
    """Return one page with all letters below each other: axe looks once instead of forty times."""
    first, *others = letters
    bodies = [found[0] for letter in others if (found := _LETTER.search(letter))]
    assert len(bodies) == len(others)
    return first.replace("</body>", "".join(bodies) + "</body>")


@LETTERS_SEEN
def test_the_primary_button_is_in_sight_on_a_telephone(preview: Preview, telephone: Page) -> None:
    telephone.set_content(preview.rendered.html)

    buttons = _buttons(telephone)

    assert [button for button in buttons if button["filled"] and button["bottom"] > 400] == []
    assert [button for button in buttons if button["height"] < 44] == []
    assert overflow_px(telephone) == 0
    assert telephone.evaluate(_SMALLEST_PX) >= 14
    assert telephone.evaluate(_BROKEN_WORDS) == []


@LETTERS_SEEN
def test_it_holds_together_where_style_is_dropped(preview: Preview, telephone: Page) -> None:
    """GMX and web.de drop <style>, and with it all that classes do."""
    telephone.set_content(_STYLE.sub("", preview.rendered.html))

    assert overflow_px(telephone) == 0
    assert [button for button in _buttons(telephone) if button["height"] < 44] == []


@pytest.mark.slow
@pytest.mark.parametrize(("width_px", "dark"), [(320, False), (600, True), (1024, False)])
def test_axe_finds_nothing_in_any_letter(width_px: int, dark: bool, chromium: Chromium) -> None:
    with chromium.page(width_px=width_px, dark=dark) as page:
        page.set_content(one_page(GERMAN))

        assert axe_violations(page) == []


@pytest.mark.slow
def test_axe_finds_nothing_where_style_is_dropped(telephone: Page) -> None:
    telephone.set_content(_STYLE.sub("", one_page(GERMAN)))

    assert axe_violations(telephone) == []


@pytest.mark.slow
@SCHEMES
def test_a_button_reads_well_in_every_vendors_colour(dark: bool, chromium: Chromium) -> None:
    """Seen failing with white text on every colour: axe reports 1.25 on pale yellow, light and dark, and ends there."""
    colours = ("#ffe66d", "#777777", "#0b6e4f", "#12002b", "#ff6a00")
    for colour in colours:
        with chromium.page(width_px=320, dark=dark) as page:
            page.set_content(in_colour(colour).html)

            assert axe_violations(page) == [], colour


def test_a_word_without_end_does_not_widen_the_page(telephone: Page) -> None:
    """Seen failing without a fixed table layout: the page became 1,719 px too wide."""
    endless = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 3
    telephone.set_content(an_offer_of(endless).html)

    assert overflow_px(telephone) == 0
