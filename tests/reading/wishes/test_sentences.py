"""The reply sentences, both halves: acted rightly in nine of ten, wrongly in none of two hundred, asked back else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.reading.wishes.learn import LEARNED_FROM
from tests.reading.wishes.sentences import score, sentences

FEWEST_RIGHT, MOST_WRONG = 0.90, 0.005
SET_ASIDE = ("blind_28", "blind_29")


@pytest.mark.parametrize("half", LEARNED_FROM)
def test_replies_are_acted_upon_rightly_or_asked_back(half: str) -> None:
    """Seen failing with the first grammar, which took any known word for a wish: 4.4 % of the first half set aside and
    16 % of the sentences made to mislead it were acted upon wrongly (*der Preis passt* lost the lead).

    Whenever a set by somebody new has been run, its figures are written down here, what it shows is mended by general
    cause, and it joins those worked with. *Otherwise* is acted unlike what was written; of most of these a reason, a
    field or an hour was missing, which counts apart (*bare*) since ``blind_10``. First runs:

    | set | by whom, of what | sentences | right | asked | bare | otherwise |
    | --- | --- | --- | --- | --- | --- | --- |
    | blind | a stranger to words and rules | 302 | 81 % | 3 % | 10 % | 6 % |
    | blind_2 | the same, who knew the rules by then | 150 | 97 % | 3 % | | 0.7 % |
    | blind_3 | a second stranger | 274 | 87 % | 8 % | | 4.7 % |
    | blind_4, 5 | the same, knowing the rules | 411 | 95 % | 3 % | | 1.5 % |
    | blind_6 to 9 | four strangers: dialect, slang, letters | 1,040 | 66 % | 28 % | | 5.6 % |
    | blind_10, 12 | two strangers: what comes in within a month | 300 | 80 % | 16 % | | 4.3 % |
    | blind_11, 13 | two: a quarter misleads | 520 | 69 % | 25 % | 0.4 % | 5.4 % |
    | blind_14, 15 | two: what comes in within a month; second opinion | 300 | 86 % | 11 % | 1 % | 2.0 % |
    | blind_16 | one: a quarter misleads | 260 | 80 % | 14 % | 2 % | 3.5 % |
    | blind_17 to 22 | six trades and regions: what comes in within a month | 1,200 | 85 % | 10 % | 2.3 % | 2.3 % |
    | blind_23, 24 | two strangers: the same; the opinion supplies too | 400 | 86 % | 12 % | 1.8 % | 0.8 % |
    | blind_25 to 27 | three: the same, opened when the reader was finished | 450 | 91 % | 7 % | 0.9 % | 1.1 % |

    Since ``blind_23`` the opinion may believe and supply as well as doubt. How that does on sets the opinion has not
    learned from is printed by ``python -m tests.reading.wishes.cross``: of 2,350 natural ones 90.5 % right, 7.4 %
    asked, 1.7 % bare and 0.43 % otherwise. The rules had been mended by what most of these showed.
    """
    result = score(half)
    report = "\n".join(f"{case.letter}: {case.text!r} wants {case.wishes}, got {got}" for case, got in result.failures)

    assert result.right >= FEWEST_RIGHT * result.total, report
    assert result.wrong <= MOST_WRONG * result.total, report


def test_strangers_are_understood_or_asked_back() -> None:
    """300 sentences of two further strangers, run once, when the reader was finished: 273 right (91.0 %), 24 asked
    (8.0 %), 2 bare (0.7 %) and 1 otherwise (0.3 %). Another stranger who read ``blind_25`` and ``blind_26`` without
    their wishes accepted none of what was acted on otherwise there.

    Nobody works with them: no word, no phrase and no number is to come from here. Whoever has to look at what is
    asked or wrong in them moves them to those worked with, and has new ones written before the next change is judged.
    """
    scores = [score(name) for name in SET_ASIDE]
    total = sum(one.total for one in scores)

    assert total >= 300
    assert sum(one.right for one in scores) >= FEWEST_RIGHT * total, "look at none of them: see the docstring"
    assert sum(one.wrong for one in scores) <= MOST_WRONG * total, "look at none of them: see the docstring"


def test_what_is_set_aside_teaches_nothing() -> None:
    assert not set(SET_ASIDE) & set(LEARNED_FROM)


@pytest.mark.parametrize("half", ["open", "held_out"])
def test_there_are_enough_sentences_in_both_languages(half: str) -> None:
    counts = Counter(sentence.language for sentence in sentences(half))

    assert min(counts["de"], counts["en"]) >= 100


def test_no_sentence_set_aside_is_among_those_worked_with() -> None:
    """The same words to the same letter in both halves would make the second a rehearsal of the first."""
    both = {(sentence.letter, sentence.text.casefold().strip(" .!")) for sentence in sentences("open")}
    shared = [
        sentence.text
        for sentence in sentences("held_out")
        if (sentence.letter, sentence.text.casefold().strip(" .!")) in both
    ]

    assert len(shared) <= 0.15 * sum(1 for _ in sentences("held_out")), shared
