"""Every wish stands in every table that must know it, or with the reason why not."""

from __future__ import annotations

import pytest

from app.domain.commands import Command, LeadCommand, commands
from app.domain.deal_commands import DealCommand
from app.domain.deal_lifecycle import DEAL_TRANSITIONS
from app.domain.deal_permissions import DEAL_PERMISSIONS
from app.domain.errors import refusals
from app.domain.letters import LETTERS
from app.domain.lifecycle import TRANSITIONS, WITHOUT_STATE
from app.domain.permissions import CLOCK_WISHES, LEAD_PERMISSIONS, WITHOUT_LEAD
from app.domain.point_commands import RedemptionCommand
from app.domain.redemption import REDEMPTION_TRANSITIONS
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS
from app.mail.templates import template_folder
from app.mail.words import LANGUAGES, words_in
from app.service.handlers import HANDLERS
from app.tokens import BadToken
from scheduler.due import _DEAL_STEP_COMMANDS, _REDEMPTION_STEP_COMMANDS, _STEP_COMMANDS

WISHES = commands()
_ALL_STEPS = (*_STEP_COMMANDS.values(), *_DEAL_STEP_COMMANDS.values(), *_REDEMPTION_STEP_COMMANDS.values())
# A bad token has one page, without any detail, and is never answered by a letter (mail 1.9).
CODES = sorted({refusal.code for refusal in refusals()} - {BadToken.code})


def _row_of(wish: str) -> str:
    return wish.partition(":")[0]


@pytest.mark.parametrize("wish", WISHES)
def test_every_command_has_a_lifecycle_row_or_a_reason(wish: str) -> None:
    rows = {_row_of(row) for _, row in (*TRANSITIONS, *DEAL_TRANSITIONS, *REDEMPTION_TRANSITIONS)}

    assert (wish in rows) != (wish in WITHOUT_STATE), "one of both, and only one"


def test_no_table_knows_a_wish_that_is_no_command() -> None:
    assert {_row_of(row) for _, row in (*TRANSITIONS, *DEAL_TRANSITIONS, *REDEMPTION_TRANSITIONS)} <= set(WISHES)
    assert set(WITHOUT_STATE) <= set(WISHES)
    assert {wish for _, wish in (*LEAD_PERMISSIONS, *DEAL_PERMISSIONS, *REDEMPTION_PERMISSIONS)} <= set(WISHES)
    assert set(WITHOUT_LEAD) <= set(WISHES)


@pytest.mark.parametrize("wish", WISHES)
def test_every_command_has_a_permission_row_or_a_reason(wish: str) -> None:
    of_leads = any(row == wish for _, row in LEAD_PERMISSIONS)
    of_deals = any(row == wish for _, row in DEAL_PERMISSIONS)
    of_rewards = any(row == wish for _, row in REDEMPTION_PERMISSIONS)

    assert [of_leads, of_deals, of_rewards, wish in WITHOUT_LEAD].count(True) == 1, "in one of them, and only one"
    if of_leads:
        assert issubclass(WISHES[wish], LeadCommand)
    if of_deals:
        assert issubclass(WISHES[wish], DealCommand)
    if of_rewards:
        assert issubclass(WISHES[wish], RedemptionCommand)


@pytest.mark.parametrize("wish", WISHES)
def test_every_command_is_handled_and_says_where_it_comes_from(wish: str) -> None:
    command = WISHES[wish]

    assert command in HANDLERS
    assert command.__doc__, "a docstring names what it does"


def test_every_handler_is_of_a_command() -> None:
    assert set(HANDLERS) == set(WISHES.values())
    assert all(issubclass(command, Command) for command in HANDLERS)


def test_what_the_clock_does_to_leads_may_be_done_by_the_clock() -> None:
    wishes = {make(1).wish for make in _ALL_STEPS}

    assert wishes <= CLOCK_WISHES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_words_for_page_and_letter(code: str, language: str) -> None:
    """``Words.refusal`` gives both edges their sentences; an unknown code raises there, it never falls back."""
    said = words_in(language).refusal(code)

    assert said.title
    assert said.explanation


def test_a_refusal_nobody_put_into_words_is_noticed() -> None:
    with pytest.raises(KeyError):
        words_in("en").refusal("no_such_code")


def test_codes_are_one_each() -> None:
    found = [refusal.code for refusal in refusals()]

    assert len(found) == len(set(found))
    assert BadToken.code in found


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_has_a_folder_with_its_three_templates(kind: str) -> None:
    for name in ("subject.txt", "body.html", "body.txt"):
        assert (template_folder() / kind / name).is_file(), f"{kind}/{name}"
