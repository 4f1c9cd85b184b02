"""Letters wait in the outbox as JSON and come back the same, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from app.domain.letters import (
    LETTERS,
    FeedbackEcho,
    LeadOffer,
    LeadPicked,
    LetterContext,
    NotALetter,
    WeekReseller,
    from_json,
    numbered_refs,
    to_json,
)
from app.mail.words import LANGUAGES

SAMPLES = [
    pytest.param(letter.context, id=".".join(part for part in (kind, variant, language) if part))
    for kind, letter_class in LETTERS.items()
    for language in LANGUAGES
    for variant, letter in letter_class.samples(language).items()
]


@pytest.mark.parametrize("context", SAMPLES)
def test_a_letter_comes_back_from_the_outbox_as_it_went_in(context: LetterContext) -> None:
    stored = json.dumps(to_json(context))

    assert from_json(context.kind, json.loads(stored)) == context


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_says_what_it_is_and_where_it_comes_from(kind: str) -> None:
    letter_class = LETTERS[kind]

    assert letter_class.__doc__
    assert "Source:" in letter_class.__doc__ or kind == "quarantine_report"
    assert letter_class.sample("de").kind == kind


def test_an_instant_is_stored_in_utc_whatever_its_zone() -> None:
    berlin = timezone(timedelta(hours=1))
    echo = FeedbackEcho("L-2041", "Muster GmbH", "appointment", when=datetime(2026, 3, 4, 10, 0, tzinfo=berlin))

    stored = to_json(echo)

    assert stored["when"] == "2026-03-04T09:00:00Z"
    assert from_json("feedback_echo", stored) == FeedbackEcho(
        "L-2041", "Muster GmbH", "appointment", when=datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    )


def test_a_day_stays_a_day_and_an_instant_an_instant() -> None:
    day = FeedbackEcho("L-2041", "Muster GmbH", "postponed", when=date(2026, 6, 1))
    instant = FeedbackEcho("L-2041", "Muster GmbH", "postponed", when=datetime(2026, 6, 1, tzinfo=UTC))

    assert from_json("feedback_echo", to_json(day)) == day
    assert from_json("feedback_echo", to_json(instant)) == instant


def test_an_instant_without_a_zone_is_refused_with_its_place() -> None:
    echo = FeedbackEcho("L-2041", "Muster GmbH", "appointment", when=datetime(2026, 3, 4, 10, 0))  # noqa: DTZ001 - the fault

    with pytest.raises(NotALetter, match=r"FeedbackEcho\.when: .* has no zone"):
        to_json(echo)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fit_percent": "92"}, r"lead_offer\.fit_percent: expected int, found '92'"),
        ({"fit_percent": True}, r"lead_offer\.fit_percent: expected int, found 'True'"),
        ({"answer_by": "tomorrow"}, r"lead_offer\.answer_by: expected datetime"),
        ({"answer_by": "2026-03-04T25:00:00Z"}, r"lead_offer\.answer_by: hour must be in"),
        ({"reasons": [["Region"]]}, r"lead_offer\.reasons\[0\]: expected an object"),
        ({"volume_range": {"from_cents": 1}}, r"lead_offer\.volume_range: expected \['currency', 'to_cents'\] too"),
        ({"customer": "Carla"}, r"lead_offer: expected no \['customer'\]"),
        ({"actions": [{"wish": "pick"}]}, r"lead_offer\.actions\[0\]: expected \['object_id'\] too"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change: dict[str, Any], said: str) -> None:
    stored = to_json(LeadOffer.sample("de").context) | change

    with pytest.raises(NotALetter, match=said):
        from_json("lead_offer", stored)


def test_an_unknown_letter_is_refused_by_name() -> None:
    with pytest.raises(NotALetter, match="no letter is called 'love_letter'"):
        from_json("love_letter", {})


def test_a_letter_of_an_older_release_may_lack_what_has_a_default() -> None:
    stored = to_json(LeadPicked.sample("de").context)
    del stored["actions"][0]["argument"]

    assert from_json("lead_picked", stored) == LeadPicked.sample("de").context


def test_offers_below_own_leads_are_numbered_on() -> None:
    assert numbered_refs(WeekReseller.sample("de").context) == ("L-1987", "L-2041", "L-2047")
    assert numbered_refs(LeadOffer.sample("de").context) == ()
