"""A vendor's settings keep the rulebook's numbers where nothing else is said."""

from __future__ import annotations

import json

import pytest

from app.domain.programme import ROLES, Material, PointRules, Programme, ProgrammeSettings, ResellerEntry, VendorEntry


def test_the_defaults_are_the_rulebooks() -> None:
    settings = ProgrammeSettings()

    assert (settings.group_size, settings.unworked_cap, settings.undo_minutes, settings.mails_per_day) == (5, 5, 15, 6)
    assert settings.offer_window_hours == {"hot": 8, "warm": 24, "cold": 48}
    assert settings.first_feedback_days == {"hot": 2, "warm": 3, "cold": 5}
    assert settings.feedback_days == {"contacted": 10, "not_reached": 2, "appointment": 2, "quoted": 20}
    assert (settings.return_days, settings.escalation_days) == (5, 10)
    assert (settings.protection_days, settings.deal_answer_days, settings.deal_question_weeks) == (90, 2, 3)
    assert settings.stage_percent == {"contacted": 10, "appointment": 25, "quoted": 50, "postponed": 10}
    assert (settings.auto_release, settings.customer_mail) == (False, False)
    assert settings.points == PointRules(5, 5, 10, 10, 50, 1, -10, -20, {"hot": 1, "warm": 2, "cold": 3})


def test_settings_survive_being_stored_as_json() -> None:
    settings = ProgrammeSettings(group_size=3, points=PointRules(won=70), unworked_cap_by_level={"gold": 9})

    assert ProgrammeSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


def test_what_is_left_out_inside_a_setting_keeps_its_default() -> None:
    settings = ProgrammeSettings.from_json({"points": {"won": 70, "multiplier": {"cold": 5}}})

    assert settings.points.won == 70
    assert settings.points.quoted == 10
    assert settings.points.multiplier == {"hot": 1, "warm": 2, "cold": 5}


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(TypeError):
        ProgrammeSettings.from_json({"group_sise": 3})


def test_the_cap_is_the_levels_own_where_it_has_one() -> None:
    settings = ProgrammeSettings(unworked_cap=5, unworked_cap_by_level={"gold": 9})

    assert [settings.cap(level) for level in ("gold", "silver", None)] == [9, 5, 5]


def test_the_products_are_all_that_the_programme_names_once() -> None:
    rolf = ResellerEntry("rolf-it", "Rolf IT", "DE", attributes={"products": ["vision", "arm"]})
    programme = Programme(VendorEntry("v", "V"), resellers=(rolf,), materials=(Material("Prices", "p.pdf", "arm"),))

    assert programme.products() == ("arm", "vision")


def test_there_are_eight_roles() -> None:
    assert len(set(ROLES)) == len(ROLES) == 8
