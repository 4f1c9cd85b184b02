"""The second opinion: it doubts what replies like this one never wished, and is believed where nearly all did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import inbound.wishes.agreed
from inbound.wishes import Context, understand
from inbound.wishes.lexicon import lexicon_of
from inbound.wishes.opinion import Opinion, features, kind_of, letter_of, opinion_on
from inbound.wishes.sentences import Said, Text, said
from inbound.wishes.tokens import tokens_of
from tests.reading.wishes.learn import taught_by
from tests.reading.wishes.sentences import Sentence, meaning, understood

OFFER = Context(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), allowed=frozenset({"pick", "decline"}))
WORK = replace(OFFER, allowed=frozenset({"feedback", "give_back", "undo"}))


DEAL = replace(OFFER, allowed=frozenset({"approve", "reject", "ask_more"}))


def spoken(text: str, language: str = "de") -> Said:
    return said(Text(text, tuple(tokens_of(text)), {}, {}), lexicon_of(language))


@pytest.fixture
def replies_like_it(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the replies like any wish what a test says: ``replies_like_it(won=0.9)``; None for no opinion."""

    def wished(shares: dict[str, float] | None) -> None:
        opinion = None if shares is None else Opinion({"none": 1 - sum(shares.values()), **shares})
        monkeypatch.setattr(inbound.wishes.agreed, "opinion_on", lambda said, context: opinion)

    return wished


@pytest.mark.parametrize(
    "text",
    [
        "Den letzten von euch hab ich verloren weil zu teuer, mal schaun wie der wird",
        "Termin war für morgen geplant, hat er grad wieder abgesagt",
        "can I give it back later if it's rubbish?",
    ],
)
def test_a_wish_that_replies_like_this_one_never_had_is_asked_back(
    text: str, replies_like_it: Callable[..., None]
) -> None:
    """Seen failing without the second opinion, when each of these changed the lead."""
    found = understand(text, WORK)
    replies_like_it(None)

    assert not any(found.clear and one.verb not in ("note", "question") for one in found.readings)
    assert understand(text, WORK).clear


@pytest.mark.parametrize(("share", "acts"), [(0.83, True), (0.81, False)])
def test_where_the_words_are_silent_a_wish_that_nearly_all_had_is_done(
    share: float, acts: bool, replies_like_it: Callable[..., None]
) -> None:
    replies_like_it({"pick": share})

    found = understand("the cow has left the ice today", OFFER)

    assert found.clear is acts
    assert not acts or [one.verb for one in found.readings] == ["pick"]


def test_no_meeting_is_made_up_where_two_days_are_told(replies_like_it: Callable[..., None]) -> None:
    replies_like_it({"appointment": 1.0})

    assert not understand("der Meier kommt am 12.3. oder am 19.3. zu uns ins Haus", WORK).clear


def test_what_the_words_name_but_deny_is_not_made_up(replies_like_it: Callable[..., None]) -> None:
    """Seen failing: *dann kriegen sie von uns ein Angebot* was taken for a quote that is out."""
    replies_like_it({"quoted": 0.95})

    assert not understand("Die Hydraulik muss der Alois noch prüfen, dann kriegen sie von uns ein Angebot", WORK).clear


def test_a_letter_is_never_answered_with_what_it_did_not_offer(replies_like_it: Callable[..., None]) -> None:
    replies_like_it({"approve": 1.0})

    assert not understand("the cow has left the ice today", OFFER).clear


def test_it_believes_one_reading_in_doubt_and_no_two_sums(replies_like_it: Callable[..., None]) -> None:
    replies_like_it({"quoted": 1.0})

    assert not understand("Angebot 12k oder 14k raus, mal sehen welches", WORK).clear


def test_a_reply_of_two_words_needs_no_second_opinion(replies_like_it: Callable[..., None]) -> None:
    replies_like_it({})

    assert understand("gewonnen", WORK).clear
    assert not understand("der Auftrag ist bei uns gelandet, gewonnen", WORK).clear


def test_a_reason_is_supplied_where_nearly_all_gave_it_and_left_out_where_hardly_any_did(
    replies_like_it: Callable[..., None],
) -> None:
    replies_like_it({"lost.price": 0.9, "lost": 0.05})
    (supplied,) = understand("leider verloren, da war nichts zu machen", WORK).readings
    replies_like_it({"lost.competitor": 0.9, "lost": 0.05})
    (left,) = understand("leider verloren, war denen zu teuer", WORK).readings

    assert (supplied.reason, left.reason) == ("price", "competitor")


def test_words_of_a_list_that_tell_nothing_new_of_a_lead_let_the_others_act(
    replies_like_it: Callable[..., None],
) -> None:
    digest = replace(WORK, items=("L-2041", "L-2042"))
    replies_like_it({"won": 0.5})
    acted = understand("1 gewonnen, 2 dreht sich im Kreis", digest)
    either = understand("1 gewonnen, 2 dies oder jenes", digest)

    assert (acted.clear, [(one.item, one.status) for one in acted.readings]) == (True, [("L-2041", "won")])
    assert acted.note
    assert not either.clear


def test_another_wish_that_nearly_all_had_is_the_one_meant(replies_like_it: Callable[..., None]) -> None:
    """Seen failing: *kauft nix* lost a lead that a student had written for his thesis."""
    replies_like_it({"bad_lead.no_business": 0.98})
    (student,) = understand("Der Student wollte nur was für seine Bachelorarbeit wissen, kauft nix", WORK).readings

    assert (student.status, student.reason) == ("bad_lead", "no_business")


def test_the_others_of_a_list_that_only_follow_let_the_one_act(replies_like_it: Callable[..., None]) -> None:
    replies_like_it({"won": 0.4})
    digest = replace(WORK, items=("L-2041", "L-2042", "L-2043"))

    found = understand("1 gewonnen, die anderen beiden folgen", digest)

    assert (found.clear, [one.item for one in found.readings]) == (True, ["L-2041"])


@pytest.mark.parametrize(("share", "asks"), [(0.51, True), (0.49, False)])
def test_who_asks_about_a_deal_asks_its_reseller(
    share: float, asks: bool, replies_like_it: Callable[..., None]
) -> None:
    replies_like_it({"ask_more": share})

    found = understand("Wie viele Geräte sind das und wer ist der Endkunde?", DEAL)

    assert (found.clear and found.readings[0].verb == "ask_more") is asks


def test_the_chances_of_all_wishes_make_one() -> None:
    found = opinion_on(spoken("leider verloren, war denen zu teuer"), WORK)

    assert found is not None
    assert sum(found.shares.values()) == pytest.approx(1)
    assert found.best()[0] == "lost"
    assert sum(found.reasons("lost").values()) == pytest.approx(1)


def test_of_letters_that_were_not_learned_it_says_nothing() -> None:
    merging = replace(OFFER, allowed=frozenset({"merge", "keep_both"}))

    assert letter_of(merging) is None
    assert opinion_on(spoken("bitte beide zusammenführen, ist derselbe Kunde"), merging) is None


def test_a_wish_is_called_by_its_status_or_its_verb() -> None:
    (won,), (taken,) = understand("gewonnen 48k", WORK).readings, understand("nehme", OFFER).readings

    assert (kind_of(won), kind_of(taken)) == ("won", "pick")


def test_values_are_counted_by_their_kind_alone() -> None:
    """No sum, day or name of a sentence that was learned from stands in the table."""
    assert not [
        name for name in rows(table()) if any(letter.isdigit() for letter in name) and not name.startswith("long ")
    ]
    assert "<number>" in features(spoken("angebot 12000 raus"), WORK)
    assert "in <Name>" in features(spoken("their office is in Tromso", "en"), WORK)


def test_the_table_was_learned_from_the_sentences_as_they_stand() -> None:
    """A set that was added, or a wish that was written otherwise, is to be learned."""
    assert table().splitlines()[0].split()[-1] == f"#{taught_by()}"


def rows(text: str) -> list[str]:
    return [row.partition("\t")[0] for row in text.splitlines()[1:]]


def table() -> str:
    return Path(inbound.wishes.__file__).with_name("opinion.txt").read_text("utf-8")


def test_a_sum_that_was_told_is_not_passed_over() -> None:
    """Seen failing: nearly all who *reached* somebody wished *contacted*, so that the quote was dropped unasked."""
    sentence = Sentence("de", "lead", "hab ihn erreicht, Angebot über 12.500 ist raus", ("quoted 12500",))

    assert meaning(understood(sentence)) in ("ask", *sentence.wishes)
