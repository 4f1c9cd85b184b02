"""The test run's own options do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT

pytestmark = pytest.mark.slow

SKIPPED = "import pytest\n\ndef test_rolf():\n    pytest.skip('Rolf is away')\n"
SKIPPED_MODULE = "import pytest\npytest.skip('everybody is away', allow_module_level=True)\n"
EXPECTED_TO_FAIL = "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_rolf():\n    assert False\n"
OF_A_SERVER = (
    "import pytest\n\n@pytest.mark.parametrize('kind', ['sqlite', 'postgresql'])\ndef test_rolf(kind):\n    pass\n"
)
WITH_CORPUS = "def test_rolf(corpus):\n    pass\n"


def run(file: Path, *options: str) -> tuple[int, str]:
    """Run one test file with the options of this project's tests, and return the exit code and the closing line."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "/dev/null",
        "-p",
        "tests.run_options",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore",
    ]
    done = subprocess.run(
        [*command, *options, file],
        cwd=CHECKOUT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, re.sub(r"\s*in [\d.]+s.*", "", done.stdout.strip().splitlines()[-1].strip("= "))


@pytest.mark.parametrize("code", [SKIPPED, SKIPPED_MODULE])
def test_a_skip_is_let_pass_or_fails_as_the_run_wants_it(tmp_path: Path, code: str) -> None:
    file = tmp_path / "test_away.py"
    file.write_text(code, encoding="utf-8")

    assert run(file)[1] == "1 skipped"
    assert run(file, "--no-skips")[0] != 0


def test_what_talks_to_a_server_is_left_to_the_whole_check(tmp_path: Path) -> None:
    file = tmp_path / "test_both.py"
    file.write_text(OF_A_SERVER, encoding="utf-8")

    assert run(file)[1] == "2 passed"
    assert run(file, "-m", "not slow")[1] == "1 passed, 1 deselected"


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    file = tmp_path / "test_expected.py"
    file.write_text(EXPECTED_TO_FAIL, encoding="utf-8")

    assert run(file, "--no-skips") == (0, "1 xfailed")


def test_only_an_absent_corpus_may_be_missed(tmp_path: Path) -> None:
    """The corpus lies beside the checkout, not in it: a bare clone elsewhere has none."""
    file = tmp_path / "test_corpus.py"
    file.write_text(
        f"import tests.run_options\ntests.run_options.CORPUS = tests.run_options.Path({str(tmp_path / 'none')!r})\n"
        + WITH_CORPUS,
        encoding="utf-8",
    )

    assert run(file, "--no-skips") == (0, "1 skipped")


def test_golden_files_are_compared_and_rewritten_when_asked(tmp_path: Path) -> None:
    file = tmp_path / "test_letter.py"
    file.write_text(
        f"import tests.run_options\ntests.run_options.GOLDEN = tests.run_options.Path({str(tmp_path / 'golden')!r})\n"
        "def test_letter(golden):\n    golden.check('offer.de.txt', 'Lead L-2041\\n')\n",
        encoding="utf-8",
    )
    assert run(file)[1] == "1 failed"

    assert run(file, "--golden") == (0, "1 passed")

    assert (tmp_path / "golden" / "offer.de.txt").read_text(encoding="utf-8") == "Lead L-2041\n"
    assert run(file)[1] == "1 passed"
    (tmp_path / "golden" / "offer.de.txt").write_text("Lead L-2042\n", encoding="utf-8")
    assert run(file)[1] == "1 failed"
