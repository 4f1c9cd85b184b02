"""Lines with a limit: where a subject would be too long, the words marked as elastic give way."""

from __future__ import annotations

# Two characters for private use; they never leave the line.
_START, _END = "\ue000", "\ue001"
_ELLIPSIS = "…"


def elastic(value: str) -> str:
    """Mark a value that may be shortened; the template filter of the same name."""
    return f"{_START}{value.replace(_START, '').replace(_END, '')}{_END}"


def fit(line: str, limit: int) -> str:
    """Return the line without its marks and at most ``limit`` characters long.

    The longest elastic value is shortened first, at a word where one is near; only when none is left the line's end.
    """
    pieces = [part.partition(_END) for part in line.split(_START)]
    texts = [pieces[0][0]] + [text for elastic_part, _, rest in pieces[1:] for text in (elastic_part, rest)]
    while (excess := sum(map(len, texts)) - limit) > 0:
        longest = max(range(1, len(texts), 2), key=lambda index: len(texts[index]), default=0)
        if not longest or len(texts[longest]) <= 4:
            return _cut("".join(texts), limit)
        # Not below four characters and the ellipsis, so that each elastic value stays recognisable.
        texts[longest] = _cut(texts[longest], max(4, len(texts[longest]) - excess))
    return "".join(texts)


def _cut(text: str, limit: int) -> str:
    """Cut at the best place: before a bracket, which holds an aside, else at a word, else anywhere."""
    if len(text) <= limit:
        return text
    before_bracket = text[:limit].rpartition(" (")[0]
    if before_bracket and len(before_bracket) * 2 >= limit:
        return before_bracket
    kept = text[: limit - 1]
    at_word = kept.rsplit(" ", 1)[0]
    kept = at_word if len(at_word) * 3 >= len(kept) * 2 else kept
    return kept.rstrip(" ,;:–-") + _ELLIPSIS
