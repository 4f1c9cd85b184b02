"""A gallery of every letter, variant and language, made from the samples: what a designer looks at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from app.domain.letters import LETTERS, Action
from app.mail.answers import answering
from app.mail.brand import Brand
from app.mail.render import FooterLinks, Recipient, Rendered, Renderer
from app.mail.words import LANGUAGES, words_in

BASE_URL = "https://pickpost.example"
BRAND = Brand("Nordlicht Robotics GmbH", "#0b6e4f", None, "Hafenstraße 1, 20457 Hamburg, HRB 12345")
FOOTER = FooterLinks(f"{BASE_URL}/a/{'p' * 40}", f"{BASE_URL}/a/{'q' * 40}", f"{BASE_URL}/a/{'u' * 40}",
                     f"{BASE_URL}/receipts")  # fmt: skip
REPLY_TO = "reply+k3v9q2m7x4@pickpost.example"
READ_AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # a little before what the samples promise
_STYLE = (
    ":root{color-scheme:light dark}body{font:17px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;margin:0}"
    "main{margin:2rem auto;max-width:60rem;padding:0 1rem}ul{list-style:none;padding:0}li{margin:0 0 1.2rem}"
    "small{display:block;font-size:14px}a{display:inline-block;padding:.4rem .8rem .4rem 0}"
    "iframe{display:block;margin:0 auto;border:0;width:320px;height:100vh;min-height:900px;color-scheme:normal}"
)


@dataclass(frozen=True)
class Preview:
    """One letter as it would be sent; ``name`` is ``kind.variant.language`` or ``kind.language``."""

    name: str
    kind: str
    variant: str
    language: str
    rendered: Rendered


def previews(renderer: Renderer) -> Iterator[Preview]:
    """Yield every letter in every variant and language, with links that lead nowhere."""
    for kind, letter_class in LETTERS.items():
        for language in LANGUAGES:
            for variant, letter in letter_class.samples(language).items():
                topic = getattr(letter.context, "lead_ref", None) or getattr(letter.context, "deal_ref", None) or ""
                links = answering(_url_of, REPLY_TO, topic, words_in(language))
                reader = Recipient("Rolf Rieger", language, "Europe/Berlin")
                name = ".".join(part for part in (kind, variant, language) if part)
                rendered = renderer.render(letter.context, reader, BRAND, links, FOOTER, READ_AT)
                yield Preview(name, kind, variant, language, rendered)


def _url_of(action: Action) -> str:
    said = f"{action.wish} {action.object_id} {action.option}"
    return f"{BASE_URL}/a/{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def gallery(renderer: Renderer, language: str = "en") -> dict[str, str]:
    """Return every page of the gallery by file name: each letter's HTML, its text, a 320 px page, and the index.

    Args: language: of the index, which begins with the letters in that language.
    """
    pages: dict[str, str] = {}
    words = words_in(language)
    entries: dict[str, list[str]] = {each: [] for each in sorted(LANGUAGES, key=lambda one: one != language)}
    for preview in previews(renderer):
        name = preview.name
        pages[f"{name}.html"] = preview.rendered.html
        pages[f"{name}.txt"] = f"{preview.rendered.subject}\n\n{preview.rendered.text}"
        frame = f'<iframe src="{name}.html" title="{escape(preview.rendered.subject)}"></iframe>'
        pages[f"{name}.320.html"] = _page(preview.language, name, frame)
        entries[preview.language].append(
            f'<li><small>{escape(name)}</small><a href="{name}.html">{escape(preview.rendered.subject)}</a><br>'
            f'<a href="{name}.txt">{words.gettext("Text")}</a> <a href="{name}.320.html">320 px</a></li>'
        )
    title = escape(words.gettext("Every letter"))
    lists = "".join(
        f"<h2>{escape(words.value('language', each))}</h2><ul>{''.join(items)}</ul>" for each, items in entries.items()
    )
    pages["index.html"] = _page(language, title, f"<main><h1>{title}</h1>{lists}</main>")
    return pages


def write_gallery(folder: Path, renderer: Renderer | None = None) -> int:
    """Write the gallery into a folder, which is made if need be.

    Returns: how many files were written. Raises: OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = gallery(renderer or Renderer())
    for name, content in pages.items():
        (folder / name).write_text(content, encoding="utf-8")
    return len(pages)


def _page(language: str, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )
