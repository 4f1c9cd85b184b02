"""What a reply says of things that its letter does not number: registrations, requests, other leads, wrong numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from inbound.wishes.items import COUNTS, NUMBER_WORDS
from inbound.wishes.model import Context, Stray
from inbound.wishes.sentences import Text
from inbound.wishes.tokens import Token

MOST_STRAYS = 12
_CODE = re.compile(r"(?<![\w-])[DRL]-\d{1,9}(?![\w-])", re.IGNORECASE)
_OPENS_WITH_NUMBER = re.compile(r"\A\W*(?:(?:nr|no|nummer|number|lead)\b\W*)?\d{1,2}\b", re.IGNORECASE)
_ENDS_A_PART = frozenset([",", ";", ".", "!", "?", "\n", "und", "and", "sowie"])
_AROUND = " \t\r\n,;:.–-"
_THE_SAME = frozenset("auch ebenso ebenfalls dito too also likewise ditto same".split())


@dataclass(frozen=True, slots=True)
class _Part:
    """Words about the same things. codes: of strays, ``""`` for a number beyond the list; none for the list itself."""

    codes: tuple[str, ...]
    start: int
    end: int


def strays_in(text: Text, context: Context) -> tuple[tuple[Stray, ...], str]:
    """Return what is said of each stray, and the answer without it.

    A code without words of its own shares those of the next (*D-3 and D-9 approved*), or of the one before (*D-9 too*);
    where none has any, those above them.
    """
    parts = list(_parts(text, context))
    if not any(part.codes for part in parts):
        return (), text.text
    own = [part for part in parts if not part.codes]
    above = own.pop(0) if not parts[0].codes and not any(_said(text, part) for part in parts if part.codes) else None
    last = _said(text, above) if above is not None else ""
    strays: list[Stray] = []
    waiting: list[str] = []
    for part, following in zip_longest(parts, parts[1:]):
        if not part.codes:
            continue
        said = _said(text, part)
        if not said and following is not None and _leads_on(text, following):
            waiting += part.codes
            continue
        last = said or last
        written = text.text[part.start : part.end].strip(_AROUND)
        is_own = bool(said) and not waiting and len(part.codes) == 1
        strays += [Stray(code, written if is_own else f"{code} {last}", last) for code in (*waiting, *part.codes)]
        waiting = []
    rest = (text.text[part.start : part.end].strip(_AROUND) for part in own)
    return tuple(strays[:MOST_STRAYS]), ", ".join(words for words in rest if words)


def _said(text: Text, part: _Part) -> str:
    """Return the words about a stray, without what names it; empty where there is none."""
    words = text.text[part.start : part.end]
    words = _CODE.sub(" ", words) if part.codes != ("",) else _OPENS_WITH_NUMBER.sub(" ", words)
    words = re.sub(r"[ \t]+", " ", words).strip(_AROUND)
    return "" if words.casefold() in _THE_SAME or not re.search(r"[^\W_]", words) else words


def _leads_on(text: Text, following: _Part) -> bool:
    """Whether the next thing is named first, so that what is said of it counts for the one before too."""
    return any(following.codes) and _CODE.match(text.text, following.start) is not None


def _parts(text: Text, context: Context) -> Iterator[_Part]:
    """Yield the reply in parts, each about other things than the one before it."""
    part = _Part((), 0, 0)
    for tokens in _clauses(text.tokens):
        codes = _named(text, tokens, context)
        start, end = tokens[0].start, tokens[-1].end
        if codes is None:
            part = replace(part, end=end)
            continue
        if part.end:
            yield part
        part = _Part(codes, start, end)
    if part.end:
        yield part


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    for token in tokens:
        if token.text not in _ENDS_A_PART:
            clause.append(token)
        elif clause:
            yield clause
            clause = []
    if clause:
        yield clause


def _named(text: Text, tokens: Sequence[Token], context: Context) -> tuple[str, ...] | None:
    """Return the strays that a clause names, nothing for a lead of the list; None where it names nothing."""
    written = [found[0].upper() for found in _CODE.finditer(text.text, tokens[0].start, tokens[-1].end)]
    number = _number_first(tokens)
    if number is not None and context.items:
        return () if number <= len(context.items) else ("",)
    if any(code in context.items for code in written):
        return ()
    return tuple(dict.fromkeys(written)) or None


def _number_first(tokens: Sequence[Token]) -> int | None:
    """Return the number by which a clause names a lead of a list, as in *9 won* and *Nr. 9: won*."""
    at = 0
    while at < len(tokens) and tokens[at].text in NUMBER_WORDS | {"#"}:
        at += 1
    following = tokens[at + 1 :]
    if at == len(tokens) or not (tokens[at].text.isdigit() and 1 <= len(tokens[at].text) <= 2):
        return None
    says = next((token for token in following if token.kind != "mark"), None)
    return int(tokens[at].text) if says is not None and says.kind == "word" and says.text not in COUNTS else None
