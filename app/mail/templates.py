"""The mail templates: inlined once per file and translated once per language, then plain Jinja."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, nodes

from app.domain.own_mark import HTML_MARK, TEXT_MARK
from app.mail.inline import inline
from app.mail.plain import chart, columns, indented, underline, word_list
from app.mail.shorten import elastic
from app.mail.translation import TranslateAtLoad, escapes
from app.mail.unbroken import unbroken
from app.mail.words import Words

_STYLE = "_base/letter.css"
_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}')
_INDENT = re.compile(r"\n\s+")


def template_folder() -> Path:
    """Return the folder of the templates that travel with the product."""
    return Path(str(files("mail_templates")))


_FILES = ("subject.txt", "body.html", "body.txt")


class ComposingLoader(FileSystemLoader):
    """Loads templates from a folder as they are compiled: includes pasted in, HTML with its style inlined.

    Pasting at load spares every mail a context per include, and gives the letters the macros of their base.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._css = (folder / _STYLE).read_text(encoding="utf-8")
        self._folder = folder
        self._composed: dict[str, str] = {}

    def find(self, kind: str) -> None:
        """Look for the files of one letter. Raises: jinja2.TemplateNotFound: one is missing."""
        for name in _FILES:
            if not (self._folder / kind / name).is_file():
                raise TemplateNotFound(f"{kind}/{name}")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source, composed once per file.

        Raises: jinja2.TemplateNotFound: the file or one that it includes is missing.
        """
        source, path, _ = super().get_source(environment, template)
        if template not in self._composed:
            pasted = _INCLUDE.sub(
                lambda found: super(ComposingLoader, self).get_source(environment, found[1])[0], source
            )
            is_html = template.endswith(".html")
            self._composed[template] = _INDENT.sub("\n", inline(pasted, self._css)) if is_html else pasted
        return self._composed[template], path, lambda: True


class LetterEnvironment(Environment):
    """Jinja in one language: ``_("sentence")`` is translated while a template is compiled."""

    def __init__(self, loader: ComposingLoader, words: Words) -> None:
        super().__init__(
            loader=loader,
            autoescape=escapes,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self._words = words
        self.filters |= {"elastic": elastic, "indented": indented, "unbroken": unbroken, "underline": underline}
        self.globals |= {
            "text_table": columns,
            "text_words": word_list,
            "text_bars": chart,
            "ngettext": words.ngettext,
        }
        self._constants = {
            "end_mark": TEXT_MARK,
            "mark_id": HTML_MARK,
            "language": words.language,
            "direction": words.direction,
            "start": "left" if words.direction == "ltr" else "right",
            "end": "right" if words.direction == "ltr" else "left",
        }

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        translated = TranslateAtLoad(self._words, escapes(name), self._constants).visit(source)
        return super()._generate(translated, name, filename, defer_init)


class LetterTemplates:
    """The three templates of one letter in one language."""

    def __init__(self, environment: LetterEnvironment, kind: str) -> None:
        self.subject, self.html, self.text = (environment.get_template(f"{kind}/{name}") for name in _FILES)
