"""CSS into style attributes, once per template source, with the template's own syntax left intact."""

from __future__ import annotations

import logging
import re

from premailer import Premailer

_SYNTAX = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^#]*#\}")
_TOKEN = re.compile(r"jinjax(\d{4})x")
# premailer copies these styles into attributes; text-align: start would become align="start", which nothing knows.
_NO_ATTRIBUTES = ["align", "background-color", "bgcolor", "height", "text-align", "vertical-align", "width"]


def inline(source: str, css: str) -> str:
    """Return a template source with every class's style written into its elements.

    Args: source: HTML with Jinja syntax; a whole page or a fragment, rows without their table included.
        css: rules for classes and elements; ``{{ expressions }}`` may stand for values.
    Returns: the same source; classes stay (the dark style needs them), Jinja syntax is where it was.
    Source: mail 3 (speed), traps (premailer): our own files only, nothing is fetched.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"jinjax{len(kept) - 1:04d}x"

    # The rules come first: their tokens are then the same for every source, and premailer parses them but once.
    rules, markup = _SYNTAX.sub(keep, css), _SYNTAX.sub(keep, source)
    before, tag, page = markup.partition("<html")
    if tag:
        # The parser knows the doctype and forgets it; without one, web mailers fall into quirks.
        inlined = before + _transform(tag + page, rules)
    else:
        whole = _transform(f"<html><body>{markup}</body></html>", rules)
        inlined = whole.partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    return _TOKEN.sub(lambda match: kept[int(match[1])], inlined)


def _transform(markup: str, css: str) -> str:
    return str(
        Premailer(
            markup,
            css_text=css,
            allow_network=False,
            allow_loading_external_files=False,
            keep_style_tags=True,
            remove_classes=False,
            strip_important=False,
            disable_validation=True,
            disable_leftover_css=True,
            disable_basic_attributes=_NO_ATTRIBUTES,
            cssutils_logging_level=logging.CRITICAL,
        ).transform(pretty_print=False)
    )
