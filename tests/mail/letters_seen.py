"""Every letter as its readers see it: rendered once for all tests that look at letters."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

from app.domain.letters import LeadOffer, LetterContext
from app.mail.answers import answering
from app.mail.brand import Brand
from app.mail.preview import BRAND, FOOTER, Preview, previews
from app.mail.render import Recipient, Rendered, Renderer
from app.mail.words import words_in


@cache
def the_renderer() -> Renderer:
    """Return the one renderer; loading the templates takes a second."""
    return Renderer()


@cache
def every_preview() -> dict[str, Preview]:
    """Return every letter, variant and language by name."""
    return {preview.name: preview for preview in previews(the_renderer())}


def in_colour(colour: str) -> Rendered:
    """Return an offer in another vendor's colour."""
    return _an_offer(LeadOffer.sample("de").context, Brand("Nordlicht Robotics GmbH", colour))


def an_offer_of(words: str) -> Rendered:
    """Return an offer that says nothing but these words."""
    context = LeadOffer.sample("de").context
    assert isinstance(context, LeadOffer)
    return _an_offer(replace(context, product=words, need=words, region=words, source=words), BRAND)


def _an_offer(context: LetterContext, brand: Brand) -> Rendered:
    links = answering(lambda action: f"https://p.example/a/{action.wish}", "reply+key@p.example", "", words_in("de"))
    return the_renderer().render(context, Recipient("Rolf Rieger", "de", "Europe/Berlin"), brand, links, FOOTER)


class Seen(HTMLParser):
    """What can be seen of a page: its text, element by element, and its links in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.comments: list[str] = []
        self._unseen = 0
        self.feed(html.replace("<wbr>", ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._unseen += tag in ("style", "title", "script")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in ("style", "title", "script")

    def handle_data(self, data: str) -> None:
        if not self._unseen and data.strip():
            self.texts.append(" ".join(data.split()))

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @property
    def text(self) -> str:
        """All that can be read, in one line."""
        return " ".join(self.texts)

    def links(self, *schemes: str) -> list[str]:
        """Return the targets of all links with one of the schemes."""
        targets = [attrs.get("href", "") for tag, attrs in self.tags if tag == "a"]
        return [target for target in targets if target.startswith(schemes)]


def words_of(text: str) -> set[str]:
    """Return the words of a text, for comparing two forms of one letter."""
    return set(re.findall(r"[\w@.+-]*\w", text))
