"""One reply to a numbered digest -> its parts, each with the leads it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inbound.wishes.date_words import NUMBERS, UNITS
from inbound.wishes.lexicon import Lexicon
from inbound.wishes.sentences import Text
from inbound.wishes.tokens import Token

_CODE = re.compile(r"(?<![\w])[A-Za-z]{1,3}-?\d{1,9}(?!\w)")
NUMBER_WORDS = frozenset(
    "nr nummer no num number lead zu bei re punkt pos position item der die das den dem the for fuer on ad betrifft "
    "betr nur only just so zum beim um vom mit then dann sl sr lfd".split()
)
_SPELT = {"eins": 1} | {
    word: number
    for word, number in NUMBERS.items()
    if word not in ("a", "an", "ein", "eine", "einen", "einem", "einer")
}
_NUMBERED_BY = frozenset("nr nummer no num number lead".split())
_AND = frozenset(["und", "and", "&", "+", ",", "/", "sowie", "u", "n"])
_AFTER = frozenset([")", ":", ".", "-", "–", "=", "—", ">"])
COUNTS = frozenset(
    "mal x times of von out davon calls anrufe versuche mails leads leute leuten kollegen techniker people "
    "colleagues".split()
)
"""After a number they count: *2 of them*, *3 mal angerufen* name no place of the list."""

_LEAD_TO_ALL = frozenset("mit bei an von zu ueber with to at for of on by about from".split())
_ALL = frozenset("all any allen none".split())
"""Behind a small word they name every lead too: *talked to all three*."""

_WITH = frozenset("with to mit".split())
"""Behind these a number of the list is a lead: *spoke to 1 today*."""

_AFTER_A_WORD = (
    _AND
    | {":", "-", "–"}
    | frozenset("haben hat ist has have is was war wurde kommt never hasnt didnt doesnt wants".split())
)
"""What follows a number in words that names a lead, as in *eins und drei haben gekauft*."""

_STARTS = frozenset(
    [",", ";", ".", "\n", "!", "und", "and", "aber", "but", "&", ":", "•", "*", "-", "–", "/", "|", "n"]
)


@dataclass(frozen=True, slots=True)
class Part:
    """Words about some leads: their codes (empty: none named) and the tokens."""

    items: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class _Mention:
    """Leads named at tokens ``start`` up to ``end``."""

    items: tuple[str, ...]
    start: int
    end: int


def parts_of(text: Text, items: Sequence[str], lexicon: Lexicon) -> list[Part]:
    """Return the parts of a reply, each with the leads it is about, in order.

    Leads are named before their words (``1 gewonnen, 2 verloren``, ``L-2041: ...``, ``alle``, ``Rest``) or after a
    heading (``verloren: 1 und 3``). Without any name there is one part about no lead.
    """
    mentions = _mentions(text, items, lexicon)
    if not mentions:
        return [Part((), text)]
    tokens = text.tokens
    before = tokens[: mentions[0].start]
    runs_on = not items or before and before[-1].kind not in ("mark", "amount", "date")
    if len(mentions) == 1 and _says_something(before) and _says_something(tokens[mentions[0].end :]) and runs_on:
        return [Part(mentions[0].items, text.part((*before, *tokens[mentions[0].end :])))]
    if _says_something(before) and not _says_something(tokens[mentions[-1].end :]):
        ends = [0, *(mention.end for mention in mentions)]
        parts = [
            Part(mention.items, text.part(tokens[start : mention.start]))
            for start, mention in zip(ends, mentions, strict=False)
        ]
    else:
        starts = [*(mention.start for mention in mentions[1:]), len(tokens)]
        parts = [
            Part(mention.items, text.part(tokens[mention.end : end]))
            for mention, end in zip(mentions, starts, strict=True)
        ]
        led = _last_words(before)
        if led:  # *give 3 back, 1 has ordered*
            parts[0] = Part(parts[0].items, text.part((*led, *parts[0].text.tokens)))
            before = before[: len(before) - len(led)]
        if _says_something(before):
            parts.insert(0, Part((), text.part(before)))
    return _with_others(parts, items)


def _last_words(before: Sequence[Token]) -> Sequence[Token]:
    """Return the words that run on into the first lead's number, with no mark between."""
    at = len(before)
    while at and before[at - 1].kind == "word":
        at -= 1
    led = before[at:]
    return led if _says_something(led) else ()


def names_no_lead(tokens: Sequence[Token]) -> bool:
    """Whether a number stands where a lead is named, as in *3 quoted 5k, 9 won* to a list of seven."""
    return any(
        _starts_here(tokens, at) and token.kind == "number" and token.text.isdigit() and len(token.text) <= 2
        and after.kind == "word" and after.text not in COUNTS
        for at, (token, after) in enumerate(pairwise(tokens))
    )  # fmt: skip


def _says_something(tokens: Sequence[Token]) -> bool:
    return any(token.kind in ("word", "date", "amount") and token.text not in _AND | NUMBER_WORDS for token in tokens)


_OTHERS = "*others*"


def _with_others(parts: list[Part], items: Sequence[str]) -> list[Part]:
    """Put the leads that no other part names where *the others* was said."""
    named = {item for part in parts for item in part.items}
    others = tuple(item for item in items if item not in named)
    return [
        Part(others if part.items == (_OTHERS,) else part.items, part.text)
        for part in parts
        if part.items != (_OTHERS,) or others
    ]


def _mentions(text: Text, items: Sequence[str], lexicon: Lexicon) -> list[_Mention]:
    codes = {match.start(): match for match in _CODE.finditer(text.text)}
    mentions: list[_Mention] = []
    tokens, at = text.tokens, 0
    while at < len(tokens):
        mention = _coded(tokens, at, codes, items)
        if mention is None and at and tokens[at - 1].kind in ("amount", "date"):
            mention = _said(tokens, at, items, lexicon)  # the full stop belongs to *eur.*
            if mention is None and tokens[at].text in NUMBER_WORDS:
                mention = _numbered(tokens, at, items)
        if mention is None and at and tokens[at - 1].text in _LEAD_TO_ALL:
            mention = _led_to(tokens, at, items, lexicon)
        if mention is None and _starts_here(tokens, at):
            mention = (
                _said(tokens, at, items, lexicon)
                or _numbered(tokens, at, items)
                or _spelt_number(tokens, at, items)
                or _ordinal(tokens, at, items, lexicon)
            )
        if mention is None and mentions and _comes_next(tokens, at, mentions[-1], items):
            mention = _numbered(tokens, at, items)
        if mention is None:
            at += 1
            continue
        mentions.append(mention)
        at = max(mention.end, at + 1)
    return mentions


def _led_to(tokens: Sequence[Token], at: int, items: Sequence[str], lexicon: Lexicon) -> _Mention | None:
    """Read the leads behind a small word: *spoke to 1 today*, *quotes are out on 1 and 2*, *no news of the others*."""
    if tokens[at].kind != "number":
        said = _said(tokens, at, items, lexicon)
        return said if tokens[at].text in _ALL or said and said.items == (_OTHERS,) else None
    mention = _numbered(tokens, at, items)
    if mention is None or tokens[at - 1].text in _WITH:
        return mention
    ends = mention.end >= len(tokens) or tokens[mention.end].kind == "mark" or tokens[mention.end - 1].kind == "mark"
    return mention if ends else None


def _comes_next(tokens: Sequence[Token], at: int, last: _Mention, items: Sequence[str]) -> bool:
    """Say whether the next number of the list stands before a word, as in *1 no budget 2 no answer*."""
    token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and after.text in (".", ")") and at + 2 < len(tokens):
        after = tokens[at + 2]  # *1. no budget 2. no answer*
    if token.kind != "number" or after is None or after.kind != "word" or last.items[-1] not in items:
        return False
    following = str(items.index(last.items[-1]) + 2)
    return token.text == following and at > last.end and after.text not in UNITS.keys() | COUNTS


def _starts_here(tokens: Sequence[Token], at: int) -> bool:
    if tokens[at].text == "#" and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        return True
    bracketed = at + 1 < len(tokens) and tokens[at].kind == "number" and tokens[at + 1].text == ")"
    return at == 0 or tokens[at - 1].text in _STARTS or bracketed


def _coded(tokens: Sequence[Token], at: int, codes: dict[int, re.Match[str]], items: Sequence[str]) -> _Mention | None:
    """Read a lead's code, wherever it stands; codes of other leads are names too, and the caller refuses them."""
    match = codes.get(tokens[at].start)
    if match is None:
        return None
    code = _known_code(match[0], items)
    if code is None:
        return None
    end = at
    while end < len(tokens) and tokens[end].start < match.end():
        end += 1
    return _more(tokens, _Mention((code,), at, end), codes, items)


def _known_code(written: str, items: Sequence[str]) -> str | None:
    bare = written.replace("-", "").upper()
    known = next((item for item in items if item.replace("-", "").upper() == bare), None)
    return known or (written.upper() if "-" in written and written[0] in "Ll" else None)


def _more(
    tokens: Sequence[Token], mention: _Mention, codes: dict[int, re.Match[str]], items: Sequence[str]
) -> _Mention:
    """Add the further codes of a list (``L-2041 und L-2043``), and skip the colon after it."""
    end = mention.end
    if end + 1 < len(tokens) and tokens[end].text in _AND and tokens[end + 1].start in codes:
        further = _coded(tokens, end + 1, codes, items)
        if further:
            return _Mention((*mention.items, *further.items), mention.start, further.end)
    if end < len(tokens) and tokens[end].text in _AFTER:
        end += 1
    return _Mention(mention.items, mention.start, end)


def _said(tokens: Sequence[Token], at: int, items: Sequence[str], lexicon: Lexicon) -> _Mention | None:
    """Read *all* and *the others*."""
    if not items:
        return None
    if any(tuple(token.text for token in tokens[at : at + len(none)]) == none for none in lexicon.no_items):
        return _Mention(tuple(items), at, at)  # what denies stays among the words
    whole = lexicon.all_items + (lexicon.two_items if len(items) == 2 else ())
    rows = (
        (lexicon.first_two, tuple(items[:2])),
        (lexicon.last_two, tuple(items[-2:])),
        (lexicon.middle_item if len(items) == 3 else (), tuple(items[1:2])),
        (lexicon.other_items, (_OTHERS,)),
        (whole, tuple(items)),
    )
    for phrases, named in rows:
        for phrase in sorted(phrases, key=len, reverse=True):
            if tuple(token.text for token in tokens[at : at + len(phrase)]) == phrase:
                end = at + len(phrase)
                return _Mention(named, at, end + (end < len(tokens) and tokens[end].text in _AFTER))
    return None


def _bare_code(text: str, items: Sequence[str]) -> list[int]:
    """Return the list number of the lead whose code has these digits (*2041*)."""
    return [at for at, item in enumerate(items, start=1) if len(text) > 2 and item.partition("-")[2] == text]


def _numbered(tokens: Sequence[Token], at: int, items: Sequence[str]) -> _Mention | None:
    """Read ``2``, ``Nr. 2:``, ``1 und 3``, ``1-3``, ``#2``."""
    first = at
    while at < len(tokens) and (
        tokens[at].text in NUMBER_WORDS or tokens[at].text == "#" or tokens[at].text == "." and at > first
    ):
        at += 1
    numbers: list[int] = []
    end = at
    while at < len(tokens) and tokens[at].kind == "number":
        found = _numbers(tokens[at].text, len(items)) or _bare_code(tokens[at].text, items)
        if not found:
            break
        numbers += found
        at += 1
        at += at < len(tokens) and tokens[at].text == "er" and tokens[at].start == tokens[at - 1].end
        end = at
        while at < len(tokens) and (
            tokens[at].text in _AND or tokens[at].text == "#" or tokens[at].text in NUMBER_WORDS
        ):
            at += 1
    if not numbers or end < len(tokens) and tokens[end].text in COUNTS:
        return None
    if end < len(tokens) and tokens[end].text in _AFTER:
        end += 1
    return _Mention(tuple(dict.fromkeys(items[number - 1] for number in numbers)), first, end)


def _ordinal(tokens: Sequence[Token], at: int, items: Sequence[str], lexicon: Lexicon) -> _Mention | None:
    """Read *the first one* and *beim letzten*, where no noun follows that is counted, as in *first meeting*."""
    first = at
    while at < len(tokens) and tokens[at].text in NUMBER_WORDS:
        at += 1
    place = lexicon.ordinals.get(tokens[at].text) if at < len(tokens) else None
    if place is None or not items or place > len(items):
        return None
    end = at + 1
    if end < len(tokens) and tokens[end].text in lexicon.counted_nouns:
        return None
    end += end < len(tokens) and (tokens[end].text in _AFTER or tokens[end].text in ("one", "lead"))
    return _Mention((items[place - 1],), first, end)


def _spelt_number(tokens: Sequence[Token], at: int, items: Sequence[str]) -> _Mention | None:
    """Read *number two*, *Nr. eins* and *eins und drei haben*."""
    first = at
    while at < len(tokens) and tokens[at].text in NUMBER_WORDS:
        at += 1
    numbered = at > first and tokens[at - 1].text in _NUMBERED_BY
    places: list[int] = []
    end = at
    while end < len(tokens) and (place := _SPELT.get(tokens[end].text)) and place <= len(items):
        places.append(place)
        further = end + 2 < len(tokens) and tokens[end + 1].text in _AND and tokens[end + 2].text in _SPELT
        end += 2 if further else 1
        if not further:
            break
    follows = end < len(tokens) and tokens[end].text in _AFTER_A_WORD
    if not places or not (numbered or follows):
        return None
    return _Mention(
        tuple(dict.fromkeys(items[place - 1] for place in places)),
        first,
        end + (follows and tokens[end].text in _AFTER),
    )


def _numbers(text: str, most: int) -> list[int]:
    """Return the list numbers a token stands for: ``2``, ``1-3``, ``1,3`` and ``1/3``."""
    if "-" in text:
        low, _, high = text.partition("-")
        if not (low.isdigit() and high.isdigit()) or not 1 <= int(low) < int(high) <= most:
            return []
        return list(range(int(low), int(high) + 1))
    parts = re.split(r"[,/.]", text)
    if not all(part.isdigit() and 1 <= int(part) <= most and len(part) <= 3 for part in parts):
        return []
    return [int(part) for part in parts]
