"""Pages in one language: what every template may use, and how it is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, make_response, render_template, request
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response

from app.mail.brand import Brand
from app.mail.unbroken import breaking_at_signs
from app.mail.words import LANGUAGES, Words, words_in
from app.service.queries.wish_page import WishPage
from app.web.headers import style_nonce

OWN_BRAND = Brand("Pickpost", colour="#1f5fa8")


def render(template: str, words: Words, status: int = 200, brand: Brand = OWN_BRAND, **seen: Any) -> Response:
    """Return a page in a language and a vendor's colour.

    Raises: jinja2.UndefinedError: the template names what is not there.
    """
    html = render_template(
        template,
        words=words,
        _=translator(words),
        ngettext=words.ngettext,
        brand=brand,
        style_nonce=style_nonce(),
        **seen,
    )
    return make_response(html, status)


def translator(words: Words) -> Callable[..., str]:
    """Return the ``_`` of templates: a sentence in this language, with its values filled in."""

    def translate(sentence: str, **values: object) -> str:
        translated = words.gettext(sentence)
        return translated % values if values else translated

    return translate


def words_of_browser() -> Words:
    """Return the language that the browser asks for: only where it is not known who looks."""
    return words_in(request.accept_languages.best_match(LANGUAGES) or "en")


def prepare(app: Flask) -> None:
    """Make templates strict: a name that is missing is an error, never an empty place."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["breaking_at_signs"] = breaking_at_signs
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def brand_of(page: WishPage) -> Brand:
    """Return in whose colours a page is: its vendor's, or ours where several vendors could be meant."""
    return Brand(page.vendor.name, page.vendor.brand_colour) if page.vendor else OWN_BRAND
