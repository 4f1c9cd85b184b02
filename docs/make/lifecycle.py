"""Writes docs/lifecycle.md: the tables of states and permissions, drawn from the code that obeys them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import app.domain.deal_commands
import app.domain.gate_commands
import app.domain.point_commands
import app.domain.privacy_commands
import app.domain.time_commands  # noqa: F401 - their commands are found once they are imported
from app.domain.commands import commands
from app.domain.deal_lifecycle import DEAL_TRANSITIONS, OPEN_DEALS, DealState
from app.domain.deal_permissions import DEAL_PERMISSIONS
from app.domain.lifecycle import CLOSED, TRANSITIONS, WITHOUT_STATE, State, Status, feedback_wish
from app.domain.permissions import CLOCK_WISHES, LEAD_PERMISSIONS, WITHOUT_LEAD, RoleName
from app.domain.redemption import REDEMPTION_TRANSITIONS
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS
from app.domain.views import VIEWS, View

PAGE = Path(__file__).resolve().parent.parent / "lifecycle.md"
FEEDBACKS = [feedback_wish(status, by_vendor) for status in Status for by_vendor in (False, True)]
OUTCOMES = {State.WON, State.LOST, State.BAD}
# The tables are built from sets, whose order changes from run to run; the page's must not.
ROWS = sorted(TRANSITIONS.items(), key=lambda row: list(State).index(row[0][0]))
DEAL_ROWS = sorted(
    DEAL_TRANSITIONS.items(),
    key=lambda row: (list(DealState).index(row[0][0]), row[0][1], list(DealState).index(row[1])),
)

HEAD = """# A lead's life

Written by `make docs` from `app/domain/lifecycle.py` and `app/domain/permissions.py`; do not edit it here.

A wish moves a lead only if its row stands in these tables. What has no row is refused, whichever way the wish came:
by a link, a mail, a page or the clock.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [HEAD, *_diagram(), *_moves(), *_feedback(), *_unmoved(), *_permissions(), *_without_lead()]
    parts += [*_views(), *_deal_diagram(), *_deal_moves(), *_deal_permissions()]
    parts += [*_redemption_moves(), *_redemption_permissions()]
    return "\n".join(parts)


def _diagram() -> list[str]:
    arrows: dict[tuple[State, State], list[str]] = defaultdict(list)
    for (before, wish), after in ROWS:
        goes_on = wish in FEEDBACKS and after in (State.WORKING, State.TAKEN_OVER)
        name = "feedback" if goes_on else wish.removeprefix("feedback:").removesuffix(":vendor")
        is_correction = before in OUTCOMES and after in OUTCOMES
        if before is not after and not is_correction and name not in arrows[before, after]:
            arrows[before, after].append(name)
    lines = [f"    {before} --> {after}: {', '.join(wishes)}" for (before, after), wishes in arrows.items()]
    ends = [f"    {state} --> [*]" for state in State if state in CLOSED]
    return [
        "## The states",
        "",
        "Wishes that leave a lead where it is, and corrections of one outcome into another, are in the tables only.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    direction LR",
        "    [*] --> received: submit",
        *lines,
        *ends,
        "```",
        "",
    ]


def _moves() -> list[str]:
    rows = []
    for wish, command in commands().items():
        by_goal: dict[str, list[State]] = defaultdict(list)
        for (before, row), after in ROWS:
            if row == wish:
                by_goal["the same" if before is after else after].append(before)
        if not by_goal:
            continue
        moves = [f"{_listed(sources)} → {goal}" for goal, sources in by_goal.items()]
        rows.append((f"`{wish}`", _sentence(command), "<br>".join(moves)))
    return ["## What each wish does", "", *_table(("wish", "what it is", "from → to"), rows), ""]


def _feedback() -> list[str]:
    rows = []
    for status in Status:
        names = (feedback_wish(status), feedback_wish(status, by_vendor=True))
        sources = dict.fromkeys(before for (before, wish), _ in ROWS if wish in names)
        goals = dict.fromkeys(after for (_, wish), after in ROWS if wish in names)
        rows.append((f"`{status}`", _listed(sources), _listed(goals)))
    head = ("status", "allowed from", "leads to")
    return ["## `feedback`, by status", "", *_table(head, rows), ""]


def _unmoved() -> list[str]:
    rows = [(f"`{wish}`", reason) for wish, reason in sorted(WITHOUT_STATE.items())]
    return ["## Wishes that move no lead", "", *_table(("wish", "why"), rows), ""]


def _permissions() -> list[str]:
    named = {role for role, _ in LEAD_PERMISSIONS}
    roles = [role for role in RoleName if role in named]
    rules = dict.fromkeys(rule for role in roles for (row, _), rule in LEAD_PERMISSIONS.items() if row is role)
    rows = []
    for wish in sorted({wish for _, wish in LEAD_PERMISSIONS}):
        held = [LEAD_PERMISSIONS.get((role, wish)) for role in roles]
        cells = [rule.__name__.replace("_", " ") if rule else "–" for rule in held]
        rows.append((f"`{wish}`", *cells, "yes" if wish in CLOCK_WISHES else "–"))
    meanings = [f"- *{rule.__name__.replace('_', ' ')}*: {rule.__doc__}" for rule in rules]
    head = ("wish", *(role.replace("_", " ") for role in roles), "the clock")
    return ["## Who may wish what of a lead", "", *_table(head, rows), "", *meanings, ""]


def _without_lead() -> list[str]:
    rows = [(f"`{wish}`", who) for wish, who in sorted(WITHOUT_LEAD.items())]
    return ["## Who may wish the rest", "", *_table(("wish", "who"), rows), ""]


def _views() -> list[str]:
    rows = [
        (role.replace("_", " "), *(reach.value if (reach := VIEWS.get((role, view))) else "–" for view in View))
        for role in RoleName
    ]
    return ["## Who may see what", "", *_table(("role", *(view.value for view in View)), rows), ""]


def _deal_diagram() -> list[str]:
    arrows: dict[tuple[DealState, DealState], list[str]] = defaultdict(list)
    for (before, wish), after in DEAL_ROWS:
        if before is not after:
            arrows[before, after].append(wish.removeprefix("deal_report:").partition(":")[0])
    lines = [f"    {before} --> {after}: {', '.join(wishes)}" for (before, after), wishes in arrows.items()]
    ends = [f"    {state} --> [*]" for state in DealState if state not in OPEN_DEALS]
    return [
        "# A deal registration's life",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    direction LR",
        "    [*] --> review: register",
        *lines,
        *ends,
        "```",
        "",
    ]


def _deal_moves() -> list[str]:
    rows = []
    for wish in sorted({row.partition(":")[0] for _, row in DEAL_TRANSITIONS}):
        goals: dict[str, list[DealState]] = defaultdict(list)
        for (before, row), after in DEAL_ROWS:
            if row.partition(":")[0] == wish and before not in goals["the same" if before is after else after]:
                goals["the same" if before is after else after].append(before)
        moves = [f"{', '.join(sources)} → {goal}" for goal, sources in goals.items()]
        rows.append((f"`{wish}`", _sentence(commands()[wish]), "<br>".join(moves)))
    return ["## What each wish does to it", "", *_table(("wish", "what it is", "from → to"), rows), ""]


def _deal_permissions() -> list[str]:
    roles = [role for role in RoleName if any(role == known for known, _ in DEAL_PERMISSIONS)]
    rules = list(dict.fromkeys(DEAL_PERMISSIONS.values()))
    rows = []
    for wish in sorted({wish for _, wish in DEAL_PERMISSIONS}):
        held = [DEAL_PERMISSIONS.get((role, wish)) for role in roles]
        rows.append((f"`{wish}`", *(rule.__name__.replace("_", " ") if rule else "–" for rule in held)))
    meanings = [f"- *{rule.__name__.replace('_', ' ')}*: {rule.__doc__}" for rule in rules]
    head = ("wish", *(role.replace("_", " ") for role in roles))
    return ["## Who may wish what of a registration", "", *_table(head, rows), "", *meanings, ""]


def _redemption_moves() -> list[str]:
    rows = []
    for wish in dict.fromkeys(wish for _, wish in REDEMPTION_TRANSITIONS):
        moves = [f"{before} → {after}" for (before, row), after in REDEMPTION_TRANSITIONS.items() if row == wish]
        rows.append((f"`{wish}`", _sentence(commands()[wish]), "<br>".join(moves)))
    head = ("wish", "what it is", "from → to")
    return ["# The life of a request for a reward", "", *_table(head, rows), ""]


def _redemption_permissions() -> list[str]:
    roles = [role for role in RoleName if any(role == known for known, _ in REDEMPTION_PERMISSIONS)]
    rules = list(dict.fromkeys(REDEMPTION_PERMISSIONS.values()))
    rows = []
    for wish in sorted({wish for _, wish in REDEMPTION_PERMISSIONS}):
        held = [REDEMPTION_PERMISSIONS.get((role, wish)) for role in roles]
        rows.append((f"`{wish}`", *(rule.__name__.replace("_", " ") if rule else "–" for rule in held)))
    meanings = [f"- *{rule.__name__.replace('_', ' ')}*: {rule.__doc__}" for rule in rules]
    head = ("wish", *(role.replace("_", " ") for role in roles))
    return ["## Who may wish what of a request", "", *_table(head, rows), "", *meanings, ""]


def _sentence(command: type[object]) -> str:
    first = (command.__doc__ or "").split("\n\n")[0].replace("\n    ", " ")
    return first.partition(" Source:")[0].replace("|", "\\|")


def _listed(states: Iterable[State]) -> str:
    return ", ".join(states)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
