"""What is written about the product is still true, as far as a machine can tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.make import coverage, errors, lifecycle
from tests.architecture.sources import CHECKOUT, project_files

MOST_PICTURE_BYTES = 200_000
GENERATED = {lifecycle.PAGE: lifecycle.page, errors.PAGE: errors.page, coverage.PAGE: coverage.page}
PAGES = tuple(name for name in project_files() if name.endswith(".md"))
DECISIONS = tuple(name for name in PAGES if name.startswith("docs/adr/") and name != "docs/adr/README.md")
# The target of a link or picture, without one to the outside world and without what stands behind "#".
LINK = re.compile(r"(?:\]\(|src=\")(?!https?:|mailto:|#)([^)#\s\"]+)")
# Paths of the code as the docs write them; "<letter>" and the like stand for something, so they are no paths.
PATH = re.compile(r"`((?:app|inbound|scheduler|migrations|mail_templates|tests|bench|docs)/[\w./-]*\w)`")
VARIABLE = re.compile(r"\b(?:PICKPOST_[A-Z_]+|DATABASE_URL)\b")


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.name)
def test_a_generated_page_is_what_make_docs_writes_today(file: Path) -> None:
    """Seen failing when a row of the permissions changed its rule and the page stayed as it was."""
    page: Callable[[], str] = GENERATED[file]

    assert file.read_text(encoding="utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    folder = (CHECKOUT / name).parent

    assert [target for target in LINK.findall(text) if not (folder / target).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_names_is_there(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")

    assert [path for path in PATH.findall(text) if not (CHECKOUT / path).exists()] == []


@pytest.mark.parametrize("text", ["[there](../nowhere#at)", "![seen](../nowhere)", '<img src="../nowhere" alt="">'])
def test_a_dead_link_is_seen(text: str) -> None:
    assert LINK.findall(text) == ["../nowhere"]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_why_what_and_at_which_price(name: str) -> None:
    headings = re.findall(r"^## (.+)$", (CHECKOUT / name).read_text(encoding="utf-8"), re.M)

    assert headings == ["Context", "Decision", "Price"]


def test_every_decision_is_in_the_list() -> None:
    listed = LINK.findall((CHECKOUT / "docs/adr/README.md").read_text(encoding="utf-8"))

    assert sorted(f"docs/adr/{name}" for name in listed) == sorted(DECISIONS)


def test_the_readme_explains_every_variable_and_no_other() -> None:
    shown = VARIABLE.findall((CHECKOUT / ".env.example").read_text(encoding="utf-8"))

    explained = VARIABLE.findall((CHECKOUT / "README.md").read_text(encoding="utf-8"))

    assert set(explained) == set(shown)


def test_pictures_are_light() -> None:
    heavy = [
        name
        for name in project_files()
        if name.startswith("docs/pictures/") and (CHECKOUT / name).stat().st_size > MOST_PICTURE_BYTES
    ]

    assert heavy == []
