"""The project's own files, as the laws read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCT = ("app", "inbound", "mail_templates", "migrations", "scheduler", "wsgi.py")


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def docstring(self) -> str:
        """The module's docstring, empty where it has none."""
        return ast.get_docstring(self.tree) or ""


@cache
def project_files() -> tuple[str, ...]:
    """Return the paths that git knows or would take up, relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return tuple(name for name in names if (CHECKOUT / name).is_file())


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the project."""
    return tuple(_module(name) for name in project_files() if name.endswith(".py"))


def product_modules() -> tuple[Module, ...]:
    """Return the Python files that are installed."""
    return tuple(module for module in modules() if module.path.split("/")[0] in PRODUCT)


def templates() -> tuple[str, ...]:
    """Return the paths of all templates: letters and pages."""
    return tuple(
        name
        for name in project_files()
        if name.endswith((".html", ".txt")) and (name.startswith("mail_templates/") or "/templates/" in name)
    )


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a tree, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _module(name: str) -> Module:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    return Module(name, text, ast.parse(text, filename=name))
