"""The options of the test run, golden files and the corpus, for every test."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
import structlog

CHECKOUT = Path(__file__).resolve().parent.parent
GOLDEN = CHECKOUT / "tests" / "golden"
SERVERS = {"postgresql", "dovecot", "postfix", "chromium"}
"""What is started for a test and not for `make test`, which needs neither root nor a server."""
SERVICES = CHECKOUT / "tests" / "services"
"""Tests that mostly wait for a server or a browser; they begin, so that others use the time in which they wait."""
EDGES = CHECKOUT / "tests" / "edges"
"""Whole mails and pages, for `make check`; `make test` has the rules that they lead to."""
CORPUS = CHECKOUT.parent / "shared" / "corpus"

# A machine that is busy with other tests is slow, which is no fault of the example that happened to be tried.
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails: for runs that must see everything")
    parser.addoption("--golden", action="store_true", help="rewrite the golden files instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that compare with golden files for `make golden`, those of servers and edges as slow, and begin
    with the files that wait for servers, then the slow ones: a long file that came last would leave a worker idle.
    """
    for item in items:
        if "golden" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.golden)
        if _servers(item) or EDGES in item.path.parents:
            item.add_marker(pytest.mark.slow)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (SERVICES not in item.path.parents, item.path not in slow))


def _servers(item: pytest.Item) -> set[str]:
    """Return the real servers that a test talks to, by its fixtures or by the parameter that names its database."""
    chosen = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
    return SERVERS & {*getattr(item, "fixturenames", ()), *(value for value in chosen if isinstance(value, str))}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ``--no-skips`` a skipped test has failed, but for one that needs the corpus where there is none."""
    report = yield
    needs_absent_corpus = "corpus" in getattr(item, "fixturenames", ()) and not CORPUS.is_dir()
    if item.config.getoption("--no-skips") and not needs_absent_corpus:
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """With ``--no-skips`` a module that skips itself has failed too."""
    report = yield
    if collector.config.getoption("--no-skips"):
        _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped here, but this was ({reason})"


class Golden:
    """Compares texts with the files under tests/golden, or rewrites those files."""

    def __init__(self, rewrite: bool) -> None:
        self.rewrite = rewrite

    def check(self, name: str, text: str) -> None:
        """Compare one text with its file.

        Args: name: of the file, such as ``lead_offer.de.txt``. text: with LF line ends.
        Raises: AssertionError: the text differs, or there is no such file yet.
        """
        file = GOLDEN / name
        if self.rewrite:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            return
        assert file.exists(), f"{file} is missing: `make golden` writes it"
        assert text == file.read_text(encoding="utf-8"), f"{name} differs: `make golden` rewrites it, then review"


@pytest.fixture(autouse=True)
def usual_logs() -> None:
    """Every test begins with the library's own way of logging: a command that ran in this process has set its own."""
    structlog.reset_defaults()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Golden files: `golden.check("lead_offer.de.txt", text)`."""
    return Golden(rewrite=request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with the public mails and their harness, which lies beside the checkout."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus of public mails at ../shared/corpus")
    return CORPUS
