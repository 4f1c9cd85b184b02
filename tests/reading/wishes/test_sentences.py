"""The reply sentences, both halves: acted rightly in nine of ten, wrongly in none of two hundred, asked back else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.reading.wishes.sentences import Score, score, sentences

FEWEST_RIGHT, MOST_WRONG = 0.90, 0.005
HALVES = (
    "open", "held_out", "blind", "blind_2", "blind_3", "blind_4", "blind_5", "blind_6", "blind_7", "blind_8", "blind_9",
    "blind_10", "blind_11", "blind_12", "blind_13",
)  # fmt: skip
"""The sentences worked with, and the sets that were set aside when they were written."""

EXAMINATION = {"blind_14": (0.90, 0.014), "blind_15": (0.81, 0.027), "blind_16": (0.80, 0.035)}
"""Sets that nobody works with, neither by a phrase nor by learning, with what they had at their first run."""


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {half: score(half) for half in HALVES}


@pytest.mark.parametrize("half", HALVES)
def test_replies_are_acted_upon_rightly_or_asked_back(half: str, scores: dict[str, Score]) -> None:
    """Seen failing with the first grammar, which took any known word for a wish: 4.4 % of the first half set aside and
    16 % of the sentences made to mislead it were acted upon wrongly (*der Preis passt* lost the lead).

    Whenever a half set aside has been run, its figures are written down here, it joins the open half, and a new one is
    written: blind, 308 of 317 right and 2 wrong; 280 of 289 right and 2 wrong; 213 of 219 right and 2 wrong. What was
    wrong in this last one was mended (*nichts* denies), so it is to be replaced before the words are worked on again.

    ``blind``, 302 sentences by somebody who had seen neither words nor rules: at their first run 245 right, 9 asked, 48
    unlike what was written. 29 changed nothing (kept as a note or a question: the notation had not been known),
    5 lacked a reason that is then asked for, and 14 (4.6 %) acted wrongly (*my colleague picked it*, *the competitor
    lost them*). After mending, ``blind_2``, 150 by the same writer, who knew the rules by then: 145 right, 4 asked and
    1 (0.7 %) wrong (*der Kunde hat schon mal abgelehnt*, mended since). Both are used up as blind figures.

    ``blind_3``, 274 by a second writer who had read neither words, rules nor another set: at their first run 239 right
    (87 %), 22 asked, 13 (4.7 %) unlike what was written. 2 of those were only spelt otherwise (*until* for *in*, a
    blank in a postcode; these expectations were corrected), 2 lacked a reason or a day, 1 was only noted, and 8 (2.9 %)
    acted wrongly (*2 of them are won* won the second). After mending, the same writer, who knew the rules by then:
    ``blind_4``, 211: 201 right, 8 asked, 2 (0.9 %) wrong, of which one only kept a wish as a question; ``blind_5``,
    200: 191 right (95.5 %), 5 asked, 4 (2 %) wrong (*der Mitbewerber ist 10% billiger*). All mended and used up.

    Then four further writers wrote 260 each, who had seen nothing but the notation and were asked for dialect, slang
    and whole letters. First runs, each after the set before it had been mended: ``blind_6`` 131 right (50 %), 113
    asked, 16 unlike what was written, of which 2 were only kept and 14 (5.4 %) acted; ``blind_7`` 172 right (66 %), 69
    asked, 1 kept, 18 acted (6.9 %), half of them rightly but without the reason or a field; ``blind_8`` 179 right
    (69 %), 68 asked, 1 kept, 12 acted (4.6 %), seven of them rightly but for a reason, an hour or a field; ``blind_9``
    205 right (79 %), 43 asked, 2 kept, 10 acted (4 %), four of them rightly but for a reason or a field (*my brother in
    law won a contract there*). Mended by general cause and used up.

    Four strangers who saw only the notation, two asked for *what really comes in in a month* (150 each) and two for
    sentences of which a quarter misleads (260 each), in pairs. First runs of the first pair: ``blind_10``, natural, 125
    right (83 %), 20 asked, 5 acted (3.3 %); ``blind_11``, misleading, 185 right (71 %), 61 asked, 1 kept, 13 acted
    (5 %). Since then what is right but for its reason counts apart (``bare``).

    The words widened by fifteen hundred phrases, and a second opinion learned, the first runs of the second pair:
    ``blind_12``, natural, 114 right (76 %), 28 asked, 8 acted (5.3 %); ``blind_13``, misleading, 173 right (67 %), 71
    asked, 14 acted (5.4 %), 2 bare. The grammar of before had got 112 and 170 of them right, and 7 and 18 otherwise:
    more phrases help little. What helps is an opinion counted from the plain words alone: with it, and nothing else
    mended, 117 and 178 right, 26 and 71 asked, 4 and 6 acted (2.7 and 2.3 %), 3 and 5 bare. Since mended by general
    cause and used up.
    """
    result = scores[half]
    report = "\n".join(f"{case.letter}: {case.text!r} wants {case.wishes}, got {got}" for case, got in result.failures)

    assert result.right >= FEWEST_RIGHT * result.total, report if half == "open" else "see the figures of the report"
    assert result.wrong <= MOST_WRONG * result.total, report if half == "open" else "see the figures of the report"


@pytest.mark.parametrize("name", EXAMINATION)
def test_strangers_are_understood_as_well_as_at_the_examination(name: str) -> None:
    """``blind_14`` and ``blind_15``, natural, and ``blind_16``, misleading, by three further strangers, opened only
    when the reader was finished. First runs: 136 of 150 right (91 %), 12 asked, 2 otherwise (1.3 %); 122 of 150 (81 %),
    3 bare, 21 asked, 4 otherwise (2.7 %); 209 of 260 (80 %), 6 bare, 36 asked, 9 otherwise (3.5 %).

    So of natural sentences 86 % were right and 2 % otherwise than written; of these six three lacked a field, one had
    another reason and one an earlier day. Nine of ten right was reached in one of three sets, at most 0.5 % otherwise
    in none. What they showed was mended in one point, a place that nobody had asked for (*warm, 86150 Augsburg*).
    """
    least_right, most_wrong = EXAMINATION[name]
    result = score(name)

    assert result.right >= least_right * result.total
    assert result.wrong <= most_wrong * result.total


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
