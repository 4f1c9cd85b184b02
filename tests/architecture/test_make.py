"""What a newcomer types, as the README and design 4 promise it."""

from __future__ import annotations

import re
import subprocess

from tests.architecture.sources import CHECKOUT

PROMISED = {".venv", "run", "test", "services", "check", "bench", "docs", "golden", "help"}


def make(*arguments: str) -> str:
    return subprocess.run(
        ["make", *arguments], cwd=CHECKOUT, capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_help_names_every_promised_target_with_a_word_about_it() -> None:
    described = dict(re.findall(r"^make (\S+)\s+(\S.*)$", make("help"), re.M))

    assert described.keys() >= PROMISED


def test_help_is_what_make_alone_says() -> None:
    assert make() == make("help")


def test_check_allows_no_skip_and_runs_every_test() -> None:
    commands = make("--dry-run", "check")

    for part in ["ruff check", "ruff format --check", "mypy", "lint-imports", "--no-skips"]:
        assert part in commands
    assert "not slow" not in commands


def test_the_readmes_test_command_is_the_make_target() -> None:
    assert "make test" in (CHECKOUT / "README.md").read_text(encoding="utf-8")
