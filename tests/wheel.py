"""Builds the wheel from the files that git knows, so that nothing which merely lies around comes along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import CHECKOUT, project_files


def build_wheel(source: Path, target: Path) -> Path:
    """Return a fresh wheel of the product.

    Args: source: an empty folder for a copy of the project. target: an empty folder for the wheel.
    """
    for name in project_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((CHECKOUT / name).read_bytes())
    build: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, source]
    subprocess.run(build, capture_output=True, check=True, timeout=110)
    [wheel] = target.glob("*.whl")
    return wheel
