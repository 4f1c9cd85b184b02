"""Every code has its words, every sentence its translation, and the catalogues are as fresh as the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from app.domain import feedback
from app.domain.letters import Action, Kpi
from app.domain.lifecycle import State, Status
from app.mail.outcomes import DONE, REFUSALS
from app.mail.vocabulary import FIELDS, KPIS, VALUES
from app.mail.wishes import ACTIONS
from app.mail.words import LANGUAGES, words_in
from tests.mail import catalogues
from tests.run_options import Golden

PLACEHOLDER = re.compile(r"%\(\w+\)s")
LONG = 30  # characters; whoever begins twice with as many says something twice


def _messages(language: str) -> Iterator[Message]:
    return (message for message in catalogues.stored(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_sentences_of_the_sources(language: str, golden: Golden) -> None:
    if golden.rewrite:
        catalogues.update(language)
    wanted = {message.id for message in catalogues.extracted() if message.id}

    assert {message.id for message in _messages(language)} == wanted, "`make golden` brings it up to date"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    compiled = catalogues.po_file(language).with_suffix(".mo").read_bytes()

    assert compiled == catalogues.mo_bytes(catalogues.stored(language)), "`make golden` compiles it"


def test_every_sentence_has_a_german_translation() -> None:
    untranslated = [message.id for message in _messages("de") if not all(_forms(message))]

    assert untranslated == []


def test_a_translation_has_the_same_placeholders_and_the_same_edges() -> None:
    for message in _messages("de"):
        english_forms = (message.id,) if isinstance(message.id, str) else message.id
        for english, german in zip(english_forms, _forms(message), strict=True):
            assert set(PLACEHOLDER.findall(german)) == set(PLACEHOLDER.findall(english)), message.id
            assert german.endswith(" ") == english.endswith(" "), message.id


def test_a_translation_says_nothing_twice() -> None:
    """A merge of two branches once left a sentence five times in a row."""
    repeated = [form for message in _messages("de") for form in _forms(message) if form.count(form[:LONG]) > 1]

    assert [form for form in repeated if len(form) > LONG] == []


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_domain_has_a_word(language: str) -> None:
    words = words_in(language)
    reasons = {*feedback.LOST_REASONS, *feedback.BAD_LEAD_REASONS, *feedback.DECLINE_REASONS}
    codes = [("status", code.value) for code in (*State, *Status)]
    codes += [("reason", code) for code in reasons | set(feedback.GIVE_BACK_REASONS)]
    codes += [("temperature", code) for code in ("hot", "warm", "cold")]

    for field, code in codes:
        assert VALUES[field][code], f"{field} {code}"
        assert "_" not in words.value(field, code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_outcome_field_and_figure_has_words(language: str) -> None:
    words = words_in(language)

    for wish, option in ACTIONS:
        argument = {"days": "3", "reseller": "Rolf IT GmbH", "person": "Ruth Roth", "reward": "MDF 500", "lead": "L-7"}
        action = Action(wish, 1, option, argument=argument)
        assert words.label(action)
        assert "%(" not in words.label(action) + words.reply(action) + words.opening(action)
    assert all(words.refusal(code).title for code in REFUSALS)
    assert all(words.done(code).title for code in DONE)
    assert all(words.field(name) for name in FIELDS)
    assert all(all(words.kpi(name)) for name in KPIS)


def test_a_statuses_button_says_what_the_status_says() -> None:
    for status in Status:
        assert ("feedback", status.value) in ACTIONS


def test_an_assignment_has_the_words_of_its_wish_whoever_it_is_for() -> None:
    action = Action("assign", 2041, "17", argument={"reseller": "Rolf IT GmbH"})

    assert words_in("de").label(action) == "Rolf IT GmbH zuteilen"
    assert words_in("en").reply(action) == "assign to Rolf IT GmbH"


def test_a_wish_without_words_is_noticed() -> None:
    with pytest.raises(KeyError):
        words_in("de").label(Action("dance", 1))
    with pytest.raises(KeyError):
        words_in("de").kpi(Kpi("luck", 1, "count").name)


@pytest.mark.parametrize(
    ("tag", "spoken"), [("de", "de"), ("de-AT", "de"), ("DE_CH", "de"), ("en-US", "en"), ("fr", "en"), ("", "en")]
)
def test_who_speaks_no_language_of_ours_reads_english(tag: str, spoken: str) -> None:
    assert words_in(tag).language == spoken


@pytest.mark.parametrize(
    ("written", "german", "english"),
    [
        ("fair", "Messe", "trade fair"),
        ("Messe", "Messe", "trade fair"),
        ("Web-Form", "Web-Formular", "web form"),
        ("empfehlung", "Empfehlung", "referral"),
        ("PHONE", "Telefon", "phone"),
        ("automatica 2026", "automatica 2026", "automatica 2026"),
    ],
)
def test_a_source_that_is_known_is_read_in_ones_own_language(written: str, german: str, english: str) -> None:
    assert (words_in("de").value("source", written), words_in("en").value("source", written)) == (german, english)


def test_a_free_value_stays_and_a_country_is_named() -> None:
    assert words_in("de").value("source", "Messe automatica") == "Messe automatica"
    assert words_in("de").value("country", "AT") == "Österreich"
    assert words_in("de").field("halle_nummer") == "halle nummer"
