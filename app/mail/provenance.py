"""Where the value of a field is from, in words: read, said, worked out, or merged."""

from __future__ import annotations

from app.domain.letters import FieldRow
from app.mail.vocabulary import N_
from app.mail.words import Words

# Below it a value was guessed; what stands in a signature or in a text of its own was read.
SURE = 0.62
LONGEST_LINE = 140
# By the weightiest field that a value was worked out from.
_WORKED_OUT = {
    "contact_phone": N_("from the phone number"),
    "website": N_("from the web address"),
    "contact_email": N_("from the mail address"),
    "postcode": N_("from the postcode"),
}
OWN_PROVIDERS = ("contact", "postcode")


def aside(row: FieldRow, words: Words) -> str:
    """Return what a letter says beside a value: only what should make the reader look twice."""
    if row.found_by:
        return _found(row, words)
    line = _line(row)
    if is_doubtful(row) and line and line != row.value.strip():
        return words.gettext(N_("read in “%(line)s”")) % {"line": line}
    return ""


def origin(row: FieldRow, words: Words) -> str:
    """Return where a value is from as a form says it beside the field; nothing where that would repeat the value."""
    if row.found_by:
        return _found(row, words)
    if row.merged_from:
        return words.gettext(N_("from %(lead)s, which was merged into this one")) % {"lead": row.merged_from}
    line = _line(row)
    if is_doubtful(row):
        return words.gettext(N_("please check: “%(line)s”")) % {"line": line}
    if row.said_by and line:
        return words.gettext(N_("%(name)s: “%(line)s”")) % {"name": row.said_by, "line": line}
    if row.said_by:
        return words.gettext(N_("by %(name)s")) % {"name": row.said_by}
    return words.gettext(N_("from “%(line)s”")) % {"line": line} if line and line != row.value.strip() else ""


def _found(row: FieldRow, words: Words) -> str:
    known = _WORKED_OUT.get(row.found_from[0] if row.found_from else "")
    if row.found_by in OWN_PROVIDERS and known:
        return words.gettext(known)
    return words.gettext(N_("from %(provider)s")) % {"provider": row.found_by}


def is_doubtful(row: FieldRow) -> bool:
    """Whether a value was read, and not surely; which language somebody wrote in is nothing to check."""
    return not row.found_by and row.name != "language" and row.confidence < SURE


def _line(row: FieldRow) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in row.source_line).split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1].rstrip()}…"
