"""Templates decide nothing, and let nothing through unescaped."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, nodes

from tests.architecture.sources import CHECKOUT, templates

ENVIRONMENT = Environment(  # only ever parses: nothing is rendered here
    autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
)
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
UNQUOTED = re.compile(r"[\w:-]+\s*=\s*(?![\s\"'])")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def faults(source: str, is_html: bool) -> list[str]:
    """Return what a template does that it must not do."""
    tree = ENVIRONMENT.parse(source)
    found = [f"arithmetic in line {node.lineno}" for kind in ARITHMETIC for node in tree.find_all(kind)]
    found += [f"|safe in line {node.lineno}" for node in tree.find_all(nodes.Filter) if node.name == "safe"]
    found += ["autoescape switched" for _ in tree.find_all(nodes.ScopedEvalContextModifier)]
    if is_html:
        found += [f"unquoted attribute in {tag}" for tag in TAG.findall(JINJA.sub("X", source)) if is_unquoted(tag)]
    return found


def is_unquoted(tag: str) -> bool:
    return bool(UNQUOTED.search(QUOTED.sub('""', tag)))


def test_there_are_templates_to_look_at() -> None:
    assert len(templates()) > 40


@pytest.mark.parametrize("name", templates())
def test_a_template_only_shows(name: str) -> None:
    source = (CHECKOUT / name).read_text(encoding="utf-8")

    assert faults(source, name.endswith(".html")) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ need|safe }}",
        "{{ amount / 100 }}",
        "{% set total = count + 1 %}",
        "{{ -days }}",
        "{% autoescape false %}{{ need }}{% endautoescape %}",
        "<a href={{ link }}>",
        '<a class="button" href = {{ link }}>',
        "<img alt='>' width=40>",
    ],
)
def test_what_a_template_must_not_do_is_seen(source: str) -> None:
    assert faults(source, is_html=True)


@pytest.mark.parametrize(
    "source",
    [
        '<a href="{{ link }}" style="width:1px">{{ answer_by_local }}</a>',
        "{% if open_leads %}<p title='a=b'>a = b</p>{% endif %}",
        '<td{% if first %} class="first"{% endif %}>',
        "<p>{% trans %}5 < 6 and a=b{% endtrans %}</p>",
    ],
)
def test_what_it_may_do_is_let_pass(source: str) -> None:
    assert faults(source, is_html=True) == []
