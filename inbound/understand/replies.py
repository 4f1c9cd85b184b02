"""A reply of somebody we believe -> commands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.people import Person
from app.store.outbox import Post
from inbound.forward.subject import is_reply_subject
from inbound.mail import Mail
from inbound.reading import Read
from inbound.understand.hints import day_that_is_none, says_a_value_of_all
from inbound.understand.letter_context import Topic, topic_of
from inbound.understand.plan import Plan, storable
from inbound.understand.reply_answer import Answer, NotClear
from inbound.understand.reply_context import context_of
from inbound.understand.reply_files import files_of_reply, says_only_files, with_files
from inbound.understand.several import Understand, about_own, about_strays
from inbound.understand.wish_commands import ask_back, commands_of

_NO_LEAD = re.compile(r"\b[DR]-\d", re.IGNORECASE)


def plan_reply(
    session: Session, read: Read, person: Person, post: Post | None, received_at: datetime, understand: Understand
) -> Plan:
    """Return what a reply wishes, or the question that asks back; a reply that wishes nothing has no command.

    Args: post: the letter it answers; None for a fresh mail, which may name a lead itself. understand: reads the words
        in the child process.
    Source: rulebook 2.
    """
    words = storable(read.words).strip() or _subject_words(read.mail)
    topic = topic_of(session, post, person, read.mail.subject, words)
    answer, files = Answer(session, person, topic, post, words, received_at), files_of_reply(read.mail.attachments)
    kept = with_files(files, answer, ()) if topic.lead is not None else ()
    only_files = bool(files) and (not words or says_only_files(words))
    if only_files and (kept or topic.lead is None):
        return Plan(kept or with_files(files, answer, ()), "understood: add_files")
    if not words:
        return Plan((ask_back(answer, ()),), "asked back: no words above the quote")
    context = context_of(session, topic, person, read.mail, received_at)
    understood = understand(words, replace(context, strays=_names_others(post, topic, words)))
    if understood.strays:
        topic = topic_of(session, post, person, "", understood.rest)
        answer = replace(answer, topic=topic, words=understood.rest)
        about_others = about_strays(answer, understood, read.mail, context, understand)
        return Plan((*kept, *about_own(answer, understood), *about_others), "understood: several things")
    if day := day_that_is_none(words, understood.readings):
        return Plan(
            (*kept, ask_back(answer, understood.readings, "no_such_day", day)), "asked back: there is no such day"
        )
    try:
        commands = commands_of(answer, understood)
    except NotClear:
        hint = "each_number" if says_a_value_of_all(words, context) else ""
        asked = ask_back(answer, understood.readings, hint)
        return Plan((*with_files(files, answer, ()), asked), "asked back")
    commands = with_files(files, answer, commands) if commands or post is not None else commands
    if not commands and topic.lead is None and post is None:
        return Plan((ask_back(answer, ()),), "asked back: about no letter and no lead")
    wishes = ", ".join(command.wish for command in commands)
    return Plan(commands, f"understood: {wishes}" if wishes else "wished nothing")


def _names_others(post: Post | None, topic: Topic, words: str) -> bool:
    """Whether a reply may name what its letter does not number: the letter is a list, or there is none."""
    if topic.deal is not None or topic.redemption is not None or (post is not None and post.lead_id is not None):
        return False
    return topic.lead is None or bool(topic.refs) or _NO_LEAD.search(words) is not None


def _subject_words(mail: Mail) -> str:
    """Return what a mail without text says in its subject, as a mail program writes it for a ``mailto:`` link.

    A reply's subject is ours and says nothing of its sender's.
    """
    if mail.in_reply_to or is_reply_subject(mail.subject):
        return ""
    return mail.subject.partition(": ")[2].strip() or mail.subject.strip()
