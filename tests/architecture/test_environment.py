"""The variables of the environment that an operator may set."""

from __future__ import annotations

import re

from tests.architecture.sources import CHECKOUT

VARIABLE = r"\b(?:PICKPOST_[A-Z_]+|DATABASE_URL)\b"


def test_the_example_names_every_variable_and_no_other() -> None:
    read = set(re.findall(f'"({VARIABLE})"', (CHECKOUT / "app" / "settings.py").read_text(encoding="utf-8")))

    shown = re.findall(rf"^#? ?({VARIABLE})=", (CHECKOUT / ".env.example").read_text(encoding="utf-8"), re.M)

    assert sorted(shown) == sorted(read)
