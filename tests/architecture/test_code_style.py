"""How the code reads, where a machine can tell."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import functions, modules, product_modules

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
NOBODYS_WORDS = {"base2", "helper", "helpers", "misc", "util", "utils"}  # "manager" alone too: of what?
SECOND_SENTENCE = re.compile(r"[.!?]\s+\S")
EXCEPTION = re.compile(r"# (?:noqa|type: ignore)(?P<rule>: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[\w, -]+\])?(?P<reason>.*)")


def is_migration(path: str) -> bool:
    return path.startswith("migrations/versions/")


def test_a_modules_docstring_is_one_sentence() -> None:
    wrong = [
        f"{module.path}: {module.docstring!r}"
        for module in product_modules()
        if not is_migration(module.path) and not is_one_sentence(first_paragraph(module.docstring))
    ]

    assert wrong == []


def first_paragraph(docstring: str) -> str:
    """What the module is; how its table is to be read may follow."""
    return docstring.partition("\n\n")[0]


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and not SECOND_SENTENCE.search(text)


@pytest.mark.parametrize("text", ["", "No full stop", "One sentence. And another.", "Really? Yes."])
def test_no_or_two_sentences_are_seen(text: str) -> None:
    assert not is_one_sentence(text)


def test_a_file_has_at_most_400_lines() -> None:
    long = [
        f"{module.path}: {module.text.count(chr(10))} lines"
        for module in product_modules()
        if not is_migration(module.path) and module.text.count("\n") > LONGEST_FILE
    ]

    assert long == []


def test_a_function_has_at_most_40_lines() -> None:
    long = [
        f"{module.path}:{function.lineno} {function.name}: {length} lines"
        for module in product_modules()
        if not is_migration(module.path)
        for function in functions(module.tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []


def test_no_module_is_named_for_nothing() -> None:
    assert [module.path for module in modules() if is_named_for_nothing(module.path)] == []


def is_named_for_nothing(path: str) -> bool:
    parts = path.removesuffix(".py").split("/")
    words = {word for part in parts for word in part.split("_")}
    return bool(words & NOBODYS_WORDS) or "manager" in parts


@pytest.mark.parametrize("path", ["app/utils.py", "app/date_utils.py", "app/misc/words.py", "app/manager.py"])
def test_a_name_that_says_nothing_is_seen(path: str) -> None:
    assert is_named_for_nothing(path)


def test_a_channel_manager_is_somebody() -> None:
    assert not is_named_for_nothing("app/domain/channel_manager.py")


def test_an_exception_from_a_rule_names_the_rule_and_the_reason() -> None:
    unreasoned = [
        f"{module.path}:{number} {line.strip()}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if (found := EXCEPTION.search(line)) and not is_reasoned(found)
    ]

    assert unreasoned == []


def is_reasoned(found: re.Match[str]) -> bool:
    return bool(found["rule"]) and bool(re.search(r"[A-Za-z]{3}", found["reason"] or ""))


@pytest.mark.parametrize(
    ("line", "reasoned"),
    [
        ("import x  # no" + "qa", False),
        ("import x  # no" + "qa: F401", False),
        ("import x  # no" + "qa: F401 - registers its tables", True),
        ("x = y()  # type: ig" + "nore", False),
        ("x = y()  # type: ig" + "nore[no-any-return]", False),
        ("x = y()  # type: ig" + "nore[no-any-return]  # it ships no types", True),
    ],
)
def test_a_reason_is_told_from_none(line: str, reasoned: bool) -> None:
    found = EXCEPTION.search(line)

    assert found is not None
    assert is_reasoned(found) is reasoned
