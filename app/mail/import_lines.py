"""Lines about a list of leads: what is wrong in a row, and how many rows became what."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.letters import ImportReport, RefusedRow
from app.mail.vocabulary import N_
from app.mail.words import Words


def refused_line(row: RefusedRow, words: Words) -> str:
    """Return what is wrong in a row of a list: where, what stands there, and what was expected."""
    problem = words.value("problem", row.problem)
    if not row.column:
        return problem % {"row": row.text} if "%(row)" in problem else problem
    values = {"column": words.field(row.column), "text": row.text, "problem": problem}
    return words.gettext(N_("%(column)s “%(text)s”: %(problem)s")) % values


def row_label(row: RefusedRow, words: Words) -> str:
    """Return which row it is; with its file where a list came in several."""
    label = words.gettext(N_("Row %(number)s")) % {"number": row.number}
    return f"{row.filename}, {label}" if row.filename else label


_COUNTED = (
    ("ready", N_("Ready to be imported")),
    ("waiting", N_("Still to come")),
    ("duplicate", N_("Perhaps there already")),
    ("held", N_("Not released")),
    ("incomplete", N_("Fields are missing")),
    ("agency", N_("With the agency")),
    ("unreleased", N_("Wait for your release")),
    ("releasing", N_("Being released")),
    ("later", N_("Wait for working hours")),
    ("on_offer", N_("On offer")),
    ("taking_back", N_("Being taken back")),
    ("nobody", N_("No partner to ask")),
    ("taken", N_("Taken")),
    ("away", N_("Put away or merged")),
    ("earlier", N_("Imported before")),
    ("refused", N_("Refused")),
)


def count_lines(counts: Mapping[str, int], words: Words) -> list[tuple[str, str]]:
    """Return how many rows of a list are where, all of them first; what did not happen is left out."""
    shown = [(label, counts.get(name, 0)) for name, label in _COUNTED]
    shown.insert(0, (N_("Rows"), sum(counts.values())))
    return [(words.gettext(label), str(count)) for label, count in shown if count]


def counts_of(report: ImportReport) -> dict[str, int]:
    """Return how many rows of a list are where, as its report says."""
    return {name: getattr(report, f"{name}_count", 0) for name, _ in _COUNTED}
