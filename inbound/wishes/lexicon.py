"""Word tables -> a matcher that finds what the tokens of a reply say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from types import ModuleType

from inbound.wishes.tokens import Token, fold

WIDEST_GAP = 3
"""Words that ``..`` may stand for."""

_SHORTEST_MISSPELT = 4
_SHORT_REPLY = 2
"""Tokens; in a reply this short even a word of three letters may be misspelt."""

_TWO_SLIPS_FROM, _TWO_SLIPS_FROM_IN_LETTERS, _A_LETTER = 8, 10, 60
"""Letters of a word in which two slips are forgiven, fewer in a reply than in a letter, which has this many tokens."""

_LONGEST = 24
"""Words that a phrase with its gaps can reach over."""

_TYPO_PRICE = 0.07

_NEVER_MEANT = frozenset("kein nicht never without".split())
"""A negation is never read into a misspelt word: it would turn the wish around."""

_END = frozenset({"<end>"})
_START = "<start> "

Element = frozenset[str] | None
"""One place of a phrase: the words that may stand there, None for a gap."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A concept of the tables found at tokens ``start`` up to ``end``; ``used`` are the tokens it rests on.

    ``typo``: one of them was misspelt; ``negative``: one of them is a negation.
    """

    concept: str
    start: int
    end: int
    used: tuple[int, ...]
    typo: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    concept: str
    elements: tuple[Element, ...]
    prefixes: tuple[bool, ...]
    at_start: bool
    second: frozenset[str] | None = None
    """What must follow the first word, None where that is open."""


@dataclass
class Lexicon:
    """The compiled words of one language.

    ``targets`` are what a misspelt word may have meant, ``commands`` those of them that are a whole reply by
    themselves.
    """

    phrases: dict[str, list[_Phrase]] = field(default_factory=lambda: defaultdict(list))
    stems: list[tuple[str, _Phrase]] = field(default_factory=list)
    vocabulary: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    commands: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[tuple[str, ...], ...] = ()
    no_questions: tuple[tuple[str, ...], ...] = ()
    requests: tuple[tuple[str, ...], ...] = ()
    all_items: tuple[tuple[str, ...], ...] = ()
    third_persons: frozenset[str] = frozenset()
    named_by: frozenset[str] = frozenset()
    other_actors: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    never_or_not_yet: frozenset[str] = frozenset()
    two_items: tuple[tuple[str, ...], ...] = ()
    other_items: tuple[tuple[str, ...], ...] = ()
    no_items: tuple[tuple[str, ...], ...] = ()
    ordinals: dict[str, int] = field(default_factory=dict)
    counted_nouns: frozenset[str] = frozenset()
    first_two: tuple[tuple[str, ...], ...] = ()
    last_two: tuple[tuple[str, ...], ...] = ()
    middle_item: tuple[tuple[str, ...], ...] = ()

    def spelt_out(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return the tokens with dialect and careless spellings as the tables have them."""
        result: list[Token] = []
        for token in tokens:
            meant = self.spellings.get(token.text) if token.kind == "word" else None
            result += [replace(token, text=word) for word in meant] if meant else [token]
        return tuple(result)

    def knows(self, word: str) -> bool:
        """Say whether a word stands anywhere in the tables."""
        return word in self.vocabulary or word in self.fillers or word in self.spellings

    def signals(self, tokens: Sequence[Token], leave_out: frozenset[str] = frozenset()) -> list[Signal]:
        """Return what the tokens say in order of appearance; where phrases overlap the longest stands.

        Args: leave_out: concepts that cannot be meant, so that their phrases hide no others.

        Phrases of one concept may share words, and those at the very same words all stand: what *abgelehnt* means
        depends on the letter answered.
        """
        spelt = [self._respelt(token, len(tokens)) for token in tokens]
        words = [word for word, _ in spelt]
        every = [signal for at in range(len(spelt)) for signal in self._at(spelt, words, tokens, at)]
        found = [signal for signal in every if signal.concept not in leave_out]
        found.sort(
            key=lambda signal: (
                -len(signal.used) + 0.5 * signal.concept.startswith("small."),
                not signal.negative,
                signal.end - signal.start,
                signal.start,
            )
        )
        places: set[tuple[int, ...]] = set()
        used: dict[int, str] = {}
        kept: dict[tuple[str, int], Signal] = {}
        for signal in found:
            beside = {used[at] for at in signal.used if at in used}
            if signal.used in places or beside <= {signal.concept}:
                if not beside:
                    places.add(signal.used)
                used.update(dict.fromkeys(signal.used, signal.concept))
                kept.setdefault((signal.concept, signal.start), signal)
        return sorted(kept.values(), key=lambda signal: signal.start)

    def _at(
        self, spelt: list[tuple[str, bool]], words: list[str], tokens: Sequence[Token], at: int
    ) -> Iterator[Signal]:
        word, near = words[at], words[at : at + _LONGEST]
        following = words[at + 1] if at + 1 < len(words) else ""
        phrases = list(self.phrases.get(word, ()))
        phrases += [phrase for stem, phrase in self.stems if word.startswith(stem)]
        for phrase in phrases:
            if phrase.second is not None and following not in phrase.second:
                continue
            used = _match(phrase, near, tokens, at)
            if used and not self._leaps_a_negation(words, used):
                typo, negative = any(spelt[i][1] for i in used), any(words[i] in self.negations for i in used)
                yield Signal(phrase.concept, used[0], used[-1] + 1, used, typo, negative)

    def _leaps_a_negation(self, words: list[str], used: tuple[int, ...]) -> bool:
        """Say whether a gap hides a negation from a phrase that has none (*number is not wrong*)."""
        own = {words[at] for at in used} & self.negations
        return not own and any(words[at] in self.negations for at in range(used[0], used[-1]))

    def _respelt(self, token: Token, count: int) -> tuple[str, bool]:
        """Return the token's word, or the reply word it is a misspelling of, and whether it was misspelt."""
        if token.kind in ("date", "amount", "name"):
            return f"<{token.kind}>", False
        if token.kind != "word" or self.knows(token.text):
            return token.text, False
        shortest = _SHORTEST_MISSPELT if count > _SHORT_REPLY else _SHORTEST_MISSPELT - 1
        if len(token.text) < shortest:
            return token.text, False
        alike = self.targets.get(token.text[0], ())
        commands = tuple(word for word in alike if word in self.commands) if count <= _SHORT_REPLY else ()
        from_letters = _TWO_SLIPS_FROM if count <= _A_LETTER else _TWO_SLIPS_FROM_IN_LETTERS
        nearest = _nearest(token.text, commands, from_letters) or _nearest(token.text, alike, from_letters)
        return (nearest, True) if nearest else (token.text, False)


@lru_cache(maxsize=4096)
def _nearest(word: str, targets: tuple[str, ...], two_slips_from: int) -> str | None:
    """Return the reply word that ``word`` misspells: same first letter, one slip, two from so many letters on, and
    only one such.
    """
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= two_slips_from else 1
    near: dict[int, set[str]] = defaultdict(set)
    for target in targets:
        if abs(len(target) - len(word)) <= slips:
            distance = OSA.distance(word, target, score_cutoff=slips)
            if distance <= slips:
                near[distance].add(target)
    best = near[min(near)] if near else set()
    return min(best, key=lambda target: (abs(len(target) - len(word)), target)) if best else None


def _match(phrase: _Phrase, words: list[str], tokens: Sequence[Token], at: int) -> tuple[int, ...] | None:
    """Return the tokens a phrase rests on when it starts at ``at``, else None; gaps do not cross marks."""
    if phrase.at_start and at and tokens[at - 1].kind != "mark":
        return None
    used: list[int] = []
    here, gap = 0, False
    for element, prefix in zip(phrase.elements, phrase.prefixes, strict=True):
        if element is None:
            gap = True
            continue
        if element == _END:
            if at + here < len(tokens) and tokens[at + here].kind != "mark":
                return None
            continue
        reach = WIDEST_GAP + 1 if gap else 1
        for step in range(reach):
            if here + step >= len(words):
                return None
            word = words[here + step]
            if word in element or prefix and word.startswith(tuple(element)):
                used.append(at + here + step)
                here += step + 1
                break
            if tokens[at + here + step].kind == "mark":
                return None
        else:
            return None
        gap = False
    return tuple(used)


def _compile(
    concept: str, phrase: str, forms: dict[str, frozenset[str]], spellings: dict[str, tuple[str, ...]]
) -> _Phrase:
    elements: list[Element] = []
    prefixes = []
    places = phrase.removeprefix(_START).split()
    for place in places:
        if place == "..":
            elements.append(None)
            prefixes.append(False)
            continue
        alternatives = place.split("/")
        prefixes.append(any(word.endswith("*") for word in alternatives))
        words = frozenset(" ".join(spellings.get(found, (found,))) for found in map(_bare, alternatives))
        elements.append(words.union(*(forms.get(word, ()) for word in words)) if len(places) > 1 else words)
    second = elements[1] if len(elements) > 1 and elements[1] != _END and not prefixes[1] else None
    return _Phrase(concept, tuple(elements), tuple(prefixes), phrase.startswith(_START), second)


def _bare(word: str) -> str:
    return fold(word.removesuffix("*"))


def _spellings(text: str) -> dict[str, tuple[str, ...]]:
    """Return what each misspelling stands for, both folded."""
    rows = (line.partition(":") for line in text.splitlines() if line.strip())
    return {fold(typed): tuple(map(fold, meant.split())) for meant, _, all_typed in rows for typed in all_typed.split()}


def _listed(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(fold(word) for word in phrase.split())
        for line in text.splitlines()
        for phrase in line.split("|")
        if phrase.strip()
    )


def _split(text: str) -> list[str]:
    text = text.replace("e-mail", "email").replace("-", " ")
    return [phrase.strip() for line in text.splitlines() for phrase in line.split("|") if phrase.strip()]


def compiled(words: ModuleType, sayings: Mapping[str, str], spellings: str) -> Lexicon:
    """Return the lexicon of a language's module of words, its sayings by concept, and its spellings.

    Raises: ValueError: a phrase starts with a gap, so nothing could find it.
    """
    lexicon = Lexicon(fillers=frozenset(fold(word) for word in words.FILLERS.split()), spellings=_spellings(spellings))
    forms = {line.split()[0]: frozenset(line.split()) for line in words.FORMS.splitlines() if line.strip()}
    vocabulary: set[str] = set()
    for concept, text in words.PHRASES.items():
        for written in _split(f"{text}|{sayings.get(concept, '')}"):
            phrase = _compile(concept, written, forms, lexicon.spellings)
            first = phrase.elements[0]
            if first is None:
                raise ValueError(f"{concept}: {written!r} starts with a gap")
            for word in first:
                if phrase.prefixes[0]:
                    lexicon.stems.append((word, phrase))
                else:
                    lexicon.phrases[word].append(phrase)
            vocabulary.update(word for element in phrase.elements if element for word in element if word.isalpha())
    lexicon.vocabulary = frozenset(vocabulary)
    plain = {fold(word) for text in words.PHRASES.values() for word in re.split(r"[^\w]+", text)} & vocabulary
    meant = sorted(word for word in plain if len(word) >= _SHORTEST_MISSPELT and word not in _NEVER_MEANT)
    lexicon.targets = {letter: tuple(words) for letter, words in groupby(meant, key=lambda word: word[0])}
    alone = [phrase.elements[0] for known in lexicon.phrases.values() for phrase in known if len(phrase.elements) == 1]
    lexicon.commands = frozenset(word for words in alone if words for word in words)
    lexicon.sets = {name: frozenset(listed.split()) for name, listed in words.SETS.items()}
    lexicon.negations = lexicon.sets["negations"]
    lexicon.questions, lexicon.no_questions = _listed(words.QUESTION_STARTS), _listed(words.NOT_QUESTIONS)
    lexicon.requests = _listed(words.REQUESTS)
    _name_leads(lexicon, words)
    lexicon.third_persons, lexicon.named_by = frozenset(words.THIRD_PERSONS.split()), frozenset(words.NAMED_BY.split())
    lexicon.other_actors, lexicon.empty = frozenset(words.OTHER_ACTORS.split()), frozenset(words.EMPTY.split())
    lexicon.never_or_not_yet = frozenset(words.NEVER_OR_NOT_YET.split())
    return lexicon


def _name_leads(lexicon: Lexicon, words: ModuleType) -> None:
    """Put down how a language names the leads of a list."""
    lexicon.all_items, lexicon.two_items, lexicon.other_items = (
        _listed(text) for text in (words.ALL_ITEMS, words.TWO_ITEMS, words.OTHER_ITEMS)
    )
    lexicon.no_items, lexicon.first_two = _listed(words.NO_ITEMS), _listed(words.FIRST_TWO)
    lexicon.last_two, lexicon.middle_item = _listed(words.LAST_TWO), _listed(words.MIDDLE_ITEM)
    lexicon.counted_nouns = frozenset(words.COUNTED_NOUNS.split())
    lexicon.ordinals = {word: at for at, row in enumerate(_listed(words.ORDINALS), start=1) for word in row}


@lru_cache(maxsize=4)
def lexicon_of(language: str) -> Lexicon:
    """Return the lexicon of ``de`` or ``en``.

    Raises: KeyError: we have no words of that language.
    """
    from inbound.wishes import sayings_de, sayings_en, spellings, words_de, words_en

    tables = {
        "de": (words_de, sayings_de.PHRASES, spellings.GERMAN),
        "en": (words_en, sayings_en.PHRASES, spellings.ENGLISH),
    }
    return compiled(*tables[language])


def likely_languages(tokens: Sequence[Token], hint: str | None) -> tuple[str, ...]:
    """Return the languages that know most of the words: one, or more in a tie, then the hinted one first."""
    counts = {
        language: sum(lexicon_of(language).knows(token.text) for token in tokens if token.kind == "word")
        for language in ("de", "en")
    }
    if hint in counts and not any(counts.values()):
        return (hint,)
    return tuple(
        sorted(
            (language for language in counts if counts[language] == max(counts.values())),
            key=lambda language: language != hint,
        )
    )


def typo_price(signal: Signal) -> float:
    """Return what a misspelling costs in confidence."""
    return _TYPO_PRICE if signal.typo else 0.0
