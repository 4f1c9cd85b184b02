"""Rows of a list that one reply completes, and maybe releases: *1 erweitern, 3 PLZ 80331, warm, freigeben*."""

from __future__ import annotations

import re

from inbound.fields.gaps import fill_gaps
from inbound.wishes.model import Context, Reading

_ROW = re.compile(
    r"(?:\A|[,;.\n]|\b(?:und|and)\b)[ \t]{0,9}(?:(?:nr|no)\.?|lead|#)?[ \t]{0,3}"
    r"(?P<row>L-?\d{1,9}|\d{1,2})(?![\d.]\d|\d)[ \t]{0,3}[):.]?[ \t]{1,9}(?=\S)",
    re.IGNORECASE,
)
_RELEASED = re.compile(
    r"(?:\A|[ \t]{0,9}[,;.\n]|[ \t]{1,9}(?:und|and|dann|then)\b)[ \t]{0,9}"
    r"(?:(?:und|and|dann|then|bitte|please)[ \t]{1,9}){0,3}"
    r"(?:freigeben|release(?:[ \t]it)?|raus(?:geben)?|anbieten)(?:[ \t]{1,9}(?:bitte|please))?[ \t.!]{0,9}\Z",
    re.IGNORECASE,
)
"""At the end of what completes a row: it is to be released as well."""

_UNSURE = re.compile(r"[?]|\b(?:oder|or|bzw|vielleicht|maybe|perhaps)\b", re.IGNORECASE)


def completed_rows(text: str, context: Context) -> tuple[tuple[Reading, ...], str]:
    """Return an *edit* for each row whose words are nothing but values that it lacks, and the answer without them.

    Beside it a *release* where that is said of the row too: its values come first.
    """
    if len(context.items) < 2 or not context.gaps:
        return (), text
    found = [(match, item) for match in _ROW.finditer(text) if (item := _item(match["row"], context.items))]
    if not found:
        return (), text
    ends = [match.start() for match, _ in found[1:]] + [len(text)]
    edits: list[Reading] = []
    releases: list[Reading] = []
    left = [text[: found[0][0].start()]]
    for (match, item), end in zip(found, ends, strict=True):
        words = text[match.end() : end].strip(" ,;\r\n")
        values = _RELEASED.sub("", words)
        fields, is_all = fill_gaps(
            values, context.gaps.get(item, ()), context.products, context.country, by_shape=True
        )  # fmt: skip
        if is_all and not _UNSURE.search(words):
            edits.append(Reading("edit", 0.9, item=item, words=words[:200], fields=fields))
            releases += [Reading("release", 0.9, item=item, words=words[:200])] if values != words else []
        else:
            left.append(text[match.start() : end])
    return (*edits, *releases), "".join(left).strip(" ,;.\r\n") if edits else text


def _item(row: str, items: tuple[str, ...]) -> str | None:
    """Return the lead that a number of the list, or a code, stands for."""
    if row.isdigit():
        return items[int(row) - 1] if 1 <= int(row) <= len(items) else None
    code = f"L-{row[1:].removeprefix('-')}"
    return code if code in items else None
