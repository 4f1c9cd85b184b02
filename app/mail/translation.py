"""Translated templates: each sentence is put into one language when a template is loaded, not for every mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from app.mail.words import Words

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class TranslateAtLoad(NodeTransformer):
    """Replaces ``_("sentence", name=expression)`` by the translated sentence with the expressions in their places.

    The sentence is text, so in an HTML template it is escaped here, and the expressions are by autoescape. Names that
    mean one thing in a whole language (``start``: left or right) become that thing, too.
    """

    def __init__(self, words: Words, escapes: bool, constants: Mapping[str, str]) -> None:
        self._words = words
        self._escapes = escapes
        self._constants = constants

    def visit_Name(self, node: nodes.Name, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - Jinja's hook
        """Put a constant in the place of its name."""
        if node.ctx != "load" or node.name not in self._constants:
            return node
        return nodes.TemplateData(self._constants[node.name], lineno=node.lineno)

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - Jinja's hook
        """Translate a call of ``_``; leave every other call."""
        self.generic_visit(node, *args, **kwargs)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_"):
            return node
        sentence = node.args[0]
        if not isinstance(sentence, nodes.Const):
            raise ValueError(f"line {node.lineno}: _() takes a sentence, not an expression")
        values = {each.key: each.value for each in node.kwargs}
        return self._sentence(str(sentence.value), values, node.lineno)

    def _sentence(self, sentence: str, values: dict[str, nodes.Expr], line: int) -> nodes.Expr:
        pieces = _PLACEHOLDER.split(self._words.gettext(sentence))
        parts: list[nodes.Expr] = []
        for index, piece in enumerate(pieces):
            if index % 2:
                parts.append(values[piece])
            elif piece:
                parts.append(nodes.TemplateData(str(escape(piece)) if self._escapes else piece, lineno=line))
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=line)


def escapes(name: str | None) -> bool:
    """Whether a template of this name is HTML, whose values are escaped."""
    return name is not None and name.endswith(".html")
