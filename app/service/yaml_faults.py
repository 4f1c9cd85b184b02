"""What a YAML parser stumbled over, in plain words: where it is, and what to do about it."""

from __future__ import annotations

from typing import Any

import yaml

_UNCLOSED = (
    "what opens with {bracket!r} in line {opened} does not go on here: a comma between two entries or the closing "
    "bracket is missing, or a text with a colon or a # needs quotes"
)
_UNKNOWN = "check quotes, brackets, colons and indentation here and in the line above"
# A piece of what the parser says -> what to do. The first that fits counts.
_ADVICE = (
    ("',' or '}'", _UNCLOSED),
    ("',' or ']'", _UNCLOSED),
    ("a tab character", "a tab stands here, indent with spaces"),
    ("cannot start any token", "a text that begins with {sign!r} needs quotes"),
    (
        "mapping values are not allowed",
        "a colon stands where none may be: put a text with a colon in quotes, begin entries that belong together in "
        "the same column, and end the key above with a colon",
    ),
    (
        "expected key",
        "this does not go on with the lines above: begin entries that belong together in the same column, and close "
        "each quote and bracket exactly once",
    ),
    ("'-' indicator", "the list of line {opened} goes on without '- ': begin its entries with '- ' in one column"),
    ("unexpected end of stream", "the quote that opens here is never closed"),
    ("hexdecimal", "a backslash in double quotes is a sign of its own, use single quotes"),
    ("escape character", "a backslash in double quotes is a sign of its own, use single quotes"),
    ("another document", "a second document begins here, a programme is one: leave '---' out"),
    ("expected node content", "a value is missing, or # has begun a comment: put a text with # in quotes"),
    ("undefined tag", "a text that begins with '!' needs quotes"),
    ("alphabetic or numeric", "a text that begins with '*' or '&' needs quotes"),
)


def fault_of(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Return line and column from 1, and one sentence that says what to do.

    Args: error: of the C parser or the Python one, which say nearly the same. text: what was parsed.
    """
    said = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    if "unexpected end of stream" in said:
        mark = error.context_mark or mark
    line, column = place_of(mark)
    sign = _sign_at(text, line, column)
    advice = "a tab stands here, indent with spaces" if sign == "\t" else _advice(said)
    opened = place_of(error.context_mark)
    bracket = _sign_at(text, *opened)
    return line, column, f"cannot be read: {advice.format(sign=sign, opened=opened[0], bracket=bracket)}"


def place_of(mark: Any) -> tuple[int, int]:
    """Return line and column from 1; the C parser's marks and the Python parser's share no type."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _advice(said: str) -> str:
    return next((advice for piece, advice in _ADVICE if piece in said), _UNKNOWN)


def _sign_at(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    return lines[line - 1][column - 1 : column] if line <= len(lines) else ""
