"""A letter's context to subject, HTML and text, in the recipient's language and the vendor's brand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.letters import LETTERS, LetterContext
from app.domain.own_mark import mark
from app.mail.answers import Links
from app.mail.arrangement import arrange
from app.mail.brand import Brand
from app.mail.plain import WIDTH, tidy
from app.mail.shorten import fit
from app.mail.templates import ComposingLoader, LetterEnvironment, LetterTemplates, template_folder
from app.mail.view import View
from app.mail.words import LANGUAGES, words_in

LONGEST_SUBJECT = 60
# Blanks and everything that ends a line or has no place in a header; no-break spaces stay.
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Recipient:
    """Who reads the letter: language tag and IANA zone decide its words."""

    name: str
    language: str
    zone: str


@dataclass(frozen=True)
class FooterLinks:
    """Where the reader can change what they get, and where anybody can check a receipt: absolute links."""

    preferences: str
    pause: str
    unsubscribe: str
    receipts: str


@dataclass(frozen=True)
class Rendered:
    """A letter as it is sent: one line of subject, the HTML page and its text twin."""

    subject: str
    html: str
    text: str


class Renderer:
    """Renders every letter in every language; build one per process.

    Each letter's templates are loaded with its first mail: a process of a second's life needs few of them.

    Args: folder: of the templates; those of the product by default.
    Raises: jinja2.TemplateNotFound: a template is missing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        loader = ComposingLoader(folder or template_folder())
        for kind in LETTERS:
            loader.find(kind)
        self._environments = {each: LetterEnvironment(loader, words_in(each)) for each in LANGUAGES}
        self._templates: dict[tuple[str, str], LetterTemplates] = {}

    def render(
        self, context: LetterContext, recipient: Recipient, brand: Brand, links: Links, footer: FooterLinks,
        read_at: datetime | None = None,
    ) -> Rendered:  # fmt: skip
        """Return the letter for one recipient.

        Args: links: gives an action its link, prefilled answer and word. footer: absolute links.
            read_at: when it goes out, so that near days need no date.
        Returns: a subject of at most 60 characters, without line ends; HTML with the style inlined; text with LF line
            ends and at most 72 columns but for links.
        Raises: KeyError: an unknown kind, wish or code. jinja2.UndefinedError: a template names what is not there.
            jinja2.TemplateError, ValueError: a template is broken; said with the first letter of its kind.
        """
        words = words_in(recipient.language)
        templates = self._loaded(context.kind, words.language)
        seen = View(words, recipient.zone, links, read_at).of(context)
        seen |= {"brand": brand, "footer": footer, "recipient": recipient}
        arrange(context, seen, words)
        seen["mark"] = mark(seen.get("lead_ref") or "")
        subject, _, preheader = templates.subject.render(seen).partition("\n")
        seen["subject"] = fit(_one_line(subject), LONGEST_SUBJECT)
        # The own mark ends the line, so that a quoted mail is known by its first one: no text client may wrap it.
        seen["preheader"] = fit(_one_line(preheader), WIDTH - len(seen["mark"]) - 1)
        return Rendered(seen["subject"], templates.html.render(seen), tidy(templates.text.render(seen)))

    def _loaded(self, kind: str, language: str) -> LetterTemplates:
        found = self._templates.get((kind, language))
        if found is None:
            found = self._templates[kind, language] = LetterTemplates(self._environments[language], kind)
        return found


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
