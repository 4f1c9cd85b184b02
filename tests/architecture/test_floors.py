"""Who may import whom."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT

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
