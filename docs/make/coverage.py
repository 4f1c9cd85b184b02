"""Writes docs/rulebook-coverage.md: every numbered rule with the tests that hold it, from the marks of the tests."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "rulebook-coverage.md"
TESTS = PAGE.parent.parent / "tests"

# Rule -> what it asks for, in a few words. A number that a test marks and that is not here is a mistake.
RULES = {
    "1": "each party sees and does what its role and scope allow, the same in every channel",
    "2": "one wish, four ways in: link, reply, page, API; links never act on GET; digests are answered for many leads",
    "3.1": "a lead comes in by forwarding or attaching; the note on top sets fields",
    "3.2": "a lead comes in by API, by CSV or XLSX and by a form",
    "3.3": "the fields of a lead",
    "3.4": "what lacks a mandatory field is never offered; release, edit, to qualification, discard; the agency",
    "3.5": "temperature and origin are shown as given",
    "3.6": "duplicates: merge or keep both; what is protected is offered to nobody else",
    "3.7": "enrichment fills empty fields and keeps the source",
    "3.8": "mail of unknown people is kept with its reason and never answered",
    "4.1": "matching by the vendor's criteria explains itself; ties go to who waited longest",
    "4.2": "offered to the best few at once, gone the moment one takes it",
    "4.3": "the teaser names nobody",
    "4.4": "offers go out in working hours, a hot one at once; time to pick counts working time",
    "4.5": "rounds, then the rest, then the owner with buttons; every open lead has a next deadline",
    "4.6": "preferences by link or reply, absence with a deputy, quiet hours, a budget of mails a day",
    "4.7": "declining takes a reason, stops reminders and costs nothing",
    "5.1": "a pick needs an open offer, no lock and room below the cap",
    "5.2": "exactly one winner; the others read how late they were",
    "5.3": "three mails: owner, reseller with everything, customer",
    "5.4": "the customer's mail is a setting, waits for the undo and has an opt-out",
    "5.5": "undo and give back put a lead back on offer",
    "5.6": "who is locked or full reads which leads block it, and an answer lets the pick through",
    "6.1": "every status with its data; notes and attachments are the lead's history",
    "6.2": "the deadline after each status, in working days",
    "6.3": "one reminder a person and day; lock, return, escalation",
    "6.4": "receipts of feedback, for the owner as they prefer",
    "6.5": "the customer is asked once whether they were contacted",
    "6.6": "points: a ledger that is never overwritten, rank, rewards",
    "7.1": "a partner registers a deal by mail, link or API in one step",
    "7.2": "the conflict check answers free, in review or taken, never by whom",
    "7.3": "the vendor approves, rejects or asks for more in one click; service level",
    "7.4": "approved is protected, with incentive, material and a signed receipt",
    "7.5": "marketing events reach who holds the customer",
    "7.6": "the standing is asked, extended, warned of, ended; points and incentive are booked",
    "8.1": "the figures for any scope and period",
    "8.2": "thresholds name who is silent or busy without closing, and mail the one responsible once",
    "8.3": "the week, to everyone, of their own scope",
    "8.4": "the honesty of each source",
    "8.5": "scorecards and action plans",
    "9.1": "a link is one person's, one wish's, one object's; a colleague gets their own by one mail",
    "9.2": "a mail counts as its sender's by key, address and authentication; else it is asked back",
    "9.3": "nothing automatic is a wish or is answered; bounces mark the address",
    "9.4": "vendors never see each other's data, nor resellers each other's names",
    "9.5": "export, erasure, retention, an append-only journal",
    "9.6": "nothing is lost: stored before acknowledged, one transaction, quarantine and replay",
}

# Rule -> what of it is not there yet. Without an entry, a rule holds whole.
MISSING = {
    "2": "the API is not built yet",
    "3.2": "the API is not built yet",
    "7.1": "the API is not built yet",
    "8.1": "the week shows them; figures for any scope and period are not built yet",
    "8.2": "not built yet",
    "8.3": "no chart and no drill-down pages yet",
    "8.4": "not built yet",
    "8.5": "not built yet",
}

HEAD = """# The rulebook and the tests that hold it

Written by `make docs` from the marks `@pytest.mark.rule("…")` of the tests and from `docs/make/coverage.py`; do not
edit it here. A test's name is a sentence about people; `make test` runs them all.
"""


@dataclass(frozen=True)
class MarkedTest:
    """One test that says which rules it holds."""

    name: str
    path: str

    @property
    def sentence(self) -> str:
        """The test's name, as it reads."""
        return self.name.removeprefix("test_").replace("_", " ")


def page() -> str:
    """Return the whole page as Markdown.

    Raises: ValueError: a test marks a rule that does not exist, or a rule has neither a test nor a reason.
    """
    held = marked_tests()
    for rule in held.keys() - RULES.keys():
        raise ValueError(f"{held[rule][0].path}: there is no rule {rule}")
    for rule in RULES.keys() - held.keys() - MISSING.keys():
        raise ValueError(f"rule {rule} has no test and no reason why not")
    lines = [HEAD, "| rule | what it asks for | holds | tests |", "| --- | --- | --- | --- |"]
    for rule, text in RULES.items():
        count = len(held.get(rule, ()))
        tests = f"[{count}](#rule-{rule.replace('.', '')})" if count else "0"
        lines.append(f"| {rule} | {text} | {_holds(rule, count)} | {tests} |")
    for rule in RULES:
        if rule in held:
            lines += ["", f"## Rule {rule}", "", *_listed(held[rule])]
    return "\n".join([*lines, ""])


def marked_tests() -> dict[str, list[MarkedTest]]:
    """Return the tests of each rule, in the order of their files."""
    found: dict[str, list[MarkedTest]] = defaultdict(list)
    for file in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        of_file = _module_rules(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                rules = dict.fromkeys(of_file + [rule for mark in node.decorator_list for rule in _rules(mark)])
                for rule in rules:
                    found[rule].append(MarkedTest(node.name, f"tests/{file.relative_to(TESTS).as_posix()}"))
    return dict(found)


def _module_rules(tree: ast.Module) -> list[str]:
    marks = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(to, ast.Name) and to.id == "pytestmark" for to in node.targets)
    ]
    return [rule for mark in marks for rule in _rules(mark)]


def _rules(mark: ast.expr) -> list[str]:
    """Return the numbers of ``pytest.mark.rule("…")``, also in a list of marks."""
    if isinstance(mark, ast.List | ast.Tuple):
        return [rule for element in mark.elts for rule in _rules(element)]
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
        return [str(ast.literal_eval(number)) for number in mark.args]
    return []


def _holds(rule: str, count: int) -> str:
    if rule not in MISSING:
        return "yes"
    return f"in part: {MISSING[rule]}" if count else f"no: {MISSING[rule]}"


def _listed(tests: list[MarkedTest]) -> list[str]:
    by_file: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        by_file[test.path].append(test.sentence)
    lines = []
    for path, sentences in by_file.items():
        lines += [f"- `{path}`", *(f"  - {sentence}" for sentence in sentences)]
    return lines


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
