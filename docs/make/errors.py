"""Writes docs/errors.md: every refusal that can reach a person, with what its reader sees."""

from __future__ import annotations

from pathlib import Path

from app.domain import errors
from app.mail.words import words_in
from app.tokens import BadToken

PAGE = Path(__file__).resolve().parent.parent / "errors.md"

HEAD = """# Refusals

Written by `make docs` from `app/domain/errors.py` and the German and English catalogues; do not edit it here.

A refusal is not a fault: the rules do not allow a wish, and its person is told why and what else can be done. It is
raised in the domain as a named class, written into the journal with its code, and put into words once for pages and
letters alike. Faults of the machinery are other exceptions; they change nothing and are tried again.
"""
WITHOUT_WORDS = (
    "`bad_token` has no row: a link that is altered, foreign or expired gets one page, 404, without any detail."
)


def page() -> str:
    """Return the whole page as Markdown."""
    tree = (errors.__doc__ or "").partition("\n\n")[2].rstrip()
    rows = ["| code | why | English reader | German reader |", "| --- | --- | --- | --- |"]
    for refusal in errors.refusals():
        if refusal is BadToken:
            continue
        english, german = (words_in(language).refusal(refusal.code).title for language in ("en", "de"))
        why = " ".join((refusal.__doc__ or "").split())
        rows.append(f"| `{refusal.code}` | {why} | {english} | {german} |")
    return "\n".join([HEAD, "```", tree, "```", "", *rows, "", WITHOUT_WORDS, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
