"""A reply about points -> what it wishes: a reward, an answer to a request for one, or a correction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from app.domain import point_commands as do
from app.domain.commands import Command
from app.domain.people import Reseller
from app.domain.programme import Reward
from app.domain.redemption import Redemption
from app.domain.redemption_permissions import CORRECT_PERMISSIONS
from app.service.queries.points import rewards_of
from inbound.understand.reply_answer import LONGEST_NOTE, Answer, NotClear, partners_called
from inbound.wishes.model import Reading, Understanding

_FEWEST_WORDS_OF_A_REASON = 2


def redemption_commands_of(answer: Answer, redemption: Redemption, understood: Understanding) -> tuple[Command, ...]:
    """Return the command of a reply to a letter about a request for a reward.

    Raises: NotClear: it cannot be carried out as it stands.
    Source: rulebook 6.6.
    """
    if not understood.clear:
        raise NotClear
    if not understood.readings:
        return ()
    build = _BUILDERS.get(understood.readings[0].verb)
    if build is None:
        raise NotClear
    return (build(answer, redemption),)


def _reject(answer: Answer, redemption: Redemption) -> Command:
    """Reject with the words written; a bare no gives no reason, and is asked for one."""
    words = answer.words.strip()[:LONGEST_NOTE]
    reason = words if len(words.split()) >= _FEWEST_WORDS_OF_A_REASON else None
    return do.RejectRedemption(by=answer.person.id, redemption_id=redemption.id, reason=reason)


_BUILDERS: dict[str, Callable[[Answer, Redemption], Command]] = {
    "approve": lambda answer, redemption: do.ApproveRedemption(by=answer.person.id, redemption_id=redemption.id),
    "reject": _reject,
    "undo": lambda answer, redemption: do.WithdrawRedemption(by=answer.person.id, redemption_id=redemption.id),
}


def reward_meant(answer: Answer, reading: Reading) -> tuple[int, Reward]:
    """Return which reward of which of the person's companies a reading means. Raises: NotClear: it cannot be told."""
    named = [found for found in rewards_of(answer.person) if found[1].title == reading.target]
    if len(named) != 1:
        raise NotClear
    return named[0]


def company_to_correct(answer: Answer, reading: Reading) -> Reseller:
    """Return whose points are meant: the partner that a reply names, else the one its letter is about.

    Raises: NotClear: it names several, or none.
    """
    heads = [role for role in answer.person.roles if role.active and role.name in CORRECT_PERMISSIONS]
    rows = select(Reseller).where(Reseller.vendor_id.in_([role.vendor_id for role in heads]))
    if reading.target:
        companies = partners_called(reading.target, answer.session.scalars(rows.where(Reseller.active)).all())
    else:
        companies = list(answer.session.scalars(rows.where(Reseller.id == _company_of_letter(answer))))
    if len(companies) != 1:
        raise NotClear
    return companies[0]


def _company_of_letter(answer: Answer) -> int | None:
    topic = answer.topic
    about = topic.redemption or topic.deal
    if about is not None:
        return about.reseller_id
    if topic.lead is not None:
        return topic.lead.holder_id
    return next((action.object_id for action in topic.actions if action.wish == "points"), None)


def correct(answer: Answer, reading: Reading, note: str) -> Command:
    """Add a line to a partner's ledger by hand."""
    company = company_to_correct(answer, reading)
    return do.CorrectPoints(
        by=answer.person.id, reseller_id=company.id, points=reading.points or 0, reason=reading.words[:LONGEST_NOTE]
    )


def redeem(answer: Answer, reading: Reading, note: str) -> Command:
    """Ask for the reward that a reply names."""
    company_id, reward = reward_meant(answer, reading)
    return do.RedeemPoints(by=answer.person.id, reseller_id=company_id, reward=reward.key)
