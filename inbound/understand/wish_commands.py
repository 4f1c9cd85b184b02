"""Readings of a reply -> the commands they stand for, or the question that has to be asked back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from app.domain import commands as do
from app.domain import person_commands as of_persons
from app.domain import point_commands as of_points
from app.domain.feedback import GIVE_BACK_REASONS
from app.domain.gate_commands import QualifyLead
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.letters.lists import ALL, list_of
from app.domain.lifecycle import AT_GATE
from app.domain.people import Person, Reseller
from app.domain.wishes import Answers, command_of
from app.service.wording import next_steps
from inbound.fields import FieldReading
from inbound.understand.deals import deal_commands_of
from inbound.understand.leads import sources_of, values_of
from inbound.understand.letter_context import lead_of_ref, possible
from inbound.understand.reply_answer import LONGEST_NOTE, Answer, NotClear, noted, partners_called
from inbound.understand.rewards import correct, redeem, redemption_commands_of, reward_meant
from inbound.wishes.model import Reading, Understanding

MOST_READINGS = 6
_ABOUT_ONESELF = frozenset(
    {"stop", "pause", "resume", "frequency", "only_temperature", "prefer", "prefer_all", "redeem", "correct_points"}
)
# The answer to a release, which its button takes back; an *undo* leaves what is out with partners alone.
RELEASED = "released"
# The letters that tell how somebody's mails are set: an *undo* there is of that.
_TELLS_SETTINGS = frozenset({"done", "preferences_set"})


def commands_of(answer: Answer, understood: Understanding) -> tuple[do.Command, ...]:
    """Return the commands of a reply that is clear.

    Raises: NotClear: one of its readings cannot be carried out as it stands; then none is.
    Source: rulebook 2.
    """
    if answer.topic.redemption is not None and not (understood.clear and _is_about_oneself(understood)):
        return redemption_commands_of(answer, answer.topic.redemption, understood)
    if answer.topic.deal is not None and not (understood.clear and _is_about_oneself(understood)):
        return deal_commands_of(answer, answer.topic.deal, understood)
    if not understood.clear:
        raise NotClear
    if [reading.verb for reading in understood.readings] in (["note"], ["question"]) and _is_only_offered(answer):
        raise NotClear
    several = len(understood.readings) > 1
    wished = [_command(answer, reading, understood, several) for reading in understood.readings]
    edits = any(isinstance(command, do.EditLead | QualifyLead) for command in wished)
    if understood.fields and not edits:
        wished.insert(0, _edit(answer, understood.fields, answer.lead_id))
    kept = any(reading.verb in ("note", "question") for reading in understood.readings)
    if understood.question and answer.lead_id is not None and not kept:
        wished.append(_note(answer))
    return tuple(wished)


def _is_only_offered(answer: Answer) -> bool:
    """Whether the lead is on offer to the person, who can take it and not yet write into its history."""
    may = possible(answer.person, answer.topic.lead) if answer.topic.lead is not None else frozenset()
    return "pick" in may and "note" not in may


def _is_about_oneself(understood: Understanding) -> bool:
    """Whether a reply only says how its sender wants our mails, or which reward, whatever letter it answers."""
    return bool(understood.readings) and all(reading.verb in _ABOUT_ONESELF for reading in understood.readings)


def ask_back(answer: Answer, readings: Iterable[Reading], hint: str = "", about: str = "") -> do.AskBack:
    """Return the question what was meant, one button for each reading, and the letter's usual ones beside them.

    What takes something away comes last, and never stands alone. The words are kept as a note.

    Args: hint, about: as ``AskBack`` has them.
    Source: rulebook 2.
    """
    buttons: dict[tuple[str, int, str], dict[str, Any]] = {}
    for reading in readings:
        button = _button(answer, reading)
        if button is not None:
            buttons.setdefault(button, _argument(reading))
    for action in _usual(answer):
        buttons.setdefault((action.wish, action.object_id, action.option), dict(action.argument))
    found = [(*button, argument) for button, argument in buttons.items()]
    harmful = [button for button in found if button[0] in _TAKES_AWAY][:2]
    kept = [button for button in found if button[0] not in _TAKES_AWAY][: MOST_READINGS - len(harmful)]
    offered = (*kept, *harmful)
    return do.AskBack(
        by=answer.person.id, words=answer.words[:LONGEST_NOTE], hint=hint, about=about, lead_id=answer.lead_id,
        readings=offered,
    )  # fmt: skip


def _usual(answer: Answer) -> Iterable[Action]:
    """Return what the answered letter offered about the one thing that the reply is about, the likeliest first."""
    one = answer.topic.lead or answer.topic.deal or answer.topic.redemption
    about = one.id if one is not None else None
    offered = [
        action
        for action in answer.topic.actions
        if about is not None and action.object_id == about and action.wish != "open"
    ]
    if answer.topic.lead is not None and not offered:
        works_it = answer.topic.lead.holder_id in {role.reseller_id for role in answer.person.roles if role.active}
        offered = [*next_steps(answer.topic.lead)] if works_it and answer.topic.lead.holder_id else []
    return sorted(offered, key=lambda action: not action.primary)


def _argument(reading: Reading) -> dict[str, Any]:
    if reading.verb == "redeem":
        return {"reward": reading.target}
    return {"item": reading.item} if reading.item else {}


def _button(answer: Answer, reading: Reading) -> tuple[str, int, str] | None:
    if reading.verb == "pause":  # without a day: the page asks for it
        return ("absence", answer.person.id, "")
    if reading.verb == "stop":
        post = answer.post
        return ("unsubscribe", answer.person.id, list_of(post.kind, post.context)) if post is not None else None
    if reading.verb == "redeem":
        try:
            company_id, reward = reward_meant(answer, reading)
        except NotClear:
            return None
        return ("redeem", company_id, str(reward.key))
    if reading.verb == "correct_points":
        return None  # whose points they are could not be told
    if reading.verb not in _ON_LEAD and (reading.verb != "feedback" or reading.status is None):
        return None
    try:
        lead_id = answer.undone_in(reading) if reading.verb == "undo" else answer.lead_of(reading)
        lead = answer.session.get(Lead, lead_id)
        if lead is None or reading.verb not in possible(answer.person, lead):
            return None
        option = answer.step_of(lead_id) if reading.verb == "undo" else reading.status or ""
        return (reading.verb, lead_id, option)
    except NotClear:
        return None


_TAKES_AWAY = frozenset({"give_back", "decline", "discard", "withdraw", "recall", "take_over", "no_lead", "reject"})
_ON_LEAD = frozenset({"pick", "decline", "give_back", "undo", "release", "discard", "widen", "withdraw", "edit",
                      "nudge", "recall", "take_over", "requalify", "qualify", "no_lead", "later",
                      "keep_both"})  # fmt: skip


def _command(answer: Answer, reading: Reading, understood: Understanding, several: bool) -> do.Command:
    if reading.verb == "edit":
        return _edit(answer, reading.fields or understood.fields, answer.lead_of(reading))
    if reading.verb == "qualify":
        return _qualify(answer, understood)
    build = _BUILDERS.get(reading.verb)
    if build is None:
        raise NotClear
    return build(answer, reading, (reading.words if several else answer.words)[:LONGEST_NOTE])


Builder = Callable[[Answer, Reading, str], do.Command]


def _plain(answer: Answer, reading: Reading, note: str) -> do.Command:
    return command_of(reading.verb, answer.person.id, answer.lead_of(reading))


def _decline(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Decline, also without a reason: then the door asks for it."""
    return do.DeclineOffer(by=answer.person.id, lead_id=answer.lead_of(reading), reason=reading.reason)


def _give_back(answer: Answer, reading: Reading, note: str) -> do.Command:
    reason = reading.reason if reading.reason in GIVE_BACK_REASONS else None
    return do.GiveBackLead(by=answer.person.id, lead_id=answer.lead_of(reading), reason=reason, note=note)


def _feedback(answer: Answer, reading: Reading, note: str) -> do.Command:
    if reading.status is None:
        raise NotClear
    when = reading.when or reading.until or reading.expected_close
    answers = Answers(answer.at(when), reading.amount_cents, reading.currency, reading.reason, note)
    return command_of("feedback", answer.person.id, answer.lead_of(reading), reading.status, answers)


def _note(answer: Answer, reading: Reading | None = None, note: str = "") -> do.Command:
    lead_id = answer.lead_of(reading) if reading else answer.lead_id
    if lead_id is None:
        raise NotClear
    return do.AddNote(by=answer.person.id, lead_id=lead_id, text=noted(note or answer.words)[:LONGEST_NOTE])


def _edit(answer: Answer, fields: Mapping[Any, FieldReading], lead_id: int | None) -> do.Command:
    if lead_id is None or not fields:
        raise NotClear
    return do.EditLead(by=answer.person.id, lead_id=lead_id, fields=values_of(fields), sources=sources_of(fields))


def _qualify(answer: Answer, understood: Understanding) -> do.Command:
    if answer.lead_id is None:
        raise NotClear
    return QualifyLead(
        by=answer.person.id, lead_id=answer.lead_id, fields=values_of(understood.fields),
        sources=sources_of(understood.fields),
    )  # fmt: skip


def _requalify(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Take a lead back from offer, or give one that waits at the gate to the agency."""
    lead = answer.topic.lead
    at_gate = lead is not None and lead.id == answer.lead_of(reading) and lead.state in AT_GATE
    return command_of("to_agency" if at_gate else "requalify", answer.person.id, answer.lead_of(reading))


def _no_lead(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Say that it is none, also without a reason: then the door asks for it."""
    answers = Answers(reason=reading.reason, note=note)
    return command_of("no_lead", answer.person.id, answer.lead_of(reading), "", answers)


def _merge(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Merge with the one lead that the letter named. Raises: NotClear: it named none."""
    lead_id = answer.lead_of(reading)
    offered = [action for action in answer.topic.actions if action.wish == "merge" and action.object_id == lead_id]
    named = {action.option for action in offered}
    if len(named) != 1:
        raise NotClear
    return command_of("merge", answer.person.id, lead_id, named.pop())


def _later(answer: Answer, reading: Reading, note: str) -> do.Command:
    answers = Answers(answer.at(reading.until or reading.when), note=note)
    return command_of("later", answer.person.id, answer.lead_of(reading), "", answers)


def _in_days(answer: Answer, reading: Reading, note: str) -> do.Command:
    option = "" if reading.in_days is None else str(reading.in_days)
    if reading.verb == "remind" and not option:
        raise NotClear
    return command_of(reading.verb, answer.person.id, answer.lead_of(reading), option)


def _extend(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Ask for more time as who works the lead, or give it as who owns it."""
    lead_id, until = answer.lead_of(reading), answer.at(reading.until or reading.when)
    works_it = any(role.active and role.reseller_id is not None for role in answer.person.roles)
    wish = "ask_time" if works_it else "extend"
    return command_of(wish, answer.person.id, lead_id, "", Answers(until))


def _answer_to_asked(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Grant or refuse the time that the letter says was asked for. Raises: NotClear: it says nothing of that."""
    wish = "grant_time" if reading.verb == "approve" else "refuse_time"
    lead_id = lead_of_ref(reading.item) if reading.item else answer.lead_id
    of_lead = (one for one in answer.topic.actions if lead_id is None or one.object_id == lead_id)
    asked = next((action for action in of_lead if action.wish == wish), None)
    if asked is None:
        raise NotClear
    return command_of(wish, answer.person.id, asked.object_id, asked.option)


def _assign(answer: Answer, reading: Reading, note: str) -> do.Command:
    lead = answer.known_lead(reading)
    wanted = (reading.target or "").strip().casefold()
    if not wanted:
        return command_of("assign", answer.person.id, lead.id, answer.option_offered("assign", lead.id))
    if lead.holder is not None and any(role.reseller_id == lead.holder_id for role in answer.person.roles):
        return _hand_over(answer, lead.id, wanted, lead.holder.people)
    rows = select(Reseller).where(Reseller.vendor_id == lead.vendor_id, Reseller.active)
    named = partners_called(wanted, answer.session.scalars(rows))
    if len(named) != 1:
        raise NotClear
    return do.AssignLead(by=answer.person.id, lead_id=lead.id, reseller_id=named[0].id)


def _hand_over(answer: Answer, lead_id: int, wanted: str, colleagues: Iterable[Person]) -> do.Command:
    """Hand a lead on inside the company, to a colleague by their name or a part of it."""
    named = [one for one in colleagues if wanted in (one.name.casefold(), *one.name.casefold().split())]
    if len(named) != 1:
        raise NotClear
    return do.HandOverLead(by=answer.person.id, lead_id=lead_id, person_id=named[0].id)


def _confirm(answer: Answer, reading: Reading, note: str) -> do.Command:
    return do.ConfirmWish(by=answer.person.id, pending_id=answer.offered("confirm"))


def _stop(answer: Answer, reading: Reading, note: str) -> do.Command:
    if answer.post is None:
        raise NotClear
    return do.Unsubscribe(by=answer.person.id, mail_list=list_of(answer.post.kind, answer.post.context))


def _pause(answer: Answer, reading: Reading, note: str) -> do.Command:
    until = answer.at(reading.until or reading.when)
    if until is None:
        raise NotClear
    return do.SetAbsence(by=answer.person.id, until=until, deputy=reading.deputy)


def _resume(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Be back; or have mails again: the list that the answered letter says has stopped, else all that are off."""
    stopped = next((action for action in answer.topic.actions if action.wish == "resubscribe"), None)
    if stopped is not None:
        return command_of("resubscribe", answer.person.id, stopped.object_id, stopped.option)
    if answer.person.muted_lists and not answer.person.is_absent(answer.received_at):
        return do.Resubscribe(by=answer.person.id, mail_list=ALL)
    return do.SetAbsence(by=answer.person.id, until=None)


def _undo(answer: Answer, reading: Reading, note: str) -> do.Command:
    if any(action.wish == "undo_correction" for action in answer.topic.actions):
        return of_points.UndoCorrection(by=answer.person.id, entry_id=answer.offered("undo_correction"))
    files = [action for action in answer.topic.actions if action.wish == "undo_files"]
    if len(files) == 1 and (not reading.item or answer.lead_of(reading) == files[0].object_id):
        return command_of("undo_files", answer.person.id, files[0].object_id, files[0].option)
    about = answer.post.kind if answer.post is not None and not reading.item and answer.lead_id is None else ""
    if about in _TELLS_SETTINGS:
        return of_persons.UndoPreferences(by=answer.person.id)
    lead_id = answer.undone_in(reading)
    if answer.post is not None and answer.post.context.get("code") == RELEASED and not reading.item:
        return command_of("requalify", answer.person.id, lead_id)
    return do.Undo(by=answer.person.id, lead_id=lead_id, step=answer.step_of(lead_id))


def _of_list(answer: Answer, reading: Reading, note: str) -> do.Command:
    """Release the list that the letter tells of, or take back the release that it tells of. Raises: NotClear."""
    offered = next((action for action in answer.topic.actions if action.wish == reading.verb), None)
    if offered is None:
        raise NotClear
    return command_of(reading.verb, answer.person.id, offered.object_id, offered.option)


def _prefer(answer: Answer, reading: Reading, note: str) -> do.Command:
    return of_persons.SetPreferences(by=answer.person.id, changes=dict(reading.changes), deputy=reading.deputy)


def _frequency(answer: Answer, reading: Reading, note: str) -> do.Command:
    return of_persons.SetPreferences(by=answer.person.id, changes={"cadence": reading.frequency})


def _only_temperature(answer: Answer, reading: Reading, note: str) -> do.Command:
    return of_persons.SetPreferences(by=answer.person.id, changes={"temperatures": reading.temperatures})


_BUILDERS: dict[str, Builder] = {
    "prefer": _prefer,
    "prefer_all": lambda answer, reading, note: of_persons.WantEverything(by=answer.person.id),
    "frequency": _frequency,
    "only_temperature": _only_temperature,
    "pick": _plain,
    "undo": _undo,
    "release_list": _of_list,
    "undo_list": _of_list,
    "release": _plain,
    "discard": _plain,
    "widen": _plain,
    "withdraw": _plain,
    "nudge": _plain,
    "recall": _plain,
    "take_over": _plain,
    "requalify": _requalify,
    "merge": _merge,
    "keep_both": _plain,
    "no_lead": _no_lead,
    "later": _later,
    "decline": _decline,
    "give_back": _give_back,
    "feedback": _feedback,
    "note": _note,
    "question": _note,
    "extend": _extend,
    "approve": _answer_to_asked,
    "reject": _answer_to_asked,
    "remind": _in_days,
    "assign": _assign,
    "confirm": _confirm,
    "stop": _stop,
    "pause": _pause,
    "resume": _resume,
    "redeem": redeem,
    "correct_points": correct,
}
