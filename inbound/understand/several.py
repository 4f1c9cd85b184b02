"""A reply about several things -> the commands of each: what is clear acts, and each of the others is asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from app.domain.commands import Command
from inbound.mail import Mail
from inbound.understand.letter_context import Topic, topic_of_code
from inbound.understand.reply_answer import Answer, NotClear
from inbound.understand.reply_context import context_of
from inbound.understand.wish_commands import ask_back, commands_of
from inbound.wishes.model import Context, Stray, Understanding

Understand = Callable[[str, Context], Understanding]

_MOST_WORDS_OF_A_GREETING = 3
_NUMBER = re.compile(r"\d{1,2}")
_UNKNOWN = Topic(None, None, (), (), frozenset())


def about_own(answer: Answer, understood: Understanding) -> tuple[Command, ...]:
    """Return what a reply wishes of the letter's own leads; a greeting alone is not asked about."""
    if not understood.rest:
        return ()
    try:
        return commands_of(answer, understood)
    except NotClear:
        words = understood.rest.split()
        greets = len(words) <= _MOST_WORDS_OF_A_GREETING and not any(sign.isdigit() for sign in understood.rest)
        return () if greets else (ask_back(answer, understood.readings),)


def about_strays(
    answer: Answer, understood: Understanding, mail: Mail, context: Context, understand: Understand
) -> tuple[Command, ...]:
    """Return what is wished of each thing that the letter does not number, as in a reply to its own letter.

    Args: context: of the letter. understand: reads the words in the child process.
    Source: rulebook 2.
    """
    commands: list[Command] = []
    for stray in understood.strays:
        topic = topic_of_code(answer.session, answer.person, stray.code, answer.received_at) if stray.code else None
        if topic is not None:
            commands += _about_one(replace(answer, topic=topic, post=None, words=stray.said), stray, mail, understand)
            continue
        told = {reading.item for reading in understood.readings}
        readings = understand(stray.said, context).readings if not stray.code else ()
        unnamed = replace(answer, topic=answer.topic if not stray.code else _UNKNOWN, words=stray.words)
        left = [reading for reading in readings if reading.item not in told]
        number = _NUMBER.search(stray.words) if not stray.code else None
        commands.append(ask_back(unnamed, left, "no_such_number", number[0]) if number else ask_back(unnamed, left))
    return tuple(commands)


def _about_one(answer: Answer, stray: Stray, mail: Mail, understand: Understand) -> tuple[Command, ...]:
    context = context_of(answer.session, answer.topic, answer.person, mail, answer.received_at)
    found = understand(stray.said, context)
    try:
        return commands_of(answer, found)
    except NotClear:
        return (ask_back(replace(answer, words=stray.words), found.readings),)
