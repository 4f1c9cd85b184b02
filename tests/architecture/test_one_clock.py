"""Time is passed in: nobody but the clock asks the machine, or the database, what time it is."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import product_modules

ASKING = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "func.current_timestamp",
    "func.now",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}


def asks_for_the_time(tree: ast.AST) -> list[str]:
    """Return the calls that ask for the present instant; ``time.monotonic`` measures and is free."""
    called = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    taken = [
        f"time.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
    ]
    return [name for name in called + taken if ".".join(name.split(".")[-2:]) in ASKING]


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {module.path: found for module in product_modules() if (found := asks_for_the_time(module.tree))}

    assert asking == {"app/clock.py": ["datetime.now"]}


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "import datetime\ndatetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "from time import time",
        "mapped_column(default=sa.func.now())",
    ],
)
def test_every_way_of_asking_is_seen(code: str) -> None:
    assert asks_for_the_time(ast.parse(code))


@pytest.mark.parametrize("code", ["clock.now()", "self.clock.now()", "time.monotonic()", "from time import monotonic"])
def test_a_clock_that_was_passed_in_may_be_asked(code: str) -> None:
    assert not asks_for_the_time(ast.parse(code))
