"""Who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, product_modules

# What the rules may lean on: mapping, and small libraries that know facts and do nothing.
FOR_RULES = {"cryptography", "holidays", "phonenumbers", "rapidfuzz", "sqlalchemy"}
LINTER = CHECKOUT / ".venv" / "bin" / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=100, check=False)


def test_a_floor_imports_only_what_stands_lower() -> None:
    verdict = lint(CHECKOUT)

    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app/domain/lead.py", "import app.store"),
        ("app/store/__init__.py", "import app.mail"),
        ("app/mail/__init__.py", "import app.service"),
        ("app/service/__init__.py", "import inbound"),
        ("scheduler/__init__.py", "import app.web"),
        ("app/domain/lead.py", "import flask"),
    ],
)
def test_an_import_that_goes_up_or_sideways_or_out_is_noticed(tmp_path: Path, module: str, line: str) -> None:
    for package in ["app", "app/domain", "app/store", "app/mail", "app/service", "app/web", "inbound", "scheduler"]:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for name in ["clock", "settings", "tokens", "bootstrap", "cli"]:
        (tmp_path / "app" / f"{name}.py").touch()
    (tmp_path / "setup.cfg").write_bytes((CHECKOUT / "setup.cfg").read_bytes())
    assert lint(tmp_path).returncode == 0

    (tmp_path / module).write_text(line, encoding="ascii")

    verdict = lint(tmp_path)
    assert verdict.returncode == 1, verdict.stdout
    assert "BROKEN" in verdict.stdout


def libraries_of(tree: ast.Module) -> set[str]:
    """Return the libraries that a module imports, wherever in it, but for the standard one and the product."""
    absolute = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    absolute += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[0] for name in absolute if name} - sys.stdlib_module_names - {"app"}


@pytest.mark.slow
def test_the_rules_lean_on_little() -> None:
    leaning = {
        module.path: extra
        for module in product_modules()
        if module.path.startswith("app/domain/") and (extra := libraries_of(module.tree) - FOR_RULES)
    }

    assert leaning == {}


def test_a_library_is_seen_wherever_it_is_imported() -> None:
    tree = ast.parse("import re\nimport flask.views as views\ndef late():\n    from jinja2 import Template\n")

    assert libraries_of(tree) == {"flask", "jinja2"}
