"""What is not sure is asked, never guessed. Rulebook 2."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain import commands as do
from app.domain.letters import Action
from app.mail.words import words_in
from tests.rules.town import Town


@pytest.mark.rule("2")
def test_the_question_has_a_button_for_each_reading_that_can_be_wished(town: Town) -> None:
    """A reading without a status is none: its button could not be shown, and with it the whole letter."""
    lead_id = town.taken_lead()
    readings: tuple[tuple[str, int, str, dict[str, Any]], ...] = (
        ("feedback", lead_id, "won", {}), ("feedback", lead_id, "", {}), ("decline", lead_id, "", {}),
        ("dance", lead_id, "", {}),
    )  # fmt: skip

    town.do(do.AskBack(by=town.person_id("rolf"), words="That went well.", lead_id=lead_id, readings=readings))

    asked = town.post_to("rolf", "not_understood").context
    assert [(action["wish"], action["option"]) for action in asked["actions"]] == [("feedback", "won"), ("decline", "")]
    assert town.notes(lead_id) == ["That went well."]


@pytest.mark.rule("2", "9.4")
@pytest.mark.parametrize(("name", "kept"), [("rolf", True), ("sam", False), ("vera", True)])
def test_words_are_kept_with_a_lead_that_one_has_or_was_offered_and_with_no_other(
    town: Town, name: str, kept: bool
) -> None:
    """Seen failing where any lead of the vendor would do: Sam, who was never asked, wrote into its history."""
    lead_id = town.offered_lead()
    town.picks("rolf", lead_id)

    town.do(do.AskBack(by=town.person_id(name), words="What about this one?", lead_id=lead_id, readings=()))

    letter = town.post_to(name, "not_understood")
    assert (town.notes(lead_id) == ["What about this one?"]) is kept
    assert (letter.context["lead_ref"] == f"L-{lead_id}", letter.lead_id == lead_id) == (kept, kept)


@pytest.mark.rule("2", "5.2")
def test_rita_who_asks_about_an_offer_that_rolf_has_taken_reads_how_late_she_is(town: Town) -> None:
    """As it was: *What did you mean?*, with *take* and *decline* on buttons that could only refuse."""
    lead_id = town.offered_lead()
    town.picks("rolf", lead_id)
    town.clock.advance(timedelta(minutes=4))

    asked = do.AskBack(by=town.person_id("rita"), words="Is it far?", lead_id=lead_id, readings=())

    assert town.do(asked).code == "gone"
    assert town.post_to("rita", "lead_gone").context["taken_minutes_before"] == 4
    assert town.posts_to("rita", "not_understood") == []
    assert town.notes(lead_id) == ["Is it far?"]


@pytest.mark.rule("2")
def test_buttons_about_several_leads_say_which(town: Town) -> None:
    """As it was: the answer *weiter* to a week brought five buttons *Take this lead*, all alike."""
    first, second = town.taken_lead(), town.taken_lead()
    readings = tuple(("feedback", lead_id, "won", {"item": f"L-{lead_id}"}) for lead_id in (first, second))

    town.do(do.AskBack(by=town.person_id("rolf"), words="won", lead_id=None, readings=readings))

    context = town.post_to("rolf", "not_understood").context
    assert context["which_lead"]
    labels = [words_in("en").label(Action(**action)) for action in context["actions"]]
    assert labels == [f"L-{first}: Won", f"L-{second}: Won"]


@pytest.mark.rule("2")
def test_what_is_about_oneself_is_no_question_which_lead_was_meant(town: Town) -> None:
    """As it was: *Pause* was answered by *Which lead did you mean?*."""
    rolf = town.person_id("rolf")

    town.do(do.AskBack(by=rolf, words="Pause", lead_id=None, readings=(("absence", rolf, "", {}),)))

    assert not town.post_to("rolf", "not_understood").context["which_lead"]
