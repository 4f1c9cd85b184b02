"""The files of a reply: those that somebody meant to send, and the lead they are kept with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.commands import AskBack, Command, LeadCommand
from app.domain.file_commands import MOST_FILES, AddFiles
from app.domain.lead import Lead
from app.service.lead_steps import may_wish
from inbound.mail import Attachment
from inbound.understand.letter_context import lead_of_ref
from inbound.understand.reply_answer import LONGEST_NOTE, Answer

Files = tuple[tuple[str, str, bytes], ...]

MOST_ASKED = 8

# What mail programs and signatures bring by themselves.
_BY_ITSELF = re.compile(r"winmail\.dat|smime\.p7[sm]|(?:image|outlook)[\w-]{0,60}\.\w{1,9}")
_ENDINGS_BY_ITSELF = (".ics", ".vcf", ".asc", ".p7s", ".sig")
_MACHINES = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "application/pgp-signature"})
_ONLY_FILES = re.compile(
    r"(?:bitte |please )?(?:(?:siehe|see|find|s\.)(?: the)? )?"
    r"(?:anbei|anhang|anlage|(?:file )?attached|attachment|enclosed)"
    r"(?: (?:die|der|das|the) (?:datei|dateien|anhang|unterlagen|file|files))?"
)


def files_of_reply(attachments: Iterable[Attachment]) -> Files:
    """Return name, type and bytes of what somebody has attached; a signature's pictures and cards are left out."""
    kept = [
        (one.filename, one.content_type, one.content)
        for one in attachments
        if not one.inline and one.content and one.content_type not in _MACHINES
        if (name := one.filename.casefold()) and not name.endswith(_ENDINGS_BY_ITSELF)
        if not _BY_ITSELF.fullmatch(name)
    ]
    return tuple(kept[:MOST_FILES])


def says_only_files(words: str) -> bool:
    """Whether the words say no more than that something is attached."""
    return _ONLY_FILES.fullmatch(" ".join(words.strip(" .!\n").casefold().split())) is not None


def with_files(files: Files, answer: Answer, commands: tuple[Command, ...]) -> tuple[Command, ...]:
    """Return the commands of a reply with its files kept first: what follows may close the lead, or hand it back.

    Where the reply is about several leads, its sender is asked where they belong; where it is about none, they are told
    that they are kept nowhere. Files of somebody who may add none to the lead just came along.
    """
    if not files:
        return commands
    topic, person = answer.topic, answer.person
    meant = {one.lead_id for one in commands if isinstance(one, LeadCommand)}
    meant |= {topic.lead.id} if topic.lead else set()
    asked = [lead_of_ref(ref) for ref in topic.refs[:MOST_ASKED]] if not meant else sorted(meant)
    found = (answer.session.get(Lead, lead_id) for lead_id in asked if lead_id is not None)
    leads = [lead for lead in found if lead is not None and may_wish(person, AddFiles.wish, lead)]
    if len(meant) == 1:
        return (*(AddFiles(by=person.id, lead_id=lead.id, files=files) for lead in leads), *commands)
    readings = tuple((AddFiles.wish, lead.id, "", {"item": lead.ref}) for lead in leads)
    names = tuple(filename for filename, _, _ in files)
    return (*commands, AskBack(by=person.id, words=answer.words[:LONGEST_NOTE], readings=readings, files=names))
