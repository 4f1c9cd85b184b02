"""Whoever replies with the words a letter prints is understood: each word, in each letter, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.letters import LETTERS, Action, Collected, FeedbackDue, LetterContext, WeekReseller, numbered_refs
from app.mail.answers import mailto
from app.mail.arrangement import arrange_collected, one_reply
from app.mail.words import LANGUAGES, words_in
from inbound.understand.letter_context import VERB_OF_WISH
from inbound.wishes import Context, Understanding, understand

SENT_AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
# Where the reading of replies has a word of its own for a wish.
VERBS = {"unsubscribe": "stop", "absence": "pause", **VERB_OF_WISH}
# Whatever is answered is passed on, as tests/edges/test_deals_by_mail.py and test_customer_echo.py say.
ANY_WORDS = {"supply", "echo"}


def actions_in(value: Any) -> Iterator[Action]:
    """Yield every action of a context, those of its rows, too."""
    if isinstance(value, Action):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from actions_in(item)
    elif is_dataclass(value):
        for each in fields(value):
            yield from actions_in(getattr(value, each.name))


def every_printed_word() -> Iterator[Any]:
    for kind, letter_class in LETTERS.items():
        for language in LANGUAGES:
            for variant, letter in letter_class.samples(language).items():
                for action in actions_in(letter.context):
                    word = words_in(language).reply(action)
                    if word and action.wish not in ANY_WORDS:
                        name = "-".join(part for part in (kind, variant, language, action.wish, word) if part)
                        yield pytest.param(letter.context, action, language, word, id=name)


def read(words: str, context: LetterContext, language: str) -> Understanding:
    """Return what a reply to a letter is understood as."""
    allowed = frozenset(VERB_OF_WISH.get(action.wish, action.wish) for action in actions_in(context))
    rewards = tuple(action.argument["reward"] for action in actions_in(context) if "reward" in action.argument)
    items = numbered_refs(context)
    return understand(words, Context(SENT_AT, language=language, allowed=allowed, items=items, rewards=rewards))


@pytest.mark.parametrize(("context", "action", "language", "word"), list(every_printed_word()))
def test_a_printed_word_is_understood(context: LetterContext, action: Action, language: str, word: str) -> None:
    understood = read(word, context, language)

    assert understood.clear
    assert [reading.verb for reading in understood.readings] == [VERBS.get(action.wish, action.wish)]
    if action.wish in ("feedback", "deal_report"):
        assert understood.readings[0].status == action.option
    if action.argument.get("item"):
        assert understood.readings[0].item == action.argument["item"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_that_answers_a_collected_mail_is_understood(language: str) -> None:
    """Leads that wait for feedback and offers stand in one list, and one line answers both."""
    context = Collected.sample(language).context
    assert isinstance(context, Collected)
    example = arrange_collected(context, words_in(language))["one_reply"]

    understood = read(example, context, language)

    assert understood.clear
    assert [(reading.item, reading.verb) for reading in understood.readings] == [
        ("L-1987", "feedback"),
        ("L-2047", "decline"),
        ("L-2051", "pick"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_that_answers_an_owners_collected_mail_is_understood(language: str) -> None:
    context = Collected.samples(language)["owner"].context
    assert isinstance(context, Collected)

    understood = read(arrange_collected(context, words_in(language))["one_reply"], context, language)

    assert understood.clear
    assert [(reading.item, reading.verb) for reading in understood.readings] == [
        ("L-2019", "assign"),
        ("L-1987", "nudge"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_one_answer_for_all_is_understood(language: str) -> None:
    due = FeedbackDue.samples(language)["several"].context
    week = WeekReseller.sample(language).context
    assert isinstance(due, FeedbackDue)
    assert isinstance(week, WeekReseller)

    for context in (due, week):
        understood = read(one_reply(context.rows, words_in(language)), context, language)

        assert understood.clear
        assert [reading.item for reading in understood.readings] == [row.lead_ref for row in context.rows]


def test_a_prefilled_answer_opens_with_the_word_and_the_cursor_behind_it() -> None:
    words = words_in("de")
    link = mailto("reply+k@pickpost.example", "L-2041: Termin", words.opening(Action("feedback", 2041, "appointment")))

    assert link == "mailto:reply+k@pickpost.example?subject=L-2041%3A%20Termin&body=Termin%20am%20"
    assert parse_qs(urlsplit(link).query)["body"] == ["Termin am "]


def test_a_prefilled_answer_stays_within_500_characters() -> None:
    link = mailto("reply+k@pickpost.example", "ß" * 600, "nehme\nViele Grüße")

    assert len(link) <= 500
    assert link.endswith("&body=nehme%0D%0AViele%20Gr%C3%BC%C3%9Fe")
