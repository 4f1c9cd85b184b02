"""Lines about a list of leads: what is wrong in a row, and how many rows became what."""

from __future__ import annotations

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


def count_lines(report: ImportReport, words: Words) -> list[tuple[str, str]]:
    """Return how many rows of a list became what; what did not happen is left out."""
    counts = (
        (N_("Rows"), report.imported_count + report.earlier_count + report.refused_count),
        (N_("Fields are missing"), report.incomplete_count),
        (N_("Perhaps there already"), report.duplicate_count),
        (N_("Wait for your release"), report.unreleased_count),
        (N_("On offer at once"), report.on_offer_count),
        (N_("Imported before"), report.earlier_count),
        (N_("Refused"), report.refused_count),
    )
    return [(words.gettext(label), str(count)) for label, count in counts if count]
